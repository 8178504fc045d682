"""Quality filters for training data: named rules, each with the figure that decides.

The rules of C4 (Raffel et al. 2020), Gopher (Rae et al. 2021, appendix A1) and FineWeb (Penedo et
al. 2024), adapted to Chinese: sentences end in 。！？…, lengths count characters and not words
between spaces (a Chinese word has 1.6 characters on average), n-grams are of characters.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from yrd_cli.errors import UsageError
from yrd_cli.patterns import compiled
from yrd_cli.script import HAN_RANGES

WORD_LENGTH = 1.6
"""Characters of a Chinese word in running text: how limits in words were converted."""

_HAN = compiled(f"[{HAN_RANGES}]")
_LETTER = compiled(r"[^\W_]")
_SPACE = compiled(r"\s")
_ENDED = compiled("[。！？…；：.!?;:][”’」』）)》\"'】]{0,3}$|[”」』]$")
_SENTENCE = compiled("[。！？!?…]+[”’」』]?")
_BULLET = compiled(
    "^[ \t\u3000]{0,8}(?:[-*+•·●○■□◆◇▪▶►※★☆]|[(（]?[0-9一二三四五六七八九十]{1,3}[)）、.])"
)
_ELLIPSIS = compiled("(?:…|\\.\\.\\.|。。。)[”’」』]?$")
_SYMBOL = compiled("[#＃]|…{1,2}|\\.\\.\\.")
_FUNCTION_WORDS = ("的", "是", "在", "和", "了", "有", "不", "與", "与", "及", "為", "为", "以")
_PLACEHOLDER = ("lorem ipsum", "此处填写", "测试文本测试文本")

SHORT_LINE = 15
"""Characters of a short line: FineWeb's 30 letters in Chinese."""

LONG_ENOUGH = 200
"""Characters from which on length says nothing against a text."""


class Figures:
    """The figures of one text; each is computed when it is asked for."""

    def __init__(self, text: str, words: Sequence[str] = ()) -> None:
        self._text = text
        self._words = words

    @cached_property
    def _lines(self) -> list[str]:
        return [line.strip() for line in self._text.split("\n") if line.strip()]

    @cached_property
    def length(self) -> float:
        """Characters that are no white space."""
        return len(_SPACE.sub("", self._text))

    @cached_property
    def han_share(self) -> float:
        """Han characters among letters and digits."""
        letters = len(_LETTER.findall(self._text))
        return len(_HAN.findall(self._text)) / letters if letters else 0.0

    @cached_property
    def sentences(self) -> float:
        """Ends of sentences."""
        return len(_SENTENCE.findall(self._text))

    @cached_property
    def ended_lines(self) -> float:
        """Share of lines that end in a mark that ends a sentence or a clause."""
        return self._share(lambda line: _ENDED.search(line) is not None)

    @cached_property
    def short_lines(self) -> float:
        """Share of lines of at most SHORT_LINE characters."""
        return self._share(lambda line: len(line) <= SHORT_LINE)

    @cached_property
    def bullet_lines(self) -> float:
        """Share of lines that begin with a bullet or a number."""
        return self._share(lambda line: _BULLET.match(line) is not None)

    @cached_property
    def ellipsis_lines(self) -> float:
        """Share of lines that end in an ellipsis."""
        return self._share(lambda line: _ELLIPSIS.search(line) is not None)

    @cached_property
    def line_breaks(self) -> float:
        """Lines for each word."""
        return len(self._lines) * WORD_LENGTH / self.length if self.length else 0.0

    @cached_property
    def symbols(self) -> float:
        """Hashes and ellipses for each word."""
        return len(_SYMBOL.findall(self._text)) * WORD_LENGTH / self.length if self.length else 0.0

    @cached_property
    def function_words(self) -> float:
        """How many of the commonest function words occur."""
        return sum(word in self._text for word in _FUNCTION_WORDS)

    @cached_property
    def braces(self) -> float:
        """Curly brackets: program code."""
        return self._text.count("{")

    @cached_property
    def placeholders(self) -> float:
        """Texts that stand where none was written."""
        lower = self._text.lower()
        return sum(lower.count(sign) for sign in _PLACEHOLDER)

    @cached_property
    def listed_words(self) -> float:
        """Occurrences of the user's listed words."""
        return sum(self._text.count(word) for word in self._words)

    @cached_property
    def repeated_lines(self) -> float:
        """Share of lines that stood in the text before."""
        lines = self._lines
        return 1 - len(set(lines)) / len(lines) if lines else 0.0

    @cached_property
    def repeated_line_characters(self) -> float:
        """Share of characters in lines that stood in the text before."""
        counts = Counter(self._lines)
        total = sum(map(len, self._lines))
        again = sum((n - 1) * len(line) for line, n in counts.items())
        return again / total if total else 0.0

    def top_ngram(self, size: int) -> float:
        """Share of characters in the commonest n-gram of this many characters."""
        counts = self._ngrams(size)
        if not counts:
            return 0.0
        gram, often = min(counts.items(), key=lambda item: (-item[1], item[0]))
        return self._solid.count(gram) * size / len(self._solid) if often > 1 else 0.0

    def repeated_ngrams(self, size: int) -> float:
        """Share of characters in n-grams of this many characters that occur more than once,
        each character counted once."""
        counts = self._ngrams(size)
        covered = end = 0
        text = self._solid
        for start in range(len(text) - size + 1):
            if counts[text[start : start + size]] > 1:
                covered += start + size - max(start, end)
                end = start + size
        return covered / len(text) if text else 0.0

    @cached_property
    def score(self) -> float:
        """One figure from 0 to 1: the geometric mean of the shares that speak for a text.

        Han characters, lines that end as sentences do, characters that repeat nothing, length up
        to LONG_ENOUGH characters.
        """
        parts = (
            self.han_share,
            self.ended_lines,
            1 - self.repeated_line_characters,
            min(1.0, self.length / LONG_ENOUGH),
        )
        return math.prod(parts) ** (1 / len(parts))

    @cached_property
    def _solid(self) -> str:
        return _SPACE.sub("", self._text)

    def _ngrams(self, size: int) -> Counter[str]:
        text = self._solid
        return Counter(text[i : i + size] for i in range(len(text) - size + 1))

    def _share(self, holds: Callable[[str], bool]) -> float:
        return sum(map(holds, self._lines)) / len(self._lines) if self._lines else 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: the figure, and the least or most that it may be."""

    name: str
    figure: str
    side: Literal["least", "most"]
    limit: float
    meaning: str
    size: int = 0
    """Of the n-grams, for figures that have one."""

    def value(self, figures: Figures) -> float:
        """The figure of a text."""
        found = getattr(figures, self.figure)
        return float(found(self.size) if self.size else found)

    def passes(self, value: float) -> bool:
        """Whether a text with this figure stays."""
        return value >= self.limit if self.side == "least" else value <= self.limit


def _ngram_rules() -> tuple[Rule, ...]:
    """Gopher's rules of repetition: its n-grams of words are here of twice as many characters."""
    top = ((4, 0.20), (6, 0.18), (8, 0.16))
    repeated = ((10, 0.15), (12, 0.14), (14, 0.13), (16, 0.12), (18, 0.11), (20, 0.10))
    return (
        *(
            Rule(f"gopher-top-{n}-gram", "top_ngram", "most", limit,
                 f"characters in the commonest {n}-gram of characters", n)
            for n, limit in top
        ),
        *(
            Rule(f"gopher-repeated-{n}-grams", "repeated_ngrams", "most", limit,
                 f"characters in repeated {n}-grams of characters", n)
            for n, limit in repeated
        ),
    )  # fmt: skip


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("length", "length", "least", 100, "characters"),
        Rule("max-length", "length", "most", 1_000_000, "characters"),
        Rule("han-share", "han_share", "least", 0.5, "Han characters among letters and digits"),
        Rule("words", "listed_words", "most", 0, "occurrences of the words of --words FILE"),
        Rule("c4-sentences", "sentences", "least", 5, "ends of sentences"),
        Rule("c4-ended-lines", "ended_lines", "least", 0.3, "lines that end as sentences do"),
        Rule("c4-braces", "braces", "most", 0, "curly brackets"),
        Rule("c4-placeholder", "placeholders", "most", 0, "`lorem ipsum` and the like"),
        Rule("gopher-length", "length", "least", 80, "characters (50 words)"),
        Rule("gopher-max-length", "length", "most", 160_000, "characters (100,000 words)"),
        Rule("gopher-symbols", "symbols", "most", 0.1, "hashes and ellipses for each word"),
        Rule("gopher-bullets", "bullet_lines", "most", 0.9, "lines that begin with a bullet"),
        Rule("gopher-ellipses", "ellipsis_lines", "most", 0.3, "lines that end in an ellipsis"),
        Rule("gopher-han", "han_share", "least", 0.6, "Han characters among letters and digits"),
        Rule("gopher-function-words", "function_words", "least", 2, "different function words"),
        Rule("gopher-repeated-lines", "repeated_lines", "most", 0.3, "lines seen before"),
        Rule("gopher-repeated-line-characters", "repeated_line_characters", "most", 0.2,
             "characters in lines seen before"),
        *_ngram_rules(),
        Rule("fineweb-ended-lines", "ended_lines", "least", 0.12, "lines that end as sentences do"),
        Rule("fineweb-short-lines", "short_lines", "most", 0.67, "lines of 15 characters or less"),
        Rule("fineweb-repeated-characters", "repeated_line_characters", "most", 0.1,
             "characters in lines seen before"),
        Rule("fineweb-line-breaks", "line_breaks", "most", 0.3, "lines for each word"),
    )
}  # fmt: skip
"""Every rule under its name. FineWeb's limit of .01 for repeated characters is .1 here: Chinese
lines repeat a heading or a refrain of a few characters without being worse for it."""

GROUPS = {
    group: tuple(name for name in RULES if name.startswith(f"{group}-"))
    for group in ("c4", "gopher", "fineweb")
}


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a Document was rejected: the rule, its figure in the text, and the limit."""

    rule: str
    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class QualityOptions:
    """The rules of a run, the least score, and the listed words."""

    rules: tuple[Rule, ...] = ()
    min_score: float = 0.0
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rules or self.min_score)

    def judge(self, text: str) -> Rejection | None:
        """The first rule that a text does not pass, or None."""
        figures = Figures(text, self.words)
        for rule in self.rules:
            value = rule.value(figures)
            if not rule.passes(value):
                return Rejection(rule.name, value, rule.limit)
        if figures.score < self.min_score if self.min_score else False:
            return Rejection("score", figures.score, self.min_score)
        return None


def choose_rules(values: Sequence[str]) -> tuple[Rule, ...]:
    """The rules that ``--filter`` names: ``NAME``, ``NAME=LIMIT``, or a group; lists by commas.

    Raises UsageError for a name that does not exist and a limit that is no number.
    """
    chosen: dict[str, Rule] = {}
    for part in (part.strip() for value in values for part in value.split(",")):
        name, given, limit = part.partition("=")
        if name in GROUPS and not given:
            chosen.update((n, RULES[n]) for n in GROUPS[name])
        elif name in RULES:
            chosen[name] = _with_limit(RULES[name], limit) if given else RULES[name]
        else:
            raise UsageError(_unknown(name))
    return tuple(chosen.values())


def _with_limit(rule: Rule, limit: str) -> Rule:
    from dataclasses import replace

    try:
        number = float(limit)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UsageError(f"--filter {rule.name}: {limit!r} is no number")
    return replace(rule, limit=number)


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, [*RULES, *GROUPS], 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"--filter: no filter {name!r}{hint} (yrd clean --filters lists them)"
