"""The folder where compiled tables and dictionaries are kept between runs."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path | None:
    """``~/.cache/yrd`` (or in ``$XDG_CACHE_HOME``), or None where it would not be this user's own.

    Without it everything works, and is compiled anew in every run.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return private_folder(Path(base) / "yrd") if os.path.isabs(base) else None


def private_folder(folder: Path) -> Path | None:
    """The folder, made if need be, where only this user can write; else None.

    What is loaded from a shared folder could be anybody's.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return None
    own = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    return folder if own and not status.st_mode & 0o022 else None
