"""Documents that say the same: found by what they say, whatever their script and width."""

from __future__ import annotations

from typing import Literal

Mode = Literal["exact", "near", "lines"]
Keep = Literal["first", "longest", "newest"]

DEFAULT_THRESHOLD = 0.8
MIN_THRESHOLD = 0.5
"""Of pairs less similar than this too many share no band."""
