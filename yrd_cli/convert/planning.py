"""Which stretches of a text go which way: detection, protection, punctuation and width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from yrd_cli.convert.configurations import SOURCES, TARGETS, Steps, choose, steps_between
from yrd_cli.convert.options import ConversionOptions
from yrd_cli.errors import UsageError

if TYPE_CHECKING:
    from yrd_cli.convert.punctuation import Normalizer
    from yrd_cli.convert.segments import SegmentScript
    from yrd_cli.script import Script

_PHRASES: dict[str, Literal["tw", "hk"]] = {"twp": "tw", "hkp": "hk"}
"""Of a target with a region's words: that target without them."""


_SIGNS = (".", "@", "`", "://")
"""What is protected by default holds one of these."""


class Stretch(NamedTuple):
    """``text[start:end]`` goes one way."""

    start: int
    end: int
    steps: Steps
    """The configurations it goes through; without any, it stays as it is."""


class Plan(NamedTuple):
    """How a text is converted."""

    text: str
    """The text with its punctuation and width as they shall be: equally long."""
    stretches: list[Stretch]
    """From left to right, without gaps."""


class Planner:
    """Plans as the options say; raises UsageError where they name what there is not.

    ``steps`` is what `-c` names; under `--to` each script has its own.
    """

    def __init__(self, options: ConversionOptions, steps: Steps = ()) -> None:
        self._target = options.to and choose("--to", options.to, TARGETS)
        self._source = choose("--from", options.source, SOURCES)
        self._detects = options.detect and self._source == "auto"
        self._default = self._source
        if self._source == "auto":
            self._default = "t" if self._target == "s" else "s"
        self._steps = steps_between(self._default, self._target) if self._target else steps
        self._protects = options.protect_default and self._target is not None
        self._patterns = _patterns(options.protect)
        self._match_seconds = options.match_seconds
        self._rules = _rules(options)
        self._any_character = bool(options.userdicts)
        """Whether a text without Han may change: only the user's own entries do that."""

    @property
    def ways(self) -> list[Steps]:
        """Every way a text may go."""
        if not self._target or not self._detects:
            return [self._steps]
        return [steps_between(source, self._target) for source in ("s", "t")]

    @property
    def rules(self) -> Sequence[Normalizer]:
        """What is done to punctuation, width and compatibility characters."""
        return self._rules

    def plan(self, text: str, context: Script = "none") -> Plan:
        """How a text is converted; ``context`` is the script of the text around it."""
        held = self._held(text)
        if self._rules:
            from yrd_cli.convert.punctuation import normalized

            text = normalized(text, self._rules, held)
        if not self._any_character:
            if text.isascii() or (self._target and not _has_han(text)):
                return Plan(text, [Stretch(0, len(text), ())])
            held = [(start, end) for start, end in held if not text[start:end].isascii()]
        stretches = self._judged(text, context)
        return Plan(text, list(_cut(stretches, held)) if held else stretches)

    def _judged(self, text: str, context: Script) -> list[Stretch]:
        if not self._target or not self._detects:
            return [Stretch(0, len(text), self._steps)]
        from yrd_cli.convert.segments import stretches_of

        if self._target == "jp":
            from yrd_cli.convert.detection import is_in_new_japanese_forms

            # 国 and 学 look Simplified: what was converted before is not read as Simplified.
            if is_in_new_japanese_forms(text):
                return [Stretch(0, len(text), steps_between("t", "jp"))]
        found = stretches_of(text, context)
        target = self._target
        if any(script == "Hant" for _, _, script in found):
            target = self._target_for(text)
        return [Stretch(a, b, self._steps_from(script, target)) for a, b, script in found]

    def _steps_from(self, script: SegmentScript, traditional_target: str) -> Steps:
        assert self._target is not None
        if script == "Jpan":
            return ()
        if script == "Hant":
            return steps_between("t", traditional_target)
        return steps_between("s" if script == "Hans" else self._default, self._target)

    def _target_for(self, text: str) -> str:
        """The target of Traditional text.

        Words are changed only where the text says it the mainland's way: 程序 and 文件 are good
        words in Taiwan, and a text that was converted is not converted again.
        """
        assert self._target is not None
        if self._target not in _PHRASES:
            return self._target
        from yrd_cli.convert.detection import has_words_to_change

        region = _PHRASES[self._target]
        return self._target if has_words_to_change(text, region) else region

    def _held(self, text: str) -> list[tuple[int, int]]:
        """The stretches that stay as they are."""
        searches = self._protects and any(sign in text for sign in _SIGNS)
        if not (searches or self._patterns):
            return []
        from yrd_cli.convert.protection import default_spans, merged

        spans = self._protected(text) if self._patterns else []
        if searches:
            spans += default_spans(text)
        return merged(spans)

    def _protected(self, text: str) -> list[tuple[int, int]]:
        """What the user's patterns match; raises TimeLimitError where that takes too long."""
        from yrd_cli.time_limit import TimeLimit

        spans: list[tuple[int, int]] = []
        with TimeLimit(self._match_seconds) as limit:
            for each in limit.watch((text,)):
                spans = [m.span() for pattern in self._patterns for m in pattern.finditer(each)]
        return spans


def _has_han(text: str) -> bool:
    from yrd_cli.script import HAN

    return HAN.search(text) is not None


def _patterns(patterns: Sequence[str]) -> list[re.Pattern[str]]:
    if not patterns:
        return []
    from yrd_cli.convert.protection import compile_user_patterns

    return compile_user_patterns(patterns)


def _rules(options: ConversionOptions) -> list[Normalizer]:
    if options.punct is None and options.width is None and not options.compat:
        return []
    from yrd_cli.convert.punctuation import PUNCTS, WIDTHS, normalizers

    if options.punct is not None:
        choose("--punct", options.punct, PUNCTS)
    if options.width is not None:
        choose("--width", options.width, WIDTHS)
    return normalizers(options.punct, options.width, options.compat)


def _cut(stretches: Sequence[Stretch], held: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
    """The stretches, those that are held without a way."""
    cuts = sorted({0, *(at for span in held for at in span), *(s.end for s in stretches)})
    inside, outside = iter(stretches), iter(held)
    stretch, span = next(inside), next(outside, None)
    for start, end in pairwise(cuts):
        while stretch.end <= start:
            stretch = next(inside)
        while span is not None and span[1] <= start:
            span = next(outside, None)
        is_held = span is not None and span[0] <= start
        yield Stretch(start, end, () if is_held else stretch.steps)


def refuse_both(options: ConversionOptions) -> None:
    """Raise UsageError where a target and a configuration are asked for."""
    if options.to is not None and options.config is not None:
        raise UsageError("give one of --to TARGET and -c CONFIGURATION, not both")
