"""Conversion between Simplified, Traditional, Taiwan, Hong Kong and Japanese forms.

The library: `convert` for one text, `Converter` for many and for edits and offsets, `Conversion`
for what `--to` does. Each is imported when it is first used.

>>> from yrd_cli.convert import convert
>>> convert("鼠标里面的软件", "s2twp")
'滑鼠裡面的軟體'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yrd_cli.convert.conversion import Conversion, ConversionOptions
    from yrd_cli.convert.detection import Detection, detect
    from yrd_cli.convert.engine.converter import Converter, convert

_PUBLIC = {
    "Conversion": "yrd_cli.convert.conversion",
    "ConversionOptions": "yrd_cli.convert.conversion",
    "Converter": "yrd_cli.convert.engine.converter",
    "Detection": "yrd_cli.convert.detection",
    "convert": "yrd_cli.convert.engine.converter",
    "detect": "yrd_cli.convert.detection",
}

__all__ = ["Conversion", "ConversionOptions", "Converter", "Detection", "convert", "detect"]


def __getattr__(name: str) -> object:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PUBLIC[name]), name)
