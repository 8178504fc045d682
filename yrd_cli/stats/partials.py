"""Partial results: what one engine counted of one part, as JSON that adds up with other parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, get_args

from yrd_cli.document import json_line, parse_json
from yrd_cli.errors import UsageError
from yrd_cli.reading.compression import decompressed
from yrd_cli.reading.containers import open_source
from yrd_cli.reading.paths import Source, reason_of
from yrd_cli.stats.counting import VIEWS, Counting
from yrd_cli.stats.periods import Period

VERSION = 1
KEY = "yrd_partial"


def partial_line(
    counting: Counting, view: Any, provenance: dict[str, Any], segmentation: dict[str, Any]
) -> bytes:
    """A partial result as one line of JSON: its version, settings, provenance and state."""
    return json_line(
        {
            KEY: VERSION,
            "counting": counting.record(),
            "segmentation": segmentation,
            "provenance": provenance,
            "state": view.state(),
        }
    )


def read_partials(path: str) -> list[dict[str, Any]]:
    """The partial results of a file (`-` is standard input), one a line or one in all.

    Raises UsageError for a file that cannot be read, and where something else is in it.
    """
    source = Source(path)
    try:
        with open_source(source) as stream:
            data = decompressed(stream).read()
    except (OSError, EOFError) as e:
        raise UsageError(f"{source.label}: {reason_of(e)}") from None
    found = []
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            found.append(_partial(line, f"{source.label}:{number}"))
    if not found:
        raise UsageError(f"{source.label}: no partial result in it")
    return found


def is_partial(path: str) -> bool:
    """Whether a file begins as a partial result does."""
    try:
        with open_source(Source(path)) as stream:
            return decompressed(stream).peek(64).lstrip().startswith(b'{"%s":' % KEY.encode())
    except (OSError, EOFError):
        return False


def _partial(line: bytes, place: str) -> dict[str, Any]:
    try:
        value = parse_json(line)
    except ValueError as e:
        raise UsageError(f"{place}: {e}") from None
    if not isinstance(value, dict) or KEY not in value:
        raise UsageError(f"{place}: no partial result of yrd stats --partial")
    if value[KEY] != VERSION:
        raise UsageError(f"{place}: a partial result of version {value[KEY]}, not {VERSION}")
    for key in ("counting", "segmentation", "state"):
        if not isinstance(value.get(key), dict):
            raise UsageError(f"{place}: broken partial result: no {key!r}")
    return {**value, "place": place}


def merged(partials: Iterable[dict[str, Any]], counting: Counting) -> tuple[Counting, Any, Any]:
    """The settings, the view and the segmentation of partial results that follow each other.

    Raises UsageError where two were not counted alike.
    """
    first: dict[str, Any] | None = None
    view: Any = None
    for partial in partials:
        place = partial["place"]
        if first is None:
            first = partial
            counting = _settings(partial, counting)
            view = counting.new_view()
        for key in ("counting", "segmentation"):
            if partial[key] != first[key]:
                one, other = (json_line(p[key]).decode().strip() for p in (first, partial))
                raise UsageError(
                    f"{place}: counted otherwise than {first['place']}: {other}, {one}"
                )
        try:
            view.load(partial["state"])
        except (ValueError, TypeError) as e:
            raise UsageError(f"{place}: broken partial result: {e}") from None
    assert first is not None
    return counting, view, first["segmentation"]


def _settings(partial: dict[str, Any], counting: Counting) -> Counting:
    record = partial["counting"]
    try:
        if record["view"] not in VIEWS:
            raise ValueError(f"no view {record['view']!r}")
        if record.get("unit", "word") not in ("word", "char"):
            raise ValueError(f"no unit {record['unit']!r}")
        left, right = record.get("window", counting.window)
        made = replace(
            counting,
            view=record["view"],
            unit=record.get("unit", "word"),
            ngrams=int(record.get("ngrams", 1)),
            pos=tuple(record.get("pos", ())),
            nodes=tuple(record.get("nodes", ())),
            window=(int(left), int(right)),
            method=record.get("method", counting.method),
            per_document=record.get("per_document", counting.per_document),
            stopwords_hash=record.get("stopwords", ""),
            period=_period(record),
            terms=tuple(record.get("terms", ())),
            by=record.get("by"),
        )
    except (KeyError, TypeError, ValueError) as e:
        raise UsageError(f"{partial['place']}: broken partial result: {e}") from None
    if made.record() != record:
        raise UsageError(f"{partial['place']}: broken partial result: settings {record}")
    return made


def _period(record: dict[str, Any]) -> Period | None:
    period: Period | None = record.get("period")
    if record["view"] == "trend" and period not in get_args(Period):
        raise ValueError(f"no period {period!r}")
    return period
