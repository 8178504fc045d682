"""Words: the only place that knows a segmenter.

The segmenter is jieba 0.42 (MIT), kept silent and with a cache of its own.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any


@cache
def _segmenter() -> Any:
    """jieba's tokenizer with its dictionary loaded; its log, its warnings and its shared cache
    file in the temporary directory are avoided."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pkg_resources is deprecated, and jieba imports it
        import jieba
    import logging

    jieba.setLogLevel(logging.CRITICAL + 1)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = _cache_folder()
    tokenizer.initialize()
    return tokenizer


def _cache_folder() -> str:
    """A folder that only this user can write: jieba's default, /tmp/jieba.cache, is a marshal
    file that anybody may have put there."""
    import os

    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    folder = os.path.join(base, "yrd")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        status = os.stat(folder)
        private = status.st_uid == os.getuid() and not status.st_mode & 0o022
        if private and os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return os.devnull  # no folder: nothing is cached, the dictionary is compiled anew


def cut(text: str, *, hmm: bool = True) -> Iterator[str]:
    """The words of a text as jieba cuts it; ``hmm`` finds words its dictionary lacks.

    >>> list(cut("长三角一体化发展"))
    ['长三角', '一体化', '发展']
    """
    words: Iterator[str] = _segmenter().cut(text, HMM=hmm)
    return words
