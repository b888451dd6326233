"""The form of an input is what its name says; only where the name says nothing, its first characters are asked.

A name is a promise, and a broken one is an error and no guess: a `.txt` file that begins as a web page does would
put its tags on the record.
"""

from __future__ import annotations

import json
import re
from typing import Literal

from onrecord.errors import BadFormat

Form = Literal["text", "page", "json-lines", "json"]

SUFFIXES: dict[str, Form] = {
    ".txt": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".jsonl": "json-lines",
    ".ndjson": "json-lines",
}
"""The suffixes whose files are read in a folder."""

MEDIA_TYPES: dict[str, Form] = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "text/plain": "text",
    "application/jsonl": "json-lines",
    "application/x-ndjson": "json-lines",
    "application/x-jsonlines": "json-lines",
    "application/json": "json",
}
"""The media types that are read from a web address."""

PEEK = 1 << 16
"""Bytes from the beginning that are enough to tell the form."""

_PAGE = re.compile(
    r"<(?:!doctype\s+html|!--|html|head|body|meta|title|main|article|section|div|header|h[1-6]|p|blockquote|ul|ol|table|span)"
    r"(?![\w-])",
    re.IGNORECASE,
)
_XML = re.compile(r"<\?xml\b")
_XHTML = re.compile(r"<html(?![\w-])", re.IGNORECASE)
_JSON = re.compile(r'(?:\{\s*["}]|\[\s*[\[{\]])')
_OPEN_LINE = re.compile(r"[\[{,]\s*$")


def form_of(head: bytes, *, origin: str) -> Form:
    """The form that the beginning of some data shows: `head` is its first 64 KiB, or all of it.

    Raises BadFormat for XML that is no web page, such as a feed.
    """
    text = _beginning(head)
    if _XML.match(text) and not _XHTML.search(text):
        raise BadFormat(origin, "It is XML, but no web page.", "Give the page of an article, or its text.")
    if _PAGE.match(text) or _XML.match(text):
        return "page"
    if not _JSON.match(text):
        return "text"
    line, end, _ = text.partition("\n")
    try:
        return "json-lines" if isinstance(json.loads(line), dict) else "json"
    except (ValueError, RecursionError):
        is_document = text[0] == "[" or (end and _OPEN_LINE.search(line))
        return "json" if is_document else "json-lines"


def refuse_page_as_text(text: str, *, origin: str) -> None:
    """Raise BadFormat for a text that is a whole web page."""
    beginning = text[:512].lstrip().lower()
    if beginning.startswith(("<!doctype html", "<html")):
        raise BadFormat(origin, "It is given as plain text but is a web page.", "Name the file .html instead of .txt.")


def _beginning(head: bytes) -> str:
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return head.decode(encoding, "ignore").lstrip()
