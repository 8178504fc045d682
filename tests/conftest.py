"""Settings of the whole suite."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.absent import pytest_terminal_summary  # noqa: F401

# The same commit gives the same verdict: each run tries the same examples. To look for new ones:
# python -m pytest --hypothesis-profile=explore
# How long one takes never decides: machines are shared.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("suite", UNTIMED, derandomize=True)
settings.register_profile("explore", UNTIMED, derandomize=False)
settings.load_profile("suite")
