"""The longest match at a place, in linear time: a pattern as an automaton of sets of states.

POSIX wants the longest of the leftmost matches where Python's `re` gives the first it comes to.
The pattern is taken as `re` itself parses it, made a nondeterministic automaton (Thompson 1968),
and run over the characters with the sets of states it has seen kept (a lazy DFA).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

MAX_STATES = 20_000
"""A pattern that needs more (`a{32767}`) is left to the back-tracking engine."""

MAX_KEPT = 50_000
"""Transitions kept; then they are forgotten, and found anew."""


class NotRegularError(Exception):
    """The pattern refers back, or is too large for an automaton."""


_Test = Callable[..., object]


class Automaton:
    """A pattern in Python's syntax. Raises NotRegularError for what no automaton can do."""

    def __init__(self, source: str, flags: int = 0) -> None:
        from re import _compiler, _parser  # type: ignore[attr-defined]

        self._compile = _compiler.compile
        self._subpattern = _parser.SubPattern
        tree = _parser.parse(source, flags)
        self._state = tree.state
        self._flags = tree.state.flags
        self._tests: dict[int, tuple[_Test, int]] = {}
        """Of the states that take a character: the test, and the state after."""
        self._asserts: dict[int, tuple[_Test, int]] = {}
        self._forks: dict[int, tuple[int, ...]] = {}
        self._size = 0
        self._goal = self._new()
        self._start = self._sequence(list(tree), self._goal, self._flags)
        self._steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}
        self._closed: dict[frozenset[int], tuple[frozenset[int], bool]] = {}

    def longest(self, line: str, start: int, limit: int | None = None) -> int | None:
        """Where the longest match that begins at ``start`` ends, ``limit`` at most; None for no
        match there."""
        stop = len(line) if limit is None else limit
        states, best = frozenset((self._start,)), None
        at = start
        while True:
            taking, accepts = self._closure(states, line, at)
            if accepts:
                best = at
            if at >= stop or not taking:
                return best
            states = self._step(taking, line[at])
            at += 1

    def _step(self, states: frozenset[int], char: str) -> frozenset[int]:
        key = (states, char)
        after = self._steps.get(key)
        if after is None:
            if len(self._steps) >= MAX_KEPT:
                self._steps.clear()
            tests = self._tests
            after = frozenset(tests[s][1] for s in states if tests[s][0](char))
            self._steps[key] = after
        return after

    def _closure(self, states: frozenset[int], line: str, at: int) -> tuple[frozenset[int], bool]:
        """The states that take a character, and whether the goal is reached without one."""
        known = self._closed.get(states)
        if known is not None:
            return known
        seen: set[int] = set()
        waiting = list(states)
        depends = False
        while waiting:
            state = waiting.pop()
            if state in seen:
                continue
            seen.add(state)
            waiting += self._forks.get(state, ())
            condition = self._asserts.get(state)
            if condition is not None:
                depends = True
                if condition[0](line, at):
                    waiting.append(condition[1])
        result = frozenset(s for s in seen if s in self._tests), self._goal in seen
        if not depends:
            if len(self._closed) >= MAX_KEPT:
                self._closed.clear()
            self._closed[states] = result
        return result

    # --- building: each method gives the first state of what it builds ----------------------------

    def _new(self) -> int:
        self._size += 1
        if self._size > MAX_STATES:
            raise NotRegularError
        return self._size

    def _fork(self, targets: Iterable[int]) -> int:
        state = self._new()
        self._forks[state] = tuple(targets)
        return state

    def _sequence(self, items: list[Any], after: int, flags: int) -> int:
        for item in reversed(items):
            after = self._item(item, after, flags)
        return after

    def _item(self, item: tuple[Any, Any], after: int, flags: int) -> int:
        kind, value = str(item[0]), item[1]
        if kind in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            state = self._new()
            self._tests[state] = (self._compiled(item, flags).fullmatch, after)
            return state
        if kind in ("AT", "ASSERT", "ASSERT_NOT"):
            state = self._new()
            self._asserts[state] = (self._compiled(item, flags).match, after)
            return state
        if kind == "SUBPATTERN":
            _, on, off, inner = value
            return self._sequence(list(inner), after, (flags | on) & ~off)
        if kind == "BRANCH":
            return self._fork([self._sequence(list(b), after, flags) for b in value[1]])
        if kind == "MAX_REPEAT":
            low, high, inner = value
            return self._repeat(list(inner), int(low), int(high), after, flags)
        raise NotRegularError

    def _repeat(self, inner: list[Any], low: int, high: int, after: int, flags: int) -> int:
        if high > MAX_STATES:
            loop = self._new()
            self._forks[loop] = (self._sequence(inner, loop, flags), after)
            first = loop
        else:
            first = after
            for _ in range(high - low):
                first = self._fork((self._sequence(inner, first, flags), after))
        for _ in range(low):
            first = self._sequence(inner, first, flags)
        return first

    def _compiled(self, item: tuple[Any, Any], flags: int) -> re.Pattern[str]:
        pattern: re.Pattern[str] = self._compile(self._subpattern(self._state, [item]), flags)
        return pattern
