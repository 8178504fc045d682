"""The options of `yrd summarize`, each declared once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from yrd_cli.cli.options import Format

LENGTH = "Summary"
FACTS = "Facts"


class OrderName(StrEnum):
    """How the sentences of a summary are ordered."""

    document = "document"
    rank = "rank"


class LedgerName(StrEnum):
    """The tables of facts."""

    projects = "projects"
    tasks = "tasks"
    people = "people"
    orgs = "orgs"
    money = "money"
    timeline = "timeline"


Sentences = Annotated[
    int | None,
    typer.Option(
        "-n",
        "--sentences",
        metavar="N",
        min=1,
        help="Sentences in a summary, at most. [default: 3; with --together 5]",
        show_default=False,
        rich_help_panel=LENGTH,
    ),
]
Chars = Annotated[
    int | None,
    typer.Option(
        "--chars",
        metavar="N",
        min=1,
        help="Characters in a summary, at most; sentences that do not fit are passed over.",
        show_default=False,
        rich_help_panel=LENGTH,
    ),
]
Ratio = Annotated[
    float | None,
    typer.Option(
        "--ratio",
        metavar="X",
        help="A share of the text's characters, as 0.1; at least one sentence.",
        show_default=False,
        rich_help_panel=LENGTH,
    ),
]
Query = Annotated[
    str | None,
    typer.Option(
        "--query",
        metavar="WORDS",
        help="What the texts say about WORDS (in either script): only sentences and facts that "
        "hold some of them.",
        show_default=False,
        rich_help_panel=LENGTH,
    ),
]
Order = Annotated[
    OrderName | None,
    typer.Option(
        "--order",
        metavar="ORDER",
        help="Sentences as in the document (with --together: by date), or the best first (rank).",
        show_default=False,
        rich_help_panel=LENGTH,
    ),
]
Together = Annotated[
    bool,
    typer.Option(
        "--together",
        help="One summary of all documents, with a timeline; each fact once, with its sources, "
        "and conflicts marked.",
        rich_help_panel=LENGTH,
    ),
]
NoKeywords = Annotated[
    bool,
    typer.Option("--no-keywords", help="Leave out the key terms.", rich_help_panel=LENGTH),
]
NoFacts = Annotated[
    bool,
    typer.Option("--no-facts", help="Leave out the facts.", rich_help_panel=FACTS),
]
FactsOnly = Annotated[
    bool,
    typer.Option(
        "--facts-only",
        help="Only the facts, one a line, each with the id of its document.",
        rich_help_panel=FACTS,
    ),
]
TableName = Annotated[
    LedgerName | None,
    typer.Option(
        "--table",
        metavar="TABLE",
        help="The facts of all documents as a table: projects, tasks, people, orgs, money, or "
        "timeline.",
        show_default=False,
        rich_help_panel=FACTS,
    ),
]
Today = Annotated[
    str | None,
    typer.Option(
        "--today",
        metavar="DATE",
        help="Count 昨天 and 今年 from DATE (2020-01-03), not from each document's own date.",
        show_default=False,
        rich_help_panel=FACTS,
    ),
]
SummaryFormat = Annotated[
    Format,
    typer.Option(
        "--format",
        metavar="NAME",
        envvar="YRD_FORMAT",
        show_envvar=False,
        help="Output format: auto, text, jsonl, json, md, csv, tsv; table for lists of facts.",
        show_default=False,
    ),
]
