"""A drawing as SVG: a handful of shapes, text that every machine can show, the same bytes always.

Corpus text is hostile: it is escaped for XML here, and here only, and what XML cannot hold or
what would turn the line round is shown escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from yrd_cli.patterns import compiled
from yrd_cli.writing.terminal import display_width, one_line

FONTS = (
    "'Noto Sans CJK SC','Source Han Sans SC','Noto Sans SC','PingFang SC','Hiragino Sans GB',"
    "'Microsoft YaHei','Noto Sans CJK TC','PingFang TC','Microsoft JhengHei',sans-serif"
)
"""What shows Chinese of both scripts on Linux, macOS and Windows, then whatever there is."""

INK, FAINT, GRID, PAPER = "#1f2328", "#57606a", "#d8dee4", "#ffffff"
"""The paper is drawn: a picture without one is black on black in a dark window."""

COLORS = ("#0067a5", "#c44900", "#00795c", "#a0367c", "#8a6100", "#3f7fbf", "#6a4c93", "#4d4d4d")
"""Each has a contrast of 4.5 or more on the paper, and neighbours differ for the colour-blind."""

TEXT_SIZE = 13.0

_NARROW_EM = 0.56
"""Mean width of a Latin letter or a digit in these fonts, as a share of the size."""

_NOT_XML = compiled("[\ufffe\uffff\U0001fffe\U0001ffff]")


@lru_cache(4096)
def text_width(text: str, size: float = TEXT_SIZE) -> float:
    """Roughly how wide a line of text is, in pixels."""
    columns = display_width(text)
    wide = columns - len(text) if columns > len(text) else 0
    return size * (wide + (columns - 2 * wide) * _NARROW_EM)


def fitted(text: str, width: float, size: float = TEXT_SIZE) -> str:
    """The text as one safe line, cut with ``…`` where it is wider than so many pixels."""
    text = label(text[:500])
    if text_width(text, size) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle] + "…", size) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def label(text: str) -> str:
    """Corpus text as one line that neither XML nor the direction of the line breaks at.

    >>> label("a\\x00b\\u202ec")
    'a\\\\x00b\\\\u202ec'
    """
    return _NOT_XML.sub("�", one_line(text))


def escaped(text: str) -> str:
    """A line of text as XML text or attribute.

    >>> escaped("<b title='a&b'>")
    '&lt;b title=&#39;a&amp;b&#39;&gt;'
    """
    text = label(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#39;")


def number(value: float) -> str:
    """A coordinate with at most two digits after the point.

    >>> number(3.0), number(2.5049), number(-0.001)
    ('3', '2.5', '0')
    """
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


class Drawing:
    """A picture under construction: ``width`` pixels wide, as high as is told in the end."""

    def __init__(self, width: float) -> None:
        self.width = width
        self._parts: list[str] = []

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, tip: str = ""
    ) -> None:
        """A filled rectangle; ``tip`` is what a browser shows over it."""
        size = f'width="{number(width)}" height="{number(height)}"'
        self._add(f'<rect x="{number(x)}" y="{number(y)}" {size} fill="{fill}"', tip)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        stroke: str = GRID,
        width: float = 1,
        dash: str = "",
    ) -> None:
        """A straight line."""
        ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._add(f'<line {ends} stroke="{stroke}" stroke-width="{number(width)}"{dashed}')

    def circle(self, x: float, y: float, radius: float, fill: str, tip: str = "") -> None:
        """A disc with a thin edge of paper, so that neighbours stay apart."""
        place = f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
        self._add(f'<circle {place} fill="{fill}" stroke="{PAPER}" stroke-width="0.8"', tip)

    def path(
        self,
        points: Iterable[tuple[float, float]],
        stroke: str,
        width: float = 2,
        dash: str = "",
        tip: str = "",
    ) -> None:
        """Straight lines from point to point."""
        data = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        style = f'fill="none" stroke="{stroke}" stroke-width="{number(width)}"{dashed}'
        self._add(f'<polyline points="{data}" {style} stroke-linejoin="round"', tip)

    def ticks(
        self,
        places: Iterable[float],
        y: float,
        height: float,
        stroke: str,
        width: float = 1,
        tip: str = "",
    ) -> None:
        """Upright strokes side by side, as one shape."""
        data = "".join(f"M{number(x)} {number(y)}v{number(height)}" for x in places)
        self._add(f'<path d="{data}" stroke="{stroke}" stroke-width="{number(width)}"', tip)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = TEXT_SIZE,
        fill: str = INK,
        anchor: str = "start",
        bold: bool = False,
        tip: str = "",
        turned: bool = False,
    ) -> None:
        """A line of text whose base line begins (or ends, or has its middle) at a point;
        ``turned`` by 90 degrees it reads upwards."""
        style = f'font-size="{number(size)}" fill="{fill}"'
        style += f' text-anchor="{anchor}"' if anchor != "start" else ""
        style += ' font-weight="600"' if bold else ""
        style += f' transform="rotate(-90 {number(x)} {number(y)})"' if turned else ""
        inner = f"<title>{escaped(tip)}</title>" if tip else ""
        place = f'x="{number(x)}" y="{number(y)}"'
        self._parts.append(f"<text {place} {style}>{inner}{escaped(text)}</text>")

    def _add(self, beginning: str, tip: str = "") -> None:
        end = f"><title>{escaped(tip)}</title></{beginning[1:].split(' ', 1)[0]}>" if tip else "/>"
        self._parts.append(beginning + end)

    def svg(self, height: float, name: str) -> str:
        """The whole picture as an SVG document; ``name`` is what it is called to who cannot
        see it."""
        size = f'width="{number(self.width)}" height="{number(height)}"'
        box = f'viewBox="0 0 {number(self.width)} {number(height)}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} role="img"'
        return "\n".join(
            [
                f'{head} font-family="{FONTS}">',
                f"<title>{escaped(name)}</title>",
                f'<rect width="100%" height="100%" fill="{PAPER}"/>',
                *self._parts,
                "</svg>\n",
            ]
        )
