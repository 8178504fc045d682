"""Words before a number that make it an estimate or a bound: 约, 近, 超, 不足, 至少."""

from __future__ import annotations

_BEFORE = frozenset(
    [
        "约",
        "大约",
        "约为",
        "约合",
        "大概",
        "近",
        "将近",
        "接近",
        "近似",
        "超",
        "超过",
        "超出",
        "逾",
        "突破",
        "过",
        "满",
        "不足",
        "不到",
        "不满",
        "未满",
        "至少",
        "起码",
        "最多",
        "至多",
        "不少于",
        "不低于",
        "不超过",
        "不多于",
        "不大于",
        "不小于",
        "不高于",
        "高达",
        "多达",
        "长达",
        "上",
        "几乎",
        "左右",
        "小于",
        "大于",
        "高于",
        "低于",
        "多于",
        "少于",
        "估计",
        "差不多",
    ]
)
_LAST = frozenset(word[-1] for word in _BEFORE)
_BARE_MODIFIERS = frozenset("上过满")
"""Of these one-character words, 上 and 过 and the like speak of a number only before 百, 千, 万."""

_LONGEST_MODIFIER = 4


def modifier_before(folded: str, start: int) -> str | None:
    """The word before a number that makes it an estimate or a bound: 约, 近, 超, 不足.

    >>> modifier_before("总投资约3亿元", 4), modifier_before("总投资3亿元", 3)
    ('约', None)
    """
    if start and folded[start - 1] == " ":
        start -= 1
    if folded[start - 1 : start] not in _LAST:
        return None
    for size in range(min(_LONGEST_MODIFIER, start), 0, -1):
        word = folded[start - size : start]
        if word in _BEFORE:
            if word in _BARE_MODIFIERS and folded[start : start + 1] not in "百千万亿":
                return None
            return word
    return None
