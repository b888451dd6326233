"""A web page becomes the article it was made for: its headline, its paragraphs, what it quotes; nothing beside it.

Which part of a page is the article is the business of trafilatura. The text is ours: it is put together here from
the passages, one blank line between two of them, so that it does not change when a library writes text differently.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from onrecord.article import Article
from onrecord.errors import BadFormat, NoArticle
from onrecord.reading.dates import iso_date
from onrecord.reading.language import language_of
from onrecord.reading.markup import charset_of, parse, prepare
from onrecord.reading.metadata import Facts, facts_of
from onrecord.reading.passages import Passage, is_prose, joined, of_article, passages_of, with_headline

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["charset_of", "read_page"]

MOST_ELEMENTS = 12_000
"""Elements of a page that trafilatura is given: its time grows with their square, 0.2 s for 2,000 paragraphs and 7 s
for 20,000. A news page has 500 to 5,000; a larger one is read by our own walk alone."""

_WALL = re.compile(
    r"enable javascript|javascript is (?:disabled|required)|enable cookies|are you a robot|log ?in to", re.I
)
_LONGEST_WALL = 300
_LOGGERS = ("trafilatura", "htmldate", "courlan", "dateparser", "justext", "readability")


def read_page(text: str, *, origin: str = "-", url: str | None = None) -> Article:
    """The article of a page given as its markup; `url` is where it was fetched from.

    Raises NoArticle when there is none on it, and BadFormat when its markup cannot be taken apart.
    """
    tree = parse(text, origin=origin)
    facts = _completed(facts_of(tree, url=url), tree, origin)
    prepare(tree)
    passages = _extracted(tree, origin)
    if not _is_article(passages):
        passages = of_article(list(passages_of(_article_element(tree), is_whole_page=True)))
    if not _is_article(passages):
        raise NoArticle(
            origin, "There is no article on this page.", "Give the page of the article itself, or its text."
        )
    passages = with_headline(passages, facts.title, facts.outlet)
    title = passages[0].text if passages[0].is_headline else facts.title
    words, blocks = joined(passages)
    return Article(
        words, blocks, origin, facts.url, title, facts.outlet, facts.author, facts.published, language_of(words)
    )


def _is_article(passages: Sequence[Passage]) -> bool:
    """Whether there is a sentence in it, other than that one has to log in or switch something on."""
    prose = [passage.text for passage in passages if is_prose(passage)]
    is_wall = sum(map(len, prose)) < _LONGEST_WALL and any(_WALL.search(text) for text in prose)
    return bool(prose) and not is_wall


def _extracted(tree: HtmlElement, origin: str) -> list[Passage]:
    """The passages of what trafilatura takes for the article; none where it finds nothing, or would take too long."""
    if sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        return []
    document = _ask(
        "bare_extraction", deepcopy(tree), origin, include_comments=False, include_links=True, include_images=False
    )
    if document is None or document.body is None:
        return []
    return of_article(list(passages_of(document.body)))


def _completed(facts: Facts, tree: HtmlElement, origin: str) -> Facts:
    """The facts, with what trafilatura finds where the page does not state it."""
    if None not in (facts.title, facts.author, facts.outlet, facts.published):
        return facts
    if sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        return facts
    dates = {"extensive_search": False, "original_date": True}
    found = _ask("extract_metadata", deepcopy(tree), origin, date_config=dates)
    if found is None:
        return facts
    return replace(
        facts,
        title=facts.title or found.title or None,
        author=facts.author or found.author or None,
        outlet=facts.outlet or found.sitename or None,
        published=facts.published or iso_date(found.date or ""),
    )


def _ask(function: str, tree: HtmlElement, origin: str, **options: Any) -> Any:
    """What a function of trafilatura answers; the one place where its errors and those beneath it become ours."""
    import trafilatura

    for name in _LOGGERS:
        logging.getLogger(name).addHandler(logging.NullHandler())
    try:
        return getattr(trafilatura, function)(tree, **options)
    except Exception as error:  # the library documents no errors of its own, and passes on those of five others
        problem = f"The page cannot be taken apart ({type(error).__name__})."
        raise BadFormat(origin, problem, "Save the article's text, and give that.") from error


def _article_element(tree: HtmlElement) -> HtmlElement:
    """The element that holds the article by its name, the one with most text; the whole tree where there is none."""
    for path in ("//article[not(ancestor::article)]", "//main", "//body"):
        found = tree.xpath(path)
        if found:
            return max(found, key=lambda element: sum(map(len, element.itertext())))
    return tree
