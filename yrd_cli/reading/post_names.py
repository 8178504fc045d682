"""What the software of forums and question pages calls the parts of a thread.

From the templates of Discuz! (2.5 to X3.5), phpwind 8 and 9, phpBB 3, vBulletin, XenForo,
Discourse, Flarum, NodeBB, MyBB, Baidu Tieba and Zhidao, Zhihu, Douban, V2EX, Tianya, Hupu, NGA,
PTT, SegmentFault and Stack Exchange, and from schema.org.
"""

from __future__ import annotations

from functools import lru_cache

from yrd_cli.patterns import compiled
from yrd_cli.reading.blocks import Scan

NO_POST = "none"

_ATTRIBUTE = compiled(r' (class|id|itemprop)="([^"]{1,300})"')

# Whole names of classes, ids or properties, in lower case and with `-`; `n` stands for digits.
# `maybe` is what blogs and newspapers call their text as well: two of these make a thread, one
# does not.
_PARTS: dict[str, str] = {}
for _part, _names in {
    "opening": "topic-content topic-richtext question-detail question-content question-desc "
    "question-body question-text questionrichtext questionrichtext-expandable q-content "
    "ask-content qa-content question-con js-topic-content aw-question-detail",
    "reply": "reply-content reply-text reply-body reply-con reply-doc-content reply-list-content "
    "answer-text answer-content answer-body answer-con answer-detail best-text best-content "
    "best-content-n answer-content-n best-answer-content richcontent-inner re-content "
    "reply-content-n answer-txt reply-doc zwlitext markitup-box",
    "post": "postmessage-n post-message-n t-f t-fsz t-msgfont t-msgfontfix tpc-content read-tpc "
    "d-post-content j-d-post-content post-content-n postbody postcontent-n bbwrapper "
    "atl-con-bd floor-content floor-text floor-con lou-content js-post-body bbs-screen "
    "forum-post-content cooked thread-content-detail bbs-post-content bbs-thread-content "
    "c-article-content stockcodec",
    "maybe": "message post-content post-body post-text post-message post-msg postcontent "
    "postrow-content post-bd message-body message-content messagetext posttext post-entry "
    "quote-content "
    "thread-content thread-body topic-text topic-body-content s-prose tie-content msgcon "
    "forum-content bbs-con post-body-content",
    NO_POST: "pstatus signature signatures sign sig t-sign post-sign signature-content "
    "user-signature modact pattl attach-nopermission attach-tips aimg-tip tip tip-4 xs0 rate "
    "ratl psth cm pob "
    "quote-author post-notice js-notice core-reply lzl-cnt reply-to contentitem-actions "
    "contentitem-time reply-quote-footer attribution author-info post-actions post-controls "
    "share-box locked post-author author authi postauthor post-meta post-time post-info postinfo "
    "post-header post-footer post-date userinfo user-info article-metaline "
    "article-metaline-right username user-name postprofile postdetails tail-info",
}.items():
    _PARTS.update(dict.fromkeys(_names.split(), _part))
_DIGITS = compiled(r"\d+")
_SPLIT = compiled(r"[_-]+")


@lru_cache(maxsize=8192)
def post_part(attrs: str) -> str | None:
    """What an element's names say: ``opening``, ``reply``, ``post``, ``none``, or nothing.

    ``maybe`` is what others than forums say, too.

    >>> post_part(' class="t_f" id="postmessage_4711"'), post_part(' class="pstatus"')
    ('post', 'none')
    """
    found = None
    for key, value in _ATTRIBUTE.findall(attrs):
        for name in value.split()[:8]:
            if key == "itemprop":  # of schema.org's Question, Answer, Comment and Posting
                found = found or ("maybe" if name == "text" else None)
                continue
            if "__" in name:  # CSS modules: index_bbs-post-content__cy7vN
                name = name.split("__")[0].rsplit("_", 1)[-1]
            plain = _SPLIT.sub("-", _DIGITS.sub("n", name.lower())).strip("-")
            part = _PARTS.get(plain)
            if NO_POST in (part, _PARTS.get(_SPLIT.sub("-", name.lower()))):
                return NO_POST
            found = found or part
    return found


_GENERATOR = compiled(
    r"(?i)discuz|phpwind|phpbb|vbulletin|discourse|xenforo|mybb|flarum|nodebb|startbbs|"
    r"hadsky|xiuno|question2answer|wecenter"
)
_TITLE = compiled(
    r"论坛|論壇|讨论[区組组]|討論[區組]|贴吧|貼吧|吧[-_ ]|BBS|bbs|社区|社區|知道$|问答|問答|知乎|"
    r"小组|小組|天涯|V2EX|PTT|批踢踢|看板|虎扑|豆瓣|Powered by Discuz|悟空|巴哈姆特|Mobile01|爱问"
)
_TYPE = compiled(r"DiscussionForumPosting|QAPage")
_ADDRESS = compiled(
    r"//(?:[\w-]+\.)*(?:bbs|forum|forums|club|tieba|zhidao|ask|wenda|answers|question|luntan)\."
    r"|/(?:bbs|forum|forums|thread|viewthread|question|questions|topic|topics|showtopic|wenda|ask)"
    r"[/.\-?]|[?&]tid=\d|/thread-\d|/t/\d|/read\.php"
)
_HREF = compiled(r' (?:content|href)="(https?://[^"]{1,300})"')


def is_thread_page(scan: Scan) -> bool:
    """Whether a page calls itself a thread or a question: generator, address, title or type."""
    if _TITLE.search(scan.title or "") or any(_TYPE.search(t) for t in scan.json_ld):
        return True
    for attrs in scan.meta:
        if ' name="generator"' in attrs and _GENERATOR.search(attrs):
            return True
        href = _HREF.search(attrs) if "canonical" in attrs or "og:url" in attrs else None
        if href and _ADDRESS.search(href[1]):
            return True
    return False
