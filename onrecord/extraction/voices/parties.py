"""Whom a statement may have been said to: what its own sentence names, and what the statements around it do.

Every kind of candidate has its own facts. Each statement has a bounded number of candidates and looks at a bounded
number of others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p

from onrecord.extraction.voices.addressed import led
from onrecord.extraction.voices.entities import Entity
from onrecord.extraction.voices.known import known_name
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.names import Name
from onrecord.extraction.voices.objects import Object
from onrecord.extraction.voices.occasion import Occasion, everywhere
from onrecord.extraction.voices.phrases import alike
from onrecord.extraction.voices.saying import Saying, asks, breaks
from onrecord.extraction.voices.setting import Setting
from onrecord.extraction.voices.transcript import others

WAYS: Mapping[str, float] = {"interview": 1.0, "speaking": 0.9, "letter": 0.8, "speech": 0.7, "show": 0.4}
"""How sure each way of an occasion is."""
SURE = 0.5
"""How sure a candidate must be to be carried on."""
LEAST_MEANT = 0.1
"""The least share of whom a pronoun means."""
THEM = 40
"""Words between people that an occasion names and the "them" that means them."""
BACK = 6
"""So many statements before one are looked at for a question that it answers."""
BESIDE = 4
"""So many of the article's occasions before and after a statement are looked at."""
_ME = ("me", "us")


@dataclass(slots=True)
class Candidate:
    """Whom a statement may have been said to."""

    name: str
    """The name."""
    entity: Entity | None
    """The entity, if it is one."""
    kind: str
    """How it was found."""
    facts: dict[str, float]
    """What speaks for it."""
    base: float = 0.0
    """How sure it is by its grammar alone."""


class Parties:
    """The statements of one article and all that they may have been said to."""

    def __init__(
        self, layout: Layout, setting: Setting, text: str, author: str | None, sayings: Sequence[Saying]
    ) -> None:
        self.layout, self.setting, self.text, self.author, self.sayings = layout, setting, text, author, sayings
        self.keys = [saying.key for saying in sayings]
        self.at = [saying.at(layout) for saying in sayings]
        self.blocks = [layout.block[at] for at in self.at]
        self.anchors = everywhere(layout, setting)
        self._cues: dict[int, object] = {}
        self._counts: dict[object, int] = {}
        for saying, key in zip(sayings, self.keys, strict=True):
            self._counts[key] = self._counts.get(key, 0) + 1
            for span in saying.one.cue:
                self._cues.update(dict.fromkeys(range(*layout.range(span)), key))

    def candidates(self) -> list[list[Candidate]]:
        """The candidates of each statement, one name perhaps found in several ways."""
        found = [
            [*self._by_verb(saying), *self._led(saying), *self._by_occasion(saying), *self._heard(saying)]
            for saying in self.sayings
        ]
        sure = [max((c for c in some if c.base >= SURE), key=lambda c: c.base, default=None) for some in found]
        self._carried(found, sure)
        self._replies(found, sure)
        self._beside(found)
        for n, (name, entity, facts) in others(self.layout, self.setting, self.author, self.blocks):
            found[n].append(Candidate(name, entity, "turn", facts))
        return found

    def _by_verb(self, saying: Saying) -> list[Candidate]:
        told, layout = saying.told, self.layout
        if told is None:
            return []
        name, shape = self._name(told.found, saying.meant), told.found.shape
        if shape == "pronoun" and layout.lower[told.found.first] == "them":
            name = self._people_before(told.found.first) or name
        elif shape == "pronoun" and saying.share < LEAST_MEANT and layout.lower[told.found.first] not in _ME:
            return []
        if name is None:
            return []
        telling = any(word in ("told", "tells", "telling", "tell") for word in saying.cue(layout))
        facts = {
            "passive": float(told.passive), f"shape {shape}": 1.0, "share": saying.share, "telling": float(telling),
        }  # fmt: skip
        base = 1.0 if shape in ("name", "group") else saying.share
        return [Candidate(name, saying.meant, "verb", facts, base)]

    def _led(self, saying: Saying) -> list[Candidate]:
        """Whom a preposition names."""
        found: list[Candidate] = []
        for each in led(saying.one, self.layout, self.setting):
            name = self._name(each.found, each.found.entity) if each.found.shape != "pronoun" else None
            if name is not None:
                facts = {each.way: 1.0, f"shape {each.found.shape}": 1.0, "far": log1p(each.far)}
                found.append(Candidate(name, each.found.entity, "to", facts))
        return found

    def _by_occasion(self, saying: Saying) -> list[Candidate]:
        found: list[Candidate] = []
        layout, cue = self.layout, saying.at(self.layout)
        for occasion in saying.occasions[:3]:
            name = self._name(occasion.found, occasion.found.entity) if occasion.found is not None else None
            if occasion.found is None or name is None:
                continue
            cued = self._cues.get(occasion.at, -1)
            inside = any(low <= occasion.at < high for low, high in map(layout.range, saying.one.source))
            facts = {
                f"way {occasion.way}": 1.0, f"shape {occasion.found.shape}": 1.0, "in source": float(inside),
                "far": log1p(abs(occasion.at - cue)), "after": float(occasion.at > cue),
                "finite": float(layout.lower[occasion.at] in ("told", "tells", "spoke")),
                "cue of same": float(cued == saying.key and cued is not None),
                "cue of other": float(cued not in (-1, saying.key)),
            }  # fmt: skip
            found.append(Candidate(name, occasion.found.entity, "occasion", facts, WAYS[occasion.way]))
        return found

    def _heard(self, saying: Saying) -> list[Candidate]:
        """What the network points at, as the addressee and in the words of the channel."""
        found: list[Candidate] = []
        layout, cue = self.layout, saying.at(self.layout)
        if (answer := saying.answer) is not None:
            lead = answer.word - 1
            lead -= lead > 0 and layout.lower[lead] in ("the", "a", "an", "his", "her")
            spoken_to = lead >= 0 and layout.lower[lead] in ("to", "with", "told", "asked", "tells", "telling")
            inside = any(low <= answer.word < high for low, high in map(layout.range, saying.one.content))
            facts = {
                "score": answer.score, "score high": max(0.0, answer.score - 1), "score low": min(0.0, answer.score),
                "after": float(answer.word > cue), "led": float(spoken_to), "named": float(answer.entity is not None),
                "in content": float(inside), **self._near(cue, answer.word),
            }  # fmt: skip
            base = SURE if spoken_to and answer.score > 0 and not inside else 0.0
            found.append(Candidate(answer.name, answer.entity, "pointer", facts, base))
        if (where := saying.where) is not None and where.score > -1:
            named = self._named_near(where.word)
            if named is not None:
                entity = self.setting.of[named]
                facts = {
                    "score": where.score, f"way {self._way(where.word, named.first)}": 1.0,
                    "inside": float(named.first <= where.word < named.end), **self._near(cue, where.word),
                }  # fmt: skip
                found.append(Candidate(known_name(entity), entity, "channel", facts))
        return found

    def _near(self, one: int, other: int) -> dict[str, float]:
        sentence, block = self.layout.sentence, self.layout.block
        return {
            "same sentence": float(sentence[one] == sentence[other]), "same block": float(block[one] == block[other]),
        }  # fmt: skip

    def _named_near(self, word: int) -> Name | None:
        """The name at or soon after a word of its sentence."""
        place = bisect_left(self.setting.names, word + 1, key=lambda name: name.first)
        sentence = self.layout.sentence
        for name in self.setting.names[max(0, place - 1) : place + 1]:
            if name.end > word and name.first - word < 6 and sentence[name.first] == sentence[word]:
                return name
        return None

    def _way(self, word: int, first: int) -> str:
        lower = self.layout.lower
        for at in range(max(0, min(word, first) - 4), min(len(lower), max(word, first) + 6)):
            for way, words in _WAY_WORDS.items():
                if lower[at] in words:
                    return way
        return "other"

    def _name(self, found: Object, meant: Entity | None) -> str | None:
        if found.shape == "pronoun" and self.layout.lower[found.first] in _ME:
            return self.author
        if meant is not None:
            return known_name(meant)
        return found.shown(self.layout, self.text) if found.shape != "pronoun" else None

    def _people_before(self, word: int) -> str | None:
        """The people that an occasion named shortly before a "them"."""
        place = bisect_left(self.anchors, word, key=lambda each: each.at)
        for anchor in reversed(self.anchors[max(0, place - 3) : place]):
            if anchor.found is not None and anchor.found.shape == "group" and word - anchor.at < THEM:
                return anchor.found.shown(self.layout, self.text)
        return None

    def _carried(self, found: list[list[Candidate]], sure: Sequence[Candidate | None]) -> None:
        """The sure addressee of the same speaker before and after a statement."""
        names: dict[object, dict[str, int]] = {}
        for key, one in zip(self.keys, sure, strict=True):
            if key is not None and one is not None:
                mine = names.setdefault(key, {})
                mine[one.name] = mine.get(one.name, 0) + 1
        total = len(self.sayings)
        for kind, order in (("carried", range(total)), ("coming", range(total - 1, -1, -1))):
            last: dict[object, tuple[int, Candidate]] = {}
            since: dict[object, list[int]] = {}
            for n in order:
                key, mine_sure = self.keys[n], sure[n]
                if key is None:
                    continue
                if key in last:
                    at, one = last[key]
                    facts = self._link(n, at, one, since[key], names[key])
                    found[n].append(Candidate(one.name, one.entity, kind, facts))
                if mine_sure is not None:
                    last[key], since[key] = (n, mine_sure), []
                elif key in since:
                    since[key].append(n)

    def _link(
        self, n: int, at: int, one: Candidate, between: Sequence[int], names: Mapping[str, int]
    ) -> dict[str, float]:
        low, high = min(n, at), max(n, at)
        others = sum(self.keys[k] != self.keys[n] for k in range(low + 1, min(high, low + 6)))
        apart = abs(self.blocks[n] - self.blocks[at])
        here, there = self.sayings[n].channel, self.sayings[at].channel
        same = bool(here and there and alike(here, there))
        names_it = bool(here and alike(here, one.name))
        return {
            "own between": log1p(len(between)), "blocks": log1p(apart), "same block": float(apart == 0),
            "next": float(high - low == 1), "others": float(min(others, 3)),
            "broken": float(any(breaks(self.sayings[k], self.layout) for k in between[-6:])),
            "times": log1p(names.get(one.name, 0)), "other names": float(min(len(names) - 1, 2)),
            "share": self._counts[self.keys[n]] / len(self.sayings), "base": one.base,
            "from verb": float(one.kind == "verb"), "from telling": one.facts.get("telling", 0.0),
            **{f"from {way}": one.facts.get(f"way {way}", 0.0) for way in WAYS},
            "same channel": float(same), "channel names": float(names_it),
            "other channel": float(bool(here) and not same and not names_it),
        }  # fmt: skip

    def _replies(self, found: list[list[Candidate]], sure: Sequence[Candidate | None]) -> None:
        """Whoever was spoken to a moment ago speaks to who spoke, and a question without a source is of who answers."""
        for n, saying in enumerate(self.sayings):
            for k in range(n - 1, max(-1, n - 1 - BACK), -1):
                other = self.sayings[k]
                if not other.name or (self.keys[k] == self.keys[n] and self.keys[n] is not None):
                    continue
                kinds = ("reply", "carried", "to", "pointer") if asks(other, self.layout) else ("reply", "carried")
                to = sure[k] or next((c for c in found[k] if c.kind in kinds), None)
                if to is None or not _means(to, saying):
                    continue
                facts = {
                    "near": float(n - k == 1), "apart": log1p(n - k),
                    "blocks": log1p(abs(self.blocks[n] - self.blocks[k])),
                    "sure": float(sure[k] is not None), "asking": float(asks(other, self.layout)),
                    "unnamed": float(other.entity is None), "own": float(sure[n] is not None),
                }  # fmt: skip
                found[n].append(Candidate(other.name, other.entity, "reply", facts))
                break
            if saying.one.source or n + 1 >= len(self.sayings) or not asks(saying, self.layout):
                continue
            after = self.sayings[n + 1]
            if after.name and after.one.source and abs(self.blocks[n + 1] - self.blocks[n]) <= 1:
                same = self.layout.sentence[self.at[n]] == self.layout.sentence[self.at[n + 1]]
                passive = saying.told is not None and saying.told.passive
                facts = {"same sentence": float(same), "passive": float(passive)}
                found[n].append(Candidate(after.name, after.entity, "asked", facts))

    def _beside(self, found: list[list[Candidate]]) -> None:
        """The last and the next occasion that the article names in another sentence, by whomever."""
        layout, anchors = self.layout, self.anchors
        for n, saying in enumerate(self.sayings):
            place = bisect_left(anchors, self.at[n], key=lambda each: each.at)
            before, after = anchors[max(0, place - BESIDE) : place][::-1], anchors[place : place + BESIDE]
            for kind, some in (("before", before), ("after", after)):
                for anchor in some:
                    if layout.sentence[anchor.at] == layout.sentence[self.at[n]]:
                        continue
                    party = self._name(anchor.found, anchor.found.entity) if anchor.found is not None else None
                    if anchor.found is None or party is None or party == saying.name:
                        continue
                    facts, belongs = self._belongs(n, anchor)
                    if kind == "after" or belongs:
                        found[n].append(Candidate(party, anchor.found.entity, kind, facts))
                        break

    def _belongs(self, n: int, anchor: Occasion) -> tuple[dict[str, float], bool]:
        """How an occasion fits a statement, and whether anything ties the two."""
        layout, saying = self.layout, self.sayings[n]
        subject = self._subject(anchor)
        mine = saying.entity is not None and subject is saying.entity
        cued = self._cues.get(anchor.at, -1)
        same = cued == saying.key and cued is not None
        sentence, by = layout.sentence[anchor.at], False
        if saying.entity is not None:
            mentions = saying.entity.mentions
            at = bisect_left(mentions, sentence, key=lambda name: layout.sentence[name.first])
            by = at < len(mentions) and layout.sentence[mentions[at].first] == sentence
        facts = {
            "blocks": log1p(abs(layout.block[anchor.at] - self.blocks[n])), f"way {anchor.way}": 1.0,
            "mine": float(mine), "no subject": float(subject is None), "cue of same": float(same),
            "cue of other": float(cued not in (-1, saying.key)), "named by": float(by),
            "same block": float(layout.block[anchor.at] == self.blocks[n]),
            "share": self._counts[saying.key] / len(self.sayings),
            "direct interview": float(mine and anchor.way == "interview"),
        }  # fmt: skip
        return facts, mine or by or same or subject is None

    def _subject(self, anchor: Occasion) -> Entity | None:
        """The first person, else body, of an occasion's sentence beside whom the occasion names."""
        layout, body = self.layout, None
        place = bisect_left(self.setting.names, anchor.at, key=lambda name: name.first)
        for name in self.setting.names[max(0, place - 6) : place + 6]:
            entity = self.setting.of[name]
            if layout.sentence[name.first] != layout.sentence[anchor.at]:
                continue
            if anchor.found is not None and (
                anchor.found.first <= name.first < anchor.found.end or entity is anchor.found.entity
            ):
                continue
            if entity.type == "person":
                return entity
            body = body or (entity if entity.type == "organisation" else None)
        return body


_WAY_WORDS = {
    "interview": ("interview", "interviews", "interviewed"),
    "show": ("show", "radio", "program", "programme", "podcast"),
    "letter": ("letter", "email", "memo", "statement"),
    "crowd": ("debate", "rally", "speech", "convention", "twitter", "facebook", "conference"),
}


def _means(to: Candidate, saying: Saying) -> bool:
    """Whether an addressee is who makes a statement."""
    if to.entity is not None:
        return to.entity is saying.entity
    return saying.entity is None and to.name == saying.name
