"""`channel-conflict`: two accounts in the article of how the words came to be known do not fit.

Somebody is said to have told another "directly" and, within a few sentences, "through indirect channels"; or somebody
"declined to comment" and is quoted in the same article as if they had.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from onrecord.checks.examined import Examined, lowered
from onrecord.checks.rule import Rule
from onrecord.record import Check
from onrecord.span import Span
from onrecord.statement import Statement

NEAR = 3
"""Sentences between the two accounts at most, both counted: farther apart they are likely to be of two events."""

_TELLS = r"(?:communicat|told|tell|spoke|speak|talk|warn|said|inform|convey|deliver|assur|promis|ask|messag|address)\w*"
_DIRECT = re.compile(
    rf"\bdirectly\s+{_TELLS}|\b{_TELLS}\b(?:\s+[\w.’'-]+){{0,5}}?\s+(?:directly(?!\s+(?:to blame|responsible"
    r"|involved))|in person|face[- ]to[- ]face)\b|\b(?:private|direct|one-on-one|face-to-face)"
    r" (?:conversation|meeting|talks?|call)",
    re.IGNORECASE,
)
_INDIRECT = re.compile(
    r"\b(?:through|via|by way of|using) (?:\w+ ){0,2}?(?:indirect channels?|back ?-?channels?|intermediar(?:y|ies)"
    r"|go-betweens?|third[- ]part(?:y|ies)|middlem[ae]n|emissar(?:y|ies)|mediators?)\b"
    r"|\bindirectly (?=told|communicat)",
    re.IGNORECASE,
)
_SILENT = re.compile(
    r"\b(?:declined|refused)(?: repeatedly)? to (?:comment|be interviewed|speak (?:to|with) \w+)"
    r"|\bwould not comment|\bdid not (?:immediately )?(?:respond|reply) to (?:\w+ ){0,3}requests? for comment",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    r"[^.;]{0,60}?\b(?:on|about|regarding|further|beyond|as to|when asked|until|before)\b|\s*(?:further|more|publicly)",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:earlier|previous(?:ly)?|last|in an? (?:interview|statement|speech|letter|email|tweet|post|video|book)"
    r"|tweeted|wrote|testified|posted|has (?:said|written|argued|called)|had (?:said|written|called)|at the time|then"
    r"|once|in (?:19|20)\d\d|ago|later|statement|spokes\w+|debate|rally|hearing)\b",
    re.IGNORECASE,
)
_SAID = re.compile(r"(?:said|says|told|tells)\b.{0,20}", re.IGNORECASE)
_OFFICES = frozenset("mr mrs ms dr sen rep gov president senator governor mayor judge the a an".split())


def find(article: Examined) -> Iterator[Check]:
    """Each pair of accounts that do not fit."""
    yield from _directly_and_not(article)
    yield from _silent_and_quoted(article)


def _directly_and_not(article: Examined) -> Iterator[Check]:
    direct = [Span(*match.span()) for match in _DIRECT.finditer(article.text)]
    numbers = [_sentence_number(article, each.start) for each in direct]
    for match in _INDIRECT.finditer(article.text):
        indirect = Span(*match.span())
        place = _sentence_number(article, indirect.start)
        around = direct[bisect_left(numbers, place - NEAR + 1) : bisect_left(numbers, place + NEAR)]
        near = [each for each in around[:NEAR] if not _is_denied(article, each) and not _is_denied(article, indirect)]
        if near:
            yield Check(
                RULE.code,
                tuple(sorted((*near, indirect))),
                f"It cannot have been both {article.shown(near[0])} and {article.shown(indirect)}, and how the words "
                "were passed on decides how far they can be trusted: asking the source which of the two it was would "
                "settle it.",
            )


def _silent_and_quoted(article: Examined) -> Iterator[Check]:
    speakers: dict[str, list[Statement]] = {}
    for statement in article.statements:
        if statement.speaker is not None and statement.speaker.type == "person":
            speakers.setdefault("".join(lowered(statement.speaker.name)[-1:]), []).append(statement)
    for silence in _SILENT.finditer(article.text):
        span = Span(*silence.span())
        sentence = article.near(span)
        if article.quoted.meet(span) or _SCOPE.match(article.text, span.end, sentence.end):
            continue
        name = _subject(article, Span(sentence.start, span.start))
        first = next((each for each in speakers.get(name, ()) if name and _speaks_here(article, each, sentence)), None)
        if first is not None:
            spans = sorted((*(s for s in first.source), *first.cue, span))
            yield Check(
                RULE.code,
                tuple(spans),
                f"{first.speaker.name if first.speaker else name} is quoted and yet {article.shown(span)}: saying when "
                "and to whom the quoted words were said would settle it.",
            )


def _subject(article: Examined, before: Span) -> str:
    """The family name of a person who is the subject of the clause that ends here; empty where somebody else is."""
    clause = re.split(r"[;—–]|,\s+(?:and|but)\s+|\b(?:but|while)\s+", before.of(article.text))[-1].strip()
    clause = re.sub(r",[^,]{1,80},\s*$", "", clause)
    words = [word for word in lowered(clause) if word not in _OFFICES]
    is_name = clause.replace(".", "").split() and all(word[:1].isupper() for word in clause.replace(".", "").split())
    return words[-1] if is_name and 1 <= len(words) <= 3 else ""


def _speaks_here(article: Examined, statement: Statement, silence: Span) -> bool:
    """Whether the person is quoted, with nothing that says that it was on another occasion."""
    if statement.form == "indirect" or statement.within is not None or statement.channel or statement.said:
        return False
    if not _SAID.fullmatch(statement.cue[0].of(article.text)):
        return False  # "added" and "wrote" go on from an occasion that was named before
    sentence = article.near(statement.cue[0])
    return not sentence.meets(silence) and not _EARLIER.search(sentence.of(article.text))


def _is_denied(article: Examined, span: Span) -> bool:
    before = article.text[max(0, span.start - 40) : span.start]
    return bool(re.search(r"\b(?:not|never|n[’']t|no|without|rather than|instead of|or|denied|than)\b[^.]*$", before))


def _sentence_number(article: Examined, at: int) -> int:
    return bisect_right(article.starts, at)


RULE = Rule("channel-conflict", "two accounts of how the words came to be known do not fit", find)
