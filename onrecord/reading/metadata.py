"""What a page says of itself is taken from what it says to machines first: that is exact, and has the time and zone.

Each fact has its sources in a fixed order, the most deliberate first. Nothing is inferred from the article's words.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from onrecord.reading.dates import iso_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_FACT = 500
"""Characters: longer than any headline or byline; a "fact" beyond it is the page's text in the wrong field."""

_TITLE_NAMES = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")
_AUTHOR_NAMES = (
    "author",
    "article:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "citation_author",
)
_OUTLET_NAMES = ("og:site_name", "application-name", "publisher", "dc.publisher")
_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "dcterms.created",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "publishdate",
    "date",
)
_ARTICLE_TYPE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|Review)$")
_CDATA = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_BY = re.compile(r"^by:?\s+", re.IGNORECASE)
_DATE_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?:/|-|$)")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an article beside its text; None where it is not."""

    title: str | None
    """The headline."""

    author: str | None
    """The byline, several authors joined by "; "."""

    outlet: str | None
    """Who published it."""

    published: str | None
    """When, ISO 8601, with time and zone where given."""

    url: str | None
    """The address it was published at."""


def facts_of(tree: HtmlElement, *, url: str | None = None) -> Facts:
    """The facts that a page states in JSON-LD, meta elements and microdata; `url` is where it was fetched from."""
    meta = _meta(tree)
    linked = _articles(_linked_data(tree))
    outlet = _first((*_names(linked, "publisher"), *_values(meta, _OUTLET_NAMES)))
    address = _address(tree, meta, linked, url)
    return Facts(
        title=_first((*_strings(linked, "headline"), *_values(meta, _TITLE_NAMES))) or _document_title(tree, outlet),
        author=_byline(tree, meta, linked),
        outlet=outlet,
        published=_published(tree, meta, linked, address),
        url=address,
    )


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = element.get("content")
        if name and content:
            found.setdefault(name, []).append(content)
    return found


def _linked_data(tree: HtmlElement) -> list[dict[str, Any]]:
    """Every object of every JSON-LD script of the page, in order."""
    objects: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            data = json.loads(_CDATA.sub("", script.text or ""), strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [data]
        while waiting:
            item = waiting.pop()
            if isinstance(item, dict):
                objects.append(item)
                waiting.extend(reversed(list(item.values())))
            elif isinstance(item, list):
                waiting.extend(reversed(item))
    return objects


def _articles(objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The objects that describe an article, with what they refer to by name put in its place."""
    by_id = {item["@id"]: item for item in objects if isinstance(item.get("@id"), str) and len(item) > 1}
    found = [item for item in objects if any(_ARTICLE_TYPE.match(kind) for kind in _list_of_strings(item.get("@type")))]
    return [{key: _resolved(value, by_id) for key, value in item.items()} for item in found[:1]]


def _resolved(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_resolved(item, by_id) if isinstance(item, dict) else item for item in value]
    if isinstance(value, dict) and set(value) == {"@id"}:
        return by_id.get(value["@id"], value) if isinstance(value["@id"], str) else value
    return value


def _list_of_strings(value: Any) -> list[str]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]


def _strings(items: list[dict[str, Any]], key: str) -> Iterator[str]:
    for item in items:
        yield from _list_of_strings(item.get(key))


def _names(items: list[dict[str, Any]], key: str) -> Iterator[str]:
    """The names of the people or organisations that a property holds."""
    for item in items:
        values = item.get(key)
        for value in values if isinstance(values, list) else [values]:
            yield from _list_of_strings(value.get("name") if isinstance(value, dict) else value)


def _values(meta: dict[str, list[str]], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from meta.get(name, ())


def _first(values: Iterable[str]) -> str | None:
    return next(filter(None, map(_clean, values)), None)


def _clean(value: str) -> str:
    """A fact in one line, without markup or entities; empty when it is no fact."""
    text = " ".join(html.unescape(value).split())
    return "" if len(text) > LONGEST_FACT or text.startswith(("http://", "https://", "{{")) else text


def _byline(tree: HtmlElement, meta: dict[str, list[str]], linked: list[dict[str, Any]]) -> str | None:
    marked = (
        " ".join(element.itertext())
        for element in tree.xpath('//*[@itemprop="author" or @rel="author"][not(ancestor::*[@itemprop="author"])]')
    )
    for source in (_names(linked, "author"), _values(meta, _AUTHOR_NAMES), marked):
        names = dict.fromkeys(filter(None, (_BY.sub("", _clean(name)) for name in source)))
        if names:
            return "; ".join(names)[:LONGEST_FACT]
    return None


def _published(
    tree: HtmlElement, meta: dict[str, list[str]], linked: list[dict[str, Any]], url: str | None
) -> str | None:
    times = tree.xpath('//time[@pubdate or @itemprop="datePublished"]') + tree.xpath("//article//time | //header//time")
    stated = (
        *_strings(linked, "datePublished"),
        *_values(meta, _DATE_NAMES),
        *(element.get("datetime") or "" for element in times[:20]),
        *_strings(linked, "dateCreated"),
    )
    dates = (iso_date(value) for value in stated if value)
    found: str | None = next(filter(None, dates), None)
    in_address = _DATE_IN_ADDRESS.search(urlsplit(url).path) if url else None
    return found or (iso_date("-".join(in_address.groups())) if in_address else None)


def _address(
    tree: HtmlElement, meta: dict[str, list[str]], linked: list[dict[str, Any]], fetched: str | None
) -> str | None:
    """The address that the page calls its own, unless that is only the outlet's front page."""
    canonical = (e.get("href") or "" for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split())
    for stated in (*canonical, *_values(meta, ("og:url",)), *_strings(linked, "url")):
        try:
            address: str = urljoin(fetched or "", stated.strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        if (
            parts.scheme in ("http", "https")
            and parts.netloc
            and (parts.path.strip("/") or parts.query)
            and address.isprintable()
        ):
            return address
    return fetched


def _document_title(tree: HtmlElement, outlet: str | None) -> str | None:
    """The `<title>`, without the outlet's name behind it."""
    title = _first("".join(element.itertext()) for element in tree.xpath("//head/title | //body/title"))
    if title is None:
        return None
    for separator in (" | ", " - ", " – ", " — ", " · "):
        head, _, tail = title.rpartition(separator)
        if head and (separator == " | " or (outlet is not None and tail.casefold() == outlet.casefold())):
            return head
    return title
