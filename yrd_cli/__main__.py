"""The entry point: `--version` is answered before anything heavy is imported."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit status."""
    if sys.argv[1:] == ["--version"]:
        from yrd_cli import __version__

        sys.stdout.write(f"yrd {__version__}\n")
        sys.exit(0)
    from yrd_cli.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
