"""Lint, types, tests: what has to pass before a change lands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Tests last: their closing line is the last word.
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("pytest", "-q", "-n", "auto", "--doctest-modules", "--doctest-ignore-import-errors"),
)


def main() -> int:
    failed = []
    for module, *args in CHECKS:
        print(f"+ {module} {' '.join(args)}", flush=True)
        extra = sys.argv[1:] if module == "pytest" else []
        command = [sys.executable, "-m", module, *args, *extra]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(module)
    if failed:
        print(f"failed: {', '.join(failed)}", flush=True)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
