"""The path to a page (首页 > 新闻中心 > 正文), read from its line."""

from __future__ import annotations

import re

from yrd_cli.clean.credit_words import SPACE
from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified

MAX_LINE = 120
MAX_CRUMB = 60
"""The last crumb may be the headline itself."""

_TRIGGER = compiled(">|»|›|＞|→|位置|在[这這]|首[页頁] ?[/／]|主[页頁] ?[/／]")
_LABEL = compiled(
    r"^(?:[您你]?(?:现在|当前|目前)?(?:所在|所处)?的?(?:页面)?的?位置(?:是|为)?|[您你]在这里)"
    r" ?[:：][ \u3000]{0,4}"
)
_STEP = compiled(r"[ \u3000]{0,4}(?:>{1,3}|»|›|＞|→)[ \u3000]{0,4}")
_SLASH = compiled(r"[ \u3000]{0,4}[/／][ \u3000]{0,4}")
_HOME = compiled(r"^[\u3400-\u9fffA-Za-z0-9]{0,10}(?:首页|主页|网)$|^Home$", re.IGNORECASE)
_FIRST_PAGE = compiled(r"(?:首页|主页)$")
_BUTTON_BEHIND = compiled(r"(?<=^正文)[ \u3000]{1,4}\S{1,12}$")


def read_breadcrumb(text: str) -> list[str] | None:
    """The crumbs of a line that holds nothing else, or None.

    >>> read_breadcrumb("当前位置:首页 > 新闻中心 > 正文内容")
    ['首页', '新闻中心', '正文内容']
    >>> read_breadcrumb("首页 新闻 图片") is None
    True
    """
    if len(text) > MAX_LINE or not _TRIGGER.search(text):
        return None
    line = text.strip(SPACE)
    folded = to_simplified(line)
    label = _LABEL.match(folded)
    if not label and not _STEP.search(line) and not _FIRST_PAGE.search(_SLASH.split(folded)[0]):
        return None
    start = label.end() if label else 0
    steps = _STEP.split(line[start:])
    if len(steps) == 1 and (label or _FIRST_PAGE.search(_SLASH.split(folded)[0])):
        steps = _SLASH.split(line[start:])
    crumbs = [step.strip(SPACE) for step in steps]
    named = [_BUTTON_BEHIND.sub("", crumb) for crumb in crumbs if crumb]
    if not named or any(len(crumb) > MAX_CRUMB for crumb in named):
        return None
    if not label and not (len(crumbs) > 1 and _HOME.match(to_simplified(crumbs[0]))):
        return None
    return named
