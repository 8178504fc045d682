"""Organisations: what ends like one (委员会, 有限公司, 大学), and where its name begins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import cache
from typing import NamedTuple

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.names_lexicon import (
    Pairs,
    clause_words,
    endings_by_pair,
    organization_words,
    word_set,
)
from yrd_cli.summarize.facts.organization_endings import Ending, endings
from yrd_cli.summarize.facts.places import Listed

MAX_BODY = 32
"""An organisation's name is looked for in at most this many characters before its ending."""

MAX_UNPLACED = 16
"""A name without a place at its head has at most this many characters before its ending."""

_CONTINUES = compiled(
    "(?:总部|(?:股份)?有限(?:责任)?公司|分院|分行|支行|分公司|分校|分局|分中心|支部|党委|党组|党支部|办公室|办公厅"
    "|研究室|宣传部"
    "|组织部|统战部|政法委|医学院|商学院|法学院|研究院|附属医院|人民医院|研究所|出版社|委员会"
    "|常委会)$"
)
_JOINS = compiled(r"(?:附属|直属)?(?:第[一二三四五六七八九十\d]{1,2})?(?:人民|附属)?")
_STOPS = compiled(
    # A name of an organisation cannot reach back over these. Characters that names hold too
    # (和, 对, 有 …) stop only outside the words in which they do.
    r"[^\u4e00-\u9fffA-Za-z0-9·&]|[的个该某是被把让从了着这那我你他她它们吗吧呢啊也很却且需]"
    r"|(?<!第)(?<![A-Za-z])\d+(?:[年月日时号个家所名位项次批条款种座支多余万亿]|$)"
    r"|[一二两三四五六七八九十百千万几多数各每某首](?:[家所个名位批座项支款条种大省市地国级方]"
    r"|部门|单位)"
    r"|[与及还又已曾没因但若如赴跟]|以及|为(?!民)|于(?!都|洪)|到(?!位)|将(?!军)|给(?!水|排)"
    r"|(?<![中共饱])和(?!平|谐|田|县|顺)"
    r"|在(?!线|建)|对(?!外|口|台|接)|向(?!阳|上)|使(?!馆|领)|等(?![级教])"
    r"|同(?![济仁方德心安盟业兴创学])|据(?!点)|而|则(?!徐)|或|(?<!自)由"
    r"|有(?![限色关机线效])|不(?![动锈])|并(?!购)|就(?!业)|都(?![市江匀昌安])"
    r"|再(?![生就保担])|(?<![重主需])要(?![求素塞闻])|即(?!墨)|使(?=[^馆领])"
    r"|挂职|调任|转任|[省市县区]委和|全(?:[省市县区]|国(?=各|范围|[一二三四五六七八九十\d]))"
    r"|[我本该报者经](?=[省市县区镇村])|者"
)
_STRIP = compiled(
    "(?:少(?![年儿林数先])|地(?![方质铁震理产区])|(?:[省市县区乡]?级)?以上(?:地方)?|(?:第?[一二三四五六七八九十]+)?次|沿海|报|影响|会|全国(?!人大|政协|总工会|妇联|社|工商|青|学|残|台|高)|我国|我[市省县区]|以|其|又|时|后"
    "|前|上|下|内|外|里|原"
    "|现|推动|建设|建立|组织|加强|促进|服务|依靠|握|众多|深化|结合|规范|布局|根据|关于|作为|合作|联合"
    "|(?:[省市县区](?=.{3})))"
)
_PARK = compiled("园区?$")
_PARTY = compiled("(?:党组|党工委|党委|党支部|党总支)$")
_NEEDS_NAME = word_set("endings that need a name")
"""Endings that are common nouns behind a place and a describing word: 安徽公司, 杭州市基层工会."""
_NEEDS_PART = word_set("endings that need a part")
"""Endings before which a bare place says too little: 上海中心 may be anything."""


_OF_LEVELS = frozenset("局厅委府大协院办会")
_NO_LEVEL = word_set("endings of no level")
_NOT_BEFORE_LEVEL = frozenset("各全本该两三四每我")

_OWN = ("公司", "集团", "学校", "医院", "单位", "学院", "该", "本")
_BARE = word_set("bare committees")
"""Committees that are named without more where the text has said which."""
_NO_PART_ENDS = frozenset("好出完过到成来去见入往做当任称叫给更最还可")


class Organization(NamedTuple):
    """An organisation in the folded text; ``placed``: a place stands at its head."""

    start: int
    end: int
    name: str
    placed: bool


@cache
def _generic_words() -> frozenset[str]:
    return frozenset(organization_words()["generic"])


def made_of(body: str, words: Collection[str]) -> bool:
    """Whether a string is a chain of the words given, of up to five characters each.

    >>> made_of("大型物流", {"大型", "物流"}), made_of("海尚", {"海"})
    (True, False)
    """
    reached = [True] + [False] * len(body)
    for end in range(1, len(body) + 1):
        reached[end] = any(
            reached[start] and body[start:end] in words for start in range(max(0, end - 5), end)
        )
    return reached[-1]


def find_organizations(
    folded: str,
    listed: Sequence[Listed],
    barriers: Sequence[tuple[int, int]],
    titles: Collection[int] = (),
    pairs: Pairs | None = None,
) -> list[Organization]:
    """The organisations of a folded text, left to right.

    None reaches over one of the ``barriers`` (titles, persons, documents; sorted spans);
    ``titles`` are the offsets at which titles begin.

    >>> from yrd_cli.summarize.facts.places import listed_names
    >>> text = "上海市同仁医院与萧县人民医院签约，各家医院和有关公司参加"
    >>> [o.name for o in find_organizations(text, listed_names(text), [])]
    ['上海市同仁医院', '萧县人民医院']
    """
    finder = _Finder(folded, listed, barriers, titles)
    for ending in endings(folded, pairs):
        finder.take(ending)
    return finder.found


class _Finder:
    """The state of one pass over a text."""

    def __init__(
        self,
        folded: str,
        listed: Sequence[Listed],
        barriers: Sequence[tuple[int, int]],
        titles: Collection[int],
    ) -> None:
        self.folded = folded
        self.places = [x for x in listed if x.kind != "short county"]
        self.starts = [x.start for x in self.places]
        self.barriers = barriers
        self.ends = [end for _, end in barriers]
        self.titles = frozenset(titles)
        self.found: list[Organization] = []

    def take(self, ending: Ending) -> None:
        """Add the organisation that this ending closes, if it closes one."""
        at, end = ending.start, ending.end
        i = bisect_left(self.ends, at + 1)
        if i < len(self.barriers) and self.barriers[i][0] < end:
            return
        left = max(0, at - MAX_BODY, self.ends[i - 1] if i else 0)
        before = self.found[-1] if self.found else None
        if before is not None and before.end > left:
            if self._continues(before, ending):
                self._add(before.start, end, before.placed)
                return
            if made_of(self.folded[before.end : at], _generic_words()) and at - before.end <= 8:
                if _PARK.search(ending.word) and at > before.end and _PARK.search(before.name):
                    self._add(before.start, end, before.placed)
                return  # a department of the body before: 教育局政策法规处
            left = before.end
        self._begin(left, ending)

    def _continues(self, before: Organization, ending: Ending) -> bool:
        """Whether the ending belongs to the name just found: 浙江大学 + 医学院."""
        gap = self.folded[before.end : ending.start]
        if _JOINS.fullmatch(gap):
            return bool(gap) or bool(_CONTINUES.search(ending.word))
        place = self._first_place(before.end, ending.start)
        return (
            place is not None
            and (place.start, place.end) == (before.end, ending.start)
            and ending.word.startswith(("分", "支", "总部"))
        )

    def _first_place(self, left: int, right: int) -> Listed | None:
        i = bisect_left(self.starts, left)
        return self.places[i] if i < len(self.places) and self.places[i].start < right else None

    def _begin(self, left: int, ending: Ending) -> None:
        at = ending.start
        left = self._after_stops(left, at)
        left = self._after_clause_words(left, at)
        place = self._first_place(left, at + 1)
        if place is not None and place.end <= at + 1:
            self._begin_at_place(place, ending)
        elif place is None or place.start >= at:
            self._begin_bare(left, ending)

    def _after_stops(self, left: int, at: int) -> int:
        for stop in _STOPS.finditer(self.folded, left, at):
            if self._holds(stop.start(), stop.end()):
                continue  # 呼[和]浩特
            if stop[0] not in "和与" or not _COMPOUND.search(
                self.folded, max(left, stop.start() - 4), min(at, stop.end() + 3)
            ):
                left = stop.end()
        return left

    def _after_clause_words(self, left: int, at: int) -> int:
        words, folded = clause_words(), self.folded
        for i in range(at - 2, left - 1, -1):
            if folded[i : i + 2] in words and not self._within_place(i):
                if i + 2 == at and folded[i : i + 2] in _WITHIN_NAMES:
                    continue  # 中央[选举]委员会
                if {folded[i - 1 : i + 1], folded[i + 1 : i + 3]} <= _generic_words():
                    continue  # 发[展示]范区
                return i + 2
        return left

    def _holds(self, start: int, end: int) -> bool:
        i = bisect_left(self.starts, start) - 1
        return i >= 0 and self.places[i].end >= end and self.places[i].start < start

    def _within_place(self, at: int) -> bool:
        i = bisect_left(self.starts, at + 1) - 1
        return any(p.start < at + 2 and at < p.end for p in self.places[max(0, i) : i + 2])

    def _begin_at_place(self, place: Listed, ending: Ending) -> None:
        at, end = ending.start, ending.end
        start, inner = place.start, place.end
        i = bisect_left(self.starts, inner)
        while i < len(self.places) and self.places[i].start == inner and self.places[i].end <= at:
            inner = self.places[i].end
            i += 1
        part = self.folded[inner:at]
        # 中国海油 + 深圳 + 分公司
        branch = place.kind == "body" and ending.word[0] in "分支总" and not part
        if place.kind == "body" and not branch and (len(part) > 8 or not part):
            return
        if ending.word in _NEEDS_NAME and not branch and made_of(part, _generic_words()):
            return
        single = not part and inner == place.end
        if single and (ending.kind == "short" or ending.word in _NEEDS_PART):
            return
        self._add(start, end, True)

    def _begin_bare(self, left: int, ending: Ending) -> None:
        at, end = ending.start, ending.end
        if self._is_of_level(left, ending):
            self._add(left, end, False)
            return
        while strip := _STRIP.match(self.folded, left, at):
            left = strip.end()
        if left == at and ending.word in _BARE:
            if end not in self.titles:
                self._add(at, end, False)
            return
        body = self.folded[left:at]
        titled = end in self.titles
        if ending.word == "办公室" and body.endswith("组") and not body.endswith("小组"):
            end = at  # the room of a group, not a body of its own
        least = 2 if ending.kind == "named" or titled else 3
        if not least <= len(body) <= MAX_UNPLACED or body[-1] in _NO_PART_ENDS:
            return
        if made_of(body, _generic_words()):
            if not (titled and len(body) >= 4) or body.startswith(_OWN):
                return
        elif (ending.kind == "short" and not titled) or (
            ending.kind == "weak" and not (titled or len(body) <= 8)
        ):
            return
        self._add(left, end, False)

    def _is_of_level(self, left: int, ending: Ending) -> bool:
        """Whether a body names only its level: 市教育局, 省住房城乡建设厅, 县政府."""
        if self.folded[left] not in "省市县区州" or ending.word[-1] not in _OF_LEVELS:
            return False
        if ending.word in _NO_LEVEL or (left and self.folded[left - 1] in _NOT_BEFORE_LEVEL):
            return False
        part = self.folded[left + 1 : ending.start].replace("和", "")
        if not part:
            return len(ending.word) > len("政府") and ending.word != "人民政府"
        if part[0] == "级":
            return False  # 县级以上人民政府: of any
        return len(part) >= 2 and made_of(part, _generic_words())

    def _add(self, start: int, end: int, placed: bool) -> None:
        folded = self.folded
        if end in self.titles:
            party = _PARTY.search(folded[start:end])
            shorter = start + party.start() if party else end
            if party and _ending_at(folded, start, shorter):
                end = shorter
        while self.found and self.found[-1].end > start:
            self.found.pop()
        self.found.append(Organization(start, end, folded[start:end], placed))


def _ending_at(folded: str, start: int, end: int) -> bool:
    """Whether some ending closes exactly there."""
    return folded[end - 2 : end] in endings_by_pair() or folded[end - 1] in "办局厅区"


_WITHIN_NAMES = word_set("verbs before endings")
"""Verbs that may stand right before an ending as part of the name: 中央选举委员会."""
_COMPOUND = compiled(
    "发展[和与]改革|资源[和与](?:社会|规划)|规划[和与]|住房[和与]城|信息[和与]|文化[和与]旅"
    "|卫生[和与]计"
    "|农业[和与]农|科学[和与]技|体育[和与]|财政[和与]|教育[和与]|商务[和与]|交通[和与]|经济[和与]"
    "|广播[和与]|出版[和与]|安全[和与]|食品[和与]|政策[和与]|粮食[和与]物|林业[和与]草|业[和与]信"
    "|共和国|环境[和与]|监督[和与]|社会[和与]|法制[和与]|宪法[和与]|民族[和与]|预算[和与]"
)

_ABBREVIATED = compiled(
    r"[（(](?:以下|下文|下)?(?:简称"
    r"|称)为?[:：]?[“\"「『]?([\u4e00-\u9fffA-Za-z]{2,12})[”\"」』]?[)）]"
)


def given_abbreviations(folded: str) -> dict[int, str]:
    """Short names that the text itself gives, by the offset of their bracket.

    >>> given_abbreviations("中国证监会（以下简称证监会）")
    {5: '证监会'}
    """
    return {m.start(): m[1] for m in _ABBREVIATED.finditer(folded)}


def full_name(name: str, names: Collection[str]) -> str:
    """The one longer name of the document that a short one abbreviates, else the name itself.

    >>> full_name("示范区执委会", ["一体化发展示范区执委会", "青浦区教育局"])
    '一体化发展示范区执委会'
    """
    fits = {full for full in names if _abbreviates(name, full)}
    return fits.pop() if len(fits) == 1 else name


def _abbreviates(short: str, full: str) -> bool:
    if not 3 <= len(short) < len(full) or short[-1] != full[-1]:
        return False
    rest = iter(full)
    return all(char in rest for char in short)
