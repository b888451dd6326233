"""A web page is not read yet: this file holds the two names that the dispatch of inputs needs."""

from __future__ import annotations

from onrecord.article import Article


def charset_of(data: bytes) -> str | None:
    """The encoding that a page declares."""
    return None


def read_page(text: str, *, origin: str, url: str | None = None) -> Article:
    """The article of a page."""
    raise NotImplementedError
