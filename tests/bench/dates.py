"""Dates of HTML pages against `htmldate`: how often each finds one, how often they agree.

    YRD_HTML_PAGES=FOLDER python -m tests.bench dates

FOLDER holds ``html/ID.html``. There is no gold for dates: days on which two independent readers
agree are most likely right, and where they differ the page is listed, to be looked at.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.bench.extraction import FOLDER_VARIABLE
from tests.bench.measure import print_table


def main() -> None:
    """Print coverage, agreement and CPU time a page."""
    folder = os.environ.get(FOLDER_VARIABLE)
    if not folder or not find_spec("htmldate"):
        print(f"\ndates: SKIPPED, it needs `htmldate` and {FOLDER_VARIABLE}=FOLDER")
        return
    pages = {p.stem: p.read_text("utf-8", "replace") for p in Path(folder, "html").glob("*.html")}
    ours, our_time = _measured(_by_yrd, pages)
    theirs, their_time = _measured(_by_htmldate, pages)
    both = [name for name in pages if ours[name] and theirs[name]]
    differ = [name for name in both if ours[name] != theirs[name]]
    print_table(
        f"dates of {len(pages)} pages",
        [
            ("reader", "dates found", "agree", "ms per page"),
            *(
                (who, str(sum(map(bool, found.values()))), f"{len(both) - len(differ)}/{len(both)}",
                 f"{1000 * seconds / max(1, len(pages)):.1f}")
                for who, found, seconds in (
                    ("yrd clean", ours, our_time), ("htmldate", theirs, their_time)
                )
            ),
        ],
    )  # fmt: skip
    for name in differ:
        print(f"{name}: yrd {ours[name]}, htmldate {theirs[name]}")


def _measured(
    read: Callable[[str], str | None], pages: dict[str, str]
) -> tuple[dict[str, str | None], float]:
    read(next(iter(pages.values()), ""))  # imports are not counted
    start = time.process_time()
    found = {name: read(html) for name, html in pages.items()}
    return found, time.process_time() - start


def _by_yrd(html: str) -> str | None:
    from yrd_cli.clean import clean_bytes

    date = clean_bytes(html.encode()).document.date
    return date[:10] if date else None


def _by_htmldate(html: str) -> str | None:
    found = import_module("htmldate").find_date(html, original_date=True)
    return str(found) if found else None
