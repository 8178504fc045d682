"""Raw text to clean Documents: repair, boilerplate, metadata, each change with its reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from yrd_cli.clean.draft import Draft, draft_of
from yrd_cli.clean.reasons import REASONS, CleanOptions
from yrd_cli.document import Document

if TYPE_CHECKING:
    from yrd_cli.reading.markdown import Markup

__all__ = ["REASONS", "CleanOptions", "Cleaned", "clean_bytes", "clean_document", "clean_text"]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean Document, and the Draft that tells of every change."""

    document: Document
    unweighed: Draft
    """The Draft as the stages leave it: lines that no rule asked about have no score yet."""

    @property
    def draft(self) -> Draft:
        """The Draft, every line with its score."""
        from yrd_cli.clean.boilerplate import weigh_lines

        weigh_lines(self.unweighed)
        return self.unweighed

    @property
    def counts(self) -> Counter[str]:
        """How often each named rule fired; 0 for some that took it back."""
        return self.unweighed.counts


def clean_text(text: str, options: CleanOptions | None = None) -> Cleaned:
    """Clean one text.

    >>> clean_text("首页 > 新闻\\n\\u3000\\u3000长三角一体化发展进入新阶段。\\n").document.text
    '长三角一体化发展进入新阶段。'
    """
    return clean_document(Document(id="-", text=text), options)


def clean_bytes(data: bytes, options: CleanOptions | None = None, *, id: str = "-") -> Cleaned:
    """Clean one page, text or HTML, from its bytes in any encoding."""
    from yrd_cli.reading.documents import document_of_page

    options = options or CleanOptions()
    raw = document_of_page(data, id=id, extract=options.extract, markdown=options.markdown)
    return clean_document(raw.document, options, raw.votes, raw.markup)


def clean_document(
    raw: Document,
    options: CleanOptions | None = None,
    votes: tuple[float, ...] = (),
    markup: tuple[Markup, ...] = (),
) -> Cleaned:
    """Clean a Document that holds raw text.

    What the record knows of itself (title, date, …) is kept; the page fills the gaps. ``votes``
    are the marks that an HTML page gives its lines (above 0: main text), one for each line;
    ``markup`` is what Markdown adds to them.
    """
    from yrd_cli.clean.stages import run_stages
    from yrd_cli.clean.wanted import proven_lines
    from yrd_cli.script import script_of

    draft = draft_of(raw.text, options)
    draft.given_title = raw.title
    draft.votes = votes
    draft.proven = proven_lines(draft)
    if len(markup) == len(draft.lines):
        draft.markup = markup
    draft.metadata = _given(raw)
    run_stages(draft)
    text = draft.text()
    document = replace(
        raw,
        text=text,
        script=script_of(text),
        edits=_added(raw.edits, draft),
        **_known(raw, draft),
    )
    return Cleaned(document, draft)


FINDINGS = ("shifted-gbk-unrepaired", "lost-character")
"""No changes but what still stands wrong: the latest count replaces the one before."""


def _added(before: dict[str, int], draft: Draft) -> dict[str, int]:
    """How often each rule fired, over all runs."""
    counts = {reason: n for reason, n in before.items() if reason not in FINDINGS}
    fired = {reason: n for reason, n in draft.counts.items() if n and reason not in FINDINGS}
    for reason in REASONS if fired else ():
        if reason in fired:
            counts[reason] = counts.get(reason, 0) + fired[reason]
    unrepaired = sum(len(line.notes) for line in draft.lines if line.in_body)
    standing = zip(FINDINGS, (unrepaired, draft.counts["lost-character"]), strict=True)
    return counts | {reason: n for reason, n in standing if n}


_SCALARS = ("title", "date", "source", "url")
_LISTS = ("author", "editor")
_SCHEMA_KEYS = frozenset(_SCALARS + _LISTS)
"""Under these names the Draft's metadata holds the Document's own keys: a record's metadata of the
same name is set aside."""


def _given(raw: Document) -> dict[str, Any]:
    """What the record knows of itself: the page's own lines do not overrule it."""
    named = {key: getattr(raw, key) for key in _SCALARS if key != "title"}
    lists = {key: list(getattr(raw, key)) for key in _LISTS}
    other = {k: v for k, v in raw.metadata.items() if k not in _SCHEMA_KEYS}
    return other | {k: v for k, v in {**named, **lists}.items() if v}


def _known(raw: Document, draft: Draft) -> dict[str, Any]:
    """The schema's keys from what the page says, where the record says nothing; the rest."""
    rest = dict(draft.metadata)
    values: dict[str, Any] = {}
    for key in _SCALARS:
        found = rest.pop(key, None)
        values[key] = getattr(raw, key) or found
    for key in _LISTS:
        found = rest.pop(key, None) or ()
        values[key] = getattr(raw, key) or tuple(found)
    if draft.flags:
        rest["flags"] = list(dict.fromkeys([*rest.get("flags", []), *draft.flags]))
    aside = {k: v for k, v in raw.metadata.items() if k in _SCHEMA_KEYS}
    values["metadata"] = rest | aside
    return values
