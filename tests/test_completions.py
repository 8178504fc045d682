"""The completion files: fresh, sound, and right in the shells they are for."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.running import ROOT
from tests.shells import Session
from yrd_cli.cli.app import COMMANDS, app
from yrd_cli.cli.completion import values
from yrd_cli.cli.completion.tree import Command, Option, Tree, read_tree
from yrd_cli.cli.completion.values import Value, Word
from yrd_cli.cli.completions import SHELLS, completion_file, main

FILES = {"my file.txt", "新闻 一.txt", "新闻二.txt", "甲:乙.txt"}
FOLDER = "目录"
CAPTURED: Any = {"capture_output": True, "encoding": "utf-8"}
SYNTAX_CHECK = {"bash": ["bash", "-n"], "zsh": ["zsh", "-n"], "fish": ["fish", "--no-execute"]}


def needs(shell: str) -> Any:
    """A parameter that is skipped, and says so, where the shell is absent."""
    reason = f"{shell.upper()} IS NOT INSTALLED (apt-get install {shell}): its file is UNTESTED"
    return pytest.param(shell, marks=pytest.mark.skipif(not shutil.which(shell), reason=reason))


every_shell = pytest.mark.parametrize("shell", [needs(shell) for shell in SHELLS])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which files are completed."""
    work = tmp_path_factory.mktemp("work")
    for name in FILES:
        (work / name).touch()
    (work / FOLDER).mkdir()
    return work


# --- the files ---------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", SHELLS)
def test_file_in_repository_is_fresh(shell: str) -> None:
    written = (ROOT / "completions" / SHELLS[shell][0]).read_text("utf-8")
    assert written == completion_file(shell), (
        f"run: python -m yrd_cli.cli.completions {shell} > completions/{SHELLS[shell][0]}"
    )


@pytest.mark.parametrize("seed", ["1", "2"])
def test_same_tree_gives_same_bytes_in_any_process(seed: str) -> None:
    env = {"PYTHONHASHSEED": seed, "LC_ALL": "C", "COLUMNS": "20", "NO_COLOR": "1"}
    args = [sys.executable, "-m", "yrd_cli.cli.completions", "zsh"]
    output = subprocess.run(args, cwd=ROOT, env=env, capture_output=True, check=True).stdout
    assert output.decode() == completion_file("zsh")


@pytest.mark.parametrize("args", [[], ["tcsh"], ["bash", "zsh"]])
def test_unknown_shell_is_a_usage_error(
    args: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(args) == 2
    assert "bash|zsh|fish" in capsys.readouterr().err


def test_tree_holds_every_command_and_their_options() -> None:
    tree = read_tree(app, "yrd")
    assert tuple(command.name for command in tree.commands) == COMMANDS
    for command in tree.commands:
        assert command.meaning
        names = [name for option in command.options for name in option.names]
        assert len(names) == len(set(names))
        assert "--help" in names


def test_every_value_is_a_list_a_place_or_known_to_be_free() -> None:
    unknown = [
        (command.name, option.names, option.value.label)
        for command in read_tree(app, "yrd").commands
        for option in command.options
        if option.value
        and option.value.kind == "free"
        and values.FREE.isdisjoint({*option.names, option.value.label})
    ]
    assert not unknown, "say in completion/values.py what these metavars stand for"


@every_shell
def test_file_has_no_syntax_error(shell: str) -> None:
    file = ROOT / "completions" / SHELLS[shell][0]
    run = subprocess.run([*SYNTAX_CHECK[shell], str(file)], check=False, **CAPTURED)
    assert (run.returncode, run.stderr) == (0, "")


# --- what a TAB offers -------------------------------------------------------------------------


class Case(NamedTuple):
    """A line before the cursor; what a TAB offers, and what it must not."""

    line: str
    offered: set[str]
    absent: Collection[str] = ()


REPAIRS = {"safe", "aggressive", "off"}
CASES = [
    Case("yrd ", set(COMMANDS), {"my file.txt"}),
    Case("yrd cl", {"clean"}, {"convert"}),
    Case("yrd --", {"--help", "--version"}, {"--format"}),
    Case("yrd clean --rep", {"--repair", "--report"}, {"--reasons", "--format"}),
    Case("yrd clean -", {"--keep", "-o", "--quiet", "-h"}, {"--top"}),
    Case("yrd stats clean --", {"--top", "--format"}, {"--repair"}),
    Case("yrd stats -q --", {"--top"}, {"--repair"}),
    Case("yrd clean --repair ", REPAIRS, {"my file.txt"}),
    Case("yrd clean --repair=", REPAIRS, {"my file.txt"}),
    Case("yrd clean --format j", {"json", "jsonl"}, {"auto"}),
    Case("yrd clean --format=j", {"json", "jsonl"}, {"auto"}),
    Case("yrd clean --format nothing", set(), {"my file.txt", "auto"}),
    Case("yrd stats --input-format pa", {"parquet"}, {"json"}),
    Case("yrd stats --color=a", {"auto", "always"}, {"never"}),
    Case("yrd clean --encoding big", {"big5hkscs"}, {"utf-8"}),
    Case("yrd clean --keep glo", {"gloss"}, {"comma"}),
    Case("yrd clean --drop boi", {"boilerplate"}, {"comma"}),
    Case("yrd clean --keep gloss,com", {"comma"}, {"control"}),
    Case("yrd clean --drop=gloss,com", {"comma"}, {"control"}),
    Case("yrd clean --keep gloss --keep com", {"comma"}, {"control"}),
    Case("yrd clean --jobs ", set(), {"my file.txt", "clean"}),
    Case("yrd clean ", {*FILES, FOLDER}, {"clean", "--format"}),
    Case("yrd clean 新", {"新闻 一.txt", "新闻二.txt"}, {"my file.txt", FOLDER}),
    Case("yrd clean --files-from 新", {"新闻 一.txt", "新闻二.txt"}, {"my file.txt"}),
    Case("yrd clean -qo 新", {"新闻 一.txt", "新闻二.txt"}, {"my file.txt"}),
    Case("yrd clean --format json 新", {"新闻 一.txt", "新闻二.txt"}, {"json"}),
    Case("yrd clean --format=json --re", {"--repair", "--report"}, {"json"}),
    Case("yrd clean -- --", set(), {"--format", "--help"}),
    Case("yrd convert --to t", {"t", "tw", "twp"}, {"hk"}),
    Case("yrd grep --ex", {"--exact", "--exclude"}, {"--extended"}),
    Case("yrd grep -rnf 新", {"新闻 一.txt", "新闻二.txt"}, {"my file.txt"}),
    Case("yrd grep -C ", set(), {"my file.txt"}),
    Case("yrd grep -rn 长三角 新", {"新闻 一.txt", "新闻二.txt"}, {"my file.txt"}),
    Case("yrd convert -c s2tw", {"s2tw", "s2twp"}, {"s2t"}),
]


def _offers(tab: Callable[[str], tuple[str, str]], line: str) -> str:
    buffer, listing = tab(line)
    return f"{buffer.removeprefix(line.rpartition(' ')[0])}\n{listing}".replace("\\", "")


def _assert_offers(text: str, case: Case) -> None:
    for word in case.offered:
        assert _shows(word, text), f"{word!r} is not in {text!r}"
    for word in case.absent:
        assert not _shows(word, text), f"{word!r} is in {text!r}"


def _shows(word: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None


@pytest.fixture(scope="module")
def sessions(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Session]]:
    """One interactive bash and one zsh for all cases."""
    opened = {}
    for shell in ("bash", "zsh"):
        if shutil.which(shell):
            setup = _setup(shell, ROOT / "completions")
            opened[shell] = Session(shell, folder, tmp_path_factory.mktemp(shell), setup)
    yield opened
    for session in opened.values():
        session.close()


def _setup(shell: str, completions: Path) -> str:
    """Shell code that loads the files as a user would; a call of yrd itself would be seen."""
    called = "yrd() { echo yrd was called; }\n"
    if shell == "bash":
        return f"{called}source '{completions}/yrd.bash'\n"
    return f"{called}fpath=('{completions}' $fpath)\nautoload -Uz compinit\ncompinit -u -D\n"


@pytest.mark.parametrize("shell", [needs("bash"), needs("zsh")])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.line)
def test_tab_in_an_interactive_shell(shell: str, case: Case, sessions: dict[str, Session]) -> None:
    text = _offers(sessions[shell].press_tab, case.line)
    assert "yrd was called" not in text
    _assert_offers(text, case)


INSERTED = [
    ("yrd cl", "yrd clean "),
    ("yrd clean --repair=ag", "yrd clean --repair=aggressive "),
    ("yrd clean my", "yrd clean my\\ file.txt "),
    ('yrd clean "my', 'yrd clean "my file.txt" '),
    ("yrd clean 新闻二", "yrd clean 新闻二.txt "),
    ("yrd clean -- 目", "yrd clean -- 目录/"),
    ("yrd clean --output=my", "yrd clean --output=my\\ file.txt "),
    ("yrd clean --output=新闻二", "yrd clean --output=新闻二.txt "),
    ('yrd clean --format "ts', 'yrd clean --format "tsv" '),
]


@pytest.mark.parametrize("shell", [needs("bash"), needs("zsh")])
@pytest.mark.parametrize(("typed", "completed"), INSERTED, ids=lambda line: line)
def test_only_match_is_inserted_and_quoted(
    shell: str, typed: str, completed: str, sessions: dict[str, Session]
) -> None:
    assert sessions[shell].press_tab(typed)[0] == completed


@pytest.mark.parametrize("shell", [needs("zsh")])
@pytest.mark.parametrize(
    ("line", "description"),
    [
        ("yrd ", "clean  .*-- Turn raw pages into clean Documents"),
        ("yrd clean --re", "--report .*-- Show how often each reason fired"),
        ("yrd clean --keep co", r"comma .*-- a comma injected .*: `,,` and `、,`"),
    ],
)
def test_zsh_describes_commands_options_and_values(
    shell: str, line: str, description: str, sessions: dict[str, Session]
) -> None:
    assert re.search(description, sessions[shell].press_tab(line)[1])


@pytest.mark.parametrize("shell", [needs("bash")])
@pytest.mark.parametrize("breaks", ["", "=", ":", "=:"])
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("yrd clean --format=ts", "yrd clean --format=tsv "),
        ("yrd clean --output=my", "yrd clean --output=my\\ file.txt "),
        ("yrd clean --output=新闻二", "yrd clean --output=新闻二.txt "),
        ("yrd clean 甲:", "yrd clean 甲:乙.txt "),
        ("yrd clean --output=甲:", "yrd clean --output=甲:乙.txt "),
    ],
)
def test_bash_with_any_word_breaks(
    shell: str, breaks: str, typed: str, completed: str, folder: Path, tmp_path: Path
) -> None:
    setup = _setup(shell, ROOT / "completions") + f"COMP_WORDBREAKS=$' \\t\\n\"\\'><;|&({breaks}'\n"
    with Session(shell, folder, tmp_path / "home", setup) as session:
        assert session.press_tab(typed)[0] == completed


# --- bash and fish without a terminal ----------------------------------------------------------

_CALL = """
source "$1"; shift
COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDS=("${@:2}") COMP_CWORD=$(($# - 2))
COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
PATH=/nowhere
_yrd
((${#COMPREPLY[@]} == 0)) || printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize("shell", [needs("bash")])
@pytest.mark.parametrize(
    "case", [case for case in CASES if not case.offered & {*FILES}], ids=lambda case: case.line
)
def test_bash_function_gives_these_replies(shell: str, case: Case, folder: Path) -> None:
    pieces = re.findall(r"[=:]+|[^\s=:]+", case.line) + [""] * case.line.endswith(" ")
    args = [shell, "-uc", _CALL, shell, str(ROOT / "completions/yrd.bash"), case.line, *pieces]
    run = subprocess.run(args, check=False, cwd=folder, **CAPTURED)
    assert run.stderr == ""
    _assert_offers(run.stdout, case)


@pytest.fixture(scope="module")
def fish_offers(folder: Path) -> dict[str, list[str]]:
    """What fish offers for each case: lines of a word, a tab and its description."""
    lines = [case.line for case in CASES]
    output = _run_fish(ROOT / "completions" / "yrd.fish", folder, lines)
    return dict(zip(lines, output, strict=True))


def _run_fish(file: Path, folder: Path, lines: list[str]) -> list[list[str]]:
    """What fish offers after each line, without a terminal."""
    script = "source $argv[1]; for line in $argv[2..]; complete -C $line; echo ==; end"
    env = {"HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    args = ["fish", "--no-config", "-c", script, str(file), *lines]
    run = subprocess.run(args, cwd=folder, env=env, check=True, **CAPTURED)
    assert run.stderr == ""
    return [part.splitlines() for part in run.stdout.split("==\n")[:-1]]


@pytest.mark.parametrize("shell", [needs("fish")])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.line)
def test_fish_offers(shell: str, case: Case, request: pytest.FixtureRequest) -> None:
    offers = request.getfixturevalue("fish_offers")[case.line]
    words = "\n".join(line.partition("\t")[0] for line in offers)
    _assert_offers(words.replace("\\", ""), case)


@pytest.mark.parametrize("shell", [needs("fish")])
def test_fish_describes_commands_options_and_values(
    shell: str, request: pytest.FixtureRequest
) -> None:
    offers = request.getfixturevalue("fish_offers")
    assert "clean\tTurn raw pages into clean Documents" in offers["yrd cl"]
    assert "--report\tShow how often each reason fired" in offers["yrd clean --rep"]
    assert any(line.startswith("gloss\tpinyin") for line in offers["yrd clean --keep glo"])


# --- hostile descriptions ----------------------------------------------------------------------

HOSTILE = "a'b\"c `touch pwned` $(touch pwned) (touch pwned) ${x} [d] {e} f:g \\h %i; #j | k & <l>*"


def _hostile_tree() -> Tree:
    words = (Word("one", HOSTILE), Word("other", HOSTILE), Word("o$(touch pwned)", HOSTILE))
    options = (
        Option(("-l", "--list"), HOSTILE, Value(HOSTILE, "words", words)),
        Option(("--many",), HOSTILE, Value(HOSTILE, "words", words, many=True), repeatable=True),
        Option(("--free",), HOSTILE, Value(HOSTILE)),
        Option(("--flag",), HOSTILE),
    )
    commands = (Command("run", HOSTILE, options), Command("rest", HOSTILE, ()))
    return Tree("yrd", options[-1:], commands)


HOSTILE_LINES = [
    "yrd r",
    "yrd run --",
    "yrd run -",
    "yrd run --list o",
    "yrd run --many=one,o",
    "yrd run --free ",
]


@every_shell
def test_hostile_text_is_shown_and_never_run(shell: str, folder: Path, tmp_path: Path) -> None:
    name, render = SHELLS[shell]
    files = tmp_path / "completions"
    files.mkdir()
    (files / name).write_text(render(_hostile_tree()), "utf-8")
    check = subprocess.run([*SYNTAX_CHECK[shell], str(files / name)], check=False, **CAPTURED)
    assert (check.returncode, check.stderr) == (0, "")
    shown = _hostile_screens(shell, files, folder, tmp_path)
    assert not list(tmp_path.rglob("pwned"))
    assert "other" in shown[3] and "o$(touch pwned)" in shown[3]
    if shell != "bash":  # bash has no descriptions
        assert all(HOSTILE in screen for screen in shown[:5])


def _hostile_screens(shell: str, files: Path, folder: Path, root: Path) -> list[str]:
    if shell == "fish":
        return ["\n".join(part) for part in _run_fish(files / "yrd.fish", folder, HOSTILE_LINES)]
    with Session(shell, folder, root / "home", _setup(shell, files)) as session:
        return [session.press_tab(line)[1] for line in HOSTILE_LINES]
