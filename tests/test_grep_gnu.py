"""`yrd grep --exact` against GNU grep itself: the same bytes, the same exit status."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.bench.grep_gnu import random_commands
from tests.grep_differential import (
    Answer,
    answers,
    build_corpus,
    comparable,
    has_gnu_grep,
    read_command,
)

RANDOM_SEED, RANDOM_COUNT = 7, 150
"""Always the same command lines; for others: python -m tests.bench.grep_gnu --seed N."""

TABLE = tomllib.loads((Path(__file__).parent / "rules" / "grep_gnu.toml").read_text("utf-8"))
LINES = [line for line in TABLE["commands"].splitlines() if line and not line.startswith("#")]

pytestmark = pytest.mark.skipif(not has_gnu_grep(), reason="GNU grep 3 is not installed")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grep")
    build_corpus(folder)
    return folder


@pytest.fixture(scope="module")
def told(corpus: Path) -> dict[str, tuple[Answer, Answer]]:
    commands = [read_command(line) for line in LINES]
    both = [answers(program, commands, corpus) for program in ("grep", "yrd")]
    return dict(zip(LINES, zip(*both, strict=True), strict=True))


@pytest.mark.parametrize("line", LINES)
def test_answers_as_gnu_grep(told: dict[str, tuple[Answer, Answer]], line: str) -> None:
    gnu, yrd = told[line]
    words = read_command(line)["words"]
    assert comparable(yrd, words) == comparable(gnu, words), yrd.err


def test_random_command_lines_are_answered_as_gnu_grep_does(corpus: Path) -> None:
    commands = random_commands(RANDOM_SEED, RANDOM_COUNT)
    both = zip(*(answers(program, commands, corpus) for program in ("grep", "yrd")), strict=True)
    differing = [
        (command, gnu, yrd)
        for command, (gnu, yrd) in zip(commands, both, strict=True)
        if comparable(gnu, command["words"]) != comparable(yrd, command["words"])
    ]
    assert not differing
