"""Which of the article's entities a source means: candidates, what speaks for each, and a small learned network.

A source that is a name means that name's entity. A pronoun, a description ("the Vermont senator") or nothing at all
is looked up among the entities that were named last, the ones named most, and the last speakers; one candidate is
always the source's own words. What speaks for each (`evidence`) is weighed by a network of one hidden layer that was
trained with a softmax over the candidates (the mention-ranking model of Denis and Baldridge 2008), so the share it
gives to the best is how sure the answer is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extraction.voices.entities import Entity
from onrecord.extraction.voices.evidence import EVIDENCE, OWN, RIVAL, clashes, evidence, looks
from onrecord.extraction.voices.lexicon import HEADS, LANDS, LOOSE, MANY
from onrecord.extraction.voices.phrases import Phrase
from onrecord.extraction.voices.setting import Query, Setting, Spoken

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

RECENT = 8
"""So many of the entities that were named last are candidates."""
FITS = EVIDENCE.index("gender fits")
CALLED = 4
"""So many of those who are called by the source's word for them, wherever they are named."""


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
        return bool(self.evidence[RIVAL] and self.evidence[OWN])

    @property
    def titled(self) -> bool:
        """Whether the source has a title that tells a man or a woman, as the entity is."""
        return bool(self.evidence[FITS])

    @property
    def looks(self) -> tuple[float, ...]:
        """The part of the evidence that says what the source looks like; the same for all its candidates."""
        return self.evidence[OWN:]


def candidates(query: Query, setting: Setting, speakers: Sequence[Spoken]) -> list[Candidate]:
    """The candidates of a source, its own words first; `speakers` are those of the statements before it, in order."""
    seen_as = looks(query.phrase)
    named = [setting.of[name] for name in query.phrase.named]
    chosen: dict[int, Entity] = {}
    if named:
        chosen[named[0].number] = named[0]
        if len(query.phrase.named[0].words) == 1:
            fitting = [one for one in named[0].rivals if not clashes(query.phrase, one)]
            chosen.update((one.number, one) for one in fitting)
            if fitting and clashes(query.phrase, named[0]):
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
        elif query.phrase.shape == "pronoun":
            spoken_to = {setting.of[name].number for name in setting.between(*query.objects)}
            chosen = {number: one for number, one in chosen.items() if number not in spoken_to}
            chosen = _of_a_kind(query.phrase, chosen)
    found = [Candidate(None, (1.0, *(0.0,) * (OWN - 1), *seen_as))]
    scores = {number: answer_for(entity, query.first, query.answers) for number, entity in chosen.items()}
    best = max((score for score in scores.values() if score is not None), default=0.0)
    for number, entity in chosen.items():
        found.append(Candidate(entity, (*evidence(entity, query, setting, speakers, scores[number], best), *seen_as)))
    return found


def _of_a_kind(phrase: Phrase, chosen: dict[int, Entity]) -> dict[int, Entity]:
    """The candidates that a pronoun can be of: who is known for a man or a woman is no "it"."""
    if phrase.head in ("it", "its", "itself", "which"):
        return {number: one for number, one in chosen.items() if one.type != "person" or one.gender is None}
    return chosen


def _fitting(phrase: Phrase, chosen: dict[int, Entity], setting: Setting) -> dict[int, Entity]:
    """The candidates that a description can be of: no company is a person, and no mayor a company.

    Those whom the article calls by the word for their role ("Ana Brooks, the mayor") are among them; where it calls
    just one person of all by it, and it is no role that many have, it is that one.
    """
    if phrase.words[0] in MANY:
        return {}
    if phrase.head in HEADS["body"]:
        if phrase.head == "campaign":
            return {number: one for number, one in chosen.items() if "campaign" in one.words}
        kept = ("organisation", "other", "place") if phrase.head in LANDS else ("organisation", "other")
        return {number: one for number, one in chosen.items() if one.type in kept}
    if phrase.head in HEADS["role"] and not phrase.indefinite and not phrase.plural:
        called = setting.called.get(phrase.head, ())[:CALLED]
        if len(called) == 1 and phrase.head not in LOOSE:
            return {called[0].number: called[0]}
        return {one.number: one for one in (*chosen.values(), *called) if one.type == "person"}
    return chosen


def answer_for(entity: Entity, first: int, answers: Sequence[float] | npt.NDArray[np.floating]) -> float | None:
    """The best of the network's answers for an entity's mentions in a window from a word on; None without one."""
    best: float | None = None
    last = first + len(answers)
    mentions = entity.mentions
    for at in range(bisect_left(mentions, first, key=lambda name: name.first), len(mentions)):
        name = mentions[at]
        if name.first >= last:
            break
        for word in range(name.first, min(name.end, last)):
            score = answers[word - first]
            best = score if best is None else max(best, score)
    return best


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
