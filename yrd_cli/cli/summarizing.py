"""The run of `yrd summarize`: which output goes where."""

from __future__ import annotations

from dataclasses import dataclass

from yrd_cli.cli.environment import Environment
from yrd_cli.cli.running import Inputs, batch_results, follow
from yrd_cli.report import Outcome, Report
from yrd_cli.summarize.batches import SummarizeBatches, lost
from yrd_cli.summarize.views import SUMMARY_FORMATS
from yrd_cli.writing.documents import document_sink, refuse_same_file
from yrd_cli.writing.formats import choose_format, target_of
from yrd_cli.writing.terminal import Terminal


@dataclass(frozen=True, slots=True)
class SummarizeRun:
    """One run of `yrd summarize`."""

    env: Environment
    inputs: Inputs
    sentences: int
    output: str | None
    format: str
    raw: bool
    jobs: int | None
    line_buffered: bool

    def __call__(self) -> int:
        """Summarize every input; gives the exit status."""
        target = target_of(self.output)
        refuse_same_file(self.inputs.names, target)
        for_people = target.directory or (target.path is None and self.env.output.is_terminal)
        default = "text" if for_people else "jsonl"
        format = choose_format(self.format, target, SUMMARY_FORMATS, default)
        terminal = self.env.output if target.path is None else Terminal()
        work = SummarizeBatches(self.inputs.settings, self.sentences, format, terminal, self.raw)
        outcome = Outcome()
        results = batch_results(
            work,
            self.inputs.without(target),
            self.jobs,
            lost=lost,
            line_buffered=self.line_buffered,
        )
        sink = document_sink(target, format, self.env.stdout, line_buffered=self.line_buffered)
        try:
            for result in follow(results, self.env, outcome, Report()):
                for name, data in result.outputs:
                    sink.put(name, data)
            sink.close()
        except BaseException:
            sink.abort()
            raise
        return outcome.status
