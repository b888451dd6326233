"""The turns of a transcript: blocks that begin with "Q:" and "A:", or with who speaks ("BROOKS:")."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.extraction.voices.entities import Entity
from onrecord.extraction.voices.known import known_name
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.setting import Setting

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


class Other(NamedTuple):
    """The other party of a turn."""

    name: str
    """The name."""
    entity: Entity | None
    """Whom it names; None for the author of the article."""
    facts: dict[str, float]
    """What kind of turn it is."""


def answerer(layout: Layout, setting: Setting) -> Entity | None:
    """Who gives the answers marked "A:": the person named most before the first question, else in the whole article."""
    lettered = [turn for turn in turns(layout) if turn.is_lettered]
    people = [entity for entity in setting.entities if entity.type == "person"] if lettered else []
    if not people:
        return None

    def named(entity: Entity) -> tuple[int, int]:
        before = sum(layout.block[name.first] < lettered[0].block for name in entity.mentions)
        return before, len(entity.mentions)

    return max(people, key=named)


def others(layout: Layout, setting: Setting, author: str | None, blocks: Sequence[int]) -> Iterator[tuple[int, Other]]:
    """For each of some statements, given by the blocks of their cues, that is in a turn: to whom the turn is said.

    Questions are the author's and answers those of the person whom the article names most.
    """
    parts = turns(layout)
    people = [entity for entity in setting.entities if entity.type == "person"] if parts else []
    answerer = max(people, key=lambda entity: len(entity.mentions), default=None)
    called: dict[str, Entity] = {}
    for entity in people:
        called.setdefault(entity.words[-1], entity)
    for n, block in enumerate(blocks):
        place = bisect_left(parts, block + 1, key=lambda turn: turn.block) - 1
        if place < 0:
            continue
        who = parts[place].who
        if parts[place].is_lettered:
            if who == "a" and author:
                yield n, Other(author, None, {"answer": 1.0})
            elif who == "q" and answerer is not None:
                yield n, Other(known_name(answerer), answerer, {"question": 1.0})
            continue
        for near in (place - 1, place + 1):
            other = called.get(parts[near].who) if 0 <= near < len(parts) else None
            if other is not None and parts[near].who != who:
                yield n, Other(known_name(other), other, {"named": 1.0, "before": float(near < place)})
                break
