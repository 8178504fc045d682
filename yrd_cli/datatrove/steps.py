"""Pipeline steps: clean, convert, filter, summarize, count."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from datatrove.data import Document as TroveDocument
from datatrove.data import DocumentsPipeline
from datatrove.io import get_datafolder
from datatrove.pipeline.base import PipelineStep

from yrd_cli.clean.reasons import CleanOptions, Repair
from yrd_cli.datatrove.documents import from_trove, into_trove
from yrd_cli.document import Document
from yrd_cli.document_time import InTime
from yrd_cli.limits import DEFAULT_LIMITS, Limits

BATCH = 256
"""Documents that are converted together."""


class _YrdStep(PipelineStep):  # type: ignore[misc]
    """A step that gives a Document, or none, for each.

    One over a limit (``document``, ``depth``, ``time``) is dropped, as ``dropped_unreadable`` or
    ``dropped_overtime``; the others are limits of files, which datatrove reads.
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        super().__init__()
        self.limits = limits

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Pass Documents through; one that cannot be read is dropped, and counted."""
        for given in data or ():
            self.stat_update("total")
            with self.track_time():
                result = self._in_time(given)
            if result is not None:
                self.stat_update("forwarded")
                self.update_doc_stats(result)
                yield result

    def _in_time(self, given: TroveDocument) -> TroveDocument | None:
        seconds = self.limits.document_seconds
        if seconds is None:
            return self._of(given)
        return InTime(lambda one: self._of(one[0]), self._late, seconds)([given])

    def _late(self, _given: list[TroveDocument], _reason: str) -> None:
        self.stat_update("dropped", "dropped_overtime")

    def _of(self, given: TroveDocument) -> TroveDocument | None:
        try:
            document = from_trove(given, self.limits)
        except ValueError:
            self.stat_update("dropped", "dropped_unreadable")
            return None
        return into_trove(self._done(document), given)

    def _done(self, document: Document) -> Document:
        raise NotImplementedError


class YrdCleaner(_YrdStep):
    """`yrd clean`: repairs, boilerplate, title, date and names; HTML is rendered first.

    ``keep`` and ``drop`` name rules as the options do.
    """

    type = "🧹 - YRD"
    name = "clean"

    def __init__(
        self,
        repair: Repair = "safe",
        keep: Iterable[str] = (),
        drop: Iterable[str] = (),
        punct: bool = False,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        super().__init__(limits)
        self.options = CleanOptions(repair, frozenset(keep), frozenset(drop), punct)

    def _done(self, document: Document) -> Document:
        from yrd_cli.clean import clean_document

        raw, votes = _rendered(document, self.limits)
        cleaned = clean_document(raw, self.options, votes)
        for reason, count in cleaned.counts.items():
            if count:
                self.stat_update(reason, value=count, unit="edit")
        return cleaned.document


def _rendered(document: Document, limits: Limits) -> tuple[Document, tuple[float, ...]]:
    """A page of HTML as text with the votes of its lines; any other text as it is."""
    from dataclasses import replace

    from yrd_cli.reading.documents import document_of_page
    from yrd_cli.reading.html import is_html

    if "<" not in document.text or not is_html(document.text):
        return document, ()
    page = document_of_page(
        document.text.encode(),
        id=document.id,
        kind="html",
        encoding="utf-8",
        depth=limits.html_depth,
    )
    found = page.document
    raw = replace(
        document,
        text=found.text,
        date=document.date or found.date,
        source=document.source or found.source,
        url=document.url or found.url,
        author=document.author or found.author,
        editor=document.editor or found.editor,
        metadata={**found.metadata, **document.metadata},
    )
    return raw, page.votes


class YrdConverter(PipelineStep):  # type: ignore[misc]
    """`yrd convert`: text and title; ``to``, ``config`` and the rest as `ConversionOptions`."""

    type = "🔁 - YRD"
    name = "convert"

    def __init__(self, to: str | None = None, config: str | None = None, **options: Any) -> None:
        super().__init__()
        from yrd_cli.convert.conversion import ConversionOptions

        self.options = ConversionOptions(to=to, config=config, **options)
        self._conversion  # noqa: B018 - what is wrong in the options is said at once

    @cached_property
    def _conversion(self) -> Any:
        from yrd_cli.convert.conversion import Conversion

        return Conversion(self.options)

    def __getstate__(self) -> dict[str, Any]:
        return {k: v for k, v in self.__dict__.items() if k != "_conversion"}

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Pass Documents through, converted a batch at a time."""
        from datatrove.utils.batching import batched

        for batch in batched(data or (), BATCH):
            documents = list(batch)
            with self.track_time("batch"):
                self._convert(documents)
            for document in documents:
                self.stat_update("total", "forwarded")
                self.update_doc_stats(document)
                yield document

    def _convert(self, documents: Sequence[TroveDocument]) -> None:
        from yrd_cli.script import script_of

        for document in documents:
            title = document.metadata.get("title")
            texts = [document.text, title] if isinstance(title, str) else [document.text]
            converted = self._conversion.convert_texts(texts, script_of(document.text))
            document.text = converted[0]
            if len(converted) > 1:
                document.metadata["title"] = converted[1]
            if "script" in document.metadata:
                document.metadata["script"] = script_of(document.text)


class YrdFilter(PipelineStep):  # type: ignore[misc]
    """`yrd clean --filter`: drops Documents that fail a rule of quality (``c4``, ``gopher``,
    ``fineweb``, ``length=200`` …); an ``exclusion_writer`` of datatrove's gets them with the
    rule under ``filter_reason``."""

    type = "🔻 - YRD"
    name = "quality"

    def __init__(
        self,
        filters: Sequence[str] = ("gopher",),
        min_score: float = 0.0,
        words: Sequence[str] = (),
        exclusion_writer: Any = None,
    ) -> None:
        super().__init__()
        from yrd_cli.clean.quality import QualityOptions, choose_rules

        self.quality = QualityOptions(choose_rules(filters), min_score, tuple(words))
        self.exclusion_writer = exclusion_writer

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Pass on the Documents that no rule rejects."""
        with self.exclusion_writer or contextlib.nullcontext() as writer:
            for document in data or ():
                self.stat_update("total")
                with self.track_time():
                    rejection = self.quality.judge(document.text)
                if rejection is None:
                    self.stat_update("forwarded")
                    self.update_doc_stats(document)
                    yield document
                    continue
                self.stat_update("dropped", f"dropped_{rejection.rule}")
                if writer is not None:
                    document.metadata["filter_reason"] = rejection.rule
                    writer.write(document, rank)


class YrdSummarizer(_YrdStep):
    """`yrd summarize`: adds ``summary``, ``keywords`` and ``facts`` to the metadata."""

    type = "📝 - YRD"
    name = "summarize"

    def __init__(self, sentences: int = 3, limits: Limits = DEFAULT_LIMITS) -> None:
        super().__init__(limits)
        from yrd_cli.summarize.budget import Budget
        from yrd_cli.summarize.digest import SummarySettings

        self.settings = SummarySettings(Budget(sentences=sentences))

    def _of(self, given: TroveDocument) -> TroveDocument | None:
        from yrd_cli.summarize.digest import digest_of

        try:
            record = digest_of(from_trove(given, self.limits), self.settings).record()
        except ValueError:
            self.stat_update("dropped", "dropped_unreadable")
            return None
        given.metadata |= {key: record[key] for key in ("summary", "keywords", "facts")}
        return given


class YrdCounter(PipelineStep):  # type: ignore[misc]
    """`yrd stats --partial`: counts what passes, and writes a partial result for each task into
    a folder; `yrd stats --merge FOLDER` adds them up.

    ``options`` are those of `Counting`: ``view``, ``unit``, ``ngrams``, ``nodes``, ``window`` …
    """

    type = "🔢 - YRD"
    name = "count"

    def __init__(self, output_folder: Any, engine: str = "auto", **options: Any) -> None:
        super().__init__()
        self.output_folder = get_datafolder(output_folder)
        self.engine = engine
        self.counted = options

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Pass Documents through; the partial result is written when they end."""
        from yrd_cli import __version__
        from yrd_cli.stats.counting import Counting
        from yrd_cli.stats.partials import partial_line
        from yrd_cli.words import Segmentation

        counting = Counting(Segmentation(self.engine), **self.counted)  # type: ignore[arg-type]
        view = counting.new_view()
        for given in data or ():
            with self.track_time():
                document = from_trove(given)
                view.add(document, counting.tokens(document))
            self.stat_update("total", "forwarded")
            yield given
        cuts_words = counting.unit == "word" or bool(counting.pos)
        segmentation = dict(counting.segmentation.provenance()) if cuts_words else {"unit": "char"}
        made = {"yrd": __version__, "rank": rank, "world_size": world_size}
        with self.output_folder.open(f"{rank:05d}.json", "wb") as file:
            file.write(partial_line(counting, view, made, segmentation))


def pipeline_of(steps: Sequence[PipelineStep], documents: Iterable[TroveDocument]) -> Iterator[Any]:
    """Run steps one after another in this process, as an executor does in each of its tasks."""
    data: Any = iter(documents)
    for step in steps:
        data = step.run(data)
    yield from data
