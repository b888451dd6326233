"""Statements that the page's form makes, and no verb: the turns of a transcript, and words with a name behind a dash.

    WALLACE: But, Governor, I have to ask you …          "We will appeal." ― Ana Brooks

The mark is the cue. One such line alone proves nothing (`UPDATE: The pier is closed`), so a label in capitals counts
where it has company, and a name behind a dash where what stands before it is a whole sentence or a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from onrecord.article import Block
from onrecord.extraction.assemble import Draft
from onrecord.span import Claims, Span, trimmed

CONFIDENCE = 0.85
"""The share of such statements that a trained person marked too in PolNeAR's train part, but for one interview whose
questions and answers nobody marked (docs/decisions/0006)."""

LEAST_WORDS = 2
"""What is said has so many words; a shorter rest of a line is a caption or a list."""

_CAPITALS = r"[A-Z][A-Z.'’-]*"
_TURN = re.compile(rf"[\"“]?(?P<who>{_CAPITALS}(?: (?:{_CAPITALS}|[A-Z][a-z]?\.)){{0,3}})(?P<cue>:)\s+(?P<said>\S)")
_NO_SPEAKERS = frozenset(
    "UPDATE UPDATED NOTE WATCH RELATED MORE READ BREAKING EXCLUSIVE CORRECTION VIDEO PHOTOS PHOTO POLL DEVELOPING "
    "ALSO ALERT LIVE OPINION ANALYSIS SOURCE SOURCES CONTACT SEE PS FYI CLARIFICATION WARNING FACT CLAIM".split()
)
_NAME = r"[^\W\d_][\w.'’-]*"
_BYLINE = re.compile(
    rf"(?P<cue>[―—–]|--?)[ \u00a0]?(?P<who>{_NAME}(?:,? (?:{_NAME}|\d\d)){{0,6}}(?: \(@\w+\))?)"
    r"(?:,? (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4})?"
    r"[ \u00a0]*$"
)
_LONGEST_BYLINE = 90
_ENDS_A_SENTENCE = re.compile(r"[.!?…”\"][ \u00a0]*$")


INTRODUCED = 0.6
"""The confidence of a quotation that stands alone after a colon and that the network gave to nobody."""

_OPENS_ALONE = re.compile(r"[“„«\"]")
_CLOSES_ALONE = re.compile(r"[”“»\"][ \u00a0]*$")
_WHOSE_WORDS = re.compile(
    r"(?P<who>[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,4})[’'](?:s )?(?P<cue> ?\w[^:.!?]{0,60}):[ \u00a0]*$"
)


def introduced(text: str, blocks: Sequence[Block], made: Sequence[Draft]) -> Iterator[Draft]:
    """Quotations that stand alone after a paragraph that ends in a colon, where nobody has been given them.

    "Putin’s words were clear:" names whose they are; else the colon is the cue, and no source is given.
    """
    claimed = Claims(span for draft in made for span in (*draft.source, *draft.cue, *draft.content))
    for before, block in pairwise(blocks):
        start, end = block.span
        alone = _OPENS_ALONE.match(text, start, end) and _CLOSES_ALONE.search(text, start, end)
        colon = text.rfind(":", *before.span)
        if not alone or colon != before.span.end - 1 or claimed.meet(block.span) or not _has_words(text, block.span):
            continue
        whose = _WHOSE_WORDS.fullmatch(text, *before.span)
        cue = trimmed(text, *whose.span("cue")) if whose else None
        if whose and cue is not None and not claimed.meet(before.span):
            yield Draft((Span(*whose.span("who")),), (cue,), (block.span,), INTRODUCED)
        else:
            yield Draft((), (Span(colon, colon + 1),), (block.span,), INTRODUCED)


def turns(text: str, blocks: Sequence[Block]) -> list[Draft]:
    """The statements that the form of these blocks makes, in order; no two share a content."""
    return sorted([*_transcript(text, blocks), *_bylines(text, blocks)], key=Draft.start)


def _transcript(text: str, blocks: Sequence[Block]) -> Iterator[Draft]:
    found = [(block, match) for block in blocks if (match := _TURN.match(text, block.span.start, block.span.end))]
    labels = {match["who"] for _, match in found} - _NO_SPEAKERS
    turns_of = [(block, match) for block, match in found if match["who"] in labels]
    if len(turns_of) < 2 or (labels <= {"Q", "A"} and len(labels) < 2):
        return
    for block, match in turns_of:
        content = trimmed(text, match.start("said"), block.span.end)
        if content is not None and len(content.of(text).split()) >= LEAST_WORDS and _has_words(text, content):
            yield Draft((Span(*match.span("who")),), (Span(*match.span("cue")),), (content,), CONFIDENCE)


def _bylines(text: str, blocks: Sequence[Block]) -> Iterator[Draft]:
    before: Block | None = None
    for block in blocks:
        match = _BYLINE.search(text, max(block.span.start, block.span.end - _LONGEST_BYLINE), block.span.end)
        said: Span | None = None
        if match and _is_name(match["who"]):
            said = trimmed(text, block.span.start, match.start("cue"))
            alone = said is None
            if alone and before is not None and before.kind != "heading":
                said = before.span
            if said is not None and not _is_whole(text, said, match["cue"], alone=alone):
                said = None
        if said is not None and match is not None:
            yield Draft((Span(*match.span("who")),), (Span(*match.span("cue")),), (said,), CONFIDENCE)
            before = None
        else:
            before = block


def _has_words(text: str, span: Span) -> bool:
    return any(char.isalnum() for char in span.of(text))


def _is_name(who: str) -> bool:
    """Whether the words behind a dash can be a name: long ones begin with capitals, and no sentence ends there."""
    long_words = [word for word in re.findall(r"[^\W\d_]+", who.split(" (@")[0]) if len(word) > 3]
    return not re.search(r"\w\w\.$", who) and all(word[0].isupper() for word in long_words)


def _is_whole(text: str, said: Span, mark: str, *, alone: bool) -> bool:
    """Whether what stands before the dash is a sentence, a quotation or a post that a name may stand under."""
    words = said.of(text)
    if len(words.split()) < LEAST_WORDS or not _has_words(text, said):
        return False
    if "(@" in text[said.end : said.end + _LONGEST_BYLINE]:
        return True
    return bool(_ENDS_A_SENTENCE.search(words)) and (alone or mark == "―" or words[-1] in '”"')
