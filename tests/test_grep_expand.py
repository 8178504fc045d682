"""Patterns that are blind to the script: expanding the pattern is folding pattern and text."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest

from yrd_cli.errors import UsageError
from yrd_cli.grep import classes, classes_source, expand_regional_source, pinyin_source
from yrd_cli.grep.classes import class_of, classes_within, fold, is_han
from yrd_cli.grep.expand import Expansion, expand, has_back_reference, literal_forms
from yrd_cli.grep.expand_regional import counterparts
from yrd_cli.script import HAN_RANGES, simplified_forms, to_simplified

PLAIN = Expansion()
REGIONAL = Expansion(regional=True)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("variants", classes_source.build_classes),
        ("regional", expand_regional_source.build_groups),
        ("pinyin", pinyin_source.build_readings),
    ],
)
def test_the_tables_are_what_their_sources_give(name: str, lines: object) -> None:
    path = Path(classes._DATA).with_name(f"{name}.txt")
    shipped = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in shipped if not line.startswith("#")] == lines()  # type: ignore[operator]


def test_a_class_is_one_simplified_form_and_no_more() -> None:
    for code, form in simplified_forms().items():
        assert chr(code) in class_of(form)
    table = [line for line in classes._table().split("\n") if line]
    assert len(set("".join(table))) == len("".join(table)), "no character is in two classes"
    assert "畫" not in class_of("划")
    assert "后" not in class_of("候")


@pytest.mark.parametrize("pair", ["只祇", "复覆", "了瞭", "长長", "台臺", "发髮", "里裡", "着著"])
def test_pairs_that_readers_take_for_one(pair: str) -> None:
    assert pair[1] in class_of(pair[0])
    assert fold(pair[0]) == fold(pair[1])


EXPANDED = [
    ("长三角", "[长長]三角"),
    ("[长發]", "[长發長发髮]"),
    ("[^长]", "[^长長]"),
    ("[門-閂]", "[門-閂门闩]"),
    ("[^門-閂a]", "[^門-閂a门闩]"),
    (r"\u957f", "[长長]"),
    (r"[\u9577]", r"[\u9577长]"),
    (r"[\u9580-\u9582]", r"[\u9580-\u9582门闩]"),
    (r"\长", "[长長]"),
    ("(?P<长>发)", "(?P<长>[发發髮])"),
    ("(?#长)发", "(?#长)[发發髮]"),
    ("发{2,3}?", "[发發髮]{2,3}?"),
    (r"[]长]", "[]长長]"),
    (r"[\]长]", r"[\]长長]"),
    (r"\d\w\bx", r"\d\w\bx"),
    ("(?x) 发 # 长 ( [", "(?x) [发發髮] # 长 ( ["),
    ("(?i:发|长)(?=发)(?<!发)", "(?i:[发發髮]|[长長])(?=[发發髮])(?<![发發髮])"),
    ("a{,3}发{1", "a{,3}[发發髮]{1"),
    ("[二-一]", "[二-一]"),
]


@pytest.mark.parametrize(("pattern", "expected"), EXPANDED)
def test_characters_become_classes_wherever_they_stand(pattern: str, expected: str) -> None:
    assert expand(pattern, PLAIN) == expected
    assert expand(pattern, Expansion(variants=False)) == pattern


POOL = [
    *"长長三角区區域发發髮展后後里裏裡面麵干乾幹榦台臺檯颱只隻祇复復複覆系係繫历歷曆钟鐘鍾征徵松鬆云雲几幾么麼了瞭",
    *"a1 ，。的",
]
HAN_POOL = POOL[:-6]


class _Patterns:
    """Random patterns; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def branch(self, depth: int = 0) -> str:
        return "".join(self.piece(depth) for _ in range(self.random.randint(1, 4)))

    def piece(self, depth: int) -> str:
        r = self.random
        draw = r.random()
        if depth > 2 or draw < 0.5:
            return str(r.choice(POOL))
        if draw < 0.62:
            return f"[{''.join(r.sample(HAN_POOL, r.randint(1, 4)))}]"
        if draw < 0.70:
            return f"[^{''.join(r.sample(HAN_POOL, r.randint(1, 3)))}]"
        if draw < 0.80:
            return f"(?:{self.branch(depth + 1)}|{self.branch(depth + 1)})"
        if draw < 0.86:
            return f"({self.branch(depth + 1)})"
        if draw < 0.93:
            return f"(?:{self.piece(depth + 1)}){r.choice(['?', '+', '{1,2}', '*?'])}"
        around: str = r.choice(["(?=%s)", "(?<!%s)", "(?!%s)", "(?<=%s)"]) % r.choice(POOL)
        return str(r.choice([".", r"\w", around]))

    def text(self) -> str:
        return "".join(self.random.choice(POOL) for _ in range(self.random.randint(1, 40)))


def _spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(pattern, text)]


@pytest.mark.parametrize("seed", range(4))
def test_expanding_gives_the_spans_of_folding_both(seed: int) -> None:
    patterns = _Patterns(seed)
    hits = 0
    for _ in range(1000):
        pattern, text = patterns.branch(), patterns.text()
        found = _spans(expand(pattern, PLAIN), text)
        assert found == _spans(fold(pattern), fold(text)), (pattern, text)
        hits += bool(found)
    assert hits > 100


def test_ranges_hold_what_folds_as_one_of_their_members() -> None:
    pool = "".join(HAN_POOL)
    chooser = random.Random(5)
    for _ in range(30):
        low, high = sorted(chooser.sample(pool, 2))
        members = {fold(c) for c in map(chr, range(ord(low), ord(high) + 1))}
        for negated in ("", "^"):
            expanded = re.compile(expand(f"[{negated}{low}-{high}]", PLAIN))
            for char in pool:
                assert bool(expanded.match(char)) == ((fold(char) in members) != bool(negated))


def test_han_is_what_it_is_elsewhere() -> None:
    assert classes.HAN_RANGES == HAN_RANGES
    assert all(is_han(c) for c in "㐀一龥豈\U00020000")
    assert not any(is_han(c) for c in "a，〇あ")


def test_the_fold_of_grep_and_of_scripts_agree_on_what_is_one_character() -> None:
    by_script: dict[str, str] = {}
    for line in classes._table().split("\n"):
        for char in line:
            by_script.setdefault(to_simplified(char), fold(char))
    for code, form in simplified_forms().items():
        assert fold(chr(code)) == by_script[form]


def test_a_range_of_all_characters_adds_the_few_outside_it() -> None:
    added = classes_within([("一", "龥")])
    assert "㐷" in added
    assert not re.search("[一-龥]", added)


WRONG = ["(", ")", "[长", "长\\", "(?P<a>长", "长)" * 3]


@pytest.mark.parametrize("pattern", WRONG)
def test_a_pattern_that_does_not_close_is_refused(pattern: str) -> None:
    with pytest.raises(UsageError):
        expand(pattern + "长" if pattern != "长\\" else pattern, PLAIN)


def test_deep_nesting_is_refused_and_not_a_crash() -> None:
    with pytest.raises(UsageError, match="nested"):
        expand("(" * 50_000 + "长" + ")" * 50_000, PLAIN)


@pytest.mark.parametrize(
    "expansion", [PLAIN, REGIONAL, Expansion(noise=True), Expansion(pinyin=True)]
)
def test_a_long_pattern_is_expanded_in_linear_time(expansion: Expansion) -> None:
    start = time.process_time()
    for pattern in ("长x" * 9_000, "a" * 20_000, "[长]" * 5_000, "ang" * 5_000):
        expand(pattern, expansion)
    assert time.process_time() - start < 6


LITERALS = [
    ("三角", ["三角"]),
    ("长三角", ["长三角", "長三角"]),
    ("a.b发", ["a.b发", "a.b發", "a.b髮"]),
    ("", [""]),
]


@pytest.mark.parametrize(("text", "forms"), LITERALS)
def test_the_forms_of_a_literal(text: str, forms: list[str]) -> None:
    assert literal_forms(text, PLAIN) == forms


def test_the_forms_of_a_literal_are_what_its_expansion_matches() -> None:
    for text in ("软件发展", "台湾", "信息技术"):
        for expansion in (PLAIN, REGIONAL):
            forms = literal_forms(text, expansion)
            assert forms is not None
            assert forms[0] == text
            assert len(set(forms)) == len(forms)
            pattern = re.compile(expand(text, expansion))
            assert all(pattern.fullmatch(form) for form in forms)


@pytest.mark.parametrize("expansion", [Expansion(noise=True), Expansion(pinyin=True)])
def test_literals_without_end_have_no_forms(expansion: Expansion) -> None:
    assert literal_forms("长三角", expansion) is None


def test_too_many_forms_are_none() -> None:
    assert literal_forms("发发发发发", PLAIN) is None


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("软件", "台灣的軟體業", "軟體"),
        ("軟體", "中国的软件业", "软件"),
        ("信息", "資訊", "資訊"),
        ("資訊", "信息", "信息"),
        ("信息技术", "資訊技術", "資訊技術"),
        ("信息技术", "資訊科技", "資訊科技"),
        ("出租车", "搭計程車", "計程車"),
        ("出租车", "搭的士", "的士"),
        ("软件+工程", "軟體工程", None),
        ("(?<=信息)化", "資訊化", "化"),
        ("长三角", "長三角", "長三角"),
        ("[软]件", "軟體", None),
    ],
)
def test_regional_words(pattern: str, text: str, found: str | None) -> None:
    match = re.search(expand(pattern, REGIONAL), text)
    assert (match and match[0]) == found


def test_without_the_option_regional_words_differ() -> None:
    assert not re.search(expand("软件", PLAIN), "軟體")


def test_an_exact_pattern_keeps_its_own_words_characters() -> None:
    exact = re.compile(expand("软件", Expansion(variants=False, regional=True)))
    assert [bool(exact.match(w)) for w in ("软件", "軟件", "軟體")] == [True, False, True]


def test_counterparts_are_given_for_either_script() -> None:
    assert set(counterparts("軟體")) == set(counterparts("软件")) == {"软件", "软体"}


@pytest.mark.parametrize(
    ("pattern", "refers"),
    [
        (r"(长)\1", True),
        ("(?P<a>长)(?P=a)", True),
        (r"\\1", False),
        (r"\101", False),
        (r"[\1]", False),
        ("长", False),
    ],
)
def test_back_references_are_told(pattern: str, refers: bool) -> None:
    assert has_back_reference(pattern) is refers


def test_a_pattern_finds_the_same_in_a_folded_text() -> None:
    pattern = re.compile(expand(r"(长)\1", PLAIN))
    assert not pattern.search("长長")
    assert pattern.search(fold("长長"))
