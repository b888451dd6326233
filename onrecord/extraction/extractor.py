"""An article becomes statements: windows, network, decoding, assembling, and once more for what stands inside.

An article's windows are batched with each other and never with another article's, so that what is read in one
article cannot depend on which others are read with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from onrecord.article import Article, Block
from onrecord.extraction.assemble import Draft, choose, continued, drafts, form_of
from onrecord.extraction.conditions import condition_of
from onrecord.extraction.decode import Candidate, candidates
from onrecord.extraction.hedges import is_hedged
from onrecord.extraction.network import Network
from onrecord.extraction.said import said_of, sentence_of
from onrecord.extraction.times.expressions import expressions
from onrecord.extraction.turns import introduced, turns
from onrecord.extraction.windows import WINDOW_PIECES, Tokens, Window, batch, cut, tokenized
from onrecord.quotation import quotations
from onrecord.span import Claims, Span
from onrecord.statement import Form, Statement
from onrecord.time_expression import TimeExpression

BATCH_PIECES = 2048
"""Most word pieces of a batch, filling included (measured: docs/decisions/0006)."""

DEEPEST = 3
"""A statement inside a statement inside a statement is still told apart; deeper ones are not looked for."""

LEAST_INNER_WORDS = 5
"""A content needs so many words to hold a statement: a source, a cue and something said."""


SECTION = 200_000
"""Characters of an article that are in hand at once: more than any article in print has, so that only a book or a
whole day's wire in one file is read in sections, in memory that does not grow with it."""


class Extraction(NamedTuple):
    """What an article was found to hold."""

    statements: tuple[Statement, ...]
    """Its statements, in the order of their first characters."""
    times: tuple[TimeExpression, ...]
    """Its time expressions, in order, those of no statement too."""


def extract(article: Article, network: Network) -> Extraction:
    """The statements of an article, and its time expressions."""
    found: list[Draft] = []
    forms: list[Form] = []
    for blocks in sections(article.text, article.blocks):
        before = len(found)
        for draft, form in _section(article.text, blocks, network):
            parent = None if draft.parent is None else draft.parent + before
            found.append(replace(draft, parent=parent))
            forms.append(form)
    times = expressions(article.text, [block.span for block in article.blocks], article.published)
    return Extraction(_told(article, _numbered(found, forms), times), times)


def sections(text: str, blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks in runs of about SECTION characters, which end where no quotation runs on if such a place comes soon.

    A block longer than that is cut at white space.
    """
    part: list[Block] = []
    size = 0
    for block in blocks:
        for span in _cut(text, block.span):
            part.append(Block(block.kind, span))
            size += span.end - span.start
            if size >= SECTION and (size >= 2 * SECTION or not _runs_on(text, span)):
                yield part
                part, size = [], 0
    if part:
        yield part


def _cut(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > SECTION:
        at = max(text.rfind(mark, start + SECTION // 2, start + SECTION) for mark in " \t\u00a0")
        at = at if at > 0 else start + SECTION
        yield Span(start, at)
        start = at
    yield Span(start, end)


def _runs_on(text: str, span: Span) -> bool:
    runs = quotations(text, span)
    return text[span.end - 1] == ":" or bool(runs and not runs[-1].closed)


def _section(text: str, blocks: Sequence[Block], network: Network) -> list[tuple[Draft, Form]]:
    """The drafts of some blocks with their forms; a draft's parent is its place in this list."""
    tokens = tokenized(text, blocks)
    tuning = network.tuning
    found: list[Draft] = []
    for owner, window, chosen in _read([tokens], network, tuning.threshold, tuning.orphan_threshold):
        assert owner == 0
        found.extend(drafts(text, tokens, window, chosen))
    shaped = turns(text, blocks)
    found = continued(tokens, sorted([*_outside(found, shaped), *shaped], key=Draft.start), text)
    found = sorted([*found, *introduced(text, blocks, found)], key=Draft.start)
    quoted = [_quoted(tokens)]
    owners = [0] * len(found)

    level = list(range(len(found)))
    for depth in range(1, DEEPEST):
        inner: list[Tokens] = []
        parents: list[int] = []
        for number in level:
            part = _inner_tokens(text, found[number], tuning.cue_words)
            if part is not None:
                inner.append(part)
                parents.append(number)
        level = []
        for owner, window, chosen in _read(inner, network, tuning.nested_threshold, tuning.nested_threshold):
            for draft in drafts(text, inner[owner], window, chosen):
                owners.append(len(quoted))
                quoted.append(_quoted(inner[owner]))
                level.append(len(found))
                found.append(replace(draft, depth=depth, parent=parents[owner]))
        if not level:
            break
    return [(draft, form_of(text, draft.content, quoted[owner])) for draft, owner in zip(found, owners, strict=True)]


def _outside(found: Sequence[Draft], shaped: Sequence[Draft]) -> Iterator[Draft]:
    """The drafts whose cue is not in the words, or on the mark, of a statement that the page's form makes."""
    claimed = Claims(span for draft in shaped for span in (*draft.cue, *draft.content))
    return (draft for draft in found if not claimed.meet(draft.cue[0]))


def _quoted(tokens: Tokens) -> list[Span]:
    return [run.inner for runs in tokens.quotations for run in runs]


Job = tuple[int, Window]
"""The index of a part among the parts that are read together, and a window of it."""


def batches(parts: Sequence[Tokens]) -> Iterator[list[Job]]:
    """The windows of all parts in the groups that the network reads at once, the longest first."""
    jobs = [(owner, window) for owner, tokens in enumerate(parts) for window in cut(tokens, WINDOW_PIECES)]
    jobs.sort(key=lambda job: job[1].pieces)
    while jobs:
        group = [jobs.pop()]
        while jobs and group[0][1].pieces * (len(group) + 1) <= BATCH_PIECES:
            group.append(jobs.pop())
        yield group


def _read(
    parts: Sequence[Tokens], network: Network, threshold: float, orphan_threshold: float
) -> Iterator[tuple[int, Window, list[Candidate]]]:
    """For every window of every part: the part's index, the window, and the candidates that stand."""
    for group in batches(parts):
        scores = network(batch([(parts[owner], window) for owner, window in group]))
        lengths = [window.end - window.first for _, window in group]
        for (owner, window), found in zip(group, candidates(scores, lengths, network.tuning), strict=True):
            yield owner, window, choose(found, threshold, orphan_threshold)


def _inner_tokens(text: str, draft: Draft, cue_words: frozenset[str]) -> Tokens | None:
    """The content of a draft as a text of its own, without the quotation marks around it; None when it holds no cue."""
    spoken = [word.lower() for span in draft.content for word in re.findall(r"\w+", span.of(text))]
    if len(spoken) < LEAST_INNER_WORDS or (cue_words.isdisjoint(spoken) and "that" not in spoken[2:]):
        return None
    return tokenized(text, [Block("paragraph", _unquoted(text, span)) for span in draft.content])


_OPENING, _CLOSING = "“\"„«‘'", "”\"“»’'"


def _unquoted(text: str, span: Span) -> Span:
    start, end = span
    if end - start > 2 and text[start] in _OPENING:
        start += 1
        if text[end - 1] in _CLOSING:
            end -= 1
    return Span(start, end)


def _numbered(found: Sequence[Draft], forms: Sequence[Form]) -> tuple[Statement, ...]:
    order = sorted(range(len(found)), key=lambda n: (found[n].start(), found[n].depth, found[n].cue, n))
    ids = {number: place for place, number in enumerate(order, 1)}
    return tuple(
        Statement(
            id=ids[number],
            source=found[number].source,
            cue=found[number].cue,
            content=found[number].content,
            form=forms[number],
            confidence=round(found[number].confidence, 2),
            within=None if found[number].parent is None else ids[found[number].parent],  # type: ignore[index]
        )
        for number in order
    )


def _told(article: Article, statements: Sequence[Statement], times: Sequence[TimeExpression]) -> tuple[Statement, ...]:
    """The statements with what the words around them tell: when it was said, whether that is sure, on what condition.

    What stands inside another's content is dated and hedged by words of that content alone: the rest is the other
    speaker's.
    """
    blocks = [block.span for block in article.blocks]
    starts = [time.span.start for time in times]
    told: list[Statement] = []
    for one in statements:
        usable: Sequence[TimeExpression] = times
        sentence = sentence_of(article.text, one.cue[0], one.content, blocks)
        if one.within is not None:
            around = statements[one.within - 1].content
            first, end = bisect_left(starts, around[0].start), bisect_left(starts, around[-1].end)
            usable = [time for time in times[first:end] if any(piece.covers(time.span) for piece in around)]
            outer = next((piece for piece in around if piece.covers(one.cue[0])), sentence)
            sentence = Span(max(sentence.start, outer.start), min(sentence.end, outer.end))
        told.append(
            replace(
                one,
                said=said_of(article.text, one.source, one.cue, one.content, usable, blocks, article.published),
                hedged=is_hedged(article.text, one.source, one.cue, one.content, sentence),
                condition=condition_of(article.text, one.cue, one.content),
            )
        )
    return tuple(told)
