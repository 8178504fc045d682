"""Chinese to begin with: sentences of laws, pages made up of typical lines, and how they break.

The lines of law are `tests/rules/laws.txt`: laws have no copyright (Copyright Act of the PRC,
article 5; of Taiwan, article 9).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

RULES = Path(__file__).parents[1] / "rules"

PAGE_LINES = (
    "首页 > 新闻中心 > 正文",
    "关于推进区域协调发展的报告",
    "发布时间：2020-02-18 10:41 来源：某某日报 作者：张三",
    "　　会议指出，要进一步提高认识，加强组织领导，确保各项任务落到实处，推动高质量发展。",
    "　　記者從發佈會上獲悉，該項目總投資約二十億元，預計明年年底建成投用。",
    "“这是一个好消息。”他说，“我们会继续努力，把工作做得更好。”",
    "一、总体要求",
    "图为会议现场。李四 摄",
    "（责任编辑：王五）",
    "分享到：微信 微博 QQ空间",
    "版权所有 不得转载 ICP备12345678号-1",
    "上一篇：关于召开座谈会的通知",
    "相关阅读",
    "長(zhǎng)三角一體化發(fā)展是國(guó)家戰(zhàn)略，,各地應(yīng)當(dāng)積極參與,,共同推進(jìn)。",
    "國家戰略六周年。此後?!伴L三角一體化發展不是一日之功",
    "闀夸笁瑙掍竴浣撳寲鍙戝睍",
    "é•¿ä¸‰è§’ä¸€ä½“åŒ–",
    "³¤Èý½ÇÒ»Ìå»¯",
    "&#38271;&#19977;&#35282; \\u957f\\u4e09\\u89d2 %E9%95%BF%E4%B8%89%E8%A7%92",
    "锟斤拷锟斤拷烫烫烫\ufffd",
    "??每天清晨，江面上的渡船就开始往返，把两岸的居民连在一起。",
    "[email\xa0protected] <p>段落</p>/p> 31e3f09d670f4cd88cb5b036192ba034.png",
    "索引号：000014349/2020-00012　发文机关：国务院　成文日期：2020年02月18日",
)
"""One line of each kind that `clean` knows; made up."""

FACT_LINES = (
    "2020年1月3日至5日，公司完成投资2192.5亿元，同比增长10.2%，约合三百二十多万美元。",
    "民國一百零九年三月十五日下午三點二十分，總價新臺幣１２，０００元。",
    "昨天上午9时，张伟市长在上海市人民政府宣布：“三年内建成一百二十公里地铁。”",
    "预计到2025年底，人均可支配收入达到3万至5万元，增幅百分之八点五，翻一番。",
    "面积约100多平方公里，长12.5km，历时两年零三个月，几十名工人参加。",
    "联系电话：021-12345678，邮箱 a.b@example.com，网址 https://example.com/a?b=c",
    "腊月二十三、去年国庆节、下周三、本月中旬、公元前221年、20世纪90年代",
    "《中华人民共和国民法典》第一千零二条规定，应当在三十日内办理。",
)
"""Lines full of numbers, dates and names; made up."""


@cache
def law_lines() -> tuple[str, ...]:
    """Sound Chinese, simplified and traditional."""
    return tuple((RULES / "laws.txt").read_text(encoding="utf-8").splitlines())


def _sloppy(data: bytes) -> str:
    free = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
    return "".join(chr(b) if b in free else bytes([b]).decode("cp1252") for b in data)


ACCIDENTS: tuple[Callable[[str], str], ...] = (
    lambda t: t,
    lambda t: t.encode("utf-8", "replace").decode("latin-1"),
    lambda t: _sloppy(t.encode("utf-8", "replace")),
    lambda t: t.encode("gb18030", "replace").decode("latin-1"),
    lambda t: _sloppy(t.encode("gb18030", "replace")),
    lambda t: t.encode("utf-8", "replace").decode("gb18030", "replace"),
    lambda t: t.encode("utf-8", "replace").decode("gbk", "ignore"),
    lambda t: t.encode("gbk", "ignore").decode("big5", "replace"),
    lambda t: t.encode("big5", "ignore").decode("gbk", "replace"),
    lambda t: "".join(f"&#{ord(c)};" for c in t),
    lambda t: "".join(f"&#x{ord(c):x};" for c in t),
    lambda t: "".join(f"\\u{ord(c):04x}" for c in t),
    lambda t: "".join(f"%{b:02X}" for b in t.encode("utf-8", "replace")),
    lambda t: t.encode("gbk", "replace")[1:].decode("gbk", "ignore"),
)
"""What happens to text on its way through the web: the first of them nothing."""
