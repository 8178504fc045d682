"""Random command lines against GNU grep: `python -m tests.bench.grep_gnu --seed N --count 5000`.

Prints what differs. The tests run a few hundred of them, always the same.
"""

from __future__ import annotations

import argparse
import random
import shlex
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.grep_differential import FILES, answers, build_corpus, comparable

LITERALS = (
    "a",
    "b",
    "ab",
    "abc",
    "长",
    "三角",
    "条",
    "民法",
    "第",
    "x",
    "1",
    "。",
    "ABC",
    "two",
    "",
)
SETS = (
    "[ab]", "[^ab]", "[[:alpha:]]", "[[:space:]]", "[^[:alnum:]]", "[长民]", "[^长民]", "[0-9]",
    "[a-c]", "[]a]", "[[:upper:]]", "[[:punct:]]",
)  # fmt: skip
ESCAPES = (r"\w", r"\W", r"\s", r"\S", r"\b", r"\<", r"\>", r"\B")
FLAGS = (
    "-i", "-v", "-w", "-x", "-c", "-l", "-L", "-o", "-q", "-s", "-b", "-n", "-H", "-h", "-Z", "-z",
    "-a", "-T", "-I", "--no-group-separator", "--color=always", "--binary-files=binary", "-U",
    "--line-buffered", "--no-ignore-case",
)  # fmt: skip
COUNTED = ("-A", "-B", "-C", "-m")
COLORS = ("mt=1;34", "sl=1:cx=2", "sl=1:cx=2:rv", "ne", "ms=:mc=4", "fn=34:ln=33:bn=36:se=31")
LINES_OF_TREES = ("dir", "dir/sub", ".")
SKIPPED = frozenset({"long.txt", "late", "mid", "globs"})
"""Files that are long, and would be most of what is compared."""


def _atom(random_: random.Random, dialect: str, depth: int) -> str:
    roll = random_.random()
    if roll < 0.45:
        return random_.choice(LITERALS)
    if roll < 0.6:
        return random_.choice(SETS)
    if roll < 0.7:
        return "."
    if roll < 0.78:
        return random_.choice(ESCAPES[:4] if dialect != "-P" else (r"\w", r"\d", r"\s", r"\h"))
    if roll < 0.82 and dialect != "-P":
        return random_.choice(ESCAPES[4:])
    if depth > 2:
        return random_.choice("ab")
    inner = _pattern(random_, dialect, depth + 1)
    return rf"\({inner}\)" if dialect == "" else f"({inner})"


def _pattern(random_: random.Random, dialect: str, depth: int = 0) -> str:
    if dialect == "-F":
        return "".join(random_.choice(LITERALS) for _ in range(random_.randint(1, 2)))
    bar = r"\|" if dialect == "" else "|"
    branches = []
    for _ in range(random_.choice((1, 1, 1, 2))):
        parts = []
        for _ in range(random_.randint(1, 3)):
            atom = _atom(random_, dialect, depth)
            if (
                atom
                and random_.random() < 0.3
                and not atom.startswith((r"\b", r"\<", r"\>", r"\B"))
            ):
                signs = (
                    ("*", r"\?", r"\+", r"\{1,2\}") if dialect == "" else ("*", "?", "+", "{1,2}")
                )
                atom += random_.choice(signs)
            parts.append(atom)
        branches.append("".join(parts))
    text = bar.join(branches)
    if random_.random() < 0.08:
        text = "^" + text
    if random_.random() < 0.08:
        text += "$"
    return text


def random_command(random_: random.Random) -> dict[str, Any]:
    """One command line: a pattern or two, some options, some files."""
    dialect = random_.choice(("", "", "-E", "-E", "-F", "-P"))
    words = [dialect] if dialect else []
    words += random_.sample(FLAGS, random_.choice((0, 1, 1, 2, 2, 3, 4)))
    if random_.random() < 0.3:
        option = random_.choice(COUNTED)
        words.append(f"{option}{random_.randint(0, 4)}")
    names = [name for name in FILES if name not in SKIPPED and "/" not in name]
    files = random_.sample(names, random_.choice((0, 1, 1, 1, 2, 3)))
    if random_.random() < 0.1:
        words.append("-r")
        files = [random_.choice(LINES_OF_TREES)]
        words = [w for w in words if not w.startswith("-m")]
    if random_.random() < 0.05:
        files.append("missing")
    count = 2 if random_.random() < 0.15 and dialect != "-P" else 1
    for _ in range(count):
        words += ["-e", _pattern(random_, dialect)]
    env = {"GREP_COLORS": random_.choice(COLORS)} if random_.random() < 0.1 else {}
    random_.shuffle(files)
    files = [f"./{name}" if name.startswith("-") else name for name in files]
    return {"words": [*words, *files], "env": env, "stdin": None}


def random_commands(seed: int, count: int) -> list[dict[str, Any]]:
    """Command lines that are the same for the same seed."""
    random_ = random.Random(seed)
    return [random_command(random_) for _ in range(count)]


def main() -> int:
    """Compare; the status says whether all were equal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    given = parser.parse_args()
    commands = random_commands(given.seed, given.count)
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "corpus"
        folder.mkdir()
        build_corpus(folder)
        gnu, yrd = (answers(program, commands, folder) for program in ("grep", "yrd"))
    differing = 0
    for command, theirs, ours in zip(commands, gnu, yrd, strict=True):
        words = command["words"]
        if comparable(theirs, words) != comparable(ours, words):
            differing += 1
            settings = " ".join(f"{k}={v}" for k, v in command["env"].items())
            print(f"{settings} {shlex.join(words)}")
            print(f"  gnu {theirs.status} {theirs.out[:200]!r} {theirs.err[:100]!r}")
            print(f"  yrd {ours.status} {ours.out[:200]!r} {ours.err[:160]!r}")
    print(f"{differing} of {len(commands)} differ")
    return bool(differing)


if __name__ == "__main__":
    sys.exit(main())
