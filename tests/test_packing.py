"""Packed values come back as they were, and bytes of any other kind are no more than damaged."""

from __future__ import annotations

import re
import sys
import threading
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yrd_cli.document import Document
from yrd_cli.packing import DamagedError, packed, unpacked
from yrd_cli.packing.classes import RESULT_CLASSES, class_of
from yrd_cli.report import Notice, Report

TEXTS = st.text(max_size=20) | st.sampled_from(["", "\0", "a\0b", "\ud800", "长三角", "😀"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | TEXTS
    | st.binary(max_size=20)
    | st.decimals(allow_nan=False)
    | st.dates()
    | st.datetimes()
)
KEYS = TEXTS | st.integers() | st.tuples(TEXTS, st.integers())
ARRAYS = st.sampled_from([
    np.zeros(0, np.uint32),
    np.arange(6, dtype=np.int64).reshape(2, 3),
    np.array(1.5),
    np.arange(9, dtype=np.uint8)[::2],
])  # fmt: skip
VALUES = st.recursive(
    SCALARS
    | ARRAYS
    | st.builds(lambda v: array("Q", v), st.lists(st.integers(0, 2**64 - 1)))
    | st.builds(Notice, st.just("error"), TEXTS, TEXTS, st.none() | TEXTS)
    | st.builds(Counter, st.dictionaries(TEXTS, st.integers())),
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.sets(KEYS)
        | st.frozensets(KEYS)
        | st.dictionaries(KEYS, inner)
        | st.builds(Document, TEXTS, TEXTS, metadata=st.dictionaries(TEXTS, inner))
    ),
    max_leaves=20,
)


def same(a: Any, b: Any) -> bool:
    """Whether two values are equal and of equal types, all the way down; 0.0 is not -0.0."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and bool((a == b).all())
    if isinstance(a, dict):
        return same(list(a.items()), list(b.items()))
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, (Document, Notice, Report)):
        return all(same(getattr(a, n), getattr(b, n)) for n in type(a).__slots__)
    if isinstance(a, array):
        return (a.typecode, a) == (b.typecode, b)
    return repr(a) == repr(b) if isinstance(a, (float, Decimal)) else a == b


@given(VALUES)
def test_what_is_packed_comes_back_as_it_was(value: Any) -> None:
    assert same(unpacked(packed(value)), value)


@pytest.mark.parametrize(
    "value",
    [
        [float("nan")],
        re.compile("长.角", re.IGNORECASE),
        [None] * 1000,
        ["same"] * 1000 + ["another"],
        tuple(range(1000)),
        [(), (1,), (1, 2)],
        [{}, {"a": 1}],
        [*range(-300, 300), 2**63, -(2**64)],
        [date(2020, 2, 3), datetime(2020, 2, 3, 4, 5)],
    ],
)
def test_odd_values_come_back_too(value: Any) -> None:
    assert repr(unpacked(packed(value))) == repr(value)


def test_a_document_may_nest_as_deep_as_one_can_be_read() -> None:
    deep: Any = "bottom"
    for _ in range(450):
        deep = [{"a": deep, "b": 1}]
    document = Document("id", "text", metadata={"deep": deep})
    (found,) = unpacked(packed([document]))
    deep, other = document.metadata["deep"], found.metadata["deep"]
    while type(deep) is list:
        assert type(other) is list and len(other) == 1 and other[0]["b"] == 1
        (deep, other) = deep[0]["a"], other[0]["a"]
    assert other == "bottom"


def test_bytes_that_nest_without_end_are_damaged() -> None:
    with pytest.raises(DamagedError):
        unpacked(b"AIB\1" * 100_000 + b"N\0")


@pytest.mark.parametrize(
    "value", [object(), print, Exception("x"), np.array([object()]), type, complex(1), bytearray()]
)
def test_what_is_no_result_cannot_be_packed(value: Any) -> None:
    with pytest.raises(TypeError, match="cannot be kept"):
        packed(value)


@pytest.mark.parametrize("name", RESULT_CLASSES)
def test_every_class_is_where_it_is_said_to_be(name: str) -> None:
    assert class_of(name).__module__ == RESULT_CLASSES[name]


seen: list[str] = []
watching = threading.Event()
HARMFUL = frozenset({"exec", "compile", "open", "os.system", "subprocess.Popen", "socket.connect",
                     "ctypes.dlopen", "os.remove", "os.rename", "os.mkdir", "pickle.find_class",
                     "marshal.loads", "import"})  # fmt: skip


def watch(event: str, _: object) -> None:
    if watching.is_set() and event in HARMFUL:
        seen.append(event)


@contextmanager
def nothing_done() -> Iterator[None]:
    """Nothing is imported, opened or run meanwhile."""
    seen.clear()
    watching.set()
    try:
        yield
    finally:
        watching.clear()
    assert not seen


@pytest.fixture(scope="module", autouse=True)
def classes_are_loaded() -> None:
    for name in RESULT_CLASSES:
        class_of(name)
    sys.addaudithook(watch)


def read(data: bytes) -> None:
    with nothing_done():
        try:
            unpacked(data)
        except DamagedError:
            return


def test_the_watch_sees_what_is_done() -> None:
    with pytest.raises(AssertionError), nothing_done():
        open(__file__).close()


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_damaged(data: bytes) -> None:
    read(data)


GRAMMAR = st.lists(
    st.sampled_from([b"N", b"B", b"IB", b"IH", b"II", b"Iq", b"L", b"F", b"S", b"T", b"D", b"Y",
                     b"R\1", b"R\2", b"A", b"U", b"E", b"Z", b"M", b"C", b"Q", b"X", b"P", b"G",
                     b"O", b"W", b"V\2", b"K", b"\0", b"\1", b"\2", b"\xff"])
    | st.sampled_from(["<f8", "|O8", "u", "[a-", "99", "id,text", *RESULT_CLASSES]).map(
        lambda s: len(s).to_bytes(8, "little") + s.encode()
    )
)  # fmt: skip


@given(GRAMMAR.map(b"".join))
@settings(max_examples=300)
def test_what_looks_like_packed_values_is_a_value_or_damaged(data: bytes) -> None:
    read(data)


@given(VALUES, st.data())
@settings(max_examples=200)
def test_a_changed_byte_is_another_value_or_damage(value: Any, data: st.DataObject) -> None:
    whole = bytearray(packed([value, Report(), (value,)]))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    read(bytes(whole))
    read(bytes(whole[:place]))


def test_few_bytes_never_become_many_values() -> None:
    many = (1 << 40).to_bytes(8, "little")
    for child in (b"N", b"IB", b"S" + bytes(8), b"AIB"):
        with pytest.raises(DamagedError):
            unpacked(b"AIq" + many + child)
