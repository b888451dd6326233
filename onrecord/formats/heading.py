"""What stands above an article that is shown to a person: one line each, harmless on a page and on a terminal.

An article without a headline is called by where it came from, and that is then not said a second time.
"""

from __future__ import annotations

from onrecord.article import Article
from onrecord.formats.visible import on_one_line


def title(article: Article) -> str:
    """The headline, or else where the article came from."""
    return on_one_line(article.title or "") or origin(article)


def origin(article: Article) -> str:
    """Where the article came from, in words for standard input."""
    return "standard input" if article.origin == "-" else on_one_line(article.origin)


def facts(*known: str | None, article: Article) -> str:
    """What is known, joined by points; where the article came from is left out if it is the title already."""
    lines = (on_one_line(fact) for fact in known if fact)
    return " · ".join(fact for fact in lines if fact and fact != title(article))
