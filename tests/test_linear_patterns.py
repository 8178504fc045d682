"""Every constant pattern of the product takes linear time, on runs of whatever pages hold."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.linear_patterns import is_slow
from tests.running import ROOT, clean_environment


@pytest.mark.timeout(400)
def test_no_pattern_of_the_product_back_tracks(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.linear_patterns"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        env=clean_environment(str(tmp_path)),
        timeout=380,
    )
    assert json.loads(done.stdout) == []


def test_one_that_does_is_found() -> None:
    pattern = re.compile(r"\s+$")
    assert is_slow(pattern, " ", "x", 4000)
    assert not is_slow(re.compile(r"\s+"), " ", "x", 4000)
