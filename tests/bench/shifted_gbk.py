"""How well the repair of shifted GBK does on damage made from clean texts.

    python -m tests.bench.shifted_gbk NEWS.jsonl.gz [DOCUMENTS]

Prints, for each kind of damage and each mode: character error after the repair (and before), the
share of documents restored to the letter, repairs made and how many are wrong, CPU time.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path

from tests.gbk_damage import Kind, damaged
from yrd_cli.clean.draft import Line, draft_of
from yrd_cli.clean.readings import GLOSS
from yrd_cli.clean.reasons import CleanOptions, Repair
from yrd_cli.clean.shifted_gbk import repair_shifted_gbk

KINDS = {
    "Simplified, glossed": (False, Kind(glossed=True, split=2)),
    "Traditional, glossed": (True, Kind(glossed=True, split=2)),
    "Simplified": (False, Kind()),
    "Traditional": (True, Kind()),
    "Simplified, private use kept": (False, Kind(private=True)),
}
EVERY = 97
"""Of the documents, every 97th: the news stand in order of date."""


@dataclass
class Tally:
    """Sums over the damaged documents of one kind."""

    documents: int = 0
    perfect: int = 0
    characters: int = 0
    before: int = 0
    after: int = 0
    made: int = 0
    wrong: int = 0
    seconds: float = 0.0


def measure(texts: list[str], kind: Kind, repair: Repair) -> Tally:
    """Damage and repair each text."""
    tally = Tally()
    for seed, text in enumerate(texts):
        bad, good, spots = damaged(text, kind, seed)
        if not spots:
            continue
        good = _plain(good)
        draft = draft_of(bad, CleanOptions(repair=repair))
        start = time.process_time()
        repair_shifted_gbk(draft)
        tally.seconds += time.process_time() - start
        error = _distance(_plain(draft.text()), good)
        tally.documents += 1
        tally.perfect += error == 0
        tally.characters += len(good)
        tally.before += _distance(_plain(bad), good)
        tally.after += error
        for line in draft.lines:
            for repaired in _repairs(line):
                tally.made += 1
                tally.wrong += repaired not in good
    return tally


def _repairs(line: Line) -> Iterator[str]:
    """Each repair of a line with the three characters before it."""
    shift = 0
    for edit in line.edits:
        start = edit.start + shift
        yield _plain(GLOSS.sub("", line.text[:start])[-3:] + edit.new)
        shift += len(edit.new) - (edit.end - edit.start)


def _plain(text: str) -> str:
    folded = re.sub("[！-～]", lambda m: chr(ord(m.group()) - 0xFEE0), text)
    return GLOSS.sub("", folded)


def _distance(one: str, other: str) -> int:
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for op, a, b, c, d in codes if op != "equal")


def _texts(path: Path, wanted: int) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = islice(file, 0, None, EVERY)
        texts = (json.loads(line)["text"] for line in lines)
        # The last line of an item links to its source; it is not part of the text.
        texts = (re.sub(r"\n\[查看原文\].*", "", text) for text in texts)
        return list(islice((t for t in texts if len(t) > 200), wanted))


def main() -> None:
    """Print the table."""
    from opencc import OpenCC

    texts = _texts(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 60)
    traditional = [OpenCC("s2t").convert(text) for text in texts]
    modes: tuple[Repair, ...] = ("aggressive", "safe")
    print("kind\tmode\tdocuments\terror %\tbefore %\tperfect %\tmade\twrong\tms/document")
    for name, (is_traditional, kind) in KINDS.items():
        for mode in modes:
            t = measure(traditional if is_traditional else texts, kind, mode)
            print(
                name, mode, t.documents, f"{100 * t.after / t.characters:.2f}",
                f"{100 * t.before / t.characters:.2f}", f"{100 * t.perfect / t.documents:.0f}",
                t.made, t.wrong, f"{1000 * t.seconds / t.documents:.0f}", sep="\t",
            )  # fmt: skip


if __name__ == "__main__":
    main()
