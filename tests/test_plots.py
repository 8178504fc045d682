"""`yrd stats --plot`: pictures of every view, as SVG, HTML and PNG."""

from __future__ import annotations

import json
import re
import struct
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.running import yrd
from yrd_cli.errors import UsageError
from yrd_cli.stats.coded import CodedText
from yrd_cli.stats.plots import dispersion
from yrd_cli.stats.plots.axes import Axis
from yrd_cli.stats.plots.bars import Bar, draw_bars
from yrd_cli.stats.plots.cloud import draw_cloud
from yrd_cli.stats.plots.kinds import ALL_KINDS, KINDS, kind_of_picture
from yrd_cli.stats.plots.labels import Box, Labels
from yrd_cli.stats.plots.layout import Item, move_apart
from yrd_cli.stats.plots.lines import draw_lines
from yrd_cli.stats.plots.network import Link, draw_network
from yrd_cli.stats.plots.scatter import KeyTerm, draw_scatter
from yrd_cli.stats.plots.svg import Drawing, escaped, fitted, text_width
from yrd_cli.stats.plots.zipf import draw_zipf, thinned

SVG = "{http://www.w3.org/2000/svg}"

EVIL = [
    "<script>alert(1)</script>",
    "a&b\"c'd",
    "\x1b[31m红",
    "\u202e反转",
    "</svg>",
    "]]>",
    "\ufffe",
]

DOCUMENTS = [
    {
        "id": evil,
        "text": f"长三角{evil}。上海合作，学校很大。長三角一體化！" + "很长的名字" * (n + 1),
        "date": f"2020-0{n + 1}-01",
        "source": evil,
    }
    for n, evil in enumerate(EVIL)
]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plots")
    (folder / "d.jsonl").write_text("\n".join(map(json.dumps, DOCUMENTS)))
    (folder / "r.jsonl").write_text('{"text":"江苏的学校，上海的学校。教育很重要。"}')
    (folder / "marks.jsonl").write_text('{"text":"，。"}')
    (folder / "one.jsonl").write_text('{"text":"学校","date":"2020"}')
    return folder


def texts_of(svg: str) -> list[str]:
    """What is written in a picture; parsing refuses what is no XML."""
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    shapes = [e for e in root if e.tag != f"{SVG}title"]
    assert shapes[0].tag == f"{SVG}rect", "the paper comes first"
    assert shapes[0].attrib == {"width": "100%", "height": "100%", "fill": "#ffffff"}
    for family in ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"):
        assert family in root.attrib["font-family"]
    assert not {e.tag for e in root.iter()} & {f"{SVG}script", f"{SVG}image", f"{SVG}a"}
    assert not re.search(
        "NaN|inf|None", " ".join(v for e in root.iter() for v in e.attrib.values())
    )
    return ["".join(e.itertext()) for e in root.iter(f"{SVG}text")]


PICTURES = [
    ((), "bars"),
    (("--ngrams", "2"), "bars"),
    (("--chars",), "cloud"),
    ((), "zipf"),
    ((), "dispersion"),
    (("--sort", "arf"), "bars"),
    (("--collocates", "上海"), "network"),
    (("--collocates", "上海", "--collocates", "长.*"), "network"),
    (("--collocates", "上海"), "bars"),
    (("--keyness", "r.jsonl"), "scatter"),
    (("--keyness", "r.jsonl", "--smoothing", "0"), "bars"),
    (("--keyness", "r.jsonl"), "cloud"),
    (("--diversity",), "zipf"),
    (("--overview",), "bars"),
    (("--overview", "--sort", "hsk_1"), "bars"),
    (("--trend", "month"), "lines"),
    (("--trend", "day", "--terms", "上海", "--by", "source"), "lines"),
    (("--keywords", "tfidf"), "bars"),
    (("--keywords", "textrank"), "cloud"),
    (("--new-words", "--min-freq", "2"), "bars"),
]


@pytest.mark.parametrize(("view", "kind"), PICTURES, ids=lambda x: x if isinstance(x, str) else "")
def test_every_view_has_its_picture(here: Path, view: tuple[str, ...], kind: str) -> None:
    ran = yrd("stats", "d.jsonl", *view, "--plot", "x.svg", "--plot-kind", kind, cwd=here)
    assert (ran.status, ran.err) == (0, "")
    svg = (here / "x.svg").read_text()
    assert len(texts_of(svg)) > 3
    assert "Nothing to show" not in svg


@pytest.mark.parametrize(("view", "kind"), [PICTURES[3], PICTURES[7]], ids=["zipf", "network"])
def test_a_picture_has_the_same_bytes_each_time_and_leaves_the_table_alone(
    here: Path, view: tuple[str, ...], kind: str
) -> None:
    args = ("stats", "d.jsonl", *view)
    plain = yrd(*args, cwd=here).out
    for jobs in ("1", "2"):
        more = ("--plot", f"{jobs}.svg", "--plot-kind", kind, "-j", jobs)
        assert yrd(*args, *more, cwd=here, env={"PYTHONHASHSEED": jobs}).out == plain
    assert (here / "1.svg").read_bytes() == (here / "2.svg").read_bytes()


def test_all_kinds_are_tested() -> None:
    assert {kind for _, kind in PICTURES} == set(ALL_KINDS)


def test_the_default_is_what_suits_the_view() -> None:
    defaults = {view: kind_of_picture(view, None) for view in KINDS}
    assert defaults == {
        "terms": "bars",
        "collocates": "network",
        "keyness": "scatter",
        "compare": "bars",
        "diversity": "zipf",
        "overview": "bars",
        "trend": "lines",
        "keywords": "bars",
        "new-words": "bars",
    }
    with pytest.raises(UsageError, match="--plot-kind lines: there is bars or zipf or"):
        kind_of_picture("terms", "lines")


def test_two_corpora_are_drawn_side_by_side(here: Path) -> None:
    for kind in ("bars", "scatter"):
        args = ("--compare", "d.jsonl", "r.jsonl", "--plot", "c.svg", "--plot-kind", kind)
        ran = yrd("stats", *args, cwd=here)
        assert (ran.status, ran.err) == (0, "")
        assert "学校" in texts_of((here / "c.svg").read_text())


def test_a_picture_of_partial_results_is_that_of_the_whole(here: Path) -> None:
    assert yrd("stats", "d.jsonl", "--trend", "month", "--partial", "-o", "p", cwd=here).status == 0
    for args in (("--merge", "p"), ("d.jsonl", "--trend", "month")):
        ran = yrd("stats", *args, "--plot", f"{args[0][:3]}.svg", cwd=here)
        assert (ran.status, ran.err) == (0, "")
    assert (here / "--m.svg").read_bytes() == (here / "d.j.svg").read_bytes()
    ran = yrd("stats", "--merge", "p", "--plot", "z.svg", "--plot-kind", "zipf", cwd=here)
    assert (ran.status, ran.out) == (2, b"")
    assert "--plot-kind zipf: there is lines of --trend" in ran.err


@pytest.mark.parametrize("view", [(), ("--trend", "day"), ("--collocates", "上海")], ids=str)
def test_a_picture_of_nothing_says_so(here: Path, view: tuple[str, ...]) -> None:
    ran = yrd("stats", "marks.jsonl", *view, "--plot", "n.svg", cwd=here)
    assert ran.status == 0
    assert ran.messages[-1] == "yrd: warning: n.svg: nothing to draw"
    assert any("Nothing to show" in text for text in texts_of((here / "n.svg").read_text()))


@pytest.mark.parametrize("kind", ["bars", "zipf", "dispersion", "cloud"])
def test_one_row_is_a_picture_too(here: Path, kind: str) -> None:
    ran = yrd("stats", "one.jsonl", "--plot", "o.svg", "--plot-kind", kind, cwd=here)
    assert (ran.status, ran.err) == (0, "")
    assert any(text.endswith("学校") for text in texts_of((here / "o.svg").read_text()))


def test_html_holds_the_picture_and_the_table_and_nothing_foreign(here: Path) -> None:
    args = ("stats", "d.jsonl", "--overview", "--plot", "x.html")
    assert yrd(*args, cwd=here).status == 0
    page = (here / "x.html").read_text()
    body = page.split("<svg", 1)[1]
    assert texts_of("<svg" + body.split("</svg>")[0] + "</svg>")
    assert page.count("<tr>") == len(DOCUMENTS) + 2
    assert '"view":"overview"' in page.replace("&quot;", '"')
    for evil in EVIL:
        assert evil not in page or evil in ("]]>", "</svg>")
    assert page.count("</svg>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not re.search(r"(?:src|href)=|@import|url\(|<script", page)
    assert set(re.findall("https?://[^\"' ]+", page)) == {"http://www.w3.org/2000/svg"}


def test_png_has_twice_the_pixels(here: Path) -> None:
    pytest.importorskip("resvg_py")
    for name in ("x.svg", "x.png"):
        assert yrd("stats", "d.jsonl", "--plot", name, cwd=here).status == 0
    data = (here / "x.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    root = ElementTree.fromstring((here / "x.svg").read_text())
    size = tuple(2 * float(root.attrib[side]) for side in ("width", "height"))
    assert struct.unpack(">II", data[16:24]) == pytest.approx(size, abs=2)


def test_png_without_its_extra_names_the_command(here: Path, tmp_path: Path) -> None:
    (tmp_path / "resvg_py.py").write_text("raise ImportError")
    ran = yrd(
        "stats", "d.jsonl", "--plot", "q.png", cwd=here, env={"PYTHONPATH": str(tmp_path)}
    )  # fmt: skip
    assert (ran.status, ran.out) == (2, b"")
    assert ran.messages == ["yrd: --plot FILE.png needs an extra: pip install 'yrd[png]'"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--plot", "x.jpg"), "--plot x.jpg: a file that ends in .svg, .png, .html"),
        (("--plot", "-"), "--plot -: a file that ends in"),
        (("--plot", "no/x.svg"), "--plot no/x.svg: no such directory: no"),
        (("--plot-kind", "bars"), "--plot-kind goes with --plot FILE"),
        (("--plot", "x.svg", "--plot-kind", "pie"), "--plot-kind pie: there is bars or zipf"),
        (("--plot", "x.svg", "-o", "./x.svg"), "x.svg: --plot and -o write to different files"),
        (("--plot", "x.svg", "--partial"), "--plot does not go with --partial"),
        (("in.svg", "--plot", "in.svg"), "in.svg: is input and output at once"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_what_cannot_be_drawn_is_refused_before_any_work(
    here: Path, args: tuple[str, ...], message: str
) -> None:
    (here / "in.svg").write_text("文")
    ran = yrd("stats", "d.jsonl", *args, cwd=here)
    assert (ran.status, ran.out, len(ran.messages)) == (2, b"", 1)
    assert message in ran.err
    assert (here / "in.svg").read_text() == "文"


def test_a_picture_in_the_folder_that_is_read_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("学校很大。")
    for _ in range(2):
        ran = yrd("stats", ".", "--plot", "a.html", "--columns", "term,documents", cwd=tmp_path)
        assert (ran.status, ran.err) == (0, "")
        assert {line.split()[1] for line in ran.out.decode().splitlines()[1:]} == {"1"}


def test_more_rows_than_a_picture_holds_are_said(tmp_path: Path) -> None:
    text = "".join(chr(0x4E00 + n) for n in range(300))
    (tmp_path / "d.jsonl").write_text(json.dumps({"text": text}))
    args = ("stats", "d.jsonl", "--chars", "--top", "0", "--plot", "x.svg")
    ran = yrd(*args, cwd=tmp_path)
    assert ran.err == "yrd: warning: x.svg: the first 200 of 300 rows are drawn\n"


HOSTILE = st.text(st.characters(categories=["L", "N", "P", "S", "Z", "C"]), max_size=30)
FIGURE = st.floats(-1e9, 1e9)


@given(HOSTILE)
def test_any_text_can_be_written(text: str) -> None:
    drawing = Drawing(100)
    drawing.text(1, 1, text, tip=text)
    root = ElementTree.fromstring(drawing.svg(10, text))
    assert root.find(f"{SVG}text") is not None
    assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069]", escaped(text))


@given(HOSTILE, st.floats(20, 300))
def test_a_fitted_text_is_no_wider_than_its_room(text: str, width: float) -> None:
    assert text_width(fitted(text, width)) <= width


@given(st.lists(st.tuples(HOSTILE, st.none() | st.floats(allow_nan=False)), max_size=6))
def test_bars_stay_on_the_paper(rows: list[tuple[str, float | None]]) -> None:
    bars = [Bar(name, (value,), (str(value),)) for name, value in rows]
    root = ElementTree.fromstring(draw_bars(bars, "t", "s", "m").replace("NaN", "x"))
    for rect in list(root.iter(f"{SVG}rect"))[1:]:
        x, width = float(rect.attrib["x"]), float(rect.attrib["width"])
        assert x >= 0
        assert width >= 0
        assert x + width <= 900


@given(st.lists(st.tuples(FIGURE, FIGURE), max_size=9))
def test_points_of_a_scatter_stay_on_the_paper(points: list[tuple[float, float]]) -> None:
    terms = [KeyTerm("词", effect, abs(ll)) for effect, ll in points]
    root = ElementTree.fromstring(draw_scatter(terms, "t", "s", ("a", "b")))
    height = float(root.attrib["height"])
    for circle in root.iter(f"{SVG}circle"):
        assert 80 < float(circle.attrib["cx"]) < 900
        assert 60 < float(circle.attrib["cy"]) < height


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(HOSTILE.filter(text_width), st.floats(0, 1e6)), max_size=12))
def test_words_of_a_cloud_do_not_overlap(words: list[tuple[str, float]]) -> None:
    named = [(word, value, "") for word, value in words]
    root = ElementTree.fromstring(draw_cloud(named, "t", ""))
    boxes = []
    for text in list(root.iter(f"{SVG}text"))[2:]:
        size, x, y = (float(text.attrib[key]) for key in ("font-size", "x", "y"))
        shown = list(text.itertext())[-1] if text.text is None else text.text
        half = text_width(shown, size) / 2
        boxes.append(Box(x - half, y - size * 0.8, x + half, y + size * 0.15))
    assert len(boxes) == len(words)
    assert not any(a.meets(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=1, max_size=30))
def test_boxes_are_moved_apart(places: list[tuple[float, float]]) -> None:
    items = [Item(x, y, 20, 8, fixed=i == 0) for i, (x, y) in enumerate(places)]
    move_apart(items)
    assert (items[0].x, items[0].y) == places[0]
    boxes = [Box(i.x - 20, i.y - 8, i.x + 20, i.y + 8) for i in items]
    assert not any(a.meets(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


def test_labels_neither_overlap_nor_leave_the_frame() -> None:
    drawing, frame = Drawing(300), Box(0, 0, 300, 100)
    labels = Labels(drawing, frame)
    placed = labels.place((150 + n, 50, f"很长的名字{n}") for n in range(40))
    assert 0 < placed < 40
    assert len(labels.taken) == placed
    assert not any(a.meets(b) for i, a in enumerate(labels.taken) for b in labels.taken[i + 1 :])


def test_a_shared_collocate_is_one_point_with_two_lines() -> None:
    links = [Link("甲", "丙", 9, 4), Link("乙", "丙", 8, 2), Link("甲", "丁", 7, 1)]
    root = ElementTree.fromstring(draw_network(links, ["甲", "乙"], "t", "", "logDice"))
    written = ["".join(t for t in e.itertext()) for e in root.iter(f"{SVG}text")]
    assert sum(text.endswith("丙") for text in written) == 1
    assert len(list(root.iter(f"{SVG}line"))) == 3


def test_names_of_lines_do_not_cover_each_other() -> None:
    lines = [(f"词{n}", [1.0, 5.0]) for n in range(20)]
    root = ElementTree.fromstring(draw_lines(lines, ["2020", "2021"], "t", "", "m"))
    ys = sorted(float(e.attrib["y"]) for e in root.iter(f"{SVG}text") if "词" in (e.text or ""))
    assert len(ys) == 20
    assert all(b - a >= 14 for a, b in pairwise(ys))


def test_zipf_is_thinned_by_rank_and_not_by_frequency() -> None:
    assert thinned(10) == list(range(1, 11))
    assert thinned(0) == []
    many = thinned(1_000_000)
    assert len(many) < 360
    assert many[-1] == 1_000_000
    assert draw_zipf([("的", 9), ("了", 4)], -1.17, "t", "").count("<circle") == 2


def test_ticks_are_round_and_within_the_axis() -> None:
    assert Axis(0, 190, 0, 1).ticks() == [0, 50, 100, 150]
    assert Axis(0.1, 300, 0, 1, is_log=True).ticks() == [0.1, 1, 10, 100]
    assert Axis(0, 0, 0, 100).at(0) == 50


@pytest.mark.parametrize("pays", [0, 10**9])
def test_places_of_terms_are_shares_of_the_corpus(
    monkeypatch: pytest.MonkeyPatch, pays: int
) -> None:
    monkeypatch.setattr(dispersion, "NUMPY_PAYS", pays)
    text = CodedText()
    text.add(["甲", "，", "乙", "甲"])
    text.add(["乙"])
    places = dispersion.places_of(text, [True, False, True], 4, [2, 0])
    assert places == [(250, 750), (0, 500)]
    assert dispersion.sizes_of(text, [True, False, True]) == [3, 1]
