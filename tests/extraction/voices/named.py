"""Texts with their names marked: `[p Ana Brooks] of [o Harbour Board] left [l Onslow]`.

`[+o Promotions]` is labelled as the inside of a name from its first word on.
"""

from __future__ import annotations

import re

from onrecord.article import Block
from onrecord.extraction.voices.names import Name, names
from onrecord.extraction.voices.runs import NAME_LABELS
from onrecord.extraction.windows import Tokens, tokenized
from onrecord.reading.text import blocks_of

KINDS = {"p": "person", "o": "organisation", "l": "place", "x": "other"}
_MARK = re.compile(r"\[(\+?[polx]) ([^\]]+)\]")


def marked(source: str) -> tuple[str, Tokens, list[int]]:
    """The text without marks, its words, and the label of each."""
    text, spans, last = "", [], 0
    for mark in _MARK.finditer(source):
        text += source[last : mark.start()]
        spans.append((len(text), len(text) + len(mark[2]), mark[1]))
        text += mark[2]
        last = mark.end()
    text += source[last:]
    tokens = tokenized(text, blocks_of(text) or [Block("paragraph", (0, len(text)))])
    labels = [0] * len(tokens.words)
    for start, end, kind in spans:
        inside = [n for n, word in enumerate(tokens.words) if start <= word.start < end]
        for place, number in enumerate(inside):
            begins = not place and len(kind) == 1
            labels[number] = NAME_LABELS.index(f"{'B' if begins else 'I'}-{KINDS[kind[-1]]}")
    return text, tokens, labels


def named(source: str) -> tuple[str, list[Name]]:
    """The text without marks, and its names."""
    text, tokens, labels = marked(source)
    return text, names(text, tokens, labels)
