"""Which column of a table or key of an object is which part of an article: said by a person, never guessed.

Crawls and databases name their columns as they like. A wrong guess would make a summary the article, so what is not
named as Onrecord names it has to be said once: `text=body,title=headline,published=date`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from onrecord.errors import UsageError


@dataclass(frozen=True, slots=True)
class Columns:
    """The names that the parts of an article have in some data; None for a part that it does not have."""

    text: str | None = "text"
    """The words of the article."""

    html: str | None = None
    """The article's page, read instead of `text` where an article has no text."""

    title: str | None = "title"
    """Its headline."""

    url: str | None = "url"
    """The address it was published at."""

    outlet: str | None = "outlet"
    """Who published it."""

    author: str | None = "author"
    """Its byline; a list of names is joined by "; "."""

    published: str | None = "published"
    """When it was published: a date, or ISO 8601 in words."""

    @classmethod
    def parse(cls, given: str) -> Columns:
        """The columns that `part=name,part=name` says; what is not said is named as the part is.

        Raises UsageError naming the parts there are.
        """
        named: dict[str, str | None] = {}
        for pair in given.split(","):
            part, equals, name = (piece.strip() for piece in pair.partition("="))
            if part not in PARTS or not equals or part in named:
                raise UsageError(
                    f"{pair.strip()!r} names no column. Write {EXAMPLE}; the parts are {', '.join(PARTS)}."
                )
            named[part] = name or None
        if "html" in named and "text" not in named:
            named["text"] = None
        if not any(named.get(part, part == "text") for part in ("text", "html")):
            raise UsageError(f"{given!r} leaves an article without words: name its text or its html.")
        return cls(**named)

    def names(self) -> dict[str, str]:
        """The part of an article that each column is, by the column's name."""
        named = ((getattr(self, part), part) for part in PARTS)
        return {name: part for name, part in named if name is not None}

    def picked(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The parts of an article, by our names; what has no value is left out."""
        found = {part: data.get(name) for name, part in self.names().items()}
        return {part: _plain(part, value) for part, value in found.items() if value is not None}


PARTS = tuple(field.name for field in fields(Columns))
"""The parts of an article that a column can hold."""

EXAMPLE = "text=body,title=headline,published=date"
"""How columns are named."""


def _plain(part: str, value: Any) -> Any:
    """A value as JSON would have it: a list of authors is one byline, a date is written out."""
    if part == "author" and isinstance(value, list | tuple) and all(isinstance(name, str) for name in value):
        return "; ".join(value) or None
    if part == "published" and hasattr(value, "isoformat"):
        return value.isoformat()
    return value
