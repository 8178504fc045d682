"""Contacts: telephone, e-mail, address, licences; taken before numbers, since they hold digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified
from yrd_cli.summarize.facts.model import Fact, Spans

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滇黔陇港澳台"
_DOMAIN = r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
_SIGNS: tuple[tuple[tuple[str, ...], str], ...] = (
    # What must be in a text before a pattern is tried at all, and the pattern, by the first claim.
    (
        ("://", "www."),
        r"(?P<url>(?:https?|ftp)://[A-Za-z0-9_.~:/?#\[\]@!$&'()*+,;=%-]{3,300}"
        rf"|(?<![A-Za-z0-9@.-])www\.{_DOMAIN}(?:/[A-Za-z0-9_./?=&%-]{{0,200}})?)",
    ),
    (
        ("@", "＠", "[at]", "(at)", "protected"),
        r"(?P<email>(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}"
        rf"(?:@|＠|\[at\]|\(at\)| at ){_DOMAIN}|\[email.protected\])",
    ),
    (
        ("ICP", "公网安备", "B2-"),
        rf"(?P<icp>[{_PROVINCE}]ICP[备证] ?\d{{5,10}}号?(?:-\d{{1,4}})?|[{_PROVINCE}]B2-\d{{5,12}}"
        rf"(?:-\d{{1,3}})?|[{_PROVINCE}]公网安备 ?\d{{11,14}}号?)",
    ),
    (
        ("许可证", "备案", "信用代码", "网文", "新网备", "新网证"),
        r"(?:(?:许可证|备案|信用代码)(?:编?号)?[:：]? ?)"
        rf"(?P<licence>[（(]?[{_PROVINCE}A-Z]?[A-Z]{{0,3}}[）)]?[^\s\u4e00-\u9fff，。；、|]{{0,3}}"
        r"(?:字第|网文|字)?[A-Z0-9〔〕\[\]（）()－-]{5,24}号?)"
        rf"|(?P<licence2>[{_PROVINCE}](?:新网[备证]"
        rf"|网文)[〔\[（( ]?[0-9]{{4,12}}[〕\]）)]?[\d-]{{0,12}}号?)",
    ),
    (("邮", "郵"), r"(?:邮政编码|邮编|邮政区码)[:： ]{0,2}(?P<postcode>\d{6})(?!\d)"),
    (
        ("QQ", "qq", "微信"),
        r"(?<![\u4e00-\u9fffA-Za-z])(?:QQ|qq|微信)(?:群|号){0,2}[:：] ?(?P<im>[A-Za-z0-9_-]{5,20})",
    ),
    (
        ("地址", "社址"),
        r"(?:通讯|联系|单位|办公|公司|详细|通信)?(?:地址|社址)[:：] ?(?P<address>[^\s，。；;"
        r"|\n]{4,60})",
    ),
    (
        ("86", "13", "14", "15", "16", "17", "18", "19"),
        r"(?<![\d.])(?P<mobile>(?:\+?86[- ]?)?1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4}))(?![\d.])",
    ),
    (("400", "800"), r"(?P<service>(?<![\d.])[48]00(?:[ —–-]\d{3,4}[ —–-]\d{3,4}|\d{7})(?!\d))"),
    (
        ("0",),
        r"(?<![\d.])(?P<phone>(?:\+?86[ -]?)?(?:[（(]0\d{2,3}[)）] ?|0\d{2,3} ?[—–－-]{1,2} ?"
        r"|0\d{2,3} (?=\d{7,8}(?!\d)))\d{3,4}[- ]?\d{4}(?:[- 转]{1,2}\d{1,5})?)(?!\d)",
    ),
    (
        ("电话", "热线", "传真", "手机", "联系方式", "拨打", "TEL", "Tel", "tel", "FAX", "Fax"),
        r"(?:电话|热线|传真|手机|联系方式|拨打|TEL|Tel|tel|FAX|Fax)(?:(?!编)[^\d\n]){0,8}"
        r"(?P<labelled>(?<!\d)(?:1\d{2,4}|9[56]\d{3,4}"
        r"|\d{7,8})(?:[-转]\d{1,5})?(?![\d年月日万亿元%个人件次]))",
    ),
    (("热线", "专线"), r"(?P<hotline>(?<![\d.])12\d{3}(?=[\u4e00-\u9fff]{0,6}(?:热线|专线)))"),
)


_KIND = compiled(r"\?P<(\w+)>")
_PLAIN = compiled(r"\?P<(?:mobile|service|phone)>")


@cache
def _pattern(index: int) -> re.Pattern[str]:
    return compiled(_SIGNS[index][1])


_NUMBER = compiled(r"[0-9](?:[ —–－）)-]{0,2}[0-9]){6}")
"""Seven digits, with marks between them: no telephone has fewer, but for those with a label."""
_NUMBERS = frozenset(i for i, (_, source) in enumerate(_SIGNS) if _PLAIN.search(source))
_FIRST = {"url": "hfw", "mobile": "+18", "service": "48", "phone": "+8（(0"}
"""What a contact of the kind begins with: `re` finds a class faster than what may stand there."""


@cache
def _finder(index: int) -> re.Pattern[str] | None:
    named = _KIND.search(_SIGNS[index][1])
    first = _FIRST.get(named[1]) if named else None
    return compiled(f"[{re.escape(first)}]") if first else None


def _matches(folded: str, index: int) -> Iterator[re.Match[str]]:
    """The matches of a pattern, left to right, none within another."""
    finder, pattern = _finder(index), _pattern(index)
    if finder is None:
        yield from pattern.finditer(folded)
        return
    end = 0
    for first in finder.finditer(folded):
        match = pattern.match(folded, first.start()) if first.start() >= end else None
        if match:
            end = match.end()
            yield match


_LABELLED = {"labelled": "phone", "service": "phone", "hotline": "phone", "licence2": "licence"}
_BRACKETED = compiled(r"[（(](0\d{2,3})[)）] ?")
_MARKS = compiled(r"[ \u3000—–－-]{1,2}")


def contacts(text: str) -> list[Fact]:
    """The contacts of a text, in order; value as one dials or writes it, details hold ``kind``.

    Kinds: phone, mobile, email, url, icp, licence, postcode, im (QQ, WeChat), address.

    >>> [(f.text, f.value, f.details["kind"]) for f in contacts("电话：0557—3909502，邮编：234000")]
    [('0557—3909502', '0557-3909502', 'phone'), ('234000', '234000', 'postcode')]
    """
    folded = to_simplified(text)
    taken, found = Spans(), []
    has_number = _NUMBER.search(folded) is not None
    for index, (signs, _) in enumerate(_SIGNS):
        if (has_number or index not in _NUMBERS) and any(sign in folded for sign in signs):
            for match in _matches(folded, index):
                group = match.lastgroup or ""
                start, end = _trimmed(folded, *match.span(group), group)
                if taken.add(start, end):
                    found.append(_contact(text, start, end, group))
    return sorted(found, key=lambda f: f.start)


def _trimmed(folded: str, start: int, end: int, group: str) -> tuple[int, int]:
    """Without the punctuation that ends the sentence, not the address of a page."""
    if group in ("url", "address"):
        while end - start > 1 and folded[end - 1] in ".,;:!?)）":
            if folded[end - 1] in ")）" and re.search("[(（]", folded[start:end]):
                break
            end -= 1
    return start, end


def _contact(text: str, start: int, end: int, group: str) -> Fact:
    written = text[start:end]
    return Fact(
        "contact",
        written,
        start,
        end,
        value=_value(to_simplified(written), group),
        details={"kind": _LABELLED.get(group, group)},
        confidence=0.95,
    )


def _value(written: str, group: str) -> str | None:
    if group in ("phone", "labelled"):
        return _MARKS.sub("-", _BRACKETED.sub(r"\1-", written))
    if group in ("mobile", "service"):
        return re.sub(r"[^\d]", "", written)[-11:]
    if group == "email":
        if "protected" in written:
            return None
        return re.sub(r"＠|\[at\]|\(at\)| at ", "@", written)
    return re.sub(r"\s", "", written)
