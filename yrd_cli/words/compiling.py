"""Compile jieba's dictionary and models into the tables that lie in ``data``.

For who changes the format or meets a new jieba: ``python -m yrd_cli.words.compiling``.
"""

from __future__ import annotations

import sys
import warnings
from array import array
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

from yrd_cli.words.dictionary import FREQUENCY_CODES, TAG_CODES, dictionary_path
from yrd_cli.words.tables import DATA, write_tables

JIEBA = "0.42.1"


def compile_all(folder: Path) -> None:
    """Write the three tables to a folder; raises RuntimeError where jieba is another version."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pkg_resources is deprecated, and jieba imports it
        import jieba
    if jieba.__version__ != JIEBA:
        raise RuntimeError(f"jieba is {jieba.__version__}, not {JIEBA}")
    _compile_dictionary(folder / "dictionary.tables")
    _compile_hmm(folder / "finalseg.tables")
    _compile_tagger(folder / "posseg.tables")


def _compile_dictionary(path: Path) -> None:
    """The words by their first and second characters: see `dictionary.Lexicon`."""
    raw = dictionary_path().read_bytes()
    rows = [line.split(" ") for line in raw.decode("utf-8").splitlines()]
    words = {word: (int(count), tag) for word, count, tag in rows}
    counts = sorted({count for count, _ in words.values()})
    tags = sorted({tag for _, tag in words.values()})
    rank = {count: chr(FREQUENCY_CODES + k) for k, count in enumerate(counts)}
    mark = {tag: chr(TAG_CODES + k) for k, tag in enumerate(tags)}
    blocks: dict[str, dict[str, str]] = defaultdict(lambda: defaultdict(str))
    for word, (count, tag) in sorted(words.items()):
        blocks[word[0]][word[1:2]] += word[2:] + rank[count] + mark[tag]
    bodies = [
        "".join(f"\n{second}{group}" if second else group for second, group in block.items())
        for block in blocks.values()
    ]
    notes = {
        "source": "jieba, dict.txt",
        "version": JIEBA,
        "sha256": sha256(raw).hexdigest(),
        "total": sum(int(count) for _, count, _ in rows),
        "distinct": sum(count for count, _ in words.values()),
        "words": len(words),
        "tags": tags,
    }
    write_tables(
        path,
        notes,
        {
            "firsts": _utf16("".join(blocks)),
            "offsets": _offsets(map(len, bodies)),
            "frequencies": _array("I", counts),
            "blocks": _utf16("".join(bodies)),
        },
    )


def _compile_hmm(path: Path) -> None:
    """The emissions of the four states, for the characters that the model is asked about."""
    from jieba.finalseg import MIN_FLOAT, emit_P, start_P, trans_P

    chars = sorted(c for c in set().union(*emit_P.values()) if "\u4e00" <= c <= "\u9fd5")
    notes = {"source": f"jieba {JIEBA}, finalseg", "start": start_P, "trans": trans_P}
    rows = [emit_P[state].get(c, MIN_FLOAT) for c in chars for state in "BEMS"]
    sections = {"chars": _utf16("".join(chars)), "emissions": _array("d", rows)}
    write_tables(path, notes, sections)


def _compile_tagger(path: Path) -> None:
    """States in descending order, so that the first of equals is the one jieba takes."""
    from jieba.posseg import char_state_tab_P, emit_P, start_P, trans_P

    states = sorted(trans_P, reverse=True)
    number = {state: k for k, state in enumerate(states)}
    emitted: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for state in states:
        for char, value in emit_P[state].items():
            emitted[char].append((number[state], value))
    chars = sorted(set(emitted) | set(char_state_tab_P))
    possible = [sorted(number[s] for s in char_state_tab_P.get(c, ())) for c in chars]
    links = [(number[a], number[b], p) for a in states for b, p in trans_P[a].items()]
    links.sort()
    write_tables(
        path,
        {
            "source": f"jieba {JIEBA}, posseg",
            "states": states,
            "start": [start_P[state] for state in states],
        },
        {
            "chars": _utf16("".join(chars)),
            "possible_offsets": _offsets(map(len, possible)),
            "possible": bytes(k for p in possible for k in p),
            "emitted_offsets": _offsets(len(emitted[c]) for c in chars),
            "emitted": bytes(k for c in chars for k, _ in emitted[c]),
            "emissions": _array("d", [p for c in chars for _, p in emitted[c]]),
            "link_from": bytes(a for a, _, _ in links),
            "link_to": bytes(b for _, b, _ in links),
            "link": _array("d", [p for _, _, p in links]),
        },
    )


def _offsets(sizes: Iterable[int]) -> bytes:
    """Where each of the shares begins, and where the last ends."""
    return _array("I", list(accumulate(sizes, initial=0)))


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _array(kind: str, numbers: list[Any]) -> bytes:
    values = array(kind, numbers)
    if sys.byteorder != "little":  # pragma: no cover - no such machine here
        values.byteswap()
    return values.tobytes()


if __name__ == "__main__":
    compile_all(DATA)
