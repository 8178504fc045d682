"""Interactive shells behind a pseudo-terminal: type a line, press TAB, see what stands there."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import struct
import termios
import time
from fcntl import ioctl
from pathlib import Path
from types import TracebackType

SLOW = 20.0
"""Seconds after which a shell that says nothing counts as hung."""

ERASE_LINE, TAB, SHOW_LINE = b"\x01\x0b", b"\t", b"\x1d"
READY, OPEN, CLOSE, PROMPT = "[ready]", "<<", ">>", "@@ "

_ZSHRC = f"""
PS1='{PROMPT}' LISTMAX=10000
setopt no_beep
unsetopt list_ambiguous prompt_sp prompt_cr
source "$COMPLETION_RC"
show-line() {{ print -r -- "{OPEN}$BUFFER{CLOSE}" }}
zle -N show-line
bindkey -e
bindkey '^]' show-line
print -r -- '{READY}'
"""

_BASHRC = f"""
PS1='{PROMPT}'
bind 'set bell-style none'
bind 'set completion-query-items 0'
bind 'set page-completions off'
bind 'set show-all-if-ambiguous on'
bind 'set enable-bracketed-paste off'
source "$COMPLETION_RC"
show-line() {{ echo "{OPEN}$READLINE_LINE{CLOSE}"; }}
bind -x '"\\C-]": show-line'
echo '{READY}'
"""


class Session:
    """One interactive ``bash`` or ``zsh`` in a folder, with ``setup`` (shell code) run first."""

    def __init__(self, shell: str, folder: Path, home: Path, setup: str) -> None:
        program = shutil.which(shell)
        assert program is not None
        home.mkdir(exist_ok=True)
        (home / "setup").write_text(setup, "utf-8")
        (home / ".zshrc").write_text(_ZSHRC, "utf-8")
        (home / ".bashrc").write_text(_BASHRC, "utf-8")
        args = {"zsh": ["zsh", "-d", "-i"], "bash": ["bash", "--noprofile", "-i"]}[shell]
        env = {
            "HOME": str(home),
            "ZDOTDIR": str(home),
            "COMPLETION_RC": str(home / "setup"),
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "TERM": "dumb",
        }
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            os.chdir(folder)
            os.execve(program, args, env)
        ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 500, 400, 0, 0))
        self._read_until(re.compile(re.escape(READY)))

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the shell."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._terminal)

    def press_tab(self, line: str) -> tuple[str, str]:
        """Type a line and a TAB: the line as it stands then, and what was listed under it."""
        self._type(ERASE_LINE + line.encode())
        self._type(TAB)
        self._type(SHOW_LINE)
        screen = self._read_until(re.compile(f"{OPEN}(.*?){CLOSE}", re.S))
        shown, _, rest = screen.partition(OPEN)
        rows = [row.strip() for row in shown.split("\n")[1:]]
        listed = [row for row in rows if row and not row.startswith(PROMPT)]
        return rest.partition(CLOSE)[0], "\n".join(listed)

    def _type(self, keys: bytes) -> None:
        os.write(self._terminal, keys)

    def _read_until(self, pattern: re.Pattern[str]) -> str:
        data, deadline = b"", time.monotonic() + SLOW
        while not pattern.search(text := data.decode(errors="replace")):
            ready, _, _ = select.select([self._terminal], [], [], deadline - time.monotonic())
            if not ready:
                raise TimeoutError(f"the shell hung after {text!r}")
            data += os.read(self._terminal, 1 << 16)
        return text
