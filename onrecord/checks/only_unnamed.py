"""`only-unnamed`: nothing in the article stands on a source that has a name.

A belief or wish that the reporter knows of somebody is no source, a refusal to comment tells nothing, and what a
person without a name or another outlet passes on stands on them. Where it is not known who a source is, nothing is
observed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.checks.examined import Examined
from onrecord.checks.rule import Rule
from onrecord.checks.unnamed_source import is_unnamed
from onrecord.record import Check
from onrecord.statement import Statement

MESSAGE = (
    "Nothing in this article stands on a person or document that is named, so none of it can be checked by asking: one "
    "source with a name would settle whether it holds."
)
_SILENCE = re.compile(r"\b(?:comment|respond|reply|return|immediately available|reached)\b", re.IGNORECASE)
_MINDS = ("believes", "wants")


def find(article: Examined) -> Iterator[Check]:
    """One observation about the article as a whole, or none."""
    unnamed = [statement for statement in article.statements if is_unnamed(article, statement)]
    if unnamed and not any(_may_be_named(article, statement) for statement in article.statements):
        yield Check(RULE.code, (), MESSAGE)


def _may_be_named(article: Examined, statement: Statement) -> bool:
    """Whether the article has this from a source with a name, or may have."""
    if is_unnamed(article, statement):
        return False
    if statement.sourcing in ("unnamed", "collective", "media", "author"):
        # Those who speak for somebody are counted among the unnamed, and answer with that name.
        return statement.sourcing == "unnamed" and statement.within is None
    if statement.sourcing is None and not statement.source:
        return False
    within = statement.within
    seen = {statement.id}
    while within is not None and within in article.by_id and within not in seen:
        seen.add(within)
        outer = article.by_id[within]
        if outer.sourcing in ("unnamed", "media", "collective") or is_unnamed(article, outer):
            return False
        within = outer.within
    if statement.kind in _MINDS:
        return False
    words = " ".join(span.of(article.text) for span in (*statement.cue, *statement.content))
    return not (statement.kind in ("rejects", "states", None) and len(words) < 120 and _SILENCE.search(words))


RULE = Rule("only-unnamed", "nothing in the article stands on a named source", find, heavier=frozenset({MESSAGE}))
