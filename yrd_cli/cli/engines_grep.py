"""`grep` on a cluster: each task searches some of the files, as a run on one machine does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from yrd_cli.cli.concordances import is_concordance
from yrd_cli.cli.engines import Cluster, ClusterRun, cluster_run, is_default
from yrd_cli.cli.environment import Environment
from yrd_cli.cli.grep_jobs import search_records, search_targets
from yrd_cli.cli.grep_pace import Pace
from yrd_cli.cli.searching import GrepRun
from yrd_cli.errors import ExitStatus, UsageError
from yrd_cli.grep.records import DEFAULT_FIELD, searchable
from yrd_cli.grep.request import GrepRequest, selects_nothing, without_patterns
from yrd_cli.grep.targets import Failure, Target, find_targets
from yrd_cli.limits import DEFAULT_LIMITS
from yrd_cli.reading.path_names import STDIN
from yrd_cli.reading.paths import Source
from yrd_cli.reading.records import ReadSettings
from yrd_cli.report import Notice
from yrd_cli.spark.batches import Receipt, note
from yrd_cli.spark.guard import SUSPECT
from yrd_cli.spark.parts import PartFiles
from yrd_cli.spark.splits import Stretch, is_json_lines, numbered, plan, read_split
from yrd_cli.writing.terminal import Terminal

Wanted = Target | Failure | Stretch


class Recorder(Environment):
    """What a task's search writes, and what it says, for the run to say."""

    said: list[tuple[str, str, str]]

    def say(self, level: str, place: str, message: str) -> None:
        """Keep a line to be said."""
        self.said.append((level, place, message))


class PartOfGrep(GrepRun):
    """The search of some of a run's files: by other processes where that took the worker down
    before."""

    def __init__(
        self, request: GrepRequest, env: Environment, colors: str, wanted: Sequence[Wanted]
    ) -> None:
        self._wanted = wanted
        super().__init__(request, env, colors, Pace(_PROCESSES) if SUSPECT.get() else None)

    def _search_all(self) -> None:
        files = [wanted for wanted in self._wanted if not isinstance(wanted, Stretch)]
        if self.pace is not None and files:
            self.targets = iter(files[1:])
            search_targets(self, self.pace, files[0])
            return
        for wanted in self._wanted:
            if isinstance(wanted, Failure):
                self.tell_failure(wanted)
            elif isinstance(wanted, Target):
                self.search_target(wanted)
            else:
                self._search_stretch(wanted)
            if self.is_done():
                return

    def _search_stretch(self, stretch: Stretch) -> None:
        path, request = stretch.source.path, self.request
        limits = request.limits or DEFAULT_LIMITS
        settings = ReadSettings("jsonl", request.input.encoding, limits=limits)
        records = ((item, settings) for item in read_split((stretch,), settings))
        file = self.concordance.begin(path, self.name_of(path).decode(*_SHOWN))
        if self.pace is not None:
            search_records(self, self.pace, file, records)
            return
        for item in searchable(records, request.document.field or DEFAULT_FIELD):
            if not self.concordance.take(file, item):
                break
        self.concordance.end(file)


_PROCESSES = 2
"""As few as a search is shared among."""

_SHOWN = ("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class GrepSplit:
    """The task that searches some files; its receipt's value is its status and what it says."""

    request: GrepRequest
    colors: str
    folder: str
    ending: str

    def __call__(self, number: int, wanted: Sequence[Wanted]) -> Receipt:
        """Run the task."""
        request = self.request
        if any(isinstance(w, Stretch) for w in wanted):
            request = request._replace(input=request.input._replace(input_format="jsonl"))
        files, receipt = PartFiles(self.folder, number), Receipt()
        env = _environment(request, files.file("", self.ending))
        status = PartOfGrep(request, env, self.colors, wanted)()
        for level, place, message in env.said:
            if level == "error":
                note(Notice("error", place, message), [], files, receipt)
        receipt.report.notices.clear()  # said in their place among the others
        receipt.value = (status, env.said)
        receipt.files = files.close()
        return receipt


def _environment(request: GrepRequest, stdout: Any) -> Recorder:
    output = Terminal(color=request.output.color == "always")
    env = Recorder(stdout, output, Terminal())
    env.said = []
    return env


def grep_on_cluster(cluster: Cluster, request: GrepRequest, env: Environment, colors: str) -> int:
    """Search every file on a cluster; gives GNU grep's exit status."""
    request = without_patterns(request)
    given = request.input
    if request.jobs is not None and not is_default("--jobs", request.jobs):
        raise UsageError("--jobs does not go with --engine spark")
    if STDIN in given.names or not (given.names or given.directories == "recurse"):
        raise UsageError("--engine spark reads files, not standard input")
    names = given.names or (".",)
    wanted: list[Target | Failure] = []
    if not selects_nothing(request):
        GrepRun(request, env, colors)  # what is wrong in the request is said now
        wanted = list(find_targets(names, given))
    with cluster_run(cluster, env) as run:
        wanted = [w for w in wanted if not run.writes(w.path)]
        task = GrepSplit(request, colors, run.output.path, _ending(request))
        receipts = run.tasks(task, _splits(run, request, wanted))
        said = [line for receipt in receipts for line in receipt.value[1]]
        for line in said:
            env.say(*line)
        run.hear(receipts)
    statuses = {receipt.value[0] for receipt in receipts}
    for status in (ExitStatus.FAILED, ExitStatus.DONE):
        if status in statuses:
            return status
    return ExitStatus.NOTHING


def _splits(run: ClusterRun, request: GrepRequest, wanted: Sequence[Target | Failure]) -> list[Any]:
    """The files of each task, in order; all in one where what is written of a file depends on
    other files, or a sum of all is written."""
    if not _is_by_file(request):
        return [tuple(wanted)]
    settings = ReadSettings(request.input.input_format, request.input.encoding)
    by_record = _is_by_record(request)

    def may_be_cut(source: Source) -> bool:
        return by_record and is_json_lines(source, settings) and _holds_documents(source.path)

    # The plan is of sources, in the order of what is wanted: each stands for its place.
    splits = numbered(
        plan([Source(w.path) for w in wanted], run.cores, may_be_cut), run.count_lines
    )
    places = iter(wanted)
    found: list[tuple[Wanted, ...]] = []
    for split in splits:
        stretches = [item for item in split if isinstance(item, Stretch)]
        cut = bool(stretches) and stretches[0].end is not None
        if cut and stretches[0].start == 0:
            next(places)
        found.append(tuple(stretches) if cut else tuple(next(places) for _ in stretches))
    return found


def _is_by_file(request: GrepRequest) -> bool:
    output = request.output
    return (
        output.show != "nothing"
        and not request.has_context
        and not request.json
        and not is_concordance(request)
        and output.format in ("auto", "text", "jsonl")
    )


def _is_by_record(request: GrepRequest) -> bool:
    """Whether each record of a file is searched on its own, and lines as such are not."""
    output = request.output
    return (
        output.show == "lines"
        and output.max_count is None
        and not output.byte_offset
        and not request.pattern.exact
        and request.input.binary != "text"
        and request.input.input_format in ("auto", "jsonl")
    )


def _holds_documents(path: str) -> bool:
    from yrd_cli.grep.records import holds_documents
    from yrd_cli.reading.recognise import HEAD_BYTES

    try:
        with open(path, "rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        return False
    return head.lstrip().startswith(b"{") and holds_documents(head, path)


def _ending(request: GrepRequest) -> str:
    format = request.output.format
    if request.json:
        return ".jsonl"
    return {"auto": ".txt", "text": ".txt", "table": ".txt"}.get(format, f".{format}")
