"""`stats` on batches of records: what each worker process runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from yrd_cli.clean.articles import read_articles
from yrd_cli.document import Document
from yrd_cli.reading.records import Item, ReadSettings, left_out
from yrd_cli.report import Report
from yrd_cli.stats.counting import Counting, text_of

CODING_PAYS = 60_000
"""Characters of a batch from which on its words are counted as numbers: this loads numpy and
rjieba, as other ways do from about there on."""


@dataclass(slots=True)
class CountedBatch:
    """The view of one batch, None where nothing is left of it, and its report."""

    view: Any = None
    report: Report = field(default_factory=Report)


@dataclass(frozen=True, slots=True)
class CountBatches:
    """Counts batches of records."""

    settings: ReadSettings
    counting: Counting
    raw: bool = False

    def __call__(self, batch: Iterable[Item]) -> CountedBatch:
        """Count one batch; bad records are noted in its report."""
        result = CountedBatch(self.counting.new_view())
        documents: Iterable[Document] = read_articles(
            batch, self.settings, result.report, raw=self.raw
        )
        if self.counting.takes_coded:
            documents = self._rest(list(documents), result.view)
        for document in documents:
            result.view.add(document, self.counting.tokens(document))
        return result

    def _rest(self, documents: list[Document], view: Any) -> Iterable[Document]:
        """The documents that are still to be counted one by one: all, or none where they are
        enough to be counted together."""
        if sum(len(document.text) for document in documents) < CODING_PAYS:
            return documents
        words = self.counting.coded(list(map(text_of, documents)))
        if words is None:
            return documents
        view.add_coded(words)
        return ()


def lost(batch: list[Item], reason: str) -> CountedBatch:
    """What stands for a record that killed its worker twice."""
    result = CountedBatch()
    for item in batch:
        result.report.error(item.place, left_out(item, reason))
    return result
