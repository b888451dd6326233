"""A feed is a list of what is new: addresses, and sometimes the articles themselves.

RSS 0.9 to 2.0 (https://www.rssboard.org/rss-specification), RSS 1.0 (RDF), Atom (RFC 4287) and JSON Feed
(https://www.jsonfeed.org) are read. Many feeds are badly formed, so the markup is read as far as it goes; no entity is
expanded, no document type is looked up and no address is fetched here. An entry that holds only a teaser is no
article: where the article is has to be followed, which is the business of `onrecord follow`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from onrecord.article import Article
from onrecord.errors import BadFormat, InputError, NoArticle
from onrecord.reading.dates import iso_date
from onrecord.reading.decoding import decode
from onrecord.reading.language import language_of
from onrecord.reading.markup import charset_of, parse, prepare
from onrecord.reading.passages import joined, of_article, passages_of, with_headline

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_ENTRIES = 2_000
"""Entries taken from one answer: feeds have 10 to 100, whole archives of a blog a thousand."""

SHORTEST_ARTICLE = 1_000
"""Characters of an entry that can be the article itself: teasers have 100 to 600."""

LONGEST_LINK = 2_000
"""Characters of an address; longer ones are no addresses of articles."""

_CUT_SHORT = re.compile(
    r"(?:\[?(?:…|\.\.\.|&hellip;)\]?|(?:read (?:more|on|the (?:full|rest)\b.{0,40})|continue reading.{0,80}|"
    r"the post .{1,200} (?:first )?appeared first on .{1,100}))[\s»→>.]*$",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTRIES, _BODIES = frozenset(("item", "entry")), ("encoded", "content", "description", "summary")
_DATES = ("published", "pubdate", "date", "issued", "created", "updated", "modified")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    id: str
    """What the feed calls it: its guid, or else its address."""

    link: str | None
    """The address of the article, http or https; None when it has none."""

    title: str | None
    """The headline."""

    author: str | None
    """The byline."""

    published: str | None
    """When it was published, ISO 8601."""

    body: str | None
    """The article as HTML where the entry holds all of it; None for a teaser."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says."""

    title: str | None
    """Who publishes it."""

    entries: tuple[Entry, ...]
    """What is in it, in its order."""

    minutes: int | None
    """How long to wait before asking again, if it says so."""

    is_partial: bool
    """Whether it has more entries than are taken from one answer, or breaks off."""


def read_feed(
    data: bytes, *, origin: str = "-", url: str | None = None, charset: str | None = None
) -> Iterator[Article | InputError]:
    """The articles that a feed holds in whole, and an error for each entry that is only a teaser.

    Raises BadFormat, NotText, and NoArticle for a feed without entries.
    """
    feed = parse_feed(data, origin=origin, url=url, charset=charset)
    if not feed.entries:
        raise NoArticle(origin, "The feed has no entries.", "Check the address of the feed.")
    for number, entry in enumerate(feed.entries, start=1):
        try:
            yield article_of(entry, feed, origin=f"{origin}:{number}")
        except InputError as error:
            yield error


def article_of(entry: Entry, feed: Feed, *, origin: str) -> Article:
    """The article that an entry holds; raises NoArticle where it holds only a teaser."""
    if entry.body is None:
        where = entry.link or "the page that it is about"
        raise NoArticle(origin, "The entry is only a teaser.", f"Read {where}, or use onrecord follow.")
    tree = parse(f"<div>{entry.body}</div>", origin=origin)
    prepare(tree)
    passages = of_article(list(passages_of(tree, is_whole_page=True)))
    if not passages:
        raise NoArticle(origin, "There are no words in the entry.", "Read the page that it is about.")
    words, blocks = joined(with_headline(passages, entry.title, feed.title))
    return Article(
        words, blocks, origin, entry.link, entry.title, feed.title, entry.author, entry.published, language_of(words)
    )


def parse_feed(data: bytes, *, origin: str, url: str | None = None, charset: str | None = None) -> Feed:
    """What a feed says; `url` is where it was fetched from. Raises BadFormat and NotText."""
    text = decode(data, origin=origin, declared=charset or charset_of(data))
    if text.lstrip().startswith("{"):
        return _json_feed(text, origin, url)
    root = _tree(text, origin)
    entries = [each for each in root.iter("{*}item", "{*}entry") if isinstance(each.tag, str)]
    if not entries and _name(root) not in ("rss", "feed", "rdf"):
        raise BadFormat(origin, "It is no feed.", "Give the address of an RSS or Atom feed.")
    channel = next((each for each in root.iter("{*}channel")), root)
    found = _once(_entry(each, url) for each in islice(entries, MOST_ENTRIES))
    ends = re.search(r"</(?:rss|(?:\w+:)?feed|(?:\w+:)?RDF)\s*>\s*(?:<!--.*?-->\s*)*$", text[-2_000:], re.DOTALL)
    is_partial = len(entries) > MOST_ENTRIES or ends is None
    return Feed(_line(_direct(channel, "title")), found, _minutes(channel), is_partial)


def _tree(text: str, origin: str) -> _Element:
    from lxml import etree

    clean = _NO_XML.sub("", _ENTITY.sub(_character, _DOCTYPE.sub("", text, count=1))).lstrip()
    clean = re.sub(r"^<\?xml[^>]*>", "", clean)
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=True
    )
    try:
        root = etree.fromstring(clean.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise BadFormat(origin, "Its markup cannot be read.", "Give the address of an RSS or Atom feed.") from error
    if root is None:
        raise BadFormat(origin, "There is nothing in it.", "Give the address of an RSS or Atom feed.")
    return root


def _character(entity: re.Match[str]) -> str:
    """The character of an entity that HTML has and XML has not; feeds use them without saying where they are from."""
    if entity.group(1) in _XML_ENTITIES:
        return entity.group()
    found = html.unescape(entity.group())
    return html.escape(found) if found != entity.group() else f"&amp;{entity.group(1)};"


def _name(element: _Element) -> str:
    """The name of an element without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def _direct(element: _Element, name: str) -> _Element | None:
    """The first child of that name."""
    return next((child for child in element if isinstance(child.tag, str) and _name(child) == name), None)


def _words(element: _Element | None) -> str:
    """The content of an element: its text, or its markup where it has elements of its own (XHTML)."""
    if element is None:
        return ""
    if len(element) == 0:
        return element.text or ""
    from lxml import etree

    return (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)


def _line(element: _Element | None) -> str | None:
    """The words of an element in one line, without markup."""
    text = "".join(str(part) for part in element.itertext()) if element is not None else ""
    plain = html.unescape(re.sub(r"<[a-zA-Z/][^<>]{0,200}>", "", text))
    return " ".join(plain.split())[:500] or None


def _entry(element: _Element, base: str | None) -> Entry | None:
    link = _link(element, base)
    guid = _direct(element, "guid")
    guid = guid if guid is not None else _direct(element, "id")
    named = _line(guid)
    if link is None and guid is not None and guid.get("isPermaLink", "true") == "true":
        link = _address(named, base)
    dates = (iso_date(_line(_direct(element, name)) or "") for name in _DATES)
    bodies = (_words(_direct(element, name)) for name in _BODIES)
    if named is None and link is None:
        return None
    return Entry(
        (named or link or "")[:LONGEST_LINK],
        link,
        _line(_direct(element, "title")),
        _author(element),
        next(filter(None, dates), None),
        next((body for body in bodies if _is_whole(body)), None),
    )


def _link(element: _Element, base: str | None) -> str | None:
    """The address of the page of an entry: `<link>` with text, or with `href` and no relation but "alternate"."""
    for child in element:
        if not isinstance(child.tag, str) or _name(child) != "link":
            continue
        if child.get("rel", "alternate") != "alternate" or "html" not in child.get("type", "text/html"):
            continue
        place = child.get("{http://www.w3.org/XML/1998/namespace}base") or base
        found = _address(child.get("href") or child.text, place)
        if found:
            return found
    return None


def _address(value: str | None, base: str | None) -> str | None:
    given = (value or "").strip()
    if not given or len(given) > LONGEST_LINK or not given.isprintable() or " " in given:
        return None
    try:
        address = urljoin(base or "", given)
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def _author(element: _Element) -> str | None:
    names = []
    for child in element:
        if isinstance(child.tag, str) and _name(child) in ("author", "creator"):
            inner = _direct(child, "name")
            name = _line(inner if inner is not None else child) or ""
            in_brackets = re.fullmatch(r"\S+@\S+\s+\(([^)]+)\)", name)  # RSS: lew@example.org (Lew Orr)
            name = in_brackets.group(1) if in_brackets else name
            names += [] if not name or "@" in name else [name]
    return "; ".join(dict.fromkeys(names)) or None


def _is_whole(body: str) -> bool:
    """Whether it is an article and not a teaser: long, with paragraphs, and not cut short."""
    plain = html.unescape(re.sub(r"<[^<>]{0,2000}>", " ", html.unescape(body) if "<" not in body else body)).strip()
    return len(plain) >= SHORTEST_ARTICLE and not _CUT_SHORT.search(plain[-300:])


def _minutes(channel: _Element) -> int | None:
    """How long the feed asks to be left alone: `ttl`, or the period and frequency of RSS 1.0's syndication module."""
    ttl = _line(_direct(channel, "ttl"))
    if ttl and ttl.isdigit() and len(ttl) < 6:
        return int(ttl)
    periods = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
    period = periods.get(_line(_direct(channel, "updateperiod")) or "")
    often = _line(_direct(channel, "updatefrequency")) or "1"
    return period // max(int(often), 1) if period and often.isdigit() and len(often) < 5 else None


def _once(entries: Iterator[Entry | None]) -> tuple[Entry, ...]:
    """The entries, each id once: the first stands."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry is not None:
            found.setdefault(entry.id, entry)
    return tuple(found.values())


def _json_feed(text: str, origin: str, url: str | None) -> Feed:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFormat(origin, "It is no JSON.", "Give the address of a feed.") from error
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list):
        raise BadFormat(origin, "It is no JSON Feed: it has no items.", "Give the address of a feed.")
    found = _once(_json_entry(item, url) for item in islice(items, MOST_ENTRIES))
    return Feed(_string(data, "title"), found, None, len(items) > MOST_ENTRIES)


def _json_entry(item: Any, base: str | None) -> Entry | None:
    if not isinstance(item, dict):
        return None
    link = _address(_string(item, "url"), base)
    name = _string(item, "id") or link
    if not name:
        return None
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [_string(author, "name") for author in authors or () if isinstance(author, dict)]
    plain = _string(item, "content_text", keep=True)
    body = _string(item, "content_html", keep=True) or (
        "".join(f"<p>{html.escape(part)}</p>" for part in plain.split("\n\n")) if plain else None
    )
    entry = Entry(name[:LONGEST_LINK], link, _string(item, "title"), "; ".join(filter(None, names)) or None, None, None)
    published = iso_date(_string(item, "date_published") or "")
    return replace(entry, published=published, body=body if body and _is_whole(body) else None)


def _string(data: dict[str, Any], name: str, *, keep: bool = False) -> str | None:
    value = data.get(name)
    if not isinstance(value, str):
        return None
    return value if keep else " ".join(value.split())[:LONGEST_LINK] or None
