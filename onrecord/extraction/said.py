"""When a statement was made is taken from words that say so, never from the publication date alone.

Those words stand in the sentence of the cue, outside all that is attributed, and belong to the cue: a part of it
("tweeted Friday"), right after it ("told reporters in Ohio last week"), or before it as an adverbial ("On Tuesday,
Trump said", "Trump on Tuesday said"). Where another verb or clause stands between, the time may be that one's, and
nothing is said. What was published cannot have been said later, so the last day is never after the publication.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from onrecord.extraction.times.expressions import publication_day
from onrecord.extraction.times.tense import sentence_ends
from onrecord.span import Span
from onrecord.statement import Said
from onrecord.time_expression import TimeExpression

REACH = 320
"""Characters between a cue and its time expression beyond which nothing is looked for."""

_CLAUSE = re.compile(
    r"[;:]|\b(?:that|who|whom|whose|which|when|where|while|because|although|though|if|unless|whether|until|since|before"
    r"|after|as|but|adding|noting|saying|citing|giving|referring|recalling|describing|following|amid|ahead|about|against|over|will|would|was|were|had|has|have"
    r"|is|are|did|does|ago)\b"
)
_AIRED = re.compile(r"\b(?:that|which) (?:was |were )?(?:aired|broadcast|published|posted|released|ran)\b")
_VERB = re.compile(
    r"\b(?:will|would|was|were|had|has|have|is|are|did|said|told|says|wrote|met|came|went|took|made|gave|left|won|lost"
    r"|began|who|which|that|when|while|because|but|[a-z]{2,20}ed)\b|[;:]",
)
_OCCASION = re.compile(
    r"\b(?:statement|report|interview|speech|letter|memo|e-?mail|tweet|post|release|address|remarks|conference|briefing"
    r"|testimony|filing|message|note|poll|survey|study|op-ed|opinion|ruling|article|column|essay|blog|editorial|analysis"
    r"|transcript|document|audit|lawsuit|complaint|news story)s?\b",
    re.IGNORECASE,
)
_LED = re.compile(
    r"\W*(?:(?:but|and|then|so|yet|also|only|just|late|early|back|on|in|at|during|over|earlier|later|for|the)\b\W*)*",
    re.IGNORECASE,
)
_ADVERBIAL = re.compile(
    r"\W*(?:(?:but|and|then|yet)\b\W*)?(?:in|at|on|during|for|with|from|speaking|appearing|addressing|testifying|writing"
    r"|responding|asked|interviewed|campaigning)\b[^,;:]{0,80}"
    r"(?:, (?-i:[A-Z])[\w.]{0,20}(?: (?-i:[A-Z])[\w.]{0,20})?,? ?(?:on |in |late |early )?)?",
    re.IGNORECASE,
)
_BARE = re.compile(r"[\s”\"’']*(?:(?:on|in|at|late|early|back|over|during)\s+){0,2}", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:who|whom|whose|which|born|since)\b")
_PLACED = re.compile(r"\b(?:in|during|back in) (?:the )?$|^$", re.IGNORECASE)
_AT = re.compile(r"\b(?:at|in|during) $", re.IGNORECASE)
LONG = frozenset("year years season quarter half decade century".split())
"""Units that news rather uses to name things with ("the 2016 nominee"): they need a preposition to say when."""


def said_of(
    text: str,
    source: Sequence[Span],
    cue: Sequence[Span],
    content: Sequence[Span],
    expressions: Sequence[TimeExpression],
    blocks: Sequence[Span],
    published: str | None,
) -> Said | None:
    """When a statement was made; None where no words of its sentence say so, or where what they say stays open.

    The expressions and the blocks are those of the whole article, in order.
    """
    anchor = cue[0]
    sentence = sentence_of(text, anchor, content, blocks)
    first = bisect_left(expressions, sentence.start, key=lambda one: one.span.start)
    end = bisect_left(expressions, sentence.end, key=lambda one: one.span.start)
    before: TimeExpression | None = None
    for one in expressions[first:end]:
        if anchor.covers(one.span) and _tells(text, one):
            return _said(one, published)
        if one.span.meets(anchor) or any(one.span.meets(piece) for piece in content) or not _tells(text, one):
            continue
        inside = next((piece for piece in source if piece.meets(one.span)), None)
        if inside is not None:
            before = one if _dates_document(text, inside, one.span) else before
        elif one.span.end <= anchor.start:
            theirs = _leads(text, sentence, anchor, one.span, source, content) and not _opens_content(text, one, cue[0])
            before = one if theirs else before
        elif _follows(text, anchor, one.span, source, content):
            return _said(one, published)
    return _said(before, published) if before else None


def _tells(text: str, one: TimeExpression) -> bool:
    """Whether an expression tells a time rather than names a thing by one ("Tuesday’s ruling", "the 2016 nominee")."""
    lead = text[max(0, one.span.start - 12) : one.span.start]
    if text.startswith(("’s", "'s"), one.span.end):
        return bool(_AT.search(lead))
    return (
        one.granularity not in LONG
        or one.rule not in ("year", "years", "decade", "century")
        or bool(_PLACED.search(lead))
    )


def _said(chosen: TimeExpression, published: str | None) -> Said | None:
    if chosen.earliest is None or chosen.latest is None:
        return None
    day = publication_day(published)
    limit = day.isoformat() if day else chosen.latest
    if chosen.earliest > limit:
        return None
    return Said(chosen.earliest, min(chosen.latest, limit), chosen.span)


def sentence_of(text: str, anchor: Span, content: Sequence[Span], blocks: Sequence[Span]) -> Span:
    """The sentence around a cue, within its block; a point inside what is attributed ends no sentence."""
    place = bisect_right(blocks, anchor.start, key=lambda block: block.start) - 1
    around = blocks[place] if place >= 0 and blocks[place].covers(anchor) else Span(0, len(text))
    low, high = max(around.start, anchor.start - REACH), min(around.end, anchor.end + REACH)
    starts = [
        end for end in sentence_ends(text, low, high) if not any(piece.start < end < piece.end for piece in content)
    ]
    start = max((end for end in starts if end <= anchor.start), default=low)
    stop = min((end for end in starts if end > anchor.start), default=high)
    return Span(start, max(stop, anchor.end))


def _without(text: str, start: int, end: int, spans: Iterable[Span]) -> str:
    """The words between two places, without those of some spans."""
    parts, at = [], start
    for span in sorted(spans):
        if span.end <= at or span.start >= end:
            continue
        parts.append(text[at : max(at, span.start)])
        at = max(at, min(end, span.end))
    parts.append(text[at:end])
    return " ".join(parts)


def _opens_content(text: str, one: TimeExpression, anchor: Span) -> bool:
    """Whether a long time may belong to what is attributed, broken by its cue: "In the 1990s, she said, it was new"."""
    return one.granularity in LONG and text.startswith(",", anchor.end)


def _dates_document(text: str, source: Span, span: Span) -> bool:
    """Whether an expression in the source says when the source spoke ("a report issued on Monday")."""
    lead = text[source.start : span.start]
    return bool(_OCCASION.search(lead)) and not _RELATIVE.search(lead)


def _follows(text: str, anchor: Span, span: Span, source: Sequence[Span], content: Sequence[Span]) -> bool:
    """Whether an expression after the cue belongs to it."""
    if any(anchor.end <= piece.start < span.start for piece in content):
        last = max(piece.end for piece in content if piece.start < span.start)
        return bool(_BARE.fullmatch(text[last : span.start]))
    between = _AIRED.sub("", _without(text, anchor.end, span.start, source))
    return not _CLAUSE.search(between) and len(between.split()) <= 14


def _leads(
    text: str, sentence: Span, anchor: Span, span: Span, source: Sequence[Span], content: Sequence[Span]
) -> bool:
    """Whether an expression before the cue belongs to it."""
    told = [piece.end for piece in (*content, *source) if piece.end <= span.start]
    lead = text[max(sentence.start, *told) if told else sentence.start : span.start]
    between = _without(text, span.end, anchor.start, (*source, *content))
    if _VERB.search(between) or len(between.split()) > 12:
        return False
    if any(span.end <= piece.start and piece.end <= anchor.start for piece in content):
        return False
    return bool(_LED.fullmatch(lead) or _ADVERBIAL.fullmatch(lead))
