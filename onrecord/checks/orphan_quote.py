"""`orphan-quote`: a quotation of at least a sentence that nobody is given for.

It is none where the paragraph or the one before says who speaks, where it goes on from a quotation before it, or where
what is quoted is a title or a motto.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.checks.examined import WORD, Examined
from onrecord.checks.rule import Rule
from onrecord.quotation import Quotation
from onrecord.record import Check
from onrecord.span import Span

LEAST = 8
"""Words of a quotation at least: shorter ones are mottos, titles and words that are talked about."""

_WHOLE = re.compile(r"[.!?…,—][’']?\s*$")


def find(article: Examined) -> Iterator[Check]:
    """One observation for each such quotation."""
    for number, block in enumerate(article.blocks):
        if block.kind in ("heading", "caption"):
            continue
        for quotation in article.quotations[number]:
            if _is_speech(article, quotation) and not _is_given(article, number, quotation):
                yield Check(
                    RULE.code,
                    (quotation.span,),
                    "Somebody is quoted and it is not said who, so nobody can be held to the words: the name of "
                    "whoever said or wrote them would settle it.",
                )


def _is_speech(article: Examined, quotation: Quotation) -> bool:
    words = quotation.inner.of(article.text)
    if not quotation.closed or len(WORD.findall(words)) < LEAST or not words[:1].isupper():
        return False
    named = sum(word[:1].isupper() for word in words.split())
    return bool(_WHOLE.search(words)) and named * 2 < len(words.split())


def _is_given(article: Examined, number: int, quotation: Quotation) -> bool:
    """Whether somebody is given for the quotation, or may be by the paragraph around or before it."""
    block = article.blocks[number].span
    if article.stated.meet(quotation.span) or article.stated.meet(block):
        return True
    rest = article.text[block.start : quotation.span.start] + article.text[quotation.span.end : block.end]
    if len(WORD.findall(rest)) > 0:
        return True  # there are words beside it that may say who
    if number == 0:
        return False
    before = article.blocks[number - 1].span
    earlier = article.quotations[number - 1]
    return (
        article.text[before.end - 1] in ":,—–"
        or bool(earlier and not earlier[-1].closed)
        or article.stated.meet(Span(max(before.start, before.end - 2), before.end))
    )


RULE = Rule("orphan-quote", "a quotation that nobody is given for", find)
