"""A text under repair: its lines, what was changed in each, and why.

Every stage changes the text through a Draft, so that each change has a named reason and the
input can be rebuilt from the output and the record.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from yrd_cli.clean.reasons import CleanOptions
from yrd_cli.patterns import compiled

if TYPE_CHECKING:
    from yrd_cli.reading.markdown import Markup

_LINE = compiled("([^\r\n\x0b\x0c\u2028\u2029]*)(\r\n|[\r\n\x0b\x0c\u2028\u2029]|\\Z)")
"""A line and its end. The next-line control U+0085 ends none: in web text it is a misread `…`."""
_ODD_ENDS = "\r\x0b\x0c\u2028\u2029"

Action = Literal["keep", "mark", "drop", "meta"]
_STANDING = ("keep", "mark")


@dataclass(frozen=True, slots=True)
class Edit:
    """Code points ``start`` to ``end`` of a line become ``new``, for ``reason``.

    ``margin`` says how sure a repair is: the distance to the next best reading in natural-log
    units. None for rules that do not weigh readings.
    """

    start: int
    end: int
    new: str
    reason: str
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A finding that was not acted on: what ``start`` to ``end`` of a line may have been.

    Offsets are into the line as it stood when the note was made. ``suggestion`` is None where
    nothing fits.
    """

    start: int
    end: int
    reason: str
    suggestion: str | None = None
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a whole line: kept, marked, dropped, or moved to the metadata.

    ``score`` is the line's evidence for the body: above 0 it reads like text.
    """

    action: Action
    reason: str
    score: float | None = None


@dataclass(slots=True)
class Line:
    """One line of the input, as it came and as it stands."""

    number: int
    raw: str
    end: str
    text: str
    edits: tuple[Edit, ...] = ()
    verdict: Verdict | None = None
    notes: list[Note] = field(default_factory=list)

    @property
    def in_body(self) -> bool:
        """Whether the line still stands in the text."""
        return self.verdict is None or self.verdict.action in _STANDING


@dataclass(slots=True)
class Draft:
    """A whole text under repair.

    ``metadata`` collects what stages read off the page: schema keys (title, date, source,
    author, editor, url) under their own names, everything else likewise. ``counts`` is how
    often each named rule fired; ``flags`` are findings about the document as a whole.
    """

    lines: list[Line]
    options: CleanOptions
    metadata: dict[str, Any] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    flags: list[str] = field(default_factory=list)
    given_title: str | None = None
    """The title that came with the record, if any: then the head of the text holds no new one."""
    votes: tuple[float, ...] = ()
    """What an HTML page says of its lines (above 0: main text), one for each line, or nothing."""
    proven: frozenset[int] = frozenset()
    """Numbers of lines that are wanted whatever they say: only empty ones of them are dropped."""
    markup: tuple[Markup, ...] = ()
    """What Markdown adds to each line, by its number less one, or nothing."""

    def body(self) -> list[Line]:
        """The lines that still stand in the text, in order."""
        # As `in_body` has it, without a call for each line: half of all that ask, ask for all.
        return [
            line for line in self.lines
            if line.verdict is None or line.verdict.action in _STANDING
        ]  # fmt: skip

    def text(self) -> str:
        """The text as it stands, one paragraph a line."""
        return "\n".join([line.text for line in self.body()])

    def remainder(self) -> Draft:
        """What a second run of `clean` would see: the lines that stand, and the title found.

        The lines are the same objects, so what is done to them is done here too.
        """
        title = self.given_title or self.metadata.get("title")
        return replace(self, lines=self.body(), given_title=title, votes=())

    def edit(self, line: Line, edits: Iterable[Edit]) -> None:
        """Apply edits to a line as it stands; they come in order and do not overlap.

        Edits whose reason the user asked to keep are left out.
        """
        todo = [e for e in edits if self.options.allows(e.reason)]
        if not todo:
            return
        self.counts.update(e.reason for e in todo)
        line.edits, line.text = compose(line, todo)

    def judge(self, line: Line, verdict: Verdict) -> None:
        """Give a line its verdict, unless the user asked to keep lines of this reason.

        A line that is marked is dropped where the user asked to drop its reason.
        """
        action = verdict.action
        if action == "mark" and verdict.reason in self.options.drop:
            action = "drop"
        elif action in ("drop", "meta") and (
            not self.options.allows(verdict.reason)
            or (line.number in self.proven and verdict.reason != "blank")
        ):
            action = "mark"
        if not line.in_body and line.verdict:  # a second thought: a headline that was dropped
            self.counts[line.verdict.reason] -= 1
        if action in ("drop", "meta"):
            self.counts[verdict.reason] += 1
        same = action == verdict.action
        line.verdict = verdict if same else Verdict(action, verdict.reason, verdict.score)

    def flag(self, name: str) -> None:
        """Note a finding about the document as a whole, once."""
        if name not in self.flags:
            self.flags.append(name)


def draft_of(text: str, options: CleanOptions | None = None) -> Draft:
    """Split a text into the lines of a new Draft."""
    lines = [Line(number, raw, end, raw) for number, (raw, end) in enumerate(_split(text), 1)]
    return Draft(lines, options or CleanOptions())


def _split(text: str) -> Iterator[tuple[str, str]]:
    """Each line of a text and its end; what ends with a line end has no further line."""
    if not any(end in text for end in _ODD_ENDS):
        # As in nearly all texts: the interpreter splits them ten times as fast.
        *whole, last = text.split("\n")
        for raw in whole:
            yield raw, "\n"
        if last:
            yield last, ""
        return
    for match in _LINE.finditer(text):
        raw, end = match.groups()
        if raw or end:
            yield raw, end
        if not end:
            return


def rebuild(line: Line) -> str:
    """The line as it came, from the line as it stands and the record of its edits.

    Uses only ``line.text`` and what an explain record holds: each edit's place in the raw line,
    its old and its new text.
    """
    parts: list[str] = []
    at = shift = 0
    for e in line.edits:
        here = e.start + shift
        parts.append(line.text[at:here])
        parts.append(line.raw[e.start : e.end])
        at = here + len(e.new)
        shift += len(e.new) - (e.end - e.start)
    parts.append(line.text[at:])
    return "".join(parts)


def compose(line: Line, later: list[Edit]) -> tuple[tuple[Edit, ...], str]:
    """The line's edits followed by ``later``, as one list on the raw line; and the new text.

    Edits that touch or overlap become one, with their reasons joined by ``+``.
    """
    text = _applied(line.text, later)
    if not line.edits:
        return tuple(later), text
    return tuple(_merge(line, later)), text


def _applied(text: str, edits: list[Edit]) -> str:
    parts: list[str] = []
    at = 0
    for e in edits:
        parts += (text[at : e.start], e.new)
        at = e.end
    parts.append(text[at:])
    return "".join(parts)


def _merge(line: Line, later: list[Edit]) -> list[Edit]:
    """Both lists as one on the raw line; edits that touch are rewritten as one edit."""
    spans = [(e.start, e.end, e, False) for e in later]
    places = _places_of(line.edits)
    spans += [
        (here, here + len(e.new), e, True) for here, e in zip(places.here, line.edits, strict=True)
    ]
    spans.sort(key=lambda s: (s[0], s[1]))
    merged: list[Edit] = []
    group: list[_Span] = []
    reach = 0
    for span in spans:
        if group and span[0] > reach:
            merged.append(_as_one(line, places, group))
            group = []
        group.append(span)
        reach = max(reach, span[1])
    merged.append(_as_one(line, places, group))
    return merged


_Span = tuple[int, int, Edit, bool]
"""Start and end in the line as it stands, the edit, and whether it was applied already."""


class _Places(NamedTuple):
    """Where edits stand in the line as it is, and how far its text was moved before each."""

    here: list[int]
    shifts: list[int]
    """One more than there are edits: the last is that of what follows them all."""


def _places_of(edits: Sequence[Edit]) -> _Places:
    here, shifts = [], [0]
    for e in edits:
        here.append(e.start + shifts[-1])
        shifts.append(shifts[-1] + len(e.new) - (e.end - e.start))
    return _Places(here, shifts)


def _as_one(line: Line, places: _Places, group: list[_Span]) -> Edit:
    """One edit on the raw line that does what the edits of a group do together."""
    if len(group) == 1 and group[0][3]:
        return group[0][2]
    low, high = min(s[0] for s in group), max(s[1] for s in group)
    todo = [Edit(s[0] - low, s[1] - low, s[2].new, s[2].reason) for s in group if not s[3]]
    reasons = dict.fromkeys(
        r for s in sorted(group, key=lambda s: not s[3]) for r in s[2].reason.split("+")
    )
    margins = [s[2].margin for s in group if s[2].margin is not None]
    return Edit(
        _raw_offset(places, low, before=True),
        _raw_offset(places, high, before=False),
        _applied(line.text[low:high], todo),
        "+".join(reasons),
        min(margins) if margins else None,
    )


def _raw_offset(places: _Places, offset: int, *, before: bool) -> int:
    """The place in the raw line of a place in the line as it stands.

    Where an earlier edit stands at this very place, ``before`` takes the place before it, else
    the one after it.
    """
    find = bisect_left if before else bisect_right  # a line may have a hundred thousand edits
    return offset - places.shifts[find(places.here, offset)]
