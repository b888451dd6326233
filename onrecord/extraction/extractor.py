"""An article becomes statements: windows, network, decoding, assembling, and once more for what stands inside.

An article's windows are batched with each other and never with another article's, so that what is read in one
article cannot depend on which others are read with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.article import Article, Block
from onrecord.extraction.assemble import Draft, choose, continued, drafts, form_of
from onrecord.extraction.decode import Candidate, candidates
from onrecord.extraction.network import Network
from onrecord.extraction.windows import WINDOW_PIECES, Tokens, Window, batch, cut, tokenized
from onrecord.span import Span
from onrecord.statement import Statement

BATCH_PIECES = 2048
"""Most word pieces of a batch, filling included (measured: docs/decisions/0006)."""

DEEPEST = 3
"""A statement inside a statement inside a statement is still told apart; deeper ones are not looked for."""

LEAST_INNER_WORDS = 5
"""A content needs so many words to hold a statement: a source, a cue and something said."""


def extract(article: Article, network: Network) -> tuple[Statement, ...]:
    """The statements of an article in the order of their first characters."""
    tokens = tokenized(article.text, article.blocks)
    tuning = network.tuning
    found: list[Draft] = []
    for owner, window, chosen in _read([tokens], network, tuning.threshold, tuning.orphan_threshold):
        assert owner == 0
        found.extend(drafts(article.text, tokens, window, chosen))
    found = continued(tokens, sorted(found, key=Draft.start), article.text)
    quoted = {0: [run.inner for runs in tokens.quotations for run in runs]}
    owners = [0] * len(found)

    level = list(range(len(found)))
    for depth in range(1, DEEPEST):
        inner: list[Tokens] = []
        parents: list[int] = []
        for number in level:
            part = _inner_tokens(article.text, found[number], tuning.cue_words)
            if part is not None:
                inner.append(part)
                parents.append(number)
        level = []
        for owner, window, chosen in _read(
            inner, network, network.tuning.nested_threshold, network.tuning.nested_threshold
        ):
            for draft in drafts(article.text, inner[owner], window, chosen):
                parent = parents[owner]
                key = len(quoted)
                quoted[key] = [run.inner for runs in inner[owner].quotations for run in runs]
                owners.append(key)
                level.append(len(found))
                found.append(
                    Draft(draft.source, draft.cue, draft.content, draft.confidence, depth=depth, parent=parent)
                )
        if not level:
            break
    return _numbered(article.text, found, [quoted[owner] for owner in owners])


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


def _numbered(text: str, found: Sequence[Draft], quoted: Sequence[Sequence[Span]]) -> tuple[Statement, ...]:
    order = sorted(range(len(found)), key=lambda n: (found[n].start(), found[n].depth, found[n].cue, n))
    ids = {number: place for place, number in enumerate(order, 1)}
    return tuple(
        Statement(
            id=ids[number],
            source=found[number].source,
            cue=found[number].cue,
            content=found[number].content,
            form=form_of(text, found[number].content, quoted[number]),
            confidence=round(found[number].confidence, 2),
            within=None if found[number].parent is None else ids[found[number].parent],  # type: ignore[index]
        )
        for number in order
    )
