"""The README's Python for datatrove, DuckDB, Polars and `datasets`, run as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.running import ROOT, SEEDS, yrd

BLOCK = next(
    block
    for block in re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    if "yrd_cli.datatrove" in block
)
OF_OTHERS = re.findall(r"^((duckdb|polars|datasets)\..*)$", BLOCK, re.MULTILINE)


def test_the_steps_make_a_pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("datatrove", reason="NOT TESTED HERE: pip install 'yrd[datatrove]'")
    from datatrove.data import Document

    from yrd_cli.datatrove.steps import pipeline_of

    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    others = {line for line, _ in OF_OTHERS}
    exec("\n".join(line for line in BLOCK.splitlines() if line not in others), names)
    pages = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    documents = [Document(text=page, id=str(number)) for number, page in enumerate(pages)]
    assert list(pipeline_of(names["steps"], documents))
    merged = yrd("stats", "--merge", *sorted(tmp_path.glob("counts/*.json")))
    assert (merged.status, merged.err) == (0, "")


def test_every_tool_that_the_readme_names_is_shown() -> None:
    assert {name for _, name in OF_OTHERS} == {"duckdb", "polars", "datasets"}


@pytest.mark.parametrize(("line", "module"), OF_OTHERS, ids=[name for _, name in OF_OTHERS])
def test_the_line_reads_what_clean_wrote(
    line: str, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    found = pytest.importorskip(module, reason=f"NOT TESTED HERE: pip install {module}")
    assert yrd("clean", SEEDS, "-o", tmp_path / "clean.jsonl").status == 0
    monkeypatch.chdir(tmp_path)
    result = eval(line, {module: found})
    rows = {
        "duckdb": lambda: sum(count for _, count in result.fetchall()),
        "polars": lambda: result.height,
        "datasets": lambda: result["train"].num_rows,
    }
    assert rows[module]() == len(list(SEEDS.glob("*.txt")))
