"""The README's promises: its commands and all its examples are run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.picture import PICTURE, picture
from yrd_cli.cli.app import COMMANDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

Example = tuple[str, str]


def console_examples() -> list[Example]:
    """Each ``$ command`` of the console blocks with the output below it."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def help_examples() -> list[str]:
    from importlib import import_module

    return [line for name in COMMANDS for line in import_module(f"yrd_cli.cli.{name}").EXAMPLES]


def run_in_copy(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command line beside a copy of the seeds, with `yrd` and a clean HOME."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "bin").mkdir()
    yrd = folder / "bin" / "yrd"
    yrd.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m yrd_cli "$@"\n')
    yrd.chmod(0o755)
    env = {
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
    }
    bash = shutil.which("bash")
    assert bash, "the examples are for bash"
    return subprocess.run(
        [bash, "-o", "pipefail", "-c", command],
        cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


needs_jq = pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")


def marks(command: str) -> list[pytest.MarkDecorator]:
    return [needs_jq] if "jq " in command else []


@pytest.mark.parametrize(
    ("command", "output"),
    [pytest.param(c, o, marks=marks(c), id=c[:60]) for c, o in console_examples()],
)
def test_readme_example_gives_what_it_shows(command: str, output: str, tmp_path: Path) -> None:
    result = run_in_copy(command, tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == output


@pytest.mark.parametrize(
    "command", [pytest.param(c, marks=marks(c), id=c[:60]) for c in help_examples()]
)
def test_help_example_runs(command: str, tmp_path: Path) -> None:
    result = run_in_copy(command, tmp_path)
    assert result.returncode == 0
    # Two of the sample pages have no date, of which a trend has to tell.
    assert all(line.startswith("yrd: warning: ") for line in result.stderr.splitlines())


def command_after(marker: str) -> str:
    match = re.search(rf"<!-- {marker} -->\n```sh\n(.*?)\n```", README, re.DOTALL)
    assert match, f"the README has no {marker}"
    return match.group(1)


def test_main_command_works_on_a_clean_copy(tmp_path: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    home = tmp_path / "home"
    home.mkdir()
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    result = subprocess.run(
        ["bash", "-c", command_after("main command")],
        cwd=tmp_path, env={**env, "HOME": str(home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    rows = result.stdout.splitlines()
    assert rows[0].split("\t")[:4] == ["term", "frequency", "per_million", "documents"]
    assert len(rows) == 21


def test_test_command_is_the_one_that_ci_runs() -> None:
    assert command_after("test command").endswith("python -m tests")
    assert "test command" in (ROOT / ".ci" / "run").read_text()


def test_picture_is_the_true_output() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture()


def test_every_command_is_in_the_readme() -> None:
    assert [c for c in COMMANDS if f"`yrd {c}`" not in README] == []


def test_library_example_is_true() -> None:
    section = README[README.index("## As a library") :]
    code = re.findall(r"```python\n(.*?)```", section, re.DOTALL)[0]
    namespace: dict[str, object] = {}
    told = 0
    for line in code.splitlines():
        expression, mark, expected = line.partition("  # ")
        if mark:
            assert eval(expression, namespace) == eval(expected)
            told += 1
        else:
            exec(line, namespace)
    assert told == 3
