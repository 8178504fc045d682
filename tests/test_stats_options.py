"""Every option of `yrd stats` with every other: nothing breaks, and none is ignored in silence.

A pairwise grid: each pair of options stands in some command lines, each of another view. Each ends
with status 0 and output that parses, or with status 2 and one line that says why.
"""

from __future__ import annotations

import csv
import io
import json
import random
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.running import Ran
from tests.running_here import yrd_here

TEXTS = [
    "长三角一体化发展很快。上海和江苏合作，长三角的经济发展。",
    "江苏的教育发展。学校里的学生很多；老师也多！G60科创走廊。",
    "長三角的經濟發展，上海學校。",
    "",
    "，。",
]

VIEWS: dict[str, tuple[str, ...]] = {
    "terms": (),
    "collocates": ("--collocates", "长三角"),
    "regex": ("--collocates", "长.*", "--collocates", "江苏 的"),
    "keyness": ("--keyness", "other.jsonl"),
    "compare": ("--compare", "all.jsonl", "other.jsonl"),
    "diversity": ("--diversity",),
    "tfidf": ("--keywords", "tfidf"),
    "textrank": ("--keywords", "textrank"),
    "new-words": ("--new-words",),
    "overview": ("--overview",),
    "trend": ("--trend", "month"),
    "terms of a trend": ("--trend", "year", "--terms", "长三角,上.*"),
}

OPTIONS: dict[str, tuple[str, ...]] = {
    "chars": ("--chars",),
    "unit": ("--unit", "char"),
    "bigrams": ("--unit", "ngram"),
    "ngrams": ("--ngrams", "2"),
    "window": ("--window", "2,0"),
    "smoothing": ("--smoothing", "0"),
    "simple-maths": ("--simple-maths", "0"),
    "correction": ("--correction", "holm"),
    "min-range": ("--min-range", "2"),
    "max-dp": ("--max-dp", "0.4"),
    "by": ("--by", "source"),
    "top": ("--top", "2"),
    "top 0": ("--top", "0"),
    "min-freq": ("--min-freq", "2"),
    "min-len": ("--min-len", "2"),
    "match": ("--match", "[长上]"),
    "pos": ("--pos", "n,v"),
    "stopwords": ("--stopwords", "default"),
    "sort": ("--sort", "term"),
    "sort backwards": ("--sort", "-frequency"),
    "columns": ("--columns", "frequency,term"),
    "columns all": ("--columns", "all"),
    "engine": ("--engine", "exact"),
    "no-hmm": ("--no-hmm",),
    "userdict": ("--userdict", "user.txt"),
    "provenance": ("--provenance",),
    "partial": ("--partial",),
    "plot": ("--plot", "plot.svg"),
    "raw": ("--raw",),
    "quiet": ("-q",),
    "jobs": ("-j1",),
}

NEUTRAL = frozenset({"engine", "provenance", "plot", "raw", "quiet", "jobs"})
"""What leaves a table of these Documents as it is: JSON always tells what made it, the exact engine
is the usual one, and what comes as JSONL is raw."""

FORMATS = ("table", "tsv", "csv", "json", "jsonl", "md", "parquet")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("options")
    records: list[dict[str, Any]] = [
        {"id": str(k), "text": text, "date": f"2020-0{k + 1}-05", "source": "甲乙"[k % 2]}
        for k, text in enumerate(TEXTS)
    ]
    for name, chosen in (("all", records), ("other", records[1:3])):
        lines = (json.dumps(record) + "\n" for record in chosen)
        (folder / f"{name}.jsonl").write_text("".join(lines))
    (folder / "user.txt").write_text("科创走廊 10 n\n一体化发展\n", encoding="utf-8")
    return folder


def pairs() -> list[tuple[str, frozenset[str]]]:
    """Views with two options, every pair of them with two views."""
    chosen = random.Random(7)
    grid = []
    for one, other in combinations(OPTIONS, 2):
        for view in chosen.sample(list(VIEWS), 2):
            grid.append((view, frozenset((one, other))))
    return grid


def command(view: str, options: frozenset[str], more: tuple[str, ...] = ()) -> tuple[str, ...]:
    files = () if view == "compare" else ("all.jsonl",)
    given = [word for name in sorted(options) for word in OPTIONS[name]]
    return ("stats", *files, *VIEWS[view], *given, *more)


def assert_is_usage_error(ran: Ran, args: tuple[str, ...]) -> None:
    assert ran.status == 2, (args, ran)
    assert not ran.out, args
    assert len(ran.messages) == 1, (args, ran.err)
    assert "Traceback" not in ran.err
    assert "internal error" not in ran.err, (args, ran.err)


def rows_of(ran: Ran, form: str, path: Path) -> list[dict[str, Any]] | int:
    """The rows of a table in a format; only their number where it is for people."""
    text = ran.out.decode()
    if form == "parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        found: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
        return found
    if form in ("tsv", "csv"):
        return list(csv.DictReader(io.StringIO(text), delimiter="\t" if form == "tsv" else ","))
    if form == "json":
        table: dict[str, Any] = json.loads(text)
        listed: list[dict[str, Any]] = table["rows"]
        return listed
    if form == "jsonl":
        return [json.loads(line) for line in text.splitlines()]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return len(lines) - 2 if form == "md" else -1


def test_every_pair_of_options_works_or_is_refused_in_a_line(here: Path) -> None:
    works: dict[str, int] = {}
    for view, options in pairs():
        args = command(view, options, ("--format", "jsonl"))
        ran = yrd_here(*args, cwd=here)
        if ran.status == 0:
            works[view] = works.get(view, 0) + 1
            found = [json.loads(line) for line in ran.out.splitlines()]
            assert all(type(row) is dict for row in found), args
            if "plot" in options:
                assert (here / "plot.svg").read_text("utf-8").startswith(("<svg", "<?xml")), args
                (here / "plot.svg").unlink()
        else:
            assert_is_usage_error(ran, args)
    assert works.keys() == VIEWS.keys()  # each view takes some of them


@pytest.mark.parametrize("view", VIEWS)
def test_an_option_that_is_taken_has_an_effect(here: Path, view: str) -> None:
    without = yrd_here(*command(view, frozenset(), ("--format", "json")), cwd=here).out
    for name in (name for name in OPTIONS if name not in NEUTRAL):
        args = command(view, frozenset([name]), ("--format", "json"))
        ran = yrd_here(*args, cwd=here)
        if ran.status == 0:
            assert ran.out != without, args
        else:
            assert_is_usage_error(ran, args)


@pytest.mark.parametrize("view", VIEWS)
def test_every_format_holds_the_same_rows(here: Path, view: str) -> None:
    counts = {}
    columns = {}
    for form in FORMATS:
        path = here / "out.parquet"
        more = ("-o", path.name) if form == "parquet" else ("--format", form)
        if form == "parquet":
            pytest.importorskip("pyarrow")
        ran = yrd_here(*command(view, frozenset(), more), cwd=here)
        assert ran.status == 0, (form, ran.err)
        found = rows_of(ran, form, path)
        if isinstance(found, int):
            if form == "md":
                counts[form] = found
            continue
        counts[form] = len(found)
        if found:
            columns[form] = tuple(found[0])
    assert len(set(counts.values())) == 1, counts
    assert len(set(columns.values())) <= 1, columns
