"""The engine of `yrd convert`: configurations, profiles, user dictionaries, protection, batches."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_convert_engine_peers import seeded_corpus
from yrd_cli.convert.engine import (
    Converter,
    Profile,
    UserDictionary,
    config_names,
    convert,
    read_user_config,
    reimplemented_names,
)
from yrd_cli.convert.engine.configs import opencc_folder
from yrd_cli.errors import InputError, UsageError

RULES = Path(__file__).parent / "rules"

PAIRS: list[tuple[str, Profile]] = [
    *((name, "opencc") for name in config_names()),
    *((name, "reimplemented") for name in reimplemented_names()),
    *((name, "accurate") for name in ("s2t", "s2twp", "s2hk", "t2s")),
]


Way = Callable[[str, Profile], Converter]


@cache
def plain(config: str, profile: Profile) -> Converter:
    """A converter that never leaves plain Python."""
    converter = Converter(config, profile=profile)
    converter._plain_left = 1 << 40
    return converter


@cache
def arrays(config: str, profile: Profile) -> Converter:
    """A converter that never stays in plain Python."""
    converter = Converter(config, profile=profile)
    converter._plain_left = 0
    return converter


@cache
def expectations() -> list[tuple[str, str, str]]:
    """OpenCC's own test cases: configuration, input, expected; the file has trailing commas."""
    path = opencc_folder().parent / "test_data" / "testcases.json"
    text = re.sub(r",([ \t\r\n]*[\]}])", r"\1", path.read_text(encoding="utf-8"))
    return [
        (config, case["input"], expected)
        for case in json.loads(text)["cases"]
        for config, expected in case["expected"].items()
    ]


@pytest.mark.parametrize("way", [plain, arrays])
@pytest.mark.parametrize("config", config_names())
def test_meets_every_expectation_of_opencc(config: str, way: Way) -> None:
    mine = [(text, expected) for name, text, expected in expectations() if name == config]
    converter = way(config, "opencc")
    assert converter.convert_many([text for text, _ in mine]) == [expected for _, expected in mine]


def test_there_are_556_expectations() -> None:
    assert len(expectations()) == 556


def test_accurate_meets_312_of_the_315_expectations_from_simplified() -> None:
    mine = [case for case in expectations() if case[0].startswith("s2")]
    met = Counter(
        Converter(config, profile="accurate").convert(text) == expected
        for config, text, expected in mine
    )
    assert len(mine) == 315
    assert met[True] >= 312


CASES = tomllib.loads((RULES / "convert_accurate.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("way", [plain, arrays])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["config"])
def test_accurate_cuts_no_word(case: dict[str, Any], way: Way) -> None:
    converter = way(case["config"], "accurate")
    for text, expected in case["pairs"]:
        assert converter.convert(text) == expected


_OWN = ["干部", "后", "里面", "鼠标", "滑鼠", "軟體", "维护发展", "\n", "a", "，", "一个中国"]
_WORDS = [*_OWN, *(seeded_corpus(30_000)[at : at + 5] for at in range(0, 8_000, 7))]
TEXTS = st.lists(st.sampled_from(_WORDS) | st.text(max_size=4), max_size=12).map("".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(PAIRS))
def test_plain_and_arrays_give_the_same(text: str, pair: tuple[str, Profile]) -> None:
    assert plain(*pair).convert(text) == arrays(*pair).convert(text)


@pytest.mark.parametrize(("config", "profile"), PAIRS)
def test_plain_and_arrays_give_the_same_for_a_corpus(config: str, profile: Profile) -> None:
    text = seeded_corpus(1_000_000)[:6_000]
    assert plain(config, profile).convert(text) == arrays(config, profile).convert(text)


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXTS, max_size=6), st.sampled_from(PAIRS))
def test_a_batch_gives_what_each_text_gives_alone(
    texts: list[str], pair: tuple[str, Profile]
) -> None:
    for way in (plain, arrays):
        converter = way(*pair)
        assert converter.convert_many(texts) == [converter.convert(text) for text in texts]


def test_a_batch_may_hold_every_separator() -> None:
    texts = [f"里{chr(code)}后" for code in range(9)] + ["", "里"]
    assert Converter("s2t").convert_many(texts) == [f"裏{chr(c)}後" for c in range(9)] + ["", "裏"]


def test_long_texts_are_cut_where_nothing_changes() -> None:
    text = seeded_corpus(1_000_000)
    whole = Converter("s2twp")
    pieces = Converter("s2twp")
    assert whole.convert(text + "\n" + text) == "\n".join(pieces.convert_many([text, text]))


@given(st.text(alphabet=st.characters(max_codepoint=0x2E7F), max_size=60))
def test_text_without_han_is_untouched(text: str) -> None:
    for config, profile in PAIRS:
        assert plain(config, profile).convert(text) == text


@pytest.mark.parametrize(
    ("name", "hint"),
    [("s2tx", "did you mean 's2t'?"), ("S2TWP", "'s2twp'"), ("klingon", "(choose")],
)
def test_an_unknown_configuration_is_told_with_the_list(name: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        Converter(name)
    assert hint in str(caught.value)
    assert ", ".join(config_names()) in str(caught.value)


def test_a_configuration_that_the_package_lacks_is_told() -> None:
    with pytest.raises(UsageError, match="no configuration 't2jp'"):
        convert("a", "t2jp", "reimplemented")


def test_one_line_needs_no_numpy() -> None:
    code = (
        "import sys; from yrd_cli.convert.engine import Converter;"
        "print(Converter('s2t', profile='accurate').convert('维护发展'), 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "維護發展 False\n"


LONG = ["里" * 200_000, "一个中国" * 50_000, " " * 200_000, "(" * 200_000, "乾隆" * 100_000]


@pytest.mark.parametrize("profile", ["opencc", "reimplemented", "accurate"])
@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:4].strip() or "spaces")
def test_a_long_run_takes_no_square_time(text: str, profile: Profile) -> None:
    converter = arrays("s2t", profile)
    converter.convert("里")
    start = time.process_time()
    assert len(converter.convert(text)) == 200_000
    assert time.process_time() - start < 1.5


# --- user dictionaries -------------------------------------------------------------------------


def _user(tmp_path: Path, entries: str) -> UserDictionary:
    path = tmp_path / "user.txt"
    path.write_text(entries, encoding="utf-8")
    return UserDictionary.read(path)


USER = [
    ("s2t", "里\t里\n", "里面公里", "裏面公里"),  # 里面 is longer in the configuration
    ("s2t", "里面\t裡面\n", "里面里", "裡面裏"),
    ("s2twp", "软件\t軟件\n", "软件里的软件", "軟件裡的軟件"),  # no later step changes it
    ("s2t", "# 注\n\n老鼠标记\t老鼠標記 老鼠标记\n", "老鼠标记一个", "老鼠標記一個"),
    ("s2t", "\ufeff美眉\t她\r\n", "美眉，里", "她，裏"),
    ("s2t", "abc\t甲\n", "xabc里", "x甲裏"),
]


@pytest.mark.parametrize("profile", ["opencc", "accurate"])
@pytest.mark.parametrize(("config", "entries", "text", "expected"), USER)
def test_a_user_dictionary_goes_before_the_configuration(
    tmp_path: Path, config: str, entries: str, text: str, expected: str, profile: Profile
) -> None:
    userdict = _user(tmp_path, entries)
    for left in (20_000, 0):
        converter = Converter(config, profile=profile, userdict=userdict)
        converter._plain_left = left
        assert converter.convert(text) == expected
        assert converter.align(text).text == expected


BAD = [
    ("里 裏\n", "1", "no tab: expected KEY<tab>VALUE"),
    ("里\t裏\n\t裏\n", "2", "no key"),
    ("# 注\n里\t \n", "2", "no value"),
    ("里\t裏\t裡\n", "1", "more than one tab"),
    ("里\t裏  裡\n", "1", "parted by one space"),
    ("里\x01\t裏\n", "1", "a control character"),
]


@pytest.mark.parametrize(("entries", "line", "reason"), BAD)
def test_a_line_that_is_no_entry_is_named(
    tmp_path: Path, entries: str, line: str, reason: str
) -> None:
    with pytest.raises(InputError) as caught:
        _user(tmp_path, entries)
    assert caught.value.place == f"{tmp_path / 'user.txt'}:{line}"
    assert reason in caught.value.reason


def test_a_dictionary_that_is_not_utf8_or_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "gbk.txt").write_bytes("里\t裏\n".encode() + "里\t裏\n".encode("gbk"))
    with pytest.raises(InputError, match=r"gbk\.txt:2: not UTF-8"):
        UserDictionary.read(tmp_path / "gbk.txt")
    with pytest.raises(InputError, match=r"none\.txt: No such file"):
        UserDictionary.read(tmp_path / "none.txt")


def _config(tmp_path: Path, value: object) -> Path:
    path = tmp_path / "own.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_a_configuration_of_the_user_is_applied(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("里\t裡\nabc\t甲\n", encoding="utf-8")
    own = {"type": "text", "file": "own.txt"}
    group = {"type": "group", "dicts": [own, {"type": "ocd2", "file": "STCharacters.ocd2"}]}
    config = read_user_config(_config(tmp_path, {"conversion_chain": [{"dict": group}]}))
    assert Converter(config).convert("公里abc汉") == "公裡甲漢"
    assert Converter(config).convert("abc") == "甲"


BAD_CONFIGS = [
    ({}, "expected an object with a list 'conversion_chain'"),
    ({"conversion_chain": ["x"]}, "expected a step"),
    (
        {"conversion_chain": [{"dict": {"type": "text", "file": "no.txt"}}]},
        "no dictionary 'no.txt'",
    ),
    ({"conversion_chain": [{"dict": {"type": "spell"}}]}, "expected a dictionary"),
    (
        {"conversion_chain": [{"dict": {"type": "group", "match_policy": "x", "dicts": [1]}}]},
        "expected match_policy",
    ),
]


@pytest.mark.parametrize(("value", "reason"), BAD_CONFIGS)
def test_a_faulty_configuration_is_named(tmp_path: Path, value: object, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read_user_config(_config(tmp_path, value))
    assert caught.value.place.endswith("own.json")
    assert reason in caught.value.reason


def test_a_configuration_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.json").write_text("{")
    with pytest.raises(InputError, match=r"own\.json: not JSON"):
        read_user_config(tmp_path / "own.json")


# --- what is left alone ------------------------------------------------------------------------


def _codes(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"`[^`]*`", text)]


PROTECTED = [
    ("里`里`里", "裏`里`裏"),
    ("一个`中国`", "一個`中国`"),  # 个中 does not reach into what is protected
    ("`里", "`裏"),
    ("`里``后`后", "`里``后`後"),
]


@pytest.mark.parametrize(("text", "expected"), PROTECTED)
def test_protected_stretches_are_untouched(text: str, expected: str) -> None:
    for left in (20_000, 0):
        converter = Converter("s2t", protect=_codes)
        converter._plain_left = left
        assert converter.convert_many([text, "里", text]) == [expected, "裏", expected]
        assert converter.align(text).text == expected


def test_protection_goes_before_a_user_dictionary(tmp_path: Path) -> None:
    userdict = _user(tmp_path, "里\t裡\n")
    converter = Converter("s2t", userdict=userdict, protect=_codes)
    assert converter.convert("里`里`里，`后`里") == "裡`里`裡，`后`裡"


def test_overlapping_protected_stretches_are_one() -> None:
    converter = Converter("s2t", protect=lambda text: [(2, 4), (0, 3), (5, 5)])
    assert converter.convert("里里里里里里") == "里里里里裏裏"


def test_ambiguous_characters_stay_where_no_phrase_decides() -> None:
    converter = Converter("s2t", keep_ambiguous=True)
    assert converter.convert("里，后面的汉") == "里，後面的漢"
    converter._plain_left = 0
    assert converter.convert("里，后面的汉") == "里，後面的漢"
