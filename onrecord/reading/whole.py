"""What is held in memory as a whole becomes its articles: one place knows which reader is for which form.

A file, an answer from the web, a record of a crawl and what hangs on a mail all come here, so that each is read by
the same rules. Readers are imported when the first input of their form comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.article import Article
from onrecord.errors import BadFormat, InputError
from onrecord.reading.columns import Columns
from onrecord.reading.decoding import decode
from onrecord.reading.form import Form, refuse_page_as_text
from onrecord.reading.page import charset_of, read_page
from onrecord.reading.records import read_document
from onrecord.reading.text import read_text
from onrecord.record import Record


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are to be read."""

    records: bool = False
    """Whether what Onrecord itself wrote as JSON comes as the record that it is."""

    columns: Columns | None = None
    """What the parts of an article are called in tables and objects; None for our own names."""


def read_bytes(
    data: bytes,
    form: Form,
    *,
    origin: str,
    reading: Reading = Reading(),
    url: str | None = None,
    charset: str | None = None,
) -> Iterator[Article | Record | InputError]:
    """The articles of some data of a form that is held as a whole; `url` is where it was published.

    `charset` is the encoding that whoever sent it says it has. Raises InputError where nothing can be read.
    """
    if form == "page":
        text = decode(data, origin=origin, declared=charset or charset_of(data))
        yield read_page(text, origin=origin, url=url)
    elif form in ("json", "json-lines"):
        text = decode(data, origin=origin, declared=charset)
        yield from read_document(text, origin=origin, records=reading.records, columns=reading.columns)
    elif form == "text":
        text = decode(data, origin=origin, declared=charset)
        refuse_page_as_text(text, origin=origin)
        yield read_text(text, origin=origin, url=url)
    elif form == "subtitles":
        from onrecord.reading.subtitles import read_subtitles

        yield read_subtitles(decode(data, origin=origin, declared=charset), origin=origin, url=url)
    elif form == "docx":
        from onrecord.reading.docx import read_docx

        yield read_docx(data, origin=origin, url=url)
    elif form == "pdf":
        from onrecord.reading.pdf import read_pdf

        yield read_pdf(data, origin=origin, url=url)
    elif form == "message":
        from onrecord.reading.mail import read_message

        yield from read_message(data, origin=origin)
    elif form == "feed":
        from onrecord.reading.feed import read_feed

        yield from read_feed(data, origin=origin, url=url, charset=charset)
    else:
        raise BadFormat(origin, "It is an archive inside of something else.", "Give the archive as a file of its own.")
