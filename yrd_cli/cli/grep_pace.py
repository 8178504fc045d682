"""When a search gets the help of other processes: asked for every file, so it imports nothing."""

from __future__ import annotations

import os
import stat
from time import monotonic, process_time

from yrd_cli.grep.scan.files import Block
from yrd_cli.grep.search_parts import PartSearch
from yrd_cli.reading.path_names import STDIN

PAYS_AFTER = 0.5
"""Seconds of work of its own after which a run takes what is left for large. To share it costs
0.1 s, and 0.1 s for each process that starts; 200 MB of lines that are counted take 0.1 s in all,
JSON Lines or lines in colours 1 s for 20 to 40 MB."""

PAYS_BYTES = 8 << 20
"""What has to be left of a file then."""

LOOKS = 0.05
"""Seconds between two looks at the time spent, which cost more than those at a clock: 4 us."""

SLOW = 300e6
"""Bytes a second below which a search is worth sharing: all lines go through a pipe, at 1.2 GB a
second of work on this side (one process finds a literal in 2.5 GB, colours 45 MB)."""


class Pace:
    """Watches the work of a run. ``asked`` is how many processes are to work, None for all cores
    where that pays; ``by_file`` no file is searched in parts."""

    def __init__(self, asked: int | None, *, by_file: bool = False) -> None:
        self.asked, self.by_file = asked, by_file
        self._due_at = 0.0 if asked is not None and asked > 1 else process_time() + PAYS_AFTER
        self._look_at = 0.0
        self._never = asked == 1

    def is_due(self) -> bool:
        """Whether help pays from now on, if there is much left to do."""
        if self._never or (self._due_at and not self._is_late()):
            return False
        if self.jobs == 1:
            self._never = True
        return not self._never

    def _is_late(self) -> bool:
        now = monotonic()
        if now < self._look_at:
            return False
        self._look_at = now + LOOKS
        return process_time() >= self._due_at

    @property
    def is_asked(self) -> bool:
        """Whether help was asked for, pay as it may."""
        return self.asked is not None

    def end(self) -> None:
        """Ask for no help any more."""
        self._never = True

    @property
    def jobs(self) -> int:
        """How many processes work."""
        from yrd_cli.pipeline import available_cores

        return self.asked or available_cores()

    def may_share(self, status: os.stat_result) -> bool:
        """Whether a file may be so large that help pays within it."""
        is_large = status.st_size >= PAYS_BYTES or not stat.S_ISREG(status.st_mode)
        return is_large and not self.by_file

    def rest_of(self, search: PartSearch, path: str, status: os.stat_result) -> Rest:
        """What others are given of a file, from when on help pays."""
        return Rest(self, search, path, status)


class Rest:
    """The rest of a file of lines, from the end of some block on."""

    def __init__(self, pace: Pace, search: PartSearch, path: str, status: os.stat_result) -> None:
        self.pace, self._search = pace, search
        self._size = status.st_size if stat.S_ISREG(status.st_mode) else None
        self._is_read_once = self._size is None or path == STDIN
        self._since = process_time()
        self.before = b""
        """The lines before it that context may need."""
        self.lines = 0
        """How many lines stand before it, where lines are numbered."""
        self.offset = 0

    def begins(self, block: Block) -> bool:
        """Whether it begins after this block."""
        if not self.pace.is_due():
            return False
        search = self._search
        if not search.is_plain or (self._is_read_once and search.may_end_early):
            return False
        end = block.offset + block.end
        if not self.pace.is_asked and not self._pays(end):
            return False
        before = search.tail(block)
        if before is None:
            return False
        self.before, self.lines, self.offset = before, search.lines_so_far(), end
        return True

    def _pays(self, done: int) -> bool:
        if self._size is None:
            return True
        spent = process_time() - self._since
        return self._size - done >= PAYS_BYTES and done < SLOW * spent
