"""Lint, types, tests: what has to pass before a change lands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("pytest", "-q", "-n", "auto", "--doctest-modules"),
)


def main() -> int:
    failed = []
    for module, *args in CHECKS:
        print(f"+ {module} {' '.join(args)}", flush=True)
        extra = sys.argv[1:] if module == "pytest" else []
        if subprocess.run([sys.executable, "-m", module, *args, *extra], cwd=ROOT).returncode:
            failed.append(module)
    if failed:
        print(f"failed: {', '.join(failed)}", flush=True)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
