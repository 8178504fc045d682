"""Patterns that understand Chinese: each character becomes the class of its written forms.

The pattern is widened and the text left as it is: to fold the text costs twenty times more, and a
conversion that knows context breaks matches.
"""

from __future__ import annotations

from typing import NamedTuple

from yrd_cli.errors import UsageError
from yrd_cli.grep.classes import class_of

MAX_LITERALS = 64
"""More literals than this are searched faster as classes."""


class Expansion(NamedTuple):
    """What a pattern is to find besides what it says."""

    variants: bool = True
    """Every character with the same simplified form."""
    regional: bool = False
    """The words of the mainland, Taiwan and Hong Kong for one thing: 软件, 軟體."""
    noise: bool = False
    """Glosses, invisible characters, other widths and spaces within words."""
    pinyin: bool = False
    """Latin letters are pinyin: ``changsanjiao``."""
    across_lines: bool = False
    """With ``noise``, line ends within words too."""

    @property
    def changes_width(self) -> bool:
        """Whether a match may be longer or shorter than what the pattern says."""
        return self.regional or self.noise or self.pinyin


def expand(source: str, expansion: Expansion) -> str:
    """A pattern in the syntax of Python's `re` that also finds the other forms of its characters.

    What is added are character sets and groups without a number, as hyperscan, PCRE and RE2 know
    them too. Back-references still want the same characters: see ``has_back_reference``.
    Raises UsageError for a pattern that does not close its brackets, or nests too deeply.

    >>> expand("长三角[区-]", Expansion()), expand("(?:长){2}", Expansion(variants=False))
    ('[长長]三角[区-區]', '(?:长){2}')
    """
    if source.isascii() and "\\" not in source and not (expansion.noise or expansion.pinyin):
        return source
    if not expansion.changes_width and _SPECIAL.isdisjoint(source):
        return "".join(_set_of(char) for char in source) if expansion.variants else source
    from yrd_cli.grep.expand_writer import written

    try:
        return written(source, expansion)
    except RecursionError:
        raise UsageError("nested too deeply") from None


_SPECIAL = frozenset("\\.^$*+?{}[]()|")


def _set_of(char: str) -> str:
    forms = class_of(char)
    return char if len(forms) == 1 else f"[{char}{forms.replace(char, '')}]"


def literal_forms(text: str, expansion: Expansion) -> list[str] | None:
    """All strings that the expansion of a literal matches, itself first; None where they are over
    MAX_LITERALS, or have no end.

    >>> literal_forms("长三角", Expansion())
    ['长三角', '長三角']
    """
    if expansion.noise or expansion.pinyin:
        return None
    choices = [_forms(char, expansion) for char in text]
    if expansion.regional:
        from yrd_cli.grep.expand_writer import regional_choices

        choices = regional_choices(text, expansion)
    forms = [""]
    for words in choices:
        if len(forms) * len(words) > MAX_LITERALS:
            return None
        forms = [head + word for head in forms for word in words]
    return sorted(forms, key=lambda form: form != text)


def _forms(char: str, expansion: Expansion) -> list[str]:
    forms = class_of(char) if expansion.variants else char
    return [char, *(form for form in forms if form != char)]


def has_back_reference(source: str) -> bool:
    """Whether a pattern refers back to a group: then pattern and text have to be folded.

    >>> has_back_reference("(长)\\\\1"), has_back_reference("\\\\\\\\1")
    (True, False)
    """
    if "\\" not in source and "(?P=" not in source:
        return False
    from yrd_cli.grep.expand_writer import refers_back

    return refers_back(source)
