"""What an article has by way of candidates for a speaker, and what is asked about one statement."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from onrecord.extraction.voices.entities import Entity
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.lexicon import HEADS
from onrecord.extraction.voices.names import Name
from onrecord.extraction.voices.phrases import Phrase

MOST = 3
"""So many of the entities that are named most are candidates everywhere."""
NEAR = 12
"""Words between a person and the "who" that follows what is said of them."""
_IN_FULL = {
    "sen": "senator", "gov": "governor", "rep": "congressman", "gen": "general", "prof": "professor", "dr": "doctor",
    "pres": "president", "lt": "lieutenant", "amb": "ambassador", "atty": "attorney",
}  # fmt: skip
"""Titles as they are written before a name, and as they are said of somebody."""


class Spoken(NamedTuple):
    """Who made a statement earlier in the article."""

    entity: Entity | None
    """Whom it was resolved to; None when to nobody by name."""
    block: int
    """The block of its cue."""


class Place(NamedTuple):
    """Where something is in the article: numbers of its first word, sentence and block."""

    word: int
    sentence: int
    block: int


@dataclass(frozen=True, slots=True)
class Query:
    """A statement whose speaker is asked for."""

    phrase: Phrase
    """Its source, taken apart."""
    source: Place
    """Where its source stands; that of its cue when it has none."""
    content: tuple[tuple[int, int], ...]
    """Ranges of words that are its content."""
    first: int
    """The first word of the window that the network answered for."""
    answers: Sequence[float]
    """For each word of the window how much it looks like a name of the speaker, against nobody's 0; may be empty."""
    objects: tuple[int, int] = (0, 0)
    """The range of words right after its cue, where whoever is spoken to or of is named: never who speaks."""


class Setting:
    """What the article has by way of candidates: its entities, and where and how each is named."""

    def __init__(
        self,
        entities: Sequence[Entity],
        of: Mapping[Name, Entity],
        layout: Layout,
        contents: Sequence[tuple[int, int]],
    ) -> None:
        self.entities = entities
        self.layout = layout
        self.names = sorted(of, key=lambda name: name.first)
        self._starts = [name.first for name in self.names]
        self.of = of
        self._contents = sorted(contents)
        self._reach = list(accumulate((end for _, end in self._contents), max))
        self.total = max(1, len(self.names))
        self.most = sorted((e for e in entities if e.type != "other"), key=lambda e: -len(e.mentions))[:MOST]
        self.described: dict[int, set[str]] = {}
        self.titled: dict[int, set[str]] = {}
        for name in self.names:
            words = {_IN_FULL.get(word, word) for word in layout.beside(name.first, name.end)}
            self.described.setdefault(of[name].number, set()).update(words)
            before = name.first - 1 - (name.first > 1 and layout.lower[name.first - 1] == ".")
            if before >= 0 and layout.words[before][0].isupper():
                title = layout.lower[before]
                self.titled.setdefault(of[name].number, set()).add(_IN_FULL.get(title, title))
        self.called: dict[str, list[Entity]] = {}
        for number, words in self.described.items():
            if entities[number].type == "person":
                for word in words & HEADS["role"]:
                    self.called.setdefault(word, []).append(entities[number])
        self.leads = {name.first for name in self.names if self._leads(name)}

    def before(self, word: int) -> int:
        """How many names begin before a word."""
        return bisect_left(self._starts, word)

    def between(self, first: int, end: int) -> list[Name]:
        """The names that begin in a range of words."""
        return self.names[self.before(first) : self.before(end)] if first < end else []

    def campaigns(self, entity: Entity) -> bool:
        """Whether the article has a campaign of a person's: "the Brooks campaign", "Brooks’s campaign"."""
        lower = self.layout.lower
        return entity.type == "person" and any("campaign" in lower[one.end : one.end + 3] for one in entity.mentions)

    def is_quoted(self, word: int) -> bool:
        """Whether a word is in the content of some statement."""
        at = bisect_right(self._contents, (word, 1 << 60)) - 1
        return at >= 0 and self._reach[at] > word

    def _leads(self, name: Name) -> bool:
        at = self.before(name.first)
        return at == 0 or self.layout.sentence[self.names[at - 1].first] != self.layout.sentence[name.first]

    def right_before(self, word: int) -> Entity | None:
        """The entity that a relative pronoun follows: "Ana Brooks, who said"; None when no name stands there."""
        at = self.before(word) - 1
        if at < 0 or word - self.names[at].end > 1:
            return None
        name, sentence = self.names[at], self.layout.sentence
        if self.layout.lower[word] == "who" and name.type != "person":  # "Ana Brooks of Port Ilmar, who"
            near = [other for other in self.names[max(0, at - 2) : at] if name.first - other.end < NEAR]
            people = [one for one in near if one.type == "person" and sentence[one.first] == sentence[word]]
            said = any(
                one.type == "person" and sentence[one.first] == sentence[word]
                for one in self.names[max(0, at - 12) : at]
            )
            if not people and (said or name.type != "organisation"):
                return None
            name = people[-1] if people else name
        return self.of[name] if self.layout.block[name.first] == self.layout.block[word] else None

    def set_beside(self, first: int, end: int) -> Entity | None:
        """The entity beside which a comma sets a description of some words: "Harbour First, a super PAC,"."""
        lower, block, at = self.layout.lower, self.layout.block, self.before(first) - 1
        if at >= 0 and first - self.names[at].end == 1 and lower[first - 1] == "," and block[first - 1] == block[first]:
            return self.of[self.names[at]]
        return None
