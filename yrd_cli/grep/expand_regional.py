"""Words that differ from region to region: 软件 and 軟體, 信息 and 資訊."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from yrd_cli.grep.classes import class_of, fold
from yrd_cli.grep.expand_parse import Bracket, Group, Literal, Node

_DATA = Path(__file__).parent / "data" / "regional.txt"


@cache
def _counterparts() -> dict[str, tuple[str, ...]]:
    """Each word, folded, with all words that share a meaning with it, itself first."""
    found: dict[str, dict[str, None]] = {}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            words = line.split()
            for word in words:
                found.setdefault(word, {word: None}).update(dict.fromkeys(words))
    return {word: tuple(others) for word, others in found.items()}


@cache
def _longest() -> int:
    return max(map(len, _counterparts()))


def counterparts(word: str) -> tuple[str, ...]:
    """The words of all regions for what a word means, in simplified forms, its own first; empty
    where it is no regional word.

    >>> counterparts("軟體"), counterparts("长三角")
    (('软体', '软件'), ())
    """
    return _counterparts().get(fold(word), ())


def with_regional_words(
    nodes: list[Node], *, fixed_width: bool, longest: int | None = None
) -> list[Node]:
    """The nodes of a pattern, each regional word in them a group of all its counterparts.

    The longest word wins, from left to right; the words within it count too (信息技术 is 資訊科技
    and 資訊技術). With ``fixed_width`` only words of the same length take part.
    """
    done: list[Node] = []
    at = 0
    most = _longest() if longest is None else longest
    while at < len(nodes):
        run = _literals(nodes, at)
        for size in range(min(len(run), most), 1, -1):
            word = run[:size]
            others = [o for o in counterparts(word) if not fixed_width or len(o) == size]
            if len(others) > 1:
                own = with_regional_words(
                    nodes[at : at + size], fixed_width=fixed_width, longest=size - 1
                )
                done.append(_group(own, others))
                at += size
                break
        else:
            done.append(nodes[at])
            at += 1
    return done


def _literals(nodes: list[Node], at: int) -> str:
    """The characters from a place on that stand once each, up to the longest word's length."""
    chars = []
    for node in nodes[at : at + _longest()]:
        if not isinstance(node, Literal) or node.repeat:
            break
        chars.append(node.char)
    return "".join(chars)


def _group(own: list[Node], others: list[str]) -> Group:
    """The alternatives, longest first, so that the first that matches is the longest; among
    those of one length the pattern's own word. The others are in either script."""
    written = [(len(others[0]), own)]
    written += [(len(word), [_in_any_script(char) for char in word]) for word in others[1:]]
    written.sort(key=lambda word: -word[0])
    return Group("(?:", [nodes for _, nodes in written])


def _in_any_script(char: str) -> Node:
    forms = class_of(char)
    if len(forms) > 1:
        return Bracket(f"[{forms}]")
    return Literal(char, char if char.isalnum() or not char.isascii() else f"\\{char}")
