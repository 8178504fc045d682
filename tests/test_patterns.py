"""Compiled patterns that are kept between runs: the same matches, whatever the file holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import yrd
from yrd_cli import patterns

CASES = [
    ("长[三叁]角", 0, "长三角，长叁角"),
    ("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+", 0, "a漢字𠮷b"),
    (r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月)?", 0, "2020年1月，2021年"),
    ("^Home$|^首页", re.IGNORECASE | re.MULTILINE, "HOME\n首页\nhomes"),
    (r"(?i)<(p|div)>.*?</\1>", re.DOTALL, "<P>a\nb</P>"),
    ("(?<=[。！？])(?=[”」])|x*+", 0, "好。”xx"),
]


@pytest.fixture(autouse=True)
def _keep_nothing() -> Iterator[None]:
    yield
    patterns.keep_in(None)


def outcome(source: str, flags: int, text: str) -> list[object]:
    """All that a pattern says of a text, and what it is."""
    pattern = patterns.compiled(source, flags)
    found = [(m.span(), m.groups(), m.groupdict(), m.lastgroup) for m in pattern.finditer(text)]
    return [found, pattern.pattern, pattern.flags, pattern.groups, dict(pattern.groupindex)]


def in_new_run(folder: Path) -> None:
    """Save, and begin again from the file."""
    patterns.save()
    patterns.keep_in(lambda: folder)


@pytest.mark.parametrize(("source", "flags", "text"), CASES)
def test_a_kept_pattern_is_the_one_that_was_compiled(
    source: str, flags: int, text: str, tmp_path: Path
) -> None:
    expected = outcome(source, flags, text)
    patterns.keep_in(lambda: tmp_path)
    assert outcome(source, flags, text) == expected
    in_new_run(tmp_path)
    assert outcome(source, flags, text) == expected
    assert len(list(tmp_path.iterdir())) == 1


def test_nothing_is_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    patterns.keep_in(lambda: tmp_path)
    patterns.compiled("长[三叁]角")
    in_new_run(tmp_path)
    monkeypatch.setattr(patterns, "_compile", None)
    assert patterns.compiled("长[三叁]角").search("长三角")


def test_runs_add_to_what_others_kept(tmp_path: Path) -> None:
    for source in ("一", "二", "三"):
        patterns.keep_in(lambda: tmp_path)
        patterns.compiled(source)
        patterns.save()
    (file,) = tmp_path.iterdir()
    assert {source for source, _ in patterns._read(str(file))} == {"一", "二", "三"}


def test_a_damaged_file_is_as_none(tmp_path: Path) -> None:
    patterns.keep_in(lambda: tmp_path)
    patterns.compiled("长[三叁]角")
    patterns.save()
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    damaged = [whole[:cut] for cut in range(0, len(whole), 7)] + [b"", b"\0" * 400, whole + b"x"]
    damaged += [whole[:i] + bytes([whole[i] ^ 1]) + whole[i + 1 :] for i in range(len(whole))]
    for data in damaged:
        file.write_bytes(data)
        patterns.keep_in(lambda: tmp_path)
        assert patterns.compiled("长[三叁]角").findall("长叁角一") == ["长叁角"]


def test_a_pattern_that_is_none_is_refused_as_ever(tmp_path: Path) -> None:
    patterns.keep_in(lambda: tmp_path)
    with pytest.raises(re.error, match="unterminated"):
        patterns.compiled("[长三角")


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    patterns.keep_in(lambda: tmp_path / "missing")
    assert patterns.compiled("长").match("长")
    patterns.save()


def test_a_pattern_with_a_lone_surrogate_is_not_kept(tmp_path: Path) -> None:
    patterns.keep_in(lambda: tmp_path)
    assert patterns.compiled("[\ud800-\udfff]").match("\ud800")
    assert patterns.compiled("长").match("长")
    in_new_run(tmp_path)
    assert patterns.compiled("[\ud800-\udfff]").match("\ud800")


def test_a_run_gives_the_same_bytes_with_kept_patterns(tmp_path: Path) -> None:
    page = (
        "首页 > 新闻\n标题在此\n来源：某报 2020年1月3日\n" + "这是正文的一句话，说的是长三角。" * 9
    )
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    first = yrd("clean", "page.txt", cwd=tmp_path, env=env)
    kept = list((tmp_path / "cache" / "yrd").glob("patterns-*"))
    assert len(kept) == 1
    assert kept[0].stat().st_mode & 0o777 == 0o600
    assert yrd("clean", "page.txt", cwd=tmp_path, env=env).out == first.out
