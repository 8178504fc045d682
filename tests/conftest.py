"""Settings of the whole suite."""

from __future__ import annotations

from hypothesis import settings

# The same commit gives the same verdict: each run tries the same examples. To look for new ones:
# python -m pytest --hypothesis-profile=explore
settings.register_profile("suite", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile("suite")
