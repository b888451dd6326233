"""Which of the article's entities a source means: candidates, what speaks for each, and a small learned network.

A source that is a name means that name's entity. A pronoun, a description ("the Vermont senator") or nothing at all
is looked up among the entities that were named last, the ones named most, and the last speakers; one candidate is
always the source's own words. What speaks for each (EVIDENCE) is weighed by a network of one hidden layer that was
trained with a softmax over the candidates (the mention-ranking model of Denis and Baldridge 2008), so the share it
gives to the best is how sure the answer is.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from onrecord.extraction.voices.entities import Entity
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.lexicon import HEADS, MANY, PLAIN
from onrecord.extraction.voices.names import Name
from onrecord.extraction.voices.phrases import FIRST, RELATIVE, SINGULAR, Phrase

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

RECENT, MOST = 8, 3
"""So many of the entities that were named last, and of those that are named most, are candidates."""
SHAPES = ("name", "pronoun", "description", "nothing")


class Spoken(NamedTuple):
    """Who made a statement earlier in the article."""

    entity: Entity | None
    """Whom it was resolved to; None when to nobody by name."""
    block: int
    """The block of its cue."""
    addressee: str | None = None
    """Whom it was said to, where that is beyond doubt."""


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
        for name in self.names:
            self.described.setdefault(of[name].number, set()).update(layout.beside(name.first, name.end))
        self.called: dict[str, list[Entity]] = {}
        for number, words in self.described.items():
            if entities[number].type == "person":
                for word in words & HEADS["role"]:
                    self.called.setdefault(word, []).append(entities[number])
        self.leads = {name.first for name in self.names if self._leads(name)}

    def before(self, word: int) -> int:
        """How many names begin before a word."""
        return bisect_left(self._starts, word)

    def is_quoted(self, word: int) -> bool:
        """Whether a word is in the content of some statement."""
        at = bisect_right(self._contents, (word, 1 << 60)) - 1
        return at >= 0 and self._reach[at] > word

    def _leads(self, name: Name) -> bool:
        at = self.before(name.first)
        return at == 0 or self.layout.sentence[self.names[at - 1].first] != self.layout.sentence[name.first]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom a source may mean, and what speaks for it."""

    entity: Entity | None
    """The entity; None for the source's own words."""
    evidence: tuple[float, ...]
    """As in EVIDENCE."""

    @property
    def rivalled(self) -> bool:
        """Whether the source is a name that another entity of the article has too."""
        return bool(self.evidence[_RIVAL] and self.evidence[_OWN])

    @property
    def looks(self) -> tuple[float, ...]:
        """The part of the evidence that says what the source looks like; the same for all its candidates."""
        return self.evidence[_OWN:]


EVIDENCE = (
    "own words", "answer", "in window", "best answer", "distance", "same sentence", "sentence before", "same block",
    "block before", "follows", "leads", "quoted", "share", "mentions", "opening", "gender fits", "gender clashes",
    "gender unknown", "person", "organisation", "place", "last speaker", "last speaker here", "last speaker before",
    "speaker before last", "recency", "in content", "inside", "described", "head described", "share of speakers",
    "rival", "named in full",
    "name", "pronoun", "description", "nothing", "plural", "indefinite", "role", "body", "paper", "gendered", "they",
    "it", "relative", "first person", "possessive", "names inside", "definite",
)  # fmt: skip
"""What speaks for a candidate (up to "named in full"), and what the source looks like."""

_OWN = EVIDENCE.index("name")
_RIVAL = EVIDENCE.index("rival")
LOOKS = EVIDENCE[_OWN:]
"""What the source looks like: the same for all its candidates."""


def candidates(query: Query, setting: Setting, speakers: Sequence[Spoken]) -> list[Candidate]:
    """The candidates of a source, its own words first; `speakers` are those of the statements before it, in order."""
    looks = _looks(query.phrase)
    named = [setting.of[name] for name in query.phrase.named]
    chosen: dict[int, Entity] = {}
    if named:
        chosen[named[0].number] = named[0]
        if len(query.phrase.named[0].words) == 1:
            fitting = [one for one in named[0].rivals if not _clashes(query.phrase, one)]
            chosen.update((one.number, one) for one in fitting)
            if fitting and _clashes(query.phrase, named[0]):
                del chosen[named[0].number]
    else:
        at = setting.before(query.source.word)
        seen = 0
        for name in reversed(setting.names[max(0, at - 60) : at]):
            entity = setting.of[name]
            if entity.number not in chosen and entity.type != "other":
                chosen[entity.number] = entity
                seen += 1
                if seen == RECENT:
                    break
        for name in setting.names[at : at + 12]:
            if setting.layout.sentence[name.first] > query.source.sentence + 1:
                break
            entity = setting.of[name]
            if entity.type != "other":
                chosen.setdefault(entity.number, entity)
        for entity in setting.most:
            chosen.setdefault(entity.number, entity)
        for spoken in speakers[-3:]:
            if spoken.entity is not None:
                chosen.setdefault(spoken.entity.number, spoken.entity)
        if query.phrase.shape == "description":
            for name in query.phrase.inside:  # "the Osei campaign" is not Osei
                chosen.pop(setting.of[name].number, None)
            chosen = _fitting(query.phrase, chosen, setting)
    found = [Candidate(None, (1.0, *(0.0,) * (_OWN - 1), *looks))]
    scores = {number: _answer(entity, query, setting) for number, entity in chosen.items()}
    best = max((score for score in scores.values() if score is not None), default=0.0)
    for number, entity in chosen.items():
        found.append(Candidate(entity, (*_evidence(entity, query, setting, speakers, scores[number], best), *looks)))
    return found


def _fitting(phrase: Phrase, chosen: dict[int, Entity], setting: Setting) -> dict[int, Entity]:
    """The candidates that a description can be of: no company is a person, and no mayor a company.

    Where the article calls just one person of all by the word for their role ("Ana Brooks, the mayor"), it is that one.
    """
    if phrase.words[0] in MANY:
        return {}
    if phrase.head in HEADS["body"]:
        return {number: one for number, one in chosen.items() if one.type != "person"}
    if phrase.head in HEADS["role"] and not phrase.indefinite and not phrase.plural:
        called = setting.called.get(phrase.head, ())
        if len(called) == 1:
            return {one.number: one for one in called}
        return {number: one for number, one in chosen.items() if one.type == "person"}
    return chosen


def _answer(entity: Entity, query: Query, setting: Setting) -> float | None:
    """How much the network takes the entity's mentions in the window for names of the speaker; None without any."""
    best: float | None = None
    last = query.first + len(query.answers)
    mentions = entity.mentions
    for at in range(bisect_left(mentions, query.first, key=lambda name: name.first), len(mentions)):
        name = mentions[at]
        if name.first >= last:
            break
        for word in range(name.first, min(name.end, last)):
            score = query.answers[word - query.first]
            best = score if best is None else max(best, score)
    return best


def _evidence(
    entity: Entity,
    query: Query,
    setting: Setting,
    speakers: Sequence[Spoken],
    answer: float | None,
    best: float,
) -> tuple[float, ...]:
    phrase, layout, here = query.phrase, setting.layout, query.source
    mentions = entity.mentions
    at = bisect_left(mentions, here.word, key=lambda name: name.first)
    last = mentions[at - 1] if at else None
    next_ = mentions[at] if at < len(mentions) else None
    distance, same, before, block, near, leads, quoted, recency = 8.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0
    if last is not None:
        distance = math.log1p(here.word - last.first)
        sentence, place = layout.sentence[last.first], layout.block[last.first]
        same, before = float(sentence == here.sentence), float(sentence == here.sentence - 1)
        block, near = float(place == here.block), float(place == here.block - 1)
        leads, quoted = float(last.first in setting.leads), float(setting.is_quoted(last.first))
        recency = min(20, setting.before(here.word) - setting.before(last.first)) / 20
    follows = float(next_ is not None and layout.sentence[next_.first] == here.sentence)
    gender = phrase.gender
    fits = float(gender is not None and entity.gender == gender)
    clash = float(_clashes(phrase, entity))
    spoke = speakers[-1] if speakers else None
    mine = spoke is not None and spoke.entity is entity
    earlier = len(speakers) > 1 and speakers[-2].entity is entity
    content = any(_is_among(mentions, start, end) for start, end in query.content)
    inside = any(setting.of[name] is entity for name in phrase.inside)
    described = setting.described.get(entity.number, set())
    shared = len({word for word in phrase.words if word not in PLAIN} & described)
    voices = sum(1 for one in speakers[-12:] if one.entity is entity) / max(1, len(speakers[-12:]))
    return (
        0.0,
        -6.0 if answer is None else max(-8.0, min(8.0, answer)),
        float(answer is not None),
        float(answer is not None and answer >= best),
        distance,
        same,
        before,
        block,
        near,
        follows,
        leads,
        quoted,
        len(mentions) / setting.total,
        math.log1p(len(mentions)),
        float(layout.block[mentions[0].first] == 0),
        fits,
        clash,
        float(entity.gender is None),
        float(entity.type == "person"),
        float(entity.type == "organisation"),
        float(entity.type == "place"),
        float(mine),
        float(mine and spoke is not None and spoke.block == here.block),
        float(mine and spoke is not None and spoke.block == here.block - 1),
        float(earlier),
        recency,
        float(content),
        float(inside),
        min(3, shared) / 3,
        float(bool(phrase.head) and phrase.head in described),
        voices,
        float(bool(entity.rivals)),
        float(len(entity.words) > 1),
    )


def _clashes(phrase: Phrase, entity: Entity) -> bool:
    """Whether a source speaks of a man and the entity is a woman, or the other way round."""
    return phrase.gender is not None and entity.gender is not None and entity.gender != phrase.gender


def _is_among(mentions: Sequence[Name], start: int, end: int) -> bool:
    """Whether any mention begins in a range of words."""
    first = bisect_left(mentions, start, key=lambda name: name.first)
    return first < len(mentions) and mentions[first].first < end


def _looks(phrase: Phrase) -> tuple[float, ...]:
    """What a source looks like, in numbers (the last part of EVIDENCE)."""
    shape = "name" if phrase.shape == "names" else phrase.shape
    head, lead = phrase.head, phrase.words[0] if phrase.words else ""
    pronoun = head if phrase.shape == "pronoun" else ""
    return (
        *(float(shape == one) for one in SHAPES),
        float(phrase.plural),
        float(phrase.indefinite),
        *(float(head in words) for words in HEADS.values()),
        float(pronoun in SINGULAR),
        float(pronoun in ("they", "them", "their", "both")),
        float(pronoun in ("it", "its")),
        float(pronoun in RELATIVE),
        float(pronoun in FIRST),
        float(phrase.shape == "description" and lead in _POSSESSIVES),
        float(bool(phrase.inside)),
        float(lead in ("the", "this", "that", "these", "those")),
    )


_POSSESSIVES = frozenset("his her their its my our".split())


class Ranker:
    """The learned network: one hidden layer, one score a candidate."""

    def __init__(self, mean: Array, scale: Array, inner: Array, bias: Array, outer: Array) -> None:
        """Weights for E kinds of evidence and K hidden units: (E,), (E,), (E, K), (K,), (K,)."""
        self._mean, self._scale, self._inner, self._bias, self._outer = mean, scale, inner, bias, outer

    def __call__(self, found: Sequence[Candidate]) -> list[float]:
        """The share of each candidate, 0 to 1; they sum to 1."""
        import numpy as np

        rows = (np.asarray([one.evidence for one in found]) - self._mean) * self._scale
        scores = np.maximum(rows @ self._inner + self._bias, 0.0) @ self._outer
        shares = np.exp(scores - scores.max())
        return (shares / shares.sum()).tolist()  # type: ignore[no-any-return]
