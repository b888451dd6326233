"""What speaks for a candidate to be whom a source means, in numbers, and what the source looks like."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

from onrecord.extraction.voices.entities import Entity
from onrecord.extraction.voices.lexicon import HEADS, PLAIN
from onrecord.extraction.voices.names import Name
from onrecord.extraction.voices.phrases import FIRST, RELATIVE, SINGULAR, Phrase
from onrecord.extraction.voices.setting import Query, Setting, Spoken

SHAPES = ("name", "pronoun", "description", "nothing")

EVIDENCE = (
    "own words", "answer", "in window", "best answer", "distance", "same sentence", "sentence before", "same block",
    "block before", "follows", "leads", "quoted", "share", "mentions", "opening", "gender fits", "gender clashes",
    "gender unknown", "person", "organisation", "place", "last speaker", "last speaker here", "last speaker before",
    "speaker before last", "recency", "in content", "inside", "described", "head described", "share of speakers",
    "rival", "named in full",
    "so titled", "so called alone",
    "name", "pronoun", "description", "nothing", "plural", "indefinite", "role", "body", "paper", "gendered", "they",
    "it", "relative", "first person", "possessive", "names inside", "definite",
)  # fmt: skip
"""What speaks for a candidate (up to "so called alone"), and what the source looks like."""

OWN = EVIDENCE.index("name")
RIVAL = EVIDENCE.index("rival")
LOOKS = EVIDENCE[OWN:]
"""What the source looks like: the same for all its candidates."""


def evidence(
    entity: Entity,
    query: Query,
    setting: Setting,
    speakers: Sequence[Spoken],
    answer: float | None,
    best: float,
) -> tuple[float, ...]:
    """What speaks for an entity (EVIDENCE up to the source's looks), with the network's answers for it and at best."""
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
    clash = float(clashes(phrase, entity))
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
        float(bool(phrase.head) and phrase.head in setting.titled.get(entity.number, ())),
        float(bool(phrase.head) and [entity] == setting.called.get(phrase.head)),
    )


def clashes(phrase: Phrase, entity: Entity) -> bool:
    """Whether a source speaks of a man and the entity is a woman, or the other way round."""
    return phrase.gender is not None and entity.gender is not None and entity.gender != phrase.gender


def _is_among(mentions: Sequence[Name], start: int, end: int) -> bool:
    """Whether any mention begins in a range of words."""
    first = bisect_left(mentions, start, key=lambda name: name.first)
    return first < len(mentions) and mentions[first].first < end


def looks(phrase: Phrase) -> tuple[float, ...]:
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
