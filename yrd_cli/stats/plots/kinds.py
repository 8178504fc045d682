"""Which pictures there are of which view. Nothing is imported: it is asked before any work."""

from __future__ import annotations

from yrd_cli.errors import UsageError

KINDS: dict[str, tuple[str, ...]] = {
    "terms": ("bars", "zipf", "dispersion", "cloud"),
    "collocates": ("network", "bars", "cloud"),
    "keyness": ("scatter", "bars", "cloud"),
    "compare": ("bars", "scatter"),
    "diversity": ("zipf",),
    "overview": ("bars",),
    "trend": ("lines",),
    "keywords": ("bars", "cloud"),
    "new-words": ("bars", "cloud"),
}
"""The pictures of each view, first the one that is drawn when none is named."""

ALL_KINDS = tuple(sorted({kind for kinds in KINDS.values() for kind in kinds}))


def kind_of_picture(view: str, asked: str | None) -> str:
    """The picture to draw of a view; raises UsageError, with the list, for one it has not."""
    kinds = KINDS[view]
    if asked is None:
        return kinds[0]
    if asked not in kinds:
        name = f"--{view}" if view != "terms" else "terms"
        raise UsageError(f"--plot-kind {asked}: there is {' or '.join(kinds)} of {name}")
    return asked
