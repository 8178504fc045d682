"""Our JSON Lines, tables and Parquet in the tools of others: the README's examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import SEEDS, yrd


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds, cleaned, as JSON Lines; and their terms."""
    folder = tmp_path_factory.mktemp("clean")
    assert yrd("clean", SEEDS, "-o", folder / "clean.jsonl").status == 0
    ran = yrd("stats", folder / "clean.jsonl", "--top", "0", "-o", folder / "terms.tsv")
    assert ran.status == 0
    return folder


def test_duckdb_reads_documents_and_joins_terms(clean: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="NOT TESTED HERE: pip install duckdb")
    rows = duckdb.sql(
        f"select script, count(*), sum(length(text)) from read_json('{clean}/clean.jsonl') "
        "group by script order by script"
    ).fetchall()
    assert sum(count for _, count, _ in rows) == 5
    most = duckdb.sql(
        f"select term, frequency from read_csv('{clean}/terms.tsv', delim='\t', quote='') "
        "order by frequency desc, term limit 1"
    ).fetchall()
    first = (clean / "terms.tsv").read_text("utf-8").splitlines()[1].split("\t")
    assert most[0][1] == int(first[1])


def test_polars_reads_documents_and_terms(clean: Path) -> None:
    polars = pytest.importorskip("polars", reason="NOT TESTED HERE: pip install polars")
    documents = polars.read_ndjson(clean / "clean.jsonl", infer_schema_length=None)
    assert documents.height == 5
    assert documents["text"].str.len_chars().min() > 0
    terms = polars.read_csv(clean / "terms.tsv", separator="\t", quote_char=None)
    assert terms["frequency"].is_sorted(descending=True)


def test_datasets_reads_documents_and_writes_what_we_read(
    clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    datasets = pytest.importorskip("datasets", reason="NOT TESTED HERE: pip install datasets")
    given = datasets.load_dataset(
        "json", data_files=str(clean / "clean.jsonl"), split="train", cache_dir=str(tmp_path)
    )
    assert given.num_rows == 5
    long = given.filter(lambda row: len(row["text"]) > 1000, load_from_cache_file=False)
    long.to_json(tmp_path / "long.jsonl", force_ascii=False, date_format="iso")
    again = yrd("clean", tmp_path / "long.jsonl").documents
    assert [d["id"] for d in again] == long["id"][:]
