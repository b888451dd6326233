"""An article becomes statements: windows, network, decoding, assembling, and once more for what stands inside.

An article's windows are batched with each other and never with another article's, so that what is read in one
article cannot depend on which others are read with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from onrecord.article import Article, Block
from onrecord.extraction.assemble import Draft, choose, continued, drafts, form_of
from onrecord.extraction.conditions import condition_of
from onrecord.extraction.decode import Candidate, candidates
from onrecord.extraction.hedges import is_hedged
from onrecord.extraction.network import BATCH_PIECES, Network
from onrecord.extraction.said import said_of, sentence_of
from onrecord.extraction.sections import sections
from onrecord.extraction.times.expressions import expressions
from onrecord.extraction.turns import introduced, turns
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.names import Name, names
from onrecord.extraction.voices.resolve import ArticleVoices, Asked, Voice
from onrecord.extraction.windows import WINDOW_PIECES, Tokens, Window, batch, cut, tokenized
from onrecord.span import Claims, Span
from onrecord.statement import Form, Statement
from onrecord.time_expression import TimeExpression

DEEPEST = 3
"""A statement inside a statement inside a statement is still told apart; deeper ones are not looked for."""

LEAST_INNER_WORDS = 5
"""A content needs so many words to hold a statement: a source, a cue and something said."""


class Extraction(NamedTuple):
    """What an article was found to hold."""

    statements: tuple[Statement, ...]
    """Its statements, in the order of their first characters."""
    times: tuple[TimeExpression, ...]
    """Its time expressions, in order, those of no statement too."""


def extract(article: Article, network: Network) -> Extraction:
    """The statements of an article, and its time expressions."""
    text = article.text
    found: list[Draft] = []
    forms: list[Form] = []
    named: list[Name] = []
    layout = Layout()
    for blocks in sections(text, article.blocks):
        before, words = len(found), len(layout)
        section = _section(text, blocks, network)
        for draft, form in section.drafts:
            parent = None if draft.parent is None else draft.parent + before
            heard = draft.heard.moved(words) if draft.heard else None
            found.append(replace(draft, parent=parent, heard=heard))
            forms.append(form)
        named.extend(names(text, section.tokens, section.labels, words))
        layout.add(text, section.tokens)
    order = _order(found)
    statements = _numbered(found, forms, order)
    asked = [
        Asked(one.source, one.cue, one.content, one.form, one.within and one.within - 1, found[number].heard)
        for one, number in zip(statements, order, strict=True)
    ]
    told = ArticleVoices(text, layout, named, asked, article.author, network.weights).voices() if asked else []
    voiced = [_voiced(one, voice) for one, voice in zip(statements, told, strict=True)]
    times = expressions(text, [block.span for block in article.blocks], article.published)
    return Extraction(_told(article, voiced, times), times)


def _voiced(statement: Statement, voice: Voice) -> Statement:
    """A statement with its voice; it is as sure as its spans and its speaker together."""
    told = voice._asdict()
    return replace(statement, confidence=round(statement.confidence * told.pop("sure"), 2), **told)


class _Section(NamedTuple):
    """A section of an article, read."""

    drafts: list[tuple[Draft, Form]]
    """Its drafts with their forms; a draft's parent is its place in this list."""
    tokens: Tokens
    """Its words."""
    labels: list[int]
    """What each word is to a name (NAME_LABELS)."""


def _section(text: str, blocks: Sequence[Block], network: Network) -> _Section:
    tokens = tokenized(text, blocks)
    tuning = network.tuning
    labels = [0] * len(tokens.words)
    found: list[Draft] = []
    for owner, window, chosen, mine in _read([tokens], network, tuning.threshold, tuning.orphan_threshold):
        assert owner == 0
        labels[window.first : window.end] = mine
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
        for owner, window, chosen, _ in _read(inner, network, tuning.nested_threshold, tuning.nested_threshold):
            for draft in drafts(text, inner[owner], window, chosen):
                owners.append(len(quoted))
                quoted.append(_quoted(inner[owner]))
                level.append(len(found))
                heard = draft.heard.placed(inner[owner].words, tokens.words) if draft.heard else None
                found.append(replace(draft, depth=depth, parent=parents[owner], heard=heard))
        if not level:
            break
    formed = [(draft, form_of(text, draft.content, quoted[owner])) for draft, owner in zip(found, owners, strict=True)]
    return _Section(formed, tokens, labels)


def _outside(found: Sequence[Draft], shaped: Sequence[Draft]) -> Iterator[Draft]:
    """The drafts whose cue is not in the words, or on the mark, of a statement that the page's form makes."""
    claimed = Claims(span for draft in shaped for span in (*draft.cue, *draft.content))
    return (draft for draft in found if not claimed.meet(draft.cue[0]))


def _quoted(tokens: Tokens) -> list[Span]:
    return [run.inner for runs in tokens.quotations for run in runs]


Job = tuple[int, Window]
"""The index of a part among the parts that are read together, and a window of it."""


def batches(parts: Sequence[Tokens], most: int = BATCH_PIECES) -> Iterator[list[Job]]:
    """The windows of all parts in the groups that the network reads at once, of at most so many pieces each.

    The longest come first, so that little of a group is filling.
    """
    jobs = [(owner, window) for owner, tokens in enumerate(parts) for window in cut(tokens, WINDOW_PIECES)]
    jobs.sort(key=lambda job: job[1].pieces)
    while jobs:
        group = [jobs.pop()]
        while jobs and group[0][1].pieces * (len(group) + 1) <= most:
            group.append(jobs.pop())
        yield group


def _read(
    parts: Sequence[Tokens], network: Network, threshold: float, orphan_threshold: float
) -> Iterator[tuple[int, Window, list[Candidate], list[int]]]:
    """For every window of every part: the part's index, the window, the candidates that stand, the words' names."""
    for group in batches(parts, network.batch_pieces):
        scores = network(batch([(parts[owner], window) for owner, window in group]))
        lengths = [window.end - window.first for _, window in group]
        every = candidates(scores, lengths, network.tuning)
        for row, ((owner, window), found) in enumerate(zip(group, every, strict=True)):
            labels = scores.names[row, : lengths[row]].tolist()
            yield owner, window, choose(found, threshold, orphan_threshold), labels


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


def _order(found: Sequence[Draft]) -> list[int]:
    """The drafts' places in the order of their statements: by first characters, an outer one before its inner."""
    return sorted(range(len(found)), key=lambda n: (found[n].start(), found[n].depth, found[n].cue, n))


def _numbered(found: Sequence[Draft], forms: Sequence[Form], order: Sequence[int]) -> tuple[Statement, ...]:
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
