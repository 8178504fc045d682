"""Summaries against Lead and sumy: character ROUGE, and documents per CPU second.

    YRD_SUMMARY_DOCUMENTS=FILE.jsonl[.gz] [YRD_GOLD=meta.jsonl] [YRD_SUMY=PYTHON] \\
        python -m tests.bench summarize

DOCUMENTS have `text` and `title`: the title, which no summarizer is given, is the reference.
GOLD has for some of the seeds (`seed`) a `summary` in sentences, made by hand. PYTHON is the
interpreter of an environment with `sumy` and `jieba`; without it there are no peers. No document
is part of the project.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import subprocess
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import ROOT, print_table
from yrd_cli.clean import clean_bytes
from yrd_cli.document import Document
from yrd_cli.script import to_simplified
from yrd_cli.summarize import extract_facts, rank_sentences, split_sentences

DOCUMENTS = 300
SENTENCES = 8
"""That a document has at least: of fewer there is little to choose."""

Scores = tuple[float, float, float]

SUMY = """
import json, sys, time, importlib
from sumy.parsers.plaintext import PlaintextParser
from sumy.nlp.tokenizers import Tokenizer
name, count = sys.argv[1], int(sys.argv[2])
module = importlib.import_module("sumy.summarizers." + {"TextRank": "text_rank",
    "LexRank": "lex_rank", "LSA": "lsa", "Luhn": "luhn"}[name])
summarizer = getattr(module, name.capitalize() + "Summarizer" if name in ("LSA", "Luhn")
    else name + "Summarizer")()
tokenizer = Tokenizer("chinese")
tokenizer.to_words("一")
texts = json.load(sys.stdin)
start = time.process_time()
found = []
for text in texts:
    document = PlaintextParser.from_string(text, tokenizer).document
    found.append("".join(str(s) for s in summarizer(document, count)))
json.dump([time.process_time() - start, found], sys.stdout)
"""


def characters(text: str) -> str:
    """A text as it is scored: simplified, half-width, without marks and spaces."""
    normal = to_simplified(unicodedata.normalize("NFKC", text))
    return "".join(filter(str.isalnum, normal))


def rouge(reference: str, summary: str) -> Scores:
    """ROUGE-1, ROUGE-2 and ROUGE-L as F1 over characters, in percent (Lin 2004).

    >>> rouge("长三角", "长三角")
    (100.0, 100.0, 100.0)
    """
    wanted, found = characters(reference), characters(summary)
    common = [sum((_grams(wanted, n) & _grams(found, n)).values()) for n in (1, 2)] + [
        _common_subsequence(wanted, found)
    ]
    sizes = [(max(0, len(wanted) - n), max(0, len(found) - n)) for n in (0, 1, 0)]
    one, two, longest = (
        200 * c / (a + b) if c else 0.0 for c, (a, b) in zip(common, sizes, strict=True)
    )
    return one, two, longest


def _grams(text: str, n: int) -> Counter[str]:
    return Counter(text[i : i + n] for i in range(len(text) - n + 1))


def _common_subsequence(a: str, b: str) -> int:
    """The length of the longest common subsequence, 64 and more characters a step (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for i, char in enumerate(a):
        places[char] = places.get(char, 0) | 1 << i
    everything = (1 << len(a)) - 1
    row = everything
    for char in b:
        hit = row & places.get(char, 0)
        row = (row + hit | row - hit) & everything
    return len(a) - row.bit_count()


@dataclass(frozen=True, slots=True)
class Made:
    """Summaries of all documents, and the CPU seconds they took (None: nothing to speak of)."""

    summaries: Sequence[str]
    seconds: float | None = None


def by_yrd(documents: Sequence[Document], count: int) -> Made:
    """Our summaries."""
    rank_sentences(documents[0], count)
    start = time.process_time()
    found = ["".join(s.text for s in rank_sentences(d, count, order="document")) for d in documents]
    return Made(found, time.process_time() - start)


def by_lead(documents: Sequence[Document], count: int) -> Made:
    """The first sentences."""
    return Made(["".join(s.text for s in split_sentences(d.text)[:count]) for d in documents])


def by_sumy(name: str, python: str) -> Callable[[Sequence[Document], int], Made]:
    """A summarizer of sumy, each sentence of a text on a line of its own for its splitter."""

    def make(documents: Sequence[Document], count: int) -> Made:
        texts = ["\n".join(s.text for s in split_sentences(d.text)) for d in documents]
        done = subprocess.run(
            [python, "-c", SUMY, name, str(count)],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            check=True,
        )
        seconds, found = json.loads(done.stdout)
        return Made(found, seconds)

    return make


def news(path: Path) -> list[Document]:
    """Documents with enough sentences and a title of their own (国际联播快讯 tells of nothing);
    every n-th of the file."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    titles = Counter(r.get("title") for r in records)
    own = [r for r in records if r.get("title") and titles[r["title"]] == 1]
    documents = [Document(str(r.get("id")), r["text"], title=r["title"]) for r in own]
    long = [d for d in documents if len(split_sentences(d.text)) >= SENTENCES]
    return long[:: max(1, len(long) // DOCUMENTS)][:DOCUMENTS]


def gold(path: Path) -> Iterator[tuple[Document, str]]:
    """The seeds that have a summary, cleaned, with it."""
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        (seed,) = (ROOT / "seeds").glob(f"{record['seed']}*")
        yield clean_bytes(seed.read_bytes()).document, "".join(record["summary"])


def main() -> None:
    """Print ROUGE and speed, side by side."""
    named = os.environ.get("YRD_SUMMARY_DOCUMENTS")
    python = os.environ.get("YRD_SUMY")
    makers: dict[str, Callable[[Sequence[Document], int], Made]] = {
        "yrd": by_yrd,
        "Lead": by_lead,
    }
    if python:
        makers |= {name: by_sumy(name, python) for name in ("TextRank", "LexRank", "LSA")}
    else:
        print("\nsummarize: no peers without YRD_SUMY=PYTHON")
    if named:
        titled = news(Path(named))
        bare = [Document(d.id, d.text) for d in titled]
        for count in (1, 3):
            _compare(f"{count} of news, title as reference", bare, titled, makers, count)
        _print_speed(titled)
    else:
        print("\nsummarize: news SKIPPED, it needs YRD_SUMMARY_DOCUMENTS=FILE")
    if os.environ.get("YRD_GOLD"):
        pairs = list(gold(Path(os.environ["YRD_GOLD"])))
        references = [Document("", "", title=summary) for _, summary in pairs]
        _compare("3 of the seeds with gold", [d for d, _ in pairs], references, makers, 3)


def _compare(
    title: str,
    documents: Sequence[Document],
    references: Sequence[Document],
    makers: dict[str, Callable[[Sequence[Document], int], Made]],
    count: int,
) -> None:
    rows: list[tuple[str, ...]] = [("summarizer", "R-1", "R-2", "R-L", "documents per CPU s")]
    for name, make in makers.items():
        made = make(documents, count)
        scores = [rouge(d.title or "", s) for d, s in zip(references, made.summaries, strict=True)]
        means = [f"{statistics.fmean(column):.1f}" for column in zip(*scores, strict=True)]
        speed = f"{len(documents) / made.seconds:.0f}" if made.seconds else ""
        rows.append((name, *means, speed))
    print_table(f"{title} ({len(documents)} documents)", rows)


def _print_speed(documents: Sequence[Document]) -> None:
    extract_facts(documents[0].text)
    start = time.process_time()
    for document in documents:
        rank_sentences(document, 3)
        extract_facts(document.text, title=document.title)
    seconds = time.process_time() - start
    mean = statistics.fmean(len(d.text) for d in documents)
    print(f"  summary and facts: {len(documents) / seconds:.0f} documents of {mean:.0f} characters")


if __name__ == "__main__":
    main()
