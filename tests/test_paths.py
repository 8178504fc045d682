"""Which inputs the command line names."""

from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path

import pytest

from yrd_cli.errors import InputError, UsageError
from yrd_cli.reading.paths import STDIN, Selection, Source, find_sources, names_from, printable_path


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with all that a tree may hold; the tests stand above it."""
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "t"
    (root / "b" / "c").mkdir(parents=True)
    for name in ("a.txt", "z.html", "b/n.txt", "b/c/页.txt", ".hidden", "-x.txt", "new\nline.txt"):
        (root / name).write_text("x")
    (root / ".git").mkdir()
    (root / ".git" / "config").write_text("x")
    (root / os.fsdecode(b"bad\xff.txt")).write_text("x")
    (root / "loop").symlink_to(".")
    (root / "b" / "up").symlink_to("../..")
    (root / "link.txt").symlink_to("a.txt")
    (root / "dangling").symlink_to("nowhere")
    os.mkfifo(root / "pipe")
    return root


def found(*names: str, selection: Selection | None = None) -> list[str]:
    return [
        f"! {s}" if isinstance(s, InputError) else s.label for s in find_sources(names, selection)
    ]


def test_a_tree_is_walked_in_order_and_what_would_block_or_loop_is_left_out(tree: Path) -> None:
    assert found("t") == [
        "t/-x.txt",
        "t/a.txt",
        "t/b/c/页.txt",
        "t/b/n.txt",
        "t/bad\\xff.txt",
        "t/dangling",  # opening it tells
        "t/link.txt",
        "t/new\nline.txt",
        "t/z.html",
    ]


def test_named_files_come_as_they_are_named_and_files_of_a_walk_know_their_root(tree: Path) -> None:
    sources = list(find_sources(["t/.hidden", "t/pipe", STDIN, "t/b/c"]))
    assert sources == [
        Source("t/.hidden"),
        Source("t/pipe"),
        Source(STDIN),
        Source("t/b/c/页.txt", named=False, root="t/b/c"),
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no", "no: No such file or directory"),
        ("", "'': No such file or directory"),
        ("t/a.txt/b", "t/a.txt/b: Not a directory"),
        ("a\0b", "a\0b: embedded null byte"),
        ("n" * 300, f"{'n' * 300}: File name too long"),
    ],
)
def test_what_cannot_be_opened_is_an_error_in_its_place(
    tree: Path, name: str, message: str
) -> None:
    assert found(name, "t/a.txt") == [f"! {message}", "t/a.txt"]


@pytest.mark.parametrize(
    ("include", "exclude", "names"),
    [
        (("*.html",), (), ["t/z.html"]),
        (("*/c/*",), (), ["t/b/c/页.txt"]),
        (("*.txt",), ("t/b/*", "bad*", "link*", "*\n*"), ["t/-x.txt", "t/a.txt"]),
    ],
)
def test_globs_choose_by_name_or_by_path(
    tree: Path, include: tuple[str, ...], exclude: tuple[str, ...], names: list[str]
) -> None:
    assert found("t", selection=Selection(include, exclude)) == names


def test_globs_are_for_trees_and_not_for_named_files(tree: Path) -> None:
    assert found("t/a.txt", selection=Selection(exclude=("*",))) == ["t/a.txt"]


def test_what_the_run_writes_is_not_read(tree: Path) -> None:
    selection = Selection(outputs=("t/b", "t/a.txt", "t/not-there"))
    assert "t/a.txt" not in (names := found("t", selection=selection))
    assert not any(name.startswith("t/b/") for name in names)
    assert found("t/a.txt", "t/z.html", selection=selection) == [
        "! t/a.txt: is input and output at once",
        "t/z.html",
    ]


def test_a_tree_deeper_than_python_recurses_is_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    deep = "/".join("d" * 150)
    os.makedirs(deep)
    Path(deep, "f").write_text("x")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        assert found("d") == [f"{deep}/f"]
    finally:
        sys.setrecursionlimit(limit)


@pytest.mark.parametrize(
    ("data", "nul", "names"),
    [
        (b"a\nb c\n\nd", False, ["a", "b c", "d"]),
        (b"a\r\nb\r\n", False, ["a", "b"]),
        (b"a\nb\0c\0", True, ["a\nb", "c"]),
        (b"\xff\n", False, [os.fsdecode(b"\xff")]),
        (b"", False, []),
    ],
)
def test_a_list_holds_names(tmp_path: Path, data: bytes, nul: bool, names: list[str]) -> None:
    (tmp_path / "list").write_bytes(data)
    assert names_from(str(tmp_path / "list"), nul=nul) == names


def test_a_list_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        names_from(str(tmp_path / "no"))


def test_a_path_is_shown_in_valid_unicode() -> None:
    assert printable_path(os.fsdecode("页\n".encode() + b"\xc3\xff")) == "页\n\\xc3\\xff"
