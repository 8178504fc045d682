"""Projects and how far they are, and agreements with the parties that sign them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.model import Fact
from yrd_cli.summarize.facts.names_lexicon import organization_words, word_set
from yrd_cli.summarize.facts.noun_phrases import phrase_start
from yrd_cli.summarize.facts.organizations import Organization, made_of
from yrd_cli.summarize.facts.places import Listed

_HEAD = compiled(
    r"(?:[一二三四五]期)?工程(?![师院量学技序项类款局部机车质]|建(?!成))(?:[一二三四五]期)?"
    r"|(?<=[\u4e00-\u9fff]{3})项目(?![部组经经负总库清管名])(?:[一二三四五]期)?"
    r"|(?:城际|高速|客运专线)?铁路(?![局警公职部运集工总口沿])(?:[\u4e00-\u9fff]{1,3}段)?"
    r"|高铁(?=[、，。]|建|开|通|项目|全线|正)"
    r"|高速公路(?![收服局路网集])(?:[\u4e00-\u9fff]{1,4}段)?"
    r"|(?:航道|河道|环境|综合|水环境)整治|(?:水电|核电|发电|抽水蓄能)站|(?:治理|服务|指挥"
    r"|交易|大数据|云)平台(?=[、，。上启建投]|$|信息)|(?:行动|发展|实施)计划|总体规划"
    r"|大桥(?=建|通|工|合|项)"
    r"|(?:生产|产业|孵化|示范|研发|制造)基地(?=项目|[、，。]?(?:开工|投产|落成|建成|启用|签约))"
)
_PAIR = compiled(
    # Two characters that each of the heads holds, found before any head is tried.
    "[工项铁高整电能平计规大基](?:(?<=工)程|(?<=项)目|(?<=铁)路|(?<=高)[铁速]|(?<=整)治"
    "|(?<=[电能])站|(?<=平)台|(?<=[计规])划|(?<=大)桥|(?<=基)地)"
)
MAX_LEAD, MAX_HEAD = 5, 14
"""A head begins at most so many characters before its pair, and ends at most so many behind."""
_STATUS = compiled(
    r"建成完工|建成投产|建成投用|建成通车|竣工验收|全线贯通|正式开工|开工建设|加快建设"
    r"|前期工作|有序推进|加快推进|稳步推进|签约落地|落地建设"
    r"|建成|竣工|完工|投产|投用|通车|投入使用|投入运营|开通|运营|启用|开工|动工|奠基|在建"
    r"|启动|落地|签约|获批|复工|停工|推进|实施"
)


def projects(text: str, folded: str) -> list[Fact]:
    """Named projects; value ``{"name", "status"}``, the status as the sentence words it.

    >>> t = "澮河航道整治、新汴河航道整治一期工程等建成完工"
    >>> [(f.value["name"], f.value["status"]) for f in projects(t, t)]
    [('澮河航道整治', '建成完工'), ('新汴河航道整治一期工程', '建成完工')]
    """
    found: list[Fact] = []
    end = 0
    for pair in _PAIR.finditer(folded):
        at = pair.start()
        match = _HEAD.search(folded, max(end, at - MAX_LEAD), at + MAX_HEAD) if at >= end else None
        if match is None or match.start() > at:
            continue
        end = match.end()
        if found and match.start() <= found[-1].end and folded[found[-1].end : match.start()] == "":
            start = found.pop().start
        else:
            start = phrase_start(folded, match.start(), found[-1].end if found else 0)
        qualifier = folded[start : match.start()]
        if len(qualifier) < 2 or folded[end : end + 1] == "》" or _is_plain(qualifier):
            continue
        status = _STATUS.search(folded, end, _sentence_end(folded, end, 60))
        value = {"name": folded[start:end], "status": status[0] if status else None}
        found.append(Fact("project", text[start:end], start, end, value, confidence=0.6))
    return found


_STOP = compiled(r"[。；！？\n]")


def _sentence_end(folded: str, at: int, longest: int) -> int:
    stop = _STOP.search(folded, at, at + longest)
    return stop.start() if stop else min(len(folded), at + longest)


_COUNTED = compiled(
    r"^(?:[\d余多一二两三四五六七八九十几数]*(?:个|项|条|批|座|大|群)|按计划|有序推进|推进|[\d余多]+)+"
)


def _is_plain(qualifier: str) -> bool:
    """Whether what stands before the head names nothing: 65个重大 (项目), 公共服务 (项目)."""
    qualifier = _COUNTED.sub("", qualifier)
    return len(qualifier) < 2 or made_of(qualifier, _plain_words())


@cache
def _plain_words() -> frozenset[str]:
    return word_set("what no project is named by").union(organization_words()["generic"])


_SIGNED = compiled(r"签署|签订|签约|签下|达成|缔结|续签|订立|互换")
_AGREEMENT = compiled(
    r"《[^《》\n]{2,80}(?:协议|协议书|协定|合同|备忘录|议定书|公约|意向书|条约|声明|契约)》"
    r"|(?:[\u4e00-\u9fff]{0,12}?)(?:合作协议|框架协议|协议书|协议|协定|备忘录|意向书|合同"
    r"|议定书|条约)"
)


def agreements(
    text: str, folded: str, bodies: Sequence[Organization], listed: Sequence[Listed]
) -> list[Fact]:
    """What is signed or concluded, with the parties that the sentence names.

    >>> t = "甲公司与乙公司签订合作协议"
    >>> [(f.text, f.value["name"]) for f in agreements(t, t, [], [])]
    [('合作协议', '合作协议')]
    """
    found: list[Fact] = []
    for signed in _SIGNED.finditer(folded):
        agreement = _AGREEMENT.search(
            folded, signed.end(), _sentence_end(folded, signed.end(), 100)
        )
        if not agreement or (found and agreement.start() < found[-1].end):
            continue
        left = (
            max(
                folded.rfind(mark, max(0, signed.start() - 100), signed.start())
                for mark in "。；！？\n"
            )
            + 1
        )
        left = max(left, signed.start() - 100)
        parties = [o.name for o in bodies if left <= o.start and o.end <= signed.start()]
        if len(parties) < 2:
            parties += [
                x.name
                for x in listed
                if x.kind != "body"
                and left <= x.start
                and x.end <= signed.start()
                and folded[x.end : x.end + 1] in "与和、同签在政"
            ]
        value = {"name": agreement[0].strip("《》"), "parties": list(dict.fromkeys(parties))}
        found.append(
            Fact(
                "agreement",
                text[slice(*agreement.span())],
                *agreement.span(),
                value,
                confidence=0.8,
            )
        )
    return found
