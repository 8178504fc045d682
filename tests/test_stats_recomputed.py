"""What `yrd stats` prints, against the same figures computed anew from their definitions.

The words are of Latin letters with spaces between, so that no segmenter has a say in what they
are; see `naive_stats` for the other computation.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable
from math import inf, isclose
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import naive_stats as naive
from tests.naive_stats import Figures, Naive
from tests.running_here import yrd_here
from yrd_cli.stats import batches, coded, figures

Row = dict[str, str]

WORDS = st.sampled_from(["aa", "bb", "cc", "dd", "ee", "ff"])
DOCUMENTS = st.builds(
    Naive,
    st.lists(st.lists(WORDS, min_size=1, max_size=9), max_size=4),
    st.sampled_from([None, "2019-11", "2019-12", "2020-02"]),
    st.sampled_from(["jia", "yi"]),
)
CORPORA = st.lists(DOCUMENTS, min_size=1, max_size=5).filter(lambda ds: any(d.words for d in ds))

few = settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("recomputed")


def written(documents: list[Naive], path: Path) -> str:
    """The documents as JSONL; marks and spaces are no words."""
    with path.open("w") as file:
        for document in documents:
            text = "".join(" ".join(sentence) + "，。" for sentence in document.sentences)
            record = {"text": text, "date": document.month, "source": document.source}
            file.write(json.dumps(record) + "\n")
    return path.name


def rows(folder: Path, *args: str) -> list[Row]:
    ran = yrd_here("stats", *args, cwd=folder)
    assert ran.status == 0, ran.err
    return list(csv.DictReader(ran.out.decode().splitlines(), delimiter="\t"))


def same(cell: str, wanted: float | None) -> bool:
    """Whether a cell is a number, as far as it is printed."""
    if wanted is None or cell == "":
        return wanted is None and cell == ""
    if abs(wanted) == inf:
        return float(cell) == wanted
    digits = len(cell.partition("e")[0].partition(".")[2])
    scale = float("1" + cell[cell.index("e") :]) if "e" in cell else 1.0
    return isclose(float(cell), wanted, abs_tol=0.5000001 * scale * 10.0**-digits + 1e-9)


def assert_same(row: Row, wanted: Figures) -> None:
    wrong = {
        name: (row[name], value) for name, value in wanted.items() if not same(row[name], value)
    }
    assert not wrong, (row, wrong)


def term_rows(documents: list[Naive], n: int) -> dict[str, Figures]:
    units = [[g for s in d.sentences for g in naive.ngrams(s, n)] for d in documents]
    terms = {unit for words in units for unit in words}
    return {term: naive.term_figures(units, term) for term in terms}


@pytest.fixture(params=[False, True], ids=["as small texts", "as large texts"])
def as_large(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts of any size are counted as large ones are."""
    if request.param:
        monkeypatch.setattr(batches, "CODING_PAYS", 1)
        monkeypatch.setattr(figures, "NUMPY_PAYS", 1)
        monkeypatch.setattr(coded, "NUMPY_PAYS", 1)
        monkeypatch.setattr(coded, "BLOCK_TOKENS", 8)


@few
@given(documents=CORPORA, n=st.integers(1, 3), least=st.integers(1, 3))
def test_the_term_table(
    as_large: None, folder: Path, documents: list[Naive], n: int, least: int
) -> None:
    name = written(documents, folder / "terms.jsonl")
    wanted = term_rows(documents, n)
    found = rows(folder, name, "--ngrams", str(n), "--min-freq", str(least), "--top", "0")
    kept = {t: f for t, f in wanted.items() if (f["frequency"] or 0) >= least}
    order = sorted(kept, key=lambda t: (-(kept[t]["frequency"] or 0), t))
    assert [row["term"] for row in found] == order
    for row in found:
        assert_same(row, wanted[row["term"]])


@few
@given(
    CORPORA,
    st.sampled_from(["arf", "-tf_idf", "dp", "-dp", "term", "juilland_d"]),
    st.integers(1, 4),
)
def test_the_order_and_the_first_of_it(
    folder: Path, documents: list[Naive], sort: str, top: int
) -> None:
    name = written(documents, folder / "sorted.jsonl")
    wanted = term_rows(documents, 1)
    everything = [r["term"] for r in rows(folder, name, "--sort", sort, "--top", "0")]
    assert sorted(everything) == sorted(wanted)
    assert [r["term"] for r in rows(folder, name, "--sort", sort, "--top", str(top))] == everything[
        :top
    ]
    if sort == "term":
        assert everything == sorted(everything)
        return
    values = [wanted[t][sort.lstrip("-")] for t in everything]
    known = [round(v, 9) for v in values if v is not None]
    assert values[len(known) :] == [None] * (len(values) - len(known))
    assert known == sorted(known, reverse=not sort.startswith("-"))


@few
@given(CORPORA, st.lists(WORDS, min_size=1, max_size=2), st.integers(0, 3), st.integers(1, 3))
def test_collocates(
    folder: Path, documents: list[Naive], node: list[str], left: int, right: int
) -> None:
    name = written(documents, folder / "collocates.jsonl")
    wanted = naive.collocates(documents, node, left, right)
    pattern = " ".join(f"{word[0]}{{2}}" for word in node)
    for spelled in (pattern, node[0]) if len(node) == 1 else (pattern,):
        found = rows(
            folder, name, "--collocates", spelled, "--window", f"{left},{right}", "--top", "0"
        )
        assert {row["term"] for row in found} == wanted.keys()
        for row in found:
            measures = wanted[row["term"]]
            if measures["log_likelihood"] is None:  # an empty row or column: no evidence
                measures = {**measures, "log_likelihood": 0.0}
            assert_same(row, measures)


@few
@given(
    CORPORA,
    CORPORA,
    st.sampled_from([0.1, 0.5, 1.0]),
    st.sampled_from([1.0, 10.0, 100.0]),
    st.sampled_from(["none", "bonferroni", "holm", "bh"]),
    st.integers(0, 2),
    st.sampled_from([1.0, 0.5]),
)
def test_keyness(
    folder: Path,
    documents: list[Naive],
    others: list[Naive],
    smoothing: float,
    simple: float,
    correction: str,
    least: int,
    most: float,
) -> None:
    name = written(documents, folder / "study.jsonl")
    reference = written(others, folder / "reference.jsonl")
    here, there = (Counter(w for d in ds for w in d.words) for ds in (documents, others))
    n, m = here.total(), there.total()
    texts = [d.words for d in documents]
    wanted: dict[str, Figures] = {}
    for term in here | there:
        spread: Figures = (
            naive.term_figures(texts, term) if here[term] else {"range": 0, "dp": None}
        )
        if (spread["range"] or 0) >= least and (most == 1 or (spread["dp"] or 0) <= most + 1e-12):
            wanted[term] = naive.keyness(here[term], n, there[term], m, smoothing, simple) | {
                "range": spread["range"],
                "dp": spread["dp"],
            }
    adjusted = naive.corrected([f["p"] or 0.0 for f in wanted.values()], correction)
    for measures, p in zip(wanted.values(), adjusted, strict=True):
        measures["p_adjusted"] = p
    found = rows(
        folder, name, "--keyness", reference, "--smoothing", str(smoothing), "--simple-maths",
        str(simple), "--correction", correction, "--min-range", str(least), "--max-dp", str(most),
        "--top", "0",
    )  # fmt: skip
    assert {row["term"] for row in found} == wanted.keys()
    for row in found:
        assert_same(row, wanted[row["term"]])
    signs = []
    for row in found:
        here_more = int(row["frequency"]) * m > int(row["reference_frequency"]) * n
        signs.append(float(row["log_likelihood"]) * (1 if here_more else -1))
    assert signs == sorted(signs, reverse=True)


@few
@given(st.lists(st.lists(WORDS, min_size=1, max_size=30), min_size=1, max_size=12))
def test_diversity(folder: Path, sentences: list[list[str]]) -> None:
    document = Naive(sentences)
    name = written([document], folder / "diversity.jsonl")
    (row,) = rows(folder, name, "--diversity")
    assert_same(row, naive.diversity(document.words))


@few
@given(CORPORA.filter(lambda ds: any(d.month for d in ds)), WORDS)
def test_the_trend_by_source(folder: Path, documents: list[Naive], term: str) -> None:
    name = written(documents, folder / "trend.jsonl")
    wanted = naive.monthly(documents, term)
    found = rows(folder, name, "--trend", "month", "--terms", term, "--by", "source")
    places = [(row["source"], row["period"]) for row in found]
    assert sorted(places) == sorted((s, m) for s, months in wanted.items() for m in months)
    for row in found:
        assert_same(row, wanted[row["source"]][row["period"]])


def parts(documents: list[Naive], at: int) -> Iterable[list[Naive]]:
    return documents[:at], documents[at:]


@few
@given(CORPORA, st.integers(0, 4), st.sampled_from([(), ("--ngrams", "2"), ("--collocates", "aa")]))
def test_the_sum_of_the_parts_is_the_whole(
    folder: Path, documents: list[Naive], at: int, view: tuple[str, ...]
) -> None:
    name = written(documents, folder / "whole.jsonl")
    names = []
    for k, part in enumerate(parts(documents, at)):
        text = written(part, folder / f"part{k}.jsonl")
        ran = yrd_here("stats", text, *view, "--partial", "-o", f"part{k}.json", cwd=folder)
        assert ran.status == 0, ran.err
        names.append(f"part{k}.json")
    merged = yrd_here("stats", "--merge", *names, "--top", "0", cwd=folder)
    whole = yrd_here("stats", name, *view, "--top", "0", cwd=folder)
    assert (merged.status, merged.out) == (whole.status, whole.out)
    for made in names:
        (folder / made).unlink()
