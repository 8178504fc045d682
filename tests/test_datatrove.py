"""Our stages as steps of a datatrove pipeline."""

from __future__ import annotations

import json
from functools import cache
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


@cache
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


@pytest.mark.parametrize(
    ("options", "given"),
    [
        ({}, ("一體化",)),
        ({"dialect": "extended"}, ("-E", "[0-9]+(亿|億)元")),
        ({"exact": True}, ("--exact", "一體化")),
    ],
)
def test_grep_passes_on_what_yrd_grep_finds_with_its_hits(
    options: dict[str, Any], given: tuple[str, ...]
) -> None:
    from yrd_cli.datatrove import YrdCleaner, YrdGrep

    lines = "\n".join(json.dumps(d, ensure_ascii=False) for d in _cleaned())
    ran = yrd("grep", "--format", "jsonl", *given, input=lines.encode())
    found = _run(YrdCleaner(), YrdGrep(given[-1], **options))
    assert [d.text for d in found] == [d["text"] for d in ran.documents]
    assert [d.metadata["hits"] for d in found] == [d["hits"] for d in ran.documents]
    others = _run(YrdCleaner(), YrdGrep(given[-1], invert=True, **options))
    assert len(others) + len(found) == len(_documents())


def test_grep_drops_a_text_on_which_the_pattern_takes_too_long() -> None:
    from datatrove.data import Document

    from yrd_cli.datatrove import YrdGrep
    from yrd_cli.datatrove.steps import pipeline_of

    step = YrdGrep("(a+)+b", time_limit=0.2, dialect="perl")
    texts = [Document(text="a" * 40, id="1"), Document(text="aab", id="2")]
    assert [d.id for d in pipeline_of([step], texts)] == ["2"]
    assert step.stats["dropped_overtime"].total == 1


def test_a_step_drops_what_is_over_a_limit() -> None:
    from datatrove.data import Document

    from yrd_cli.datatrove import YrdCleaner
    from yrd_cli.datatrove.steps import pipeline_of
    from yrd_cli.limits import Limits

    step = YrdCleaner(limits=Limits(document=100, depth=3))
    texts = ("短", "长" * 40, "深")
    given = [Document(text=text, id=text[0]) for text in texts]
    given[2].metadata = {"a": [[[1]]]}
    assert [d.id for d in pipeline_of([step], given)] == ["短"]
    assert step.stats["dropped_unreadable"].total == 2


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
