"""`yrd stats` as a user runs it: views, filters, partial results, formats, bad input."""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.running import SEEDS, Ran, on_terminal, yrd
from tests.running_here import yrd_here
from yrd_cli.cli.stats_plan import Asked, counting_of, kind_of, listing_of
from yrd_cli.errors import UsageError
from yrd_cli.stop_words import read_stop_words

TEXTS = {
    "a": "长三角一体化发展。长三角的经济发展很快，上海和江苏合作。\n上海经济。",
    "b": "江苏的教育发展。学校里的学生很多；老师也多！上海没有。",
    "c": "教育很重要，学校很重要。",
}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"id": name, "text": text}) + "\n")
    (tmp_path / "empty.jsonl").write_text("")
    (tmp_path / "marks.jsonl").write_text('{"text":"，。！"}\n')
    return tmp_path


def rows_of(ran: Ran) -> list[dict[str, str]]:
    assert ran.status == 0, ran.err
    return list(csv.DictReader(ran.out.decode().splitlines(), delimiter="\t"))


def table(here: Path, *args: str) -> list[dict[str, str]]:
    return rows_of(yrd_here("stats", *args, cwd=here))


def terms(rows: list[dict[str, str]]) -> list[str]:
    return [row["term"] for row in rows]


def test_the_term_table_has_every_column_in_a_pipe(here: Path) -> None:
    rows = table(here, "a.jsonl", "b.jsonl", "c.jsonl", "--top", "0")
    assert " ".join(rows[0]) == (
        "term frequency per_million documents tf_idf arf range dp dp_norm juilland_d"
        " rosengren_s carroll_d2"
    )
    order = [(-int(r["frequency"]), r["term"]) for r in rows]
    assert order == sorted(order)
    shown = on_terminal("stats", "a.jsonl", cwd=here, piped=(0,)).out.decode()
    assert "dp_norm" in shown
    assert "carroll_d2" not in shown


@pytest.mark.parametrize("hmm", [False])
def test_frequencies_are_those_of_a_counter_of_jiebas_words(here: Path, hmm: bool) -> None:
    jieba = pytest.importorskip("jieba")
    jieba.setLogLevel(60)
    expected: Counter[str] = Counter()
    for text in TEXTS.values():
        expected.update(w for w in jieba.cut(text, HMM=hmm) if any(c.isalnum() for c in w))
    flags = () if hmm else ("--no-hmm",)
    rows = table(here, "a.jsonl", "b.jsonl", "c.jsonl", "--top", "0", *flags)
    assert {r["term"]: int(r["frequency"]) for r in rows} == expected


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("--top", "2"), ["发展", "上海"]),
        (("--min-freq", "2", "--top", "0"), ["上海", "发展", "经济", "长三角"]),
        (("--match", "^[江长]", "--min-len", "3"), ["长三角"]),
        (("--pos", "ns", "--top", "0"), ["上海", "江苏", "长三角"]),
        (("--stopwords", "s.txt", "--match", "长三角|上海"), ["上海"]),
        (("--chars", "--top", "2", "--sort", "term"), ["一", "三"]),
        (("--ngrams", "3", "--match", "上海 "), ["上海 和 江苏", "很快 上海 和"]),
        (("--unit", "char", "--ngrams", "3", "--min-freq", "2"), ["长三角"]),
        (("--unit", "ngram", "--match", "^上海"), ["上海 和", "上海 经济"]),
    ],
)
def test_options_choose_rows(here: Path, args: tuple[str, ...], expected: list[str]) -> None:
    (here / "s.txt").write_text("# 注释\n长三角\n\n")
    found = terms(table(here, "a.jsonl", *args))
    assert sorted(found) == sorted(expected)


def test_default_stop_words_are_left_out_and_still_counted(here: Path) -> None:
    everything = yrd_here("stats", "b.jsonl", "--format", "json", cwd=here).out
    without = yrd_here(
        "stats", "b.jsonl", "--format", "json", "--stopwords", "default", cwd=here
    ).out
    one, other = json.loads(everything), json.loads(without)
    assert one["provenance"]["words"] == other["provenance"]["words"]
    gone = set(terms(one["rows"])) - set(terms(other["rows"]))
    assert {"的", "多", "也"} <= gone
    assert "教育" not in gone


def test_collocates_have_every_measure(here: Path) -> None:
    rows = table(here, "a.jsonl", "b.jsonl", "--collocates", "上海", "--window", "1,2")
    assert " ".join(rows[0]) == (
        "node term frequency left right node_frequency term_frequency expected log_dice mi mi3"
        " npmi t z log_likelihood dice delta_p_forward delta_p_backward"
    )
    found = {r["term"]: (int(r["left"]), int(r["right"])) for r in rows}
    assert found == {"很快": (1, 0), "和": (0, 1), "江苏": (0, 1), "经济": (0, 1), "没有": (0, 1)}
    scores = [float(r["log_dice"]) for r in rows]
    assert scores == sorted(scores, reverse=True)


def test_several_nodes_and_a_regex(here: Path) -> None:
    rows = table(here, "a.jsonl", "--collocates", "上海", "--collocates", "长.*", "--top", "0")
    assert {r["node"]: r["node_frequency"] for r in rows} == {"上海": "2", "长.*": "2"}


def test_a_node_that_never_occurs_is_said(here: Path) -> None:
    ran = yrd_here("stats", "a.jsonl", "--collocates", "一网通办", cwd=here)
    assert (ran.status, ran.out.count(b"\n")) == (0, 1)
    assert ran.err == "yrd: warning: --collocates 一网通办: does not occur\n"


@pytest.mark.parametrize("kind", ["tsv", "csv", "json", "jsonl", "md", "parquet", "partial"])
def test_a_reference_is_a_corpus_or_a_saved_table(here: Path, kind: str) -> None:
    if kind == "parquet":
        pytest.importorskip("pyarrow")
    expected = yrd_here("stats", "a.jsonl", "--keyness", "b.jsonl", "--top", "0", cwd=here)
    assert expected.status == 0, expected.err
    how, name = (("--partial",), "p") if kind == "partial" else (("--top", "0"), f"t.{kind}")
    assert yrd_here("stats", "b.jsonl", *how, "-o", name, cwd=here).status == 0
    ran = yrd_here("stats", "a.jsonl", "--keyness", name, "--top", "0", cwd=here)
    assert (ran.out, ran.err) == (expected.out, "")


def test_keyness_has_effect_and_significance(here: Path) -> None:
    rows = table(here, "a.jsonl", "--keyness", "c.jsonl", "--correction", "bh", "--smoothing", "1")
    assert " ".join(rows[0]) == (
        "term frequency per_million reference_frequency reference_per_million log_ratio"
        " smoothing simple_maths percent_diff odds_ratio log_likelihood g2 chi2 chi2_yates bic"
        " p p_adjusted range dp"
    )
    assert rows[0]["smoothing"] == "1.0000"
    assert rows[0]["percent_diff"] == "inf"
    assert rows[-1]["percent_diff"] == "-100.0000"
    answer = json.loads(
        yrd_here("stats", "a.jsonl", "--keyness", "c.jsonl", "--format", "json", cwd=here).out
    )
    assert answer["rows"][0]["percent_diff"] == "inf"


def test_a_table_of_some_words_is_known_by_its_rates(here: Path) -> None:
    assert yrd_here("stats", "b.jsonl", "--top", "3", "-o", "t.tsv", cwd=here).status == 0
    ran = yrd_here("stats", "a.jsonl", "--keyness", "t.tsv", cwd=here)
    assert ran.err == "yrd: warning: t.tsv: a table of only some words: others count as 0\n"
    whole = table(here, "a.jsonl", "--keyness", "b.jsonl", "--match", "^的$")
    part = table(here, "a.jsonl", "--keyness", "t.tsv", "--match", "^的$")
    assert whole[0]["reference_per_million"] == part[0]["reference_per_million"]


def test_two_corpora_stand_side_by_side(here: Path) -> None:
    rows = table(here, "--compare", "a.jsonl", "b.jsonl", "--match", "^上海$")
    assert (rows[0]["frequency_a"], rows[0]["frequency_b"]) == ("2", "1")
    assert rows[0]["frequency"] == "3"
    ran = yrd_here("stats", "--compare", "a.jsonl", "b.jsonl", "c.jsonl", cwd=here)
    assert (ran.status, len(ran.messages)) == (2, 1)


VIEWS: list[tuple[str, ...]] = [
    (),
    ("--unit", "char", "--ngrams", "2"),
    ("--pos", "n,v"),
    ("--collocates", "上海", "--collocates", "的|很", "--window", "2,3"),
    ("--keywords", "tfidf"),
    ("--new-words",),
]


@pytest.mark.parametrize("view", VIEWS, ids=" ".join)
def test_partial_results_add_up_to_the_whole(here: Path, view: tuple[str, ...]) -> None:
    parts = ["a.json.gz", "b.json.gz"]
    for files, part in ((["a.jsonl"], parts[0]), (["b.jsonl", "c.jsonl"], parts[1])):
        ran = yrd_here("stats", *files, *view, "--partial", "-o", part, cwd=here)
        assert (ran.status, ran.err) == (0, "")
    merged = yrd_here("stats", "--merge", *parts, "--format", "jsonl", cwd=here)
    files = [f"{name}.jsonl" for name in TEXTS]
    assert merged.status == 0, merged.err
    assert merged.out == yrd_here("stats", *files, *view, "--format", "jsonl", cwd=here).out
    if view == ():
        data = b"".join(gzip.decompress((here / p).read_bytes()) for p in parts)
        again = yrd("stats", "--merge", "--partial", input=data, cwd=here)
        table_of = yrd("stats", "--merge", "--format", "jsonl", input=again.out, cwd=here)
        assert table_of.out == merged.out
        for more in (("--diversity",), ("--keyness", "b.json.gz")):
            assert yrd_here("stats", "--merge", *parts, *more, cwd=here).out == (
                yrd_here("stats", *files, *more, cwd=here).out
            )


@pytest.mark.parametrize("view", [(), ("--collocates", "经济")], ids=str)
def test_any_number_of_jobs_gives_the_same_bytes(tmp_path: Path, view: tuple[str, ...]) -> None:
    random.seed(1)
    pieces = ["经济", "发展", "上海", "，", "学校", "。", "合作", "重要", "\n"]
    lines = [
        json.dumps({"text": "".join(random.choices(pieces, k=300)), "id": str(n)})
        for n in range(800)
    ]
    (tmp_path / "big.jsonl").write_text("\n".join(lines))
    one, two = (
        yrd("stats", "big.jsonl", f"-j{jobs}", "--top", "0", *view, cwd=tmp_path) for jobs in (1, 2)
    )
    assert one.status == 0
    assert one.out == two.out
    assert one.out.count(b"\n") > 5


def test_diversity_is_one_row_in_a_pipe(here: Path) -> None:
    rows = table(here, "a.jsonl", "b.jsonl", "--diversity")
    assert len(rows) == 1
    assert {"tokens", "types", "ttr", "mattr", "msttr", "mtld", "hd_d", "yule_k", "hapax"} <= set(
        rows[0]
    )


def test_new_words_are_a_user_dictionary(tmp_path: Path) -> None:
    assert yrd_here("stats", str(SEEDS), "--new-words", "-o", "d.txt", cwd=tmp_path).status == 0
    for line in (tmp_path / "d.txt").read_text().splitlines():
        word, frequency, tag = line.rsplit(" ", 2)
        assert word
        assert int(frequency) > 0
        assert tag.isalpha()
    plain = table(tmp_path, str(SEEDS), "--match", "一体化", "--top", "0")
    taught = table(tmp_path, str(SEEDS), "--match", "一体化", "--top", "0", "--userdict", "d.txt")
    assert set(terms(plain)) < set(terms(taught))


@pytest.mark.parametrize("format", ["tsv", "jsonl", "md", "json"])
def test_every_output_can_tell_what_made_it(here: Path, format: str) -> None:
    args = ("stats", "a.jsonl", "--format", format, "--min-freq", "2")
    told = yrd_here(*args, "--provenance", cwd=here).out.decode()
    first = told.splitlines()[1 if format == "md" else 0]
    if format in ("json", "jsonl"):
        answer: dict[str, Any] = json.loads(told if format == "json" else first)["provenance"]
    else:
        answer = json.loads(first.removeprefix("# "))
    assert answer["options"] == {"min-freq": 2}
    assert {"yrd", "schema", "view", "segmentation", "words", "documents"} <= set(answer)
    assert {"engine", "dictionary"} <= set(answer["segmentation"])
    if format != "json":
        assert told.endswith(yrd_here(*args, cwd=here).out.decode())


def test_a_table_with_provenance_is_read_back_as_a_reference(here: Path) -> None:
    plain = yrd_here("stats", "a.jsonl", "--keyness", "b.jsonl", cwd=here).out
    for name in ("t.csv", "t.jsonl", "t.md"):
        yrd_here("stats", "b.jsonl", "--top", "0", "--provenance", "-o", name, cwd=here)
        assert yrd_here("stats", "a.jsonl", "--keyness", name, cwd=here).out == plain


@pytest.mark.parametrize(
    "args",
    [
        ("empty.jsonl",),
        ("marks.jsonl",),
        ("marks.jsonl", "--keyness", "a.jsonl"),
        ("--compare", "marks.jsonl", "empty.jsonl"),
        ("empty.jsonl", "--diversity"),
        ("marks.jsonl", "--keywords", "textrank"),
        ("marks.jsonl", "--new-words"),
        ("one.jsonl",),
        ("one.jsonl", "--diversity"),
        ("one.jsonl", "--collocates", "甲", "--window", "99,99"),
    ],
    ids=" ".join,
)
def test_no_word_or_one_is_a_table_too(here: Path, args: tuple[str, ...]) -> None:
    (here / "one.jsonl").write_text('{"text":"甲"}\n')
    ran = yrd_here("stats", *args, cwd=here)
    assert ran.status == 0, ran.err
    assert ran.out
    assert b"nan" not in ran.out.lower()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (Asked(diversity=True, new_words=True), "one view at a time: --diversity or --new-words"),
        (Asked(window="2,2"), "--window goes with --collocates"),
        (Asked(collocates=("甲",), window="2"), "two numbers, L,R"),
        (Asked(collocates=("甲",), window="0,0"), "from 1 to 1000"),
        (Asked(collocates=("甲",), ngrams=2), "--ngrams does not go with --collocates"),
        (Asked(collocates=("甲",), unit="ngram"), "--unit ngram does not go with --collocates"),
        (Asked(match="["), r"--match \[: unterminated character set"),
        (Asked(columns="term,"), "an empty name in the list"),
        (Asked(pos=""), "an empty name in the list"),
        (Asked(smoothing=0.0), "--smoothing goes with --compare or --keyness"),
        (Asked(diversity=True, top=0), "--top does not go with --diversity"),
        (Asked(chars=True, unit="word"), "one unit at a time"),
        (Asked(chars=True, no_hmm=True), "characters need no segmentation"),
        (Asked(unit="ngram", ngrams=1), "--ngrams 2 or more"),
        (Asked(partial=True, top=5), "--top does not go with --partial"),
        (Asked(partial=True, keyness="b"), "--partial is of counts"),
        (Asked(merge=True, ngrams=2), "--ngrams does not go with --merge"),
        (Asked(merge=True, compare=("a", "b")), "leave out --merge"),
    ],
)
def test_options_that_do_not_go_together_are_refused(asked: Asked, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        counting_of(asked, kind_of(asked))
        listing_of(asked, wide=True)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("a.jsonl", "--keyness", "marks.jsonl"), "marks.jsonl: the reference has no words"),
        (("a.jsonl", "--sort", "mi"), "no column 'mi': this view has term, frequency"),
        (("a.jsonl", "--stopwords", "bad.txt"), "bad.txt:2: several words in a line"),
        (("a.jsonl", "--userdict", "dict.txt"), "dict.txt:2: "),
        (("a.jsonl", "--keyness", "false.tsv"), "false.tsv:3: frequency 'x' is no count"),
        (("a.jsonl", "--partial", "--format", "csv"), "--partial writes json or jsonl"),
        (("--merge", "a.jsonl"), "a.jsonl:1: no partial result"),
        (("--merge", "p.json", "q.json"), "q.json:1: counted otherwise than p.json:1"),
        (("--merge", "p.json", "broken.json"), "broken.json:1: broken partial result"),
        (("--merge", "p.json", "gone.json"), "gone.json: No such file"),
        (("a.jsonl", "--keyness", "q.json"), "q.json: counted otherwise"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_is_said_in_a_line(
    here: Path, args: tuple[str, ...], message: str
) -> None:
    (here / "bad.txt").write_text("的\n长 三角\n")
    (here / "dict.txt").write_text("云计算 5 n\n云计算 abc n\n")
    (here / "false.tsv").write_text("term\tfrequency\n甲\t1\n乙\tx\n")
    part: dict[str, Any] = {
        "yrd_partial": 1,
        "counting": {"view": "terms", "unit": "word"},
        "segmentation": {},
        "state": {"sizes": [1], "terms": {"甲": [0]}},
    }
    (here / "p.json").write_text(json.dumps(part))
    (here / "q.json").write_text(
        json.dumps({**part, "counting": {**part["counting"], "ngrams": 2}})
    )
    (here / "broken.json").write_text(json.dumps({**part, "state": {"sizes": [1], "terms": {}}}))
    ran = yrd_here("stats", *args, cwd=here)
    assert ran.status == 2
    assert ran.out == b""
    assert len(ran.messages) == 1
    assert message in ran.err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xd6\xd0\n", "l.txt:1: not UTF-8 at byte 1"),
        ("的\n\n长 三角\n".encode(), "l.txt:3: several words in a line: '长 三角'"),
        ("字".encode() * 51, "l.txt:1: a stop word of over 50 characters"),
        (b"\0", "l.txt:1: a NUL: this is no text"),
    ],
)
def test_a_false_list_of_stop_words_names_the_line(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "l.txt"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_stop_words(str(path))
    assert str(caught.value).endswith(message)


def test_a_list_of_stop_words_is_read(tmp_path: Path) -> None:
    path = tmp_path / "l.txt"
    path.write_bytes("\ufeff# 虚词\r\n的\r\n\n  了 \n#\n#话题".encode())
    assert read_stop_words(str(path)) == {"的", "了", "#话题"}


def test_a_file_that_cannot_be_read_leaves_the_others_counted(here: Path) -> None:
    ran = yrd_here("stats", "a.jsonl", "gone.jsonl", cwd=here)
    assert ran.status == 2
    assert "gone.jsonl" in ran.err
    assert ran.out == yrd_here("stats", "a.jsonl", cwd=here).out
    ran = yrd_here("stats", "a.jsonl", "--keyness", "gone", cwd=here)
    assert ran.status == 2
    assert len(ran.messages) == 1


@pytest.mark.parametrize("option", ["--match", "--collocates"])
def test_a_pattern_that_never_ends_is_said(tmp_path: Path, option: str) -> None:
    (tmp_path / "long.jsonl").write_text(json.dumps({"text": "a" * 60}) + "\n")
    ran = yrd_here("stats", "long.jsonl", option, "(.*)*x$", cwd=tmp_path)
    assert ran.status == 2
    assert ran.out == b""
    assert ran.err.startswith(f"yrd: {option} (.*)*x$: takes more than 1 s on 'aaaa")


@pytest.mark.parametrize("more", [(), ("--provenance",), ("--format", "text")])
def test_new_words_are_what_userdict_takes(tmp_path: Path, more: tuple[str, ...]) -> None:
    lines = [f"{a}揭榜挂帅{b}" for a, b in zip("甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未", strict=True)]
    (tmp_path / "t.jsonl").write_text(json.dumps({"text": "\n".join(lines)}) + "\n")
    found = yrd_here("stats", "t.jsonl", "--new-words", *more, cwd=tmp_path)
    (tmp_path / "new").write_bytes(found.out)
    rows = table(tmp_path, "t.jsonl", "--userdict", "new", "--top", "1")
    assert terms(rows) == ["揭榜挂帅"]


def test_a_broken_table_of_new_words_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("word\tfreq\ttag\n云计算\tmany\tn\n")
    (tmp_path / "t.jsonl").write_text('{"text":"云计算"}\n')
    ran = yrd_here("stats", "t.jsonl", "--userdict", "bad.tsv", cwd=tmp_path)
    assert ran.status == 2
    assert "bad.tsv:2: the frequency must be a whole number" in ran.err
