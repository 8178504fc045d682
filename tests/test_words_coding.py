"""Many texts as numbers: the words that one text after another has."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.word_samples import LAWS, strings
from yrd_cli.words import Segmentation
from yrd_cli.words.coding import CodedWords
from yrd_cli.words.recognition import cut_run
from yrd_cli.words.recognition_arrays import ARRAYS_PAY, LONGEST, marked_ends, word_ends
from yrd_cli.words.rust_route import installed

SETTINGS = [
    Segmentation(),
    Segmentation(hmm=False),
    Segmentation(fold=False),
    *([Segmentation("fast"), Segmentation("fast", hmm=False)] if installed() else []),
]

TEXTS = st.lists(
    st.text(
        st.sampled_from("一二中國国发發展Ａ３.5-_%+ \x00\r\n，。abG60㐀𠀀乾著長三角云计算的"),
        max_size=30,
    ),
    max_size=6,
)


def spelled(found: CodedWords) -> list[list[str]]:
    """The words of each text."""
    names = found.words()
    words = [names[code] for code in found.codes.tolist()]
    texts = []
    for size in found.sizes:
        texts.append(words[:size])
        words = words[size:]
    assert not words
    return texts


@pytest.mark.parametrize("how", SETTINGS, ids=repr)
def test_texts_together_have_the_words_of_each_alone(how: Segmentation) -> None:
    coder = how.coder()
    assert coder is not None
    texts = ["", *LAWS[:300], *strings(500, 7), "", "長三角Ｇ６０科創走廊，乾淨的書。"]
    assert spelled(coder(texts)) == [how.words(text) for text in texts]


@settings(max_examples=60)
@given(texts=TEXTS)
def test_any_texts_do(texts: list[str]) -> None:
    for how in SETTINGS:
        coder = how.coder()
        assert coder is not None
        assert spelled(coder(texts)) == [how.words(text) for text in texts]


def test_a_users_words_are_cut_too_and_those_no_block_holds_another_way(tmp_path: Path) -> None:
    path = tmp_path / "user.txt"
    path.write_text("发展经济学 0\n先行启动区 10 n\n", encoding="utf-8")
    how = Segmentation(userdict=str(path))
    coder = how.coder()
    assert coder is not None
    text = "在先行启动区发展经济学。"
    assert spelled(coder([text])) == [how.words(text)]
    path.write_text("Edu Trust认证 5\n", encoding="utf-8")
    assert Segmentation(userdict=str(path)).coder() is None


def test_what_is_sent_holds_only_the_words_that_occur() -> None:
    coder = Segmentation().coder()
    assert coder is not None
    coder(["很多别的词语"])
    found = coder(["经济发展经济"])
    sent = pickle.loads(pickle.dumps(found))
    assert spelled(sent) == spelled(found) == [["经济", "发展", "经济"]]
    assert sorted(sent.words()) == ["发展", "经济"]
    assert spelled(pickle.loads(pickle.dumps(sent))) == spelled(sent)


@settings(max_examples=60)
@given(
    st.lists(
        st.text(st.sampled_from("云计算习近平夏超群龘鑫科创的一"), min_size=1, max_size=LONGEST + 3)
    ),
    st.sampled_from([1, ARRAYS_PAY]),
)
def test_runs_together_are_cut_as_each_alone(runs: list[str], times: int) -> None:
    runs = runs * times
    found = word_ends(runs, lambda run: False)
    assert found.tolist() == marked_ends(map(cut_run, runs)).tolist()


def test_runs_of_letters_digits_and_signs_are_cut_where_jieba_cuts() -> None:
    runs = ["2020年", "3.5%的G60-a.b_c", "约1.2.3", "卡拉OK", "+-", "年9月25日0"]
    words = [
        ["2020", "年"],
        ["3.5%", "的", "G60", "-", "a", ".", "b", "_", "c"],
        ["约", "1.2", ".", "3"],
        [*"卡拉OK"],
        ["+-"],
        ["年", "9", "月", "25", "日", "0"],
    ]
    assert word_ends(runs, "卡拉OK".__eq__).tolist() == marked_ends(words).tolist()


def spelled_with_tags(how: Segmentation, texts: list[str]) -> list[tuple[list[str], list[str]]]:
    """The words of each text, and the tag of each."""
    coder = how.tagged_coder()
    assert coder is not None
    found, codes = coder.tagged(texts)
    tags = [coder.tag_names[code] for code in codes.tolist()]
    texts_tags = []
    for size in found.sizes:
        texts_tags.append(tags[:size])
        tags = tags[size:]
    return list(zip(spelled(found), texts_tags, strict=True))


@pytest.mark.parametrize("how", SETTINGS, ids=repr)
def test_texts_together_have_the_tags_of_each_alone(how: Segmentation) -> None:
    texts = ["", *LAWS[:200], *strings(400, 9), "", "長三角Ｇ６０科創走廊，-乾淨的書5%。"]
    assert spelled_with_tags(how, texts) == [how.tagged(text) for text in texts]


@settings(max_examples=60)
@given(texts=TEXTS)
def test_any_texts_are_tagged_too(texts: list[str]) -> None:
    for how in SETTINGS:
        assert spelled_with_tags(how, texts) == [how.tagged(text) for text in texts]
