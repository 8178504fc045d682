"""Whether characters can be a person's name, and where the name ends."""

from __future__ import annotations

import re
from functools import cache

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.names_lexicon import (
    LEAST_STEP,
    by_pair,
    clause_words,
    common_words,
    family_names,
    given_name_steps,
    place_kinds,
    titles,
    word_set,
)

LISTS = ("、", "）", ")")
HAN = "\u4e00-\u9fff"
_HAN = compiled(f"[{HAN}]")

SYLLABLES = (
    "阿埃艾爱安昂奥巴白班邦保鲍贝本比彼毕宾波伯勃博布查昌彻茨达戴丹道德登邓迪蒂帝丁东杜顿多恩尔法凡方菲费芬丰佛夫弗福"
    "富盖甘冈戈格根古瓜哈海汉豪赫亨洪胡华怀惠霍基吉加贾杰金津卡凯坎康考科克肯孔库夸奎昆拉莱赖兰朗劳勒雷里利丽莉连列林"
    "琳卢鲁路露伦罗洛吕马玛迈麦曼芒梅门蒙米密明摩莫默姆穆拿内纳娜南尼妮涅宁纽努诺欧帕派潘庞佩彭皮匹平坡珀普奇齐契恰强"
    "乔切钦丘萨塞桑森沙山尚舍申圣施史士舒斯丝思司苏索塔泰坦汤唐特腾田廷通图托瓦万旺威韦维魏温翁沃乌伍西希锡夏香谢辛欣"
    "休许雅亚扬耶叶伊易因英尤约泽扎詹珍朱兹子佐胥祖拜京甸敦哲萝茜娅娃妲蕾薇苔缇岑尧坚庇伽钱逊奈麻弥钵蓬隆劲颇孜依买提热江永斐杨瑙贡隆奎卜木力吾肉甫弥菱纲雄郎太郁桢仲什代冯济柯赛琼婕腊黛珊歇翰泊楚儒范瑟迭洁蔓璐柏颂披叙蓓葆滕吾守"
)
"""The characters that foreign names are written with."""


# A name ends before these. Single characters that are also common in given names (文, 成, 正) are
# not among them.
@cache
def _ends() -> tuple[frozenset[str], dict[str, list[str]]]:
    words = word_set("name ends before")
    return (
        frozenset(w for w in words if len(w) == 1) - {"介", "绍"},
        by_pair(sorted(w for w in words if len(w) > 1), slice(0, 2)),
    )


@cache
def _titles_behind() -> dict[str, list[str]]:
    return by_pair((w for kind in ("office", "trade") for w in titles()[kind]), slice(0, 2))


def _is_end(folded: str, at: int) -> bool:
    """Whether a mark, a verb of saying or a particle follows."""
    char = folded[at : at + 1]
    single, longer = _ends()
    if not "\u4e00" <= char <= "\u9fff" or char in single:
        return True
    return _begins(folded, at, longer)


def _begins(folded: str, at: int, words: dict[str, list[str]]) -> bool:
    return any(folded.startswith(word, at) for word in words.get(folded[at : at + 2], ()))


def ends_before(folded: str, at: int) -> bool:
    """Whether a name can end here: a mark, a verb of saying, a particle, a title follows."""
    if _is_end(folded, at):
        return True
    table = _titles_behind()
    if _begins(folded, at, table):
        return True
    return folded[at] in "副总原前老大" and _begins(folded, at + 1, table)


def family_name_length(folded: str, at: int, *, rare: bool) -> int:
    """The length of the family name that begins here, 0 where there is none."""
    names = family_names()
    if folded[at : at + 2] in names.double:
        return 2
    first = folded[at : at + 1]
    return 1 if first in names.common or (rare and first in names.rare) else 0


def name_end(folded: str, at: int, *, sure: bool) -> int:
    """Where the name that begins at ``at`` ends; 0 where no name begins.

    ``sure``: a title or a credit stands before it, so that rarer family names and unlikelier
    given names are taken too.

    >>> name_end("王平在会上说", 0, sure=True), name_end("高度重视", 0, sure=True)
    (2, 0)
    >>> name_end("沈文化刚刚", 0, sure=True), name_end("王平安说", 0, sure=True)
    (3, 3)
    """
    family = family_name_length(folded, at, rare=sure)
    if not family:
        return 0
    first = at + family
    end = _given_end(folded, at, first, sure=sure)
    if not end:
        return 0
    name = folded[at:end]
    return (
        0
        if name in place_kinds() or name in _title_words() or _is_word(folded, at, end, sure)
        else end
    )


@cache
def _title_words() -> frozenset[str]:
    return frozenset(word for words in titles().values() for word in words)


def _is_word(folded: str, start: int, end: int, sure: bool) -> bool:
    """Whether the characters are, or begin with, an ordinary word, so that no name is meant."""
    words = common_words()
    if folded[start:end] in words or folded[start : start + 3] in words:
        return True
    if folded[start] in family_names().rare and folded[start + 1 : end] in clause_words():
        return True  # 应[密切], 于[宣告]
    begins = folded[start : start + 2] in words
    if end - start == 3 and begins and folded[start : start + 2] not in family_names().double:
        # 王国强 is a name all the same, 任命之 is none.
        likely = sure and ends_before(folded, end) and folded[start] in family_names().common
        last = given_name_steps().get(folded[end - 1], LEAST_STEP)
        return not likely or last < 0 or folded[start + 1 : end] in _NOUNS | words
    return False


_NOUNS = word_set("nouns within names")


def _given_end(folded: str, start: int, first: int, *, sure: bool) -> int:
    steps = given_name_steps()
    if not _HAN.match(folded, first):
        return 0
    one = steps.get(folded[first], LEAST_STEP)
    if sure and first - start == 1 and folded[first + 2 : first + 3] in LISTS:
        # Behind a title and before 、 even 蒋作君 is a name.
        families = family_names()
        likely = folded[start] in families.common | families.rare and _HAN.match(folded, first + 1)
        if likely and folded[first + 1] not in "、和与等":
            return first + 2
    if one <= (-3 if sure else -2) or (first - start == 1 and one < -1 and _is_end(folded, first)):
        return 0
    second = folded[first + 1 : first + 2]
    two = steps.get(second, LEAST_STEP) if _HAN.match(second) else None
    after_one, after_two = ends_before(folded, first + 1), False
    if two is not None:
        after_two = ends_before(folded, first + 2)
    rare = folded[start] in family_names().rare
    least = 2 if rare or not sure else 0
    if two is None:
        return first + 1 if one >= (1 if rare else -2 if sure else 0) else 0
    if after_two and not after_one and two > -3:
        return first + 2 if one + two >= least - 2 else 0
    if after_one and not after_two:
        return first + 1 if one >= (1 if rare else -2 if sure else 0) else 0
    if after_one and after_two:
        if two >= 1 or (two >= 0 and not _is_end(folded, first + 1)):
            return first + 2
        return first + 1 if one >= (1 if rare else -2) else 0
    return first + 2 if one + two >= least + 1 and two >= -1 else 0


def _foreign_run_end(folded: str, at: int, end: int) -> int:
    """Where a name ends within a run of its syllables: before the first word of two characters.

    A single character ends it only behind the name's third syllable or at the run's end:
    施泰[因]迈尔, but 普京 + 因病.
    """
    longer, table = _ends()[1], _titles_behind()
    for cut in range(at + 2, end):
        if _begins(folded, cut, longer) or _begins(folded, cut, table):
            return cut
    if ends_before(folded, end):
        return end
    single = _ends()[0]
    while end - at > 2 and folded[end - 1] in single:
        end -= 1
    if end - at >= 3 or ends_before(folded, end):
        return end
    return at


_DOTTED = compiled(
    rf"(?<![{SYLLABLES}·])[{SYLLABLES}]{{1,8}}(?:[·•‧・∙][{SYLLABLES}]{{1,8}}){{1,4}}"
)
_BEHIND_TITLE = compiled(rf"[{HAN}A-Z.]{{1,7}}(?:[·•‧・∙][{SYLLABLES}]{{1,8}}){{1,4}}")
_FOREIGN = compiled(rf"[{SYLLABLES}]{{2,7}}")
_LATIN = compiled(r"[A-Z][a-z'’-]{1,15}(?: [A-Z]\.)?(?: [A-Z][A-Za-z'’-]{1,15}){1,3}")


def dotted_names(folded: str) -> list[tuple[int, int]]:
    """Foreign names with a dot between their parts: 贡纳尔·贝克."""
    if not re.search("[·•‧・∙]", folded):
        return []
    return [m.span() for m in _DOTTED.finditer(folded)]


def foreign_end(folded: str, at: int) -> int:
    """Where a foreign name behind a title ends, in Han characters or Latin; 0 where there is none.

    >>> foreign_end("拉夫罗夫表示", 0), foreign_end("拜登说", 0), foreign_end("高度评价", 0)
    (4, 2, 0)
    """
    dotted = _BEHIND_TITLE.match(folded, at)
    if dotted:
        return dotted.end()
    found = _FOREIGN.match(folded, at)
    if found:
        end = _foreign_run_end(folded, at, found.end())
        name = folded[at:end]
        if (
            end - at >= 2
            and name not in place_kinds()
            and not (name[:2] in common_words() and (end - at < 4 or name[2:4] in common_words()))
        ):
            return end
    latin = _LATIN.match(folded, at)
    return latin.end() if latin else 0
