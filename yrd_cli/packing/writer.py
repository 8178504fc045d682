"""Values to bytes, column by column."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import chain, compress, repeat
from operator import attrgetter, is_
from typing import Any

from yrd_cli.packing.classes import (
    DTYPE,
    RESULT_CLASSES,
    SIZE_BYTES,
    Column,
    attributes,
    deep_calls,
    has_state,
)

_WIDEST_RECORD = 16
"""Tuples of more items are no records: their items are one column."""
_SAMPLE = 32
"""Strings from which it is judged whether half of a column are repeats, which are kept once."""
_WIDTHS = (("B", 0, 1 << 8), ("H", 0, 1 << 16), ("I", 0, 1 << 32), ("q", -(1 << 63), 1 << 63))


def packed(value: Any) -> bytes:
    """A value as bytes; raises TypeError where something in it is of no type that is known."""
    writer = _Writer()
    with deep_calls():
        writer.column((value,))
    return b"".join(writer.parts)


class _Writer:
    """Columns, one behind another; each begins with the tag of its kind."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def column(self, values: Column) -> None:
        kinds = list(dict.fromkeys(map(type, values)))
        if len(kinds) == 1:
            self._of(kinds[0], values)
        elif not kinds:
            self.parts.append(b"N")
        else:
            self._mixed(kinds, values)

    def _of(self, kind: type, values: Column) -> None:
        write = _WRITERS.get(kind)
        if write is not None:
            write(self, values)
        elif issubclass(kind, StrEnum):
            self.strings([value.value for value in values])
        elif kind.__module__ == "numpy" and kind.__name__ == "ndarray":
            self._arrays(values)
        else:
            self._objects(kind, values)

    def _mixed(self, kinds: list[type], values: Column) -> None:
        places = {kind: i for i, kind in enumerate(kinds)}
        found = list(map(type, values))
        self.parts += b"V", bytes([len(kinds)]), bytes(map(places.__getitem__, found))
        for kind in kinds:
            self._of(kind, list(compress(values, map(is_, found, repeat(kind)))))

    def sized(self, data: bytes) -> None:
        self.parts += len(data).to_bytes(SIZE_BYTES, "little"), data

    def nones(self, values: Column) -> None:
        # A byte for each, as for all other values: what is read takes no more memory than a
        # multiple of its bytes.
        self.parts += b"N", bytes(len(values))

    def bools(self, values: Column) -> None:
        self.parts += b"B", bytes(values)

    def ints(self, values: Column) -> None:
        least, most = min(values), max(values)
        for code, low, high in _WIDTHS:
            if low <= least and most < high:
                self.parts += b"I", code.encode(), array(code, values).tobytes()
                return
        self.parts.append(b"L")
        self.column(list(map(hex, values)))

    def floats(self, values: Column) -> None:
        self.parts += b"F", array("d", values).tobytes()

    def strings(self, values: Column) -> None:
        if len(values) > 1 and 2 * len(set(values[:_SAMPLE])) <= min(len(values), _SAMPLE):
            places = dict(zip(dict.fromkeys(values), range(len(values)), strict=False))
            if 2 * len(places) <= len(values):
                self.parts.append(b"D")
                self.column((len(places),))
                self.column(list(places))
                self.ints(list(map(places.__getitem__, values)))
                return
        joined = "\0".join(values)
        if joined.count("\0") == len(values) - 1:
            self.parts.append(b"S")
        else:
            self.parts.append(b"T")
            self.ints(list(map(len, values)))
            joined = "".join(values)
        self.sized(joined.encode("utf-8", "surrogatepass"))

    def blobs(self, values: Column) -> None:
        self.parts.append(b"Y")
        self.ints(list(map(len, values)))
        self.parts += values

    def tuples(self, values: Column) -> None:
        width = len(values[0])
        if 0 < width <= _WIDEST_RECORD and set(map(len, values)) == {width}:
            self.parts += b"R", bytes([width])
            for column in zip(*values, strict=True):
                self.column(column)
        else:
            self._lists(b"U", values)

    def _lists(self, tag: bytes, values: Column) -> None:
        self.parts.append(tag)
        self.ints(list(map(len, values)))
        self.column(list(chain.from_iterable(values)))

    def _mappings(self, tag: bytes, values: Column) -> None:
        self._lists(tag, values)
        self.column(list(chain.from_iterable(value.values() for value in values)))

    def _texts(self, tag: bytes, values: Iterable[str]) -> None:
        self.parts.append(tag)
        self.strings(list(values))

    def packed_arrays(self, values: Column) -> None:
        self._texts(b"Q", [value.typecode for value in values])
        self.blobs([value.tobytes() for value in values])

    def patterns(self, values: Column) -> None:
        self._texts(b"X", [value.pattern for value in values])
        self.ints([value.flags for value in values])

    def _arrays(self, values: Column) -> None:
        dtypes = [value.dtype.str for value in values]
        if not all(map(DTYPE.fullmatch, dtypes)):
            raise TypeError(f"an array of {dtypes} cannot be kept")
        self._texts(b"P", dtypes)
        self.tuples([value.shape for value in values])
        self.blobs([value.tobytes() for value in values])

    def _objects(self, kind: type, values: Column) -> None:
        if RESULT_CLASSES.get(kind.__name__) != kind.__module__:
            raise TypeError(f"{kind.__module__}.{kind.__qualname__} cannot be kept")
        self.parts.append(b"K")
        self.sized(kind.__name__.encode())
        if has_state(kind):
            self.column([value.__getstate__() for value in values])
            return
        names = attributes(kind) or tuple(vars(values[0]))
        self.sized(",".join(names).encode())
        for column in zip(*_rows(kind, names, values), strict=True):
            self.column(column)


def _rows(kind: type, names: tuple[str, ...], values: Column) -> Iterable[tuple[Any, ...]]:
    """The attributes of each object."""
    if issubclass(kind, tuple):
        return values
    if "__reduce__" in vars(kind):  # it leaves out what need not travel
        return (value.__reduce__()[1] for value in values)
    if not attributes(kind) and any(tuple(vars(value)) != names for value in values):
        raise TypeError(f"a {kind.__name__} with other attributes cannot be kept")
    one = attrgetter(*names)
    return map(one, values) if len(names) > 1 else zip(map(one, values), strict=True)


_WRITERS: dict[type, Callable[[_Writer, Column], None]] = {
    type(None): _Writer.nones,
    bool: _Writer.bools,
    int: _Writer.ints,
    float: _Writer.floats,
    str: _Writer.strings,
    bytes: _Writer.blobs,
    tuple: _Writer.tuples,
    list: lambda w, values: w._lists(b"A", values),
    set: lambda w, values: w._lists(b"E", values),
    frozenset: lambda w, values: w._lists(b"Z", values),
    dict: lambda w, values: w._mappings(b"M", values),
    Counter: lambda w, values: w._mappings(b"C", values),
    array: _Writer.packed_arrays,
    re.Pattern: _Writer.patterns,
    Decimal: lambda w, values: w._texts(b"G", map(str, values)),
    date: lambda w, values: w._texts(b"O", map(date.isoformat, values)),
    datetime: lambda w, values: w._texts(b"W", map(datetime.isoformat, values)),
}
