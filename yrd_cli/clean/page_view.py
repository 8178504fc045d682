"""What `clean` did to a page, as a page of its own: kept, dropped and repaired parts in colour.

One self-contained HTML file without scripts; corpus text is escaped, and its control characters
are shown and not written.
"""

from __future__ import annotations

from html import escape

from yrd_cli.clean.draft import Draft, Line
from yrd_cli.clean.explain import reason_of, score_of, verdict_of
from yrd_cli.document import Document
from yrd_cli.writing.terminal import one_line

_MEANINGS = {
    "keep": "kept as it came",
    "fix": "kept, repaired",
    "mark": "kept, marked",
    "meta": "moved to the metadata",
    "drop": "dropped",
}

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #ffffff; --faint: #6b6b6b;
  --keep: #ffffff; --fix: #e3f0ff; --mark: #fff3d1; --meta: #e6e3fa; --drop: #f6dede;
  --new: #135c1f; --old: #9c1c1c; --line: #d8d8d8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --paper: #161616; --faint: #9a9a9a;
  --keep: #161616; --fix: #16293d; --mark: #3a3010; --meta: #2a2545; --drop: #3b1d1d;
  --new: #8fdc9b; --old: #ff9d9d; --line: #3a3a3a; } }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--paper);
  color: var(--ink); line-height: 1.6; font-family: "Noto Sans CJK SC", "Source Han Sans SC",
  "PingFang SC", "Microsoft YaHei", "Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei",
  sans-serif; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
td { border-bottom: 1px solid var(--line); padding: .15rem .5rem; vertical-align: top;
  overflow-wrap: anywhere; white-space: pre-wrap; }
.n { width: 3.5rem; text-align: right; color: var(--faint); }
.r { width: 11rem; color: var(--faint); font-size: .85em; }
.s { width: 3.5rem; text-align: right; color: var(--faint); font-size: .85em; }
.keep { background: var(--keep); } .fix { background: var(--fix); }
.mark { background: var(--mark); } .meta { background: var(--meta); }
.drop { background: var(--drop); } .drop .t { text-decoration: line-through;
  text-decoration-color: var(--old); }
del { color: var(--old); } ins { color: var(--new); text-decoration: underline; }
.legend span { padding: .1rem .6rem; margin-right: .5rem; border: 1px solid var(--line); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; }
#kept:checked ~ main tr.drop, #kept:checked ~ main tr.meta { display: none; }
"""


def page_head() -> bytes:
    """The beginning of the file, with the legend."""
    legend = "".join(f'<span class="{v}">{meaning}</span>' for v, meaning in _MEANINGS.items())
    return (
        '<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>yrd clean</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<p class="legend">{legend}</p>\n'
        '<input type="checkbox" id="kept"> <label for="kept">show only what stays</label>\n<main>\n'
    ).encode()


def page_section(draft: Draft, document: Document) -> bytes:
    """One Document: what is known of it, and every line of its page."""
    heading = escape(one_line(document.title or document.id))
    rows = "".join(map(_row, draft.lines))
    return (
        f"<section>\n<h2>{heading}</h2>\n{_known(document)}<table>\n{rows}</table>\n</section>\n"
    ).encode()


def page_tail() -> bytes:
    """The end of the file."""
    return b"</main>\n</body>\n</html>\n"


def _known(document: Document) -> str:
    facts = {
        "id": document.id,
        "date": document.date,
        "source": document.source,
        "author": "、".join(document.author),
        "editor": "、".join(document.editor),
        "url": document.url,
        "encoding": document.encoding,
        "script": document.script,
        "edits": ", ".join(f"{reason} {n}" for reason, n in document.edits.items()),
    }
    items = (f"<dt>{k}</dt><dd>{escape(one_line(v))}</dd>" for k, v in facts.items() if v)
    return f"<dl>{''.join(items)}</dl>\n"


def _row(line: Line) -> str:
    verdict, score = verdict_of(line), score_of(line)
    return (
        f'<tr class="{verdict}"><td class="n">{line.number}</td>'
        f'<td class="r">{escape(reason_of(line))}</td>'
        f'<td class="s">{"" if score is None else f"{score:.1f}"}</td>'
        f'<td class="t">{_marked(line)}</td></tr>\n'
    )


def _marked(line: Line) -> str:
    """The line as it came, with what was taken out and what was put in."""
    parts, at = [], 0
    for e in line.edits:
        parts.append(escape(one_line(line.raw[at : e.start])))
        old, new = (escape(one_line(t)) for t in (line.raw[e.start : e.end], e.new))
        why = f' title="{escape(e.reason)}"'
        parts.append(f"<del{why}>{old}</del>" if old else "")
        parts.append(f"<ins{why}>{new}</ins>" if new else "")
        at = e.end
    parts.append(escape(one_line(line.raw[at:])))
    return "".join(parts)
