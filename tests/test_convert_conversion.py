"""Conversion by target and by configuration: routes, segments, context, options, errors."""

from __future__ import annotations

import pickle
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_convert_engine_peers import seeded_corpus
from yrd_cli.convert import Converter, convert
from yrd_cli.convert.configurations import SOURCES, TARGETS, configurations, steps_between
from yrd_cli.convert.conversion import Conversion, ConversionOptions
from yrd_cli.errors import InputError, UsageError, YrdError
from yrd_cli.script import HAN, Script

_WORDS = (
    "长三角 長三角 里面 裏面 后来 皇后 公里 干部 幹部 软件 軟件 軟體 程序 於丹 発展 の か"
    " 。 ， “ ” 「 」 ！ a 1"
)
_PARTS = [*seeded_corpus(4_000).split("，")[:150], *_WORDS.split(), "\n"]
LAW_LINES = (Path(__file__).parent / "rules/laws.txt").read_text(encoding="utf-8").splitlines()

TEXTS = st.lists(st.sampled_from(_PARTS) | st.text(max_size=3), max_size=14).map("".join)


@cache
def _conversion(**options: object) -> Conversion:
    return Conversion(ConversionOptions(**options))  # type: ignore[arg-type]


def _converted(text: str, **options: object) -> str:
    return _conversion(**options).convert_texts([text])[0]


BY_TARGET = [
    ("s", "長三角裡面", "长三角里面"),
    ("s", "长三角里面，著名", "长三角里面，著名"),
    ("t", "长三角一体化", "長三角一體化"),
    ("t", "長三角，公里", "長三角，公里"),
    ("t", "里面", "裏面"),
    ("tw", "里面软件", "裡面軟件"),
    ("tw", "裏面軟件", "裡面軟件"),
    ("twp", "软件", "軟體"),
    ("twp", "軟件", "軟體"),
    ("twp", "軟體程序和文件", "軟體程序和文件"),
    ("hk", "里面卫生", "裏面衞生"),
    ("hkp", "鼠标", "滑鼠"),
    ("hkp", "鼠標", "滑鼠"),
    ("jp", "亚洲", "亜洲"),
    ("jp", "亞洲", "亜洲"),
    ("jp", "中華民國為亞洲", "中華民国為亜洲"),
    ("jp", "国際関係干渉", "国際関係干渉"),
    ("t", "国会の図書館へ", "国会の図書館へ"),
    ("t", "abc 123", "abc 123"),
]


@pytest.mark.parametrize(("target", "text", "expected"), BY_TARGET)
def test_goes_to_the_target_from_either_script(target: str, text: str, expected: str) -> None:
    assert _converted(text, to=target) == expected


FROM = [
    ("s", "t", "后", "後"),
    ("tw", "s", "裡面", "里面"),
    ("tw", "hk", "裡面衛生", "裏面衞生"),
    ("hk", "twp", "衞生軟件", "衛生軟體"),
    ("jp", "s", "国際亜洲", "国际亚洲"),
    ("t", "t", "里面", "里面"),
]


@pytest.mark.parametrize(("source", "target", "text", "expected"), FROM)
def test_a_named_source_is_believed(source: str, target: str, text: str, expected: str) -> None:
    assert _converted(text, to=target, source=source) == expected


@pytest.mark.parametrize("source", SOURCES[1:])
@pytest.mark.parametrize("target", TARGETS)
def test_every_source_leads_to_every_target(source: str, target: str) -> None:
    assert bool(steps_between(source, target)) == (source != target)
    assert _converted("文", to=target, source=source) == "文"


def test_segments_are_judged_one_by_one() -> None:
    text = "长三角的发展，里面。他说：“臺灣的皇后与公里”，这里面。\n臺灣的里\n里\n里。臺灣"
    expected = "長三角的發展，裏面。他說：“臺灣的皇后與公里”，這裏面。\n臺灣的里\n里\n里。臺灣"
    assert _converted(text, to="t") == expected


@pytest.mark.parametrize(
    ("context", "text", "expected"),
    [("Hans", "里", "裏"), ("Hant", "里", "里"), ("none", "里", "裏"), ("mixed", "里", "裏")],
)
def test_what_does_not_tell_goes_the_way_of_its_document(
    context: Script, text: str, expected: str
) -> None:
    assert _conversion(to="t").convert_texts([text], context) == [expected]


def test_without_detection_everything_is_converted() -> None:
    assert _converted("臺灣皇后", to="t") == "臺灣皇后"
    assert _converted("臺灣的后面", to="t", detect=False) == "臺灣的後面"


@pytest.mark.parametrize("config", configurations())
def test_a_configuration_applies_to_everything(config: str) -> None:
    text = "软件里的鼠标https://a.cn/里面、著名皇后；軟體裡的滑鼠、綫路，裏面。\n"
    expected = Converter(config).convert(text)
    assert _converted(text, config=config) == convert(text, config) == expected


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["t", "s", "tw", "hk"]))
def test_twice_is_once(text: str, target: str) -> None:
    once = _converted(text, to=target)
    assert _converted(once, to=target) == once


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(LAW_LINES), min_size=1, max_size=6).map("\n".join),
    st.sampled_from(["twp", "hkp"]),
)
def test_words_of_a_region_are_changed_once(text: str, target: str) -> None:
    # Of real sentences: in a salad of words, those that were put in may look like the mainland's.
    once = _converted(text, to=target)
    assert _converted(once, to=target) == once


def test_traditional_text_is_left_alone() -> None:
    text = Converter("s2t").convert(seeded_corpus(3_000))
    lines = [line for line in text.split("，") if line]
    joined = "長三角，" + "，".join(lines)
    assert _converted(joined, to="t", source="t") == joined


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.sampled_from(TARGETS))
def test_text_without_han_is_untouched(text: str, target: str) -> None:
    text = HAN.sub("", text)
    assert _converted(text, to=target) == text


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=5), st.sampled_from(["t", "s", "twp"]))
def test_texts_together_are_texts_alone(texts: list[str], target: str) -> None:
    conversion = _conversion(to=target)
    assert conversion.convert_texts(texts) == [conversion.convert_texts([t])[0] for t in texts]


def _applied(text: str, **options: object) -> str:
    at, parts = 0, []
    for edit in _conversion(**options).explain(text):
        assert at <= edit.start < edit.end
        assert edit.text == text[edit.start : edit.end]
        parts += [text[at : edit.start], edit.replacement]
        at = edit.end
    return "".join([*parts, text[at:]])


@settings(max_examples=120, deadline=None)
@given(TEXTS, st.sampled_from([*configurations(), *(f"to {t}" for t in TARGETS)]))
def test_edits_give_the_result(text: str, way: str) -> None:
    key, _, target = way.rpartition(" ")
    options = {key: target} if key else {"config": way}
    assert _applied(text, **options) == _converted(text, **options)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_edits_give_the_result_with_every_option(text: str) -> None:
    options = {"to": "twp", "profile": "accurate", "punct": "full", "width": "half", "compat": True}
    assert _applied(text, **options) == _converted(text, **options)


def test_accurate_lists_what_opencc_would_have_written() -> None:
    edits = _conversion(to="t", profile="accurate").explain("好干部维护发展，一个中国")
    decided = {(e.text, e.replacement, e.opencc) for e in edits if e.opencc is not None}
    assert decided == {("干", "幹", "乾"), ("发", "發", "髮"), ("个", "個", "箇")}


def test_a_user_dictionary_is_named_in_edits(tmp_path: Path) -> None:
    first, second = tmp_path / "own.txt", tmp_path / "more.txt"
    first.write_text("软件\t軟體\n", encoding="utf-8")
    second.write_text("软件\tX\n鼠标\t滑鼠\n", encoding="utf-8")
    one = Conversion(ConversionOptions(to="t", userdicts=(str(first),)))
    assert one.convert_texts(["软件鼠标"]) == ["軟體鼠標"]
    assert [(e.rule, e.dictionary) for e in one.explain("软件")] == [("userdict", "own")]
    both = Conversion(ConversionOptions(to="t", userdicts=(str(first), str(second))))
    assert both.convert_texts(["软件鼠标"]) == ["軟體滑鼠"]


def test_a_configuration_of_the_user_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("软件\t軟體\n", encoding="utf-8")
    path = tmp_path / "own.json"
    path.write_text('{"conversion_chain": [{"dict": {"type": "text", "file": "own.txt"}}]}')
    assert _converted("软件里", config=str(path)) == "軟體里"
    assert _converted("软件里", to="t", userdicts=(str(path),)) == "軟體裏"


def test_ambiguous_tells_every_choice() -> None:
    choices = _conversion(config="s2t").ambiguous("皇后\n然后长")
    assert [(c.offset, c.character, c.chosen, c.context) for c in choices] == [
        (1, "后", "后", "皇后"),
        (4, "后", "後", "然后长"),
    ]
    assert choices[0].candidates == ("後", "后")
    assert choices[0].key == "皇后"


def test_keep_ambiguous_leaves_what_no_phrase_decides() -> None:
    assert _converted("后，皇后，长", config="s2t", keep_ambiguous=True) == "后，皇后，長"


WRONG = [
    ({"to": "twq"}, "--to: no 'twq'; did you mean 'tw'? (choose from s, t, tw, twp, hk, hkp, jp)"),
    ({"config": "s2tt"}, "-c: no 's2tt'; did you mean 's2t'? (choose from hk2s, "),
    ({"to": "t", "source": "tww"}, "--from: no 'tww'; did you mean 'tw'?"),
    ({"to": "t", "profile": "acurate"}, "--profile: no 'acurate'; did you mean 'accurate'?"),
    ({"to": "hkp", "profile": "reimplemented"}, "--profile reimplemented: no s2hkp"),
    ({"config": "t2jp", "profile": "reimplemented"}, "-c: no 't2jp'"),
    ({"to": "t", "punct": "ful"}, "--punct: no 'ful'; did you mean 'full'?"),
    ({"to": "t", "width": "x"}, "--width: no 'x' (choose from full, half)"),
    ({"to": "t", "protect": ("(",)}, "--protect: '(' is no regular expression: "),
    ({"to": "t", "config": "s2t"}, "give one of --to TARGET and -c CONFIGURATION"),
]


@pytest.mark.parametrize(("options", "message"), WRONG)
def test_a_wrong_name_is_answered_with_the_valid_ones(
    options: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError) as error:
        Conversion(ConversionOptions(**options))  # type: ignore[arg-type]
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    "options", [{"config": "no/such.json"}, {"to": "t", "userdicts": ("no/such.txt",)}]
)
def test_a_missing_file_is_named(options: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"no/such\..*: No such file"):
        Conversion(ConversionOptions(**options))  # type: ignore[arg-type]


def test_a_faulty_dictionary_is_told_by_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text("软件\t軟體\n鼠标 滑鼠\n", encoding="utf-8")
    with pytest.raises(YrdError, match=r"own\.txt:2: no tab: expected KEY<tab>VALUE"):
        Conversion(ConversionOptions(to="t", userdicts=(str(path),)))


def test_options_go_to_worker_processes() -> None:
    options = ConversionOptions(to="t", protect=("a",))
    assert pickle.loads(pickle.dumps(options)) == options


def test_the_library_imports_nothing_heavy() -> None:
    code = (
        "import sys, yrd_cli.convert as c; first = len(sys.modules);"
        "assert 'yrd_cli.convert.engine' not in sys.modules;"
        "assert c.convert('长', 's2t') == '長';"
        "from yrd_cli.convert import Conversion, ConversionOptions as O;"
        "assert Conversion(O(to='t')).convert_texts(['长三角']) == ['長三角'];"
        "heavy = {'numpy', 'opencc', 'jieba', 'rich', 'yrd_cli.convert.protection'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
