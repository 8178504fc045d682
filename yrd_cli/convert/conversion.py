"""Conversion by configuration (everything) or by target (only what is in another script)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from yrd_cli.convert.configurations import PROFILES, Steps, choose
from yrd_cli.convert.engine.chains import Profile
from yrd_cli.convert.engines import Engines
from yrd_cli.convert.options import (
    CheckResult,
    ChoiceRecord,
    ConversionOptions,
    Difference,
    EditRecord,
)
from yrd_cli.convert.planning import Planner, refuse_both

if TYPE_CHECKING:
    from yrd_cli.script import Script

__all__ = [
    "CheckResult",
    "ChoiceRecord",
    "Conversion",
    "ConversionOptions",
    "Difference",
    "EditRecord",
]


class Conversion:
    """Converts texts as the options say.

    Raises UsageError where they name what there is not, InputError for a faulty dictionary.

    >>> Conversion(ConversionOptions(to="tw")).convert_texts(["里面", "裏面", "公里"])
    ['裡面', '裡面', '公里']
    """

    def __init__(self, options: ConversionOptions) -> None:
        refuse_both(options)
        profile = cast(Profile, choose("--profile", options.profile, PROFILES))
        self._engines = Engines(profile, options.userdicts, options.keep_ambiguous)
        steps = () if options.config is None else self._engines.configure(options.config)
        self._planner = Planner(options, steps)
        if options.to is not None:
            for way in self._planner.ways:
                self._engines.check(way)

    def convert_texts(self, texts: Sequence[str], context: Script = "none") -> list[str]:
        """Each text converted by itself; ``context`` is the script of the document around."""
        plans = [self._planner.plan(text, context) for text in texts]
        waiting: dict[Steps, list[str]] = {}
        for plan in plans:
            for start, end, steps in plan.stretches:
                if steps:
                    waiting.setdefault(steps, []).append(plan.text[start:end])
        done = {
            steps: iter(self._engines.converter(steps).convert_many(texts))
            for steps, texts in waiting.items()
        }
        return [
            "".join(
                next(done[steps]) if steps else plan.text[start:end]
                for start, end, steps in plan.stretches
            )
            for plan in plans
        ]

    def explain(self, text: str, context: Script = "none") -> list[EditRecord]:
        """Every change, from left to right, in code points of the text."""
        from yrd_cli.convert.explaining import explain

        return explain(self._engines, self._planner, text, context)

    def ambiguous(self, text: str, context: Script = "none") -> list[ChoiceRecord]:
        """Every choice between several candidates, from left to right."""
        from yrd_cli.convert.explaining import ambiguous

        return ambiguous(self._engines, self._planner, text, context)

    def check(self, text: str, context: Script = "none") -> CheckResult:
        """Whether the conversion is idempotent on this text, and the way back leads back."""
        from yrd_cli.convert.checks import difference_on_way_back, difference_when_repeated

        plan = self._planner.plan(text, context)
        once = self.convert_texts([text], context)[0]
        twice = self.convert_texts([once], context)[0]
        repeated = None
        if once != twice:
            repeated = difference_when_repeated(once, twice, self.explain(text, context))
        back, round_trip = difference_on_way_back(self._engines, plan)
        return CheckResult(repeated is None, round_trip, repeated or back)
