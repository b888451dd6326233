"""An article is cut into windows that the network can read, and each word is described for it.

Windows are whole paragraphs as far as they fit, joined they are the article's words, each word in exactly one:
so a batch gives what one by one gives. The encoder is uncased, so case, quotation state and the starts of
paragraphs come in as features of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from onrecord.article import Block
from onrecord.extraction.wordpiece import END, PAD, START, Word, words
from onrecord.quotation import Quotation, quotations

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

WINDOW_PIECES = 256
"""Most word pieces of a window, its first and last marks included (measured: docs/decisions/0006)."""

CASES = 4
"""Case of a word: 0 no letters, 1 lower, 2 Capital, 3 CAPITALS."""
QUOTES = 4
"""Quotation state of a word: 0 outside, 1 inside, 2 an opening mark, 3 a closing mark."""
STARTS = 3
"""Place of a word in its block: 0 not the first, 1 first of a paragraph, 2 first of another kind of block."""

_SENTENCE_END = re.compile(r"[.!?…]")


class Features(NamedTuple):
    """What the uncased encoder cannot see of a word."""

    case: int
    """0 to CASES - 1."""
    quote: int
    """0 to QUOTES - 1."""
    start: int
    """0 to STARTS - 1."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text, described, with the blocks they stand in."""

    words: tuple[Word, ...]
    """Every word of the text in order."""
    features: tuple[Features, ...]
    """One for every word."""
    blocks: tuple[tuple[int, int], ...]
    """For each block that holds words, its half-open range of words, in order."""
    glued: tuple[bool, ...]
    """For each of these blocks, whether it belongs with the next: it ends in a colon or an open quotation."""
    quotations: tuple[tuple[Quotation, ...], ...]
    """For each of these blocks, what stands in quotation marks in it."""


class Window(NamedTuple):
    """A half-open range of an article's words that the network reads at once."""

    first: int
    """Index of its first word."""
    end: int
    """Index after its last word."""
    pieces: int
    """How many word pieces that is, with the window's own first and last mark."""


def tokenized(text: str, blocks: Sequence[Block]) -> Tokens:
    """The words of the blocks with their features; characters outside every block are not read."""
    found: list[Word] = []
    features: list[Features] = []
    ranges: list[tuple[int, int]] = []
    glued: list[bool] = []
    quoted: list[tuple[Quotation, ...]] = []
    for block in blocks:
        start, end = block.span
        part = [Word(start + w.start, start + w.end, w.pieces) for w in words(text[start:end])]
        if not part:
            continue
        runs = quotations(text, block.span)
        ranges.append((len(found), len(found) + len(part)))
        states = _quote_states(part, runs)
        opening = 1 if block.kind == "paragraph" else 2
        for at, (word, state) in enumerate(zip(part, states, strict=True)):
            features.append(Features(_case(text[word.start : word.end]), state, opening if at == 0 else 0))
        found.extend(part)
        last = text[part[-1].start : part[-1].end]
        glued.append(last == ":" or bool(runs and not runs[-1].closed))
        quoted.append(tuple(runs))
    return Tokens(tuple(found), tuple(features), tuple(ranges), tuple(glued), tuple(quoted))


def cut(tokens: Tokens, limit: int = WINDOW_PIECES) -> list[Window]:
    """The windows of an article in order; a block that is too long alone is cut at the ends of sentences."""
    groups: list[tuple[int, int]] = []
    open_group = False
    for (first, end), glue in zip(tokens.blocks, tokens.glued, strict=True):
        if open_group and _weight(tokens, groups[-1][0], end) <= limit:
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((first, end))
        open_group = glue
    windows: list[Window] = []
    for first, end in groups:
        weight = _weight(tokens, first, end)
        if windows and windows[-1].pieces + weight - 2 <= limit:
            windows[-1] = Window(windows[-1].first, end, windows[-1].pieces + weight - 2)
        elif weight <= limit:
            windows.append(Window(first, end, weight))
        else:
            windows.extend(_sentences(tokens, first, end, limit))
    return windows


def _weight(tokens: Tokens, first: int, end: int) -> int:
    return 2 + sum(len(word.pieces) for word in tokens.words[first:end])


def _sentences(tokens: Tokens, first: int, end: int, limit: int) -> list[Window]:
    """Windows of one long block: each ends after the last sentence end in its second half, or where it is full."""
    windows: list[Window] = []
    period = _period_pieces()
    while first < end:
        weight, at, stop = 2, first, None
        while at < end and weight + len(tokens.words[at].pieces) <= limit:
            weight += len(tokens.words[at].pieces)
            at += 1
            last = tokens.words[at - 1]
            if weight > limit // 2 and last.pieces in period and (at == end or tokens.features[at].case != 1):
                stop = (at, weight)
        if at < end and stop is not None:
            at, weight = stop
            while at < end and tokens.features[at].quote == 3 and weight + len(tokens.words[at].pieces) <= limit:
                weight += len(tokens.words[at].pieces)
                at += 1
        if at == first:  # a word that is too long alone
            weight, at = weight + len(tokens.words[at].pieces), at + 1
        windows.append(Window(first, at, weight))
        first = at
    return windows


def _period_pieces() -> frozenset[tuple[int, ...]]:
    return frozenset(words(mark)[0].pieces for mark in ".!?")


def _case(word: str) -> int:
    if not word[0].isalpha():
        return 0
    if word[0].islower():
        return 1
    return 3 if len(word) > 1 and word.isupper() else 2


def _quote_states(part: Sequence[Word], runs: Sequence[Quotation]) -> list[int]:
    states = [0] * len(part)
    at = 0
    for span, _, closed in runs:
        while at < len(part) and part[at].start < span.start:
            at += 1
        opening = at
        while at < len(part) and part[at].start < span.end:
            states[at] = 1
            at += 1
        if at > opening:
            states[opening] = 2
            if closed and at - opening > 1:
                states[at - 1] = 3
    return states


class Batch(NamedTuple):
    """Several windows side by side, filled up with zeros to the longest: B windows, T pieces, W words."""

    ids: npt.NDArray[np.int64]
    """(B, T) ids of word pieces."""
    case: npt.NDArray[np.int64]
    """(B, T) case of the word each piece is of."""
    quote: npt.NDArray[np.int64]
    """(B, T) quotation state, likewise."""
    start: npt.NDArray[np.int64]
    """(B, T) place in the block, on the first piece of a word; 0 elsewhere."""
    words: npt.NDArray[np.int64]
    """(B, W) the index in T of each word's first piece; 0 where there is no word."""


def batch(pairs: Sequence[tuple[Tokens, Window]]) -> Batch:
    """The arrays of several windows, not necessarily of one article."""
    import numpy as np

    longest = max(window.pieces for _, window in pairs)
    most = max(window.end - window.first for _, window in pairs)
    arrays = np.zeros((4, len(pairs), longest), np.int64)
    places = np.zeros((len(pairs), most), np.int64)
    assert PAD == 0
    for row, (tokens, window) in enumerate(pairs):
        ids, cases, quotes, starts = [START], [0], [0], [0]
        for at in range(window.first, window.end):
            pieces = tokens.words[at].pieces
            case, quote, start = tokens.features[at]
            places[row, at - window.first] = len(ids)
            ids += pieces
            n = len(pieces)
            cases += [case] * n
            quotes += [quote] * n
            starts += [start] + [0] * (n - 1)
        ids.append(END)
        for layer, values in enumerate((ids, cases, quotes, starts)):
            arrays[layer, row, : len(values)] = values
    return Batch(arrays[0], arrays[1], arrays[2], arrays[3], places)
