"""What people see of a conversion on a terminal: a word diff, and the list of edits."""

from __future__ import annotations

from collections.abc import Sequence

from yrd_cli.convert.conversion import EditRecord
from yrd_cli.writing.terminal import Terminal


def diff(before: str, edits: Sequence[EditRecord], terminal: Terminal, first_line: int = 1) -> str:
    """The lines that change, each after its number, with ``[-old-]{+new+}`` or in colours.

    Ends with a newline unless empty. ``first_line`` is the number of the first line of ``before``
    in its document (B asks for it: texts come in blocks).
    """
    return ""


def explain_listing(before: str, edits: Sequence[EditRecord], terminal: Terminal, first_line: int = 1) -> str:
    """A line for each edit: place, old and new, dictionary, candidates.

    Ends with a newline unless empty. ``first_line`` is the number of the first line of ``before``
    in its document (B asks for it: texts come in blocks).
    """
    return ""
