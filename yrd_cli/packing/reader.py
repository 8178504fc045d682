"""Bytes to values, column by column; nothing in them is believed."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate, pairwise, repeat
from typing import Any

from yrd_cli.packing.classes import (
    DTYPE,
    SIZE_BYTES,
    Column,
    attributes,
    class_of,
    deep_calls,
    has_state,
)

_TYPECODES = frozenset("bBhHiIlLqQfd")
_PATTERN_FLAGS = re.ASCII | re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE | re.UNICODE


class DamagedError(ValueError):
    """Bytes that ``packed`` did not give."""


def unpacked(data: bytes | memoryview) -> Any:
    """The value of ``packed``, equal and of the same types; raises DamagedError, whatever the
    bytes are."""
    reader = _Reader(data)
    try:
        with deep_calls():
            (value,) = reader.column(1)
    except Exception as e:  # whatever the types say of content that does not fit them
        raise DamagedError(f"{type(e).__name__}: {e}") from None
    if reader.rest:
        raise DamagedError("trailing bytes")
    return value


class _Reader:
    """Reads what a writer wrote; raises whatever comes of bytes that no writer wrote."""

    def __init__(self, data: bytes | memoryview) -> None:
        self._data = memoryview(data)
        self._at = 0

    @property
    def rest(self) -> int:
        """The bytes that are left."""
        return len(self._data) - self._at

    def column(self, count: int) -> Column:
        values = _READERS[bytes(self._take(1))](self, count)
        if len(values) != count:
            raise ValueError("more or fewer values than there should be")
        return values

    def _take(self, size: int) -> memoryview:
        if not 0 <= size <= self.rest:
            raise ValueError("the end is missing")
        self._at += size
        return self._data[self._at - size : self._at]

    def _sized(self) -> memoryview:
        return self._take(int.from_bytes(self._take(SIZE_BYTES), "little"))

    def _numbers(self, code: str, count: int) -> list[Any]:
        numbers = array(code)
        numbers.frombytes(self._take(count * numbers.itemsize))
        return numbers.tolist()

    def mixed(self, count: int) -> Column:
        kinds = self._take(1)[0]
        places = bytes(self._take(count))
        columns = [iter(self.column(places.count(kind))) for kind in range(kinds)]
        return list(map(next, map(columns.__getitem__, places)))

    def nones(self, count: int) -> Column:
        self._take(count)
        return [None] * count

    def bools(self, count: int) -> Column:
        return list(map(bool, self._take(count)))

    def ints(self, count: int) -> Column:
        code = chr(self._take(1)[0])
        if code not in ("B", "H", "I", "q"):
            raise ValueError(f"integers of type {code!r}")
        return self._numbers(code, count)

    def long_ints(self, count: int) -> Column:
        return list(map(int, self._strings(count), repeat(16)))

    def floats(self, count: int) -> Column:
        return self._numbers("d", count)

    def _integers(self, count: int) -> list[int]:
        """A column that must be of integers."""
        if bytes(self._take(1)) != b"I":
            raise ValueError("no integers")
        return list(self.ints(count))

    def _limits(self, count: int) -> Iterator[tuple[int, int]]:
        """Beginnings and ends of so many stretches; the last end is that of all."""
        sizes = self._integers(count)
        if sizes and min(sizes) < 0:
            raise ValueError("a size under 0")
        return pairwise(accumulate(sizes, initial=0))

    def _strings(self, count: int) -> list[str]:
        """A column that must be of strings."""
        tag = bytes(self._take(1))
        if tag not in (b"S", b"T", b"D"):
            raise ValueError("no strings")
        return list(_READERS[tag](self, count))

    def joined(self, count: int) -> Column:
        values = str(self._sized(), "utf-8", "surrogatepass").split("\0")
        if len(values) != count:
            raise ValueError("more or fewer strings than there should be")
        return values

    def cut(self, count: int) -> Column:
        limits = list(self._limits(count))
        text = str(self._sized(), "utf-8", "surrogatepass")
        if limits[-1][1] != len(text):
            raise ValueError("a text of another length")
        return [text[start:end] for start, end in limits]

    def repeated(self, count: int) -> Column:
        (different,) = self._integers(1)
        values = self._strings(different)
        return list(map(values.__getitem__, self._integers(count)))

    def blobs(self, count: int) -> Column:
        return [bytes(self._take(end - start)) for start, end in list(self._limits(count))]

    def _blobs(self, count: int) -> Column:
        if bytes(self._take(1)) != b"Y":
            raise ValueError("no bytes")
        return self.blobs(count)

    def records(self, count: int) -> Column:
        width = self._take(1)[0]
        return list(zip(*(self.column(count) for _ in range(width)), strict=True))

    def lists(self, count: int, make: Callable[[Column], Any] | None = None) -> Column:
        limits = list(self._limits(count))
        items = self.column(limits[-1][1] if limits else 0)
        parts = (items[start:end] for start, end in limits)
        return list(map(make, parts)) if make else list(map(list, parts))

    def mappings(self, count: int, make: Callable[[Any], Any] | None = None) -> Column:
        limits = list(self._limits(count))
        size = limits[-1][1] if limits else 0
        keys, values = self.column(size), self.column(size)
        if count == 1:
            found = [dict(zip(keys, values, strict=True))]
        else:
            found = [dict(zip(keys[a:b], values[a:b], strict=True)) for a, b in limits]
        return list(map(make, found)) if make else found

    def packed_arrays(self, count: int) -> Column:
        codes, blobs = self._strings(count), self._blobs(count)
        if not _TYPECODES.issuperset(codes):
            raise ValueError("an array of no known type")
        return list(map(array, codes, blobs))

    def patterns(self, count: int) -> Column:
        texts, flags = self._strings(count), self._integers(count)
        return [re.compile(t, f & _PATTERN_FLAGS) for t, f in zip(texts, flags, strict=True)]

    def arrays(self, count: int) -> Column:
        import numpy as np

        dtypes = self._strings(count)
        if not all(map(DTYPE.fullmatch, dtypes)):
            raise ValueError("an array of no known type")
        shapes, blobs = self.column(count), self._blobs(count)
        return [
            np.frombuffer(blob, dtype).reshape(shape).copy()
            for dtype, shape, blob in zip(dtypes, shapes, blobs, strict=True)
        ]

    def objects(self, count: int) -> Column:
        kind = class_of(str(self._sized(), "ascii"))
        if has_state(kind):
            return [_with_state(kind, state) for state in self.column(count)]
        given = tuple(str(self._sized(), "ascii").split(","))
        names = attributes(kind)
        if given != (names or given):
            raise ValueError(f"other fields of {kind.__name__}")
        columns = [self.column(count) for _ in given]
        if issubclass(kind, tuple) or _takes_its_fields(kind):
            return list(map(kind, *columns))
        make = _with_fields if names else _with_dictionary
        return [make(kind, given, row) for row in zip(*columns, strict=True)]


def _takes_its_fields(kind: type) -> bool:
    """Whether a class may be called with its fields: it does nothing but keep them."""
    return (
        is_dataclass(kind)
        and not hasattr(kind, "__post_init__")
        and all(field.init and not field.kw_only for field in fields(kind))
    )


def _with_fields(kind: type, names: tuple[str, ...], row: tuple[Any, ...]) -> Any:
    made: Any = object.__new__(kind)
    for name, value in zip(names, row, strict=True):
        object.__setattr__(made, name, value)
    return made


def _with_dictionary(kind: type, names: tuple[str, ...], row: tuple[Any, ...]) -> Any:
    made: Any = object.__new__(kind)
    made.__dict__.update(zip(names, row, strict=True))
    return made


def _with_state(kind: type, state: Any) -> Any:
    made: Any = object.__new__(kind)
    made.__setstate__(state)
    return made


_READERS: dict[bytes, Callable[[_Reader, int], Column]] = {
    b"N": _Reader.nones,
    b"B": _Reader.bools,
    b"I": _Reader.ints,
    b"L": _Reader.long_ints,
    b"F": _Reader.floats,
    b"S": _Reader.joined,
    b"T": _Reader.cut,
    b"D": _Reader.repeated,
    b"Y": _Reader.blobs,
    b"R": _Reader.records,
    b"A": _Reader.lists,
    b"U": lambda r, count: r.lists(count, tuple),
    b"E": lambda r, count: r.lists(count, set),
    b"Z": lambda r, count: r.lists(count, frozenset),
    b"M": _Reader.mappings,
    b"C": lambda r, count: r.mappings(count, Counter),
    b"Q": _Reader.packed_arrays,
    b"X": _Reader.patterns,
    b"P": _Reader.arrays,
    b"G": lambda r, count: list(map(Decimal, r._strings(count))),
    b"O": lambda r, count: list(map(date.fromisoformat, r._strings(count))),
    b"W": lambda r, count: list(map(datetime.fromisoformat, r._strings(count))),
    b"K": _Reader.objects,
    b"V": _Reader.mixed,
}
