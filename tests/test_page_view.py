"""`yrd clean --explain-html`: one page that is whole, safe, and tells what became of every line."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from tests.running import SEEDS, yrd

PAGE = (
    "首页 > 新闻\n<script>alert(1)</script>标题\x1b[31m\n来源：某报 2020年1月3日\n"
    "\u3000\u3000这是第一段正文，说的是建设中的大桥，全长三千米，预计明年通车。\n"
    "\u3000\u3000这是第二段正文，长(zhǎng)江两岸的居民都在等待这一天，他们说生活会方便许多。\n"
    "版权所有 未经授权不得转载\n"
)


class Rows(HTMLParser):
    """The classes of the rows, and every tag that occurs."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[str | None] = []
        self.tags: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append(dict(attrs).get("class"))
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(path: Path) -> Rows:
    """The page as a browser reads it."""
    rows = Rows()
    rows.feed(path.read_text(encoding="utf-8"))
    assert rows.open == []
    return rows


def test_every_line_has_its_row_and_nothing_runs(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    ran = yrd("clean", "page.txt", "--explain-html", "why.html", cwd=tmp_path)
    assert ran.status == 0
    assert len(ran.documents) == 1
    page = read(tmp_path / "why.html")
    assert len(page.rows) == PAGE.count("\n")
    assert {"drop", "fix", "meta"} <= set(page.rows)
    assert "script" not in page.tags
    source = (tmp_path / "why.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;" in source
    assert "\x1b" not in source


def test_pages_of_a_run_are_in_one_file_whatever_the_jobs(tmp_path: Path) -> None:
    for jobs in ("1", "2"):
        yrd("clean", SEEDS, "--explain-html", tmp_path / f"{jobs}.html", "--jobs", jobs)
    assert (tmp_path / "1.html").read_bytes() == (tmp_path / "2.html").read_bytes()
    assert (tmp_path / "1.html").read_text(encoding="utf-8").count("<section>") == 5


def test_the_page_is_no_input_and_needs_a_name(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    for name in ("page.txt", "-"):
        ran = yrd("clean", "page.txt", "--explain-html", name, cwd=tmp_path)
        assert (ran.status, len(ran.messages)) == (2, 1)
    assert (tmp_path / "page.txt").read_text(encoding="utf-8") == PAGE
