"""The faces of a concordance: hits in the middle of their lines, tables of hits, and of groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from yrd_cli.grep.concordance import GroupCounts, Hit, hit_table, hits_of, sorted_hits
from yrd_cli.grep.concordance_faces import Found, PlainFace
from yrd_cli.grep.kwic import GAP, kwic_line
from yrd_cli.grep.kwic import Layout as KwicLayout
from yrd_cli.writing.tables import render_table
from yrd_cli.writing.terminal import Terminal, one_line, visible


@dataclass(slots=True)
class HitFace(PlainFace):
    """Collects the hits of the run where they have to be sorted or set in a table, else hands
    them on as they come."""

    keys: tuple[str, ...] = ()
    _kept: list[Hit] = field(default_factory=list)

    def show(self, found: Found, limit: int | None) -> tuple[int, Iterator[bytes]]:
        """Every hit, up to a limit."""
        spans = [span for span in found.spans if span[1] > span[0]][:limit]
        hits = hits_of(found.document, found.text, spans, found.label)
        if self.collects:
            self._kept += hits
            return len(hits), iter(())
        return len(hits), map(self.written, hits)

    @property
    def collects(self) -> bool:
        """Whether the hits are written at the end of the run."""
        return bool(self.keys)

    def end_part(self) -> list[Hit]:
        """The hits that were collected."""
        kept, self._kept = self._kept, []
        return kept

    def absorb(self, part: list[Hit], name: str) -> bytes:
        """Collect these hits too."""
        self._kept += part
        return b""

    def written(self, hit: Hit) -> bytes:
        """One hit."""
        raise NotImplementedError

    def ordered(self) -> list[Hit]:
        """The hits that were collected, sorted."""
        return sorted_hits(self._kept, self.keys) if self.keys else self._kept


@dataclass(slots=True)
class KwicFace(HitFace):
    """One concordance line for each hit; its file and line stand behind it where asked for."""

    kwic: KwicLayout = field(default_factory=KwicLayout)

    def written(self, hit: Hit) -> bytes:
        """A hit in its context."""
        safe = visible if self.layout.for_terminal else str
        parts = (safe(hit.left), safe(hit.node), safe(hit.right))
        line = kwic_line(*parts, self.kwic)
        colors = self.layout.colors
        node = line.node
        if colors is not None and colors.selected_match:
            erase = "" if colors.no_erase else "\x1b[K"
            node = f"\x1b[{colors.selected_match}m{erase}{node}\x1b[m{erase}"
        label = self._label(hit)
        text = f"{line.left}{GAP}{node}{GAP}{line.right}"
        text = f"{text}{GAP}{label}" if label else text.rstrip(" ")
        return text.encode("utf-8", "replace") + b"\n"

    def _label(self, hit: Hit) -> str:
        parts = [hit.path] if self.layout.with_name else []
        if self.layout.numbered:
            parts.append(str(hit.line))
        label = ":".join(parts)
        return one_line(label) if self.layout.for_terminal else label

    def finish(self) -> Iterator[bytes]:
        """The sorted lines."""
        yield from map(self.written, self.ordered())


@dataclass(slots=True)
class HitTableFace(HitFace):
    """The hits as a table."""

    format: str = "tsv"
    terminal: Terminal = field(default_factory=Terminal)

    @property
    def collects(self) -> bool:
        """A table is written whole."""
        return True

    def finish(self) -> Iterator[bytes]:
        """The table."""
        yield from render_table(hit_table(self.ordered()), self.format, self.terminal)


@dataclass(slots=True)
class GroupFace(PlainFace):
    """How often each form or neighbouring word occurs."""

    counts: GroupCounts = field(default_factory=lambda: GroupCounts("match"))
    format: str = "tsv"
    terminal: Terminal = field(default_factory=Terminal)

    def show(self, found: Found, limit: int | None) -> tuple[int, Iterator[bytes]]:
        """Count the hits of a Document."""
        spans = [span for span in found.spans if span[1] > span[0]][:limit]
        self.counts.add(hits_of(found.document, found.text, spans, found.label))
        return len(spans), iter(())

    def end_part(self) -> GroupCounts:
        """The counts."""
        counts, self.counts = self.counts, GroupCounts(self.counts.key)
        return counts

    def absorb(self, part: GroupCounts, name: str) -> bytes:
        """Add these counts."""
        self.counts.frequency.update(part.frequency)
        self.counts.documents.update(part.documents)
        return b""

    def finish(self) -> Iterator[bytes]:
        """The table of counts."""
        yield from render_table(self.counts.table(), self.format, self.terminal)
