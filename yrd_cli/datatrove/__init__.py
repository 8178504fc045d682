"""The stages of yrd as steps of a datatrove pipeline: ``pip install 'yrd[datatrove]'``.

They take and give datatrove's Documents, so that they stand between its own readers, filters
and writers, on one machine, on Slurm or on Ray.
"""

from __future__ import annotations

try:
    import datatrove  # noqa: F401 - asked for here, for a clear word where it is missing
except ImportError:
    from yrd_cli.errors import MissingExtraError

    raise MissingExtraError("yrd_cli.datatrove", "datatrove") from None

from yrd_cli.datatrove.search import YrdGrep
from yrd_cli.datatrove.steps import (
    YrdCleaner,
    YrdConverter,
    YrdCounter,
    YrdFilter,
    YrdSummarizer,
)

__all__ = ["YrdCleaner", "YrdConverter", "YrdCounter", "YrdFilter", "YrdGrep", "YrdSummarizer"]
