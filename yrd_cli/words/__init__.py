"""Words: the only place that knows a segmenter.

The reference is jieba 0.42.1 (MIT), token for token: `cut`, `cut_for_search`, `tag` and
`load_userdict` are its functions. `Segmentation` is what the commands use: settings that choose
the engine and segment traditional text as well as simplified.
"""

from yrd_cli.words.face import TaggedWord, cut, cut_for_search, load_userdict, tag
from yrd_cli.words.segmentation import Segmentation

__all__ = [
    "Segmentation",
    "TaggedWord",
    "cut",
    "cut_for_search",
    "load_userdict",
    "tag",
]
