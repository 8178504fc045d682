"""A picture and its table as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from yrd_cli.document import json_line
from yrd_cli.stats.plots.svg import FAINT, FONTS, GRID, INK, PAPER, escaped
from yrd_cli.writing.tables import Table

_STYLE = (
    f"body{{margin:2em auto;max-width:64em;padding:0 1em;background:{PAPER};color:{INK};"
    f"font:15px/1.5 {FONTS}}}"
    "svg{max-width:100%;height:auto}"
    "table{border-collapse:collapse;font-size:14px}"
    f"th,td{{border-bottom:1px solid {GRID};padding:.25em .7em;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere;min-width:5em}"
    ".n{min-width:0;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    f"caption,pre{{color:{FAINT};text-align:left;white-space:pre-wrap;overflow-wrap:anywhere}}"
    ".scroll{overflow-x:auto}"
)


def html_page(svg: str, table: Table, title: str) -> bytes:
    """The page: the picture, below it the table, and what made them."""
    return "".join(_page(svg, table, title)).encode()


def _page(svg: str, table: Table, title: str) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width">\n'
    yield f"<title>{escaped(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    yield svg
    yield '<div class="scroll">\n<table>\n'
    if table.title:
        yield f"<caption>{escaped(table.title)}</caption>\n"
    numbers = [' class="n"' if column.is_number else "" for column in table.columns]
    heads = zip(numbers, table.columns, strict=True)
    cells = "".join(f"<th{n}>{escaped(c.name)}</th>" for n, c in heads)
    yield f"<thead><tr>{cells}</tr></thead>\n<tbody>\n"
    for row in table.rows:
        shown = [c.shown(v) for c, v in zip(table.columns, row, strict=True)]
        cells = "".join(
            f"<td{n}>{escaped(cell)}</td>" for n, cell in zip(numbers, shown, strict=True)
        )
        yield f"<tr>{cells}</tr>\n"
    yield "</tbody>\n</table>\n</div>\n"
    if table.provenance is not None:
        made_by = escaped(json_line(table.provenance).decode().rstrip("\n"))
        yield f"<details><summary>provenance</summary><pre>{made_by}</pre></details>\n"
    yield "</body>\n</html>\n"
