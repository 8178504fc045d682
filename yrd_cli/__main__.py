"""The entry point: `--version` is answered before anything heavy is imported."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

GARBAGE_THRESHOLD = 50_000
"""New objects after which Python looks for cycles: our Documents make none to speak of."""


def main() -> None:
    """Run the command line and leave with its exit status."""
    try:
        sys.exit(_version() if sys.argv[1:] == ["--version"] else _run())
    except KeyboardInterrupt:  # while modules are imported; later on, the app hears it
        sys.exit(130)


def _version() -> int:
    from yrd_cli import __version__

    try:
        sys.stdout.write(f"yrd {__version__}\n")
        sys.stdout.flush()
    except (AttributeError, OSError):  # closed, or a full disk
        sys.stdout = None  # nothing is left to be flushed at the end
        return 2
    return 0


def _run() -> int:
    import gc

    # What is imported stays: looking for garbage meanwhile costs a tenth of the start, and
    # looking through it again and again a twentieth of the run.
    gc.disable()
    from yrd_cli import patterns

    patterns.keep_in(_cache_folder)
    run = _runner()
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)
    gc.enable()
    status = run(sys.argv[1:])
    if status <= 1:  # a run that was stopped, or is broken, leaves nothing behind
        patterns.save()
    return status


def _runner() -> Callable[[Sequence[str]], int]:
    """What runs the command line: `grep` starts without what the others need."""
    if sys.argv[1:2] == ["grep"]:
        from yrd_cli.cli import grep_start

        return grep_start.run
    from yrd_cli.cli import app

    return app.run


def _cache_folder() -> object | None:
    from yrd_cli.caches import cache_folder

    return cache_folder()


if __name__ == "__main__":
    main()
