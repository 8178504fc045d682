"""Contacts are whole, normalised, and taken before numbers; the footer is a zone of its own."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.summarize.facts import extract_facts
from yrd_cli.summarize.facts.contacts import contacts
from yrd_cli.summarize.facts.zones import footer_start, title_end

CASES = [
    ("电话：0557—3909502", "phone", "0557-3909502"),
    ("电话:0557-3909502", "phone", "0557-3909502"),
    ("傳真 (021)63214567", "phone", "021-63214567"),
    ("联系人：王平 13800138000", "mobile", "13800138000"),
    ("手机138 0013 8000", "mobile", "13800138000"),
    ("客服热线400 0123 021", "phone", "4000123021"),
    ("400-820-8820", "phone", "4008208820"),
    ("请拨打12345", "phone", "12345"),
    ("12315热线", "phone", "12315"),
    ("邮箱：news.desk@example.com.cn。", "email", "news.desk@example.com.cn"),
    ("[email protected]", "email", None),
    ("见http://example.com/a?b=1&c=2。", "url", "http://example.com/a?b=1&c=2"),
    ("www.example.gov.cn", "url", "www.example.gov.cn"),
    ("沪ICP备05000001号-2", "icp", "沪ICP备05000001号-2"),
    ("滬ICP備05000001號", "icp", "沪ICP备05000001号"),
    ("沪公网安备 31010602000001号", "icp", "沪公网安备31010602000001号"),
    ("增值电信业务经营许可证沪B2-20050001", "icp", "沪B2-20050001"),
    ("互联网新闻信息服务许可证编号：31120170006", "licence", "31120170006"),
    ("信息网络传播视听节目许可证0107190号", "licence", "0107190号"),
    ("邮编：234000", "postcode", "234000"),
    ("郵遞地址：臺北市中山路1號，郵編：100000", "address", "台北市中山路1号"),
    ("地址：南京市中山路1号", "address", "南京市中山路1号"),
    ("QQ：123456789", "im", "123456789"),
]


@pytest.mark.parametrize(("text", "kind", "value"), CASES, ids=[c[0] for c in CASES])
def test_a_contact_is_read(text: str, kind: str, value: str | None) -> None:
    fact = contacts(text)[0]
    assert (fact.details["kind"], fact.value) == (kind, value)
    assert fact.text == text[fact.start : fact.end]


@pytest.mark.parametrize(
    "text",
    [
        "投资1391219793元", "2020-02-18", "13912197935678", "共400家企业800个项目",
        "增长0.5个百分点",
        "编号20200103", "总计12345人次", "11:52:42", "G60科创走廊", "《公约》第12345条", "银行账户",
        "发电12345万千瓦时", "备案后方可施工", "取得许可证后开工",
    ],
)  # fmt: skip
def test_plain_numbers_are_no_contacts(text: str) -> None:
    assert contacts(text) == []


def test_a_telephone_number_is_no_count_and_stands_in_the_footer() -> None:
    text = "投资2亿元。\n电话：0557-3909502 传真：021-63214567\n沪ICP备05000001号-2"
    facts = extract_facts(text, "2020-01-03")
    assert [(f.type, f.zone) for f in facts] == [
        ("money", "body"), ("contact", "footer"), ("contact", "footer"), ("contact", "footer"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("正文一段。\n版权所有 某某报社\n沪ICP备05000001号", 6),
        ("正文一段。\n咨询可拨打12345。\n第二段正文。", 24),
        ("正文一段。\n\n地址：某路1号\n\n", 7),
        ("正文", 2),
        ("", 0),
    ],
)
def test_the_footer_is_the_last_lines_that_tell_of_the_page(text: str, start: int) -> None:
    assert footer_start(text) == start


def test_the_title_is_a_zone_where_the_text_begins_with_it() -> None:
    assert title_end("長三角一體化\n正文", "长三角一体化") == 6
    assert title_end("正文长三角", "长三角") == 0


@given(st.text("电话：0123456789-()（）—@.aICP备沪号邮编 \n", max_size=80))
def test_contacts_lie_apart_and_in_order(text: str) -> None:
    found = contacts(text)
    assert all(f.text == text[f.start : f.end] and f.start < f.end for f in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
