"""Duplicates across documents: found by what they say, kept by rule, each naming the one kept."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.clean.duplicates import Keep, Mode
from yrd_cli.clean.duplicates.clusters import NearDuplicates
from yrd_cli.clean.duplicates.folding import folded
from yrd_cli.clean.duplicates.minhash import SHORT, fingerprint, jaccard
from yrd_cli.clean.duplicates.removal import Decision, decide, entry_of
from yrd_cli.convert import convert
from yrd_cli.document import Document, document_from_record, parse_json

NEW_CHARACTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


@cache
def laws() -> str:
    """Running text, free of copyright."""
    path = Path(__file__).parent / "rules" / "laws.txt"
    return "".join(path.read_text(encoding="utf-8").split())


def changed_to(text: str, similarity: float, seed: int) -> str:
    """The text with characters replaced until its likeness falls to ``similarity``."""
    chosen = random.Random(seed)
    chars, before = list(text), fingerprint(folded(text)).shingles
    while True:
        earlier = "".join(chars)
        chars[chosen.randrange(len(chars))] = chosen.choice(NEW_CHARACTERS)
        if jaccard(before, fingerprint(folded("".join(chars))).shingles) < similarity:
            return earlier


def decided(
    documents: list[Document], mode: Mode, threshold: float = 0.8, keep: Keep = "first"
) -> list[Decision]:
    """The decisions on Documents."""
    return list(decide((entry_of(d, d.id, mode) for d in documents), mode, threshold, keep))


def dropped(decisions: list[Decision]) -> dict[str, str]:
    """Which Document each duplicate gave way to."""
    found = (d.duplicate for d in decisions)
    return {d.id: d.kept for d in found if d is not None}


SAME = [
    ("長三角一體化發展", "长三角一体化发展"),
    ("ＡＢＣ１２３，（一）", "abc123,(一)"),
    ("「引號」『內』", "“引号”‘内’"),
    ("一 二\u3000三\n四\u200b五", "一二三四五"),
    ("\U00020000一", "\U00020000 一"),
]
DIFFERENT = [("一二三", "一三二"), ("2020年", "2021年"), ("", "一"), ("\U00020000", "\U00020001")]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_the_folded_form_is_the_same(a: str, b: str) -> None:
    assert folded(a).tolist() == folded(b).tolist()


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_the_folded_form_differs(a: str, b: str) -> None:
    assert folded(a).tolist() != folded(b).tolist()


@given(st.text(max_size=60), st.text(max_size=60))
def test_similarity_is_that_of_the_sets_of_shingles(a: str, b: str) -> None:
    def shingles(text: str) -> set[tuple[int, ...]]:
        codes = folded(text).tolist()
        if len(codes) < 5:
            return {(*codes, *[0] * (5 - len(codes)))} if codes else set()
        return {tuple(codes[i : i + 5]) for i in range(len(codes) - 4)}

    left, right = shingles(a), shingles(b)
    expected = len(left & right) / len(left | right) if left | right else 1.0
    measured = jaccard(fingerprint(folded(a)).shingles, fingerprint(folded(b)).shingles)
    assert measured == pytest.approx(expected)


@pytest.mark.parametrize("length", [60, 104, 150, SHORT, 260, 900])
def test_near_duplicates_are_found_and_nothing_else(length: int) -> None:
    text = laws()
    pairs = [text[i * length : (i + 1) * length] for i in range(40)]
    documents = []
    for i, one in enumerate(pairs):
        documents.append(Document(f"a{i}", one))
        documents.append(Document(f"b{i}", changed_to(one, 0.8, i)))
    found = dropped(decided(documents, "near"))
    expected = {f"b{i}": f"a{i}" for i in range(len(pairs))}
    right = sum(found.get(b) == a for b, a in expected.items())
    assert right >= 0.95 * len(expected)
    assert right >= 0.95 * len(found)


def test_a_page_and_its_traditional_repost_meet() -> None:
    text = "长三角一体化发展规划纲要指出，要推动区域协调发展，加强协同创新产业体系建设。" * 3
    repost = convert(text, "s2t")
    assert "長三角" in repost
    assert dropped(decided([Document("a", text), Document("b", repost)], "exact")) == {"b": "a"}


@pytest.mark.parametrize(
    ("keep", "kept"), [("first", "old"), ("longest", "long"), ("newest", "new")]
)
def test_the_one_that_is_kept(keep: Keep, kept: str) -> None:
    text = laws()[:400]
    documents = [
        Document("old", text, date="2020-01-02"),
        Document("undated", text),
        Document("long", text + "完", date="2020-01-02"),
        Document("new", text, date="2020-01-02T08:00"),
        Document("other", laws()[1000:1400], date="2022-01-01"),
    ]
    found = dropped(decided(documents, "near", keep=keep))
    assert set(found.values()) == {kept}
    assert set(found) == {"old", "undated", "long", "new"} - {kept}


def test_every_duplicate_tells_its_similarity_and_its_cluster() -> None:
    one, two = laws()[:500], laws()[2000:2500]
    documents = [Document(i, t) for i, t in [("a", one), ("b", two), ("c", two), ("d", one)]]
    found = [d.duplicate for d in decided(documents, "near") if d.duplicate]
    assert [(d.id, d.kept, d.similarity, d.cluster) for d in found] == [
        ("c", "b", 1.0, 2),
        ("d", "a", 1.0, 1),
    ]


def test_what_is_linked_over_steps_is_one_cluster() -> None:
    text = laws()[:600]
    second = changed_to(text, 0.85, 1)
    third = changed_to(second, 0.85, 2)
    index = NearDuplicates(0.8)
    for one in (text, second, third):
        index.add(fingerprint(folded(one)))
    (cluster,) = index.clusters()
    index.close()
    assert [m.number for m in cluster.dropped] == [1, 2]
    assert cluster.dropped[1].similarity < 0.8


def test_exact_duplicates_differ_in_nothing_but_form() -> None:
    text = laws()[:300]
    documents = [Document("a", text), Document("b", text[:-1]), Document("c", f" {text}\n")]
    assert dropped(decided(documents, "exact")) == {"c": "a"}


def test_empty_texts_are_duplicates_of_each_other() -> None:
    documents = [Document("a", ""), Document("b", "  \n"), Document("c", "一")]
    for mode in ("exact", "near"):
        assert dropped(decided(documents, mode)) == {"b": "a"}


def site(name: str, count: int) -> list[Document]:
    """Pages of a site with a line that all have."""
    return [
        Document(
            f"{name}{i}",
            f"欢迎关注{name}的公众号\n{laws()[i * 300 : i * 300 + 250]}",
            url=f"https://{name}.example/{i}",
        )
        for i in range(count)
    ]


def test_lines_that_a_site_repeats_go() -> None:
    documents = site("a", 5) + site("b", 2)
    texts = [document_from_record(parse_json(d.data), "").text for d in decided(documents, "lines")]
    assert [t.count("公众号") for t in texts] == [0] * 5 + [1] * 2
    assert all(laws()[i * 300 : i * 300 + 250] in texts[i] for i in range(5))


def test_a_copied_page_is_no_boilerplate() -> None:
    documents = [replace(site("a", 1)[0], id=str(i)) for i in range(6)]
    assert all(d.lines == 0 for d in decided(documents, "lines"))


def test_removed_lines_are_counted() -> None:
    decisions = decided(site("a", 4), "lines")
    edits = [parse_json(d.data)["edits"] for d in decisions]
    assert edits == [{"repeated-line": 1}] * 4
    assert [d.lines for d in decisions] == [1] * 4
