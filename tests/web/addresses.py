"""Every page of the newsroom's ledger that there is to look at."""

from __future__ import annotations

PAGES = {
    "front": "/",
    "search": "/search?words=pier&kind=asks",
    "search-all": "/search?words=pier",
    "search-nothing": "/search",
    "search-none": "/search?words=zeppelin",
    "article": "/articles/2",
    "article-correct": "/articles/2?correct=4",
    "article-old": "/articles/1",
    "versions": "/articles/2/against/1",
    "people": "/people",
    "people-named": "/people?name=Brooks",
    "person": "/people/2",
    "families": "/families",
    "families-words": "/families?words=season",
    "family": "/families/2",
    "positions": "/positions?topic=pier&since=2026-10-15",
    "positions-nothing": "/positions",
    "add": "/add",
    "missing": "/articles/77",
}
"""Addresses by the names of their pictures."""


def as_json(address: str) -> str:
    """The address of the same as JSON."""
    path, mark, query = address.partition("?")
    return ("/index.json" if path == "/" else f"{path}.json") + mark + query
