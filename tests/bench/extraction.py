"""Main text of HTML pages against peers: character F1, and pages per CPU second.

    YRD_HTML_PAGES=FOLDER python -m tests.bench extraction

FOLDER holds ``html/ID.html`` and ``gold/ID.txt``; no page is part of the project. Needs
`rapidfuzz`; measures each of trafilatura, readability-lxml, magic-html and resiliparse that is
installed. The pages are split in two halves by a hash of their names: rules may be made on
``dev``, and ``held`` tells what they are worth on pages unseen.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.bench.measure import print_table

FOLDER_VARIABLE = "YRD_HTML_PAGES"

Extractor = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page with the main text that a person gave it."""

    name: str
    html: str
    gold: str

    @property
    def half(self) -> str:
        """`dev` or `held`."""
        return "dev" if hashlib.md5(self.name.encode()).digest()[0] % 2 else "held"


def main() -> None:
    """Print F1, precision and recall by half, and the speed, of yrd and of each peer."""
    folder = os.environ.get(FOLDER_VARIABLE)
    if not folder or not find_spec("rapidfuzz"):
        print(f"\nextraction: SKIPPED, it needs `rapidfuzz` and {FOLDER_VARIABLE}=FOLDER")
        return
    pages = list(gold_pages(Path(folder)))
    if not pages:
        print(f"\nextraction: SKIPPED, no html/*.html with gold/*.txt in {folder}")
        return
    rows: list[tuple[str, ...]] = [
        ("extractor", "dev F1", "held F1", "P", "R", "median", "pages per CPU s")
    ]
    for name, extract in extractors():
        try:
            rows.append(_row(name, extract, pages))
        except Exception as e:  # a peer's fault is no reason to hide the other figures
            print(f"extraction: {name} failed: {type(e).__name__}: {e}")
    kilobytes = statistics.mean(len(page.html.encode()) for page in pages) / 1000
    print_table(f"main text of {len(pages)} pages, {kilobytes:.0f} KB on average", rows)


def gold_pages(folder: Path) -> Iterator[GoldPage]:
    """The pages of a folder that have a gold text."""
    for path in sorted((folder / "html").glob("*.html")):
        gold = folder / "gold" / f"{path.stem}.txt"
        if gold.exists():
            html = path.read_text("utf-8", "replace")
            yield GoldPage(path.stem, html, gold.read_text("utf-8"))


def extractors() -> Iterator[tuple[str, Extractor]]:
    """yrd, by its votes alone and with the whole of `clean`, and the peers that are installed."""
    yield "yrd votes", _by_votes
    yield "yrd clean", _by_clean
    peers = {
        "trafilatura": ("trafilatura", _by_trafilatura),
        "readability-lxml": ("readability", _by_readability),
        "magic-html": ("magic_html", _by_magic_html),
        "resiliparse": ("resiliparse", _by_resiliparse),
    }
    for name, (module, extract) in peers.items():
        if find_spec(module):
            yield name, extract
        else:
            print(f"extraction: {name} is not installed")


def _row(name: str, extract: Extractor, pages: list[GoldPage]) -> tuple[str, ...]:
    extract(pages[0].html)  # imports and tables are not counted
    start = time.process_time()
    texts = [extract(page.html) for page in pages]
    seconds = time.process_time() - start
    scores = [score(page.gold, text) for page, text in zip(pages, texts, strict=True)]
    halves = [
        statistics.fmean(s[0] for page, s in zip(pages, scores, strict=True) if page.half == half)
        for half in ("dev", "held")
    ]
    precision, recall = (statistics.fmean(s[n] for s in scores) for n in (1, 2))
    median = statistics.median(s[0] for s in scores)
    figures = (*halves, precision, recall, median)
    return (name, *(f"{x:.3f}" for x in figures), f"{len(pages) / seconds:.0f}")


def score(gold: str, text: str) -> tuple[float, float, float]:
    """Character F1, precision and recall by the longest common subsequence.

    Both texts in NFKC and without white space.
    """
    subsequence = import_module("rapidfuzz.distance").LCSseq
    wanted, found = _bare(gold), _bare(text)
    if not wanted or not found:
        return (float(wanted == found),) * 3
    common = subsequence.similarity(wanted, found)
    precision, recall = common / len(found), common / len(wanted)
    f1 = 2 * precision * recall / (precision + recall) if common else 0.0
    return f1, precision, recall


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _by_votes(html: str) -> str:
    from yrd_cli.reading.html import main_blocks, render_page

    page = render_page(html)
    return "\n".join(page.blocks[n].text for n in main_blocks(page))


def _by_clean(html: str) -> str:
    from yrd_cli.clean import clean_bytes

    return clean_bytes(html.encode()).document.text


def _by_trafilatura(html: str) -> str:
    return str(import_module("trafilatura").extract(html, include_comments=False) or "")


def _by_readability(html: str) -> str:
    return _text_of(import_module("readability").Document(html).summary())


def _by_magic_html(html: str) -> str:
    extractor = import_module("magic_html").GeneralExtractor()
    return _text_of(extractor.extract(html, base_url="")["html"])


def _text_of(html: str) -> str:
    return str(import_module("lxml.html").fromstring(html).text_content()) if html else ""


def _by_resiliparse(html: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(html, main_content=True, alt_texts=False)
