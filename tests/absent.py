"""What a run of the tests could not test, said at its end where nobody overlooks it."""

from __future__ import annotations

from typing import Any

MARK = "NOT TESTED HERE:"
"""How the reason of a skip begins where a whole part of the product went untested."""


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name what went untested, and what brings it: in red, after everything else."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", ()):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        _, found, rest = reason.partition(MARK)
        if found:
            reasons[rest.strip()] = reasons.get(rest.strip(), 0) + 1
    if not reasons:
        return
    terminalreporter.section("NOT TESTED HERE", sep="!", red=True, bold=True)
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{reason} ({count} skipped)", red=True)
