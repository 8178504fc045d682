"""Hostile and broken inputs against every command: no traceback, no hang, no raw escape, the right
status, and everything readable is worked on all the same."""

from __future__ import annotations

import os
import re
import resource
import subprocess
from pathlib import Path

import pytest

from tests.hostile import FILES, write_all
from tests.running import YRD, clean_environment

SECONDS = 240
"""For the whole tree: by hand, `python -m tests.hostile` gives each file 20 seconds."""

MEMORY = 1536 << 20

COMMANDS = {
    "clean": ("clean", "."),
    "convert": ("convert", "--to", "t", "--input-format", "auto", "."),
    "grep": ("grep", "-rc", "长三角", "."),
    "stats": ("stats", "."),
    "summarize": ("summarize", "."),
}

FAILING = (
    "line-bomb.gz",
    "cut.gz",
    "flipped.gz",
    "cut.zst",
    "flipped.zst",
    "cut.bz2",
    "cut.xz",
    "garbage-behind.gz",
)
"""What no command can read to its end."""

_RAW = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every file there is."""
    folder = tmp_path_factory.mktemp("hostile")
    write_all(folder)
    assert len(FILES) >= 60
    return folder


def limited() -> None:
    """What a run may have."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@pytest.mark.timeout(SECONDS + 30)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_tree_of_traps(name: str, tree: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [*YRD, *COMMANDS[name]],
        cwd=tree,
        env=clean_environment(str(tmp_path)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=SECONDS,
        preexec_fn=limited,
        check=False,
    )
    said = done.stderr.decode("utf-8", "replace")
    assert done.returncode == 2, said[-2000:]
    assert "Traceback" not in said
    assert "internal error" not in said
    assert "was ended by" not in said, said
    assert not _RAW.search(done.stderr)
    for file in FAILING:
        assert any(line.startswith(f"yrd: {p}{file}") for line in said.splitlines()
                   for p in ("", "./")), file  # fmt: skip
    if name == "clean":
        ids = set(re.findall(rb'"id":"([^"]*)"', done.stdout))
        assert {b"good", b"one-bad-byte.txt", b"-rf", b"nested.html"} <= {
            i.removeprefix(b"./") for i in ids
        }
    assert os.path.exists(tree / "pipe")
