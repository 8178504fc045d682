"""Words: the only place that knows a segmenter.

The segmenter is jieba 0.42 (MIT), kept silent and with a cache of its own.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

from yrd_cli.caches import cache_folder


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
    # jieba's default, /tmp/jieba.cache, is a marshal file that anybody may have put there.
    # Where there is no folder of our own, nothing is cached.
    tokenizer.tmp_dir = str(cache_folder() or os.devnull)
    tokenizer.initialize()
    return tokenizer


def cut(text: str, *, hmm: bool = True) -> Iterator[str]:
    """The words of a text as jieba cuts it; ``hmm`` finds words its dictionary lacks.

    >>> list(cut("长三角一体化发展"))
    ['长三角', '一体化', '发展']
    """
    words: Iterator[str] = _segmenter().cut(text, HMM=hmm)
    return words
