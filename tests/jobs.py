"""Run many command lines with one job and with more, and compare all bytes that come of them.

``python -m tests.jobs`` runs each line of rules/jobs.txt with 1, 2, 3 and 7 jobs, as real processes
on batches of the usual size; the suite runs each with one number, on small batches.
"""

from __future__ import annotations

import bz2
import gzip
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.hostile import FILES
from tests.running import yrd

RULES = Path(__file__).parent / "rules"
LAWS = (RULES / "laws.txt").read_text(encoding="utf-8").split("\n")
LINES = tuple(
    tuple(line.split())
    for line in (RULES / "jobs.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
JOBS = (2, 3, 7)

DAMAGED = (
    "broken.jsonl", "lone-surrogate.jsonl", "types.jsonl", "cut.gz", "flipped.zst", "cut.bz2",
    "random.bin", "png.png", "one-bad-byte.txt", "quote.csv", "ragged.csv", "cut.warc",
    "short-length.warc", "empty.txt", "half.txt", "odd16.txt", "escapes.txt", "glosses.txt",
)  # fmt: skip


def write_tree(folder: Path, documents: int) -> None:
    """Files of many formats, so many Documents in each of the large ones, and damaged ones."""
    chosen = random.Random(8)
    (folder / "damaged").mkdir(parents=True)
    for name in DAMAGED:
        data = FILES[name]()
        (folder / "damaged" / name).write_bytes(data[: 1 << 13] if name.endswith(".txt") else data)

    def text() -> str:
        return "\n".join(chosen.choice(LAWS) for _ in range(chosen.randrange(1, 12)))

    texts = [text() for _ in range(documents)]
    texts += texts[::9]  # duplicates
    records = [
        {"id": f"{n}", "text": t, "date": f"2020-0{n % 9 + 1}-11", "source": f"报{n % 3}", "n": n}
        for n, t in enumerate(texts)
    ]
    lines = [json.dumps(r, ensure_ascii=n % 2 == 0) + "\n" for n, r in enumerate(records)]
    lines[len(lines) // 2] = '{"text": "never closed\n'
    (folder / "a.jsonl").write_text("".join(lines), encoding="utf-8")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress("".join(lines[::-1]).encode(), mtime=0))
    rows = "".join(f'{n},"{t}"\n' for n, t in enumerate(texts[::3]))
    (folder / "c.csv").write_text(f"id,text\n{rows}", encoding="utf-8")
    (folder / "d.txt").write_text("\n".join(texts), encoding="utf-8")
    (folder / "e.txt").write_text("\n".join(texts[::2]), encoding="gb18030")
    (folder / "f.txt.bz2").write_bytes(bz2.compress("\r\n".join(texts[::4]).encode()))
    paragraphs = "".join(f"<p>{line}</p>" for line in texts[0].split("\n"))
    page = f"<html><head><title>{texts[1][:9]}</title></head><body>{paragraphs}</body></html>"
    (folder / "g.html").write_text(page, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a command line: its status, all that it wrote, and its messages."""

    status: int
    out: bytes
    err: str
    files: dict[str, bytes]


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file that a run wrote, by name."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def line_of(words: Sequence[str], tree: Path, jobs: int) -> list[str]:
    """A command line for a tree, with so many jobs."""
    return [word.replace("TREE", str(tree)) for word in words] + ["--jobs", str(jobs)]


def came_of(words: Sequence[str], tree: Path, jobs: int) -> Came:
    """Run a command line as a process, in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        ran = yrd(*line_of(words, tree, jobs), cwd=Path(name))
        return Came(ran.status, ran.out, ran.err, files_in(Path(name)))


def main() -> None:
    """Run all lines with all numbers of jobs, and print those that differ."""
    differ = 0
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name) / "tree"
        write_tree(tree, int(sys.argv[1]) if len(sys.argv) > 1 else 600)
        for words in LINES:
            alone = came_of(words, tree, 1)
            if alone.status not in (0, 1, 2) or "internal error" in alone.err:
                sys.stdout.write(f"{' '.join(words)}: status {alone.status}: {alone.err}\n")
            for jobs in JOBS:
                many = came_of(words, tree, jobs)
                if many != alone:
                    differ += 1
                    told = "\n".join(set(many.err.split("\n")) ^ set(alone.err.split("\n")))
                    wrong = [
                        name for name in alone.files if alone.files[name] != many.files.get(name)
                    ]
                    sys.stdout.write(
                        f"{' '.join(words)} --jobs {jobs}: differs: status {many.status}, "
                        f"{len(many.out)} bytes in place of {len(alone.out)}, {wrong}\n{told}\n"
                    )
                    sys.stdout.flush()
    sys.stdout.write(
        f"{len(LINES)} lines with 1, {', '.join(map(str, JOBS))} jobs: {differ} differ\n"
    )


if __name__ == "__main__":
    main()
