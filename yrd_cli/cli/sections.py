"""Sections of the help: the options that set limits stand in one of their own, the last."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

LIMITS = "Limits"
_NOTE = "SIZE: bytes, or 64K, 1M, 2G; 0 or none: no limit"


class SectionedCommand(TyperCommand):
    """A command whose help ends with its limits."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The arguments, the options, and the limits."""
        everything = self.params
        limits = [p for p in everything if getattr(p, "rich_help_panel", None) == LIMITS]
        self.params = [p for p in everything if p not in limits]
        super().format_options(ctx, formatter)
        self.params = everything
        if limits:
            with formatter.section(f"{LIMITS} ({_NOTE})"):
                formatter.write_dl([row for p in limits if (row := p.get_help_record(ctx))])
