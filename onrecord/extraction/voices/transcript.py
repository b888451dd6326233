"""The turns of a transcript: blocks that begin with "Q:" and "A:", or with who speaks ("BROOKS:")."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.extraction.voices.layout import Layout

LEAST = 4
"""Turns that make a transcript."""
LONGEST = 3
"""Words before the colon of a turn at most."""


class Turn(NamedTuple):
    """One turn."""

    block: int
    """The block that it begins."""
    who: str
    """The last word before its colon in lower case; "q" or "a" for a question or an answer."""

    @property
    def is_lettered(self) -> bool:
        """Whether it is a question or an answer without a name."""
        return self.who in ("q", "a")


def turns(layout: Layout) -> list[Turn]:
    """The turns of an article in order; none where there are too few of them or one party alone."""
    found: list[Turn] = []
    last = -1
    for at in range(len(layout) - 1):
        block = layout.block[at]
        if block == last:
            continue
        last = block
        word = layout.words[at]
        if word in ("Q", "A") and layout.words[at + 1] in (":", "."):
            found.append(Turn(block, word.lower()))
        elif len(word) > 2 and word[0] == "Q" and word[1].isupper() and word[2].islower():  # "QThere is"
            found.append(Turn(block, "q"))
        elif len(word) > 2 and word.isupper():
            ends = range(at + 1, min(len(layout), at + 1 + LONGEST))
            colon = next((n for n in ends if layout.words[n] == ":" and layout.block[n] == block), None)
            if colon is not None:
                found.append(Turn(block, layout.lower[colon - 1]))
    return found if len(found) >= LEAST and len({turn.who for turn in found}) > 1 else []
