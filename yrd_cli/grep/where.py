"""Conditions on what is known of a Document: ``date>=2020-01-01``, ``source~日报``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from yrd_cli.document import KEYS, Document
from yrd_cli.errors import UsageError
from yrd_cli.grep.classes import fold
from yrd_cli.grep.expand import Expansion, expand
from yrd_cli.patterns import user_pattern

Operator = Literal["=", "!=", "<", "<=", ">", ">=", "~", "!~"]

_CONDITION = re.compile(r"\s*([^\s=!<>~]+)\s*(!=|!~|<=|>=|==|=|<|>|~)(.*)", re.DOTALL)
_DATE = re.compile(
    r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?)?年?月?([T ].*)?\Z", re.DOTALL
)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\Z")

MAX_FIELD_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Condition:
    """One ``--where``: a field, an operator, a value.

    A field is a key of the Document, ``metadata.x``, or ``x`` for ``metadata.x``. A list fits
    when one of its members does. Where there is no value (null, or no such key), only ``!=`` and
    ``!~`` hold; an empty value on the right means just that: ``title=`` finds what has no title.

    Dates are compared as precisely as the condition gives them (``date=2020-02`` is a month),
    numbers as numbers, all else as text in code-point order, blind to the script unless exact.
    """

    field: str
    operator: Operator
    value: str
    exact: bool = False

    def holds(self, document: Document) -> bool:
        """Whether the Document is one that is wanted."""
        values = [v for v in _flat(field_value(document, self.field)) if v not in (None, "")]
        negated = self.operator in ("!=", "!~")
        if not self.value:
            return (not values) != negated
        if negated:
            return not any(map(self._test(), values))
        return any(map(self._test(), values))

    def _test(self) -> Callable[[Any], bool]:
        if self.operator in ("~", "!~"):
            search = compiled_filter(self.value, self.exact).search
            return lambda value: search(_text(value)) is not None
        if self.field.split(".")[-1] == "date":
            return self._compare_dates
        return self._compare

    def _compare_dates(self, value: Any) -> bool:
        wanted, given = normal_date(self.value), normal_date(_text(value))
        if wanted is None or given is None:
            return self._compare(value)
        return self._ordered(given[: len(wanted)], wanted)

    def _compare(self, value: Any) -> bool:
        text = _text(value)
        if _NUMBER.match(text) and _NUMBER.match(self.value):
            return self._ordered(float(text), float(self.value))
        if self.exact:
            return self._ordered(text, self.value)
        return self._ordered(fold(text), fold(self.value))

    def _ordered(self, given: Any, wanted: Any) -> bool:
        operator = self.operator
        if operator in ("=", "!="):
            return bool(given == wanted)
        if operator in ("<", "<="):
            return bool(given < wanted or (operator == "<=" and given == wanted))
        return bool(given > wanted or (operator == ">=" and given == wanted))


def parse_condition(text: str, *, exact: bool = False) -> Condition:
    """Read the value of ``--where``.

    Raises UsageError for what is no condition, for a date that is none, and for a wrong pattern.

    >>> parse_condition("date>=2020-01-01")
    Condition(field='date', operator='>=', value='2020-01-01', exact=False)
    """
    found = _CONDITION.match(text)
    if found is None:
        raise UsageError(
            f"--where {text!r}: not a condition such as date>=2020-01-01 or source~日报 "
            "(operators: = != < <= > >= ~ !~)"
        )
    field, operator, value = found[1], found[2].replace("==", "="), found[3].strip()
    if operator in ("~", "!~"):
        compiled_filter(value, exact)
    elif field == "date" and value and normal_date(value) is None:
        raise UsageError(f"--where {text!r}: {value!r} is not a date such as 2020-01-31 or 2020-01")
    elif operator not in ("=", "!=") and not value:
        raise UsageError(f"--where {text!r}: nothing to compare with")
    return Condition(field, operator, value, exact)  # type: ignore[arg-type]


def all_hold(conditions: Sequence[Condition], document: Document) -> bool:
    """Whether every condition holds."""
    return all(condition.holds(document) for condition in conditions)


@lru_cache(256)
def compiled_filter(pattern: str, exact: bool) -> re.Pattern[str]:
    """A pattern of ``~``, in the syntax of Python's `re`, blind to the script unless exact.

    Raises UsageError for a wrong one.
    """
    try:
        return user_pattern(pattern if exact else expand(pattern, Expansion()))
    except (re.error, OverflowError, RecursionError) as e:
        raise UsageError(f"--where: pattern {pattern!r}: {e}") from None


def field_value(document: Document, field: str) -> Any:
    """What a Document holds under a name: a key of the schema, or of its metadata; None where
    there is nothing.

    >>> field_value(Document("a", "b", metadata={"lang": {"code": "zh"}}), "lang.code")
    'zh'
    """
    name, _, rest = field.partition(".")
    if name == "metadata" and rest:
        return _within(document.metadata, rest)
    if field in KEYS:
        return getattr(document, field)
    if name == "edits" and rest:
        return document.edits.get(rest)
    return _within(document.metadata, field)


def _within(value: Any, path: str, depth: int = 0) -> Any:
    """The value at a path; a key that itself holds points comes first."""
    if not isinstance(value, dict) or depth > MAX_FIELD_DEPTH:
        return None
    if path in value:
        return value[path]
    name, _, rest = path.partition(".")
    return _within(value.get(name), rest, depth + 1) if rest else None


def _flat(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        from yrd_cli.document import json_line

        return json_line(value).decode().rstrip("\n")
    return str(value)


def normal_date(text: str) -> str | None:
    """A date as ISO 8601 writes it, as precisely as it is given; None where it is none.

    >>> normal_date("2020/2/8"), normal_date("2020年2月"), normal_date("2020"), normal_date("x")
    ('2020-02-08', '2020-02', '2020', None)
    """
    found = _DATE.match(text.strip())
    if found is None:
        return None
    year, month, day, time = found.groups()
    parts = [year, *(part.zfill(2) for part in (month, day) if part)]
    if any(int(part) < 1 for part in parts[1:]) or int(month or 1) > 12 or int(day or 1) > 31:
        return None
    clock = f"T{time[1:].strip()}" if time and len(parts) == 3 else ""
    return "-".join(parts) + clock
