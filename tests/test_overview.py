"""`yrd stats --overview`: sizes, script, dates and difficulty, of documents and of the corpus."""

from __future__ import annotations

import csv
import json
import statistics
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.running import on_terminal, yrd
from yrd_cli.document import Document
from yrd_cli.stats.bands import BANDS, band_of_words
from yrd_cli.stats.overview import FIGURES, OverviewView
from yrd_cli.stats.periods import iso_date, period_name, period_of
from yrd_cli.stats.tokens import Tokens
from yrd_cli.stats.views import Listing
from yrd_cli.words import Segmentation

DOCUMENTS = [
    {"id": "a", "text": "学校很大。我爱学校！\n\n今天，我们去学校。", "date": "2021-03-04"},
    {"id": "b", "text": "經濟發展很快", "title": "長三角", "date": "2020-12-31T23:59:00+08:00"},
    {"id": "c", "text": "G60 ok"},
    {"id": "d", "text": ""},
]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("overview")
    lines = [json.dumps(record) for record in DOCUMENTS]
    (folder / "d.jsonl").write_text("\n".join(lines) + "\n")
    return folder


@cache
def rows(here: Path, *args: str) -> list[dict[str, str]]:
    ran = yrd("stats", "d.jsonl", "--overview", *args, cwd=here)
    assert (ran.status, ran.err) == (0, "")
    return list(csv.DictReader(ran.out.decode().splitlines(), delimiter="\t"))


def test_the_corpus_comes_first_and_is_the_sum_of_its_documents(here: Path) -> None:
    corpus, *documents = rows(here)
    assert list(corpus) == list(FIGURES)
    assert [row["document"] for row in documents] == ["a", "b", "c", "d"]
    assert (corpus["document"], corpus["documents"]) == ("all", "4")
    for column in ("characters", "han", "words", "sentences", "paragraphs", "undated"):
        assert int(corpus[column]) == sum(int(row[column]) for row in documents), column


def test_words_are_those_of_the_term_table(here: Path) -> None:
    answer = json.loads(yrd("stats", "d.jsonl", "--format", "json", cwd=here).out)
    assert int(rows(here)[0]["words"]) == answer["provenance"]["words"]


@pytest.mark.parametrize(
    ("document", "column", "expected"),
    [
        ("a", "characters", "21"),
        ("a", "han", "15"),
        ("a", "han_share", "0.7143"),
        ("a", "sentences", "3"),
        ("a", "paragraphs", "2"),
        ("a", "script", "Hans"),
        ("a", "hsk_1", "0.8889"),
        ("b", "characters", "9"),
        ("b", "paragraphs", "2"),
        ("b", "script", "Hant"),
        ("b", "last_date", "2020-12-31"),
        ("c", "han_share", "0.0000"),
        ("c", "words", "2"),
        ("c", "word_mean", "2.5000"),
        ("c", "hsk_1", ""),
        ("c", "undated", "1"),
        ("c", "script", "none"),
        ("d", "words", "0"),
        ("d", "han_share", ""),
        ("d", "sentence_median", ""),
        ("all", "first_date", "2020-12-31"),
        ("all", "last_date", "2021-03-04"),
        ("all", "script", "mixed"),
        ("all", "undated", "2"),
    ],
)
def test_figures_of_documents(here: Path, document: str, column: str, expected: str) -> None:
    found = {row["document"]: row for row in rows(here)}
    assert found[document][column] == expected


def test_bands_are_shares_of_the_words_with_han_characters(here: Path) -> None:
    for row in rows(here):
        shares = [float(row[band]) for band in BANDS if row[band]]
        assert not shares or sum(shares) == pytest.approx(1, abs=0.001)
    traditional = {row["document"]: row for row in rows(here)}["b"]
    assert float(traditional["hsk_3"]) > 0, "traditional words are looked up simplified"


def test_the_list_has_as_many_words_of_each_band_as_the_standard() -> None:
    bands = list(band_of_words().values())
    assert [bands.count(band) for band in range(7)] == [507, 753, 953, 973, 1059, 1124, 5608]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("--sort", "words"), ["all", "a", "b", "c", "d"]),
        (("--sort", "-words", "--top", "2"), ["all", "d", "c"]),
        (("--sort", "document", "--top", "1"), ["all", "a"]),
        (("--sort", "-document", "--top", "1"), ["all", "d"]),
        (("--sort", "han_share"), ["all", "b", "a", "c", "d"]),
        (("--top", "1"), ["all", "a"]),
    ],
)
def test_documents_can_be_ordered_below_the_corpus(
    here: Path, args: tuple[str, ...], expected: list[str]
) -> None:
    assert [row["document"] for row in rows(here, *args)] == expected


def test_columns_can_be_chosen(here: Path) -> None:
    assert list(rows(here, "--columns", "document,words")[0]) == ["document", "words"]
    ran = yrd("stats", "d.jsonl", "--overview", "--columns", "tf_idf", cwd=here)
    assert ran.status == 2
    assert "no column 'tf_idf': this view has document, " in ran.err


def test_a_terminal_gets_what_it_has_room_for(here: Path) -> None:
    shown = on_terminal("stats", "d.jsonl", "--overview", cwd=here, piped=(0,)).out.decode()
    assert "sentence_mean" in shown
    assert "hsk_1" not in shown


@pytest.mark.parametrize("option", [("--chars",), ("--ngrams", "2"), ("--match", "x")])
def test_options_without_a_meaning_are_refused(here: Path, option: tuple[str, ...]) -> None:
    ran = yrd("stats", "d.jsonl", "--overview", *option, cwd=here)
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.startswith(f"yrd: {option[0]} does not go with --overview")


def test_partial_results_add_up(here: Path) -> None:
    text = (here / "d.jsonl").read_text().splitlines(keepends=True)
    for name, part in (("1", text[:2]), ("2", text[2:])):
        (here / f"{name}.jsonl").write_text("".join(part))
        done = yrd("stats", f"{name}.jsonl", "--overview", "--partial", "-o", name, cwd=here)
        assert done.status == 0
    merged = yrd("stats", "--merge", "1", "2", "--format", "jsonl", cwd=here)
    whole = yrd("stats", "d.jsonl", "--overview", "--format", "jsonl", cwd=here)
    assert merged.out == whole.out
    refused = yrd("stats", "--merge", "1", "2", "--min-freq", "2", cwd=here)
    assert refused.status == 2
    assert refused.err.startswith("yrd: --min-freq does not go with --overview")


SEGMENTATION = Segmentation("auto", True, None)


def view_of(texts: list[str]) -> OverviewView:
    view = OverviewView()
    for number, text in enumerate(texts):
        view.add(Document(str(number), text), Tokens(text, SEGMENTATION))
    return view


def corpus_of(view: OverviewView) -> dict[str, Any]:
    return next(iter(view.table(Listing()).records()))


TEXTS = st.lists(st.text("学校我爱。！，\n G6", max_size=30), max_size=6)


@settings(deadline=None)  # the first example loads the dictionary
@given(TEXTS, TEXTS)
def test_merging_and_loading_give_what_one_pass_gives(one: list[str], two: list[str]) -> None:
    merged, loaded = view_of(one), view_of(one)
    merged.merge(view_of(two))
    loaded.load(json.loads(json.dumps(view_of(two).state())))
    expected = corpus_of(view_of(one + two))
    assert corpus_of(merged) == corpus_of(loaded) == expected


@settings(deadline=None)  # the first example loads the dictionary
@given(TEXTS)
def test_the_median_is_that_of_the_sentences(texts: list[str]) -> None:
    lengths = []
    for text in texts:
        tokens = Tokens(text, SEGMENTATION)
        for start, end in tokens.sentences():
            words = [w for w in tokens.words[start:end] if w not in tokens.marks]
            lengths += [len(words)] if words else []
    expected = statistics.median(lengths) if lengths else None
    assert corpus_of(view_of(texts))["sentence_median"] == expected


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"documents": [["a", None, 1]], "lengths": {}},
        {"documents": [["a", None, *[1] * 16, 9]], "lengths": {}},
        {"documents": [], "lengths": {"x": 1}},
        {"documents": 3, "lengths": {}},
    ],
    ids=range(5),
)
def test_a_broken_state_is_refused(state: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        OverviewView().load(state)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-02-18", "2020-02-18"),
        ("2020-02-18T10:00:00Z", "2020-02-18"),
        ("20200218", "2020-02-18"),
        ("20200218T101500Z", "2020-02-18"),
        ("2020-02", "2020-02"),
        ("2020", "2020"),
        ("2020/2/8", "2020-02-08"),
        ("2020.02.18 10:00", "2020-02-18"),
        ("2020年2月18日", "2020-02-18"),
        ("2020年2月", "2020-02"),
        ("2020-02-30", None),
        ("2020-13", None),
        ("0000-01-01", None),
        ("12020-01-01", None),
        ("2020-02-188", None),
        ("昨天", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_as_far_as_they_tell(text: str | None, expected: str | None) -> None:
    assert iso_date(text) == expected


@given(st.dates())
def test_a_period_has_the_name_of_its_date(day: Any) -> None:
    iso = day.isoformat()
    for per, length in (("day", 10), ("month", 7), ("year", 4)):
        number = period_of(iso, per)  # type: ignore[arg-type]
        assert number is not None
        assert period_name(number, per) == iso[:length]  # type: ignore[arg-type]
