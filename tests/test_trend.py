"""`yrd stats --trend`: frequency over time, split by a field, with what has no date said."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.running import on_terminal, yrd
from yrd_cli.cli.stats_plan import Asked, counting_of, kind_of
from yrd_cli.document import Document
from yrd_cli.errors import UsageError
from yrd_cli.stats import trend_text
from yrd_cli.stats.sparklines import LEVELS, sparkline
from yrd_cli.stats.tokens import Tokens
from yrd_cli.stats.trend import TrendView, group_of, slope
from yrd_cli.stats.views import Listing
from yrd_cli.words import Segmentation

DOCUMENTS: list[dict[str, Any]] = [
    {"id": "1", "text": "学校很大。学校", "date": "2020-01-05", "source": "甲", "kind": "新闻"},
    {"id": "2", "text": "上海的学校", "date": "2020-01-31T23:59:59-08:00", "source": "乙"},
    {"id": "3", "text": "上海，上海", "date": "2020-04-01", "source": "甲", "author": ["某", "另"]},
    {"id": "4", "text": "學校很大", "date": "2020年4月", "source": None, "kind": 3},
    {"id": "5", "text": "上海没有日期"},
    {"id": "6", "text": "上海", "date": "去年"},
]
"""Words: 3 + 3 in January, 2 + 2 in April."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trend")
    lines = [json.dumps(record) for record in DOCUMENTS]
    (folder / "d.jsonl").write_text("\n".join(lines) + "\n")
    return folder


@cache
def rows(here: Path, *args: str) -> list[dict[str, str]]:
    ran = yrd("stats", "d.jsonl", "--quiet", *args, cwd=here)
    assert ran.status == 0, args
    return list(csv.DictReader(ran.out.decode().splitlines(), delimiter="\t"))


def test_every_period_from_first_to_last_has_a_row(here: Path) -> None:
    found = rows(here, "--trend", "month", "--terms", "学校,上海")
    assert list(found[0]) == [
        "term", "period", "documents", "words", "frequency", "per_million", "slope",
    ]  # fmt: skip
    assert [(r["term"], r["period"], r["frequency"]) for r in found] == [
        ("学校", "2020-01", "3"),
        ("学校", "2020-02", "0"),
        ("学校", "2020-03", "0"),
        ("学校", "2020-04", "0"),
        ("上海", "2020-01", "1"),
        ("上海", "2020-02", "0"),
        ("上海", "2020-03", "0"),
        ("上海", "2020-04", "2"),
    ]
    january, gap, _, april = found[4:]
    assert (january["documents"], january["words"]) == ("2", "6")
    assert january["per_million"] == "166666.67"
    assert (gap["documents"], gap["words"], gap["per_million"]) == ("0", "0", "0.00")
    assert april["per_million"] == "500000.00"
    assert {r["slope"] for r in found[4:]} == {"100000.0000"}


@pytest.mark.parametrize(
    ("per", "first", "periods", "undated"),
    [("day", "2020-01-05", 88, 3), ("month", "2020-01", 4, 2), ("year", "2020", 1, 2)],
)
def test_documents_whose_date_does_not_tell_the_period_are_counted_and_said(
    here: Path, per: str, first: str, periods: int, undated: int
) -> None:
    ran = yrd("stats", "d.jsonl", "--trend", per, "--terms", "上海", "--format", "json", cwd=here)
    answer = json.loads(ran.out)
    assert ran.err == (
        f"yrd: warning: --trend {per}: {undated} of 6 documents have no date that tells it:"
        " left out\n"
    )
    assert (answer["provenance"]["documents"], answer["provenance"]["undated"]) == (6, undated)
    assert (len(answer["rows"]), answer["rows"][0]["period"]) == (periods, first)
    assert sum(row["documents"] for row in answer["rows"]) == 6 - undated
    if per == "year":
        assert answer["rows"][0]["slope"] is None


def test_without_terms_the_most_frequent_are_shown(here: Path) -> None:
    found = rows(here, "--trend", "year", "--top", "2")
    assert [(r["term"], r["frequency"]) for r in found] == [("上海", "3"), ("学校", "3")]
    chosen = rows(here, "--trend", "year", "--match", "^[上學]", "--min-freq", "1")
    assert [r["term"] for r in chosen] == ["上海", "學校"]
    assert {r["term"] for r in rows(here, "--trend", "year", "--pos", "ns")} == {"上海"}
    grams = rows(here, "--trend", "year", "--ngrams", "2", "--top", "0")
    assert ("学校 很大", "1") in [(r["term"], r["frequency"]) for r in grams]
    assert {r["words"] for r in grams} == {"5"}
    chars = rows(here, "--trend", "month", "--chars", "--match", "校")
    assert [r["frequency"] for r in chars] == ["3", "0", "0", "1"]


@pytest.mark.parametrize(
    ("term", "frequency"),
    [("学校", 3), ("上海的学校", 1), ("海的", 0), ("上.*", 3), ("学校 很大", 1), ("很大", 2)],
)
def test_a_term_is_what_words_spell_or_a_regex(here: Path, term: str, frequency: int) -> None:
    found = rows(here, "--trend", "year", "--terms", term)
    assert [int(r["frequency"]) for r in found] == [frequency]


def test_a_term_that_never_occurs_is_said_and_shown(here: Path) -> None:
    ran = yrd("stats", "d.jsonl", "--trend", "year", "--terms", "一网通办,上海", cwd=here)
    assert ran.messages[1:] == ["yrd: warning: --terms 一网通办: does not occur"]
    assert ran.out.decode().splitlines()[1].split("\t") == [
        "一网通办", "2020", "4", "10", "0", "0.00", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("by", "column", "groups"),
    [
        ("source", "source", ["乙", "甲", ""]),
        ("script", "script", ["Hans", "Hant", "none"]),
        ("kind", "kind", ["3", "新闻", ""]),
        ("author", "author", ["某; 另", ""]),
    ],
)
def test_a_trend_is_split_by_a_field_or_a_metadata_key(
    here: Path, by: str, column: str, groups: list[str]
) -> None:
    found = rows(here, "--trend", "year", "--terms", "学校", "--by", by)
    assert list(found[0])[1] == column
    assert [r[column] for r in found] == groups
    whole = rows(here, "--trend", "year", "--terms", "学校")
    for figure in ("documents", "words", "frequency"):
        assert sum(int(r[figure]) for r in found) == int(whole[0][figure])


def test_a_field_that_no_document_has_is_said(here: Path) -> None:
    ran = yrd("stats", "d.jsonl", "--trend", "year", "--by", "words", "--top", "1", cwd=here)
    assert ran.messages[1:] == ["yrd: warning: --by words: no document has it"]
    assert ran.out.decode().split("\n")[0].split("\t")[:2] == ["term", "by_words"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("slope", ["上海", "的"]),
        ("-slope", ["学校", "的"]),
        ("-frequency", ["的", "上海"]),
        ("term", ["上海", "学校"]),
    ],
)
def test_terms_are_ordered_by_a_figure_of_their_series(
    here: Path, sort: str, expected: list[str]
) -> None:
    found = rows(here, "--trend", "month", "--match", "[上学]|的", "--sort", sort, "--top", "2")
    assert list(dict.fromkeys(r["term"] for r in found)) == expected


def test_a_terminal_gets_a_line_for_each_series_with_a_sparkline(here: Path) -> None:
    args = ("stats", "d.jsonl", "--trend", "month", "--terms", "学校,上海")
    shown = on_terminal(*args, cwd=here, piped=(0,)).out.decode()
    assert "▄▁▁█" in shown
    assert "█▁▁▁" in shown
    assert "2020-01 to 2020-04" in shown


def test_no_date_at_all_is_an_empty_table_and_a_warning(tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text('{"text":"上海"}\n')
    for more in ((), ("--terms", "上海"), ("--by", "source")):
        ran = yrd("stats", "d.jsonl", "--trend", "day", *more, cwd=tmp_path)
        assert (ran.status, ran.out.count(b"\n")) == (0, 1)
        assert "1 of 1 documents have no date" in ran.messages[0]


def test_partial_results_add_up(here: Path) -> None:
    text = (here / "d.jsonl").read_text().splitlines(keepends=True)
    for view in (("--terms", "学校,上海", "--by", "source"), ()):
        for name, part in (("1", text[:3]), ("2", text[3:])):
            (here / f"{name}.jsonl").write_text("".join(part))
            args = (f"{name}.jsonl", "--trend", "month", *view, "--partial", "-o", name)
            assert yrd("stats", *args, cwd=here).status == 0
        merged = yrd("stats", "--merge", "1", "2", cwd=here)
        whole = yrd("stats", "d.jsonl", "--trend", "month", *view, cwd=here)
        assert (merged.out, merged.err) == (whole.out, whole.err)


def test_a_single_wrong_year_does_not_fill_the_disk(tmp_path: Path) -> None:
    lines = [json.dumps({"text": "上海的学校", "date": d}) for d in ("0203-01-01", "2024-01-01")]
    (tmp_path / "d.jsonl").write_text("\n".join(lines))
    ran = yrd("stats", "d.jsonl", "--trend", "day", cwd=tmp_path)
    assert (ran.status, ran.out) == (2, b"")
    assert "0203-01-01 to 2024-01-01 are 665,108 periods, too many for 3 lines" in ran.err
    assert yrd("stats", "d.jsonl", "--trend", "year", cwd=tmp_path).status == 0


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (Asked(terms="甲"), "--terms goes with --trend"),
        (Asked(by="source"), "--by goes with --trend"),
        (Asked(trend="day", terms="甲,"), "--terms '甲,': an empty name"),
        (Asked(trend="day", terms="甲", ngrams=2), "--ngrams does not go with --terms"),
        (Asked(trend="day", terms="甲", pos="n"), "--pos does not go with --terms"),
        (Asked(trend="day", terms="甲", unit="ngram"), "--unit ngram does not go with --terms"),
        (Asked(trend="day", terms="[", partial=True), "--terms \\[: unterminated"),
        (Asked(trend="day", by="text"), "--by text: "),
        (Asked(trend="day", overview=True), "one view at a time: --overview or --trend"),
        (Asked(merge=True, by="source"), "--by goes with --trend"),
    ],
)
def test_options_that_do_not_go_together_are_refused(asked: Asked, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        counting_of(asked, kind_of(asked)).new_view()


SEGMENTATION = Segmentation("auto", True, None)

DATED = st.lists(
    st.tuples(
        st.text("学校很大。上海\n", max_size=20),
        st.sampled_from(["2020-01-05", "2020-03-01", "2021-01-01", None]),
        st.sampled_from(["甲", "乙", None]),
    ),
    max_size=8,
)
VIEWS = [
    {"per": "month"},
    {"per": "day", "terms": ["学校", "上.*"], "by": "source"},
    {"per": "year", "by": "source", "ngrams": 2},
]


def view_of(kind: dict[str, Any], documents: list[Any]) -> TrendView:
    view = TrendView(**kind)
    for number, (text, date, source) in enumerate(documents):
        document = Document(str(number), text, date=date, source=source)
        view.add(document, Tokens(text, SEGMENTATION))
    return view


@settings(deadline=None)  # the first example loads the dictionary
@given(st.sampled_from(VIEWS), DATED, DATED)
def test_merging_and_loading_give_what_one_pass_gives(
    kind: dict[str, Any], one: list[Any], two: list[Any]
) -> None:
    merged, loaded = view_of(kind, one), view_of(kind, one)
    merged.merge(view_of(kind, two))
    loaded.load(json.loads(json.dumps(view_of(kind, two).state())))
    whole = view_of(kind, one + two)
    for listing in (Listing(), Listing(wide=False, top=2, sort="frequency")):
        expected = list(whole.table(listing).records())
        assert list(merged.table(listing).records()) == expected
        assert list(loaded.table(listing).records()) == expected
    assert merged.totals() == loaded.totals() == whole.totals()
    assert sorted(merged.notices()) == sorted(loaded.notices()) == sorted(whole.notices())


@settings(deadline=None)  # the first example loads the dictionary
@given(st.sampled_from(VIEWS), DATED)
def test_large_and_small_texts_are_counted_alike(
    kind: dict[str, Any], documents: list[Any]
) -> None:
    slowly = list(view_of(kind, documents).table(Listing()).records())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trend_text, "NUMPY_PAYS", 0)
        assert list(view_of(kind, documents).table(Listing()).records()) == slowly


@pytest.mark.parametrize(
    "change",
    [
        {"undated": -1},
        {"undated": "x"},
        {"cells": [{}]},
        {"cells": 3},
        {"cells": [{"group": None, "period": 10**9, "documents": 1, "words": 1, "terms": {}}]},
        {"cells": [{"group": None, "period": 1, "documents": 1, "words": 1, "terms": {"a": -1}}]},
    ],
    ids=range(6),
)
def test_a_broken_state_is_refused(change: dict[str, Any]) -> None:
    state = {"documents": 1, "undated": 0, "grouped": 0, "cells": [], **change}
    with pytest.raises(ValueError, match=r"\w"):
        TrendView("day").load(state)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, 2, 3], 1.0), ([0, 0, 0], 0.0), ([5, 1, 0, 2], -1.0), ([1], None), ([], None)],
)
def test_the_slope_is_that_of_least_squares(values: list[float], expected: float | None) -> None:
    assert slope(values) == expected


@given(st.lists(st.floats(0, 1e9), min_size=2, max_size=50))
def test_the_slope_leaves_the_least_squares(values: list[float]) -> None:
    found = slope(values)
    assert found is not None
    mean_x, mean_y = (len(values) - 1) / 2, sum(values) / len(values)

    def squares(s: float) -> float:
        return sum((y - mean_y - s * (x - mean_x)) ** 2 for x, y in enumerate(values))

    step = max(values) / 10 + 1
    assert squares(found) <= min(squares(found - step), squares(found + step))


@given(st.lists(st.floats(0, 1e12), max_size=200))
def test_a_sparkline_has_the_lowest_block_for_zero_alone(values: list[float]) -> None:
    line = sparkline(values)
    assert len(line) == min(len(values), 24)
    assert set(line) <= set(LEVELS)
    if 0 < len(values) <= 24:
        assert [c == LEVELS[0] for c in line] == [v == 0 for v in values]
        assert max(values) == 0 or line[values.index(max(values))] == LEVELS[-1]


def test_fields_are_told_as_text() -> None:
    document = Document("1", "學校", metadata={"n": 3, "t": True, "l": ["a", 1], "e": "", "o": {}})
    told = {by: group_of(document, by) for by in (*document.metadata, "script", "source", "none")}
    assert told == {
        "n": "3", "t": "True", "l": "a; 1", "e": None, "o": "", "script": "Hant",
        "source": None, "none": None,
    }  # fmt: skip
