"""What the names in a page's markup claim: classes, ids and roles that webmasters give.

A hint is a claim, not a fact: templates name a whole page `wrapper-right`. The votes in
`html_votes` weigh each claim against the share of the text it covers.
"""

from __future__ import annotations

from functools import lru_cache

from yrd_cli.patterns import compiled

CHROME_HINTS = frozenset(
    (
        "nav",
        "header",
        "footer",
        "aside",
        "comment",
        "related",
        "share",
        "ad",
        "control",
        "hidden",
    )
)
MAIN_HINTS = frozenset(("main", "article"))

_TAG_HINTS = {
    "nav": "nav",
    "header": "header",
    "footer": "footer",
    "aside": "aside",
    "main": "main",
    "article": "article",
}
_ROLES = {
    "navigation": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "search": "control",
    "complementary": "aside",
    "main": "main",
    "article": "article",
    "dialog": "control",
    "menu": "nav",
    "menubar": "nav",
    "tablist": "nav",
    "toolbar": "control",
}

MAX_NAMES = 4
MAX_NAME = 40
"""The first names of a class say what an element is, the rest how it looks."""
# `enableInArticleAd`, `has-sidebar`, `W(100%)`: a switch or a style, not what the element is.
_STATE = compiled(r"(?:enable|disable|has|is|no|with|js|col|hidden|show)(?=[A-Z_-])|[^(]{0,40}\(")
_ATTRIBUTE = compiled(r' (class|id|role|itemprop)="([^"]{1,500})')
_WORD = compiled(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

# Whole words of a name (`article-right_box` has article, right, box). In the order of weight.
_WORDS: dict[str, str] = {}
for _hint, _names in {
    "nav": "nav navi navbar navigation menu submenu breadcrumb breadcrumbs crumb crumbs mbx "
    "daohang topbar location weizhi position channel pagination pager paging pages "
    "prev next pn tabs toc catalog mulu",
    "footer": "footer foot ft bottom copyright icp friendlink friendlinks links",
    "header": "header hd top logo banner",
    "comment": "comment comments pinglun cmt reply replies guestbook disqus",
    "related": "related relate relative relation recommend recommends recommended rec tuijian "
    "xiangguan hot hotnews rank ranking paihang guess like likes more latest "
    "reference references reflist navbox",
    "share": "share sharing shares bdshare social weixin wechat weibo qrcode qr ewm erweima "
    "app download follow subscribe fav",
    "aside": "side sidebar aside right rightbar widget",
    "ad": "ad ads adv advert advertisement guanggao gg promo promotion sponsor",
    "control": "login register search toolbar tool tools button btn btns fontsize dialog "
    "modal popup toast ambox hatnote noprint cookie player audio",
}.items():
    _WORDS.update(dict.fromkeys(_names.split(), _hint))
# Parts of names that are written together (`relatednews`, `hotnewslist`).
_STEMS: tuple[tuple[str, str], ...] = tuple(
    (stem, hint)
    for hint, stems in {
        "nav": "breadcrumb mianbao navbar pagina prevnext",
        "footer": "footer copyright friendlink",
        "comment": "comment pinglun",
        "related": "related recommend tuijian xiangguan paihang hotnews morenews otherread xgyd",
        "share": "share qrcode erweima weixin",
        "aside": "sidebar rightbar",
        "ad": "advert guanggao adsense",
        "control": "fontsize searchbox toolbar login",
    }.items()
    for stem in stems.split()
)
_MAIN_WORDS: dict[str, str] = {}
for _hint, _names in {
    "article": "article articlebody post story zhengwen neirong news",
    "main": "content contents main maincontent detail details text body entry con txt",
}.items():
    _MAIN_WORDS.update(dict.fromkeys(_names.split(), _hint))
_MAIN_STEMS = ("article", "content", "zhengwen", "trs_editor", "richtext", "detail")


@lru_cache(maxsize=4096)
def hint_of(tag: str, attrs: str) -> str | None:
    """What an element claims to be by its tag, its role, and the words of its class and id.

    >>> hint_of("div", ' class="article-sidebar"')
    'aside'
    >>> hint_of("div", ' id="articleContent"')
    'article'
    """
    claim = _TAG_HINTS.get(tag)
    for key, value in _ATTRIBUTE.findall(attrs):
        if key == "role":
            found = _ROLES.get(value.strip().lower())
        elif key == "itemprop":
            found = "article" if value.lower() == "articlebody" else None
        else:
            found = _name_hint(value)
        if found in CHROME_HINTS:
            return found
        claim = _stronger(claim, found)
    return claim


def _stronger(claim: str | None, found: str | None) -> str | None:
    if claim in CHROME_HINTS or found is None:
        return claim
    return "article" if "article" in (claim, found) else found


@lru_cache(maxsize=8192)
def _name_hint(name: str) -> str | None:
    names = [n for n in name.split() if len(n) <= MAX_NAME and not _STATE.match(n)]
    name = " ".join(names[:MAX_NAMES])
    words = [w.lower() for w in _WORD.findall(name)]
    for word in words:
        if word in _WORDS:
            return _WORDS[word]
    lowered = name.lower()
    for stem, hint in _STEMS:
        if stem in lowered:
            return hint
    for word in words:
        if word in _MAIN_WORDS:
            return _MAIN_WORDS[word]
    return "main" if any(stem in lowered for stem in _MAIN_STEMS) else None
