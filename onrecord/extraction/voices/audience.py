"""To whom each statement was said: what its own words tell, and what the occasion that it belongs to does.

A second pass over an article's statements, when all their speakers are known: whoever is interviewed goes on speaking
to the same, whoever is asked answers who asked, and what a headline says was said where the text names it.
`parties` finds candidates, `odds` weighs them; the time grows with the number of statements alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import log1p
from typing import TypeAlias

from onrecord.extraction.voices import odds
from onrecord.extraction.voices.addressed import by_verb
from onrecord.extraction.voices.asked import ADDRESSEE, CHANNEL, pointed
from onrecord.extraction.voices.entities import Entity
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.objects import Object
from onrecord.extraction.voices.occasion import Occasion, occasions
from onrecord.extraction.voices.parties import Candidate, Parties
from onrecord.extraction.voices.phrases import alike, phrase
from onrecord.extraction.voices.ranking import Ranker, answer_for, candidates
from onrecord.extraction.voices.saying import Saying, facts
from onrecord.extraction.voices.setting import Place, Query, Setting, Spoken
from onrecord.span import Span

MEANT = 0.4
"""The least share of whom a pronoun or a role under an occasion means."""
UNHEARD = -6.0
"""What stands for a candidate that the network was not asked about."""
_CROSSED = ("carried", "before", "verb", "occasion", "pointer", "coming", "channel", "reply")
_WITH = ("you", "wide", "speech", "direct", "indirect", "against", "heard", "breaks", "timed", "continuing")
"""Facts that count differently for each kind of candidate, and those kinds."""

Pool: TypeAlias = dict[str, dict[str, float]]
"""The facts for each name that a statement may have been said to."""


def heard(
    saying: Saying, layout: Layout, setting: Setting, text: str, ranker: Ranker, speakers: Sequence[Spoken]
) -> Saying:
    """The same statement with what its sentence and the network say about its addressee."""
    one = saying.one

    def meant(found: Object, *, anybody: bool = False) -> tuple[Entity | None, float]:
        """Whom a noun phrase means beside the speaker, or of all, and its share among the others."""
        if found.shape in ("group", "name"):
            return found.entity, 1.0
        taken = phrase(text, [Span(layout.starts[found.first], layout.end(found.end - 1))], [])
        at = found.first
        first, answers = (one.heard.first, one.heard.asked[:, ADDRESSEE].tolist()) if one.heard is not None else (0, ())
        place = Place(at, layout.sentence[at], layout.block[at])
        choices = candidates(
            Query(taken, place, tuple(map(layout.range, one.content)), first, answers), setting, speakers
        )
        shares = ranker(choices)
        able = [n for n in range(1, len(choices)) if anybody or choices[n].entity is not saying.entity]
        top = max(able, key=lambda n: (shares[n], -n), default=0)
        rest = sum(shares[n] for n in able)
        return (choices[top].entity, shares[top] / rest * min(1.0, 4 * rest)) if top and rest > 0 else (None, 0.0)

    def settled(occasion: Occasion) -> Occasion:
        if occasion.found is None or occasion.found.shape in ("group", "name"):
            return occasion
        entity, share = meant(occasion.found)
        return replace(occasion, found=replace(occasion.found, entity=entity)) if share > MEANT else occasion

    told = by_verb(one, layout, setting)
    asked = told is not None and told.passive and not one.source
    entity, share = meant(told.found, anybody=asked) if told is not None else (None, 1.0)
    if asked and entity is not None and entity is saying.entity:
        saying = replace(saying, entity=None, name=None)  # nobody asks himself
    return replace(
        saying,
        told=told,
        meant=entity,
        share=share,
        occasions=tuple(settled(occasion) for occasion in occasions(one, layout, setting)),
        answer=pointed(ADDRESSEE, one, layout, setting, text),
        where=pointed(CHANNEL, one, layout, setting, text),
    )


def addressees(
    layout: Layout, setting: Setting, text: str, author: str | None, sayings: Sequence[Saying]
) -> list[str | None]:
    """To whom each statement was said; None where nothing is likely enough. `author` stands for "me"."""
    pools = pooled(layout, setting, text, author, sayings)
    shares = [{name: odds.share(known, 0) for name, known in pool.items()} for pool in pools]
    keys = [saying.key for saying in sayings]
    told: list[str | None] = []
    for pool, beside in zip(pools, stacked(shares, keys), strict=True):
        again = {name: odds.share({**pool[name], **more}, 1) for name, more in beside.items()}
        best = max(again, key=lambda name: again[name], default=None)
        told.append(best if best is not None and again[best] >= odds.LEAST else None)
    return told


def pooled(layout: Layout, setting: Setting, text: str, author: str | None, sayings: Sequence[Saying]) -> list[Pool]:
    """What speaks for each name of each statement, however often it was found; never the speaker's own."""
    parties = Parties(layout, setting, text, author, sayings)
    found = parties.candidates()
    wide: dict[str, float] = {}
    for some in found:
        for each in some:
            wide[each.name] = wide.get(each.name, 0.0) + each.base
    pools: list[Pool] = []
    for saying, some in zip(sayings, found, strict=True):
        common = facts(saying, layout)
        pool: Pool = {}
        for each in some:
            if each.name == saying.name:
                continue
            known = pool.setdefault(each.name, {})
            known[each.kind] = 1.0
            for name, value in each.facts.items():
                known.setdefault(f"{each.kind}:{name}", value)
            if "heard" not in known:
                known |= common | _of(each, saying)
        for name, known in pool.items():
            mine = sum(each.base for each in some if each.name == name)
            known["wide"] = log1p(max(0.0, wide[name] - mine))
            known["rivals"] = float(len(pool))
            for kind in _CROSSED:
                if kind in known:
                    known |= {f"{kind}*{fact}": known[fact] for fact in _WITH if known.get(fact)}
        pools.append(pool)
    return pools


def stacked(shares: Sequence[Mapping[str, float]], keys: Sequence[object]) -> list[Pool]:
    """For each name of each statement its share there, in the same speaker's statements beside it, and in them all."""
    sums: dict[object, dict[str, float]] = {}
    counts: dict[object, int] = {}
    for key, mine in zip(keys, shares, strict=True):
        counts[key] = counts.get(key, 0) + 1
        total = sums.setdefault(key, {})
        for name, share in mine.items():
            total[name] = total.get(name, 0.0) + share
    before, after = _last(shares, keys), _last(shares[::-1], keys[::-1])[::-1]
    found: list[Pool] = []
    for n, (key, mine) in enumerate(zip(keys, shares, strict=True)):
        pool: Pool = {}
        for name, share in mine.items():
            more = {"again": share}
            for side, near in (("last", before[n]), ("next", after[n])):
                if near is None:
                    more[f"no {side}"] = 1.0
                    continue
                more[f"{side} same"] = near.get(name, 0.0)
                more[f"{side} other"] = max((value for other, value in near.items() if other != name), default=0.0)
            if key is not None:
                more["mean"] = sums[key][name] / counts[key]
            pool[name] = more
        found.append(pool)
    return found


def _last(shares: Sequence[Mapping[str, float]], keys: Sequence[object]) -> list[Mapping[str, float] | None]:
    """For each statement the shares of the one before it by the same speaker."""
    last: dict[object, Mapping[str, float]] = {}
    found: list[Mapping[str, float] | None] = []
    for key, mine in zip(keys, shares, strict=True):
        found.append(last.get(key) if key is not None else None)
        last[key] = mine
    return found


def _of(each: Candidate, saying: Saying) -> dict[str, float]:
    """What the network says for a candidate, and what it is."""
    answer = saying.answer
    score = _score(each, saying)
    most = answer is not None and answer.name == each.name
    found = {
        "a person": float(each.entity is not None and each.entity.type == "person"),
        "no name": float(each.entity is None), "heard": max(score, -5.0), "not heard": float(score < -5.5),
        "heard most": float(most), "other heard": max(answer.score, -3.0) if answer is not None and not most else -3.0,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _score(each: Candidate, saying: Saying) -> float:
    """The network's best answer for the mentions of a candidate in its window."""
    said = saying.one.heard
    if said is None or not len(said.asked):
        return UNHEARD
    if each.entity is None:
        return saying.answer.score if saying.answer is not None and alike(saying.answer.name, each.name) else UNHEARD
    best = answer_for(each.entity, said.first, said.asked[:, ADDRESSEE])
    return UNHEARD if best is None else max(UNHEARD, float(best))
