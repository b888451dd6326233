"""The form of an input is what its name says; only where the name says nothing, its first characters are asked.

A name is a promise, and a broken one is an error and no guess: a `.txt` file that begins as a web page does would
put its tags on the record.
"""

from __future__ import annotations

import json
import os
import re
from typing import Literal

from onrecord.errors import BadFormat

Form = Literal[
    "text", "page", "json-lines", "json", "feed", "warc", "parquet", "mailbox", "message", "pdf", "docx", "subtitles"
]
STREAMED: frozenset[Form] = frozenset({"json-lines", "warc", "mailbox"})
"""The forms of archives, which are read a piece at a time and may be larger than memory."""

GZIP = b"\x1f\x8b"
"""What gzip-compressed data begins with (RFC 1952)."""

SUFFIXES: dict[str, Form] = {
    ".txt": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".jsonl": "json-lines",
    ".ndjson": "json-lines",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
    ".mbox": "mailbox",
    ".eml": "message",
    ".pdf": "pdf",
    ".docx": "docx",
    ".vtt": "subtitles",
    ".srt": "subtitles",
    ".rss": "feed",
    ".atom": "feed",
}
"""The suffixes whose files are read in a folder; one more `.gz` behind them is read too."""

MEDIA_TYPES: dict[str, Form | None] = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "text/plain": "text",
    "application/jsonl": "json-lines",
    "application/x-ndjson": "json-lines",
    "application/x-jsonlines": "json-lines",
    "application/json": "json",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/feed+json": "feed",
    "application/xml": None,
    "text/xml": None,
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "text/vtt": "subtitles",
    "application/x-subrip": "subtitles",
    "message/rfc822": "message",
}
"""The media types that are read from a web address; None where only the beginning tells what it is."""

PEEK = 1 << 16
"""Bytes from the beginning that are enough to tell the form."""

_PAGE = re.compile(
    r"<(?:!doctype\s+html|!--|html|head|body|meta|title|main|article|section|div|header|h[1-6]|p|blockquote|ul|ol|table|span)"
    r"(?![\w-])",
    re.IGNORECASE,
)
_XML = re.compile(r"<\?xml\b")
_XHTML = re.compile(r"<html(?![\w-])", re.IGNORECASE)
_DOCTYPE = r"<!DOCTYPE[^>\[]{0,500}(?:\[[^\]]{0,9000}\][^>]{0,20})?>"
_FEED = re.compile(
    rf"(?:<\?[^>]{{0,500}}>|<!--.{{0,2000}}?-->|{_DOCTYPE}|\s)*<(?:rss|feed|(?:\w+:)?RDF)[\s>]", re.DOTALL
)
_JSON = re.compile(r'(?:\{\s*["}]|\[\s*[\[{\]])')
_JSON_FEED = re.compile(r'\{\s*"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')
_OPEN_LINE = re.compile(r"[\[{,]\s*$")
_SRT = re.compile(r"\d{1,6}[ \t]*\r?\n\d{1,3}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->")
_VTT = re.compile(r"WEBVTT(?:[ \t\r\n]|$)")
_MBOX = re.compile(r"From \S+ .{0,60}\d\d:\d\d.{0,40}\d{4}[^\n]{0,40}\n[\w-]+:")
_HEADER = re.compile(r"[!-9;-~]+:[ \t\r\n]|[ \t]")
_MAIL = re.compile(r"^(?:Message-ID|MIME-Version|Received|Return-Path|DKIM-Signature):", re.IGNORECASE | re.MULTILINE)


def media_type_of(content_type: str) -> str:
    """The media type that a Content-Type header names, in lower case and without parameters."""
    return content_type.partition(";")[0].strip().lower()


def form_by_name(path: str) -> tuple[Form | None, bool]:
    """The form that a file's name promises, None where it says nothing, and whether it is compressed with gzip."""
    stem, suffix = os.path.splitext(path.lower())
    if suffix == ".gz":
        return SUFFIXES.get(os.path.splitext(stem)[1]), True
    return SUFFIXES.get(suffix), False


def form_of(head: bytes, *, origin: str) -> Form:
    """The form that the beginning of some data shows: `head` is its first 64 KiB, or all of it.

    Raises BadFormat for XML that is neither a web page nor a feed.
    """
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04") and b"word/" in head:
        return "docx"
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(b"PAR1"):
        return "parquet"
    text = _beginning(head)
    if _FEED.match(text):
        return "feed"
    if _XML.match(text) and not _XHTML.search(text):
        raise BadFormat(origin, "It is XML, but no web page and no feed.", "Give the page of an article, or its text.")
    if _PAGE.match(text) or _XML.match(text):
        return "page"
    if _JSON.match(text):
        return _form_of_json(text)
    if _VTT.match(text) or _SRT.match(text):
        return "subtitles"
    if _MBOX.match(text):
        return "mailbox"
    return "message" if _is_message(text) else "text"


def refuse_page_as_text(text: str, *, origin: str) -> None:
    """Raise BadFormat for a text that is a whole web page."""
    beginning = text[:512].lstrip().lower()
    if beginning.startswith(("<!doctype html", "<html")):
        raise BadFormat(origin, "It is given as plain text but is a web page.", "Name the file .html instead of .txt.")


def _form_of_json(text: str) -> Form:
    if _JSON_FEED.match(text):
        return "feed"
    line, end, _ = text.partition("\n")
    try:
        return "json-lines" if isinstance(json.loads(line), dict) else "json"
    except (ValueError, RecursionError):
        is_document = text[0] == "[" or (end and _OPEN_LINE.search(line))
        return "json" if is_document else "json-lines"


def _is_message(text: str) -> bool:
    """Whether it begins with the headers of a mail, and among them one that only programs write."""
    headers = re.split(r"\r?\n\r?\n", text, maxsplit=1)[0]
    is_all = all(_HEADER.match(line) for line in headers.splitlines())
    return is_all and bool(_MAIL.search(headers))


def _beginning(head: bytes) -> str:
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return head.decode(encoding, "ignore").lstrip()
