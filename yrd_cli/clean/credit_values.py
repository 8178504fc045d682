"""Credit lines with labels: every label must be followed by what it announces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from yrd_cli.clean.credit_forms import read_byline
from yrd_cli.clean.credit_labels import SHORT, Label
from yrd_cli.clean.credit_parts import CreditLine, take_dates
from yrd_cli.clean.credit_words import HAN, SPACE, words
from yrd_cli.clean.dates import DateHit
from yrd_cli.clean.names import clean_publisher, is_publisher, labelled_names, person_names
from yrd_cli.patterns import compiled

MAX_REST = 12
"""What may be left over in a line that has two labels or more (a column, a button)."""

MAX_SOURCE = 40
SHORT_NAME = 4
"""After 编辑: a name of at most so many characters is taken even if no family name begins it."""

_UPDATED = ("更新", "最后", "最近", "修改")

_COUNT = compiled(
    r"^[\s:：(（【]{0,3}(\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(\.\d{1,2})? ?([万wWkK])?[+＋]?"
    r"[次人]?[)）】]?次?"
)
_NO_DATE = compiled(r"\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,2}[日 \d:]{0,12}")
_ORIGINAL = compiled(r"原创[: ] {0,3}(?P<names>[^\s,，。:：]{2,12}(?: [^\s,，。:：]{2,16})?)$")
_LIST = compiled("[、，,]")
_FACTORS = {"万": 10_000, "w": 10_000, "k": 1_000}
_URL = compiled(r"https?://[!-~]{4,400}|www\.[!-~]{4,400}", re.IGNORECASE)
_ROLE_INSIDE = compiled(
    r"[ \u3000、，,；;/|｜]{0,3}(?:全媒体|融媒体|新媒体|首席|本报|本网|实习|见习|特约|摄影){0,2}"
    r"(?:记者|通讯员|实习生)[ \u3000:：/]{0,3}"
)
_QUOTED = {"《": "》", "“": "”", "(": ")", "（": "）", "[": "]", "【": "】"}


def read_labelled(line: str, labels: Sequence[Label], hits: Sequence[DateHit]) -> CreditLine | None:
    """What a line with labels says, or None where some of it fits no label."""
    credit = CreditLine()
    ends = [label.start for label in labels[1:]] + [len(line)]
    prefix = take_dates(line, 0, labels[0].start, hits, credit)
    for label, end in zip(labels, ends, strict=True):
        value = take_dates(line, label.end, end, hits, credit)
        dated = any(label.end <= hit.start and hit.end <= end for hit in hits)
        if not _take(label, value, line[label.end : end], dated, credit):
            return None
    if prefix and not _take_prefix(prefix, credit):
        return None
    several = len(credit.kinds) > 1
    credit.strong = credit.strong or several
    return credit if credit.kinds and credit.rest <= (MAX_REST if several else 0) else None


def _take(label: Label, value: str, raw: str, dated: bool, credit: CreditLine) -> bool:
    """Take the value of a label; False where it does not fit the label."""
    match label.kind:
        case "date" | "time":
            return _take_date(label, value, dated, credit)
        case "views":
            return _take_views(label, value, credit)
        case "url":
            return _take_url(value, credit)
        case "source":
            return _take_source(label, value, credit)
        case "other":
            return False
    return _take_names(label, value, raw, credit)


def _take_date(label: Label, value: str, dated: bool, credit: CreditLine) -> bool:
    if _NO_DATE.fullmatch(value):
        value = ""  # 2月30日: the line is a credit all the same
    elif not dated and (value or label.mark is None or label.kind == "time"):
        return False
    if value and not _take_publisher(value, credit):
        credit.rest += len(value)
    credit.add("date")
    credit.labelled_date = True
    credit.updated = credit.updated or label.word.startswith(_UPDATED)
    # A meeting gives its time as 2020年1月3日14:00; only a machine prints the seconds.
    seconds = any(iso.count(":") > 1 for iso in credit.values.get("date", []))
    credit.strong = credit.strong or label.kind != "time" or seconds
    return True


def _take_publisher(text: str, credit: CreditLine) -> bool:
    name, person = clean_publisher(text)
    if not is_publisher(name):
        return False
    credit.add("source", name)
    if person:
        credit.add("author", person)
    return True


def _take_views(label: Label, value: str, credit: CreditLine) -> bool:
    match = _COUNT.match(value)
    if match is None:
        # A counter that a script should have filled in shows nothing, `--` or `{{n}}`.
        shown = value.strip("次人")
        if label.mark is None or len(shown) > MAX_REST or re.search(f"[{HAN}0-9]", shown):
            return False
        credit.add("views")
        return True
    number = float(match[1].replace(",", "") + (match[2] or ""))
    credit.add("views", str(round(number * _FACTORS.get((match[3] or "").lower(), 1))))
    credit.rest += len(value[match.end() :].strip(SPACE + "次人)）"))
    credit.strong = credit.strong or label.mark is not None
    return True


def _take_url(value: str, credit: CreditLine) -> bool:
    match = _URL.match(value)
    if not match:
        return False
    credit.add("url", match[0])
    credit.rest += len(value) - match.end()
    credit.strong = True
    return True


def _take_source(label: Label, value: str, credit: CreditLine) -> bool:
    if value and _QUOTED.get(value[0]) == value[-1]:
        value = value[1:-1]
    name, person = clean_publisher(value)
    known = all(is_publisher(part) for part in _LIST.split(name))
    if (label.mark is None or _LIST.search(name)) and not known:
        return False
    if len(name) > MAX_SOURCE:
        return False
    credit.add("source", *_known([name]))
    credit.labelled_source = known and not _LIST.search(name)
    if person:
        credit.add("author", person)
    credit.strong = credit.strong or (label.mark is not None and known)
    return True


def _known(names: Iterable[str]) -> list[str]:
    """Names without the words that templates print where nobody is known."""
    unknown = words("unknown", "names")
    return [name for name in names if name not in unknown]


def _take_names(label: Label, value: str, raw: str, credit: CreditLine) -> bool:
    if not value:
        if label.word in SHORT:
            if label.kind == "author" and label.mark and not raw:
                credit.kinds.add("author")
            return not raw  # 文/记者 张三: the next label says more
        credit.add(label.kind)
        credit.strong = credit.strong or label.kind == "editor"
        return label.kind in ("editor", "author", "reviewer", "poster")
    if label.word in SHORT and label.mark is None and not credit.kinds:
        return False
    persons = person_names(_ROLE_INSIDE.sub(" ", " " + value))
    if persons is None and (label.word in SHORT or not label.has_colon):
        return False
    names = persons or labelled_names(value)
    if not names:
        return False
    if label.kind == "poster":
        credit.add("poster")
        return True
    credit.add(label.kind, *_known(names))
    if label.word in ("图文", "文图"):
        credit.add("photographer", *names)
    elif label.kind == "photographer" and "author" in credit.kinds - credit.values.keys():
        credit.add("author", *names)  # 文/图 张三
    office = all(is_publisher(n) or len(n) <= SHORT_NAME for n in names)
    credit.strong = credit.strong or persons is not None or (label.kind == "editor" and office)
    return True


def _take_prefix(prefix: str, credit: CreditLine) -> bool:
    """What stands left of the first label: a byline, or a name beside a date."""
    byline = read_byline(prefix)
    original = _ORIGINAL.match(prefix)
    if original and "date" in credit.kinds:
        credit.add("author", *original["names"].split()[:1])
        credit.add("source", *original["names"].split()[1:])
        return True
    if byline:
        credit.add("author", *byline.values.get("author", []))
        return True
    if "date" not in credit.values or len(prefix) > 2 * MAX_REST:
        return False
    name, _ = clean_publisher(prefix)
    if is_publisher(name) and not credit.values.get("source"):
        credit.add("source", name)
    else:
        credit.rest += len(prefix)
    return True
