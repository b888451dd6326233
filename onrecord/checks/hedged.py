"""`hedged`: "reportedly" with nobody behind it.

The word says that somebody reports, and the sentence does not say who. It is no observation where the sentence gives
a source, where the word stands in what somebody is given as saying, or where the next words do say who
("reportedly, the Tide says").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.checks.examined import Examined
from onrecord.checks.rule import Rule
from onrecord.record import Check
from onrecord.span import Span

_HEDGE = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|supposedly|rumou?red(?= to\b)|(?:is|are|was|were) rumou?red(?= to\b)"
    r"|(?:is|are) (?:widely )?(?:said|believed|thought|understood)(?= to (?:be|have)\b)"
    r"|by (?:one|some|many|most) (?:estimates?|accounts?|tall(?:y|ies))"
    r"|there (?:are|have been|were) (?:\w+ )?(?:reports|rumou?rs|claims)(?= (?:of|that)\b))",
    re.IGNORECASE,
)
_SOURCED = re.compile(
    r"\baccording to\b|\b(?:police(?! (?:officer|car|vehicle|station|custody|shooting))|prosecutors?|officials?"
    r"|court (?:papers|documents|records)|indictment|lawsuit|complaint|charged with|accused of|sued"
    r"|authorities|investigators?)\b",
    re.IGNORECASE,
)


def find(article: Examined) -> Iterator[Check]:
    """One observation for each such word."""
    for match in _HEDGE.finditer(article.text):
        span = Span(*match.span())
        if article.block_at(span.start) is None:
            continue
        if article.is_headline(span) or article.attributed.meet(span) or article.quoted.meet(span):
            continue
        sentence = article.near(span)
        if _has_source(article, sentence, span):
            continue
        yield Check(
            RULE.code,
            (span,),
            f"{article.shown(span)} says that somebody says so, and not who: whose report it is, or leaving it out "
            "until somebody stands behind it, would settle it.",
        )


def _has_source(article: Examined, sentence: Span, hedge: Span) -> bool:
    """Whether the sentence says whose word it is.

    A statement that the hedge itself is part of says who is reported to have said something, and not who reports it.
    """
    if _SOURCED.search(sentence.of(article.text)):
        return True
    return any(
        statement.source and not statement.hedged and not any(cue.meets(hedge) for cue in statement.cue)
        for statement in article.cued_in(sentence)
    )


RULE = Rule("hedged", "“reportedly” with nobody behind it", find)
