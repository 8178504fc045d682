"""Fuzzing under atheris (libFuzzer): instrumented once, each target in a child of its own."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import os
import pkgutil
import re
import signal
import sys
import time
import traceback
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fuzz.targets import Target

ROOMS = ("clean", "convert", "grep", "reading", "summarize", "words", "writing")

REPEATED_BYTES = 15_000
"""Size to which some inputs are repeated: instrumented code is about eight times slower."""

CPU_SECONDS = 60.0
"""CPU time after which an input counts as hanging. libFuzzer's own limit is of wall time, which
says nothing on a machine that others use too; it is the last resort."""

OPTIONS = (
    "-rss_limit_mb=2048", "-timeout=1200", "-report_slow_units=1200", "-print_final_stats=1",
    "-reload=0",
)  # fmt: skip

WARM_SEEDS = 3
"""Seeds that run before the children are made, which then find every table loaded."""

INTERRUPTED = 72
"""libFuzzer's exit status where it was asked to stop."""

SHORTEST = 5.0
"""Seconds left for which it is not worth to begin again."""


def load_instrumented() -> dict[str, Target]:
    """The targets, with all of `yrd_cli` instrumented. Raises ModuleNotFoundError for atheris."""
    atheris: Any = importlib.import_module("atheris")
    with (
        _silent_stderr(),
        atheris.instrument_imports(include=["yrd_cli"], enable_loader_override=False),
    ):
        import yrd_cli

        for room in ROOMS:
            package = importlib.import_module(f"{yrd_cli.__name__}.{room}")
            for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
                importlib.import_module(module.name)
        from tests.fuzz.targets import TARGETS
    return TARGETS


class _silent_stderr:  # noqa: N801  a context, not a thing
    """Away with atheris' line for every module."""

    def __enter__(self) -> None:
        self._kept = os.dup(2)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        os.close(null)

    def __exit__(self, *_: object) -> None:
        os.dup2(self._kept, 2)
        os.close(self._kept)


@dataclass
class Progress:
    """How far a target is."""

    name: str
    wall: float = 0.0
    cpu: float = 0.0
    """Seconds of both."""
    executions: int = 0
    coverage: int = 0
    """Edges of the instrumented code, of libFuzzer's counting."""
    corpus: int = 0
    starts: int = 0
    ended: str = ""
    """What ended its last process before its time: a crash, a hang, too much memory."""
    findings: int = 0


class Run:
    """Targets that take turns, so many at a time, until each had its seconds."""

    def __init__(
        self, targets: list[Target], work: Path, seconds: float, turn: float, options: list[str]
    ) -> None:
        self.targets = {target.name: target for target in targets}
        self.work, self.seconds, self.turn, self.options = work, seconds, turn, options
        work.mkdir(parents=True, exist_ok=True)
        told = self._told()
        self.progress = {n: Progress(**told.get(n, {"name": n})) for n in self.targets}

    def _told(self) -> dict[str, Any]:
        try:
            told: dict[str, Any] = json.loads((self.work / "status.json").read_text())
        except FileNotFoundError:
            return {}
        return told

    @property
    def found_any(self) -> bool:
        """Whether a promise was broken."""
        return any(p.findings or p.ended for p in self.progress.values())

    def go(self, jobs: int) -> None:
        """Fuzz until every target had its seconds."""
        running: dict[int, tuple[str, float]] = {}
        waiting = sorted(self.targets, key=lambda name: self.progress[name].wall)
        for target in self.targets.values():
            _warm_up(target)
        try:
            while waiting or running:
                while waiting and len(running) < jobs:
                    name = waiting.pop(0)
                    left = min(self.turn, self.seconds - self.progress[name].wall)
                    if left > 0:
                        running[self._start(name, left)] = name, time.monotonic()
                name = self._reap(running) if running else ""
                if name and self.seconds - self.progress[name].wall > min(SHORTEST, self.turn):
                    waiting.append(name)
        finally:
            for pid in running:
                os.kill(pid, signal.SIGINT)
            while running:
                self._reap(running)

    def _reap(self, running: dict[int, tuple[str, float]]) -> str:
        """Wait for a target to end its turn, and note how far it came."""
        pid, status, usage = os.wait4(-1, 0)
        if pid not in running:
            return ""
        name, begin = running.pop(pid)
        self._note(name, time.monotonic() - begin, usage.ru_utime + usage.ru_stime, status)
        return name

    def _start(self, name: str, seconds: float) -> int:
        log = self.work / f"{name}.log"
        if child := os.fork():
            return child
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        try:
            number = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            os.dup2(number, 1)
            os.dup2(number, 2)
            fuzz(self.targets[name], self.work, [f"-max_total_time={seconds:.0f}", *self.options])
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(1)

    def _note(self, name: str, wall: float, cpu: float, status: int) -> None:
        told = (self.work / f"{name}.log").read_text(errors="replace")
        last = told[told.rfind("INFO: Running with entropic power schedule") :]
        progress = self.progress[name]
        progress.wall += wall
        progress.cpu += cpu
        progress.starts += 1
        numbers = [int(n) for n in re.findall(r"^#(\d+)\s", last, re.MULTILINE)]
        progress.executions += max(numbers, default=0)
        reached = [int(n) for n in re.findall(r"\bcov: (\d+)", last)]
        progress.coverage = max([progress.coverage, *reached])
        progress.corpus = len(list((self.work / "corpus" / name).iterdir()))
        folder = self.work / "findings" / name
        progress.findings = len(list(folder.glob("*.txt"))) if folder.exists() else 0
        if status and os.waitstatus_to_exitcode(status) != INTERRUPTED:
            told_why = re.findall(r"ERROR: libFuzzer: ([^\n]{0,60})", last)
            progress.ended = told_why[-1] if told_why else f"status {status}"
        everything = self._told() | {n: asdict(p) for n, p in self.progress.items()}
        part = self.work / "status.part"
        part.write_text(json.dumps(everything, indent=1))
        part.replace(self.work / "status.json")

    def table(self) -> str:
        """What every target did, and where the findings lie."""
        rows = [_row("target", "wall s", "CPU s", "runs", "edges", "corpus", "found")]
        for p in self.progress.values():
            found = f"{p.findings} {p.ended}".strip()
            rows.append(
                _row(p.name, round(p.wall), round(p.cpu), p.executions, p.coverage, p.corpus, found)
            )
        return "\n".join((*rows, f"logs, corpora and findings: {self.work}"))


def _row(name: str, *cells: str | int) -> str:
    *numbers, found = cells
    return " ".join((f"{name:16}", *(f"{number:>9}" for number in numbers), str(found)))


def _warm_up(target: Target) -> None:
    for seed in target.seeds[:WARM_SEEDS]:
        with contextlib.suppress(Exception):  # a finding: the child will tell
            target.run(seed)


def fuzz(target: Target, work: Path, options: list[str]) -> None:
    """Fuzz one target in this process, which ends with it."""
    atheris: Any = importlib.import_module("atheris")
    corpus, findings = work / "corpus" / target.name, work / "findings" / target.name
    corpus.mkdir(parents=True, exist_ok=True)
    findings.parent.mkdir(exist_ok=True)
    for seed in target.seeds:
        (corpus / hashlib.sha1(seed).hexdigest()).write_bytes(seed)

    def one_input(data: bytes) -> None:
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
        try:
            target.check(data, size=REPEATED_BYTES)
        except (Exception, HangError) as error:  # whatever it is, it is a finding
            keep(error, data, findings)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        return target.mutated(data, seed, lambda part: bytes(atheris.Mutate(part, most)))[:most]

    arguments = [sys.argv[0], *OPTIONS, f"-max_len={target.most}", f"-artifact_prefix={findings}-"]
    warnings.simplefilter("error")
    signal.signal(signal.SIGPROF, _stop)
    atheris.Setup([*arguments, *options, str(corpus)], one_input, custom_mutator=mutate)
    atheris.Fuzz()


class HangError(BaseException):
    """An input takes longer than any may; no `except Exception` is to stop it."""


def _stop(*_: object) -> None:
    raise HangError(f"more than {CPU_SECONDS:g} s of CPU time")


def keep(error: BaseException, data: bytes, folder: Path) -> None:
    """Keep the smallest input of each kind of finding, with its traceback."""
    folder.mkdir(parents=True, exist_ok=True)
    name = signature(error)
    path = folder / name
    if not path.exists() or path.stat().st_size > len(data):
        path.write_bytes(data)
        told = "".join(traceback.format_exception(error))
        path.with_name(f"{name}.txt").write_text(told, errors="backslashreplace")


def signature(error: BaseException) -> str:
    """The kind of a finding: the exception, and the last two of our own lines it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "yrd_cli" in f.filename or f"{os.sep}fuzz{os.sep}" in f.filename]
    places = [f"{Path(f.filename).stem}-{f.lineno}" for f in ours[-2:]]
    return "-".join((type(error).__name__, *places))
