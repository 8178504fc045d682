"""The README's picture: what `yrd stats` writes to a terminal, exported by Rich as SVG.

`python -m tests.picture` writes it anew.
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / ".readme" / "stats.svg"
COMMAND = ("stats", "seeds/", "--top", "12")
COLUMNS = 64


def terminal_output(*args: str, columns: int = COLUMNS) -> str:
    """What yrd writes to a terminal of a width, colours and all."""
    master, slave = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(columns), "LINES": "40"}
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
        env.pop(name, None)
    with subprocess.Popen(
        [sys.executable, "-m", "yrd_cli", *args],
        stdin=subprocess.DEVNULL, stdout=slave, stderr=slave, cwd=ROOT, env=env,
    ):  # fmt: skip
        os.close(slave)
        parts = []
        while True:
            try:
                part = os.read(master, 1 << 16)
            except OSError:  # Linux: the other side was closed
                break
            if not part:
                break
            parts.append(part)
    os.close(master)
    return b"".join(parts).decode().replace("\r\n", "\n")


def picture() -> str:
    """The picture as SVG."""
    import io

    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.assemble(("$ ", "dim"), f"yrd {' '.join(COMMAND)}"))
    console.print(Text.from_ansi(terminal_output(*COMMAND)))
    svg = console.export_svg(title="yrd", unique_id="yrd")
    # Fira Code has no Chinese: name families that have, wherever the picture is shown.
    chinese = '"Noto Sans Mono CJK SC", "Sarasa Mono SC", "PingFang SC", "Microsoft YaHei"'
    return svg.replace("Fira Code, monospace", f"Fira Code, {chinese.replace(chr(34), chr(39))}, monospace")


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(), encoding="utf-8")
