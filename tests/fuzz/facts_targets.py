"""Facts: numbers, dates and names stand where they are said to, with values that JSON can hold."""

from __future__ import annotations

from decimal import Decimal

from tests.fuzz.draw import Draw, split_options
from tests.fuzz.invariants import check_spans, json_value
from yrd_cli.document import Document, json_line
from yrd_cli.script import to_simplified
from yrd_cli.summarize.digest import SummarySettings, digest_of
from yrd_cli.summarize.facts import Fact, extract_facts, number_facts
from yrd_cli.summarize.facts.numerals import evaluate, plain, read_numeral
from yrd_cli.summarize.sentences import split_sentences

REFERENCES = (None, "2020-02-18", "2024-12-31", "1999", "2020-02", "0001-01-01", "9999-12-31")


def fuzz_facts(data: bytes) -> None:
    """Facts of any text: in order, in bounds, each of them a value that JSON gives back."""
    body, draw = split_options(data)
    text = body.decode("utf-8", "replace")
    reference = draw.choice(REFERENCES)
    facts = extract_facts(text, reference, title=text.partition("\n")[0] or None)
    check_spans([(f.start, f.end) for f in facts], len(text), apart=False)
    for fact in facts:
        check_fact(fact, text)
    numbers = number_facts(text, reference)
    check_spans([(f.start, f.end) for f in numbers], len(text), apart=False)
    simplified = number_facts(to_simplified(text), reference)
    assert [_meaning(f) for f in simplified] == [_meaning(f) for f in numbers]
    for sentence in (sentences := split_sentences(text)):
        assert text[sentence.start : sentence.end] == sentence.text
    check_spans([(s.start, s.end) for s in sentences], len(text))
    assert "".join("".join(s.text for s in sentences).split()) == "".join(text.split())


def _meaning(fact: Fact) -> tuple[object, ...]:
    return fact.type, fact.start, fact.end, fact.value, fact.unit, fact.modifier


def check_fact(fact: Fact, text: str) -> None:
    """Place, text, value, bounds and confidence of one fact."""
    assert fact.start < fact.end
    assert fact.text == text[fact.start : fact.end]
    assert 0 < fact.confidence <= 1
    assert fact.sentence is None or fact.sentence in text
    low, high = fact.minimum, fact.maximum
    assert low is None or high is None or low <= high, fact
    for number in (low, high):
        assert not isinstance(number, float) or (number == number and abs(number) != float("inf"))
    assert json_line(fact.record())
    assert json_value(fact.record()["value"]) == fact.record()["value"] or _is_long(fact.value)
    if fact.type == "date":
        start, end = fact.value["start"], fact.value["end"]
        assert start is None or end is None or _order(start) <= _order(end), fact


def _order(day: str) -> tuple[int, str]:
    """Days in order, those before Christ (-0220-01-01) too."""
    year, _, rest = day.removeprefix("-").partition("-")
    return (-int(year) if day.startswith("-") else int(year)), rest


def _is_long(value: object) -> bool:
    """Whether a number has more digits than the fastest reader of JSON takes whole."""
    return isinstance(value, (int, dict, Decimal))


NUMERALS = (*"零〇一二三四五六七八九两十百千万亿兆点几多余数壹贰叁肆拾佰仟廿卅俩", *"0123456789.,",
            "　", " ", "％", "百分之")  # fmt: skip


def fuzz_numerals(data: bytes) -> None:
    """Any row of numeral signs has a value or none; a number that is spelled out has its own."""
    draw = Draw(data)
    numeral = "".join(draw.many(40, lambda: draw.choice(NUMERALS)))
    number = read_numeral(numeral)
    if number is not None:
        assert number.minimum <= number.maximum, (numeral, number)
        json_line({"value": str(number.value())})
    value = draw.below(1 << 40)
    for written in (str(value), f"{value:,}", spelled_number(value)):
        read = read_numeral(written)
        assert read is not None and read.exact and read.minimum == value, (written, read)
    scale = draw.below(12)
    decimal = plain(value, scale)
    assert Decimal(str(decimal)) == Decimal(value).scaleb(-scale), (value, scale)
    point = f"{value >> 8}.{value & 0xFF:03d}"
    assert Decimal(str(evaluate(point))) == Decimal(point), point


_DIGITS = "零一二三四五六七八九"


def spelled_number(number: int) -> str:
    """A number in Chinese, as a careful writer spells it.

    >>> spelled_number(10_500), spelled_number(0), spelled_number(300_000_020)
    ('一万零五百', '零', '三亿零二十')
    """
    if not number:
        return "零"
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        head, rest = divmod(number, unit)
        if head:
            gap = "零" if 0 < rest < unit // 10 else ""
            return spelled_number(head) + name + gap + (spelled_number(rest) if rest else "")
    return _spelled_part(number)


def _spelled_part(part: int) -> str:
    text, gap = "", False
    for unit, place in zip("千百十 ", (1000, 100, 10, 1), strict=True):
        digit = part // place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + unit.strip()
            gap = False
        else:
            gap = True
    return text


def fuzz_summary(data: bytes) -> None:
    """A summary is sentences of the text, in order."""
    body, draw = split_options(data)
    text = body.decode("utf-8", "replace")
    query = draw.choice((None, "长三角 一体化", "投资", "(a)"))
    document = Document("f", text, title=draw.choice((None, "题目")), date="2020-02-18")
    digest = digest_of(document, SummarySettings(query=query))
    for sentence in digest.summary:
        assert sentence.text in text
    for fact in digest.facts or ():
        check_fact(fact, text)
    assert json_line(digest.record()).endswith(b"\n")
