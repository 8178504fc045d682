"""Patterns on words: those that back-track for ever are stopped, honest ones are not."""

from __future__ import annotations

import re
import signal

import pytest

from yrd_cli import time_limit
from yrd_cli.errors import UsageError
from yrd_cli.time_limit import WordPattern


@pytest.mark.parametrize("word", ["发展", "a" * 50])
def test_an_honest_pattern_is_what_re_says(word: str) -> None:
    pattern = WordPattern(re.compile("发|a+"), "--match")
    assert pattern.is_in(word)
    assert pattern.is_all_of(word) == (word[0] == "a")
    assert not WordPattern(re.compile("x"), "--match").is_in(word)


def test_a_pattern_without_end_is_stopped_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "WORD_SECONDS", 0.1)
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(UsageError, match=r"--match \(\.\*\)\*x: takes more than 0\.1 s on 'aaaa"):
        WordPattern(re.compile("(.*)*x"), "--match").is_in("a" * 60)
    assert signal.getsignal(signal.SIGALRM) == before


def test_all_words_together_have_a_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "ALL_SECONDS", 0.0)
    with pytest.raises(UsageError, match="takes more than 0 s"):
        WordPattern(re.compile("x"), "--match").is_in("a" * 60)
