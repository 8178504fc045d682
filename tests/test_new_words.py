"""New words: what is found, what is not, and that counts add up."""

from __future__ import annotations

import json
import time
from collections import Counter
from math import inf, log2
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yrd_cli import words
from yrd_cli.script import to_simplified
from yrd_cli.stats import coded
from yrd_cli.stats.new_words import COLUMNS, NewWordCounts, free_frequencies, is_listed, units
from yrd_cli.stats.recurring import Recurring, recurring_strings
from yrd_cli.stats.term_forms import is_term_form
from yrd_cli.stats.unit_text import BOUNDARY, WORD_START
from yrd_cli.words.user_dictionary import parse_user_dictionary

LAWS = (Path(__file__).parent / "rules" / "laws.txt").read_text(encoding="utf-8")

# Sentences of our own: a term in each place, between words that differ.
FRAMES = [
    "专家评价{}的成效。", "各地学习{}经验,", "关于{}建设方案", "他介绍了{}!", "由{}牵头;",
    "记者走进{},看到变化", "支持{}发展", "今年{}扩容", "加快{}布局", "参观{}展馆",
]  # fmt: skip


def counts_of(*documents: str) -> NewWordCounts:
    counts = NewWordCounts()
    for document in documents:
        counts.add(document)
    return counts


def found(text: str, **floors: float) -> dict[str, int]:
    return {w.word: w.frequency for w in counts_of(text).words(**floors)}  # type: ignore[arg-type]


def framed(*terms: str) -> str:
    return "\n".join(frame.format(term) for frame in FRAMES for term in terms)


@pytest.mark.parametrize(
    "term",
    ["一网通办", "G60科创走廊", "长三角一体化", "先行启动区", "5G基站", "揭榜挂帅", "C919飞机"],
)
def test_terms_that_the_dictionary_lacks_come_out(term: str) -> None:
    assert found(framed(term))[term] == len(FRAMES)


def test_words_of_the_dictionary_are_not_new() -> None:
    assert is_listed("改革") and is_listed("電腦")
    assert "改革" not in found(framed("改革"))
    assert "改革" in {w.word for w in counts_of(framed("改革")).words(is_known=lambda w: False)}


def test_what_the_caller_knows_is_not_new() -> None:
    known = {"一网通办"}
    terms = counts_of(framed("一网通办", "揭榜挂帅")).words(is_known=known.__contains__)
    assert {"一网通办", "揭榜挂帅"} & {t.word for t in terms} == {"揭榜挂帅"}


def test_part_of_a_term_is_none() -> None:
    terms = found(framed("一网通办", "G60科创走廊"))
    assert not {"网通办", "一网通", "G60科创", "创走廊", "60科创走廊"} & terms.keys()


def test_a_term_within_longer_ones_is_judged_by_what_is_left() -> None:
    nested = framed("揭榜挂帅") + framed("揭榜挂帅机制")
    terms = {w.word: w for w in counts_of(nested).words()}
    assert terms["揭榜挂帅"].frequency == 20
    assert terms["揭榜挂帅"].c_value == 10 * log2(4)  # Frantzi et al. 2000
    assert terms["揭榜挂帅机制"].c_value == 10 * log2(6)


def test_c_value_takes_the_mean_of_the_longer_terms() -> None:
    def term(text: str, frequency: int) -> Recurring:
        return Recurring(tuple(text), text, frequency, 9.0, 2.0, 2.0, 1.0)

    strings = [term("甲乙", 20), term("甲乙丙", 6), term("丁甲乙", 2), term("丁甲乙丙", 2)]
    mean = (6 + 2 + 2) / 3
    assert free_frequencies(strings) == [20 - mean, 6 - 2, 2 - 2, 2]


@pytest.mark.parametrize(
    "text",
    ["12月13日", "2020年", "据新华社", "改革开放以来", "和谐的", "3万多人", "上涨5%", "第60"],
)
def test_dates_quantities_and_edges_of_function_words_make_no_term(text: str) -> None:
    unit_list = [u for u in units(text) if u != BOUNDARY]
    assert not is_term_form(unit_list)


def test_what_only_follows_numbers_does_not_stand_free() -> None:
    text = "\n".join(f"截至{n}万剂次{'上下左右前后'[n % 6]}" for n in range(10, 40))
    assert "万剂次" not in found(text)


def test_both_scripts_are_counted_together_and_written_as_first_found() -> None:
    terms = found(framed("長三角一體化") + framed("长三角一体化"))
    assert terms["長三角一體化"] == 2 * len(FRAMES)
    assert "长三角一体化" not in terms


def test_full_width_letters_and_digits_are_those_of_half_width() -> None:
    assert found(framed("G60科创走廊", "Ｇ６０科创走廊"))["G60科创走廊"] == 2 * len(FRAMES)


def test_the_first_columns_are_a_user_dictionary() -> None:
    table = counts_of(framed("一网通办", "先行启动区")).table(top=2)
    assert [c.name for c in COLUMNS[:3]] == ["word", "freq", "tag"]
    lines = "".join(f"{word} {freq} {tag}\n" for word, freq, tag, *_ in table.rows)
    entries = {e.word: e for e in parse_user_dictionary(lines.encode(), "new")}
    assert entries["一网通办"].frequency == 10
    assert entries["先行启动区"].tag == "n"


def test_words_that_were_cut_before_need_not_be_cut_again() -> None:
    text = framed("一网通办", "G60科创走廊", "長三角一體化")
    given_words = NewWordCounts()
    given_words.add(text, words.cut(to_simplified(text), hmm=False))
    assert given_words.table().rows == counts_of(text).table().rows


def test_no_text_has_no_new_words() -> None:
    for text in ("", "。", "一", "abc def", "一 一 一"):
        assert found(text) == {}
    assert NewWordCounts().words() == []


def test_terms_of_a_law_come_out() -> None:
    terms = counts_of(*LAWS.split("\n\n")).words()
    assert len(terms) > 50
    assert terms == sorted(terms, key=lambda t: (-t.score, -t.frequency, t.word))


pieces = st.sampled_from(["甲", "乙", "丙", "G60", "12", "。"])
documents = st.lists(st.lists(pieces, max_size=25).map("".join), max_size=6)


@settings(max_examples=60)
@given(documents, documents)
def test_parts_add_up_to_the_whole(first: list[str], second: list[str]) -> None:
    whole = counts_of(*first, *second)
    parts, rest = counts_of(*first), counts_of(*second)
    parts.merge(rest)
    assert parts.words(min_freq=2, min_pmi=0, min_entropy=0) == whole.words(
        min_freq=2, min_pmi=0, min_entropy=0
    )
    restored = NewWordCounts.from_state(json.loads(json.dumps(parts.state())))
    assert restored.table(min_freq=2, min_pmi=0, min_entropy=0) == whole.table(
        min_freq=2, min_pmi=0, min_entropy=0
    )


def naive(documents: list[list[str]], longest: int) -> dict[tuple[str, ...], Recurring]:
    """The same figures by the definitions, for units without word marks."""
    counts: Counter[tuple[str, ...]] = Counter()
    sides: dict[tuple[str, ...], tuple[list[str], list[str]]] = {}
    for line in documents:
        padded = [BOUNDARY, *line]
        for n in range(1, longest + 1):
            for i in range(1, len(padded) - n):
                string = tuple(padded[i : i + n])
                if BOUNDARY not in string:
                    counts[string] += 1
                    left, right = sides.setdefault(string, ([], []))
                    left.append(padded[i - 1])
                    right.append(padded[i + n])
    total = sum(c for s, c in counts.items() if len(s) == 1)

    def entropy(neighbours: list[str]) -> float:
        # Every boundary is a neighbour of its own, all numbers are one.
        names = [n if n != BOUNDARY else f"boundary {i}" for i, n in enumerate(neighbours)]
        classes = Counter("a number" if n.isdigit() else n for n in names)
        return sum(c / len(names) * log2(len(names) / c) for c in classes.values())

    result = {}
    for string, c in counts.items():
        if len(string) > 1:
            pmi = min(
                log2(c * total / (counts[string[:k]] * counts[string[k:]]))
                for k in range(1, len(string))
            )
            before, after = map(entropy, sides[string])
            result[string] = Recurring(string, "".join(string), c, pmi, before, after, 1.0)
    return result


@settings(max_examples=80)
@given(st.lists(st.lists(pieces, max_size=20), max_size=6), st.integers(1, 3))
def test_counts_and_evidence_are_those_of_the_definitions(
    lines: list[list[str]], min_freq: int
) -> None:
    documents = [[BOUNDARY if u == "。" else u for u in line] + [BOUNDARY] for line in lines]
    text = coded.CodedText()
    for document in documents:
        text.add(document)
    strings = {s.units: s for s in recurring_strings(text, min_freq, 4, -inf, -inf)}
    expected = {u: s for u, s in naive(documents, 4).items() if s.frequency >= min_freq}
    assert strings.keys() == expected.keys()
    for string, figures in expected.items():
        found = strings[string]
        assert found.frequency == figures.frequency
        assert found.surface == figures.surface
        assert found.pmi == pytest.approx(figures.pmi)
        assert found.left == pytest.approx(figures.left, abs=1e-9)
        assert found.right == pytest.approx(figures.right, abs=1e-9)


def test_the_share_of_whole_words_is_counted_at_both_ends() -> None:
    text = coded.CodedText()
    marked = [WORD_START + "甲", "乙", WORD_START + "丙", BOUNDARY]
    for document in (marked, [WORD_START + "甲", "乙", "丙", BOUNDARY], marked, marked):
        text.add(document)
    strings = {s.surface: s.whole for s in recurring_strings(text, 2, 3, -inf, -inf)}
    assert strings == {"甲乙": 0.75, "乙丙": 0.0, "甲乙丙": 1.0}


def test_blocks_in_a_file_give_what_one_block_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = LAWS[:20_000].split("\n")
    whole = counts_of(*lines).table().rows
    monkeypatch.setattr(coded, "BLOCK_TOKENS", 500)
    monkeypatch.setattr(coded, "HELD_BYTES", 1000)
    assert counts_of(*lines).table().rows == whole


@pytest.mark.parametrize("junk", [" ", "(", "9", "@", "a.", "一"])
def test_hostile_text_takes_linear_time(junk: str) -> None:
    def seconds(size: int) -> float:
        started = time.process_time()
        list(units(junk * size))
        return time.process_time() - started

    seconds(20_000)
    assert seconds(200_000) < 100 * max(seconds(20_000), 0.001)
