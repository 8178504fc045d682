"""`clean` on batches of records: what each worker process runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from yrd_cli.clean import FINDINGS, Cleaned, CleanOptions, clean_document
from yrd_cli.clean.draft import Draft
from yrd_cli.document import Document
from yrd_cli.reading.documents import document_of
from yrd_cli.reading.records import Item, ReadSettings, Record, left_out
from yrd_cli.report import Notice, Report
from yrd_cli.writing.documents import renderer
from yrd_cli.writing.names import output_name
from yrd_cli.writing.terminal import Terminal

if TYPE_CHECKING:
    from yrd_cli.clean.duplicates import Mode
    from yrd_cli.clean.duplicates.removal import Entry
    from yrd_cli.clean.quality import QualityOptions

_NO_TERMINAL = Terminal()


@dataclass(slots=True)
class CleanedBatch:
    """The output of one batch: rendered Documents with their names, a view, a report."""

    outputs: list[tuple[str, bytes]] = field(default_factory=list)
    view: list[bytes] = field(default_factory=list)
    report: Report = field(default_factory=Report)
    entries: list[Entry] = field(default_factory=list)
    """In place of outputs, where duplicates are still to be found."""
    rejected: list[tuple[str, Document]] = field(default_factory=list)
    page: list[bytes] = field(default_factory=list)
    """Sections of the page that explains the run."""


@dataclass(frozen=True, slots=True)
class CleanBatches:
    """Cleans batches of records.

    ``format`` is how Documents are rendered (None: not at all), ``view`` what is shown of the
    work: ``listing``, ``jsonl`` (explain records), ``diff``, or None. ``terminal`` is where the
    one that goes to standard output goes.
    """

    settings: ReadSettings
    options: CleanOptions
    format: str | None
    view: str | None = None
    terminal: Terminal = _NO_TERMINAL
    quality: QualityOptions | None = None
    dedup: Mode | None = None
    page: bool = False

    def __call__(self, batch: Iterable[Item]) -> CleanedBatch:
        """Clean one batch; bad records are noted in its report."""
        result = CleanedBatch()
        render = self._renderer()
        show = self._view()
        for item in batch:
            if isinstance(item, Notice):
                result.report.notices.append(item)
                continue
            raw = document_of(item, self.settings, result.report)
            if raw is None:
                continue
            cleaned = clean_document(raw.document, self.options, raw.votes, raw.markup)
            document = cleaned.document
            _count(result.report, item, raw.document, cleaned)
            self._put(result, output_name(item), document, render)
            if self.page:
                from yrd_cli.clean.page_view import page_section

                result.page.append(page_section(cleaned.draft, document))
            if show:
                result.view.append(show(cleaned.draft, document.id))
        return result

    def _put(
        self,
        result: CleanedBatch,
        name: str,
        document: Document,
        render: Callable[[Document], bytes] | None,
    ) -> None:
        rejection = self.quality.judge(document.text) if self.quality else None
        if rejection is not None:
            why = {
                "filter": rejection.rule,
                "value": round(rejection.value, 4),
                "limit": rejection.limit,
            }
            metadata = {**document.metadata, "rejected": why}
            result.rejected.append((name, replace(document, metadata=metadata)))
            result.report.counts["filtered"] += 1
            result.report.documents_with["filtered"] += 1
        elif self.dedup:
            from yrd_cli.clean.duplicates.removal import entry_of

            result.entries.append(entry_of(document, name, self.dedup))
        elif render:
            result.outputs.append((name, render(document)))

    def _renderer(self) -> Callable[[Document], bytes] | None:
        if self.format is None:
            return None
        # With a view on standard output, Documents go to a file.
        return renderer(self.format, Terminal() if self.view else self.terminal)

    def _view(self) -> Callable[[Draft, str], bytes] | None:
        if self.view is None:
            return None
        from functools import partial

        from yrd_cli.clean import views

        if self.view == "jsonl":
            return views.explain_lines
        return partial(views.diff if self.view == "diff" else views.listing, terminal=self.terminal)


def _count(report: Report, item: Record, raw: Document, cleaned: Cleaned) -> None:
    """Count what this run did; what an earlier run did stands in the record's own counts."""
    counts = Counter({k: n for k, n in cleaned.counts.items() if n})
    for finding in FINDINGS:
        counts[finding] = cleaned.document.edits.get(finding, 0)
    if item.kind != "json":
        counts.update(raw.edits)  # what decoding did
    report.count_document(len(raw.text), +counts)


def lost(batch: list[Item], reason: str) -> CleanedBatch:
    """What stands for a record that killed its worker twice."""
    result = CleanedBatch()
    for item in batch:
        result.report.error(item.place, left_out(item, reason))
    return result
