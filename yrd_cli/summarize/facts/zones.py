"""Zones of a text: title, body, footer (who runs the page, how to reach them)."""

from __future__ import annotations

from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified
from yrd_cli.summarize.facts.model import Zone

_FOOTER_LINE = compiled(
    r"版权所有|[Cc]opyright|©|ICP[备证]|公网安备|B2-\d|备案号|经营许可证"
    r"|许可证(?:编?号)?[:：]|主办单位|主办[:：]|承办[:：]|技术支持"
    r"|网站标识码|邮政编码|邮编[:：]|(?:联系|咨询|举报|服务|新闻|客服|报料|值班|投稿"
    r"|广告)(?:电话|热线|邮箱|我们|方式|人)(?:[:：]|$)|(?:电话|传真|地址|社址|邮箱|[Ee]-?mail"
    r"|TEL|Tel|FAX)[:：]"
    r"|违法和?不良信息|举报中心|免责声明|法律顾问|法律声明|网站地图|站点地图|友情链接"
    r"|关于我们|未经(?:书面)?授权|转载(?:请)?注明|扫一扫|返回顶部|建议使用|责任编辑"
)
MAX_FOOTER_LINE = 240
"""A line of a footer has at most this many characters; prose that gives a hotline has more."""


def footer_start(text: str) -> int:
    """Where the footer begins: the first of the last lines that all tell of the page itself.

    >>> footer_start("正文。\\n电话：021-63214567\\n沪ICP备05000001号")
    4
    """
    folded = to_simplified(text)
    start = len(text)
    line_end = len(text)
    while line_end >= 0:
        line_start = folded.rfind("\n", 0, line_end) + 1
        line = folded[line_start:line_end].strip()
        if line and not (len(line) <= MAX_FOOTER_LINE and _FOOTER_LINE.search(line)):
            break
        if line:
            start = line_start
        if not line_start:
            # A text of nothing but such lines has no body that they could follow.
            return len(text) if start == 0 and "\n" not in folded.strip() else start
        line_end = line_start - 1
    return start


def zone_of(start: int, title_end: int, footer: int) -> Zone:
    """The zone of an offset."""
    return "title" if start < title_end else "footer" if start >= footer else "body"


def title_end(text: str, title: str | None) -> int:
    """Where the title ends, when the text begins with it; else 0.

    >>> title_end("标题\\n正文", "标题"), title_end("正文", None)
    (2, 0)
    """
    title = (title or "").strip()
    first, _, _ = text.partition("\n")
    lead = len(first) - len(first.lstrip())
    if title and to_simplified(first.strip()) == to_simplified(title):
        return lead + len(title)
    return 0
