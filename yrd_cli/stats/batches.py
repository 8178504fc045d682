"""`stats` on batches of records: what each worker process runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from yrd_cli import words
from yrd_cli.clean.articles import read_articles
from yrd_cli.reading.records import Item, ReadSettings
from yrd_cli.report import Report
from yrd_cli.stats.terms import TermCounts


@dataclass(slots=True)
class CountedBatch:
    """The counts of one batch, and its report."""

    counts: TermCounts = field(default_factory=TermCounts)
    report: Report = field(default_factory=Report)


@dataclass(frozen=True, slots=True)
class CountBatches:
    """Counts the terms of batches of records."""

    settings: ReadSettings
    raw: bool = False
    hmm: bool = True

    def __call__(self, batch: Iterable[Item]) -> CountedBatch:
        """Count one batch; bad records are noted in its report."""
        result = CountedBatch()
        for document in read_articles(batch, self.settings, result.report, raw=self.raw):
            text = f"{document.title}\n{document.text}" if document.title else document.text
            result.counts.add_document(words.cut(text, hmm=self.hmm))
        return result


def lost(batch: list[Item], reason: str) -> CountedBatch:
    """What stands for a record that killed its worker twice."""
    result = CountedBatch()
    for item in batch:
        result.report.error(item.place, f"{reason}: left out")
    return result
