"""Title lines that search-engine spammers put into hacked pages."""

from __future__ import annotations

import re

_BREAKS = re.compile(r"[/|,，、_\-－—｜・·\s]+")
_WORDS = re.compile(
    "亚洲|亞洲|欧洲|歐洲|欧美|歐美|日韩|日韓|国产|國產|综合|綜合|一区|二区|三区|一區|二區|天使图片|色|性|成人|影院|"
    "不卡|麻豆|无码|無碼|有码|高清|在线观看|在線觀看|在线视频|免费观看|免費觀看|电影观看|電影觀看|精品|久久|人妻|"
    "熟女|丝袜|絲襪|激情|伦理|倫理|三级|三級|黄片|黃片|毛片|裸|乱伦|亂倫|自拍|偷拍|中文字幕|主播|约炮|AV|av|"
    "博彩|棋牌|娱乐城|娛樂城|真人|投注|开户|開戶|百家乐|百家樂|老虎机|老虎機|彩票|时时彩|時時彩|六合彩|澳门|澳門|"
    "赌场|賭場|体育官网|下注|返水|平台注册|外围|外圍|电子游戏|捕鱼|威尼斯人|代开发票|办证|刷单|贷款口子"
)
_STRONG = re.compile(
    "性插|色综合|色綜合|综合色|綜合色|色情|无码|無碼|麻豆|久久|人妻|熟女|三级片|三級片|黄片|黃片|毛片|乱伦|亂倫|约炮|"
    "不卡|性爱|性愛|博彩|娱乐城|娛樂城|百家乐|百家樂|老虎机|老虎機|时时彩|時時彩|六合彩|赌场|賭場|国产精品|國產精品|"
    "成人视频|成人視頻|成人影|成人电影|成人電影|日韩欧美|日韓歐美|欧美日韩|歐美日韓|棋牌|真人娱乐|真人娛樂|投注平台|威尼斯人"
)
_SENTENCE = re.compile("[。！？；]")

LONGEST_SPAM = 300
MIN_ITEMS = 3
MIN_WORDS = 3
"""Hits of the list; a headline about gambling has one or two and reads like a sentence."""


def is_spam_title(text: str) -> bool:
    """Whether a line is a row of spam keywords.

    >>> is_spam_title("成人影院在线/国产精品一区/欧美日韩不卡/久久电影")
    True
    >>> is_spam_title("警方打掉一网络赌场,涉案金额过亿")
    False
    """
    if len(text) > LONGEST_SPAM or _STRONG.search(text) is None or _SENTENCE.search(text):
        return False
    items = [item for item in _BREAKS.split(text) if item]
    if len(items) < MIN_ITEMS:
        return False
    spammed = sum(_WORDS.search(item) is not None for item in items)
    return spammed >= MIN_ITEMS - 1 and len(_WORDS.findall(text)) >= MIN_WORDS and (
        2 * spammed >= len(items)
    )
