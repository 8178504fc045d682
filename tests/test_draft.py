"""The account of changes: edits compose, and the input can be rebuilt."""

from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.clean.draft import Edit, compose, draft_of, rebuild


@st.composite
def edits_on(draw: st.DrawFn, text: str) -> list[Edit]:
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return [
        Edit(a, b, draw(st.text("xyz", max_size=3)), draw(st.sampled_from("pqr")))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]


@given(st.data(), st.text("abcdefgh", min_size=1, max_size=30))
def test_rebuild_gives_the_line_as_it_came_after_any_passes(data: st.DataObject, raw: str) -> None:
    (line,) = draft_of(raw).lines
    for _ in range(3):
        later = data.draw(edits_on(line.text))
        if not later:
            continue
        expected = line.text
        for e in reversed(later):
            expected = expected[: e.start] + e.new + expected[e.end :]
        line.edits, line.text = compose(line, later)
        assert line.text == expected
        assert rebuild(line) == raw
        assert [e.start for e in line.edits] == sorted(e.start for e in line.edits)


@given(st.text("ab\r\n", max_size=20))
def test_lines_and_their_ends_are_the_text(text: str) -> None:
    assert "".join(line.raw + line.end for line in draft_of(text).lines) == text
