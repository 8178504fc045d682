"""A picture as PNG, by resvg, which the extra ``png`` brings as resvg-py (MIT)."""

from __future__ import annotations

from typing import Any

from yrd_cli.errors import MissingExtraError

ZOOM = 2.0
"""Pixels of the PNG for each of the SVG: sharp on today's screens and in print."""

FALLBACK = "Noto Sans CJK SC"


def require_png() -> None:
    """Raise MissingExtraError where there is no renderer."""
    _renderer()


def png_of(svg: str) -> bytes:
    """The picture in pixels, with the fonts of this machine.

    Raises MissingExtraError where there is no renderer.
    """
    data = _renderer().svg_to_bytes(svg_string=svg, zoom=ZOOM, sans_serif_family=FALLBACK)
    return bytes(data)


def _renderer() -> Any:
    try:
        import resvg_py
    except ImportError:
        raise MissingExtraError("--plot FILE.png", "png") from None
    return resvg_py
