"""Worker processes that are watched over: whatever dies is replaced, and nothing hangs.

A thread feeds the batches in, one thread a worker carries them to its process and back, and the
caller takes the results in order. Threads, since each of them may block without a deadlock:
on slow input, on a full pipe, on a slow caller.
"""

from __future__ import annotations

import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from types import GeneratorType
from typing import Generic, NamedTuple, TypeVar

from yrd_cli.process import ProcessClosed, WorkerDied, WorkerProcess
from yrd_cli.worker import PICKLE_PROTOCOL, Frame, Kind, WorkerError, unpack_error

Batch = TypeVar("Batch")
Result = TypeVar("Result")

TRIES = 2
"""How often a batch, and at last a single item, may take its worker down."""

HELD_BYTES = 128 << 20
"""Batches and results on their way may take so much memory; from then on there are no more than
two batches a job, however large. (A view of each edit is eleven times its text.)"""

FEEDER_GRACE_SECONDS = 0.1
"""How long closing waits for the reading thread: one that blocks on its input is left behind."""

REAP_SECONDS = 5.0
"""How long closing waits for killed processes: only one stuck in the kernel needs so long."""


class _Loss(NamedTuple):
    """A batch, pickled, that no worker survived, and how the last one ended."""

    batch: bytes
    reason: str


@dataclass(slots=True)
class _Suspect:
    """A batch, or a part of one, and how many workers it may still take down."""

    batch: bytes
    tries: int = TRIES


@dataclass(slots=True)
class _Ticket:
    """A batch's place in the order, with what came of it."""

    batch: bytes = b""
    answers: list[Frame | _Loss] = field(default_factory=list)
    failure: BaseException | None = None
    done: bool = False
    size: int = 0
    """Bytes that are held: of the batch, then of the answers."""


class Pool(Generic[Batch, Result]):
    """At most ``jobs`` workers, and at most ``window`` batches on their way: see run_batches."""

    def __init__(
        self,
        work: Callable[[Batch], Result],
        jobs: int,
        window: int,
        split: Callable[[Batch], list[Batch]] | None = None,
        lost: Callable[[Batch, str], Result] | None = None,
    ) -> None:
        self._work = pickle.dumps(work, PICKLE_PROTOCOL)
        self._jobs = jobs
        self._window = window
        self._split = split
        self._lost = lost
        self._order: deque[_Ticket] = deque()
        self._todo: deque[_Ticket] = deque()
        self._held = 0
        self._idle = 0
        self._ended = False
        self._closed = False
        self._workers: list[WorkerProcess] = []
        self._threads: list[threading.Thread] = []
        self._feeder: threading.Thread | None = None
        lock = threading.Lock()
        self._room = threading.Condition(lock)
        self._news_for_workers = threading.Condition(lock)
        self._news_for_caller = threading.Condition(lock)

    def run(self, batches: Iterable[Batch]) -> Iterator[Result]:
        """The results, in order; to be called once, and ``close`` after it."""
        self._feeder = threading.Thread(target=self._feed, args=(batches,), daemon=True)
        self._feeder.start()
        while (ticket := self._next_done()) is not None:
            if ticket.failure is not None:
                raise ticket.failure
            answers = deque(ticket.answers)
            del ticket
            while answers:
                yield self._result(answers.popleft())

    def close(self) -> None:
        """Kill the workers, whatever they do, and end the threads."""
        with self._room:
            self._closed = True
            for condition in (self._room, self._news_for_workers, self._news_for_caller):
                condition.notify_all()
        for worker in self._workers:
            worker.kill()
        for thread in self._threads:
            thread.join(REAP_SECONDS)
        if self._feeder is not None:
            self._feeder.join(FEEDER_GRACE_SECONDS)

    # -- the caller's thread

    def _next_done(self) -> _Ticket | None:
        with self._news_for_caller:
            self._news_for_caller.wait_for(
                lambda: self._order[0].done if self._order else self._ended
            )
            if not self._order:
                return None
            ticket = self._order.popleft()
            self._held -= ticket.size
            self._room.notify()
            return ticket

    def _result(self, answer: Frame | _Loss) -> Result:
        result: Result
        if isinstance(answer, _Loss):
            if self._lost is None:
                raise WorkerError(f"a batch took its worker down {TRIES} times: {answer.reason}")
            return self._lost(pickle.loads(answer.batch), answer.reason)
        if answer.kind is Kind.FAILURE:
            raise unpack_error(answer.payload)
        result = pickle.loads(answer.payload)
        return result

    # -- the feeder's thread

    def _feed(self, batches: Iterable[Batch]) -> None:
        try:
            iterator = iter(batches)
            while self._wait_for_room():
                batch = next(iterator)
                self._submit(_Ticket(pickle.dumps(batch, PICKLE_PROTOCOL)))
                del batch
        except StopIteration:
            pass
        except BaseException as error:  # the caller's, who gets it in its place
            self._submit(_Ticket(failure=error, done=True))
        finally:
            with self._room:
                self._ended = True
                self._news_for_workers.notify_all()
                self._news_for_caller.notify()
            if isinstance(batches, GeneratorType):
                batches.close()

    def _wait_for_room(self) -> bool:
        with self._room:
            self._room.wait_for(lambda: self._closed or self._has_room())
            return not self._closed

    def _has_room(self) -> bool:
        most = self._window if self._held < HELD_BYTES else min(self._window, 2 * self._jobs)
        return len(self._order) < most

    def _submit(self, ticket: _Ticket) -> None:
        with self._room:
            if self._closed:
                return
            self._order.append(ticket)
            ticket.size = len(ticket.batch)
            self._held += ticket.size
            if ticket.done:
                self._news_for_caller.notify()
                return
            self._todo.append(ticket)
            if self._idle < len(self._todo) and len(self._workers) < self._jobs:
                self._add_worker()
            self._news_for_workers.notify()

    def _add_worker(self) -> None:
        worker = WorkerProcess(self._work)
        thread = threading.Thread(target=self._supervise, args=(worker,), daemon=True)
        self._workers.append(worker)
        self._threads.append(thread)
        thread.start()

    # -- the workers' threads

    def _supervise(self, worker: WorkerProcess) -> None:
        with suppress(ProcessClosed):
            while (ticket := self._next_todo()) is not None:
                try:
                    ticket.answers = self._carry(ticket.batch, worker)
                except ProcessClosed:
                    break
                except BaseException as error:  # the caller's: of split, or no worker starts
                    ticket.failure = error
                ticket.batch = b""
                size = sum(map(_size_of, ticket.answers))
                with self._news_for_caller:
                    self._held += size - ticket.size
                    ticket.size = size
                    ticket.done = True
                    self._news_for_caller.notify()
        with suppress(ProcessClosed):
            worker.finish()

    def _next_todo(self) -> _Ticket | None:
        with self._news_for_workers:
            self._idle += 1
            self._news_for_workers.wait_for(lambda: self._closed or self._ended or self._todo)
            self._idle -= 1
            return self._todo.popleft() if self._todo and not self._closed else None

    def _carry(self, batch: bytes, worker: WorkerProcess) -> list[Frame | _Loss]:
        """The answers for a batch: one, or one for each part when its workers died."""
        answers: list[Frame | _Loss] = []
        suspects = [_Suspect(batch)]
        while suspects:
            suspect = suspects.pop()
            try:
                answers.append(worker.ask(suspect.batch))
                continue
            except WorkerDied as died:
                reason = str(died)
            suspect.tries -= 1
            if suspect.tries:
                suspects.append(suspect)
            elif parts := self._parts(suspect.batch):
                suspects.extend(reversed(parts))
            else:
                answers.append(_Loss(suspect.batch, reason))
        return answers

    def _parts(self, batch: bytes) -> list[_Suspect]:
        """The parts to try one by one, none of a single item.

        A part that can be halved again is tried once only, since it is under suspicion already;
        a single item, which would be given up, gets all its tries.
        """
        if self._split is None:
            return []
        parts = self._split(pickle.loads(batch))
        if len(parts) < 2:
            return []
        return [
            _Suspect(
                pickle.dumps(part, PICKLE_PROTOCOL), 1 if len(self._split(part)) > 1 else TRIES
            )
            for part in parts
        ]


def _size_of(answer: Frame | _Loss) -> int:
    return len(answer.batch if isinstance(answer, _Loss) else answer.payload)
