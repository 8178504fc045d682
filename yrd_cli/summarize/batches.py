"""`summarize` on batches of records: what each worker process runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from yrd_cli.clean.articles import read_articles
from yrd_cli.document import Document
from yrd_cli.reading.records import Item, ReadSettings
from yrd_cli.report import Notice, Report
from yrd_cli.script import HAN
from yrd_cli.summarize.digest import Digest, digest_of
from yrd_cli.summarize.views import renderer
from yrd_cli.writing.names import output_name
from yrd_cli.writing.terminal import Terminal

HAN_SHARE = 0.2
"""Under this share of Han characters among letters a text is not Chinese: news holds 90 %, a page
of program code with Chinese comments about 20 %."""

_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class SummarizedBatch:
    """The output of one batch: rendered summaries with their names, a report."""

    outputs: list[tuple[str, bytes]] = field(default_factory=list)
    report: Report = field(default_factory=Report)


@dataclass(frozen=True, slots=True)
class SummarizeBatches:
    """Summarizes batches of records in a format; ``terminal`` is where it goes."""

    settings: ReadSettings
    sentences: int
    format: str
    terminal: Terminal
    raw: bool = False

    def __call__(self, batch: Iterable[Item]) -> SummarizedBatch:
        """Summarize one batch; bad records are noted in its report."""
        result = SummarizedBatch()
        render: Callable[[Digest], bytes] = renderer(self.format, self.terminal)
        for item in batch:
            # One by one, for each Document to keep the name of its record.
            for document in read_articles([item], self.settings, result.report, raw=self.raw):
                assert not isinstance(item, Notice)
                _warn_if_not_chinese(document, item.place, result.report)
                digest = digest_of(document, self.sentences)
                result.outputs.append((output_name(item), render(digest)))
        return result


def _warn_if_not_chinese(document: Document, place: str, report: Report) -> None:
    letters = len(_LETTER.findall(document.text))
    share = len(HAN.findall(document.text)) / letters if letters else 1.0
    if share < HAN_SHARE:
        report.warn(place, f"hardly Chinese: {share:.0%} of its letters are Han characters")


def lost(batch: list[Item], reason: str) -> SummarizedBatch:
    """What stands for a record that killed its worker twice."""
    result = SummarizedBatch()
    for item in batch:
        result.report.error(item.place, f"{reason}: left out")
    return result
