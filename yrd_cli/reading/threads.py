"""Discussion threads: the posts of forums, questions and their answers, in the order of the page.

Forum software names the element that holds the text of a post (`postmessage_12`, `tpc_content`,
`reply_content`). Where it does not, posts are siblings of one class with a floor or a time in
each, and what differs between them is what people wrote.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

from yrd_cli.patterns import compiled
from yrd_cli.reading.blocks import Block, Scan
from yrd_cli.reading.html_lines import HEADINGS
from yrd_cli.reading.post_names import NO_POST, is_thread_page, post_part

PROVEN = 1.0
"""The vote of a line that the structure of the page proves to be content: no rule drops it."""

MIN_POSTS = 2
"""So many posts make a thread, and one on a page that says that it is a thread."""

MIN_SHARE = 0.4
"""Unnamed posts hold this share of the unlinked characters of a page that does not call itself a
thread; comments below an article do not."""

MIN_NAMED_SHARE = 0.05
"""Named ones, and those of a page that does, may be of one word each, with all that a forum
writes around them."""

MIN_RECORDS = 3
MARKED_SHARE = 0.6
WRITTEN_SHARE = 0.6
"""Siblings are posts where so many of them bear a floor, a time or a button, and hold text
besides."""

MAX_MEMBER = 0.7
"""One of several boxes that holds more of their text is the page's article."""

LINKED_HEADING = 0.8
"""A heading in a post that links to the post itself repeats the subject."""

LISTED_SHARE = 0.5
"""Records with more of their text in links list threads."""

REPEATED_SHARE = 0.5
"""A short line that so many posts have is the forum's: 回复, 只看该作者."""

HEAD_LINES = 8
"""Lines of an opening post above what it says."""

LONGEST_LABEL = 24
LONGEST_MARK = 80

_FLOORS = (
    r"楼主|樓主|沙发|板凳|地板|(?<!\d)\d{1,6} ?[楼樓](?!\w)|#\d{1,6}(?!\w)|(?<!\d)\d{1,5} ?#|"
    r"只看(?:该作者|該作者)"
)
_NUMBERED = compiled(_FLOORS)
"""What only the posts of a forum bear; comments below an article bear the rest, too."""

_FLOOR = (
    _FLOORS + r"|只看(?:他|TA|楼主)|发表于|發表於|回复于|回覆於|发帖|發帖|回答于|"
    r"回复$|回覆$|引用$|举报$|舉報$"
)
_OPENER = compiled("楼主|樓主")
FLOOR = compiled(_FLOOR)
"""What only a post bears."""

MARKER = compiled(
    _FLOOR + r"|发布于|\d ?(?:秒|分钟|分鐘|小时|小時|天|个月|個月|年) ?(?:之)?前|"
    r"(?:19|20)\d\d[-/.年] ?\d{1,2}[-/.月] ?\d{1,2}|(?<!\d)\d{1,2}[-/]\d{1,2} \d{1,2}:\d\d"
)
_BUTTONS = (
    "回复|回覆|举报|舉報|引用|收藏|分享|点赞|赞|讚|顶|踩|支持|反对|有用|没用|评论|評論|编辑|删除|倒序浏览|"
    "只看(?:该作者|該作者|他|TA|楼主|大图)|电梯直达|使用道具|发消息|发短消息|加好友|查看全部|展开|收起|"
    "展开全部|查看更多|更多|私信|关注|關注|楼主|樓主|沙发|板凳|地板|推荐|显示全部楼层|阅读模式|回应|回應|Reply|Quote|Like|Share"
)
_BUTTON_ROW = compiled(rf"(?:(?:{_BUTTONS})[\s(（]{{0,3}}\d{{0,6}}[)）\s|·•:：]{{0,4}}){{1,8}}")
_PROFILE = compiled(
    r"(?:[级級][别別]|等级|等級|积分|積分|威望|金[钱錢币幣]|精华|精華|帖子|主题|主題|注册(?:时间)?|註冊|"
    r"在线时间|最后登录|UID|来自|來自|IP|性别|经验|贡献|阅读权限|听众|头衔)\s{0,3}[:：]?\s{0,3}\S{0,20}"
)
_NOTE = compiled(
    r"[※◆] ?(?:發信站|发信站|文章網址|編輯|编辑|来源|來源|修改|From)|--$|"
    r".{1,24} ?(?:说|說|写道|寫道|wrote) ?[:：]$"
)
_EDITED = compiled(r"本[帖贴]最[后後]由.{1,40}(?:编辑|編輯)|\[?\s?本帖.{0,20}编辑\s?\]?$")


def thread_votes(scan: Scan, blocks: Sequence[Block], forced: bool = False) -> list[float] | None:
    """The votes of a thread's lines: PROVEN for what people posted, -1 for the rest.

    None where the page is no thread; ``forced`` asks for less proof of that.
    """
    posts = _named_posts(scan)
    signed = bool(posts) and is_thread_page(scan)
    said = _said(scan, blocks, posts)
    kinds = {posts[node] for node in {blocks[n].node for n in said}}
    sure = any(post_part(scan.attrs[post]) != "maybe" for post in kinds)
    if len(kinds) < (1 if sure else MIN_POSTS) or not (
        forced or (signed and _share(blocks, said) >= MIN_NAMED_SHARE)
    ):
        said = _unnamed_posts(scan, blocks, is_thread_page(scan), forced)
    if not said:
        return None
    votes = [-1.0] * len(blocks)
    for n in said:
        votes[n] = PROVEN
    return votes


def begins_with_reply(scan: Scan, blocks: Sequence[Block], votes: Sequence[float]) -> int:
    """The number of the first line that was said in a thread without an opening post, else 0."""
    first = next((n for n, vote in enumerate(votes) if vote == PROVEN), 0)
    node = blocks[first].node if blocks else 0
    while node:
        part = post_part(scan.attrs[node])
        if part:
            return first if part == "reply" else 0
        node = scan.parents[node]
    above = blocks[max(0, first - HEAD_LINES) : first]
    return 0 if any(_OPENER.search(block.text) for block in above) else first


def _named_posts(scan: Scan) -> dict[int, int]:
    """For each element within a named post: the outermost element of that post.

    Elements within it that are named as something else (a signature, a note) are left out. Names
    that others than forums use count where there is no other.
    """
    parts = [post_part(attrs) if attrs else None for attrs in scan.attrs]
    sure = [None if part == "maybe" else part for part in parts]
    posts = _within_posts(scan, sure) if any(part not in (None, NO_POST) for part in sure) else {}
    return posts or (_within_posts(scan, parts) if "maybe" in parts else {})


def _within_posts(scan: Scan, parts: Sequence[str | None]) -> dict[int, int]:
    posts: dict[int, int] = {}
    for node in range(1, len(scan.tags)):
        outer = posts.get(scan.parents[node], 0)
        part = parts[node]
        if part == NO_POST:
            posts[node] = -1
        elif outer:
            posts[node] = outer
        elif part:
            posts[node] = node
    return {node: post for node, post in posts.items() if post > 0}


def _said(scan: Scan, blocks: Sequence[Block], posts: dict[int, int]) -> list[int]:
    return [
        n
        for n, block in enumerate(blocks)
        if block.node in posts
        and not _is_furniture(block.text)
        and not (block.link_share and _is_dated(block.text))
        and not (block.tag in HEADINGS and block.link_share > LINKED_HEADING)
    ]


def _share(blocks: Sequence[Block], said: list[int]) -> float:
    total = sum(_unlinked(block) for block in blocks)
    return sum(_unlinked(blocks[n]) for n in said) / total if total else 0.0


def _unlinked(block: Block) -> float:
    return len(block.text) * (1 - block.link_share)


def _is_furniture(text: str) -> bool:
    """Whether a line is what the software writes into posts: a note of editing, buttons."""
    if len(text) > 80:
        return False
    return bool(_EDITED.match(text) or _NOTE.match(text) or _BUTTON_ROW.fullmatch(text))


def _unnamed_posts(scan: Scan, blocks: Sequence[Block], trusted: bool, forced: bool) -> list[int]:
    """The lines of posts that nothing but their likeness shows; the largest group of siblings."""
    mark = MARKER if forced else FLOOR if trusted else _NUMBERED
    marked = {
        n
        for n, block in enumerate(blocks)
        if _bears(block.text, mark) and (trusted or forced or block.hint != "comment")
    }
    if len(marked) < MIN_RECORDS:
        return []
    masses = [_unlinked(block) for block in blocks]
    total = sum(masses)
    best: list[int] = []
    best_mass = 0.0 if forced else (MIN_NAMED_SHARE if trusted else MIN_SHARE) * total
    for members in _records(scan, blocks):
        if len(members) < MIN_RECORDS:
            continue
        if sum(masses[n] for member in members for n in member) <= best_mass:
            continue  # even with all they hold
        if sum(any(n in marked for n in m) for m in members) < MARKED_SHARE * len(members):
            continue
        if not (trusted or forced) and _has_article(blocks, members):
            continue
        said = _written(blocks, members)
        mass = sum(masses[n] for n in said)
        if mass > best_mass:
            best, best_mass = said, mass
    return best


def _records(scan: Scan, blocks: Sequence[Block]) -> list[list[list[int]]]:
    """Groups of siblings of one tag and class, each sibling as the lines it holds."""
    lines: dict[int, list[int]] = defaultdict(list)
    for n, block in enumerate(blocks):
        node = block.node
        for _ in range(MAX_DEPTH):
            if not node:
                break
            lines[node].append(n)
            node = scan.parents[node]
    groups: dict[tuple[int, str, str], list[list[int]]] = defaultdict(list)
    for node in sorted(lines):
        key = (scan.parents[node], scan.tags[node], _likeness(scan.attrs[node]))
        groups[key].append(lines[node])
    return list(groups.values())


MAX_DEPTH = 40
"""Elements above a line that may be posts; deeper markup is no forum's."""

_NAMES = compiled(r' class="([^"]{0,200})')
_NUMBER = compiled(r"\d+|\b(?:odd|even|first|last|alt)\b")


@lru_cache(maxsize=4096)
def _likeness(attrs: str) -> str:
    found = _NAMES.search(attrs)
    return " ".join(_NUMBER.sub("", found[1]).split()[:1]) if found else ""


def _bears(text: str, mark: re.Pattern[str]) -> bool:
    return len(text) <= LONGEST_MARK and mark.search(text) is not None


def _has_article(blocks: Sequence[Block], members: list[list[int]]) -> bool:
    """Whether one of several boxes holds nearly all of their text."""
    masses = [sum(_unlinked(blocks[n]) for n in member) for member in members]
    return max(masses) > MAX_MEMBER * sum(masses)


def _written(blocks: Sequence[Block], members: list[list[int]]) -> list[int]:
    """The lines that people wrote in a group of records; none where these are no posts."""
    everywhere = Counter(text for m in members for text in {blocks[n].text for n in m})
    often = max(2.0, REPEATED_SHARE * len(members))
    said, written = [], 0
    for member in members:
        rest = [
            n
            for n in member
            if blocks[n].link_share < LISTED_SHARE
            and not (len(blocks[n].text) <= LONGEST_LABEL and everywhere[blocks[n].text] > often)
            and not _is_label(blocks[n].text)
        ]
        linked = sum(len(blocks[n].text) * blocks[n].link_share for n in member)
        written += sum(_unlinked(blocks[n]) for n in rest) > linked * LISTED_SHARE
        said += rest
    return said if written >= WRITTEN_SHARE * len(members) else []


def _is_dated(text: str) -> bool:
    """Whether a line holds a time and little besides: who wrote when."""
    return (
        len(text) <= LONGEST_MARK
        and MARKER.search(text) is not None
        and len(MARKER.sub("", text).strip()) <= LONGEST_LABEL
        and text[-1] not in "。！？"
    )


def _is_label(text: str) -> bool:
    """Whether a line says who wrote when, and no more."""
    if _is_furniture(text):
        return True
    if len(text) <= 60 and MARKER.search(text):
        return len(MARKER.sub("", text).strip()) <= LONGEST_LABEL and text[-1] not in "。！？"
    return len(text) <= 40 and _PROFILE.fullmatch(text) is not None
