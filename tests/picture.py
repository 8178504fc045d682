"""The README's picture: what `yrd stats` writes to a terminal, exported by Rich as SVG.

`python -m tests.picture` writes it anew.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from tests.running import ROOT, SEEDS, on_terminal

PICTURE = ROOT / ".readme" / "stats.svg"
COMMAND = "yrd stats seeds/ --top 12"
COLUMNS = 76

CHINESE_FONTS = "'Noto Sans Mono CJK SC', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC'"
"""Fira Code, which Rich names, has no Chinese: families that have, wherever it is shown."""


def picture() -> str:
    """The picture as SVG."""
    from rich.console import Console
    from rich.text import Text

    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        (folder / "seeds").symlink_to(SEEDS)
        shown = on_terminal(*COMMAND.split()[1:], cwd=folder, columns=COLUMNS)
    output = shown.out.decode().replace("\r\n", "\n")
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.assemble(("$ ", "dim"), COMMAND))
    console.print(Text.from_ansi(output))
    svg = console.export_svg(title="yrd", unique_id="yrd")
    return svg.replace("Fira Code, monospace", f"Fira Code, {CHINESE_FONTS}, monospace")


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(), encoding="utf-8")
