"""How the table of readings was made, from the table of pypinyin that yrd ships (MIT).

``python -m yrd_cli.grep.pinyin_source`` writes it anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

from yrd_cli.grep.classes import class_of, fold

SOURCE = Path(__file__).parent.parent / "clean" / "data" / "pinyin.txt"

HEADER = """\
# Mandarin readings: a reading, a space, the characters that have it, in simplified forms.
# Made by yrd_cli/grep/pinyin_source.py from pypinyin 0.55.0 (Copyright (c) 2016 mozillazg, MIT
# licence), whose readings come from Unicode's kMandarin, CC-CEDICT and others. Characters that
# neither GB 2312 nor Big5 has in any form are left out.
"""


def build_readings() -> list[str]:
    """One line for each reading of a character in use."""
    lines = []
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        reading, _, chars = line.partition(" ")
        used = sorted({fold(char) for char in chars if _is_in_use(char)})
        if used and not line.startswith("#"):
            lines.append(f"{reading} {''.join(used)}")
    return lines


def _is_in_use(char: str) -> bool:
    return any(_has(form, encoding) for form in class_of(char) for encoding in ("gb2312", "big5"))


def _has(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(HEADER + "".join(line + "\n" for line in build_readings()))
