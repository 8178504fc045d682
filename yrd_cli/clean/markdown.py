"""The last stage of an HTML page: its headings, lists, links and tables as Markdown.

GitHub's dialect (GFM): blocks of different kinds stand apart by an empty line, the lines of one
list or table do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from yrd_cli.clean.draft import Draft, Edit, Line
from yrd_cli.patterns import compiled

if TYPE_CHECKING:
    from yrd_cli.reading.markdown import Markup

REASON = "markdown"
_TOGETHER = frozenset(("item", "row", "quote", "code"))

_OPENING = compiled(r"#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|`{3}|~{3}|=+\s*$|-{3,}\s*$")
_NUMBER = compiled(r"\d{1,9}(?=[.)](?:\s|$))")
# What Markdown would take for marks within a line: emphasis, code, a tag, a link.
_INLINE = compiled(r"\*|`|<(?=[A-Za-z/!?])|\[(?=[^\]]{0,200}\]\()")
_IN_ADDRESS = str.maketrans(
    {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\n": "", "\t": "%09", "|": "%7C"}
)


def write_markdown(draft: Draft) -> None:
    """Write the marks of an HTML page into the lines that stand; nothing where there are none.

    Raises nothing; plain text has no marks and stays as it is.
    """
    if not draft.markup or not draft.options.allows(REASON):
        return
    body = [(line, draft.markup[line.number - 1]) for line in draft.body()]
    for n, (line, markup) in enumerate(body):
        before = body[n - 1][1] if n else None
        after = body[n + 1][1] if n + 1 < len(body) else None
        inserted = _inline_marks(line, markup)
        _add(inserted, 0, _opening(line, markup, before), first=True)
        _add(inserted, len(line.text), _ending(line, markup, before, after))
        draft.edit(line, _edits(line, markup, inserted))


def _opening(line: Line, markup: Markup, before: Markup | None) -> str:
    if markup.kind == "code":
        return "" if _are_one(before, markup) else "```\n"
    escaped = "\\" if markup.kind != "row" and _OPENING.match(line.text) else ""
    return ("| " if markup.kind == "row" else markup.prefix) + escaped


def _ending(line: Line, markup: Markup, before: Markup | None, after: Markup | None) -> str:
    end = ""
    together = _are_one(markup, after)
    if markup.kind == "row":
        end = " |"
        if not _are_one(before, markup):
            end += "\n|" + " --- |" * (line.text.count("\t") + 1)
    elif markup.kind == "code" and not together:
        end = "\n```"
    elif markup.kind == "quote" and together:
        end = "\n>"
    return end if after is None or together else end + "\n"


def _are_one(first: Markup | None, second: Markup | None) -> bool:
    """Whether two lines belong to one list, table, quotation or listing."""
    return (
        first is not None
        and second is not None
        and first.kind == second.kind
        and first.kind in _TOGETHER
        and first.group == second.group
    )


def _inline_marks(line: Line, markup: Markup) -> dict[int, str]:
    """What is put in at each place of a line as it stands: links, and escapes."""
    inserted: dict[int, str] = {}
    if markup.kind == "code":
        return inserted
    text = line.text
    number = _NUMBER.match(text) if markup.kind != "row" else None
    if number:
        inserted[number.end()] = "\\"
    links = list(_links(line, markup))
    for match in _INLINE.finditer(text):
        _add(inserted, match.start(), "\\")
    for start, end, address in links:
        for match in re.finditer(r"[\[\]]", text[start:end]):
            if not inserted.get(start + match.start(), "").endswith("\\"):
                _add(inserted, start + match.start(), "\\")
        _add(inserted, start, "[", first=True)
        _add(inserted, end, f"]({address.translate(_IN_ADDRESS)})", first=True)
    return inserted


def _links(line: Line, markup: Markup) -> Sequence[tuple[int, int, str]]:
    """The links of a line as it stands; its edits have moved them, and taken some away."""
    found, reach = [], 0
    for start, end, address in markup.links:
        start, end = max(_place(line, start), reach), _place(line, end)
        while start < end and line.text[start].isspace():
            start += 1
        while end > start and line.text[end - 1].isspace():
            end -= 1
        if start < end:
            found.append((start, end, address))
            reach = end
    return found


def _place(line: Line, raw: int) -> int:
    """Where a place in the line as it came lies in the line as it stands."""
    shift = 0
    for e in line.edits:
        if e.end <= raw:
            shift += len(e.new) - (e.end - e.start)
        elif e.start < raw:
            return e.start + shift
        else:
            break
    return min(raw + shift, len(line.text))


def _add(inserted: dict[int, str], at: int, mark: str, *, first: bool = False) -> None:
    if mark:
        old = inserted.get(at, "")
        inserted[at] = mark + old if first else old + mark


def _edits(line: Line, markup: Markup, inserted: dict[int, str]) -> list[Edit]:
    """The marks as edits, in order; in tables a tab becomes a bar, and a bar is escaped."""
    spans = {at: (at, mark) for at, mark in inserted.items()}
    if markup.kind == "row":
        for match in re.finditer(r"[\t|]", line.text):
            at = match.start()
            mark = inserted.get(at, "") + (" | " if match[0] == "\t" else "\\|")
            spans[at] = (match.end(), mark)
    return [Edit(at, end, mark, REASON) for at, (end, mark) in sorted(spans.items())]
