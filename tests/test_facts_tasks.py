"""Tasks, projects, events, agreements, prizes: by name, with what the sentence says of them."""

import time

import pytest

from yrd_cli.summarize.facts.model import Fact, FactType, Spans
from yrd_cli.summarize.facts.named import named_facts


def facts(text: str, kind: FactType) -> list[Fact]:
    return [f for f in named_facts(text, Spans()) if f.type == kind]


def test_a_counted_task_knows_its_number_and_the_body_responsible() -> None:
    (task,) = facts("市发展改革委员会要做好8个领域35个方面重点工作。", "task")
    assert task.text == "8个领域35个方面重点工作"
    assert task.value["number"] == 35


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("完成36项重点工作", 36),
        ("十项任务", 10),
        ("明确了二十三条措施", 23),
        ("18項重點合作事項", 18),
    ],
)
def test_numerals_of_both_kinds_count_tasks(text: str, number: int) -> None:
    assert facts(text, "task")[0].value["number"] == number


@pytest.mark.parametrize("text", ["第三项任务", "每项工作", "党的二十大工作", "一项工作", "工作"])
def test_what_counts_no_tasks(text: str) -> None:
    assert facts(text, "task") == []


def test_an_order_that_runs_on_is_a_list_of_tasks() -> None:
    text = "一要突出重点关键。二要注重统筹协调。三要聚强推进合力。"
    assert [f.value["number"] for f in facts(text, "task")] == [1, 2, 3]
    assert facts("二要注重统筹协调。", "task") == []


@pytest.mark.parametrize(
    ("text", "name", "status"),
    [
        ("浍河航道整治工程建成完工", "浍河航道整治工程", "建成完工"),
        ("宿州—徐州高速公路等项目前期工作有序推进", "宿州—徐州高速公路", "前期工作"),
        ("滇藏鐵路全線貫通", "滇藏铁路", "全线贯通"),
    ],
)
def test_projects_have_a_name_and_a_status(text: str, name: str, status: str) -> None:
    assert (name, status) in [(f.value["name"], f.value["status"]) for f in facts(text, "project")]


@pytest.mark.parametrize("text", ["65个重大项目开工", "有关项目推进", "工程师来了", "项目部成立"])
def test_common_nouns_are_no_projects(text: str) -> None:
    assert facts(text, "project") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1月上旬，示范区第二次新闻通气会即将召开", "示范区第二次新闻通气会"),
        ("第三屆中國國際進口博覽會在上海舉行", "第三届中国国际进口博览会"),
        ("举办2024年长三角人力资源供需对接招聘会", "2024年长三角人力资源供需对接招聘会"),
    ],
)
def test_events_have_their_full_name(text: str, name: str) -> None:
    assert name in [f.value["name"] for f in facts(text, "event")]


@pytest.mark.parametrize(
    "text", ["会议指出，形势向好。", "人民大会堂", "这次会议很好。", "机会难得"]
)
def test_no_event_has_no_name(text: str) -> None:
    assert facts(text, "event") == []


def test_an_agreement_names_its_parties() -> None:
    text = "上海市同仁医院与萧县人民医院签订合作协议。"
    (agreement,) = facts(text, "agreement")
    assert agreement.value == {"name": "合作协议", "parties": ["上海市同仁医院", "萧县人民医院"]}


def test_prizes_stand_behind_a_verb_of_being_given_one() -> None:
    text = "发展模式入选“年度典型案例”“十大改革案例”，获批省级基地，获得支持。"
    assert [f.value for f in facts(text, "award")] == ["年度典型案例", "十大改革案例"]


@pytest.mark.parametrize(
    "char", [" ", "（", "《", "“", "1", "@", "王", "会", "项", "中国", "·", "号", "签订"]
)
def test_time_grows_with_the_length_only(char: str) -> None:
    def cost(length: int) -> float:
        text = char * (length // len(char))
        begin = time.process_time()
        named_facts(text, Spans())
        return time.process_time() - begin

    cost(1000)
    short = min(cost(5_000) for _ in range(3))
    assert cost(30_000) <= 6 * short * 4 + 0.05
