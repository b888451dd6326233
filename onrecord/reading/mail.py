"""A mail is read as its reader sees it: the letter itself, then what hangs on it that can be read.

Newsletters and press releases come with a page and with plain text, which often is a poor copy ("view this in your
browser"). So the page is read, in whole: what finds the article on a web page takes the tables that letters are laid
out with for menus. Only what every letter says of itself (why you get it, how to leave) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr
from itertools import islice

from onrecord.article import Article
from onrecord.errors import BadFormat, InputError, NoArticle
from onrecord.reading.dates import iso_date
from onrecord.reading.decoding import decode
from onrecord.reading.form import MEDIA_TYPES, Form, form_by_name
from onrecord.reading.language import language_of
from onrecord.reading.markup import charset_of, parse, prepare
from onrecord.reading.passages import Passage, joined, of_article, passages_of
from onrecord.reading.text import read_text
from onrecord.reading.whole import read_bytes
from onrecord.record import Record

MOST_PARTS = 200
"""Parts of one mail; one with more is made to be slow."""

MOST_HEADERS = 1 << 20
"""Bytes from the beginning in which no header may be longer than 64 kB: some mails have a thousand recipients."""

LONGEST_HEADER = 5_000
"""Characters of a header that are looked at."""

DEEPEST = 3
"""Mails within mails that are followed."""

_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
_LONG_HEADER = re.compile(rb"^[!-9;-~]{1,100}:[^\n]{65536}", re.MULTILINE)
_NO_WORDS = frozenset("script style noscript template head title svg object iframe form button".split())
_FURNITURE = re.compile(
    r"unsubscribe|opt[ -]out|(?:view|read|open|see) (?:this |it |the )?(?:e-?mail |message |newsletter |online )?"
    r"(?:in|on) (?:your|a|the) (?:web )?browser|(?:update|manage|change) (?:your )?(?:e-?mail )?(?:preferences|"
    r"subscription)|(?:you(?:['’]re| are)|you) (?:receiv\w+|getting) this|why (?:did|am) i (?:get|receiv)|was sent to|"
    r"forward (?:this|to) (?:a|your) friend|add us to your address book|©|copyright \(?c?\)?|all rights reserved|"
    r"privacy policy|having trouble (?:viewing|reading)|no images\?",
    re.IGNORECASE,
)
_LONGEST_FURNITURE = 400
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad\u034f\u2007\u061c]")
_ANGLES = re.compile(r"<([^<>]{1,2000})>")
_LIST_NAME = re.compile(r"\s*\"?([^\"<]{1,200}?)\"?\s*<")


def read_message(data: bytes, *, origin: str = "-", depth: int = 0) -> Iterator[Article | Record | InputError]:
    """The letter that a mail is (RFC 5322), and the documents and mails that hang on it, each an article.

    What hangs on it has the origin of the mail and its number, from 2. Raises BadFormat and NoArticle.
    """
    if len(_BOUNDARY.findall(data)) > MOST_PARTS or _LONG_HEADER.search(data[:MOST_HEADERS]):
        raise BadFormat(origin, "It is made to be slow to take apart.", "Give the letter itself, or its text.")
    try:
        # The newer policy parses headers by a grammar that takes quadratic time and fails on what people write.
        message = BytesParser(policy=policy.compat32).parsebytes(data)
        parts = list(islice(_leaves(message), MOST_PARTS + 1))
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError, AssertionError) as error:
        raise _damaged(origin, error) from error
    if len(parts) > MOST_PARTS:
        raise BadFormat(origin, f"It has more than {MOST_PARTS} parts.", "Give the letter itself, or its text.")
    if not message.keys():
        raise BadFormat(origin, "It has no headers, as every mail has.", "Give the mail as its program saves it.")
    letter = _letter(message, parts, origin)
    hanging = list(_hanging(parts))
    if letter is not None:
        yield letter
    elif not hanging:
        raise NoArticle(origin, "There is no text in the mail.", "If it is a picture of a text, give the text.")
    for number, (part, form) in enumerate(hanging, start=2):
        name = f"{origin}:{number}"
        try:
            if form != "message":
                yield from read_bytes(_bytes(part), form, origin=name)
            elif depth < DEEPEST:
                yield from read_message(_bytes(part), origin=name, depth=depth + 1)
        except InputError as error:
            yield error


def _damaged(origin: str, error: Exception) -> BadFormat:
    problem = f"The mail cannot be taken apart ({type(error).__name__})."
    return BadFormat(origin, problem, "Save it again, or give its text.")


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold no other parts; a mail within the mail is one of them."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting.extend(reversed([each for each in inner if isinstance(each, Message)]))
        else:
            yield part


def _letter(message: Message, parts: list[Message], origin: str) -> Article | InputError | None:
    """The article that the letter's own words are; None where it has none, the error where they cannot be read."""
    pages = [part for part in parts if part.get_content_type() == "text/html" and not _is_attached(part)]
    texts = [part for part in parts if part.get_content_type() == "text/plain" and not _is_attached(part)]
    failure: InputError | None = None
    for part, read in (*((page, _from_page) for page in pages[:1]), *((text, _from_text) for text in texts[:1])):
        try:
            return _with_facts(read(_bytes(part), _charset(part), origin), message)
        except NoArticle as error:
            failure = failure or error
        except InputError as error:
            failure = error
    return failure


def _from_page(data: bytes, charset: str | None, origin: str) -> Article:
    text = decode(data, origin=origin, declared=charset or charset_of(data))
    tree = parse(text, origin=origin)
    prepare(tree)
    for element in list(tree.iter("*")):
        if element.tag in _NO_WORDS and element.getparent() is not None:
            element.drop_tree()
    passages = [_visible(passage) for passage in passages_of(tree)]
    kept = [passage for passage in of_article(passages) if passage.text and not _is_furniture(passage)]
    if not kept:
        raise NoArticle(origin, "There is no text in the mail.", "If it is a picture of a text, give the text.")
    words, blocks = joined(kept)
    return Article(words, blocks, origin, language=language_of(words))


def _visible(passage: Passage) -> Passage:
    """The passage without the characters of no width that letters are padded with."""
    words = " ".join(_INVISIBLE.sub("", passage.text).split())
    return Passage(passage.kind, words, passage.linked, passage.is_headline, passage.is_pull_quote)


def _is_furniture(passage: Passage) -> bool:
    return len(passage.text) <= _LONGEST_FURNITURE and bool(_FURNITURE.search(passage.text))


def _from_text(data: bytes, charset: str | None, origin: str) -> Article:
    """The article of a plain letter; the signature (after "-- ") is not a part of it."""
    text = decode(data, origin=origin, declared=charset)
    return read_text(re.split(r"(?m)^-- ?\r?$", text, maxsplit=1)[0], origin=origin)


def _with_facts(article: Article, message: Message) -> Article:
    sender = parseaddr(_header(message, "from"))
    outlet = _LIST_NAME.match(_header(message, "list-id"))
    name = sender[0] or sender[1].rpartition("@")[2] or None
    has_list = outlet is not None and outlet.group(1) != name
    return Article(
        article.text,
        article.blocks,
        article.origin,
        _address(message),
        _header(message, "subject") or article.title,
        outlet.group(1) if outlet is not None else name,
        name if has_list else None,
        iso_date(re.sub(r"\s*\([^)]*\)$", "", _header(message, "date"))),
        article.language,
    )


def _address(message: Message) -> str | None:
    """Where the letter stands on the web, if it says so (RFC 5064)."""
    found = _ANGLES.search(_header(message, "archived-at"))
    address = found.group(1).strip() if found else ""
    return address if address.startswith(("https://", "http://")) and address.isprintable() else None


def _header(message: Message, name: str) -> str:
    """A header in one line, its encoded words (RFC 2047) decoded; empty where there is none."""
    found = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    value = found[:LONGEST_HEADER].encode("ascii", "surrogateescape").decode("utf-8", "replace")
    with suppress(ValueError, LookupError, HeaderParseError):  # as it stands, it at least says what is there
        value = str(make_header(decode_header(value)))
    return " ".join(value.encode("utf-8", "replace").decode("utf-8").split())[:500]


def _hanging(parts: list[Message]) -> Iterator[tuple[Message, Form]]:
    """The parts that are documents or mails of their own, with their forms."""
    for part in parts:
        if part.get_content_type() == "message/rfc822":
            yield part, "message"
            continue
        form = MEDIA_TYPES.get(part.get_content_type())
        if form not in ("pdf", "docx") and part.get_content_maintype() == "application":
            form = form_by_name(str(part.get_filename() or ""))[0]
        if form in ("pdf", "docx"):
            yield part, form


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _bytes(part: Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):
        return b"".join(each.as_bytes(policy=policy.compat32) for each in inner[:1] if isinstance(each, Message))
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        data = None
    return data if isinstance(data, bytes) else b""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
