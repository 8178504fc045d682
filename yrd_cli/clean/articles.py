"""Articles: what `stats` and `summarize` read. Pages are cleaned, records were cleaned already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yrd_cli.clean import clean_document
from yrd_cli.document import Document
from yrd_cli.reading.documents import document_of
from yrd_cli.reading.records import Item, ReadSettings
from yrd_cli.report import Notice, Report


def read_articles(
    batch: Iterable[Item], settings: ReadSettings, report: Report, *, raw: bool = False
) -> Iterator[Document]:
    """The Documents of a batch; what could not be read is noted in the report.

    Text and HTML are cleaned first unless ``raw``; Documents that come as records (JSONL,
    Parquet, …) are taken as they are.
    """
    for item in batch:
        if isinstance(item, Notice):
            report.notices.append(item)
            continue
        read = document_of(item, settings, report)
        if read is None:
            continue
        document = read.document
        if not (raw or read.structured):
            document = clean_document(document, votes=read.votes).document
        report.documents += 1
        report.characters += len(document.text)
        yield document
