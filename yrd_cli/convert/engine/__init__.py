"""The engine of `yrd convert`: configurations of OpenCC, fast, explained, under three profiles."""

from __future__ import annotations

from yrd_cli.convert.engine.alignment import Alignment, Edit, OffsetMap
from yrd_cli.convert.engine.chains import Profile
from yrd_cli.convert.engine.configs import Config, config_names, reimplemented_names
from yrd_cli.convert.engine.converter import Choice, Converter, Protect, convert
from yrd_cli.convert.engine.userdict import UserDictionary, read_user_config

__all__ = [
    "Alignment",
    "Choice",
    "Config",
    "Converter",
    "Edit",
    "OffsetMap",
    "Profile",
    "Protect",
    "UserDictionary",
    "config_names",
    "convert",
    "read_user_config",
    "reimplemented_names",
]
