"""What a run did, and the exit status it comes to."""

from __future__ import annotations

from collections import Counter

import pytest

from yrd_cli.errors import ExitStatus
from yrd_cli.report import Notice, Outcome, Report


def test_errors_fail_a_run_and_warnings_do_not() -> None:
    outcome = Outcome()
    statuses = [outcome.status]
    outcome.hear(Notice("warning", "a", "x"))
    statuses.append(outcome.status)
    outcome.nothing = True
    statuses.append(outcome.status)
    outcome.hear(Notice("error", "a", "x"))
    statuses.append(outcome.status)
    assert statuses == [
        ExitStatus.DONE, ExitStatus.DONE, ExitStatus.NOTHING, ExitStatus.FAILED
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (("a.jsonl:1", None), ("a.jsonl:2", None), False),
        (("a.warc#1", None), ("a.warc#2", None), False),
        (("a", None), ("b", None), True),
        (("12:30", "12:30"), ("12:31", "12:31"), True),
        (("x:1", "f"), ("y:2", "f"), False),
        (("new\nline:1", None), ("new\nline:2", None), False),
    ],
)
def test_a_notice_with_a_key_is_said_once_a_file(
    first: tuple[str, str | None], second: tuple[str, str | None], said: bool
) -> None:
    outcome = Outcome()
    assert outcome.hear(Notice("warning", first[0], "x", "key", first[1]))
    assert outcome.hear(Notice("warning", second[0], "x", "key", second[1])) is said
    assert outcome.hear(Notice("warning", second[0], "x", "other", second[1]))
    assert outcome.hear(Notice("warning", first[0], "x"))


def test_an_error_that_is_not_said_again_still_fails_the_run() -> None:
    outcome = Outcome()
    outcome.hear(Notice("warning", "a", "x", "key"))
    assert not outcome.hear(Notice("error", "a", "x", "key"))
    assert outcome.status is ExitStatus.FAILED


def test_reports_of_batches_add_up() -> None:
    total = Report()
    for _ in range(2):
        batch = Report()
        batch.count_document(10, Counter(gloss=3))
        batch.count_document(5, Counter(gloss=1, space=2))
        batch.warn("a", "x")
        total.add(batch)
    assert (total.documents, total.characters) == (4, 30)
    assert total.counts == Counter(gloss=8, space=4)
    assert total.documents_with == Counter(gloss=4, space=2)
    assert total.notices == []
