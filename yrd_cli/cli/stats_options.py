"""The options of `yrd stats`, each declared once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from yrd_cli.cli.sections import LIMITS

VIEWS = "Views"
LISTING = "Rows and columns"
MEASURES = "Measures"
WORDS = "Words"


class UnitName(StrEnum):
    """What is counted."""

    word = "word"
    char = "char"
    ngram = "ngram"


class EngineName(StrEnum):
    """What cuts words; with `spark`, on a cluster."""

    auto = "auto"
    jieba = "jieba"
    exact = "exact"
    fast = "fast"
    spark = "spark"
    spark_jieba = "spark,jieba"
    spark_exact = "spark,exact"
    spark_fast = "spark,fast"

    @property
    def segmenter(self) -> str:
        """What cuts words."""
        name = self.value.removeprefix("spark").removeprefix(",")
        return name or "auto"

    @property
    def on_spark(self) -> bool:
        """Whether words are counted on a cluster."""
        return self.value.startswith("spark")


class KeywordMethod(StrEnum):
    """How keywords are weighed."""

    tfidf = "tfidf"
    textrank = "textrank"


class PeriodName(StrEnum):
    """What time is divided into."""

    day = "day"
    month = "month"
    year = "year"


class Correction(StrEnum):
    """How p-values are corrected for many tests."""

    none = "none"
    bonferroni = "bonferroni"
    holm = "holm"
    bh = "bh"


Ngrams = Annotated[
    int | None,
    typer.Option(
        "--ngrams",
        metavar="N",
        min=1,
        max=20,
        show_default=False,
        help="Count sequences of N words (or, with --unit char, characters) of a sentence.",
    ),
]
Chars = Annotated[bool, typer.Option("--chars", help="Count characters: --unit char.")]
UnitOption = Annotated[
    UnitName | None,
    typer.Option(
        "--unit",
        metavar="UNIT",
        show_default=False,
        help="What is counted: word, char, or ngram (of 2 words, or as --ngrams says).",
    ),
]
Collocates = Annotated[
    list[str] | None,
    typer.Option(
        "--collocates",
        metavar="NODE",
        show_default=False,
        help="The words near NODE: a word, several words, or a regex that a whole word must "
        "match; of several words, a regex for each (repeatable).",
    ),
]
Window = Annotated[
    str | None,
    typer.Option(
        "--window",
        metavar="L,R",
        show_default=False,
        help="Words to the left and right of a node, within its sentence. [default: 5,5]",
    ),
]
Keyness = Annotated[
    str | None,
    typer.Option(
        "--keyness",
        metavar="REFERENCE",
        show_default=False,
        help="What marks the corpus off from REFERENCE: a file or directory of texts, a saved "
        "table of terms, or a partial result.",
    ),
]
Smoothing = Annotated[
    float | None,
    typer.Option(
        "--smoothing",
        metavar="X",
        min=0,
        show_default=False,
        help="What the log ratio takes for a frequency of 0. [default: 0.5]",
    ),
]
SimpleMaths = Annotated[
    float | None,
    typer.Option(
        "--simple-maths",
        metavar="X",
        min=0,
        show_default=False,
        help="What simple maths adds to both frequencies per million. [default: 1]",
    ),
]
CorrectionOption = Annotated[
    Correction | None,
    typer.Option(
        "--correction",
        metavar="METHOD",
        show_default=False,
        help="Correct p for the number of tests: none, bonferroni, holm, bh.",
    ),
]
MinRange = Annotated[
    int | None,
    typer.Option(
        "--min-range",
        metavar="N",
        min=0,
        show_default=False,
        help="Key terms are in at least N documents.",
    ),
]
MaxDp = Annotated[
    float | None,
    typer.Option(
        "--max-dp",
        metavar="X",
        min=0,
        max=1,
        show_default=False,
        help="Key terms have a DP of at most X: 0 is even, 1 is clumped.",
    ),
]
Diversity = Annotated[
    bool, typer.Option("--diversity", help="Lexical diversity: TTR, MATTR, MTLD, HD-D, Yule's K, …")
]
Keywords = Annotated[
    KeywordMethod | None,
    typer.Option(
        "--keywords",
        metavar="METHOD",
        show_default=False,
        help="The keywords of each document, as jieba.analyse: tfidf or textrank.",
    ),
]
NewWords = Annotated[
    bool,
    typer.Option(
        "--new-words", help="Words that the dictionary lacks, as a dictionary for --userdict."
    ),
]
Compare = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--compare",
        metavar="A B",
        show_default=False,
        help="Two corpora side by side: files, directories or partial results.",
    ),
]
Overview = Annotated[
    bool,
    typer.Option(
        "--overview",
        help="The size of each document and of the corpus, its script, dates and difficulty "
        "(words by band of HSK 3.0).",
    ),
]
Trend = Annotated[
    PeriodName | None,
    typer.Option(
        "--trend",
        metavar="PERIOD",
        show_default=False,
        help="Frequency by day, month or year, after the dates of the documents; the slope is "
        "per million words and period.",
    ),
]
Terms = Annotated[
    str | None,
    typer.Option(
        "--terms",
        metavar="TERMS",
        show_default=False,
        help="The terms of a trend, with commas between: words, or regexes as for --collocates. "
        "[default: the most frequent]",
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="FIELD",
        show_default=False,
        help="Split a trend by source, script, or another field or metadata key.",
    ),
]
Plot = Annotated[
    str | None,
    typer.Option(
        "--plot",
        metavar="FILE",
        show_default=False,
        help="Draw the view as well: FILE.svg, FILE.html (with the table), or FILE.png.",
    ),
]
PlotKind = Annotated[
    str | None,
    typer.Option(
        "--plot-kind",
        metavar="KIND",
        show_default=False,
        help="bars, cloud, dispersion, zipf (terms); network (collocates); scatter (keyness); "
        "lines (trend). [default: what suits the view]",
    ),
]
Partial = Annotated[
    bool, typer.Option("--partial", help="Write the counts as JSON, to be added up by --merge.")
]
Merge = Annotated[
    bool, typer.Option("--merge", help="The FILEs are partial results: add them up, in order.")
]
Top = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=0,
        show_default=False,
        help="Show the first N rows, with --keywords N of each document; 0: all. "
        "[default: 50; keywords and trend 20; overview and new words all]",
    ),
]
MinFreq = Annotated[
    int | None,
    typer.Option(
        "--min-freq", metavar="N", min=1, show_default=False, help="Only what occurs N times."
    ),
]
MinLen = Annotated[
    int | None,
    typer.Option(
        "--min-len", metavar="N", min=1, show_default=False, help="Only terms of N characters."
    ),
]
Match = Annotated[
    str | None,
    typer.Option(
        "--match", metavar="REGEX", show_default=False, help="Only terms in which REGEX is found."
    ),
]
Pos = Annotated[
    str | None,
    typer.Option(
        "--pos",
        metavar="TAGS",
        show_default=False,
        help="Only these parts of speech, and their kinds: n,v takes nr, ns, vn, …",
    ),
]
Stopwords = Annotated[
    str | None,
    typer.Option(
        "--stopwords",
        metavar="default|none|FILE",
        show_default=False,
        help="Leave out function words, or the words of FILE, one a line. [default: none]",
    ),
]
Sort = Annotated[
    str | None,
    typer.Option(
        "--sort",
        metavar="COLUMN",
        show_default=False,
        help="Order rows by a column, the best first; -COLUMN turns that round.",
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="COLUMNS",
        show_default=False,
        help="Show these columns, with commas between, or all. [default: all; on a terminal "
        "those it has room for]",
    ),
]
Engine = Annotated[
    EngineName,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="What cuts words: exact (as jieba 0.42.1, quickly), jieba itself, fast (differs in "
        "few places), or auto. spark, or spark,NAME: on a cluster.",
    ),
]
NoHmm = Annotated[
    bool,
    typer.Option("--no-hmm", help="Only words of the dictionary: do not guess new ones."),
]
Userdict = Annotated[
    str | None,
    typer.Option(
        "--userdict",
        metavar="FILE",
        show_default=False,
        help="A dictionary of yours in jieba's format: a word, its frequency, its tag.",
    ),
]
TimeLimit = Annotated[
    str | None,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        rich_help_panel=LIMITS,
        show_default=False,
        help="Longest time for one document. [default: none; for a regex of yours 1 on a word, "
        "60 on all]",
    ),
]
Provenance = Annotated[
    bool,
    typer.Option(
        "--provenance",
        help="Begin with what made the table: versions, dictionary, options (JSON always does).",
    ),
]
