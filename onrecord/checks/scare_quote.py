"""`scare-quote`: a word or two in quotation marks, with nobody who is said to have used them.

A reader cannot tell whether somebody said so or the outlet keeps its distance. Names and titles, words that are
explained or talked about ("the word …", "so-called …") and words that somebody is quoted with elsewhere in the
article are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.checks.examined import Examined, lowered
from onrecord.checks.rule import Rule
from onrecord.record import Check
from onrecord.span import Span

MOST = 3
"""Words at most: longer ones are taken from somebody's text."""

_TALKED_ABOUT = re.compile(
    r"\b(?:word|words|term|phrase|call(?:s|ed|ing)?|dubb\w+|known as|nam(?:e|es|ed|ing)|nicknam\w+|titled|entitled"
    r"|label\w*|refer\w*|describ\w+|defin\w+|mean(?:s|t|ing)|so-called|slogan|hashtag|chant\w*|sign\w*|letter|spell\w*|code\w*"
    r"|a|an|of|as|or|“|\")\W*$",
    re.IGNORECASE,
)


def find(article: Examined) -> Iterator[Check]:
    """One observation for each such pair of marks."""
    said = {
        " ".join(lowered(quotation.inner.of(article.text)))
        for block in article.quotations
        for quotation in block
        if article.attributed.meet(quotation.span)
    }
    for number, block in enumerate(article.blocks):
        if block.kind in ("heading", "caption"):
            continue
        for quotation in article.quotations[number]:
            words = quotation.inner.of(article.text)
            spoken = lowered(words)
            if not quotation.closed or not 1 <= len(spoken) <= MOST or not words[:1].islower():
                continue
            if article.stated.meet(quotation.span) or _is_talked_about(article, quotation.span):
                continue
            if not any(" ".join(spoken) in each for each in said):
                yield Check(
                    RULE.code,
                    (quotation.span,),
                    f"{article.shown(quotation.inner)} is set off by marks and nobody is said to have used the words, "
                    "so they may be a quotation or the outlet's distance: saying whose words they are, or leaving "
                    "out the marks, would settle it.",
                )


def _is_talked_about(article: Examined, span: Span) -> bool:
    sentence = article.sentence_at(span.start)
    if article.cued_in(sentence):
        return True
    return bool(_TALKED_ABOUT.search(article.text, max(sentence.start, span.start - 40), span.start))


RULE = Rule(
    "scare-quote",
    "a word or two in quotation marks that nobody is said to have used",
    find,
    off="about half of what it finds are terms and names that need no source",
)
