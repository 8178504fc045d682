"""Documents in 《》 and their numbers: 国发〔2020〕15号, 主席令第五十七号."""

from __future__ import annotations

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.model import Fact

_MAX_TITLE = 120
_TITLED = compiled(
    rf"《(?P<name>(?:[^《》\n]|《[^《》\n]{{1,60}}》){{1,{_MAX_TITLE}}})》"
    r"(?P<number>[（(][^（()）\n]{2,30}号[)）])?"
)
_YEAR = r"[〔\[［【（(](?:19|20)\d{2}[)）】］\]〕]"
_NUMBER = compiled(
    # Read back from 号: 国发〔2020〕15号, 主席令第五十七号.
    rf"(?:(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{{1,10}}|[\u4e00-\u9fff]{{0,5}}(?:发|函|字|办|令"
    rf"|规|政|公告|通|电)){_YEAR} ?第? ?\d{{1,5}} ?号$"
    r"|(?:(?:中华人民共和国)?(?:国家)?主席令|国务院令|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{11,26}(?:公告|令)|[\u4e00-\u9fff]{2,10}(?:公告"
    r"|令))(?:(?:19|20)\d{2}年)?"
    r"第[\d一二三四五六七八九十百零〇]{1,6}号$"
)
_LED_BY = compiled("^(?:根据|按照|依据|依照|按|见|以|经|和|及|与|的|由|参照|执行|转发|印发|文件)+")
MAX_NUMBER = 40
"""A document's number has at most this many characters."""
_DATE = r"(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}日)?)?"
_ISSUED_BEFORE = compiled(
    rf"(?P<date>{_DATE})[^。！？；\n]{{0,30}}(?:印发|发布|公布|出台|制定|颁布|通过|下发|签署"
    rf"|签订|实施)[^。；\n]{{0,8}}$"
)
_ISSUED_BEHIND = compiled(
    rf"^[（(，,]?(?:于|自|已于)?(?P<date>{_DATE})[^。！？；\n]{{0,12}}(?:印发|发布|公布|出台"
    rf"|颁布|通过|施行|实施|修订|修正|起)"
)


_SIGN = compiled(r"(?<=[\d一二三四五六七八九十百零〇 ])号")


def documents(text: str, folded: str) -> list[Fact]:
    """The documents a text names: value is the name, details hold ``number`` and ``date``.

    >>> facts = documents(t := "《行动计划》（国发〔2020〕15号）", t)
    >>> facts[0].value, facts[0].details["number"]
    ('行动计划', '国发〔2020〕15号')
    """
    found = []
    for match in _TITLED.finditer(folded):
        start, end = match.start(), match.end("name") + 1
        found.append(
            Fact(
                "document",
                text[start:end],
                start,
                end,
                value=match["name"],
                details=_details(folded, start, match.end(), match["number"]),
                confidence=0.98,
            )
        )
    spans = [(f.start, f.end) for f in found]
    for sign in _SIGN.finditer(folded):
        number = _NUMBER.search(folded[max(0, sign.start() - MAX_NUMBER) : sign.end()])
        if not number:
            continue
        written = _LED_BY.sub("", number[0])
        start, end = sign.end() - len(written), sign.end()
        bracketed = folded[start - 1 : start] in "（(" and folded[start - 2 : start - 1] == "》"
        if not bracketed and not any(s < end and start < e for s, e in spans):
            details = {"number": written, "date": None}
            found.append(Fact("document", text[start:end], start, end, written, details=details))
    return sorted(found, key=lambda f: f.start)


def _details(folded: str, start: int, end: int, number: str | None) -> dict[str, str | None]:
    before = _ISSUED_BEFORE.search(folded[max(0, start - 60) : start])
    behind = _ISSUED_BEHIND.search(folded[end : end + 40])
    issued = before or behind
    return {"number": number[1:-1] if number else None, "date": issued["date"] if issued else None}
