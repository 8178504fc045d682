"""The subject of a figure: the noun phrase before it, inherited across a list of clauses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified
from yrd_cli.summarize.facts.model import Fact, Spans
from yrd_cli.summarize.facts.names_lexicon import clause_words, word_set

FIGURES = frozenset(
    ("money", "percent", "ratio", "count", "duration", "length", "area", "distance", "weight")
)
HOLDERS = frozenset(("org", "place", "person"))
MAX_SUBJECT = 30
"""A subject's own phrase has at most this many characters; what is longer is a clause."""

_SENTENCE_MARKS = "。！？；!?;\n"
_CLAUSE_MARKS = _SENTENCE_MARKS + "，,：:（(“「"
_TAIL = compiled(
    # What stands between a subject and its figure: copulas, adverbs, verbs of change.
    r"(?:[约近超逾达为是有共占比至到了的过仅只已将再又还均各以由从等增降升涨跌获较]|[（(—:：]"
    r"|达到|高达|多达|超过|突破|完成|实现|总计|共计|合计|累计"
    r"|同比|环比|比上年|比去年|年均|平均|(?:大幅|小幅|快速)?(?:增长|下降|增加|减少|提高|上升"
    r"|下跌|回落|上涨|增幅|降幅)|增至|升至|降至|占比|分别|不到|不足|至少|至多|最高|最低|其中"
    r"|总共|一共"
    r"|拥有|设有|建有|包括|涉及|覆盖|获得|取得|投入|接近|将近|大约|左右|人均|每年|每月|每天"
    r"|每日|全年|上半年|下半年|当年|当月|目前|现有|新增|已有|剩余|左右|是由|成为|位列|位居|[和与及、])$"
)
_HEAD = compiled(
    r"^(?:是|要|其中|截至|截止|目前|今年|去年|同时|此外|另外|全年|今后|预计|据悉|据统计|通过|根据"
    r"|按照|为了|随着|由于|因为|所以|因此|以及|包括|例如|比如|共有|总计"
    r"|累计(?=[\u4e00-\u9fff]{0,3}$)|当前|近年来|期间|以来|之前|之后|上年|当年|年内|初步|核算"
    r"|[并且而但也还又则即如以在于从对向把被使让其该此这那和与及、的了共])"
)
_NOUN_ENDS = word_set("measures like verbs")
"""Nouns of measure that the lists count as verbs too."""
_OF_THE_COUNTED = compiled(
    r"^(?:协议|合同|计划|意向|项目)?(?:总|累计)?(?:投资额?|金额|产值|面积|里程|规模|资金|造价"
    r"|标的额|成交额)$"
)


_DATELINE = compiled(
    # 據新華社上海1月3日電; 央视网消息（新闻联播）：; 本报讯（记者王平）
    r"[ \t\u3000]{0,8}(?:【[^】\n]{1,24}】)?"
    r"[\u4e00-\u9fffA-Za-z\d、·:： （(\u3000-]{1,34}?"
    r"(?:日[电讯](?:\s?[（(][^（()）\n]{1,40}[)）])?[:：\s]{0,4}"
    r"|(?:[讯电]|消息|报道)\s?(?:[（(][^（()）\n]{1,40}[)）]\s?[:：]?|[:：]|\s)\s{0,4})"
)


def _datelines(folded: str) -> list[tuple[int, int]]:
    """Where the agency, place and day stand that a report begins with: none of them its subject.

    >>> [text[slice(*span)] for text in ["据新华社上海1月3日电 长三角去年投资2192亿元"]
    ...  for span in _datelines(text)]
    ['据新华社上海1月3日电 ']
    """
    found, start = [], 0
    while start >= 0:
        match = _DATELINE.match(folded, start)
        if match:
            found.append(match.span())
        start = folded.find("\n", start) + 1 or -1
    return found


@dataclass(slots=True)
class _Run:
    """What a sentence has said so far: its holder, its last figure's subject, what it counted."""

    holder: str | None = None
    last: str | None = None
    counted: str | None = None


def with_subjects(text: str, facts: Iterable[Fact]) -> list[Fact]:
    """The facts, their figures with a subject where a noun phrase or an earlier clause gives one.

    A figure whose phrase names no holder (收入) inherits that of the sentence (a body, a place, a
    person named before): the holder's name and the phrase are joined. Facts come in any order and
    stay in it; those that have a subject keep it.

    >>> from yrd_cli.summarize.facts.model import Fact
    >>> text = "宿州市收入22亿元，税收1亿元"
    >>> facts = [Fact("place", "宿州市", 0, 3), Fact("money", "22亿元", 5, 9),
    ...          Fact("money", "1亿元", 12, 15)]
    >>> [f.subject for f in with_subjects(text, facts)][1:]
    ['宿州市收入', '宿州市税收']
    """
    facts = list(facts)
    folded = to_simplified(text)
    order = sorted(range(len(facts)), key=lambda i: (facts[i].start, facts[i].end))
    figures = [i for i in order if facts[i].type in FIGURES]
    if not figures:
        return facts
    heads = dict(_datelines(folded))
    bylines = Spans(heads.items())
    names = [
        facts[i]
        for i in order
        if facts[i].type in HOLDERS
        and not (heads and bylines.overlaps(facts[i].start, facts[i].end))
    ]
    starts = [f.start for f in names]
    dates = {f.start: f.end for f in facts if f.type in ("date", "time", "duration")}
    dates.update(heads)
    run, sentence, floor = _Run(), -1, 0
    for i in figures:
        fact = facts[i]
        here = _last_mark(folded, fact.start, _SENTENCE_MARKS)
        here = heads.get(here, here) if heads.get(here, here) <= fact.start else here
        if here != sentence:
            run, sentence, floor = _Run(), here, here
        clause = max(_last_mark(folded, fact.start, _CLAUSE_MARKS), min(floor, fact.start))
        _look_for_holder(run, folded, names, starts, (sentence, clause), dates)
        subject = _subject(text, folded, (clause, fact.start), names, starts, dates, run)
        floor = fact.end
        run.counted = fact.text if fact.type == "count" and len(fact.text) > 3 else None
        if subject and fact.subject is None:
            facts[i] = fact.with_changes(subject=subject)
    return facts


def _last_mark(folded: str, before: int, marks: str) -> int:
    at = before
    least = max(0, before - 400)
    while at > least and folded[at - 1] not in marks:
        at -= 1
    # 84,051 and 2020:1 hold no mark of a clause; figures themselves are left whole by their start.
    return at


def _look_for_holder(
    run: _Run,
    folded: str,
    names: Sequence[Fact],
    starts: Sequence[int],
    span: tuple[int, int],
    dates: dict[int, int],
) -> None:
    """The first name that heads a clause of the sentence before this one becomes its holder."""
    if run.holder is not None:
        return
    left, right = span
    for name in names[bisect_left(starts, left) : bisect_left(starts, right)]:
        head = _last_mark(folded, name.start, _CLAUSE_MARKS)
        head = dates.get(head, head)
        if name.start - head <= 1:
            run.holder = name.text
            return


def _subject(
    text: str,
    folded: str,
    span: tuple[int, int],
    names: Sequence[Fact],
    starts: Sequence[int],
    dates: dict[int, int],
    run: _Run,
) -> str | None:
    start, end = _phrase(folded, *span, dates)
    inside = names[bisect_left(starts, span[0]) : bisect_left(starts, max(end, span[0]))]
    held = [n for n in inside if n.end <= end and n.start >= start]
    if "”" in folded[start:end] and folded[start - 1 : start] == "“":
        start -= 1  # “专精特新”中小企业贷款余额
    phrase = _unquoted(text[start:end].strip(" ")) if end - start <= MAX_SUBJECT else ""
    if not phrase:
        if end - start > MAX_SUBJECT and inside:
            run.last = inside[-1].text
        return run.last or run.holder
    if run.counted and _OF_THE_COUNTED.match(folded[start:end]):
        run.last = run.counted + phrase
        return run.last
    if held:
        run.holder = held[0].text
    subject = phrase if held or run.holder is None or run.holder in phrase else run.holder + phrase
    run.last = subject
    return subject


def _unquoted(phrase: str) -> str:
    """Without marks of quotation that only one side has, or that enclose the whole."""
    if phrase[:1] in _MARKS and phrase[-1:] in _MARKS:
        return phrase.strip(_MARKS)
    closed = any(mark in phrase for mark in "”」』")
    opened = any(mark in phrase for mark in "“「『")
    return phrase if closed and opened else phrase.strip(_MARKS)


_MARKS = "“”「」『』\"' "


@cache
def _verbs() -> frozenset[str]:
    return clause_words() - _NOUN_ENDS


def _phrase(folded: str, start: int, end: int, dates: dict[int, int]) -> tuple[int, int]:
    """The noun phrase of a clause before its figure, without verbs and adverbs on either side."""
    words = _verbs()
    while start < end:
        tail = _TAIL.search(folded[max(start, end - 6) : end])
        if tail:
            end -= len(tail[0])
        elif end - start >= 2 and folded[end - 2 : end] in words:
            end -= 2
        elif folded[end - 1] in " 　、，,）)”":
            end -= 1
        else:
            break
    while start < end:
        head = _HEAD.match(folded[start : min(end, start + 12)])
        if start in dates and dates[start] <= end:
            start = dates[start]
        elif head:
            start += head.end()
        elif folded[start : start + 2] in words and start + 2 < end:
            start += 2
        elif folded[start] in " 　、，,（(“":
            start += 1
        else:
            break
    return start, end
