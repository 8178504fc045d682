"""`yrd summarize`: what it writes, in every format, for any options, jobs and input."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.running import on_terminal, yrd
from yrd_cli.document import Document
from yrd_cli.summarize.budget import Budget
from yrd_cli.summarize.digest import Digest, SummarySettings, digest_of
from yrd_cli.summarize.views import renderer
from yrd_cli.writing.terminal import Terminal

ARTICLE = "\n".join(
    [
        "长三角一体化发展示范区昨天揭牌，总投资2192亿元。",
        "示范区横跨沪苏浙，面积约2300平方公里，涉及青浦、吴江、嘉善三地。",
        "记者在现场看到，很多市民前来参观拍照，天气很好。",
        "长三角一体化发展示范区将率先探索生态绿色一体化发展的新机制。",
        "有人问：这样好吗？",
        "专家认为，一体化发展需要打破行政壁垒，让要素自由流动。",
    ]
)


def documents(path: Path, count: int, **more: object) -> Path:
    lines = [
        json.dumps({"id": f"d{n}", "text": f"第{n}号文件。{ARTICLE}", "title": f"文件{n}", **more})
        for n in range(count)
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return documents(tmp_path / "in.jsonl", 1, date="2020-01-03", source="报社")


@pytest.fixture
def two(tmp_path: Path) -> Path:
    return documents(tmp_path / "in.jsonl", 2, date="2020-01-03")


def test_documents_carry_their_results_under_keys_of_their_own(one: Path) -> None:
    (record,) = yrd("summarize", one).documents
    assert [*record][-3:] == ["summary", "keywords", "facts"]
    assert (record["title"], record["date"], record["source"]) == ("文件0", "2020-01-03", "报社")
    assert len(record["summary"]) == 3
    assert all(sentence in record["text"] for sentence in record["summary"])
    facts = {fact["text"]: fact for fact in record["facts"]}
    assert facts["2192亿元"]["value"] == 219_200_000_000
    assert facts["昨天"]["value"]["start"] == "2020-01-02"
    assert all(record["text"][f["start"] : f["end"]] == f["text"] for f in record["facts"])


def test_the_budget_of_a_summary_is_in_sentences_characters_or_a_share(one: Path) -> None:
    def summary(*options: str) -> list[str]:
        found: list[str] = yrd("summarize", one, *options).documents[0]["summary"]
        return found

    size = len(ARTICLE)
    assert len(summary("-n", "1")) == 1
    assert sum(map(len, summary("--chars", "60"))) <= 60
    assert sum(map(len, summary("--ratio", "0.5"))) <= size / 2
    assert len(summary("-n", "5", "--chars", "60", "--ratio", "0.9")) <= 2


def test_sentences_stand_in_the_order_that_is_asked_for(one: Path) -> None:
    by_place, by_rank = (
        yrd("summarize", one, "-n", "4", "--order", order).documents[0]
        for order in ("document", "rank")
    )
    places = [by_place["text"].index(sentence) for sentence in by_place["summary"]]
    assert places == sorted(places)
    assert sorted(by_place["summary"]) == sorted(by_rank["summary"])


def test_a_query_asks_for_sentences_and_facts(one: Path) -> None:
    (record,) = yrd("summarize", one, "--query", "面積").documents
    assert len(record["summary"]) == 1
    assert "面积约2300平方公里" in record["summary"][0]
    assert record["facts"]
    assert all("面积" in fact["sentence"] for fact in record["facts"])


def test_today_is_what_relative_dates_count_from(one: Path) -> None:
    (record,) = yrd("summarize", one, "--today", "2024-03-01").documents
    (fact,) = (f for f in record["facts"] if f["text"] == "昨天")
    assert fact["value"]["start"] == "2024-02-29"


def test_without_a_date_nothing_counts_from_the_day_of_the_run(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text":"他昨天到上海开会，见了很多人。","date":"no date"}\n')
    (record,) = yrd("summarize", path).documents
    assert [f["value"]["start"] for f in record["facts"] if f["type"] == "date"] == [None]


def test_what_is_not_wanted_is_left_out(one: Path) -> None:
    (record,) = yrd("summarize", one, "--no-facts", "--no-keywords").documents
    assert [*record][-1] == "summary"


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.md", "# 文件0\n\n2020-01-03\n\n## Summary\n\n- "),
        ("a.txt", "文件0\n2020-01-03\n"),
        ("a.json", "[\n{"),
        ("a.csv", "id,title,date,source,summary,keywords,facts\nd0,文件0,"),
        ("a.tsv", "id\ttitle\tdate\tsource\tsummary\tkeywords\tfacts\nd0\t文件0\t"),
    ],
)
def test_the_ending_of_the_output_names_its_format(two: Path, name: str, start: str) -> None:
    goal = two.with_name(name)
    assert yrd("summarize", two, "-o", goal).status == 0
    assert goal.read_text().startswith(start)


def test_a_report_in_markdown_has_a_table_of_facts(one: Path) -> None:
    report = yrd("summarize", one, "--format", "md").out.decode()
    assert "## Key terms\n\n**" in report
    assert "| type | text | value | subject | times |\n| --- |" in report
    assert "| money | 2192亿元 | 219,200,000,000 CNY |" in report


def test_a_directory_gets_a_file_for_each_document(two: Path, tmp_path: Path) -> None:
    assert yrd("summarize", two, "-o", f"{tmp_path}/out/").status == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["in-000001.txt", "in-000002.txt"]


def test_facts_are_lines_of_their_own(two: Path) -> None:
    lines = yrd("summarize", two, "--facts-only").documents
    assert {line["document"] for line in lines} == {"d0", "d1"}
    assert [*lines[0]][:5] == ["document", "type", "text", "start", "end"]
    assert all(line["sentence"] and line["zone"] for line in lines)


def test_a_directory_gets_a_file_of_facts_for_each_document(two: Path, tmp_path: Path) -> None:
    assert yrd("summarize", two, "--facts-only", "-o", f"{tmp_path}/out/").status == 0
    files = sorted((tmp_path / "out").iterdir())
    assert [path.name for path in files] == ["in-000001.jsonl", "in-000002.jsonl"]
    together = b"".join(path.read_bytes() for path in files)
    assert together == yrd("summarize", two, "--facts-only").out


@pytest.mark.parametrize(("format", "separator"), [("csv", ","), ("tsv", "\t")])
def test_facts_are_a_sheet_with_a_head(two: Path, format: str, separator: str) -> None:
    sheet = yrd("summarize", two, "--facts-only", "--format", format).out.decode()
    rows = [*csv.DictReader(io.StringIO(sheet), delimiter=separator)]
    json_lines = yrd("summarize", two, "--facts-only").documents
    assert [row["text"] for row in rows] == [line["text"] for line in json_lines]
    assert "219200000000" in [row["value"] for row in rows]


@pytest.mark.parametrize("format", ["json", "md", "table"])
def test_facts_come_in_other_formats_too(two: Path, format: str) -> None:
    ran = yrd("summarize", two, "--facts-only", "--format", format)
    assert ran.status == 0
    assert ran.out.decode().count("2192亿元") >= 2
    if format == "json":
        assert len(json.loads(ran.out)) == len(yrd("summarize", two, "--facts-only").documents)


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--facts-only", "--format", "csv"],
        ["--together"],
    ],
)
def test_any_number_of_jobs_and_any_hash_seed_give_the_same_bytes(
    tmp_path: Path, options: list[str]
) -> None:
    source = documents(tmp_path / "in.jsonl", 30)
    outputs = {
        yrd("summarize", source, "-j", jobs, *options, env={"PYTHONHASHSEED": seed}).out
        for jobs, seed in (("1", "1"), ("3", "2"))
    }
    assert len(outputs) == 1
    assert outputs != {b""}


REFUSED = [
    (["--format", "parquet"], "this command writes text, jsonl, json, md, csv, tsv"),
    (["--ratio", "2"], "--ratio is over 0 and at most 1, not 2"),
    (["--ratio", "nan"], "--ratio is over 0"),
    (["--query", "，"], "no word to look for"),
    (["--today", "2023-02-30"], "--today 2023-02-30: not a date"),
    (["--table", "money", "--facts-only"], "choose one"),
    (["--facts-only", "-n", "3"], "--sentences is about a summary"),
    (["--table", "money", "--order", "rank"], "--order is about a summary"),
    (["--together", "--format", "csv"], "this command writes"),
    (["--table", "nothing"], "nothing"),
    (["--together", "-o", "out/"], "not a directory"),
    (["--facts-only", "--format", "md", "-o", "out/"], "takes jsonl, json, csv, tsv"),
]


@pytest.mark.parametrize(("options", "message"), REFUSED)
def test_what_makes_no_sense_is_refused_in_a_line(
    one: Path, options: list[str], message: str
) -> None:
    ran = yrd("summarize", one, *options, cwd=one.parent)
    assert (ran.status, ran.out) == (2, b"")
    assert message in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("text", ["", "\n \n"])
@pytest.mark.parametrize("options", [[], ["--together"], ["--table", "people"]])
def test_a_text_without_a_sentence_is_no_error(
    tmp_path: Path, text: str, options: list[str]
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": text}) + "\n")
    ran = yrd("summarize", path, *options)
    assert (ran.status, ran.err) == (0, "")
    if not options:
        assert ran.documents[0]["summary"] == []


def test_text_that_is_not_chinese_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Hello there. This is English text."}\n')
    ran = yrd("summarize", tmp_path / "a.jsonl")
    assert ran.status == 0
    assert "0% of its letters are Han" in ran.err
    assert ran.documents[0]["summary"] == ["Hello there.", "This is English text."]


def test_a_file_that_is_missing_ends_nothing_else(one: Path) -> None:
    ran = yrd("summarize", one, "missing.txt", cwd=one.parent)
    assert ran.status == 2
    assert len(ran.documents) == 1
    assert "missing.txt" in ran.err


def digest(text: str, title: str | None = None) -> Digest:
    return digest_of(Document("a", text, title=title), SummarySettings(Budget(1)))


@pytest.mark.parametrize("format", ["text", "md", "jsonl", "csv"])
def test_corpus_text_is_never_markup_or_control(format: str) -> None:
    hostile = digest("[red]长三角[/red]的\x1b[31m发展。", "[bold]x\x07")
    for color in (True, False):
        data = renderer(format, Terminal(True, 40, color))(hostile).decode()
        assert "red" in data
        assert "\x07" not in data
        assert "\x1b[31m" not in data
        assert "\x1b\\[31m" not in data


@pytest.mark.parametrize("columns", [10, 60])
@pytest.mark.parametrize("options", [[], ["--together"], ["--facts-only"], ["--table", "money"]])
def test_a_terminal_of_any_width_shows_panels_and_tables(
    two: Path, columns: int, options: list[str]
) -> None:
    ran = on_terminal("summarize", two, *options, cwd=two.parent, columns=columns)
    assert ran.status == 0
    shown = ran.out.decode()
    assert "Traceback" not in shown
    assert ("╭" in shown) == (not options or options == ["--together"])


def test_a_long_title_is_not_cut_on_a_narrow_terminal() -> None:
    title = "长三角生态绿色一体化发展示范区揭牌仪式隆重举行"
    shown = renderer("text", Terminal(True, 30))(digest(ARTICLE, title)).decode()
    assert title in "".join(shown.split()).replace("│", "")


@pytest.mark.parametrize("options", [[], ["--no-keywords"], ["--facts-only"]])
@pytest.mark.parametrize(("format", "separator"), [("csv", ","), ("tsv", "\t")])
def test_sheets_in_a_directory_name_their_columns_as_one_sheet_does(
    tmp_path: Path, format: str, separator: str, options: list[str]
) -> None:
    (tmp_path / "a.txt").write_text("长三角投资2192亿元，增长10.2%。\n", encoding="utf-8")
    ran = yrd("summarize", "a.txt", *options, "--format", format, cwd=tmp_path)
    made = yrd("summarize", "a.txt", *options, "--format", format, "-o", "out/", cwd=tmp_path)
    assert (made.status, made.err) == (0, "")
    assert (tmp_path / "out" / f"a.{format}").read_bytes() == ran.out
    rows = [*csv.reader(io.StringIO(ran.out.decode()), delimiter=separator)]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert rows[1][0] == "a.txt"


def test_the_facts_of_a_document_in_a_directory_are_a_json_array(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("长三角投资2192亿元，增长10.2%。\n", encoding="utf-8")
    ran = yrd("summarize", "a.txt", "--facts-only", "-o", "out/", "--format", "json", cwd=tmp_path)
    assert ran.status == 0
    facts = json.loads((tmp_path / "out" / "a.json").read_bytes())
    assert [fact["value"] for fact in facts if fact["type"] in ("money", "percent")] == [
        219200000000,
        10.2,
    ]
