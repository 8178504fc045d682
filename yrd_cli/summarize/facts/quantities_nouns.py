"""The noun that a number counts: 重点工作 in 36项重点工作. By closed classes of words."""

from __future__ import annotations

from yrd_cli.patterns import compiled

MAX_NOUN = 14
"""Characters of a counted noun; 99 in 100 of those in laws and news are shorter."""

# Function words and the commonest verbs end a noun phrase. Where a character also stands inside
# nouns, what follows it tells: 中小学, 上市公司, 对口单位, 和平, 来宾.
_STOPS = (
    "[二三四五六七八九十百千两几数][多余几]?(?=[个项种名家条位款次台所座])"
    "|[的了着是被让已也还又才仅且或与及而则为并]|过(?!程|渡)|把(?!手|关)|使(?!馆|用|者|节)"
    "|得(?!分|主)|均(?!衡)|都(?!市)|就(?!业|诊|餐|读)|因(?!素)|于"
    "|将(?!军)|要(?=在|把|做|抓|坚持|按|加强|到)|能(?=够|在|为|否|实现)|可(?=以|能|在|享|达|获|供|容纳|用)"
    "|会(?=在|有|被|不|出现|成为|给|是)|应(?=当|该|在|由|按|于)|须"
    "|在(?!校|职|建|编|岗|线|册|逃|押|研)|和(?!谐|平|解|牧|田|顺|县)|中(?!小|国|心|央|型|外|医|药"
    "|级|学"
    "|部|层|介|东|超|试|欧|方|美|标|老|青|华|高|子|队|继|转|成药)|上(?!海|市|级|游|虞|饶|线|述|门"
    "|岗|年|层|百|千|万)"
    "|下(?!属|辖|岗|级|游|乡|一|设|沉|线)|对(?!口|接|外|象|策|虾|照|方|手)|从(?!业|事|教|政)"
    "|向(?!导|日)|以(?!色|太)|到(?!达)|等(?!级|候)|有(?!限|关|机|色|效|线|害|毒|轨|偿|人|奖|轨)"
    "|来(?!宾|电|访|自|华)"
    "|由|(?<![应使利专通民商军家车实作适费信公])用(?!户|地|品|人|电|水|工|车)|其(?!他|它|中)|给|比(?!赛|例)|每|各|该|此|这|那|我|你|他"
    "|她|它|们(?=[\u4e00-\u9fff])"
    "|不(?!动产|良|同|锈|孕)|没|未(?!成年|来)|无(?!人|线|障|偿|机|土)|后(?!备|勤|台|续|代|方)"
    "|前(?!沿|列|期|线|锋)"
    "|内(?!地|资|容|部|阁|科|河|陆|涝|蒙|衣)|外(?!国|资|商|籍|地|贸|宾|卖|语|侨|科|套|墙|部)"
    "|里(?!程)|时(?!装|代|段|尚|间)|进入|进行|开展"
    "|实现|达到|完成|提高|提升|增加|增长|减少|下降|超过|组成|参加|参与|获得|获评|荣获|获批|取得"
    "|得到|成为|位居|位列"
    "|共同|先后|同时|分别|陆续|相继|全部|正在|正式|目前|如何|联合|合力|依法|前往|赴|抵达|来到"
    "|齐聚|遇难|受伤|死亡|失踪|送医"
    "|入选|入围|通过|覆盖|落户|投产|竣工|落地|签约|开工|启用|出席|予以|给予|负责|包括|包含|涉及"
    "|构成|形成|签订|签署"
    "|遭(?!遇)|获悉|销售(?!额|员|部|商|点|人)|入驻|停课|曾|参赛|之(?!路|乡|都|城|家)|左右|以上"
    "|以下|以内|之内|上下|不等|之间|期间|期满|内部|一起|一同|同比|环比|较上|较去|占|约|近|超|达"
    "|即|是否|发布(?!会|厅|平台)|运营(?!商|线|公司|中心|机构|里程|成本|主体|企业|单位)|开始|脱轨|受(?!益|众|灾|害|理|访|聘)|出行(?=受)|创办|加紧|围绕|提出|推出|带动|助力|推动|吸引|聚集|汇聚|发起|亮相|抢(?=收|购|修|险)|不得|需要|报名|举行|召开"
)
_NOUN = compiled(rf"(?:(?!{_STOPS})[\u4e00-\u9fff·]|[A-Za-z](?![A-Za-z]{{12}})){{1,{MAX_NOUN}}}")
_QUOTED = compiled("[“「《][^“”「」《》。，\n]{1,20}[”」》]")


def noun_end(folded: str, at: int) -> int:
    """Where the noun phrase that begins at a place ends; the place itself where there is none.

    >>> text = "86个重大区域合作项目的建设"
    >>> text[3 : noun_end(text, 3)]
    '重大区域合作项目'
    """
    found = _NOUN.match(folded, at)
    if found is None:
        quoted = _QUOTED.match(folded, at)
        if quoted is None:
            return at
        after = _NOUN.match(folded, quoted.end())
        return after.end() if after else quoted.end()
    end = found.end()
    # A phrase cut off by the limit of length has no known end: take none.
    if end - at >= MAX_NOUN and folded[end : end + 1] not in "，。、；：！？\n,;:!?)）”」 ":
        return at
    return end
