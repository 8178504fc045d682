"""Command lines with their expected output: each folder of `cases/` is one case.

`cmd` is a line of bash, run in a copy of the folder; `expout` is its standard output, `experr`
its standard error (empty where the file is missing), `status` its exit status (0 where missing).
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.running import shell

CASES = sorted(p.parent for p in (Path(__file__).parent / "cases").glob("*/cmd"))


def expected(case: Path, name: str, default: str = "") -> str:
    path = case / name
    return path.read_text(encoding="utf-8") if path.exists() else default


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_case(case: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    shutil.copytree(case, here)
    ran = shell(expected(case, "cmd"), cwd=here)
    assert ran.out.decode() == expected(case, "expout")
    assert ran.err == expected(case, "experr")
    assert ran.status == int(expected(case, "status", "0"))
