"""Our stages as steps of a datatrove pipeline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.running import SEEDS, yrd

trove = pytest.importorskip("datatrove", reason="NOT TESTED HERE: pip install 'yrd[datatrove]'")


def _documents() -> list[Any]:
    from datatrove.data import Document

    pages = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    return [Document(text=text, id=str(number)) for number, text in enumerate(pages)]


def _run(*steps: Any) -> list[Any]:
    from yrd_cli.datatrove.steps import pipeline_of

    return list(pipeline_of(steps, _documents()))


def _cleaned() -> list[dict[str, Any]]:
    return yrd("clean", *sorted(SEEDS.glob("*.txt"))).documents


def test_the_cleaner_gives_the_texts_of_yrd_clean() -> None:
    from yrd_cli.datatrove import YrdCleaner

    found, expected = _run(YrdCleaner()), _cleaned()
    assert [d.text for d in found] == [d["text"] for d in expected]
    for key in ("title", "date", "source", "script"):
        assert [d.metadata.get(key) for d in found] == [d[key] for d in expected]


def test_the_converter_converts_text_and_title() -> None:
    from yrd_cli.datatrove import YrdCleaner, YrdConverter

    found = _run(YrdCleaner(), YrdConverter(to="tw"))
    lines = "\n".join(json.dumps(d, ensure_ascii=False) for d in _cleaned())
    expected = yrd("convert", "--to", "tw", input=lines.encode()).documents
    assert [d.text for d in found] == [d["text"] for d in expected]
    assert [d.metadata.get("title") for d in found] == [d["title"] for d in expected]


def test_the_filter_drops_what_a_rule_rejects_and_counts_it() -> None:
    from yrd_cli.datatrove import YrdCleaner, YrdFilter

    limit = sorted(len("".join(d.text.split())) for d in _run(YrdCleaner()))[2]
    step = YrdFilter([f"length={limit}"])
    kept = _run(YrdCleaner(), step)
    assert len(kept) == 3
    assert step.stats["dropped_length"].total == len(_documents()) - len(kept)


def test_the_summarizer_adds_what_yrd_summarize_says() -> None:
    from yrd_cli.datatrove import YrdCleaner, YrdSummarizer

    found = _run(YrdCleaner(), YrdSummarizer(2))
    lines = "\n".join(json.dumps(d, ensure_ascii=False) for d in _cleaned())
    expected = yrd("summarize", "-n", "2", input=lines.encode()).documents
    for key in ("summary", "facts"):
        assert [d.metadata[key] for d in found] == [d[key] for d in expected]


def test_partial_counts_of_tasks_add_up(tmp_path: Path) -> None:
    from yrd_cli.datatrove import YrdCleaner, YrdCounter

    documents = _documents()
    for rank in range(2):
        data: Any = iter(documents[rank * 2 : rank * 2 + 2 + rank])
        for step in (YrdCleaner(), YrdCounter(str(tmp_path))):
            data = step.run(data, rank, 2)
        assert list(data)
    parts = sorted(tmp_path.glob("*.json"))
    assert len(parts) == 2
    merged = yrd("stats", "--merge", *parts, "--top", "0")
    lines = "\n".join(json.dumps(d, ensure_ascii=False) for d in _cleaned())
    assert merged.out == yrd("stats", "--top", "0", input=lines.encode()).out


def test_an_executor_of_datatroves_runs_the_steps(tmp_path: Path) -> None:
    pytest.importorskip("datatrove.executor.local")
    from datatrove.executor.local import LocalPipelineExecutor

    from yrd_cli.datatrove import YrdCleaner, YrdConverter, YrdCounter

    LocalPipelineExecutor(
        pipeline=[
            _documents(),
            YrdCleaner(),
            YrdConverter(to="t"),
            YrdCounter(str(tmp_path / "n")),
        ],
        logging_dir=str(tmp_path / "logs"),
    ).run()
    assert len(list((tmp_path / "n").glob("*.json"))) == 1
