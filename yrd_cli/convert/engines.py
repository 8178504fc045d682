"""The engines behind the configurations of a run, with the user's dictionaries in them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from yrd_cli.caches import cache_folder
from yrd_cli.convert.configurations import Steps, choose, config_of, configurations, reversed_steps
from yrd_cli.convert.engine.chains import Profile
from yrd_cli.convert.engine.configs import (
    Config,
    Source,
    opencc_folder,
    reimplemented_folder,
    reimplemented_names,
)
from yrd_cli.convert.engine.converter import Converter
from yrd_cli.convert.engine.userdict import UserDictionary, check_dictionary, read_user_config
from yrd_cli.errors import InputError, UsageError


class Engines:
    """A converter for each way, made when it is first asked for.

    Raises InputError with file and line for a faulty dictionary of the user.
    """

    def __init__(self, profile: Profile, userdicts: Sequence[str], keep_ambiguous: bool) -> None:
        self.profile = profile
        self._keep_ambiguous = keep_ambiguous
        self._converters: dict[Steps, Converter] = {}
        self.user_names: set[str] = set()
        """The names of the user's dictionaries in edits."""
        self._userdict = self._joined(userdicts) if userdicts else None

    def check(self, steps: Steps) -> None:
        """Raise UsageError where the profile has not all of these configurations."""
        if steps:
            config_of(steps, self.profile)

    def configure(self, name: str) -> Steps:
        """Take the configuration that `-c` names, of OpenCC or of a JSON file."""
        known = reimplemented_names() if self.profile == "reimplemented" else configurations()
        if name in known or not (name.endswith(".json") or os.sep in name):
            return (choose("-c", name, known),)
        self._converters[name,] = self._engine(_read_config(Path(name)))
        return (name,)

    def converter(self, steps: Steps) -> Converter:
        """The engine for a way."""
        if steps not in self._converters:
            self._converters[steps] = self._engine(config_of(steps, self.profile))
        return self._converters[steps]

    def way_back(self, steps: Steps) -> Converter | None:
        """The engine for the way back, without the user's dictionaries; None if there is none."""
        back = reversed_steps(steps)
        try:
            return Converter(config_of(back, self.profile), profile=self.profile) if back else None
        except UsageError:
            return None

    def _engine(self, config: Config) -> Converter:
        return Converter(
            config,
            profile=self.profile,
            userdict=self._userdict,
            keep_ambiguous=self._keep_ambiguous,
            cache=cache_folder(),
        )

    def _joined(self, files: Sequence[str]) -> UserDictionary | None:
        """The dictionaries of all files as one."""
        paths = [path for file in files for path in _dictionaries_in(Path(file))]
        for path in paths:
            check_dictionary(path)
        self.user_names = {path.stem for path in paths}
        if len(paths) < 2:
            return UserDictionary(Source(paths[0].resolve())) if paths else None
        import shutil
        import tempfile
        import weakref

        folder = tempfile.mkdtemp(prefix="yrd-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        joined = Path(folder) / "userdict.txt"
        # Of equal keys in one file the last stands: the first file, which shall stand, comes last.
        texts = [path.read_text(encoding="utf-8-sig") for path in reversed(paths)]
        joined.write_text("\n".join(texts), encoding="utf-8")
        self.user_names = {joined.stem}
        return UserDictionary(Source(joined))


def _read_config(path: Path) -> Config:
    try:
        return read_user_config(path)
    except OSError as e:
        raise InputError(str(path), e.strerror or str(e)) from None


def _dictionaries_in(path: Path) -> list[Path]:
    if path.suffix.lower() != ".json":
        return [path]
    own = opencc_folder(), reimplemented_folder() / "dictionary"
    sources = _read_config(path).sources()
    return [source.path for source in sources if source.path.parent not in own]
