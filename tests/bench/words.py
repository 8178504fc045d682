"""Words against live jieba: differing tokens, and speed, side by side in one run.

`python -m tests.bench.words [FILE...]`: files of text or of JSONL with a key `text`, also .gz;
without any, the laws of the test suite. YRD_FUZZ is the number of made-up strings (100,000).
"""

from __future__ import annotations

import gzip
import json
import logging
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.measure import print_table
from tests.word_samples import LAWS, strings, user_lines
from yrd_cli.words.dictionary import Dictionary
from yrd_cli.words.fast import FastSegmenter
from yrd_cli.words.rust_route import installed
from yrd_cli.words.segmenter import Segmenter
from yrd_cli.words.user_dictionary import add_user_words, read_user_dictionary

USER_WORDS = 1_000
TAGGED_SHARE = 20
"""One string in so many is tagged too: jieba.posseg takes 30 ms for a string of rare characters."""

Cut = Callable[[str], list[Any]]


def texts_of(path: Path) -> Iterator[str]:
    """The texts of a file: its records' or its lines'."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)["text"] if ".jsonl" in path.name else line


def batches_of(paths: Iterable[Path]) -> list[str]:
    """Texts of some 3,000 characters, as articles are."""
    found = [""]
    for path in paths:
        for text in texts_of(path):
            if len(found[-1]) > 3_000:
                found.append("")
            found[-1] += text
    return found


class Pair:
    """jieba and our segmenter with the same dictionary."""

    def __init__(self, user: Path | None) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba.posseg
        jieba.setLogLevel(logging.CRITICAL)
        self.jieba = jieba.Tokenizer()
        self.jieba.tmp_dir = tempfile.mkdtemp()
        self.jieba.initialize()
        self.posseg = jieba.posseg.POSTokenizer(self.jieba)
        dictionary = Dictionary()
        if user is not None:
            self.jieba.load_userdict(str(user))
            add_user_words(dictionary, read_user_dictionary(user))
        self.words = list(dictionary.user)
        self.ours = Segmenter(dictionary, plain_characters=0)

    def _fast(self) -> dict[str, tuple[Cut, Cut]]:
        if self.words or not installed():
            return {}
        fast = FastSegmenter(Dictionary())
        return {"cut, engine fast": (self.jieba.lcut, fast.cut)}

    def functions(self) -> dict[str, tuple[Cut, Cut]]:
        """By name, jieba's function and ours."""
        jieba, ours, posseg = self.jieba, self.ours, self.posseg
        return {
            "cut": (jieba.lcut, ours.cut),
            **self._fast(),
            "cut without HMM": (lambda s: jieba.lcut(s, HMM=False), lambda s: ours.cut(s, False)),
            "search": (jieba.lcut_for_search, ours.cut_for_search),
            "tag": (
                lambda s: [tuple(p) for p in posseg.cut(s)],
                lambda s: list(zip(*ours.tag(s), strict=True)),
            ),
            "tag without HMM": (
                lambda s: [tuple(p) for p in posseg.cut(s, HMM=False)],
                lambda s: list(zip(*ours.tag(s, False), strict=True)),
            ),
        }


@dataclass(slots=True)
class Comparison:
    """Two functions on the same texts, in turn, so that a busy machine slows both."""

    tokens: int = 0
    differing: int = 0
    jieba: float = 0.0
    """CPU seconds."""
    ours: float = 0.0

    def add(self, reference: Cut, ours: Cut, text: str) -> None:
        """Run both on one text."""
        start = time.process_time()
        expected = reference(text)
        middle = time.process_time()
        found = ours(text)
        self.ours += time.process_time() - middle
        self.jieba += middle - start
        self.tokens += len(expected)
        if found != expected:
            self.differing += abs(len(found) - len(expected))
            self.differing += sum(a != b for a, b in zip(expected, found, strict=False))


def compare(title: str, texts: list[str], pair: Pair, tagged: int = 1) -> None:
    """Print differing tokens and CPU seconds of each function."""
    rows = [("function", "MB", "tokens", "differing", "jieba s", "yrd s", "ratio")]
    for name, (reference, ours) in pair.functions().items():
        chosen = texts[::tagged] if name.startswith("tag") else texts
        ours("一")  # what is loaded once a process
        both = Comparison()
        for text in chosen:
            both.add(reference, ours, text)
        rows.append(
            (
                name,
                f"{sum(len(text.encode()) for text in chosen) / 1e6:.1f}",
                f"{both.tokens:,}",
                str(both.differing),
                f"{both.jieba:.2f}",
                f"{both.ours:.2f}",
                f"{both.jieba / both.ours:.1f}",
            )
        )
    print_table(title, rows)


def main() -> None:
    """Print the comparisons."""
    paths = [Path(name) for name in sys.argv[1:] if Path(name).is_file()]
    texts = batches_of(paths) if paths else ["\n".join(LAWS[k::50]) for k in range(50)]
    tagged = 1 if paths else TAGGED_SHARE
    count = int(os.environ.get("YRD_FUZZ", "100000"))
    plain = Pair(None)
    compare("jieba's dictionary", texts, plain, tagged)
    with tempfile.TemporaryDirectory() as folder:
        user = Path(folder) / "user.txt"
        user.write_text("\n".join(user_lines(USER_WORDS)), encoding="utf-8")
        pair = Pair(user)
        compare(f"with {USER_WORDS} words of a user", texts, pair, tagged)
        made_up = list(strings(count, 1, pair.words))
        compare(f"{count:,} strings, with a user's words", made_up, pair, TAGGED_SHARE)
    compare(f"{count:,} strings", list(strings(count, 2)), plain, TAGGED_SHARE)


if __name__ == "__main__":
    main()
