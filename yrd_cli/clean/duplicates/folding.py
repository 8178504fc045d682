"""The form of a text in which duplicates are looked for: an array of code points.

Simplified, half-width, lower case, without white space and what is invisible: a page and its
traditional repost are the same here. Vectorised; a table takes each character to its form.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from yrd_cli.script import simplified_forms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DROPPED = 0
"""What the table holds for a character that is left out."""

_QUOTES = str.maketrans("「」『』", "“”‘’")
_BMP = 0x10000


def folded(text: str) -> NDArray[np.uint32]:
    """The code points of a text's folded form: shape (characters that count,).

    >>> "".join(map(chr, folded("長三角　ＡＢ，「一」\\n")))
    '长三角ab,“一”'
    """
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    table, astral = _tables()
    if codes.size and codes.max() >= _BMP:
        codes = np.array([astral.get(code, code) for code in codes.tolist()], dtype=np.uint32)
        low = codes < _BMP
        codes[low] = table[codes[low]]
    else:
        codes = table[codes]
    kept: NDArray[np.uint32] = codes[codes != DROPPED]
    return kept


@cache
def _tables() -> tuple[NDArray[np.uint32], dict[int, int]]:
    """The form of each character up to U+FFFF, and of those beyond that have another."""
    import numpy as np

    forms = simplified_forms()
    table = np.arange(_BMP, dtype=np.uint32)
    for code in range(_BMP):
        table[code] = _form(code, forms)
    astral = {c: ord(f) for c, f in _pairs(forms) if c >= _BMP}
    return table, astral


def _form(code: int, forms: Any) -> int:
    char = chr(code)
    if unicodedata.category(char) in ("Cc", "Cf", "Zs", "Zl", "Zp"):
        return DROPPED
    if "\uff01" <= char <= "\uffee":
        char = _single(char, unicodedata.normalize("NFKC", char))
    char = _single(char, char.lower()).translate(_QUOTES)
    return ord(_single(char, char.translate(forms)))


def _single(char: str, other: str) -> str:
    return other if len(other) == 1 else char


def _pairs(forms: Any) -> list[tuple[int, str]]:
    return [(c, f if isinstance(f, str) else chr(f)) for c, f in forms.items()]
