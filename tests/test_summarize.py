"""`yrd summarize`: exact sentences, key terms, sure facts; the same bytes for any jobs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.cli.app import run
from yrd_cli.document import Document
from yrd_cli.summarize.digest import digest_of
from yrd_cli.summarize.facts import find_facts
from yrd_cli.summarize.keywords import key_terms
from yrd_cli.summarize.ranking import summarize
from yrd_cli.summarize.sentences import split_sentences
from yrd_cli.summarize.views import renderer
from yrd_cli.writing.terminal import Terminal

SENTENCES = [
    ("第一句。第二句！第三句？", ["第一句。", "第二句！", "第三句？"]),
    ("他说:“走吧!”她没动。", ["他说:“走吧!”", "她没动。"]),
    ("「好。」他說。", ["「好。」", "他說。"]),
    ("“很好！”，他说。完", ["“很好！”，他说。", "完"]),
    ("“一句。两句。”他说。", ["“一句。两句。”", "他说。"]),
    ("看《谁是谁？》一书。好", ["看《谁是谁？》一书。", "好"]),
    ("看《谁是谁？》", ["看《谁是谁？》"]),
    ("破《书名没完。下一句。", ["破《书名没完。", "下一句。"]),
    ("他走了……我没走。", ["他走了……", "我没走。"]),
    ("真的？！是。", ["真的？！", "是。"]),
    ("增长12.5%。见 www.a.cn 网", ["增长12.5%。", "见 www.a.cn 网"]),
    ("发展很快. 投资也多.", ["发展很快.", "投资也多."]),
    ("标题\n  正文。\n\n", ["标题", "正文。"]),
    ("", []),
    ("。。。", ["。。。"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [s.text for s in split_sentences(text)] == expected


@given(st.text("甲乙。！？!?.…“”「」《》，\n 1", max_size=60))
def test_sentences_are_pieces_of_the_text_in_order_and_lose_nothing(text: str) -> None:
    sentences = split_sentences(text)
    assert all(text[s.start : s.end] == s.text for s in sentences)
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    assert "".join("".join(s.text for s in sentences).split()) == "".join(text.split())


FACTS = [
    ("总投资2192亿元，增长10.2%", ["money:2192亿元", "percent:10.2%"]),
    ("總投資2,192.5億元人民幣", ["money:2,192.5億元人民幣"]),
    ("累计,16.96亿元", ["money:16.96亿元"]),
    ("约3万多美元、5千余元、20块钱", ["money:3万多美元", "money:5千余元", "money:20块钱"]),
    ("三万五千元，一百二十五元", ["money:三万五千元", "money:一百二十五元"]),
    ("十万元，二十亿美元", ["money:十万元", "money:二十亿美元"]),
    ("12万5千元", ["money:12万5千元"]),
    ("百分之三点五，占 30％", ["percent:百分之三点五", "percent:30％"]),
    ("2020年1月3日至2020-02-18", ["date:2020年1月3日", "date:2020-02-18"]),
    ("二〇二〇年十二月二十一日", ["date:二〇二〇年十二月二十一日"]),
    ("2024年2月29日", ["date:2024年2月29日"]),
]


@pytest.mark.parametrize(("text", "expected"), FACTS)
def test_sure_facts_are_found(text: str, expected: list[str]) -> None:
    assert [f"{f.type}:{f.text}" for f in find_facts(text)] == expected


NO_FACTS = [
    "长三角一体化", "長三角", "珠三角三角洲", "第三元", "第5元素", "多元化发展", "三元区",
    "二元结构", "一元二次方程", "单元测试", "2020元旦晚会", "2021元宵节", "万元户",
    "百元店", "千元机", "元件100个", "2023年2月30日", "2023年13月1日", "2023-02-30",
    "1月3日", "2020年1月", "192.168.1.1", "12020-01-01", "%E4%BD%A0", "a%20b", "20%E4",
    "统一", "一网通办", "万达广场", "三农工作", "零点五", "百分之几", "三亿人次",
    "万无一失", "公元前200年", "元月1日", "状元", "美元指数", "二〇二〇年十三月一日",
    "二〇二〇年百月一日",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_FACTS)
def test_what_only_looks_like_a_fact_is_none(text: str) -> None:
    assert [f.text for f in find_facts(text)] == []


@given(st.text("0123456789.,%年月日元亿万三十百点第-/ ", max_size=40))
def test_facts_stand_where_they_say(text: str) -> None:
    facts = list(find_facts(text))
    assert all(text[f.start : f.end] == f.text and f.text for f in facts)
    assert all(a.end <= b.start for a, b in pairwise(facts))


ARTICLE = "\n".join(
    [
        "长三角一体化发展示范区昨天揭牌，总投资2192亿元。",
        "示范区横跨沪苏浙，面积约2300平方公里，涉及青浦、吴江、嘉善三地。",
        "记者在现场看到，很多市民前来参观拍照，天气很好。",
        "长三角一体化发展示范区将率先探索生态绿色一体化发展的新机制。",
        "有人问：这样好吗？",
        "长三角一体化发展示范区昨天揭牌，总投资2192亿元。",
        "专家认为，一体化发展需要打破行政壁垒，让要素自由流动。",
    ]
)
FOLD = str.maketrans("长体发资", "長體發資")


def test_a_summary_is_of_exact_sentences_in_their_order() -> None:
    chosen = summarize(ARTICLE, "长三角一体化发展示范区揭牌", 3)
    assert [s.start for s in chosen] == sorted(s.start for s in chosen)
    assert all(ARTICLE[s.start : s.end] == s.text for s in chosen)
    assert len({s.text for s in chosen}) == 3
    assert chosen[0].start == 0
    assert not any(s.text.startswith(("记者", "有人")) for s in chosen)


def test_both_scripts_give_the_same_summary_terms_and_facts() -> None:
    traditional = ARTICLE.translate(FOLD)
    ours = digest_of(Document("a", ARTICLE, title="长三角"), 2)
    other = digest_of(Document("a", traditional, title="长三角"), 2)
    assert [s.translate(FOLD) for s in ours.summary] == [*other.summary]
    assert [k.translate(FOLD) for k in ours.keywords] == [*other.keywords]
    assert [(f.start, f.end) for f in ours.facts] == [(f.start, f.end) for f in other.facts]


def test_key_terms_are_words_of_the_text() -> None:
    terms = key_terms(ARTICLE)
    assert {"长三角", "示范区", "一体化"} <= set(terms)
    assert all(term in ARTICLE for term in terms)
    assert not {"我们", "记者", "昨天"} & set(terms)


@pytest.mark.parametrize("text", ["", "\n\n", "短", "abc"])
def test_a_text_without_sentences_has_its_own_little_summary(text: str) -> None:
    digest = digest_of(Document("a", text), 3)
    assert [*digest.summary] == text.split()
    assert digest.facts == ()


@pytest.mark.parametrize("piece", [" ", "“", "《", "一", "9", "9,", "。", "1%", "二〇"])
def test_time_is_linear_in_hostile_text(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.process_time()
    list(find_facts(text))
    split_sentences(text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("format", ["text", "md", "jsonl"])
def test_corpus_text_is_never_markup_or_control(format: str) -> None:
    document = Document("a", "[red]长三角[/red]的\x1b[31m发展。", title="[bold]x\x07")
    for color in (True, False):
        data = renderer(format, Terminal(True, 40, color))(digest_of(document, 1)).decode()
        if format == "text":
            assert "[red]" in data.replace("\n", "")
            assert "\x07" not in data
            assert "\x1b[31m" not in data


def _documents(path: Path, count: int) -> Path:
    lines = [
        json.dumps({"id": str(n), "text": f"第{n}号文件。{ARTICLE}", "title": f"文件{n}"})
        for n in range(count)
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


def test_any_number_of_jobs_gives_the_same_bytes(tmp_path: Path) -> None:
    source = _documents(tmp_path / "in.jsonl", 600)
    outputs = []
    for jobs in ("1", "2"):
        goal = tmp_path / f"out{jobs}.jsonl"
        command = ["summarize", str(source), "-o", str(goal), "--jobs", jobs, "-n", "2"]
        done = subprocess.run([sys.executable, "-m", "yrd_cli", *command], check=False)
        assert done.returncode == 0
        outputs.append(goal.read_bytes())
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"\n") == 600


def test_documents_carry_their_results_under_keys_of_their_own(tmp_path: Path) -> None:
    source, goal = _documents(tmp_path / "in.jsonl", 1), tmp_path / "out.jsonl"
    assert run(["summarize", str(source), "-o", str(goal), "-n", "2"]) == 0
    record = json.loads(goal.read_text())
    assert [*record][-3:] == ["summary", "keywords", "facts"]
    assert record["title"] == "文件0"
    assert len(record["summary"]) == 2
    fact = record["facts"][0]
    assert record["text"][fact["start"] : fact["end"]] == fact["text"] == "2192亿元"


@pytest.mark.parametrize(
    ("name", "start"), [("a.md", "# 文件0\n"), ("a.txt", "文件0\n"), ("a.json", "[\n{")]
)
def test_the_ending_of_the_output_names_its_format(tmp_path: Path, name: str, start: str) -> None:
    source, goal = _documents(tmp_path / "in.jsonl", 2), tmp_path / name
    assert run(["summarize", str(source), "-o", str(goal)]) == 0
    assert goal.read_text().startswith(start)


def test_a_directory_gets_a_file_for_each_document(tmp_path: Path) -> None:
    source = _documents(tmp_path / "in.jsonl", 2)
    assert run(["summarize", str(source), "-o", f"{tmp_path}/out/"]) == 0
    assert sorted(os.listdir(tmp_path / "out")) == ["in-000001.txt", "in-000002.txt"]


def test_a_format_that_makes_no_sense_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "yrd_cli", "summarize", "--format", "csv", "x"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("", 2)
    assert "this command writes text, jsonl, json, md" in done.stderr


def test_text_that_is_not_chinese_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Hello there, this is English text."}\n')
    command = [sys.executable, "-m", "yrd_cli", "summarize", str(tmp_path / "a.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "0% of its letters are Han" in done.stderr
    assert json.loads(done.stdout)["summary"] == ["Hello there, this is English text."]
