"""The table above a Chinese government document: index number, office, document number, dates.

A site prints it as rows (`索引号：… 发布机构：…`) or as single lines, label and value in turn. All
of it stands outside the document; office and date of publication are the page's credits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yrd_cli.clean.dates import read_date
from yrd_cli.clean.draft import Draft, Line, Verdict
from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified

HEAD_LINES = 60
"""Lines with text at the top of a page in which the table stands: menus above, two lines a row."""

MIN_FIELDS = 3
"""Different fields that make a table; one of them is the index number."""

LONGEST_ROW = 160
LONGEST_VALUE = 80
MAX_GAP = 1
"""Lines of another kind between two lines of the table."""

_WORDS = (
    "索引号", "信息索引号", "信息索取号", "索取号", "主题分类", "组配分类", "体裁分类",
    "公文种类", "信息分类", "服务对象", "发文机关", "发布机构", "发布机关", "公开机构",
    "公开责任部门", "责任部门", "制发机关", "文号", "发文字号", "文件编号", "公开方式",
    "公开形式", "公开范围", "公开时限", "公开日期", "成文日期", "发文日期", "发布日期",
    "生成日期", "公开时间", "发布时间", "生效日期", "生效时间", "废止日期", "失效日期",
    "实施日期", "有效性", "是否有效", "效力状态", "时效性", "主题词", "关键词", "内容概述",
    "名称", "标题", "信息名称", "有效期", "公文时效", "登记号", "统一编号",
)  # fmt: skip
_LABEL = compiled(
    r"(?:(?<=^)|(?<=[\s|｜】\]]))[\[【]?("
    + "|".join(r"[ \u3000]{0,3}".join(word) for word in sorted(_WORDS, key=len, reverse=True))
    + r")[】\]]?[ \u3000]{0,3}[:：][ \u3000]{0,3}"
)
_GAPS = compiled(r"[ \u3000]+")
_INDEX = frozenset({"索引号", "信息索引号", "信息索取号", "索取号", "登记号"})
_OFFICE = ("发布机构", "发布机关", "发文机关", "公开机构", "制发机关")
_DATES = ("发布日期", "发布时间", "公开日期", "公开时间", "生成日期", "发文日期", "成文日期")


@dataclass(slots=True)
class _Row:
    """A line of the table with its fields; ``open`` is the label whose value is to come."""

    at: int
    fields: dict[str, str]
    open: str | None


def read_index_table(draft: Draft, lines: Sequence[Line]) -> bool:
    """Judge the lines of the table as metadata and note what it says; gives whether any is."""
    head = lines[:HEAD_LINES]
    if not any("索" in line.text and _row(line.text, 0) for line in head):
        return False
    taken: dict[int, None] = {}
    fields: dict[str, str] = {}
    for group in _groups(head):
        found = {k: v for row in group for k, v in row.fields.items()}
        if len(found) >= MIN_FIELDS and (_INDEX & found.keys()):
            fields = found
            taken = dict.fromkeys(
                at for row in group for at in (row.at, row.at + 1) if at == row.at or row.open
            )
            break
    for at in taken:
        draft.judge(head[at], Verdict("meta", "source", -8.0))
    if fields:
        draft.metadata.setdefault("document_index", fields)
    return bool(taken)


def index_date(fields: dict[str, str]) -> str | None:
    """The date of publication that the table gives."""
    return next((d for key in _DATES if (d := read_date(fields.get(key, "")))), None)


def index_office(fields: dict[str, str]) -> str | None:
    """The office that published the document."""
    return next((office for key in _OFFICE if (office := fields.get(key))), None)


def _groups(lines: Sequence[Line]) -> list[list[_Row]]:
    """Rows that stand together."""
    groups: list[list[_Row]] = []
    skip = reach = -1
    for at, line in enumerate(lines):
        if at <= skip:
            continue
        row = _row(line.text, at)
        if row is None:
            continue
        if row.open:
            skip = at + 1 if _take_value(row, lines[at + 1 : at + 2]) else at
        if groups and at <= reach + MAX_GAP + 1:
            groups[-1].append(row)
        else:
            groups.append([row])
        reach = max(at, skip)
    return groups


def _take_value(row: _Row, below: Sequence[Line]) -> bool:
    """Take the line below an open label as its value; False where it is no value."""
    value = below[0].text.strip() if below else ""
    if not value or len(value) > LONGEST_VALUE or value[-1] in "。；" or _row(value, 0):
        row.open = None
        return False
    assert row.open is not None
    row.fields[row.open] = value
    return True


def _row(text: str, at: int) -> _Row | None:
    """The fields of a line that holds nothing else."""
    if len(text) > LONGEST_ROW or (":" not in text and "：" not in text):
        return None
    text = text.strip(" \t\u3000|｜")
    hits = list(_LABEL.finditer(to_simplified(text)))
    if not hits or hits[0].start() != 0:
        return None
    fields: dict[str, str] = {}
    for hit, end in zip(hits, [h.start() for h in hits[1:]] + [len(text)], strict=True):
        fields[_GAPS.sub("", hit[1])] = text[hit.end() : end].strip(" \t\u3000|｜[]【】")
    last = _GAPS.sub("", hits[-1][1])
    return _Row(at, fields, None if fields[last] else last)
