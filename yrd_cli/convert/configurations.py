"""Which configurations there are, and which one leads from a script to a target."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from yrd_cli.errors import UsageError
from yrd_cli.script import HAN

_OWN = Path(__file__).parent / "data"

RUN = 1000
"""Characters to which a run without any separator is cut before conversion: the package's time
grows with the square of a run. A phrase across a cut is not seen as one; such runs are no prose."""

_LONG_RUN = re.compile(rf"[^\s,.，。、；：？！…“”「」（）《》]{{{2 * RUN},}}")


@dataclass(frozen=True, slots=True)
class Route:
    """The configurations that lead to a target from each script; None leaves text as it is."""

    from_hans: str | None
    from_hant: str | None


TARGETS = {
    "s": Route(None, "t2s"),
    "t": Route("s2t", None),
    "tw": Route("s2tw", "t2tw"),
    "twp": Route("s2twp", "t2twp"),
    "hk": Route("s2hk", "t2hk"),
    "jp": Route("s2jp", "t2jp"),
}
"""Targets by intent: Simplified, Traditional, Taiwan (with its words: twp), Hong Kong, Japan."""


@cache
def configurations() -> dict[str, Path]:
    """Every configuration by name: those of opencc-python-reimplemented, and ours."""
    spec = find_spec("opencc")
    if spec is None or spec.origin is None:  # pragma: no cover - a broken installation
        raise ModuleNotFoundError("opencc-python-reimplemented is not installed")
    files = [*(Path(spec.origin).parent / "config").glob("*.json"), *_OWN.glob("*.json")]
    return {path.stem: path for path in sorted(files, key=lambda p: p.stem)}


def choose(option: str, name: str, known: Iterable[str]) -> str:
    """The name, if it is known; else UsageError with the list and the nearest."""
    names = list(known)
    if name in names:
        return name
    near = get_close_matches(name.lower(), names, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise UsageError(f"{option}: no {name!r}{hint} (choose from {', '.join(names)})")


class Converter:
    """Applies one configuration to everything it is given."""

    def __init__(self, config: str) -> None:
        self._path = configurations()[choose("-c", config, configurations())]
        self._opencc: Any = None

    def convert(self, text: str) -> str:
        """The text converted; what is not Han stays as it is.

        >>> Converter("t2s").convert("長三角\\r\\n")
        '长三角\\r\\n'
        """
        if not HAN.search(text):
            return text
        if self._opencc is None:
            from opencc import OpenCC

            # The package joins the name to its own folder: an absolute path stays as it is.
            self._opencc = OpenCC(str(self._path.with_suffix("")))
        parts, end = [], 0
        for run in _LONG_RUN.finditer(text):
            parts.append(text[end : run.start()])
            parts += [run[0][i : i + RUN] for i in range(0, len(run[0]), RUN)]
            end = run.end()
        parts.append(text[end:])
        return "".join(map(self._opencc.convert, parts))
