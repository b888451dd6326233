"""Whether an attribution is itself qualified: "reportedly told", "is said to have warned", "may have said".

The words that qualify stand in the sentence of the cue and hang on the cue: inside of it, right before it with nothing
but auxiliaries and adverbs between, before the source at the head of the clause ("Apparently, Brooks told …"), or set
off by commas after the cue or at the sentence's end. What stands in the content qualifies what was said ("said the
allegedly stolen letters …"), and what stands in another clause another verb ("Brooks, who allegedly lied, said …").
A report that only seems so to its author is no hedge: "the talks seemed over" is the author's word and no doubt about
who said it, "Brooks seemed to say" is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.span import Span

LEAD = 120
"""Characters before a cue in which its auxiliaries and adverbs stand."""

_DOUBT = r"reportedly|allegedly|supposedly|purportedly"
_SEEMING = r"apparently|seemingly|ostensibly|presumably|probably|possibly|perhaps|maybe"
_BARE = r"(?!\s+(?:for|in|because|to|after|with|by|without|as|out of|at|on|from|so|the|a|an|not|un\w+)\b)"
_BE = r"(?:is|are|was|were|be|been|being|['’]s|['’]re)"
_HAVE = r"(?:has|have|had|having|['’]ve|['’]s|['’]d)"
_TOLD_OF = (
    r"(?:said|believed|thought|understood|rumou?red|reported|alleged|claimed|reputed|suspected|presumed"
    r"|supposed(?= to have))"
)
_ADVERB = r"(?:also|once|then|even|again|later|first|since|already|now|never|not|long|just|\w{2,20}ly)"
_AUXILIARY = rf"(?:{_HAVE}|{_BE}|did|do|does|{_ADVERB})"
_TO_HAVE = rf"to\s+(?:(?:have|be)\s+)?(?:been\s+)?(?:{_ADVERB}\s+)?"

_ADVERBS = re.compile(rf"\b(?:{_DOUBT}|{_SEEMING})\b", re.IGNORECASE)
_DOUBTED = re.compile(rf"\b(?:{_DOUBT})\b", re.IGNORECASE)
_SEEMED = re.compile(rf"\b(?:{_SEEMING})\b{_BARE}", re.IGNORECASE)
_BETWEEN = re.compile(rf"(?:\s+{_AUXILIARY})*\s*", re.IGNORECASE)
_ASIDE_BETWEEN = re.compile(rf",(?:\s+{_AUXILIARY})*\s*", re.IGNORECASE)
_CLAUSE_BEGINS = re.compile(r"(?:^|[,;:—–(“\"]|--|\b(?:and|but|so|yet|that|because|while|when|as|who|which))\s*$", re.I)
_LED = re.compile(
    rf"\b(?:{_BE}\s+(?:{_ADVERB}\s+)?{_TOLD_OF}\s+{_TO_HAVE}|{_TOLD_OF}\s+to\s+have\s+(?:been\s+)?"
    rf"|(?:may|might|must)\s+(?:{_ADVERB}\s+)?have\s+(?:been\s+)?(?:{_ADVERB}\s+)?)$",
    re.IGNORECASE,
)
_SEEMS_TO = re.compile(rf"\b(?:seem|appear)(?:s|ed|ing)?\s+{_TO_HAVE}$", re.IGNORECASE)
_DETERMINER = r"(?:\b(?:the|an?|his|her|its|their|our|my|your|this|that|these|those)|[’']s?)"
_DOUBTFUL = r"(?:alleged|apparent|seeming|supposed|purported|reported|rumou?red)"
_ADJECTIVE = re.compile(rf"{_DETERMINER}\s+(?:\w{{1,20}}\s+)?{_DOUBTFUL}\s+$", re.IGNORECASE)
_DETERMINED = re.compile(rf"{_DETERMINER}\s+$", re.IGNORECASE)
_IT_IS = re.compile(
    rf"\bit\s+(?:{_BE}|has been|had been)\s+(?:{_ADVERB}\s+)?(?:widely\s+)?{_TOLD_OF}\s+(?:that\s+)?$", re.IGNORECASE
)

_PASSIVE_CUE = re.compile(
    rf"(?:{_HAVE}\s+)?(?:{_BE}\s+)(?:{_ADVERB}\s+)?{_TOLD_OF}\b(?P<to>\s+to\b)?(?P<more>\s+(?:have\s+|be\s+)?\w+)?",
    re.IGNORECASE,
)
_MODAL_CUE = re.compile(
    rf"\b(?:may|might|must)\s+(?:{_ADVERB}\s+)?have\s+(?:been\s+)?(?:{_ADVERB}\s+)?(?!to\b)\w", re.IGNORECASE
)
_SEEMS_CUE = re.compile(
    rf"(?:{_AUXILIARY}\s+)*(?:seem(?:s|ed|ing)?\s+(?!to\s+be\b|like\b)"
    r"|appear(?:s|ed|ing)?\s+(?!to\s+be\b|like\b|(?:before|in|on|at|with|alongside|from|as|for|during|by|here)\b))\w",
    re.IGNORECASE,
)
_ADJECTIVE_CUE = re.compile(rf"(?P<determiner>{_DETERMINER}\s+)?{_DOUBTFUL}\s+\w", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:[’']s?|\b(?:his|her|its|their|whose))$", re.IGNORECASE)
_AFTER = re.compile(rf"\s*,\s+(?:{_DOUBT}|{_SEEMING})\s*,", re.IGNORECASE)
_TRAILING = re.compile(rf"\s*,\s+(?:{_DOUBT}|{_SEEMING})\s*[.!?”\"]*\s*", re.IGNORECASE)


def is_hedged(text: str, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span], around: Span) -> bool:
    """Whether the attribution is qualified.

    `around` holds the words that may qualify it: the sentence of the cue, and of a statement inside of another's
    content no word outside of that content.
    """
    anchor = cue[0]
    lead = text[max(around.start, anchor.start - LEAD) : anchor.start]
    if _within(text[anchor.start : anchor.end + 4], len(anchor.of(text)), lead, has_source=bool(source)):
        return True
    if _LED.search(lead) or _ADJECTIVE.search(lead) or (source and _SEEMS_TO.search(lead)):
        return not _in(content, anchor.start - 1)
    if _adverb_leads(text, source, anchor, content, around):
        return True
    if source and source[0].end <= anchor.start:
        head = text[max(around.start, source[0].start - LEAD) : source[0].start]
        if _IT_IS.search(head) and not _in(content, source[0].start - 1):
            return True
    after = _AFTER.match(text, anchor.end, around.end)
    if after and not _in(content, after.end() - 2):
        return True
    last = max(piece.end for piece in (*source, *cue, *content))
    return last < around.end and bool(_TRAILING.fullmatch(text, last, around.end))


def _within(cued: str, length: int, lead: str, *, has_source: bool) -> bool:
    """Whether a cue holds its own hedge; `lead` stands before it, `cued` is the cue and four characters more."""
    words = cued[:length]
    if _DOUBTED.search(words) or _MODAL_CUE.search(words):
        return True
    adjective = _ADJECTIVE_CUE.match(words)
    if adjective and (adjective["determiner"] or _DETERMINED.search(lead)):
        return True
    passive = _PASSIVE_CUE.match(cued)
    if passive and passive["to"]:
        return bool(passive["more"]) or not has_source
    return has_source and bool(_SEEMED.search(words) or _SEEMS_CUE.match(words))


def _adverb_leads(text: str, source: Sequence[Span], anchor: Span, content: Sequence[Span], around: Span) -> bool:
    """Whether an adverb before the cue, or before its source at the head of the clause, hangs on the cue."""
    first = min([anchor.start, *(piece.start for piece in source if piece.end <= anchor.start)])
    for adverb in _ADVERBS.finditer(text, max(around.start, first - LEAD), anchor.start):
        start, end = adverb.span()
        if _in(content, start):
            continue
        if _BETWEEN.fullmatch(text, end, anchor.start):
            return True
        if text[:start].rstrip().endswith(",") and _ASIDE_BETWEEN.fullmatch(text, end, anchor.start):
            return True
        head = next(
            (piece for piece in source if end < piece.start and text[end : piece.start].strip() in ("", ",")), None
        )
        if (
            head is not None
            and not _POSSESSIVE.search(head.of(text))
            and _CLAUSE_BEGINS.search(text[max(around.start, start - 20) : start])
            and _BETWEEN.fullmatch(" " + text[head.end : anchor.start])
        ):
            return True
    return False


def _in(spans: Sequence[Span], at: int) -> bool:
    return any(span.start <= at < span.end for span in spans)
