"""`yrd stats --plot`: where the picture goes, and what it is made of."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from yrd_cli.cli.environment import Environment
from yrd_cli.errors import UsageError
from yrd_cli.reading.paths import printable_path
from yrd_cli.stats.plots.kinds import kind_of_picture
from yrd_cli.stats.views import Listing
from yrd_cli.writing.documents import refuse_same_file
from yrd_cli.writing.files import AtomicFile
from yrd_cli.writing.formats import Target
from yrd_cli.writing.tables import Table

ENDINGS = (".svg", ".png", ".html")

READABLE = frozenset({"trend", "diversity"})
"""Views whose narrow table is the one to read below a picture; of others it is the wide one."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture that is asked for: its file, and its kind where one was named."""

    path: str
    kind: str | None

    @property
    def ending(self) -> str:
        """The ending of the file, which is its format."""
        return os.path.splitext(self.path.lower())[1]

    def picture_of(self, view: str) -> str:
        """The kind of picture of a view; raises UsageError, with the list, for one it has not."""
        return kind_of_picture(view, self.kind)

    def write(
        self,
        view: str,
        counts: Any,
        table_of: Callable[[Listing], Table],
        listing: Listing,
        provenance: dict[str, Any],
        all_rows: bool,
        env: Environment,
    ) -> None:
        """Draw the picture, and write it; what is to be said of it goes to standard error.

        ``all_rows`` says that no number of rows was asked for.
        """
        from yrd_cli.stats.plots.pictures import Subject, draw

        picture = draw(self.picture_of(view), Subject(view, counts, table_of, listing, all_rows))
        for notice in picture.notices:
            env.say("warning", printable_path(self.path), notice)
        if self.ending == ".html":
            from yrd_cli.stats.plots.page import html_page

            table = table_of(replace(listing, wide=view not in READABLE))
            data = html_page(picture.svg, replace(table, provenance=provenance), "yrd stats")
        elif self.ending == ".png":
            from yrd_cli.stats.plots.png import png_of

            data = png_of(picture.svg)
        else:
            data = picture.svg.encode()
        with AtomicFile(self.path) as file:
            file.write(data)


def plot_of(
    path: str | None, kind: str | None, output: str | None, inputs: list[str]
) -> Plot | None:
    """The picture that is asked for; every file that can be refused is refused here.

    Raises UsageError for one that no picture can be, and MissingExtraError for PNG without its
    renderer.
    """
    if path is None:
        if kind is not None:
            raise UsageError("--plot-kind goes with --plot FILE")
        return None
    plot, name = Plot(path, kind), printable_path(path)
    if plot.ending not in ENDINGS or os.path.isdir(path):
        raise UsageError(f"--plot {name}: a file that ends in {', '.join(ENDINGS)}")
    folder = os.path.dirname(path)
    if folder and not os.path.isdir(folder):
        raise UsageError(f"--plot {name}: no such directory: {printable_path(folder)}")
    if output is not None and os.path.realpath(output) == os.path.realpath(path):
        raise UsageError(f"{name}: --plot and -o write to different files")
    refuse_same_file(inputs, Target(path))
    if plot.ending == ".png":
        from yrd_cli.stats.plots.png import require_png

        require_png()
    return plot
