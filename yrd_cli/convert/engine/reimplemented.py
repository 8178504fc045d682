"""The profile ``reimplemented``: what opencc-python-reimplemented 0.1.7 gives, from its own files.

The package cuts a text at punctuation and white space; in each run it takes the longest key
anywhere, the leftmost among equals, and goes on to the left and the right of it; the next
dictionary of the group sees only what is left; then comes the next step of the chain. No text
needs to be cut for that if no key holds a separator.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from yrd_cli.convert.engine.tables import Table
from yrd_cli.patterns import compiled

if TYPE_CHECKING:
    from yrd_cli.convert.engine.arrays import ArrayTable, Spliced
    from yrd_cli.convert.engine.codes import Codes

_SEPARATOR = compiled(
    r"[-\s,.?!*　，。、；：？！…“”‘’『』「」﹁﹂—－（）《》〈〉～．／＼︒︑︔︓︿﹀︹︺︙︐［﹇］﹈"
    r"︕︖︰︳︴︽︾︵︶｛︷｝︸﹃﹄【︻】︼]"
)


def without_separators(table: Table) -> Table:
    """The table without the keys that hold a separator, as 乔治．布希: they never match."""
    return {key: entry for key, entry in table.items() if not _SEPARATOR.search(key)}


class ArrayGroup:
    """One step of the package on arrays: dictionary by dictionary."""

    def __init__(self, tables: Sequence[ArrayTable]) -> None:
        import numpy as np

        from yrd_cli.convert.engine.arrays import lookup
        from yrd_cli.convert.engine.codes import BARRIER

        self._tables = tables
        self._lookups = [lookup(t.char_from, t.char_to) for t in tables]
        self._holds = [np.zeros(BARRIER + 1, np.bool_) for _ in tables]
        for holds, table in zip(self._holds, tables, strict=True):
            holds[table.char_from] = True

    def apply(self, codes: Codes, words: object, original: Codes) -> Spliced:
        """The output of the step; the package looks at nothing but the text."""
        import numpy as np

        from yrd_cli.convert.engine.arrays import splice
        from yrd_cli.convert.engine.codes import BARRIER, ranges
        from yrd_cli.convert.engine.selection import longest_first

        work, out = codes.copy(), codes.copy()
        starts, ends, firsts, sizes, values = [], [], [], [], []
        offset = 0
        for table, lookup, holds in zip(self._tables, self._lookups, self._holds, strict=True):
            found = longest_first(table.trie.every(work))
            work[ranges(found.start, found.end - found.start)] = BARRIER
            starts.append(found.start)
            ends.append(found.end)
            firsts.append(table.value_start[found.key] + offset)
            sizes.append(table.value_start[found.key + 1] - table.value_start[found.key])
            values.append(table.values)
            offset += len(table.values)
            single = np.flatnonzero(holds[work])
            out[single] = lookup[work[single]]
            work[single] = BARRIER
        start = np.concatenate(starts)
        order = np.argsort(start)
        end, first, size = (np.concatenate(part)[order] for part in (ends, firsts, sizes))
        return splice(out, start[order], end, np.concatenate(values), first, size)
