"""Tasks: numbered commitments (8个领域35个方面重点工作; 一要…二要…) and the body responsible."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.model import Fact
from yrd_cli.summarize.facts.organizations import Organization

_HAN = "零〇一二两三四五六七八九"
_NUMBER = rf"(?:\d{{1,4}}|[{_HAN}十百]{{1,5}})"
_UNIT = "(?:个方面|方面|[项条个件大类])"
_COUNTED = compiled(
    rf"(?P<first>{_NUMBER}){_UNIT}(?:(?:领域|方面|部分|板块|类别|类|大类)?{_NUMBER}{_UNIT}){{0,3}}"
    r"(?P<what>(?:(?![的了在是对将把被])[\u4e00-\u9fff、]){0,16}?"
    r"(?:(?:重点|主要|改革)?(?:工作)?任务|(?:重点|合作|改革)?事项|(?:民生)?实事(?:项目)?"
    r"|(?:工作|重点|政策|改革)?举措|(?:政策)?措施|(?:重点)?工作(?![日人者室组站队])|行动|整改问题))"
)
_UNITED = compiled(rf"[\d{_HAN}十百]{_UNIT}")
_CONGRESS = compiled("[一二三]?十[一二三四五六七八九]?大")  # 党的二十大
_LAST = compiled(rf"(?P<number>{_NUMBER})(?P<unit>{_UNIT})$")
_ORDERED = compiled(
    r"(?P<order>[一二三四五六七八九十]{1,2})(?P<verb>是?要)(?P<what>[^，。；：、\n]{3,30})[。，；：]"
)
_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
MAX_LEFT = 160
"""The body responsible is looked for in at most this many characters before a task."""


def tasks(text: str, folded: str, bodies: Sequence[Organization]) -> list[Fact]:
    """Numbered commitments; value ``{"number", "unit", "what", "body"}``.

    >>> t = "做好8个领域35个方面重点工作"
    >>> [(f.text, f.value["number"], f.value["what"]) for f in tasks(t, t, [])]
    [('8个领域35个方面重点工作', 35, '重点工作')]
    """
    ends = [o.end for o in bodies]
    found = []
    end = 0
    for counted in _UNITED.finditer(folded):
        match = _COUNTED.match(folded, _numeral_start(folded, counted.start(), end))
        if match is None or counted.start() < end:
            continue
        end = match.end()
        last = _LAST.search(folded[match.start() : match.start("what")])
        if not last or _CONGRESS.fullmatch(last[0]):
            continue
        number = _value(last["number"])
        value = {
            "number": number,
            "unit": last["unit"],
            "what": match["what"],
            "body": _responsible(folded, match.start(), bodies, ends),
        }
        if number > 1 and not folded.startswith(("第", "每"), max(0, match.start() - 1)):
            found.append(
                Fact("task", text[slice(*match.span())], *match.span(), value, confidence=0.8)
            )
    return sorted([*found, *_ordered(text, folded, bodies, ends)], key=lambda f: f.start)


def _numeral_start(folded: str, last: int, floor: int) -> int:
    """Where the numeral begins that ends with the character at ``last``."""
    numerals = "0123456789" if folded[last].isdigit() else f"{_HAN}十百"
    longest = 4 if folded[last].isdigit() else 5
    start = last
    while start > max(floor, last + 1 - longest) and folded[start - 1] in numerals:
        start -= 1
    return start


def _ordered(
    text: str, folded: str, bodies: Sequence[Organization], ends: Sequence[int]
) -> list[Fact]:
    """一要突出重点，二要注重统筹: only where the order runs on from 一."""
    found: list[Fact] = []
    expected, first = 1, ""
    run: list[Fact] = []
    for match in _ORDERED.finditer(folded):
        number = _value(match["order"])
        if match.start() and folded[match.start() - 1] not in "。，；：:、,; \u3000\n“":
            continue
        if number == 1:
            run, expected, first = [], 1, match["verb"]
        if number != expected or match["verb"] != first:
            continue
        start, end = match.start(), match.end() - 1
        value = {
            "number": number,
            "unit": None,
            "what": match["what"],
            "body": _responsible(folded, start, bodies, ends),
        }
        run.append(Fact("task", text[start:end], start, end, value, confidence=0.6))
        expected += 1
        if number == 2:
            found += run
        elif number > 2:
            found.append(run[-1])
    return found


def _value(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    total, digit = 0, 0
    for char in numeral:
        if char in _VALUES:
            digit = _VALUES[char]
        else:
            total, digit = total + (digit or 1) * (10 if char == "十" else 100), 0
    return total + digit


def _responsible(
    folded: str, at: int, bodies: Sequence[Organization], ends: Sequence[int]
) -> str | None:
    """The nearest body named before, in the same paragraph."""
    i = bisect_left(ends, at + 1) - 1
    left = max(folded.rfind("\n", 0, at), at - MAX_LEFT)
    return bodies[i].name if i >= 0 and bodies[i].start >= left else None
