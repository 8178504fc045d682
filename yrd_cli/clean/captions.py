"""Captions of pictures and headings within the body: lines that stay, with a mark."""

from __future__ import annotations

from yrd_cli.clean.draft import Draft, Line, Verdict
from yrd_cli.patterns import compiled

LONGEST_CAPTION = 160
LONGEST_HEADING = 30
"""Characters; headings of the news and law corpora are 4 to 28 long."""

_OPENING = compiled(
    r"[▲△↑▼◀▶(（【\[]?\s?(?:(?:图说|圖說|图注|圖註|图片说明|圖片說明|资料图|資料圖|示意图|示意圖|效果图|配图|"
    r"图片来源|圖片來源|图源|圖源|照片来源|照片來源|图\d{0,2}|圖\d{0,2}|摄影|攝影)\s?[:：丨|／/]|图为|圖為)"
    r"|[▲△↑]"
)
_CLOSING = compiled(
    r"(?:(?:[\s，。/／（(|丨]|记者|記者)[\u4e00-\u9fff·]{2,5}\s{0,2}[/／]?\s{0,2}(?:摄|攝)(?:影)?"
    r"|(?:供图|供圖|资料图片?|資料圖片?|资料照片?|資料照片?|翻摄|翻攝|合影留念|合影)"
    r"|(?:图片来源|圖片來源|图源|圖源|图|圖)\s?[:：/／]\s?\S{2,20}"
    r"|(?:新华社|中新社|新華社|法新社|路透社|美联社)(?:记者|記者)?[^。]{0,12}(?:摄|攝|发|發)"
    r"(?:（[^（）]{2,20}）)?)[)）】\]]{0,2}$"
)
"""How captions end: 徐程 摄. A line that ends with a full stop tells of a picture, and is text."""

_SENTENCE_END = frozenset("。！？!?;；,，、…”’」』.:：")


def mark_captions(draft: Draft) -> None:
    """Mark captions and headings among the lines that stand."""
    below_image = False
    previous: Line | None = None
    for line in draft.lines:
        text = line.text
        if not text or text.isspace():
            continue
        if not line.in_body:
            below_image = line.verdict is not None and line.verdict.reason == "image-name"
            continue
        if line.verdict is None or line.verdict.reason in ("body", "heading"):
            length = len(text)
            if length <= LONGEST_CAPTION and _is_caption(text, length, below_image):
                _mark(draft, line, "caption")
        if previous is not None and len(previous.text) <= LONGEST_HEADING:
            _mark_heading(draft, previous, text)
        previous, below_image = line, False


def _mark(draft: Draft, line: Line, reason: str) -> None:
    score = line.verdict.score if line.verdict else None
    draft.judge(line, Verdict("mark", reason, score))


def _is_caption(text: str, length: int, below_image: bool) -> bool:
    if below_image and length <= 2 * LONGEST_HEADING and text[-1] not in _SENTENCE_END:
        return True
    if _OPENING.match(text):
        return True
    return text[-1] != "。" and _CLOSING.search(text, max(0, length - 40)) is not None


def _mark_heading(draft: Draft, above: Line, text: str) -> None:
    """Mark the line above a paragraph as its heading, if it is short and no sentence."""
    if above.verdict is None or above.verdict.action != "keep":
        return
    heading = above.text
    if heading == (draft.given_title or draft.metadata.get("title")):
        return  # the headline, where the user keeps it in the text
    if heading[-1] in _SENTENCE_END or len(text) < 40:
        return
    _mark(draft, above, "heading")
