"""Many pages on one matter: one timeline, each fact once with its sources, conflicts shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.running import yrd
from yrd_cli.document import Document
from yrd_cli.summarize.budget import Budget
from yrd_cli.summarize.digest import SummarySettings
from yrd_cli.summarize.facts import Fact, extract_facts
from yrd_cli.summarize.ledger import COLUMNS, Ledger, ledger_table
from yrd_cli.summarize.merging import FactPage, MergedFact, merge_facts
from yrd_cli.summarize.page import page_of
from yrd_cli.summarize.together import Story, story_of

PAGES = {
    "a": "2020年1月3日，长三角示范区在上海青浦揭牌，执委会副主任张忠伟出席仪式。"
    "示范区总投资2192亿元，涉及86个重大区域合作项目。",
    "b": "2020年1月3日，长三角示范区在上海青浦揭牌，执委会副主任张忠伟出席了仪式。"
    "示范区总投资2200亿元。2020年2月18日，示范区召开第二次理事会会议。",
    "c": "2020年1月3日，長三角示範區在上海青浦揭牌，執委會副主任張忠偉出席儀式。"
    "示範區總投資2192億元。",
}


def money(value: int, subject: str | None, page: str = "", **more: Any) -> Fact:
    sentence = f"{subject}{value}{page}"
    return Fact("money", f"{value}元", 0, 5, value, "CNY", None, subject, sentence, **more)


def merged(*pages: Sequence[Fact]) -> list[MergedFact]:
    return merge_facts(FactPage("abc"[n], "2020-01-01", facts) for n, facts in enumerate(pages))


def values(rows: list[MergedFact]) -> list[tuple[bool, list[Any], list[str]]]:
    return [(row.conflict, [v.fact.value for v in row.variants], row.ids) for row in rows]


def test_the_same_figure_of_one_subject_is_one_row_with_all_sources() -> None:
    assert values(merged([money(5000, "总投资")], [money(5000, "總投資")])) == [
        (False, [5000], ["a", "b"])
    ]


def test_different_figures_of_one_subject_from_two_pages_are_a_conflict() -> None:
    assert values(merged([money(5000, "总投资")], [money(9000, "总投资")])) == [
        (True, [5000, 9000], ["a", "b"])
    ]


def test_what_one_page_says_beside_it_is_no_conflict() -> None:
    both = [money(5000, "总投资"), money(9000, "总投资")]
    assert [row.conflict for row in merged(both, [money(5000, "总投资")])] == [False, False]


def test_figures_of_other_subjects_are_no_conflict() -> None:
    rows = merged([money(5000, "青浦税收")], [money(9000, "嘉善税收")])
    assert [row.conflict for row in rows] == [False, False]


def test_figures_without_a_subject_are_not_the_same_by_chance() -> None:
    assert len(merged([money(5000, None, "甲")], [money(5000, None, "乙")])) == 2


def test_approximation_is_no_conflict() -> None:
    about = money(5000, "总投资").with_changes(modifier="约")
    (row,) = merged([about], [money(5123, "总投资")])
    assert not row.conflict
    assert [v.fact.value for v in row.variants] == [5000, 5123]


def test_one_telling_figure_of_nearly_one_subject_is_one_row() -> None:
    rows = merged([money(2265, "园区累计经营销售收入")], [money(2265, "累计经营销售收入")])
    assert values(rows) == [(False, [2265], ["a", "b"])]


def test_figures_of_two_years_are_no_conflict() -> None:
    pages = [
        extract_facts("2019年，示范区总投资2192亿元。"),
        extract_facts("2020年，示范区总投资2500亿元。"),
    ]
    rows = [row for row in merged(*pages) if row.fact.type == "money"]
    assert [row.conflict for row in rows] == [False, False]


def test_a_name_is_one_row_in_both_scripts() -> None:
    person = {"name": "张忠伟", "title": None}
    fuller = {"name": "張忠偉", "title": "副主任"}
    (row,) = merged(
        [Fact("person", "张忠伟", 0, 3, person)], [Fact("person", "張忠偉", 0, 3, fuller)]
    )
    assert row.ids == ["a", "b"]
    assert row.fact.value == fuller


def test_a_task_of_two_numbers_is_a_conflict() -> None:
    def task(number: int) -> Fact:
        value = {"number": number, "unit": "项", "what": "重点工作", "body": "执委会"}
        return Fact("task", f"{number}项重点工作", 0, 5, value)

    assert [row.conflict for row in merged([task(36)], [task(35)])] == [True]


def story(order: Any = "document", **budget: Any) -> Story:
    settings = SummarySettings(Budget(**budget), order=order)
    pages = [
        page_of(Document(id, text, title=f"题{id}", date="2020-03-01"), settings, story=True)
        for id, text in PAGES.items()
    ]
    return story_of(pages, settings)


def test_nearly_the_same_sentence_is_one_entry_of_the_timeline_with_all_sources() -> None:
    entries = story().timeline
    assert [e.date for e in entries] == sorted(e.date or "" for e in entries)
    first = entries[0]
    assert (first.date, first.ids) == ("2020-01-03", ["a", "b", "c"])
    assert [e.date for e in entries if "理事会会议" in e.text] == ["2020-02-18"]
    for source in (source for entry in entries for source in entry.sources):
        assert PAGES[source["id"]][source["start"] : source["end"]].endswith("。")


def test_a_summary_of_many_keeps_its_budget_and_order() -> None:
    assert len(story(sentences=2).summary) == 2
    assert sum(len(e.text) for e in story(chars=60).summary) <= 60
    best = story("rank", sentences=3).summary
    assert {e.text for e in best} == {e.text for e in story(sentences=3).summary}
    assert "揭牌" in best[0].text


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    lines = [json.dumps({"id": id, "text": text, "title": f"题{id}"}) for id, text in PAGES.items()]
    path.write_text("\n".join(lines) + "\n")
    return path


def test_one_document_holds_summary_timeline_facts_and_sources(corpus: Path) -> None:
    (record,) = yrd("summarize", "--together", corpus).documents
    assert record["id"] == "together"
    assert all(sentence in record["text"] for sentence in record["summary"])
    assert [d["id"] for d in record["documents"]] == ["a", "b", "c"]
    conflicts = [fact for fact in record["facts"] if fact["conflict"]]
    assert [v["value"] for v in conflicts[0]["values"]] == [219_200_000_000, 220_000_000_000]
    assert [[s["id"] for s in v["sources"]] for v in conflicts[0]["values"]] == [["a", "c"], ["b"]]
    assert {entry["date"] for entry in record["timeline"]} >= {"2020-01-03", "2020-02-18"}


def test_a_report_of_many_shows_timeline_and_conflicts(corpus: Path) -> None:
    report = yrd("summarize", "--together", "--format", "md", corpus).out.decode()
    for heading in ("## Summary", "## Timeline", "## Facts", "## Documents"):
        assert heading in report
    conflicts = [line for line in report.splitlines() if line.endswith("| conflict |")][1:]
    assert len(conflicts) == 2
    assert "| a; c |" in conflicts[0]


def test_merged_facts_are_lines_of_their_own(corpus: Path) -> None:
    lines = yrd("summarize", "--together", "--facts-only", corpus).documents
    (conflict,) = (line for line in lines if line["conflict"])
    assert conflict["documents"] == ["a", "c", "b"]


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_ledger_tells_for_each_row_where_it_is_stated(corpus: Path, kind: str) -> None:
    rows = yrd("summarize", "--table", kind, "--format", "jsonl", corpus).documents
    for row in rows:
        assert [*row] == [*COLUMNS[kind], "mentions", "documents", "sources"]  # type: ignore[index]
        for source in row["sources"].split("; "):
            id, _, span = source.rpartition(":")
            start, end = map(int, span.split("-"))
            assert PAGES[id][start:end]
        assert row["mentions"] == len(row["sources"].split("; "))


def rows_of(kind: Ledger) -> list[dict[str, Any]]:
    pages = [
        page_of(Document(id, text), SummarySettings(), story=False) for id, text in PAGES.items()
    ]
    return [*ledger_table(pages, kind).records()]


def test_the_ledger_of_money_tells_subject_amount_and_conflict() -> None:
    first, second = rows_of("money")
    assert (first["subject"][:6], first["amount"], first["unit"]) == (
        "示范区总投资",
        "219200000000",
        "CNY",
    )
    assert (first["conflict"], first["documents"]) == ("220000000000 CNY", "a; c")
    assert second["conflict"] == "219200000000 CNY"


def test_the_ledger_of_people_has_a_row_for_each_person() -> None:
    (row,) = (row for row in rows_of("people") if row["person"] == "张忠伟")
    assert (row["title"], row["documents"]) == ("副主任", "a; b; c")


def test_the_timeline_is_in_the_order_of_its_days() -> None:
    rows = rows_of("timeline")
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    assert {"2020-01-03", "2020-02-18"} <= {row["date"] for row in rows}
