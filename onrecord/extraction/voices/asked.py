"""To whom and where a statement was made: the words of the window that the network answers with."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from onrecord.extraction.heard import ASKED
from onrecord.extraction.voices.entities import Entity
from onrecord.extraction.voices.known import known_name
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.phrases import PRONOUNS
from onrecord.extraction.voices.setting import Setting

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from onrecord.extraction.voices.resolve import Asked

SPREAD = 3.0
"""Words beside the best that trail it by no more than this belong to the same phrase."""
LONGEST = 12
"""Words of a phrase at most."""
TOP = 4
"""So many of the best answers are looked at."""
ADDRESSEE, CHANNEL = ASKED.index("addressee"), ASKED.index("channel")
"""Columns of the network's answers."""


class Answer(NamedTuple):
    """What the network takes for an addressee or a channel."""

    word: int
    """The word that it points at."""
    score: float
    """How much, against a nought for "nobody here"."""
    name: str
    """The name, or the phrase around the word."""
    entity: Entity | None
    """Whom the word names."""


def pointed(column: int, one: Asked, layout: Layout, setting: Setting, text: str) -> Answer | None:
    """What the network points at as the addressee or the channel (a column of ASKED), however sure it is.

    None when it points at nothing that can be either; the source's own words can be neither.
    """
    word = _best(column, one, layout, [layout.range(span) for span in one.source])
    if word is None:
        return None
    scores, first = _scores(column, one)
    score = float(scores[word - first])
    at = bisect_right(setting.names, word, key=lambda name: name.first) - 1
    if at >= 0 and setting.names[at].end > word:
        entity = setting.of[setting.names[at]]
        return Answer(word, score, known_name(entity), entity)
    shown = _phrase(word, first, scores.tolist(), layout, text)
    return Answer(word, score, shown, None) if shown else None


def channel(one: Asked, layout: Layout, least: float, text: str) -> str | None:
    """The words around what the network points at as the channel; None below `least` or without a phrase."""
    word = _best(CHANNEL, one, layout, ())
    if word is None:
        return None
    scores, first = _scores(CHANNEL, one)
    return _phrase(word, first, scores.tolist(), layout, text) if scores[word - first] >= least else None


def _scores(column: int, one: Asked) -> tuple[npt.NDArray[np.floating], int]:
    """The answers of a column of ASKED, and the word of the article that the first is about."""
    assert one.heard is not None
    return one.heard.asked[:, column], one.heard.first


def _best(column: int, one: Asked, layout: Layout, barred: Sequence[tuple[int, int]]) -> int | None:
    """The word of the article with the best answer among TOP that is no mark and no pronoun, and in no range barred."""
    if one.heard is None or not len(one.heard.asked):
        return None
    scores, first = _scores(column, one)
    for place in (-scores).argsort(kind="stable")[:TOP].tolist():
        word = first + place
        if any(start <= word < end for start, end in barred):
            continue
        if layout.words[word][0].isalnum() and layout.lower[word] not in PRONOUNS:
            return int(word)
    return None


def _phrase(word: int, first: int, scores: list[float], layout: Layout, text: str) -> str | None:
    """The words around one that are answered nearly as much, in the same sentence."""
    floor = scores[word - first] - SPREAD
    start = end = word
    last = first + len(scores)
    while start - 1 >= first and _joins(start - 1, word, layout) and _near(start - 1, first, scores, floor, -1, layout):
        start -= 1
    while end + 1 < last and _joins(end + 1, word, layout) and _near(end + 1, first, scores, floor, 1, layout):
        end += 1
    while start < end and (not layout.words[start][0].isalnum() or layout.lower[start] in _EDGES):
        start += 1
    while end > start and (not layout.words[end][0].isalnum() or layout.lower[end] in _EDGES):
        end -= 1
    end = min(end, start + LONGEST - 1)
    shown = layout.shown(text, start, end + 1)
    return shown if re.search(r"\w", shown) else None


_EDGES = frozenset("the a an at in on to of for with and or during by from his her their told telling tells".split())


def _joins(at: int, word: int, layout: Layout) -> bool:
    return layout.sentence[at] == layout.sentence[word] and layout.words[at] not in '“”"()'


def _near(at: int, first: int, scores: list[float], floor: float, step: int, layout: Layout) -> bool:
    if scores[at - first] >= floor:
        return True
    beyond = at + step
    inside = 0 <= beyond - first < len(scores)
    small = layout.lower[at] in _EDGES or not layout.words[at][0].isalnum()
    return inside and small and scores[beyond - first] >= floor
