"""The pipeline step that searches: `yrd grep`."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from datatrove.data import Document as TroveDocument
from datatrove.data import DocumentsPipeline
from datatrove.pipeline.base import PipelineStep

from yrd_cli.grep.concordance_search import TextPattern, text_pattern
from yrd_cli.grep.request import PatternRequest
from yrd_cli.limits import MATCH_SECONDS
from yrd_cli.time_limit import TimeLimit, TimeLimitError


class YrdGrep(PipelineStep):  # type: ignore[misc]
    """`yrd grep PATTERN` on Documents: passes on those in which the pattern is found, in either
    script, with ``hits`` in their metadata; with ``invert`` the others.

    ``options`` are those of `PatternRequest`: ``dialect`` (basic, extended, fixed, perl),
    ``ignore_case``, ``word``, ``exact``, ``regional``, ``noise``, ``pinyin``. A text for which
    the pattern takes longer than ``time_limit`` seconds is dropped, and counted. Raises
    PatternError for a pattern that is wrong.
    """

    type = "🔎 - YRD"
    name = "grep"

    def __init__(
        self,
        pattern: str,
        invert: bool = False,
        time_limit: float = MATCH_SECONDS,
        **options: Any,
    ) -> None:
        super().__init__()
        self.request = PatternRequest(tuple(pattern.split("\n")), **options)
        self.invert = invert
        self.time_limit = time_limit
        self._pattern  # noqa: B018 - what is wrong in it is said at once

    @cached_property
    def _pattern(self) -> TextPattern:
        asked = self.request
        noise = not asked.exact if asked.noise is None else asked.noise
        return text_pattern(asked, noise=noise)

    def __getstate__(self) -> dict[str, Any]:
        return {k: v for k, v in self.__dict__.items() if k != "_pattern"}

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Pass on the Documents that are selected."""
        for document in data or ():
            self.stat_update("total")
            with self.track_time():
                is_wanted = self._selects(document)
            if is_wanted:
                self.stat_update("forwarded")
                self.update_doc_stats(document)
                yield document
            else:
                self.stat_update("dropped")

    def _selects(self, document: TroveDocument) -> bool:
        try:
            with TimeLimit(self.time_limit) as limit:
                for text in limit.watch((document.text,)):
                    spans = self._pattern(text)
        except TimeLimitError:
            self.stat_update("dropped_overtime")
            return False
        if spans and not self.invert:
            hits = [{"start": a, "end": b, "text": document.text[a:b]} for a, b in spans if b > a]
            document.metadata["hits"] = hits
        return bool(spans) != self.invert
