"""Flattened groups, compiled tables and their cache."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yrd_cli.caches import private_folder
from yrd_cli.convert.engine import Converter, config_names
from yrd_cli.convert.engine.arrays import ArrayTable
from yrd_cli.convert.engine.chains import _compiled, phrases_are_segments
from yrd_cli.convert.engine.codes import codes_of
from yrd_cli.convert.engine.configs import Group, Node, Source, load_config, members_of
from yrd_cli.convert.engine.hash_table import HashTable
from yrd_cli.convert.engine.plain_table import PlainTable
from yrd_cli.convert.engine.selection import Found, leftmost, longest_first
from yrd_cli.convert.engine.store import MAGIC, load_arrays, save_arrays
from yrd_cli.convert.engine.tables import Table, all_entries, blocks_of, flatten
from yrd_cli.convert.engine.trie import PhraseTrie

NAMES = [Source(Path(f"{name}.txt")) for name in "abc"]
KEYS = st.text("甲乙丙", min_size=1, max_size=4)
DICTIONARIES = st.lists(st.dictionaries(KEYS, st.just("x"), max_size=6), min_size=3, max_size=3)
NODES = st.recursive(
    st.sampled_from(NAMES),
    lambda inner: st.builds(
        lambda policy, members: Group(policy, tuple(members)),
        st.sampled_from(["short_circuit", "union"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=4,
)


def group_match(node: Node, dictionaries: list[dict[str, str]], text: str) -> tuple[str, Source]:
    """What OpenCC's DictGroup finds at the start of a text: the key, and whose it is."""
    if isinstance(node, Source):
        keys = dictionaries[NAMES.index(node)]
        return max((key for key in keys if text.startswith(key)), key=len, default=""), node
    found = [group_match(member, dictionaries, text) for member in node.members]
    if node.policy == "short_circuit":
        return next((match for match in found if match[0]), found[0])
    return max(found, key=lambda match: len(match[0]))


@settings(deadline=None)
@given(NODES, DICTIONARIES, st.text("甲乙丙", max_size=6))
def test_the_flat_table_matches_as_the_group_does(
    node: Node, dictionaries: list[dict[str, str]], text: str
) -> None:
    table = flatten(node, lambda source: dictionaries[NAMES.index(source)])
    longest = max((key for key in table if text.startswith(key)), key=len, default="")
    key, source = group_match(node, dictionaries, text)
    assert longest == key
    if key:
        assert table[key][1] == source


@settings(deadline=None)
@given(
    st.lists(st.text("甲乙丙\U00020000", min_size=1, max_size=5), unique=True, max_size=12),
    st.text("甲乙丙\U00020000", max_size=30),
)
def test_the_trie_finds_what_plain_search_finds(keys: list[str], text: str) -> None:
    trie = PhraseTrie.of(keys)
    found = trie.every(codes_of(text))
    expected = sorted(
        (at, at + len(key), number)
        for number, key in enumerate(keys)
        for at in range(len(text))
        if text.startswith(key, at)
    )
    assert list(zip(*(column.tolist() for column in found), strict=True)) == expected
    longest = {at: (at, end, number) for at, end, number in expected}
    best = trie.longest(codes_of(text))
    assert list(zip(*(column.tolist() for column in best), strict=True)) == [*longest.values()]


SPANS = st.sets(st.tuples(st.integers(0, 20), st.integers(1, 5)), max_size=12)


def _found(spans: list[tuple[int, int]]) -> Found:
    start = np.array([at for at, _ in spans], np.int64)
    size = np.array([size for _, size in spans], np.int64)
    return Found(start, start + size, np.arange(len(spans), dtype=np.int32))


@given(SPANS)
def test_longest_first_is_greedy_by_length_then_place(spans: set[tuple[int, int]]) -> None:
    taken: list[tuple[int, int]] = []
    for at, size in sorted(spans, key=lambda span: (-span[1], span[0])):
        if all(at + size <= a or a + s <= at for a, s in taken):
            taken.append((at, size))
    found = longest_first(_found(sorted(spans)))
    assert list(zip(found.start, found.end - found.start, strict=True)) == sorted(taken)


@given(SPANS)
def test_leftmost_is_greedy_by_place(spans: set[tuple[int, int]]) -> None:
    longest = dict(sorted(spans))
    taken, reach = [], 0
    for at, size in longest.items():
        if at >= reach:
            taken.append((at, size))
            reach = at + size
    found = leftmost(_found(list(longest.items())))
    assert list(zip(found.start, found.end - found.start, strict=True)) == taken


@given(st.sets(st.integers(1, 1 << 40), max_size=300))
def test_a_hash_table_holds_its_keys_and_no_others(keys: set[int]) -> None:
    ordered = np.array(sorted(keys), np.uint64)
    table = HashTable.of(ordered, np.arange(1, len(keys) + 1, dtype=np.int32))
    assert table.get(ordered).tolist() == list(range(1, len(keys) + 1))
    others = np.array([key + 1 for key in keys if key + 1 not in keys], np.uint64)
    assert not table.get(others).any()


def test_one_search_serves_segmentation_and_first_step_where_keys_allow() -> None:
    """What `phrases_are_segments` takes for granted holds in the data that is installed."""
    shared = [name for name in config_names() if phrases_are_segments(load_config(name))]
    assert shared == ["s2hk", "s2hkp", "s2tw", "s2twp"]
    for name in shared:
        config = load_config(name)
        assert config.segmentation is not None
        words = flatten(config.segmentation, all_entries)
        assert min(map(len, words)) > 1
        characters = members_of(config.chain[0])[1]
        assert isinstance(characters, Source)
        pairs = all_entries(characters).items()
        assert all(len(key) == len(value.split(" ")[0]) == 1 for key, value in pairs)


def test_no_key_of_the_packages_is_ascii_or_holds_a_control_character() -> None:
    sources = {source for name in config_names() for source in load_config(name).sources()}
    for source in sources:
        for key, values in all_entries(source).items():
            assert not key.isascii()
            assert all(char >= " " for char in key + values)


def _table(*pairs: tuple[str, str]) -> Table:
    return {key: (value, NAMES[0]) for key, value in pairs}


def test_a_compiled_table_comes_back_from_disk(tmp_path: Path) -> None:
    table = ArrayTable.of(_table(("里", "裏"), ("公里", "公里"), ("埠", "端口"), ("甲乙丙", "丁")))
    save_arrays(tmp_path / "t", "state", table.to_arrays())
    arrays = load_arrays(tmp_path / "t", "state")
    assert arrays is not None
    again = ArrayTable.from_arrays(arrays)
    for name, array in table.to_arrays().items():
        assert np.array_equal(again.to_arrays()[name], array)
    assert os.listdir(tmp_path) == ["t"]


def _spoiled(data: bytes) -> dict[str, bytes]:
    body = data.index(b"\n", len(MAGIC)) + 1
    return {
        "empty": b"",
        "cut short": data[:-9],
        "cut in the header": data[: len(MAGIC) + 20],
        "another format": b"yrd tables 0\n" + data[len(MAGIC) :],
        "a byte changed": data[: body + 9] + bytes([data[body + 9] ^ 1]) + data[body + 10 :],
        "no arrays": data.replace(b'"arrays"', b'"orrays"'),
        "a list": MAGIC + b"[]\n",
        "objects": data.replace(b'"<u4"', b'"|O8"'),
        "a pickle": b"\x80\x05K\x01.",
    }


@pytest.mark.parametrize("fault", _spoiled(MAGIC + b"\n" + bytes(40)))
def test_a_spoiled_cache_is_not_read(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "t"
    save_arrays(path, "state", ArrayTable.of(_table(("里", "裏"))).to_arrays())
    path.write_bytes(_spoiled(path.read_bytes())[fault])
    assert load_arrays(path, "state") is None


def test_a_cache_of_other_sources_is_not_read(tmp_path: Path) -> None:
    save_arrays(tmp_path / "t", "state", {"a": np.zeros(3, np.uint32)})
    assert load_arrays(tmp_path / "t", "another") is None
    assert load_arrays(tmp_path / "none", "state") is None


@pytest.mark.parametrize("spoil", [False, True])
def test_a_cache_changes_no_result(tmp_path: Path, spoil: bool) -> None:
    text = "公里的里面，一个中国" * 3000
    expected = Converter("s2t").convert(text)
    for _ in range(2):
        _compiled.clear()
        assert Converter("s2t", cache=tmp_path).convert(text) == expected
        files = sorted(tmp_path.glob("*.tables"))
        assert [path.name.split("-")[0] for path in files] == [
            "CJK_Compatibility_Ideographs",
            "STPhrases",
        ]
        if spoil:
            for path in files:
                path.write_bytes(path.read_bytes()[:-1])


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    _compiled.clear()
    converter = Converter("t2s", cache=tmp_path / "none")
    assert converter.convert("里裏" * 20_000) == "里里" * 20_000


def test_only_a_folder_of_ones_own_is_a_cache(tmp_path: Path) -> None:
    own = private_folder(tmp_path / "a" / "yrd")
    assert own is not None
    assert stat.S_IMODE(own.stat().st_mode) == 0o700
    own.chmod(0o777)
    assert private_folder(own) is None
    (tmp_path / "file").write_text("")
    assert private_folder(tmp_path / "file" / "yrd") is None


def test_a_plain_table_reads_only_what_a_text_asks_for() -> None:
    node = load_config("s2t").chain[0]
    table = PlainTable(node)
    assert [m.value for m in table.leftmost("公里", 0, 2)] == ["公里"]
    assert set(table._blocks) == {"公", "里"}


def test_blocks_hold_every_line_once() -> None:
    source = Source(load_config("t2s").sources()[1].path)
    lines = source.path.read_text(encoding="utf-8").splitlines()
    held = [line for block in blocks_of(source).values() for line in block]
    assert sorted(held) == sorted(line for line in lines if line and not line.startswith("#"))
