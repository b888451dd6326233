"""Candidates of words become drafts of statements with spans of characters.

Here the laws of spans are kept: in bounds, never empty, source, cue and content of one statement disjoint, and no
piece crosses the end of a block. The network decides on words; the marks around them (quotation marks, brackets,
the point of an abbreviation) follow by rule, so that equal words always get equal marks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.extraction.decode import Candidate
from onrecord.extraction.heard import Heard
from onrecord.extraction.windows import Tokens, Window
from onrecord.quotation import Quotation
from onrecord.span import Claims, Span, trimmed
from onrecord.statement import Form

_BEFORE = frozenset("$£€¥#@")
_AFTER = frozenset("%°")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Za-z]\.[A-Za-z]|\b(?:Jr|Sr|Inc|Co|Corp|Ltd|Bros|No|St|Vt|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Rev|Prof))$"
)
_SENTENCE_MARKS = re.compile(r"[.!?…]*(?: ?[.]{3})?")
_CONTRACTED = re.compile(r"\w['’]$")
_EDGE = re.compile(r"[^\w]*")


SURE = 1.0
"""Mean log-odds of its words from which a content is content beyond doubt (tuned with the weights: docs/decisions/0006;
not to be changed alone)."""

SAME = 0.8
"""Share of words in common (intersection over union) beyond which two contents are one; likewise."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it has a number."""

    source: tuple[Span, ...]
    """Spans of its source; may be empty."""
    cue: tuple[Span, ...]
    """The span of its cue, one."""
    content: tuple[Span, ...]
    """Spans of its content, one or more."""
    confidence: float
    """0 to 1."""
    depth: int = 0
    """How many statements it is inside of."""
    parent: int | None = None
    """The index of the draft that it is inside of."""
    heard: Heard | None = None
    """What the network says of it beside its spans; None when no network found it, but the page's form."""

    def start(self) -> int:
        """Offset of its first character."""
        return min(span.start for spans in (self.source, self.cue, self.content) for span in spans)


def choose(found: Sequence[Candidate], threshold: float, orphan_threshold: float) -> list[Candidate]:
    """The candidates that stand, in the order of anchors.

    A candidate stands when it is sure enough. An orphan stands with less: its content is content beyond doubt and
    mostly nobody else's, so somebody says it, and this is the best guess at who. Of two with a cue word or nearly all
    of the content in common only the surer stands. A cue inside another's content does not stand here; that content
    is read again by itself.
    """
    kept: list[_Chosen] = []
    claimed: set[int] = set()
    for least, orphans in ((threshold, False), (orphan_threshold, True)):
        for candidate in sorted(found, key=lambda c: (-c.confidence, c.anchor)):
            if candidate.confidence < least or not candidate.content:
                continue
            if orphans and candidate.confidence >= threshold:
                continue
            chosen = _Chosen(candidate)
            if orphans and (candidate.content_odds < SURE or 2 * len(chosen.content - claimed) < len(chosen.content)):
                continue
            if chosen.is_tangled() or any(chosen.repeats(other) for other in kept):
                continue
            kept.append(chosen)
            claimed |= chosen.content
    standing = [c for c in kept if not any(c.cue_words <= other.content for other in kept if other is not c)]
    return sorted((c.candidate._replace(cue=(c.cue,)) for c in standing), key=lambda c: c.anchor)


class _Chosen:
    """A candidate with the words of its parts at hand."""

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self.cue = _cue(candidate)
        self.cue_words = set(range(*self.cue))
        self.content = {word for piece in candidate.content for word in range(*piece)}

    def is_tangled(self) -> bool:
        """Whether a word of its cue is in its own source or content."""
        source = {word for piece in self.candidate.source for word in range(*piece)}
        return bool(self.cue_words & (self.content | source))

    def repeats(self, other: _Chosen) -> bool:
        """Whether the two share a word of their cues, or nearly all of their contents."""
        shared = len(self.content & other.content)
        return bool(self.cue_words & other.cue_words) or shared > SAME * len(self.content | other.content)


def _cue(candidate: Candidate) -> tuple[int, int]:
    """The one cue span: the piece at the anchor, else the nearest, else the anchor's word alone."""
    if not candidate.cue:
        return candidate.anchor, candidate.anchor + 1
    return min(
        candidate.cue, key=lambda piece: (max(piece[0] - candidate.anchor, candidate.anchor + 1 - piece[1], 0), piece)
    )


def drafts(text: str, tokens: Tokens, window: Window, chosen: Iterable[Candidate]) -> list[Draft]:
    """The drafts of one window's chosen candidates; one whose words are all punctuation is left out."""
    made: list[Draft] = []
    edges = _Edges(text, tokens)
    for candidate in chosen:
        taken: list[Span] = []
        roles: dict[str, tuple[Span, ...]] = {}
        cue = window.first + candidate.cue[0][0]
        for role in ("cue", "source", "content"):
            spans: list[Span] = []
            for first, end in getattr(candidate, role):
                for piece in edges.split(window.first + first, window.first + end):
                    span = edges.tidied(piece, marks=role != "cue")
                    if role != "cue" and not edges.reaches(cue, piece[0], quoted=role == "content"):
                        continue
                    if span is not None and not any(span.meets(other) for other in taken):
                        spans.append(span)
                        taken.append(span)
            roles[role] = tuple(sorted(spans))
        if len(roles["cue"]) == 1 and roles["content"]:
            heard = candidate.heard.moved(window.first) if candidate.heard else None
            made.append(Draft(roles["source"], roles["cue"], roles["content"], candidate.confidence, heard=heard))
    return made


class _Edges:
    """Where spans begin and end, by the words and quotation marks of one article."""

    def __init__(self, text: str, tokens: Tokens) -> None:
        self.text = text
        self.tokens = tokens

    def block(self, word: int) -> int:
        """The number of the block that a word stands in."""
        return bisect_right(self.tokens.blocks, word, key=lambda block: block[1])

    def split(self, first: int, end: int) -> Iterable[tuple[int, int]]:
        """The parts of a range of words that lie within one block each."""
        while first < end:
            stop = min(end, self.tokens.blocks[self.block(first)][1])
            yield first, stop
            first = stop

    def reaches(self, cue: int, word: int, *, quoted: bool) -> bool:
        """Whether a cue can attribute a word that may stand in another block: a caption is not a paragraph's source.

        It can when one block leads to the next with a colon or an open quotation, and, where `quoted`, when the
        word's block has a quotation: words of a quotation can stand far from "she said".
        """
        here, there = self.block(cue), self.block(word)
        if here == there or (quoted and self.tokens.quotations[there]):
            return True
        return abs(here - there) == 1 and self.tokens.glued[min(here, there)]

    def tidied(self, piece: tuple[int, int], *, marks: bool) -> Span | None:
        """The characters of a range of words: no punctuation at the edges but what belongs to the words.

        Without `marks` nothing is put back, and punctuation alone stays: the colon of a transcript is a cue.
        """
        first, end = piece
        words = self.tokens.words
        block = self.block(first)
        lowest, highest = self.tokens.blocks[block]
        bound = Span(words[lowest].start, words[highest - 1].end)
        while first < end and not self._spoken(first):
            first += 1
        while first < end and not self._spoken(end - 1):
            end -= 1
        if first == end:
            return None if marks else Span(words[piece[0]].start, words[piece[1] - 1].end)
        span = Span(words[first].start, words[end - 1].end)
        if _CONTRACTED.search(self.text, max(bound.start, span.start - 2), span.start):
            span = Span(span.start - 1, span.end)
        if not marks:
            return span
        if first > lowest and words[first - 1].end == span.start and self.text[span.start - 1] in _BEFORE:
            span = Span(span.start - 1, span.end)
        if span.end < bound.end and self.text[span.end] in _AFTER:
            span = Span(span.start, span.end + 1)
        if (
            self.text[span.end : span.end + 1] == "."
            and span.end < bound.end
            and _ABBREVIATION.search(self.text[max(0, span.end - 6) : span.end])
        ):
            span = Span(span.start, span.end + 1)
        span = self._bracketed(span, bound)
        return self._quoted(span, self.tokens.quotations[block])

    def _spoken(self, word: int) -> bool:
        return self.text[self.tokens.words[word].start].isalnum()

    def _bracketed(self, span: Span, bound: Span) -> Span:
        inside = span.of(self.text)
        if inside.count("(") > inside.count(")"):
            gap = _EDGE.match(self.text, span.end, bound.end)
            at = self.text.find(")", span.end, gap.end() if gap else span.end)
            if at >= 0:
                return Span(span.start, at + 1)
        return span

    def _quoted(self, span: Span, runs: Sequence[Quotation]) -> Span:
        start, end = span
        for number in range(bisect_right(runs, start, key=lambda run: run.span.end), len(runs)):
            run = runs[number]
            if run.span.start >= end:
                break
            if run.inner.start < run.inner.end:
                if run.span.start < start and self._bare(run.inner.start, start):
                    start = run.span.start
                if end < run.span.end and self._bare(end, run.inner.end):
                    end = run.span.end if run.closed else run.inner.end
                elif run.inner.start < end < run.inner.end:
                    end += len(_SENTENCE_MARKS.match(self.text, end, run.inner.end)[0])  # type: ignore[index]
        return trimmed(self.text, start, end) or span

    def _bare(self, start: int, end: int) -> bool:
        return not any(char.isalnum() for char in self.text[start:end])


def continued(tokens: Tokens, made: Sequence[Draft], text: str) -> list[Draft]:
    """The drafts, with quotations that go on over several paragraphs made whole.

    A content that ends in a quotation which its paragraph leaves open goes on in the next paragraph when that one
    opens with a quotation that is nobody else's; then it has the paragraph's last marks as well.
    """
    blocks = [Span(tokens.words[first].start, tokens.words[end - 1].end) for first, end in tokens.blocks]
    starts = [block.start for block in blocks]
    claimed = Claims(span for draft in made for span in draft.content)
    whole: list[Draft] = []
    for draft in made:
        pieces = list(draft.content)
        mine = Claims((*draft.source, *draft.cue))
        number = bisect_right(starts, pieces[-1].end - 1) - 1
        while number + 1 < len(blocks):
            runs, after = tokens.quotations[number], tokens.quotations[number + 1]
            reaches = bool(runs) and not runs[-1].closed and pieces[-1].end > runs[-1].inner.start
            tail = text[pieces[-1].end : blocks[number].end]
            opens = bool(after) and after[0].span.start == blocks[number + 1].start
            if not (reaches and opens) or any(char.isalnum() for char in tail):
                break
            piece = trimmed(text, *after[0].span) or after[0].span
            if not any(char.isalnum() for char in piece.of(text)) or claimed.meet(piece) or mine.meet(piece):
                break
            pieces[-1] = Span(pieces[-1].start, blocks[number].end)
            pieces.append(piece)
            number += 1
        whole.append(replace(draft, content=tuple(pieces)))
    return whole


def form_of(text: str, content: Iterable[Span], quoted: Sequence[Span]) -> Form:
    """`direct` when every word of the content stands in the quotations (sorted, disjoint), `indirect` when none."""
    inside = outside = False
    for span in content:
        at = span.start
        number = max(0, bisect_right(quoted, at, key=lambda run: run.start) - 1)
        while at < span.end:
            while number < len(quoted) and quoted[number].end <= at:
                number += 1
            run = quoted[number] if number < len(quoted) else None
            if run is not None and run.start <= at:
                stop = min(run.end, span.end)
                inside = inside or any(char.isalnum() for char in text[at:stop])
            else:
                stop = min(run.start, span.end) if run is not None else span.end
                outside = outside or any(char.isalnum() for char in text[at:stop])
            at = stop
    if inside and outside:
        return "mixed"
    return "direct" if inside else "indirect"
