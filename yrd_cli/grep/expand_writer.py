"""How an expanded pattern is written: regional words and pinyin first, then each character."""

from __future__ import annotations

import re
from itertools import product

from yrd_cli.grep.classes import class_of, is_han
from yrd_cli.grep.expand import Expansion
from yrd_cli.grep.expand_brackets import bracket_of, expand_bracket, is_han_set
from yrd_cli.grep.expand_parse import Bracket, Group, Literal, Node, Verbatim, parse
from yrd_cli.grep.noise import filler


def written(source: str, expansion: Expansion) -> str:
    """The expanded pattern. Raises UsageError for brackets that do not close."""
    branches = _reworded(parse(source), expansion, fixed_width=False)
    return _Writer(expansion).branches(branches, "", fixed_width=False)[0]


def regional_choices(text: str, expansion: Expansion) -> list[list[str]]:
    """The parts of a plain text, regional words and characters, each with all its forms, its own
    first."""
    plain: list[Node] = [Literal(char, char) for char in text]
    nodes = _reworded([plain], expansion, fixed_width=False)[0]
    return [_words_of(node, expansion.variants) for node in nodes]


def refers_back(source: str) -> bool:
    """Whether a pattern refers back to a group."""

    def within(branches: list[list[Node]]) -> bool:
        for node in (node for branch in branches for node in branch):
            if isinstance(node, Group) and within(node.branches):
                return True
            if isinstance(node, Verbatim) and _REFERENCE.match(node.text):
                return True
        return False

    return within(parse(source))


_REFERENCE = re.compile(r"\\(?![1-3][0-7]{2}\Z)[1-9]|\(\?P=")


def _words_of(node: Node, variants: bool) -> list[str]:
    """The strings that a literal, or a group of literals, stands for."""
    if isinstance(node, Group):
        words = []
        for branch in node.branches:
            parts = [_words_of(part, variants) for part in branch]
            words += ["".join(letters) for letters in product(*parts)]
        return words
    if isinstance(node, Bracket):
        return list(node.text[1:-1])  # regional words come as plain sets
    assert isinstance(node, Literal)
    forms = class_of(node.char) if variants else node.char
    return [node.char, *(form for form in forms if form != node.char)]


def _reworded(
    branches: list[list[Node]], expansion: Expansion, *, fixed_width: bool
) -> list[list[Node]]:
    """The pattern with its pinyin and its regional words replaced by groups of what they mean."""
    if not (expansion.regional or expansion.pinyin):
        return branches
    done = []
    for branch in branches:
        nodes = list(branch)
        for node in nodes:
            if isinstance(node, Group):
                inner = fixed_width or node.looks_behind
                node.branches = _reworded(node.branches, expansion, fixed_width=inner)
        if expansion.pinyin:
            from yrd_cli.grep.pinyin import read_pinyin

            nodes = read_pinyin(nodes, fixed_width=fixed_width)
        if expansion.regional:
            from yrd_cli.grep.expand_regional import with_regional_words

            nodes = with_regional_words(nodes, fixed_width=fixed_width)
        done.append(nodes)
    return done


_HAN, _OTHER, _UNKNOWN = "han", "other", ""
"""What stands before a place in every text that matches so far: a Han character, another
character of the pattern, or who knows."""


class _Writer:
    def __init__(self, expansion: Expansion) -> None:
        self.expansion = expansion

    def branches(
        self, branches: list[list[Node]], before: str, *, fixed_width: bool
    ) -> tuple[str, str]:
        """The text of some alternatives, and what stands at their end."""
        texts, ends = [], set()
        for branch in branches:
            parts, end = [], before
            for node in branch:
                text, end = self.node(node, end, fixed_width)
                parts.append(text)
            texts.append("".join(parts))
            ends.add(end)
        return "|".join(texts), ends.pop() if len(ends) == 1 else _UNKNOWN

    def node(self, node: Node, before: str, fixed_width: bool) -> tuple[str, str]:
        if isinstance(node, Group):
            return self.group(node, before, fixed_width)
        if isinstance(node, Verbatim):
            return node.text + node.repeat, _UNKNOWN
        unit, kind = self.unit(node)
        is_optional = node.repeat.startswith(("?", "*", "{0", "{,"))
        after = kind if not is_optional or before == kind else _UNKNOWN
        if not self.expansion.noise or fixed_width:
            return unit + node.repeat, after
        if before and kind:
            return self._joined(self._filler(before, kind), unit, node.repeat), after
        if kind == _HAN and node.repeat:
            return self._repeated(unit, node.repeat), after
        return unit + node.repeat, after

    def group(self, group: Group, before: str, fixed_width: bool) -> tuple[str, str]:
        fixed_width = fixed_width or group.looks_behind
        text, end = self.branches(group.branches, before, fixed_width=fixed_width)
        if group.is_lookaround:
            end = before
        elif group.repeat.startswith(("?", "*", "{0", "{,")) and end != before:
            end = _UNKNOWN
        return f"{group.opening}{text}){group.repeat}", end

    def unit(self, node: Literal | Bracket) -> tuple[str, str]:
        """A character or set with its other forms, and what it is."""
        variants, widths = self.expansion.variants, self.expansion.noise
        if isinstance(node, Literal):
            kind = _HAN if is_han(node.char) else _UNKNOWN if node.char.isspace() else _OTHER
            return bracket_of(node.char, variants=variants, widths=widths) or node.text, kind
        text = expand_bracket(node.text, variants=variants, widths=widths)
        return text, self._kind_of_set(text) if widths else _UNKNOWN

    def _kind_of_set(self, text: str) -> str:
        if is_han_set(text):
            return _HAN
        # A set that itself takes spaces would share them with the filler in many ways.
        if text.startswith("[^") or re.search(r"\\[A-Za-z]|[^!-~\uff01-\uff5e]", text):
            return _UNKNOWN
        return _OTHER

    def _filler(self, before: str, kind: str) -> str:
        across = self.expansion.across_lines
        return filler(before == _HAN, kind == _HAN, across_lines=across)

    @staticmethod
    def _joined(between: str, unit: str, repeat: str) -> str:
        return f"(?:{between}{unit}){repeat}" if repeat else between + unit

    def _repeated(self, unit: str, repeat: str) -> str:
        """A repeated Han character with noise between its occurrences: ``哈{2,3}``."""
        between = self._filler(_HAN, _HAN)
        found = re.fullmatch(r"(?:([*+?])|\{(\d*)(,?)(\d*)\})([?+]?)", repeat)
        assert found is not None
        sign, low, comma, high, suffix = found.groups()
        if sign == "?":
            return unit + repeat
        least = int(low or 0) if not sign else int(sign == "+")
        most = (int(high) if high else None) if comma or sign else least
        if most == 0:
            return unit + repeat
        rest = f"{{{max(least - 1, 0)},{'' if most is None else most - 1}}}{suffix}"
        more = f"{unit}(?:{between}{unit}){rest}"
        return more if least else f"(?:{more})?{suffix}"
