"""Quality figures that may rise and never fall unnoticed: `floors.json` holds them."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.running import SEEDS
from yrd_cli.clean import Cleaned, CleanOptions, clean_bytes, clean_text
from yrd_cli.clean.reasons import Repair

HERE = Path(__file__).parent
FLOORS: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


@cache
def cleaned_seeds(repair: Repair) -> dict[str, Cleaned]:
    options = CleanOptions(repair=repair)
    return {p.name[:3]: clean_bytes(p.read_bytes(), options) for p in sorted(SEEDS.iterdir())}


def lowest_line_f1() -> float:
    gold: dict[str, list[int]] = tomllib.loads((HERE / "rules/seeds.toml").read_text("utf-8"))
    lowest = 1.0
    for name, cleaned in cleaned_seeds("safe").items():
        kept = {line.number for line in cleaned.draft.lines if line.in_body}
        wanted = set(gold[name])
        lowest = min(lowest, 2 * len(kept & wanted) / (len(kept) + len(wanted)))
    return lowest


def seed_edits(reason: str, repair: Repair) -> int:
    return sum(c.document.edits.get(reason, 0) for c in cleaned_seeds(repair).values())


def law_lines_that_stay() -> float:
    lines = (HERE / "rules/laws.txt").read_text(encoding="utf-8").splitlines()
    return sum(clean_text(line).document.text == line for line in lines) / len(lines)


FIGURES = {
    "seeds: line F1 of the body, lowest of five": lowest_line_f1,
    "seeds: glosses removed (aggressive)": lambda: seed_edits("gloss", "aggressive"),
    "seeds: injected commas removed": lambda: seed_edits("comma", "safe"),
    "seeds: shifted spots repaired (aggressive)": lambda: seed_edits("shifted-gbk", "aggressive"),
    "seeds: shifted spots repaired (safe)": lambda: seed_edits("shifted-gbk", "safe"),
    "clean law text: share of lines that stay": law_lines_that_stay,
}


def test_every_floor_is_measured() -> None:
    assert FLOORS.keys() == FIGURES.keys()


@pytest.mark.parametrize("name", FIGURES)
def test_no_figure_is_below_its_floor(name: str) -> None:
    assert FIGURES[name]() >= FLOORS[name]
