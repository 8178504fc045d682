"""What one line says of itself: does it read like text, like a label, like part of a list?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from yrd_cli.clean.page_signs import Border, PageSigns, Sign
from yrd_cli.patterns import compiled

LONG_TEXT = 80
"""A line of this many characters is text even without marks of punctuation."""

SHORT_SENTENCE = 10
"""A line this long that ends like a sentence is text."""

NUMBERED_WEIGHT = -0.5
"""Weight of numbered headings (第一章 总则): lists of them belong to texts more than to pages."""

LONGEST_HEADING = 40
"""Longer lines that begin with a number are paragraphs: 第一条 ..."""

LONGEST_HEADLINE = 40
HEADLINE_WEIGHT = 3.0
"""Weight of one short question or exclamation: speech in a story, or a headline among links."""

LISTED_WEIGHT = -1.0
"""Weight of numbered items and of fields (成人票:30元): menus have neither."""

LONGEST_IMAGE = 89
"""Characters of the longest name of an image."""

LONGEST_DATE_TAIL = 9
"""Characters that may follow a date where nothing else shows that the line is one: 星期五 08:30."""

_STOPS = "。？！；!?;"
_PAUSES = "，、,：:"
_ENDS = frozenset("。！？…”’」』；!?;.)）：:，,")
_STRONG_ENDS = frozenset("。！？”」』；!?;…")

_EVENT_TIME = compiled(
    r"(?:[一二三四五六七八九十\d]{1,2}[、.])?(?:报名|報名|活动|活動|会议|會議|考试|考試|面试|面試|开标|開標|"
    r"截止|演出|比赛|比賽|讲座|講座|培训|培訓|集合|举办|舉辦|出生|截稿|投标|递交|领取|公示)?"
    r"(?:时|時|期|日)[ \u3000]{0,4}(?:间|間|期|限)\s?[:：]"
)
"""The time of what a text announces; that of its publication has another label."""

_OPTION = compiled(r"[A-Ha-h] ?[.、．)] ?\S")
"""An answer to choose: A. 声音可以在真空中传播"""

_IMAGE = compiled(r"[\w\-]{6,80}\.(?:png|jpe?g|gif|webp|bmp)", re.IGNORECASE | re.ASCII)
_HASH = compiled(r"(?:[0-9a-f]{16,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.I)
_TEASER = compiled(
    r"(?<![.…])(?:\.\.\.|…)(?![.…]) ?[\[【(（]? ?(?:详细|詳細|更多|全文|阅读|查看|閱讀)?\S{0,6}$"
)
_BULLET = compiled(r"[•·‧◎▪■□◆●○>»|*▶►]|\d{1,2} ?[.、] ?\d*\D")
_DATE = compiled(
    r"[^\d]{0,16}(?:(?:19|20)\d\d ?[-年/.] ?\d{1,2} ?[-月/.] ?\d{1,2}|\d{1,2}(?:月|-)\d{1,2})"
    r"(?:日|号|號)?(?!\d)"
)
_SIGNED = compiled(r"[（(]?(?:20\d\d|19\d\d|民國 ?\d{2,3}) ?年 ?\d{1,2} ?月 ?\d{1,2} ?日[)）]?")
_YEAR = compiled(r"(?:19|20)\d\d ?[-年/.]")
_PERIOD = ("至", "到", "起", "前", "~", "～", "—", "－")
"""What makes a date one end of a period."""

_CLOCK = compiled(r"\d{1,2}[:：]\d\d")
_SOURCE = compiled(
    r"(?:来源|來源|稿源|出处|發布|发布|发表|發表)(?:时间|時間|日期)?\s?[:：|]|发稿时间|"
    r"(?:来源|來源)$"
)
_CREDIT = compiled(
    r"[\[【(（]?\s?(?:责任编辑|責任編輯|责编|責編|编辑|編輯|校对|校對|审核|審核|实习编辑|作者|来源|來源|"
    r"初审|终审|监制|监审|主编|值班主编)\s?[丨|:：/]"
)
_EDITOR = compiled(r"[\[【(（]?\s?(?:责任编辑|責任編輯|责编|責編|编辑|編輯)")
_NUMBERED = compiled(
    r"第 ?[一二三四五六七八九十百零〇\d]{1,4} ?[章节節编編条條款部分卷篇回]|"
    r"[（(]?[一二三四五六七八九十]{1,3}[、)）．. ]|"
    r"目 {0,8}[录錄次]$|附[件则則录錄][：: \d]?|"
    r"\d{4}年\d{1,2}月\d{1,2}日.{1,40}(?:通过|通過|公布|批准|修订|修訂|修正|发布|施行)"
)
_ARTICLE = compiled(r"第[一二三四五六七八九十百千零〇\d]{1,7}[条條][ \u3000]")
"""An article of a law, which is no sign of a page whatever it says."""

_ENACTED = compiled(
    r"\d{4}年\d{1,2}月\d{1,2}日.{1,80}(?:通过|通過|公布|批准|修订|修訂|修正|发布|施行)"
)
_FIELD = compiled(r"[^\W\d_]{2,10} ?[：:] ?[^\s：:]\S")
_NO_WORDS = compiled(r"[\W\d_]+")
_HAN_OR_LETTER = compiled(r"[^\W\d_]")


@dataclass(slots=True)
class Sense:
    """The evidence of one line. ``weight`` above 0: it reads like text.

    ``vote`` (-1 to 1) is what the markup of an HTML page says; 0 where there is none. ``decided``:
    an earlier stage took the line for a credit.
    """

    text: str
    weight: float
    sign: Sign | None = None
    shape: str = "text"
    border: Border = ""
    vote: float = 0.0
    decided: bool = False

    @property
    def is_full_date(self) -> bool:
        """Whether the line gives a date with its year or with the clock."""
        return (
            self.shape == "date"
            and not _BULLET.match(self.text)
            and (_YEAR.search(self.text) is not None or _CLOCK.search(self.text) is not None)
        )

    @property
    def is_signature(self) -> bool:
        """Whether the line is a date alone, as it stands below a notice: 2020年5月14日."""
        return self.shape == "date" and _SIGNED.fullmatch(self.text) is not None

    @property
    def is_text(self) -> bool:
        """Whether the line reads like (part of) a paragraph."""
        return self.weight > 0


LONGEST_KEPT = 200
KEPT_LINES = 16384
"""The senses of so many lines of at most this length are kept: a page is judged in rounds, and
the pages of a site share their menus. 10 MB at most."""


def sense_of(text: str, signs: PageSigns) -> Sense:
    """What a stripped, non-empty line says of itself; linear in its length."""
    if len(text) > LONGEST_KEPT:
        return _sense(text, signs)
    known = _kept_sense(text, signs)
    return Sense(known.text, known.weight, known.sign, known.shape, known.border)


@lru_cache(maxsize=KEPT_LINES)
def _kept_sense(text: str, signs: PageSigns) -> Sense:
    return _sense(text, signs)


def _sense(text: str, signs: PageSigns) -> Sense:
    sign = _sign_of(text, signs)
    if sign is not None:
        if sign.sure:
            return Sense(text, -8.0, sign, "sign", sign.border)
        # A button of a section's heading has text below it.
        weight = LISTED_WEIGHT if sign.border == "head" else -5.0
        return Sense(text, weight, sign, "sign", sign.border)
    length = len(text)
    if length <= LONGEST_IMAGE and _is_image(text):
        return Sense(text, 0.0, None, "image")
    if length < LONG_TEXT:
        shape = _shape(text, length)
        if shape is not None:
            return shape
    elif _is_link_list(text, length):
        return Sense(text, -8.0, None, "link-list")
    elif length < 300 and text[-1] in ".…" and _TEASER.search(text, length - 12):
        return Sense(text, -6.0, None, "teaser")
    return Sense(text, _text_weight(text, length))


def may_fall(texts: list[str], signs: PageSigns) -> bool:
    """Whether any of a text's lines (stripped) has a sign of a page, is the name of an image or a
    question mark: where none does, no line can fall, whatever else they say."""
    short = [text for text in texts if text.isascii()]
    return any(_is_image(text) or not text.strip("?") for text in short) or any(
        _sign_of(text, signs) for text in signs.candidates(texts)
    )


def _sign_of(text: str, signs: PageSigns) -> Sign | None:
    return None if text[0] == "第" and _ARTICLE.match(text) else signs.of(text)


def _is_image(text: str) -> bool:
    return text.isascii() and (
        _IMAGE.fullmatch(text) is not None or _HASH.fullmatch(text) is not None
    )


def _shape(text: str, length: int) -> Sense | None:
    """The sense of a short line that is no sentence; None for one that may be."""
    numbered = _NUMBERED.match(text) if length <= LONGEST_HEADING else _ENACTED.match(text)
    if numbered and text[-1] not in _STRONG_ENDS:
        return Sense(text, NUMBERED_WEIGHT)
    if _NO_WORDS.fullmatch(text):
        return Sense(text, -2.0, None, "date" if _is_date(text, length) else "no-text")
    if _is_date(text, length):
        if _EVENT_TIME.match(text):
            return Sense(text, LISTED_WEIGHT)
        return Sense(text, -6.0, None, "date")
    if length < 60 and _CREDIT.match(text):
        return Sense(text, -6.0, None, "credit", "end" if _EDITOR.match(text) else "")
    if _OPTION.match(text):
        return Sense(text, LISTED_WEIGHT)
    if _is_link_list(text, length):
        if _is_table_row(text):
            return Sense(text, LISTED_WEIGHT)
        return Sense(text, -8.0, None, "link-list")
    if length >= 20 and text[-1] in ".…" and _TEASER.search(text):
        return Sense(text, -6.0, None, "teaser")
    if length < 60 and _BULLET.match(text):
        item = text[0].isdigit()
        if text[-1] not in _STRONG_ENDS or not (item or "。" in text or "；" in text):
            return Sense(text, LISTED_WEIGHT if item else -5.0, None, "list-item")
    if length < 40 and text[-1] not in _STRONG_ENDS and _FIELD.match(text):
        return Sense(text, LISTED_WEIGHT)
    return None


def _is_date(text: str, length: int) -> bool:
    """A line of a date and what stands beside dates: the clock, the source."""
    if length > 70 or text[-1] in "。；，" or "版" in text:
        return False
    match = _DATE.match(text)
    if match is not None and text[match.end() : match.end() + 1] in _PERIOD:
        return False
    if match is None:
        return _SOURCE.search(text) is not None and length < 40 and _CLOCK.search(text) is not None
    if length - match.end() <= LONGEST_DATE_TAIL or _SOURCE.search(text):
        return True
    return _CLOCK.match(text, match.end() + 1) is not None


def _is_link_list(text: str, length: int) -> bool:
    """Many short words with gaps between them, and no punctuation."""
    gaps = text.count(" ") + text.count("|") + text.count("\t") + text.count("｜")
    if gaps < 4 or gaps * 12 < length or text.isascii():
        return False
    if 2 * gaps + 1 >= length - text.count("  "):
        return False  # 民 事 判 决 书: one word, set wide
    return not any(c in text for c in "。；") and text.count("，") + text.count(",") < 2


def _is_table_row(text: str) -> bool:
    """Whether half of the words are numbers: the row of a table, not of links."""
    words = text.replace("|", " ").replace("｜", " ").split()
    return 2 * sum(word[0].isdigit() for word in words) >= len(words)


def _text_weight(text: str, length: int) -> float:
    """How much a line reads like text: length, full stops, pauses, an end mark."""
    if text.isascii():
        return _latin_weight(text, length)
    stops = sum(map(text.count, _STOPS))
    pauses = sum(map(text.count, _PAUSES))
    strong = text[-1] in _STRONG_ENDS
    if length < LONGEST_HEADLINE and stops == 1 and text[-1] in "？！?!":
        return HEADLINE_WEIGHT if length >= SHORT_SENTENCE else 1.0
    if (
        length >= LONG_TEXT
        or (strong and length >= SHORT_SENTENCE)
        or (stops and length >= 20)
        or (pauses >= 2 and length >= 40)
    ):
        return (
            min(length, 200) * 0.3 + min(stops, 5) * 4 + min(pauses, 10) + (6 if strong else 0) - 6
        )
    if strong or (text[-1] in _ENDS and pauses):
        return 1.0 if length >= 5 else -0.5
    return _label_weight(length)


def _latin_weight(text: str, length: int) -> float:
    """The same for lines without Han characters, of which three say as much as one Han."""
    ended = text[-1] in ".!?\"'"
    if length >= 2 * LONG_TEXT or (ended and length >= 3 * SHORT_SENTENCE):
        return min(length, 600) * 0.1 + min(text.count(". "), 5) * 4 + (6 if ended else 0) - 6
    return 0.5 if ended and length >= SHORT_SENTENCE else _label_weight(length // 3)


def _label_weight(length: int) -> float:
    """The shorter a line that is no sentence, the more it looks like a button."""
    if length <= 6:
        return -4.0
    if length <= 12:
        return -3.0
    return -2.0 if length <= 30 else -1.0
