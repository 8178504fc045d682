"""What is asked of a conversion, and the records it answers with."""

from __future__ import annotations

from typing import NamedTuple

from yrd_cli.limits import MATCH_SECONDS


class ConversionOptions(NamedTuple):
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
    """Files of OpenCC's text format, or its JSON configurations for the dictionaries they name;
    of equal entries, those of the first file stand."""
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
    match_seconds: float = MATCH_SECONDS
    """What the patterns of ``protect`` may take for one text."""


class EditRecord(NamedTuple):
    """One change: ``text``, at ``start:end`` of the original, became ``replacement``."""

    start: int
    end: int
    text: str
    replacement: str
    dictionary: str
    """The dictionaries it rests on, step by step, such as ``STPhrases > TWPhrases``."""
    rule: str
    """phrase, character, userdict, punct, width, compat; ``boundary`` where ``accurate`` decides
    otherwise than ``opencc``, be it to leave the text as it is."""
    candidates: tuple[str, ...] = ()
    """All that the dictionary offers there, the preferred one first."""
    opencc: str | None = None
    """What the profile opencc writes there, where that differs; only under ``accurate``."""


class ChoiceRecord(NamedTuple):
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


class Difference(NamedTuple):
    """Where two texts first part."""

    kind: str
    """idempotence or round-trip."""
    offset: int
    """In the original text."""
    expected: str
    """The text from there, a few characters."""
    got: str


class CheckResult(NamedTuple):
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
