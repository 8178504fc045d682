"""Print the completion file of a shell: `python -m yrd_cli.cli.completions bash|zsh|fish`.

The files are static: a TAB asks the shell alone and starts no Python (2 ms instead of 84).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from yrd_cli.cli.app import app
from yrd_cli.cli.completion import bash, fish, zsh
from yrd_cli.cli.completion.tree import Tree, read_tree

PROGRAM = "yrd"

SHELLS: dict[str, tuple[str, Callable[[Tree], str]]] = {
    "bash": ("yrd.bash", bash.render),
    "zsh": ("_yrd", zsh.render),
    "fish": ("yrd.fish", fish.render),
}
"""Each shell with the name of its file in ``completions/`` and what writes it."""


def completion_file(shell: str) -> str:
    """The completion file of one of ``SHELLS``."""
    _, render = SHELLS[shell]
    return render(read_tree(app, PROGRAM))


def main(args: Sequence[str]) -> int:
    """Print the file of the shell named in the arguments; 2 where there is none."""
    if len(args) != 1 or args[0] not in SHELLS:
        sys.stderr.write(f"usage: python -m yrd_cli.cli.completions {'|'.join(SHELLS)}\n")
        return 2
    sys.stdout.buffer.write(completion_file(args[0]).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
