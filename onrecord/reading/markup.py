"""A page's markup becomes a tree that is never deeper than what the libraries behind it can bear.

A parser left alone drops, without a word, whatever lies deeper than 256 elements, and a tree of 100,000 levels would
break everything that walks it. So the tree is built here, element by element: what is too deep is lifted up to the
deepest level allowed, and no word of it is lost. Nothing is fetched, no entity is expanded and no script is run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from onrecord.errors import BadFormat, NoArticle

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DEEPEST = 120
"""Levels of elements; real pages have 15 to 40, and the libraries behind fail between 250 and 1,000."""

MOST_ATTRIBUTES = 100
"""Attributes of one element; each more costs as much time as there are already, and no page has a use for them."""

CAPTION, PULL_QUOTE, BREAK = "\ue100", "\ue101", "\ue102"
"""Characters for private use that carry through the extraction what a passage is: no page may hold them itself."""

_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ue0ff\ue103-\ufffd\U00010000-\U0010ffff]")
_DOCTYPE = re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?<!doctype[^>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z][\w.-]*", re.ASCII)
_TEXT_TAGS = frozenset(
    ("p", "li", "dd", "dt", "td", "th", "blockquote", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6")
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_PULL_QUOTE_NAME = re.compile(r"pull[-_]?quote|quote[-_]?pull|\bpq\b", re.IGNORECASE)
_OPENING = "“\"«‘'"


def charset_of(data: bytes) -> str | None:
    """The encoding that a page declares within its first 4,096 bytes."""
    head = data[:4096]
    found = _XML_ENCODING.search(head) or _CHARSET.search(head)
    return found.group(1).decode("ascii", "replace") if found else None


def parse(text: str, *, origin: str) -> HtmlElement:
    """The tree of a page; raises NoArticle for an empty one, and BadFormat for what is no HTML at all."""
    from lxml import etree, html

    target: Any = _Builder()  # the stubs want bytes to be taken too, which lxml for Python 3 never gives
    parser = html.HTMLParser(target=target, encoding="utf-8", huge_tree=True, no_network=True)
    try:
        tree = etree.fromstring(_DOCTYPE.sub("", text, count=1).encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise BadFormat(
            origin, "Its markup cannot be read as HTML.", "Save the page again, or give its text."
        ) from error
    if tree is None:
        raise NoArticle(origin, "There is nothing in it.", "Save the page again, or give its text.")
    return tree


class _Builder:
    """Receives the parser's events and builds a tree of bounded depth."""

    def __init__(self) -> None:
        from lxml import etree, html

        self._builder: Any = etree.TreeBuilder(parser=html.HTMLParser())
        self._open: list[str | None] = []
        self._depth = 0
        self._closed = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins: it is built, unless it is too deep and holds no text of its own."""
        is_deep = self._depth >= DEEPEST and (tag not in _TEXT_TAGS or self._depth >= DEEPEST + 20)
        if is_deep or self._closed:
            self._open.append(None)
            self.data(" ")
            return
        name = tag if _NAME.fullmatch(tag) else "span"
        few = islice(attributes.items(), MOST_ATTRIBUTES)
        kept = {key: _NO_XML.sub("", value or "") for key, value in few if _NAME.fullmatch(key)}
        self._builder.start(name, kept)
        self._open.append(name)
        self._depth += 1

    def end(self, tag: str) -> None:
        """The element that was begun last ends."""
        name = self._open.pop() if self._open else None
        if name is None:
            self.data(" ")
            return
        self._builder.end(name)
        self._depth -= 1
        self._closed = self._depth == 0

    def data(self, text: str) -> None:
        """Characters, without those that have no place in a tree."""
        if self._depth:
            self._builder.data(_NO_XML.sub("", text))

    def comment(self, text: str) -> None:
        """A comment is no part of what was published."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Neither is an instruction to a program."""

    def close(self) -> HtmlElement | None:
        """The tree; None when no element was ever begun."""
        while self._open:
            self.end("")
        tree: HtmlElement | None = self._builder.close() if self._closed else None
        return tree


def prepare(tree: HtmlElement) -> None:
    """Make plain, within the tree, what the extraction would lose: quotation marks, captions, pull quotes."""
    for element in list(tree.iter("*")):
        tag = element.tag
        if "hidden" in element.attrib or _HIDDEN_STYLE.search(element.get("style", "")):
            _drop(element)
        elif tag == "q":
            _quote(element)
        elif tag == "figure":
            _unwrap_figure(element)
        elif tag in ("cite", "footer") and _is_within(element, "blockquote"):
            _mark(element, "span", BREAK + CAPTION, BREAK)
        elif _is_pull_quote(element, tag):
            _mark(element, "blockquote", PULL_QUOTE)


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None and element.tag not in ("body", "html", "head"):
        element.drop_tree()


def _quote(element: HtmlElement) -> None:
    """Write the quotation marks that a browser shows around `<q>`."""
    opening, closing = ("‘", "’") if _is_within(element, "q") or element.get("data-q") else ("“", "”")
    for inner in element.iter("q"):
        if inner is not element:
            inner.set("data-q", "inner")
    if (element.text or "").lstrip()[:1] not in _OPENING or not (element.text or "").strip():
        _surround(element, opening, closing)
    element.tag = "span"


def _unwrap_figure(figure: HtmlElement) -> None:
    figure.tag = "div"
    for element in figure.iter("*"):
        for name in ("class", "id", "role"):
            element.attrib.pop(name, None)
        if element.tag == "figcaption":
            _mark(element, "p", CAPTION)


def _is_pull_quote(element: HtmlElement, tag: str) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if tag != "aside":
        return tag in ("div", "p", "span", "section", "blockquote") and bool(_PULL_QUOTE_NAME.search(names))
    begins_with = "".join(element.itertext()).lstrip()[:1]
    return "quote" in names.lower() or element.find(".//blockquote") is not None or begins_with in ("“", "«")


def _mark(element: HtmlElement, tag: str, before: str, after: str = "") -> None:
    """Make it an element of another tag, with marks around its text that tell what it was."""
    element.tag = tag
    for name in ("class", "id", "role"):
        element.attrib.pop(name, None)
    if after:
        _surround(element, before, after)
        return
    texts = [inner for inner in element.iter("*") if inner is not element and inner.tag in ("p", "blockquote")]
    for inner in texts or [element]:
        inner.text = before + (inner.text or "")


def _surround(element: HtmlElement, before: str, after: str) -> None:
    element.text = before + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + after
    else:
        element.text += after


def _is_within(element: HtmlElement, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None
