"""Persons: names beside titles, before verbs of saying, in credits and lists, and bare later on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.mentions import DOTS, LEFT_OF_NAME, Person, carry
from yrd_cli.summarize.facts.name_shapes import (
    SYLLABLES,
    dotted_names,
    ends_before,
    family_name_length,
    foreign_end,
    name_end,
)
from yrd_cli.summarize.facts.names_lexicon import (
    LEAST_STEP,
    alternation,
    common_words,
    family_names,
    given_name_steps,
    known_bodies,
    place_kinds,
    word_set,
)
from yrd_cli.summarize.facts.places import Listed
from yrd_cli.summarize.facts.titles import CREDITS, Title, chain_start

SAYING = word_set("verbs of a person")
_SAYS = compiled(
    rf"(?:(?:还|也|则|再|又|曾|便|就|都|一直|不断|随后|同时)?(?:(?:向|对|跟|告诉)(?:本报"
    rf"|新华社|央视|总台|[\u4e00-\u9fff]{{0,6}})?记者)?"
    rf"(?:[笑哭]着|认真地|坚定地|激动地|高兴地|自豪地|无奈地|感慨地)?{alternation(SAYING)}"
    r"|(?:是|为)(?:一[名位个]|[\u4e00-\u9fff]{2,20}(?:人|员|师|[校院厂市县乡镇村局所]长|生|授|书记|主任|主席)[，。])|[，,]\s?(?:男"
    r"|女)[，,。（(]|[（(](?:男|女|化名|中|左|右)"
    r"|今年\d{2}岁|在(?:[\u4e00-\u9fff]{1,12})(?:上|中|时|下)?(?:说|表示|指出|强调|介绍))"
)
_LIST_MARK = compiled(r"[、和与及]|以及|[  \u3000](?=\S)")
_GAP = compiled(r"(?:[ \u3000]{0,2}[:：]?[ \u3000]{0,2}|[:：][“\"]?)")
_SHOT = compiled(
    r"(?:^|[\n。；（(，,：: \u3000])([\u4e00-\u9fff]{2,4})[  \u3000]?(?:/)?摄(?:[)）\n。]"
    r"|影[:：]|$|\s)"
)
_NAMED_SO = compiled(
    r"(?:任命|免去|选举|推选|决定任命|罢免|撤销|名叫|姓名[:：]|缅怀|悼念)(?=[\u4e00-\u9fff])"
)
_BEHIND = word_set("titles behind names")


def titled(folded: str, titles: Sequence[Title]) -> Iterator[Person]:
    """Names right behind a title, and those that a list joins to them."""
    for index, title in enumerate(titles):
        gap = _GAP.match(folded, title.end)
        at = gap.end() if gap else title.end
        if at != title.end and title.text not in CREDITS and ":" not in folded[title.end : at]:
            at = title.end if "：" not in folded[title.end : at] else at
        end = _name_or_foreign(folded, at)
        if not end or _one_of_titles(folded, at, end):
            continue
        head = chain_start(titles, index, folded)
        role = title.text if title.text in CREDITS else None
        named = None if role else folded[head : title.end]
        yield Person(at, end, folded[at:end], named, role, head)
        yield from _listed(folded, end, named, role, head)


def _name_or_foreign(folded: str, at: int) -> int:
    """Where the name behind a title ends: a Chinese one, unless a foreign one reaches further."""
    end = name_end(folded, at, sure=True)
    longer = foreign_end(folded, at)
    if longer > end and folded[end : end + 1] in DOTS and end > at:
        return longer
    if longer - at >= 4 and longer - end >= 2 and _is_foreign(folded, end, longer):
        return longer
    if end and (end - at < 3 or ends_before(folded, end)):
        return end
    return max(end, longer)


def _is_foreign(folded: str, end: int, longer: int) -> bool:
    """Whether what follows a possible Chinese name is syllables and no word: 施泰 + 因迈尔."""
    rest = folded[end:longer]
    words, kinds = common_words(), place_kinds()
    return not any(rest[i : i + 2] in words or rest[i : i + 2] in kinds for i in range(len(rest)))


def _one_of_titles(folded: str, start: int, end: int) -> bool:
    return folded[start:end] in known_bodies() or folded[start:end] in place_kinds()


def _listed(
    folded: str, end: int, title: str | None, role: str | None, head: int | None
) -> Iterator[Person]:
    """The further names of a list: 、 or a blank and a name that ends like one."""
    while mark := _LIST_MARK.match(folded, end):
        if mark[0].isspace() and not role:
            return
        start = mark.end()
        end = name_end(folded, start, sure=True) if role else _name_or_foreign(folded, start)
        if not end or not (
            folded[end : end + 1] in "、，。和等及与；）) \n\u3000,.0123456789十两三四五六七八九"
            or ends_before(folded, end)
        ):
            return
        yield Person(start, end, folded[start:end], title, role, head, 0.8)


def before_titles(folded: str, titles: Sequence[Title]) -> Iterator[Person]:
    """Names right before a title: 习近平总书记, 张明教授."""
    for title in titles:
        if title.text not in _BEHIND and title.text.lstrip("副前原") not in _BEHIND:
            continue
        for length in (4, 3, 2):
            start = title.start - length
            if start < 0 or not _good_name(folded, start, title.start):
                continue
            if LEFT_OF_NAME.search(folded[max(0, start - 3) : start]):
                yield Person(start, title.start, folded[start : title.start], title.text)
                break
        else:
            yield from _foreign_before(folded, title)


_FOREIGN_LEFT = compiled(rf"[{SYLLABLES}]{{2,7}}$")


def _foreign_before(folded: str, title: Title) -> Iterator[Person]:
    if title.kind != "office":
        return
    found = _FOREIGN_LEFT.search(folded[max(0, title.start - 7) : title.start])
    if not found:
        return
    name = found[0]
    start = title.start - len(name)
    if (
        len(name) < 3
        or _has_place(name)
        or not LEFT_OF_NAME.search(folded[max(0, start - 3) : start])
    ):
        return
    yield Person(start, title.start, name, title.text, confidence=0.7)


def _has_place(name: str) -> bool:
    kinds = place_kinds()
    return any(name[i:j] in kinds for i in range(len(name)) for j in range(i + 2, len(name) + 1))


def _good_name(folded: str, start: int, end: int) -> bool:
    """Whether these very characters can be a name, by family name, given name and words."""
    family = family_name_length(folded, start, rare=False)
    given = folded[start + family : end]
    if not family or not 1 <= len(given) <= 2 or (family == 2 and len(given) > 2):
        return False
    steps = given_name_steps()
    total = sum(steps.get(char, LEAST_STEP) for char in given)
    words, name = common_words(), folded[start:end]
    if name in words or name in place_kinds() or (family == 1 and name[:2] in words):
        return False
    kinds = place_kinds()
    parts = (part for i in range(1, len(name)) for part in (name[i:], name[:i]))
    if any(kinds.get(part, "short county") != "short county" for part in parts):
        return False
    return total >= -1 and min(steps.get(char, LEAST_STEP) for char in given) >= -2


@cache
def _clause_with_name() -> re.Pattern[str]:
    """A family name at the head of a clause or behind a word that leads to a name."""
    families = family_names()
    first = families.common | {name[0] for name in families.double}
    return compiled(
        rf"[{''.join(sorted(first))}](?:(?<![\s\S]{{2}})"
        r"|(?<=[\n，。；：！？、“”‘’「」『』（）(),;:!?·\s…—据由是请叫像和与的][\s\S]))"
    )


_PLACE_ENDS = frozenset("岛国市县省区镇村州港湾寨")


def speaking(folded: str) -> Iterator[Person]:
    """Names at the head of a clause whose verb is one of saying, or that are described."""
    for mark in _clause_with_name().finditer(folded):
        at = mark.start()
        end = name_end(folded, at, sure=False) or _repeated(folded, at)
        if end and folded[end - 1] in _PLACE_ENDS:
            continue
        if end and _SAYS.match(folded, end):
            yield Person(at, end, folded[at:end], confidence=0.8)
        elif (
            end - at >= 3
            and _sure_given(folded[at + 1 : end])
            and _count_near(folded, folded[at:end], at) > 1
        ):
            yield Person(at, end, folded[at:end], confidence=0.6)


REACH = 20_000
"""A name stands for itself at so many characters on either side: a bound on long texts."""
MIN_REPEATED = 3
"""A name whose first two characters are a word (黄花春) stands at least so often in a text."""


def _repeated(folded: str, at: int) -> int:
    """The end of a name of three likely characters that the text goes on naming; else 0."""
    name = folded[at : at + 3]
    if not _sure_given(name[1:]) or len(name) < 3 or name in common_words():
        return 0
    if folded[at + 1 : at + 3] in common_words() or {name[1:], name[:2]} & place_kinds().keys():
        return 0
    ends = _ends_near(folded, name, at)
    if len(ends) < MIN_REPEATED or not all(ends_before(folded, end) for end in ends):
        return 0
    return at + 3 if any(folded.startswith(tuple(SAYING), end) for end in ends) else 0


def _ends_near(folded: str, name: str, at: int) -> list[int]:
    ends = []
    found = folded.find(name, max(0, at - REACH), at + REACH)
    while found >= 0:
        ends.append(found + len(name))
        found = folded.find(name, ends[-1], at + REACH)
    return ends


def _sure_given(given: str) -> bool:
    steps = given_name_steps()
    return all(steps.get(char, LEAST_STEP) >= 1 for char in given)


def credited(folded: str) -> Iterator[Person]:
    """Names of photographers (徐程 摄) and of those appointed or dismissed."""
    for shot in _SHOT.finditer(folded) if "摄" in folded else ():
        start, end = shot.span(1)
        if name_end(folded[:end], start, sure=True) == end:
            yield Person(start, end, shot[1], role="摄影")
    for named in _NAMED_SO.finditer(folded):
        end = name_end(folded, named.end(), sure=True)
        if end and (end - named.end() > 2 or ends_before(folded, end)):
            yield Person(named.end(), end, folded[named.end() : end], confidence=0.8)
            yield from _listed(folded, end, None, None, None)


def foreign(folded: str, titles: Sequence[Title]) -> Iterator[Person]:
    """Foreign names with dots, cut where a title ends (男子 + 乔丹·尼利) and a word begins."""
    ends = [t.end for t in titles]
    for start, end in dotted_names(folded):
        title = bisect_left(ends, start + 1)
        if title < len(ends) and ends[title] < end and titles[title].start < start + 2:
            start = ends[title]
        last = max(folded.rfind(dot, start, end) for dot in "·•‧・∙") + 1
        while end > last + 1 and not ends_before(folded, end) and end - last > 5:
            end -= 1
        if not ends_before(folded, end) and ends_before(folded, end + 1):
            end += 1  # a character that foreign names rarely hold: 菲[永]
        yield Person(start, end, folded[start:end], confidence=0.85)


def find_persons(
    folded: str, titles: Sequence[Title], listed: Sequence[Listed] = ()
) -> list[Person]:
    """All mentions of persons, left to right; a name once found is found wherever it stands bare.

    >>> from yrd_cli.summarize.facts.titles import find_titles
    >>> text = "党组书记王平说，高度重视。王平表示"
    >>> [(p.start, p.name, p.title) for p in find_persons(text, find_titles(text))]
    [(4, '王平', '党组书记'), (13, '王平', None)]
    """
    behind = list(titled(folded, titles))
    # 苏豪副总裁丁海: a title with a name behind it has a body before it, and no other person.
    taken = {p.start for p in behind}
    free = [t for t in titles if t.end not in taken]
    first = [*foreign(folded, titles), *behind, *before_titles(folded, free)]
    first += [*speaking(folded), *credited(folded)]
    mentions: dict[int, Person] = {}
    for person in first:
        known = mentions.get(person.start)
        if known is None or (known.title is None and person.title is not None):
            mentions[person.start] = person
    edges = [x for x in listed if x.kind != "short county"]
    settled = _settle_lengths(folded, (p for p in mentions.values() if not _cuts(p, edges)))
    return carry(folded, settled, titles)


def _cuts(person: Person, listed: Sequence[Listed]) -> bool:
    """Whether a listed name lies across an edge of the person's, as 萧县 does in 张江萧 + 县."""
    i = bisect_left(listed, person.start, key=lambda x: x.end)
    return any(
        x.start < person.start < x.end
        or x.start < person.end < x.end
        or (x.start, x.end) == (person.start, person.end)
        for x in listed[i : i + 3]
    )


def _count_near(folded: str, name: str, at: int) -> int:
    return folded.count(name, max(0, at - REACH), at + REACH)


def _settle_lengths(folded: str, persons: Iterable[Person]) -> list[Person]:
    """王平回 beside 王平 elsewhere: the shorter name where it is found more often."""
    found = sorted(persons, key=lambda p: (p.start, -p.end))
    names = {p.name for p in found}
    result: list[Person] = []
    for person in found:
        short = person.name[:-1]
        if (
            len(person.name) == 3
            and short in names
            and _count_near(folded, short, person.start)
            > _count_near(folded, person.name, person.start)
        ):
            person = person._replace(end=person.end - 1, name=short)
        if not result or person.start >= result[-1].end:
            result.append(person)
    return result
