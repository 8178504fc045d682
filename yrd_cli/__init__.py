"""A corpus toolkit for messy Chinese text from the web.

The names below are the library; each is imported when it is first used.
"""

from __future__ import annotations

__version__ = "0.1.0"

_PUBLIC = {
    "Document": "yrd_cli.document",
    "clean_bytes": "yrd_cli.clean",
    "clean_text": "yrd_cli.clean",
    "Fact": "yrd_cli.summarize.facts",
    "extract_facts": "yrd_cli.summarize.facts",
    "rank_sentences": "yrd_cli.summarize",
}

__all__ = [
    "Document",
    "Fact",
    "__version__",
    "clean_bytes",
    "clean_text",
    "extract_facts",
    "rank_sentences",
]


def __getattr__(name: str) -> object:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PUBLIC[name]), name)
