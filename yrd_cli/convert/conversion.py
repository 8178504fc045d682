"""Conversion by configuration (everything) or by target (only what is in another script)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yrd_cli.convert.configurations import TARGETS, Converter, choose, configurations
from yrd_cli.script import Script


@dataclass(frozen=True, slots=True)
class ConversionOptions:
    """What is asked of a conversion; a worker process builds its `Conversion` from it."""

    to: str | None = None
    """By intent: s, t, tw, twp, hk, hkp, jp."""
    config: str | None = None
    """A configuration of OpenCC by name, or the path of a JSON configuration."""
    source: str = "auto"
    """What the text is in, under ``to``: auto, s, t, tw, hk, jp."""
    profile: str = "opencc"
    """opencc, reimplemented or accurate."""
    userdicts: tuple[str, ...] = ()
    """Files of OpenCC's text format."""
    protect: tuple[str, ...] = ()
    """Regular expressions: what they match stays as it is."""
    protect_default: bool = True
    """Whether URLs, e-mail addresses, code spans and file names stay; only under ``to``."""
    detect: bool = True
    """Whether each text and each segment is judged by its own script; only under ``to``."""
    keep_ambiguous: bool = False
    """Leave a character with several candidates where no phrase decides."""
    punct: str | None = None
    """full, half, corner (“” to 「」) or curly (「」 to “”)."""
    width: str | None = None
    """full or half: letters and digits."""
    compat: bool = False
    """Compatibility ideographs become the characters they stand for."""


@dataclass(frozen=True, slots=True)
class EditRecord:
    """One change: ``text``, at ``start:end`` of the original, became ``replacement``."""

    start: int
    end: int
    text: str
    replacement: str
    dictionary: str
    """The dictionaries it rests on, step by step, such as ``STPhrases > TWPhrases``."""
    rule: str
    """phrase, character, userdict, punct, width or compat."""
    candidates: tuple[str, ...] = ()
    """All that the dictionary offers there, the preferred one first."""
    opencc: str | None = None
    """What the profile opencc writes there, where that differs; only under ``accurate``."""


@dataclass(frozen=True, slots=True)
class ChoiceRecord:
    """A character that has several candidates, and the one that was taken."""

    offset: int
    character: str
    chosen: str
    candidates: tuple[str, ...]
    dictionary: str
    """The dictionary that decided."""
    key: str
    """Its entry: the phrase, or the character alone where no phrase decided."""
    context: str
    """The text around it, on its line."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two texts first part."""

    kind: str
    """idempotence or round-trip."""
    offset: int
    """In the original text."""
    expected: str
    """The text from there, a few characters."""
    got: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Whether converting twice is converting once, and whether the way back leads back."""

    idempotent: bool
    round_trip: bool | None
    """None where there is no way back, as for a configuration of the user."""
    difference: Difference | None = None
    """The first place where a check does not hold."""

    @property
    def ok(self) -> bool:
        """Whether every check holds."""
        return self.idempotent and self.round_trip is not False


class Conversion:
    """Converts texts as the options say; raises UsageError for what they name wrongly."""

    def __init__(self, options: ConversionOptions) -> None:
        self.options = options
        if options.to is not None:
            self._old: object = _OldTarget(choose("--to", options.to, TARGETS))
        else:
            self._old = Converter(choose("-c", options.config or "", configurations()))

    def convert_texts(self, texts: Sequence[str], context: Script = "none") -> list[str]:
        """Each text converted by itself; ``context`` is the script of the document around."""
        return [self.convert(text, context) for text in texts]

    def convert(self, text: str, context: Script = "none") -> str:
        """One text converted."""
        old = self._old
        if isinstance(old, Converter):
            return old.convert(text)
        assert isinstance(old, _OldTarget)
        return old.convert(text, context)

    def explain(self, text: str, context: Script = "none") -> list[EditRecord]:
        """Every change, from left to right, in code points of the text."""
        return []

    def ambiguous(self, text: str) -> list[ChoiceRecord]:
        """Every choice between several candidates, from left to right."""
        return []

    def check(self, text: str) -> CheckResult:
        """Whether the conversion is idempotent on this text, and the way back leads back."""
        return CheckResult(True, None)


class _OldTarget:
    def __init__(self, target: str) -> None:
        from itertools import groupby

        from yrd_cli.script import detect_script

        self._groupby, self._detect = groupby, detect_script
        route = TARGETS[target]
        default = route.from_hant if route.from_hans is None else route.from_hans
        self._config_of: dict[Script, str | None] = {
            "Hans": route.from_hans,
            "Hant": route.from_hant,
            "mixed": default,
            "none": default,
        }
        self._converters = {
            name: Converter(name) for name in {*self._config_of.values()} if name is not None
        }

    def convert(self, text: str, context: Script = "none") -> str:
        evidence = self._detect(text)
        if not (evidence.simplified_only and evidence.traditional_only):
            return self._apply(self._config_of[_decided(evidence.script, context)], text)
        around = _decided(evidence.script, context)

        def config_of(line: str) -> str | None:
            return self._config_of[_decided(self._detect(line).script, around)]

        runs = self._groupby(text.split("\n"), config_of)
        return "\n".join(self._apply(config, "\n".join(lines)) for config, lines in runs)

    def _apply(self, config: str | None, text: str) -> str:
        return text if config is None else self._converters[config].convert(text)


def _decided(script: Script, around: Script) -> Script:
    return around if script == "none" else script


def ByTarget(target: str) -> Conversion:  # noqa: N802 - until the command line asks for Conversion
    """The conversion to a target."""
    return Conversion(ConversionOptions(to=target))


def ByConfiguration(config: str) -> Conversion:  # noqa: N802
    """The conversion by a configuration."""
    return Conversion(ConversionOptions(config=config))
