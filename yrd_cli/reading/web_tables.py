"""Where Python's tables of GB18030 and Big5 differ from what pages mean (WHATWG, GB 18030-2022)."""

from __future__ import annotations

from yrd_cli.patterns import compiled

UNNAMED_BIG5 = {
    b"\xa3\xe1": "€", b"\xc6\xde": "〃", b"\xc6\xdf": "仝", b"\xc6\xcf": "廴",
    b"\xc6\xd3": "无", b"\xc6\xd5": "癶", b"\xc6\xd7": "隶",
}  # fmt: skip
"""Bytes that mean nothing to Python's big5hkscs, and something to the WHATWG index of Big5."""

_GB18030_2022 = dict(zip(
    "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7\ue816\ue817\ue818\ue81e"
    "\ue826\ue82b\ue82c\ue831\ue832\ue83b\ue843\ue854\ue864",
    "︐︒︑︓︔︕︖︗︘︙ḿ\U00020087\U00020089\U000200cc龴龵龶龷\U000215d7龸\U0002298f龹龺\U000241fe",
    strict=True,
))  # fmt: skip
"""Characters that Python's table (of 2000) still has in the private use area."""

_WINDOWS_BIG5 = dict(zip("•､‾∼♁☉¥¢£", "‧﹑¯～⊕⊙￥￠￡", strict=True))
"""Symbols that Python's big5hkscs names otherwise than cp950, WHATWG and every browser."""

_NEWER = {
    "gb18030": (compiled("[\ue78d-\ue864]"), _GB18030_2022),
    "big5hkscs": (compiled(f"[{''.join(_WINDOWS_BIG5)}]"), _WINDOWS_BIG5),
}


def as_on_the_web(text: str, encoding: str) -> str:
    """Text that Python decoded from ``encoding``, with the characters that its page means.

    >>> as_on_the_web(b"\\xa1\\xe3".decode("big5hkscs"), "big5hkscs")
    '～'
    """
    if encoding not in _NEWER:
        return text
    pattern, names = _NEWER[encoding]
    if not pattern.search(text):
        return text
    return pattern.sub(lambda m: names.get(m[0], m[0]), text)
