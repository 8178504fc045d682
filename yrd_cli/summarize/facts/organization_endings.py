"""What organisations end with (委员会, 有限公司, 局), and the words those only seem to end."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.names_lexicon import (
    Pairs,
    endings_by_pair,
    organization_words,
    telling_pairs,
)

_SHORT_ENDING = compiled(
    # Endings of one or two characters, each with the words that they would be part of.
    r"局(?<![结布格当大时邮破残僵全开平定骗饭棋对败终战死搅]局)(?![势部面限地促])"
    r"|厅(?<![客餐歌舞大门前]厅)|署(?<![部签]署)"
    r"|部(?<![全内外大西东南北中局干背头胸腹腰颈脸俱]部)(?![分门队署位落长件])"
    r"|办(?<![举主承协创开筹督查]办)(?![理法学事公案好])"
    r"|组(?<![一几各每两三]组)(?=组长|副组长)|处(?<![到四好用]处)(?=副?处长)|科(?=副?科长)"
    r"|中心(?<![市核重身]中心)(?![城区思组任位点工内地环线广街])|报(?=记者|讯|社论)|网(?=记者|讯)"
)
_TITLE_FOLLOWS = compiled(r"长(?![三江沙期征春宁丰兴])")


class Ending(NamedTuple):
    """An ending in the folded text; ``kind``: named, weak or short."""

    start: int
    end: int
    word: str
    kind: str


@cache
def _kinds() -> dict[str, str]:
    words = organization_words()
    return {word: kind for kind in ("weak", "named") for word in words[kind]}


def endings(folded: str, pairs: Pairs | None = None) -> list[Ending]:
    """The endings of organisations, left to right; the longest where several close together."""
    table, kinds = endings_by_pair(), _kinds()
    found = []
    for at in (pairs or telling_pairs(folded)).endings:
        end = at + 2
        for word in table[folded[at:end]]:
            if (
                folded.startswith(word, end - len(word))
                and not _TITLE_FOLLOWS.match(folded, end)
                and not _part_of_word(folded, end - len(word), end, word)
            ):
                found.append(Ending(end - len(word), end, word, kinds[word]))
                break
    found += [
        Ending(m.start(), m.end(), m[0], "short")
        for m in _SHORT_ENDING.finditer(folded)
        if not _TITLE_FOLLOWS.match(folded, m.end())
    ]
    found.sort(key=lambda x: (x.end, x.start))
    following: list[Ending | None] = [*found[1:], None]
    # An ending within the next one is none: 委员会 of 委员会办公室 is, 大学 of 大学院 is not.
    return [x for x, y in zip(found, following, strict=False) if not y or y.start > x.start]


_OTHER_WORDS: dict[str, tuple[str, str]] = {
    # What the two characters belong to instead: 合[作协]议, 部[分行]业, 首尔[市中心].
    "商会": ("协", "议"),
    "控股": ("", "集团|有限|股份"),
    "作协": ("合工协操写", ""),
    "分行": ("部", "业"),
    "人大": ("工名本个众", "多|大|会|量|约|概|部|力|胆|声"),
    "政协": ("", "商|议|定"),
    "文联": ("", "合"),
    "法院": ("方", ""),
    "大学": ("", "生|习"),
    "中学": ("程过其从途", "生|习|到|会"),
    "小学": ("中", "生"),
    "警方": ("预报", ""),
    "联盟": ("", "号"),
    "团委": ("", "托|派|员"),
    "党委": ("", "员|托|派"),
    "科委": ("", "托|员"),
    "工委": ("", "托|员|派"),
    "省委": ("", "员|托|派|任"),
    "市委": ("", "员|托|派|任"),
    "县委": ("", "员|托|派|任"),
    "区委": ("", "员|托|派|任"),
    "监委": ("", "托|员|派"),
    "协会": ("", "谈|商|见"),
    "学会": ("", "了"),
    "总会": ("人们他你我都也就是", ""),
    "银行": ("", "卡|业|家|员|存|账|贷"),
    "政府": ("非", "采|购|工作报告|间|性基金"),
    "海军": ("", "节|衫"),
    "证券": ("", "市|投|法|化|账|公|从|业"),
    "集团": ("", "化|性|式|作|军"),
    "大队": ("长", ""),
}


def _part_of_word(folded: str, start: int, end: int, word: str) -> bool:
    other = _OTHER_WORDS.get(word[-2:])
    if other is None:
        return False
    before, behind = other
    if len(word) == 2 and start and folded[start - 1] in before:
        return True
    follows = bool(behind) and folded.startswith(tuple(behind.split("|")), end)
    return follows and not folded.startswith("军队", end)
