"""The part of a content that says what must come first: "if he wins", "unless it pays", "until it agrees to talk".

A condition in front of its main clause ends at the comma (or "then") after which that clause begins; one behind it
ends with the sentence, or where a new clause is joined on. Not every "if" asks for something: "as if", "even if",
"what if", "hard, if not impossible", "if anything", and a question in other words ("asked if", "do not know if",
"wondered whether") are none. "Until" is one only where something is refused, asked for or put off and a clause
follows ("will not talk until it withdraws"), never a date ("until May").

Only REACH characters behind a word that may open a condition are looked at, so that the cost grows with the length of
the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extraction.times.tense import sentence_ends
from onrecord.span import Span

REACH = 400
"""Characters within which a condition ends; the longest of a sentence in print is shorter."""
BEFORE = 80
"""Characters before the opening word that tell what it is."""

_PRONOUN = r"(?:he|she|it|they|we|you|i|there|this|that|these|those|who|anyone|someone|everyone|nobody|one)\b"
_OPENER = re.compile(
    r"\b(?:(?P<only>only\s+(?:if|when|once))|(?P<if>if)|(?P<unless>unless)|(?P<until>until|till)"
    r"|(?P<provided>provid(?:ed|ing)\s+that|(?<=, )provided\b)"
    rf"|(?P<assuming>assuming\s+(?=that\b|{_PRONOUN}))"
    r"|(?P<long>(?:as|so)\s+long\s+as)|(?P<condition>(?:up)?on\s+(?:the\s+)?condition\s+(?:that|of)\b"
    r"|in\s+the\s+event\s+that\b))\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"\b(?:as|even|what|like|not|than|or|nor)\s+$", re.IGNORECASE)
_SET_PHRASE = re.compile(
    r"\s+(?:not\b(?!\s+for\b)|anything\b|any\b|ever\b|only\b|so\b|possible\b|at all\b|nothing\b|and when\W"
    r"|you\s+(?:will|like|ask|look at|think about|know what)\b|i\s+(?:may|might|remember|recall)\b"
    r"|i['’]m not mistaken\b|memory serves)|\W?[”’\"']",
    re.IGNORECASE,
)
_ASKS = (
    r"(?:ask(?:s|ed|ing)?|wonder(?:s|ed|ing)?|quer(?:y|ies|ied)|inquir(?:e|es|ed|ing)|question(?:s|ed|ing)?"
    r"|know(?:s|n|ing)?|knew|see|sees|saw|find\s+out|found\s+out|figure\s+out|unclear|clear|certain|unsure|sure"
    r"|decid(?:e|es|ed|ing)|check(?:s|ed|ing)?|determin(?:e|es|ed|ing)|doubt(?:s|ed|ing)?|doubtful|matter(?:s|ed)?"
    r"|idea|remember(?:s|ed)?|recall(?:s|ed)?|tell(?:s|ing)?|told|care(?:s|d)?|verify|test(?:s|ed|ing)?|gauge|say)"
)
_ASKED = re.compile(
    rf"\b{_ASKS}\W?\s+(?:(?:me|him|her|us|them|you|it|myself|himself|herself|themselves|the\s+\w+|\w+s)\s+)?$",
    re.IGNORECASE,
)
_ASKED_CUE = re.compile(r"\b(?:ask|wonder|question)(?:s|ed|ing)?\b", re.IGNORECASE)
_ASKING_CUE = re.compile(rf"\b{_ASKS}\b|\bto\s+see\b", re.IGNORECASE)
_LENGTH = re.compile(
    r"\s+(?:\d|possible\b|ever\b|usual\b|an?\s+(?:day|week|month|year|decade|mile|hour|minute)|(?:one|two|three|four|five"
    r"|six|seven|eight|nine|ten|several|many)\b)",
    re.IGNORECASE,
)
_VERBS = (
    r"(?:is|are|was|were|be|been|am|has|have|had|do|does|did|will|would|can|could|should|may|might|must|shall|wins?|won"
    r"|wants?|gets?|got|goes|go|comes?|came|makes?|made|takes?|took|keeps?|kept|needs?|gives?|gave|agrees?|ends?|stops?"
    r"|becomes?|became|meets?|met|votes?|pass(?:es)?|shows?|fails?|stays?|loses?|lost|knows?|knew|thinks?|sees?|saw"
    r"|finds?|found|feels?|believes?|decides?|likes?|starts?|tries|try|runs?|ran|pays?|paid|lets?|says?|said|tells?"
    r"|remains?|happens?|acts?|leaves?|left|refuses?|moves?|turns?|builds?|built|cuts?|raises?|works?|continues?|begins?"
    r"|began|lays?|pulls?|signs?|returns?|steps?|withdraws?|proves?|speaks?|accepts?|brings?|holds?|held|elected|asked"
    r"|n['’]t|['’](?:s|re|ve|d|ll|m)|[a-z]{3,20}ed|[a-z]{2,20}ifies)"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|should|may|might|must|wins|won|wants|gets|got|goes"
    r"|went|comes|came|makes|made|takes|took|keeps|kept|gives|gave|agrees|ends|becomes|became|meets|met|passes|fails"
    r"|loses|lost|sees|finds|found|decides|pays|paid|says|said|tells|told|remains|happens|leaves|refuses|continues"
    r"|begins|began|withdraws|withdrew|proves|accepts|brings|brought|[a-z]{3,20}ed)\b|['’](?:re|ve|d|ll)\b",
    re.IGNORECASE,
)
_HAS_VERB = re.compile(rf"(?<![A-Za-z]){_VERBS}\b", re.IGNORECASE)
_PRONOUN_VERB = re.compile(rf"\s*(?:that\s+)?{_PRONOUN}\W*\w", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\s+(?:and|or|nor|who|whom|whose|which|where|when|including|such|like|even|however|though|as|especially|particularly"
    r"|rather|at\s+least|for\s+(?:example|instance)|god|not|let\s+alone|with|without|if|unless)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\s+(?:who|whom|whose|which|where|when)\b", re.IGNORECASE)
_JOINED_ON = re.compile(
    r"\s+(?:and|but|so|because|which|while|though|although|whereas|adding|saying|said|then|since|as)\b", re.IGNORECASE
)
_STOP = re.compile(r"[,;:]|\s\W{0,2}because\b|\s[—–-]{1,2}\s|[—–]|--|\.\s?\.\s?\.|…|\?|!")
_TOLD = re.compile(
    r"\b(?:say|says|said|think|thinks|thought|believe|believes|believed|know|knows|knew|feel|feels|felt|hope|hopes|hoped"
    r"|asks?|asked|told|tells?|that)$",
    re.IGNORECASE,
)
_SHORT = re.compile(r"\s+(?:necessary|needed|required)\b", re.IGNORECASE)
_THEN = re.compile(r"\s+then\b", re.IGNORECASE)
_MAIN_CLAUSE = re.compile(
    r"\s+(?=(?:I|we|he|she|they|you|it|that|this|there)(?:['’](?:ll|d)|\s+(?:will|would|won['’]t|wouldn['’]t|can"
    r"|can['’]t|could|may|might|must|should|think|believe|need))\b)"
)
_FRONTED = re.compile(
    r"(?:^|[.?!:;,—–(“\"‘'`\[]|--|\s-|\b(?:that|and|but|so|because|then|says?|said|or|which|where|when|while|than|especially"
    r"|particularly))\s*$",
    re.IGNORECASE,
)
_PUT_OFF = re.compile(
    r"\b(?:will|won['’]t|would|wouldn['’]t|shall|must|should|shouldn['’]t|can['’]t|cannot|could\s?n['’]t|may\s+not"
    r"|not\s+to|no\s+(?:deal|talks?|vote|agreement)|going\s+to|wait(?:s|ed|ing)?|hold(?:s|ing)?\s+off|impossible"
    r"|refus(?:e|es|ed|ing)|delay(?:s|ed|ing)?|postpone\w*|suspend\w*|shutdown|ban|moratorium|freeze|halt)\b|['’]ll\b"
    r"|(?:^|[.!?“\"]\s*)(?:do\s+not|don['’]t)\b",
    re.IGNORECASE,
)
_PUTTING_CUE = re.compile(
    r"\b(?:refus|urg|demand|vow|insist|threat|order|call(?:s|ed|ing)?\s+(?:for|on)|promis|pledg|reject|want)",
    re.IGNORECASE,
)
_QUOTES = "“\"‘'`„«"
_CLOSING = {"”": "“", '"': '"', "’": "‘", "'": "'", ")": "(", "]": "["}


def condition_of(text: str, cue: Sequence[Span], content: Sequence[Span]) -> Span | None:
    """The first condition in the content, inside of one of its pieces; None where it has none."""
    words = cue[0].of(text)
    for piece in content:
        ends = None
        for found in _OPENER.finditer(text, piece.start, piece.end):
            if not _opens(text, words, piece, found):
                continue
            ends = sentence_ends(text, piece.start, piece.end) if ends is None else ends
            start = found.start()
            stop = min((end for end in ends if end > start), default=piece.end)
            sentence = max((end for end in ends if end <= start), default=piece.start)
            if found["until"] and not _puts_off(text, words, sentence, found, stop):
                continue
            end = _end(text, sentence, found, min(stop, start + REACH))
            span = _trimmed(text, start, end)
            if span.end > found.end():
                return span
    return None


def _opens(text: str, cue: str, piece: Span, found: re.Match[str]) -> bool:
    """Whether a word that may open a condition does."""
    before = text[max(piece.start, found.start() - BEFORE) : found.start()]
    if found["long"]:
        return not _LENGTH.match(text, found.end(), piece.end) and not before.rstrip().lower().endswith(
            (" for", "“for")
        )
    if found["condition"]:
        return not text[found.end() : found.end() + 20].lstrip().lower().startswith("anonym")
    if found["provided"]:
        after = text[found.end() : min(piece.end, found.end() + BEFORE)]
        return bool(_PRONOUN_VERB.match(after) or _HAS_VERB.search(after))
    if not found["if"]:
        return True
    if _SUPPOSED.search(before) or _SET_PHRASE.match(text, found.end(), piece.end) or _ASKED.search(before):
        return False
    quoted = text[piece.start] in _QUOTES
    return quoted or not (_ASKING_CUE.search(cue) if not before.strip() else _ASKED_CUE.search(cue))


def _puts_off(text: str, cue: str, sentence: int, found: re.Match[str], stop: int) -> bool:
    """Whether "until" says what must come first, and not just how long something lasted."""
    clause = text[found.end() : min(stop, found.end() + 120)]
    if not _PRONOUN_VERB.match(clause) and not _FINITE.search(re.split(r"[,;.]", clause, maxsplit=1)[0].strip(), 2):
        return False
    before = text[max(sentence, found.start() - 3 * BEFORE) : found.start()]
    after = text[found.end() : stop] if not before.strip(" “\"'‘`") else ""
    return bool(_PUT_OFF.search(before) or _PUTTING_CUE.search(cue) or (after and _PUT_OFF.search(after)))


def _end(text: str, sentence: int, found: re.Match[str], stop: int) -> int:
    """Where a condition ends: before its main clause, or with its sentence."""
    start = found.end()
    short = _SHORT.match(text, start, stop)
    if short:
        return short.end()
    fronted = bool(_FRONTED.search(text[max(sentence, found.start() - BEFORE) : found.start()]))
    fallback, aside, left_out = None, start, 0
    for mark in _STOP.finditer(text, start, stop):
        at = mark.start()
        if mark[0] != ",":
            if (mark[0] == ":" and text[at + 1 : at + 2].isdigit()) or (fronted and mark[0].endswith(("e", "E"))):
                continue
            return at
        clause = text[start:aside] + text[left_out or start : at]
        if text[at + 1 : at + 2].isdigit() or not clause.strip():
            continue
        if not fronted:
            if _JOINED_ON.match(text, mark.end(), stop):
                return at
            continue
        if _RELATIVE.match(text, mark.end(), stop):
            aside = at
            continue
        if aside > start and not left_out:
            clause, left_out = text[start:aside], at
        if _GOES_ON.match(text, mark.end(), stop) or _TOLD.search(clause):
            continue
        if _PRONOUN_VERB.match(clause) or _HAS_VERB.search(clause):
            return at if _MAIN_CLAUSE.match(text, mark.end(), stop) else _main_clause(text, start, at) or at
        fallback = at if fallback is None and len(clause.split()) > 2 else fallback
    if not fronted:
        return stop
    then = _THEN.search(text, start, stop)
    if then:
        return then.start()
    if fallback is not None:
        return fallback
    return _main_clause(text, start, stop) or stop


def _main_clause(text: str, start: int, stop: int) -> int | None:
    """Where a main clause begins that no comma sets off: "if we wait we will lose"."""
    main = _MAIN_CLAUSE.search(text, min(stop, start + 3), stop)
    if main is None or len(text[start : main.start()].split()) < 2 or _TOLD.search(text[start : main.start()]):
        return None
    return main.start()


def _trimmed(text: str, start: int, end: int) -> Span:
    """The span without the marks and white space at its end that close more than it opens."""
    while end > start:
        last = text[end - 1]
        if last.isspace() or last in ".,;:!?—–-…`":
            if last == "." and re.search(
                r"\b(?:[A-Z]|[A-Z]\.[A-Z]|Mr|Jr|Sr|Inc|Corp|Co)\.$", text[max(start, end - 6) : end]
            ):
                break
            end -= 1
        elif last in _CLOSING and _closes_more(text, start, end, last):
            end -= 1
        else:
            break
    return Span(start, end)


def _closes_more(text: str, start: int, end: int, mark: str) -> bool:
    """Whether a closing mark has no opening one between the two places."""
    count, opening = text.count(mark, start, end), _CLOSING[mark]
    return count % 2 == 1 if opening == mark else count > text.count(opening, start, end)
