"""`yrd clean` with filters and duplicates: what stays, what goes where, and what is said of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.running import Ran, yrd

LAWS = (Path(__file__).parent / "rules" / "laws.txt").read_text(encoding="utf-8").split("\n")
LONG = [line for line in LAWS if len(line) > 120][:12]


def corpus(folder: Path, *texts: tuple[str, str], **more: Any) -> Path:
    """A JSONL file of Documents."""
    path = folder / "corpus.jsonl"
    records = [{"id": id, "text": text, **more} for id, text in texts]
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


@pytest.fixture
def doubled(tmp_path: Path) -> Path:
    """Two texts, of which one comes again in wide letters, one with another end."""
    return corpus(
        tmp_path,
        ("a", LONG[0] + "（ABC）"),
        ("b", LONG[1]),
        ("c", LONG[0] + "(ＡＢＣ)"),
        ("d", LONG[1][:-1] + "！"),
        ("e", "短"),
    )


def ids(ran: Ran) -> list[str]:
    """The Documents that came out."""
    return [d["id"] for d in ran.documents]


@pytest.mark.parametrize(
    ("mode", "stay", "gone"),
    [("exact", ["a", "b", "d", "e"], {"c": "a"}), ("near", ["a", "b", "e"], {"c": "a", "d": "b"})],
)
def test_duplicates_go_and_name_the_one_that_is_kept(
    doubled: Path, mode: str, stay: list[str], gone: dict[str, str]
) -> None:
    rejected, clusters = doubled.parent / "gone.jsonl", doubled.parent / "clusters.tsv"
    ran = yrd("clean", doubled, "--dedup", mode, "--rejected", rejected, "--clusters", clusters)
    assert ran.status == 0
    assert ids(ran) == stay
    out = [json.loads(line) for line in rejected.read_text().splitlines()]
    assert {d["id"]: d["metadata"]["rejected"]["duplicate_of"] for d in out} == gone
    header, *rows = [line.split("\t") for line in clusters.read_text().splitlines()]
    assert header == ["cluster", "kept", "duplicate", "similarity"]
    assert {row[2]: row[1] for row in rows} == gone
    assert ran.messages == [
        f"yrd: {len(gone)} of 5 documents left out: {len(gone)} duplicates",
    ]


@pytest.mark.parametrize("format", ["text", "md", "csv", "json"])
def test_duplicates_go_in_every_format(doubled: Path, format: str) -> None:
    plain = yrd("clean", doubled, "--format", format).out.decode()
    fewer = yrd("clean", doubled, "--format", format, "--dedup", "near").out.decode()
    assert plain.count(LONG[0][:40]) == 2
    assert fewer.count(LONG[0][:40]) == 1


def test_the_bytes_do_not_depend_on_the_number_of_jobs(tmp_path: Path) -> None:
    texts = [(str(n), LONG[n % 12] + str(n % 40) * 3) for n in range(400)]
    path = corpus(tmp_path, *texts)
    runs = [
        yrd("clean", path, "--dedup", "near", "--filter", "gopher-length=90", "--jobs", jobs)
        for jobs in ("1", "3")
    ]
    assert runs[0] == runs[1]
    assert 0 < len(runs[0].documents) < 400


def test_filters_say_which_figure_decided(doubled: Path) -> None:
    rejected = doubled.parent / "gone.jsonl"
    ran = yrd("clean", doubled, "--filter", "length=20", "--rejected", rejected)
    assert ids(ran) == ["a", "b", "c", "d"]
    (gone,) = [json.loads(line) for line in rejected.read_text().splitlines()]
    assert gone["metadata"]["rejected"] == {"filter": "length", "value": 1.0, "limit": 20.0}
    assert ran.messages == ["yrd: 1 of 5 documents left out: 1 by filters"]


def test_filters_and_duplicates_go_together(doubled: Path) -> None:
    ran = yrd("clean", doubled, "--dedup", "near", "--filter", "length=20", "--report", "-o",
              doubled.parent / "out.jsonl")  # fmt: skip
    assert b"duplicate\t2\t2\t" in ran.out + ran.err.encode()
    assert b"filtered\t1\t1\t" in ran.out + ran.err.encode()
    out = (doubled.parent / "out.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in out] == ["a", "b"]


def test_lines_of_a_site_go(tmp_path: Path) -> None:
    texts = [(str(n), f"关注我们的公众号\n{LONG[n]}") for n in range(5)]
    ran = yrd("clean", corpus(tmp_path, *texts, url="https://a.example/1"), "--dedup", "lines")
    assert [d["text"] for d in ran.documents] == LONG[:5]


def test_listed_words(doubled: Path) -> None:
    words = doubled.parent / "words.txt"
    words.write_text(f"# 说明\n{LONG[1][:4]}\n", encoding="utf-8")
    assert ids(yrd("clean", doubled, "--words", words, "-q")) == ["a", "c", "e"]


WRONG = [
    (("--threshold", "0.9"), "--threshold goes with --dedup"),
    (("--dedup", "near", "--threshold", "0.2"), "--threshold 0.2: from 0.5 to 1"),
    (("--dedup", "exact", "--threshold", "0.9"), "--threshold goes with --dedup near"),
    (("--dedup-keep", "longest"), "--dedup-keep goes with --dedup"),
    (("--clusters", "x.tsv"), "--clusters goes with --dedup"),
    (("--rejected", "x.jsonl"), "--rejected goes with"),
    (("--dedup", "lines", "--clusters", "x.tsv"), "there are no clusters"),
    (("--filter", "gofer"), "did you mean 'gopher'?"),
    (("--filter", "words"), "--words FILE"),
    (("--words", "missing.txt"), "--words missing.txt: No such file"),
    (("--min-score", "2"), "a score is from 0 to 1"),
    (("--dedup", "exact", "--rejected", "-"), "--rejected needs the name of a file"),
]


@pytest.mark.parametrize(("args", "message"), WRONG)
def test_wrong_use(doubled: Path, args: tuple[str, ...], message: str) -> None:
    ran = yrd("clean", doubled, *args, cwd=doubled.parent)
    assert (ran.status, ran.out) == (2, b"")
    (line,) = ran.messages
    assert message in line


def test_the_filters_are_listed() -> None:
    rows = yrd("clean", "--filters").out.decode().splitlines()
    assert rows[0] == "filter\tpasses\tlimit\tfigure"
    assert any(row.startswith("gopher-bullets\tat most\t0.90\t") for row in rows)
