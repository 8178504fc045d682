"""The fuzz targets: what each promises, what it begins with, and words of its language."""

from __future__ import annotations

import random
import time
import tomllib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from tests.fuzz import (
    clean_targets,
    convert_targets,
    facts_targets,
    grep_targets,
    mutation,
    pattern_targets,
    reading_targets,
    seeds,
    writing_targets,
)

REGRESSIONS = Path(__file__).parent / "regressions"

REPEATED_BYTES = 60_000
"""Size to which some inputs are repeated: what takes quadratic time shows there."""

REPEATED_EVERY = 64
"""One input of so many is also tried repeated; which one, its bytes decide."""

SECONDS_REPEATED = 12.0
"""CPU time that such a one may take; the slowest target, uninstrumented, needs about 2 s."""

Within = Callable[[bytes, mutation.Change, random.Random], bytes]


def _anywhere(data: bytes, change: mutation.Change, _: random.Random) -> bytes:
    return change(data)


@dataclass(frozen=True)
class Target:
    """A promise, as a function that raises where it is broken."""

    run: Callable[[bytes], None]
    make_seeds: Callable[[], Sequence[bytes]]
    language: str = ""
    """Under which `tokens.toml` has its words."""
    within: Within = _anywhere
    most: int = 4096
    """Bytes of an input."""
    scales: bool = True
    """Whether its inputs are also tried repeated, for the time that they take."""

    @property
    def name(self) -> str:
        """The name that the command line knows."""
        return self.run.__name__.removeprefix("fuzz_").replace("_", "-")

    @cached_property
    def words(self) -> tuple[bytes, ...]:
        """What is put into its inputs, as bytes."""
        encoding = "latin-1" if self.language == "encoded" else "utf-8"
        return tuple(t.encode(encoding) for t in _tokens().get(self.language, ())) or (b"\0",)

    @cached_property
    def seeds(self) -> tuple[bytes, ...]:
        """What fuzzing begins with: made seeds, and every input that once failed."""
        return (*self.make_seeds(), *(path.read_bytes() for path in self.regressions()))

    def regressions(self) -> list[Path]:
        """Files that once failed."""
        return sorted(REGRESSIONS.glob(f"{self.name}/*"))

    def check(self, data: bytes, *, size: int = REPEATED_BYTES) -> None:
        """Run an input, and some of them again, repeated many times."""
        self.run(data)
        if self.scales and data and zlib.crc32(data) % REPEATED_EVERY == 0:
            self.check_repeated(data, size=size)

    def check_repeated(self, data: bytes, *, size: int = REPEATED_BYTES) -> None:
        """Run an input repeated to so many bytes, within SECONDS_REPEATED of CPU time."""
        begin = time.process_time()
        self.run(data * max(1, size // len(data)))
        spent = time.process_time() - begin
        assert spent <= SECONDS_REPEATED, f"{spent:.1f} s for {size:,} bytes"

    def mutated(self, data: bytes, seed: int, change: mutation.Change | None = None) -> bytes:
        """A changed copy of an input; the same for the same seed."""
        rng = random.Random(seed)

        def changed(part: bytes) -> bytes:
            if change is not None and rng.random() < 0.4:
                return change(part)
            return mutation.mutated(part, self.words, self.seeds, rng, self.most)

        return self.within(data, changed, rng)[: self.most]


@cache
def _tokens() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("tokens.toml").read_text(encoding="utf-8"))


_ALL = (
    Target(reading_targets.fuzz_decode, seeds.encoded, "encoded"),
    Target(reading_targets.fuzz_decode_sound, seeds.choices, most=64, scales=False),
    Target(reading_targets.fuzz_html, seeds.pages, "html", most=8192),
    Target(reading_targets.fuzz_jsonl, seeds.records, "json"),
    Target(reading_targets.fuzz_tables, seeds.tables, "tables"),
    Target(reading_targets.fuzz_warc, seeds.archives, "warc", mutation.within_archive),
    Target(reading_targets.fuzz_compression, seeds.compressed, "json", mutation.within_compressed),
    Target(clean_targets.fuzz_repair, seeds.texts, "text"),
    Target(clean_targets.fuzz_repair_damaged, seeds.choices, most=128, scales=False),
    Target(clean_targets.fuzz_dates, seeds.facts, "facts"),
    Target(facts_targets.fuzz_facts, seeds.facts, "facts"),
    Target(facts_targets.fuzz_numerals, seeds.choices, most=128, scales=False),
    Target(facts_targets.fuzz_summary, seeds.facts, "facts"),
    Target(pattern_targets.fuzz_expand, seeds.choices, most=256, scales=False),
    Target(pattern_targets.fuzz_expand_any, seeds.patterns, "patterns", most=512, scales=False),
    Target(grep_targets.fuzz_grep, seeds.choices, most=256, scales=False),
    Target(grep_targets.fuzz_grep_any, seeds.patterns, "patterns", most=512, scales=False),
    Target(pattern_targets.fuzz_glob, seeds.choices, most=128, scales=False),
    Target(pattern_targets.fuzz_user_dictionary, seeds.dictionaries, "dictionary"),
    Target(writing_targets.fuzz_terminal, seeds.texts, "terminal"),
    Target(writing_targets.fuzz_words, seeds.facts, "facts"),
    Target(convert_targets.fuzz_convert, seeds.texts, "text"),
)

TARGETS = {target.name: target for target in _ALL}
