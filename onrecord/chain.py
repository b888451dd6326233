"""The chain of a statement: who said it, to whom, and through whom it came, in words.

    Vladimir Putin, to Donald Trump, as told by sources close to both sides (unnamed)

The speaker's name stands for the source where it is known, and the source's own words where it is not. In brackets is
what weakens the word of whoever stands before them: how far they can be held to it, where they are not named, and
that the attribution is hedged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from onrecord.span import words
from onrecord.statement import Statement

NOBODY = "no source given"
"""Who is said to stand behind a statement that has neither a source nor a speaker."""

AUTHOR = "the author"
"""Likewise where it is the reporter's own voice."""

AS_TOLD_BY = ", as told by "
"""What joins a statement to the one that it is inside of."""


class Link(NamedTuple):
    """One statement of a chain."""

    statement: Statement
    """The statement."""

    words: str
    """Who made it, to whom, and what weakens their word; from the article, so not yet safe to show."""


def outer(statement: Statement, by_id: Mapping[int, Statement]) -> tuple[Statement, ...]:
    """The statements that this one is inside of, innermost first: who passed the words on before they got here.

    `by_id` has the article's statements by their ids; an id that is not among them ends the chain.
    """
    found: list[Statement] = []
    seen = {statement.id}
    within = statement.within
    while within is not None and within in by_id and within not in seen:
        seen.add(within)
        found.append(by_id[within])
        within = by_id[within].within
    return tuple(found)


def who(text: str, statement: Statement) -> str:
    """The speaker's name, or else the source's own words, or else that there is none; `text` is the article's."""
    given = statement.speaker.name.split(";") if statement.speaker else ()
    names = [name for part in given if (name := " ".join(part.split()))]
    if names:
        return listed(names)
    own = " ".join(words(text, statement.source).split())
    return own or (AUTHOR if statement.sourcing == "author" else NOBODY)


def links(text: str, statement: Statement, by_id: Mapping[int, Statement]) -> tuple[Link, ...]:
    """The chain of a statement, itself first, each with its words."""
    return tuple(Link(one, _link(text, one)) for one in (statement, *outer(statement, by_id)))


def in_words(text: str, statement: Statement, by_id: Mapping[int, Statement]) -> str:
    """The whole chain in words, on one line; from the article, so not yet safe to show."""
    return AS_TOLD_BY.join(link.words for link in links(text, statement, by_id))


def says_more(statement: Statement, by_id: Mapping[int, Statement]) -> bool:
    """Whether the chain in words says more than who made the statement."""
    return statement.within in by_id or bool(statement.addressee or _weak(statement))


def _link(text: str, statement: Statement) -> str:
    parts = [who(text, statement)]
    addressee = " ".join((statement.addressee or "").split())
    if addressee:
        parts.append(f", to {addressee}")
    weak = _weak(statement)
    if weak:
        parts.append(f" ({', '.join(weak)})")
    return "".join(parts)


def _weak(statement: Statement) -> list[str]:
    """What weakens the word of whoever made a statement."""
    found: list[str] = []
    if statement.sourcing not in (None, "named") and (statement.source or statement.speaker):
        found.append(str(statement.sourcing))
    if statement.hedged:
        found.append("hedged")
    return found


def listed(names: Sequence[str]) -> str:
    """Names as one would say them: "A, B and C"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
