"""`repeated-quote`: the same words are quoted twice in the article, with differences.

Two quotations are of the same words when most words of the shorter are in both in one order; what is left out at the
ends, with an ellipsis or in square brackets is no difference. Two in one paragraph are one
speech that repeats itself. Candidates share four words in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.checks.examined import Examined, lowered
from onrecord.checks.rule import Rule
from onrecord.record import Check
from onrecord.span import Span

LEAST = 7
"""Words of a quotation at least."""
MOST = 120
"""Words of a quotation at most: the cost of comparing two grows with the square of them."""
RUN = 4
"""Words in a row that two quotations of the same words share at least."""
SHARE = 0.75
"""Of the shorter's words, how many must be in both in one order."""
COMMON = 8
"""Quotations that share a run beyond which it is a formula of the article and tells nothing."""

_LEFT_OUT = re.compile(r"…|\.\s?\.\s?\.|\[[^\]]{0,60}\]|\([^)]{0,60}\)")


def find(article: Examined) -> Iterator[Check]:
    """One observation for each pair."""
    quoted: list[tuple[Span, list[str]]] = []
    runs: dict[tuple[str, ...], list[int]] = {}
    for block in article.quotations:
        for quotation in block:
            words = lowered(_LEFT_OUT.sub(" ", quotation.inner.of(article.text)))
            if not LEAST <= len(words) <= MOST:
                continue
            here = len(quoted)
            quoted.append((quotation.span, words))
            own = {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
            earlier: dict[int, int] = {}
            for run in own:
                places = runs.setdefault(run, [])
                if len(places) < COMMON:
                    for place in places:
                        earlier[place] = earlier.get(place, 0) + 1
                    places.append(here)
            for place in sorted(earlier, key=lambda each: (-earlier[each], each))[:1]:
                before, said = quoted[place]
                is_near = article.block_at(before.start) == article.block_at(quotation.span.start)
                if not is_near and _differs(said, words):
                    yield _check(article, before, quotation.span)


def _differs(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two quotations are of the same words and do not have the same words."""
    shorter, longer = sorted((one, other), key=len)
    same = _in_common(shorter, longer)
    # A part of the other, whole or with something left out in the middle, is no difference.
    return SHARE * len(shorter) <= same < len(shorter)


def _in_common(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest row of words that both have in that order, with others between or not."""
    before = [0] * (len(other) + 1)
    for word in one:
        now = [0]
        for place, theirs in enumerate(other):
            now.append(before[place] + 1 if word == theirs else max(before[place + 1], now[place]))
        before = now
    return before[-1]


def _check(article: Examined, one: Span, other: Span) -> Check:
    return Check(
        RULE.code,
        (one, other),
        f"The same words seem to be quoted twice and differ ({article.shown(one)}, {article.shown(other)}), so one of "
        "the two is not what was said: the recording or text would settle which.",
    )


RULE = Rule(
    "repeated-quote",
    "the same words are quoted twice with differences",
    find,
    off="of three that it found in 244 articles one was a speaker who said nearly the same twice",
)
