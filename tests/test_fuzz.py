"""The fuzz targets (see `tests/fuzz`) for a moment each, and every input that ever failed."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.clean_targets import options_of
from tests.fuzz.draw import split_options
from tests.fuzz.guided import keep
from tests.fuzz.targets import REGRESSIONS, TARGETS, Target
from tests.running import ROOT
from yrd_cli.clean import clean_text

EXAMPLES = {"repair": 25, "html": 40, "grep": 40, "decode": 60, "summary": 60}
"""Of the slow ones; of every other target 100."""

SECONDS_GUIDED = 1
"""For each target under atheris."""


def inputs(target: Target) -> st.SearchStrategy[bytes]:
    """Seeds, changed, and bytes of any kind."""
    seeds = target.seeds

    def change(number: int, seed: int) -> bytes:
        return target.mutated(seeds[number], seed)

    changed = st.builds(change, st.integers(0, len(seeds) - 1), st.integers(0, 1 << 32))
    return st.one_of(changed, changed, st.binary(max_size=target.most // 4))


@pytest.mark.parametrize("name", TARGETS)
def test_promises_hold_of_changed_inputs(name: str) -> None:
    target = TARGETS[name]
    for seed in target.seeds:
        target.run(seed)

    @settings(
        max_examples=EXAMPLES.get(name, 100),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs(target))
    def promises_hold(data: bytes) -> None:
        target.check(data)

    promises_hold()


CASES = sorted(p.relative_to(REGRESSIONS).as_posix() for p in REGRESSIONS.glob("*/*"))


@pytest.mark.parametrize("case", CASES)
def test_what_failed_once_holds(case: str) -> None:
    target, data = TARGETS[case.split("/")[0]], (REGRESSIONS / case).read_bytes()
    target.run(data)
    if case.split("/")[1].startswith("repeated-"):
        target.check_repeated(data)


MENDED = {
    "entity-row": "(五)申请字签证",
    "escaped-misread": "长三角一体化发展",
    "misread-twice": "长三角一体化",
    "two-runs": "题 长三角一体化 2020 长三角一体化发展 abc",
    "widened-before-entity": "源：",
    "widened-before-tag": "有！",
    "widened-beside-evidence": "?!?\ufffd\ufffd?同",
    "widened-evidence": "地?á)",
    "widened-question-mark": "地？%E9%95%BF%E9%95%BF",
}


@pytest.mark.parametrize("case", MENDED)
def test_what_was_half_mended_is_mended_at_once(case: str) -> None:
    body, draw = split_options((REGRESSIONS / "repair" / case).read_bytes())
    assert clean_text(body.decode(), options_of(draw)).document.text == MENDED[case]


def test_every_regression_has_its_line() -> None:
    told = (REGRESSIONS / "README.md").read_text(encoding="utf-8")
    assert [case for case in CASES if f"`{case}`" not in told] == []


def test_the_targets_are_what_the_command_line_knows() -> None:
    assert all(target.name == name for name, target in TARGETS.items())
    assert all(target.seeds for target in TARGETS.values())


def test_the_smallest_input_of_each_kind_of_finding_is_kept(tmp_path: Path) -> None:
    for data in (b"longer", b"short", b"longest"):
        with pytest.raises(ZeroDivisionError) as found:
            1 / 0  # noqa: B018
        keep(found.value, data, tmp_path / "target")
    (kept,) = (p for p in (tmp_path / "target").iterdir() if p.suffix != ".txt")
    assert kept.read_bytes() == b"short"
    assert "ZeroDivisionError" in kept.with_name(f"{kept.name}.txt").read_text()


@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None,
    reason="atheris is not installed: the targets were not fuzzed by coverage",
)
@pytest.mark.timeout(600)
def test_every_target_is_fuzzed_by_coverage_for_a_moment(tmp_path: Path) -> None:
    # How far it comes depends on the machine: what it finds is told, and decides nothing.
    command = [
        sys.executable, "-m", "tests.fuzz", "all", "--seconds", str(SECONDS_GUIDED), "--jobs", "2",
        "--work", str(tmp_path), "-seed=1", "-timeout=120",
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ}
    )
    found = [p.read_text(errors="replace") for p in sorted(tmp_path.glob("findings/*/*.txt"))]
    assert done.returncode == int(bool(found)), (done.stdout, done.stderr)
    print(*found, sep="\n")
    status = json.loads((tmp_path / "status.json").read_text())
    assert [name for name in TARGETS if not status[name]["executions"]] == []
