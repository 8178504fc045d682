"""`summarize` on batches of records: what each worker process runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from yrd_cli.clean.articles import read_articles
from yrd_cli.document import Document
from yrd_cli.patterns import compiled
from yrd_cli.reading.records import Item, ReadSettings, left_out
from yrd_cli.report import Notice, Report
from yrd_cli.script import HAN
from yrd_cli.summarize.digest import SummarySettings, digest_of
from yrd_cli.writing.names import output_name
from yrd_cli.writing.terminal import Terminal

if TYPE_CHECKING:
    from yrd_cli.summarize.page import Page

HAN_SHARE = 0.2
"""Under this share of Han characters among letters a text is not Chinese: news holds 90 %, a page
of program code with Chinese comments about 20 %."""

MAX_CHARACTERS = 1_000_000
"""What is read of a Document, unless `--document-limit` was given: a million lines of one name, 4
million characters, took 1.6 GB and 27 s. A novel has half a million."""

SENTENCE_CHARACTERS = 10_000
"""So far before that limit the end of a sentence is looked for."""

_LETTERS = compiled(r"[^\W\d_]+")
_HAN = compiled(f"{HAN.pattern}+")
_ENDS = "\n。！？"

View = Literal["digests", "facts", "story", "pages"]
"""What is made of each Document: a rendered digest; its facts, rendered as lines; what is handed on
for a summary of many, or for a table of facts."""


@dataclass(slots=True)
class SummarizedBatch:
    """The output of one batch: rendered pieces with the names of their records, or pages."""

    outputs: list[tuple[str, bytes]] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    report: Report = field(default_factory=Report)


@dataclass(frozen=True, slots=True)
class SummarizeBatches:
    """Summarizes batches of records; ``terminal`` is where a rendered digest goes."""

    settings: ReadSettings
    asked: SummarySettings
    view: View
    format: str
    terminal: Terminal
    raw: bool = False
    whole: bool = False
    """For a file of its own, which a Document without facts has as well."""

    def __call__(self, batch: Iterable[Item]) -> SummarizedBatch:
        """Summarize one batch; bad records are noted in its report."""
        result = SummarizedBatch()
        for item in batch:
            # One by one, for each Document to keep the name of its record.
            for document in read_articles([item], self.settings, result.report, raw=self.raw):
                assert not isinstance(item, Notice)
                _warn_if_not_chinese(document, item.place, result.report)
                read = self._as_read(document, item.place, result.report)
                if self.view in ("story", "pages"):
                    result.pages.append(self._page(read))
                else:
                    name = output_name(item)
                    result.outputs += ((name, piece) for piece in self._rendered(document, read))
        return result

    def _as_read(self, document: Document, place: str, report: Report) -> Document:
        """The Document, or its beginning where it is too long."""
        text = document.text
        if len(text) <= MAX_CHARACTERS or self.settings.limits.document is not None:
            return document
        report.warn(
            place,
            f"longer than {MAX_CHARACTERS:,} characters: only so many are summarized "
            "(see --document-limit)",
        )
        after = MAX_CHARACTERS - SENTENCE_CHARACTERS
        end = max(text.rfind(mark, after, MAX_CHARACTERS) for mark in _ENDS) + 1
        return replace(document, text=text[: end or MAX_CHARACTERS])

    def _page(self, document: Document) -> Page:
        from yrd_cli.summarize.page import page_of

        return page_of(document, self.asked, story=self.view == "story")

    def _rendered(self, document: Document, read: Document) -> Iterator[bytes]:
        """The output of a Document, of which so much is ``read``."""
        if self.view == "facts":
            from yrd_cli.summarize.fact_rows import fact_records, line_of
            from yrd_cli.summarize.views import harmless

            separator = b"," if self.format == "json" else b""
            # Line by line into one buffer: a short line holds a kilobyte until it is let go.
            buffer = BytesIO()
            for number, record in enumerate(fact_records(self._page(read))):
                buffer.write(separator if number else b"")
                buffer.write(line_of(record, self.format))
            data = buffer.getvalue()
            if data or self.whole:
                yield harmless(data) if self.terminal.is_terminal else data
            return
        from yrd_cli.summarize.views import renderer

        digest = digest_of(read, self.asked)
        yield renderer(self.format, self.terminal)(replace(digest, document=document))


def _warn_if_not_chinese(document: Document, place: str, report: Report) -> None:
    letters = sum(map(len, _LETTERS.findall(document.text)))
    share = sum(map(len, _HAN.findall(document.text))) / letters if letters else 1.0
    if share < HAN_SHARE:
        report.warn(place, f"hardly Chinese: {share:.0%} of its letters are Han characters")


def lost(batch: list[Item], reason: str) -> SummarizedBatch:
    """What stands for a record that killed its worker twice."""
    result = SummarizedBatch()
    for item in batch:
        result.report.error(item.place, left_out(item, reason))
    return result
