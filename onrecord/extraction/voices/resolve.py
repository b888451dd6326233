"""Whose words a statement's are: its speaker, how that is known, to whom and where it was said, and what it does.

One pass over an article's statements in the order of the text, since who spoke last is half of what tells who speaks
now. Each statement looks at a bounded number of candidates, so the time grows with the article's length alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from onrecord.extraction.heard import KINDS, SOURCINGS, Heard
from onrecord.extraction.voices import byline, coordination
from onrecord.extraction.voices.asked import channel
from onrecord.extraction.voices.audience import addressees, heard
from onrecord.extraction.voices.entities import Entity, entities
from onrecord.extraction.voices.fuller import CAMP, POSSESSIVES, Fuller, campaign, owned, owner
from onrecord.extraction.voices.known import known_name
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.lexicon import HEADS
from onrecord.extraction.voices.names import Name
from onrecord.extraction.voices.phrases import FIRST, RELATIVE, SUBJECTS, Phrase, own_words, phrase
from onrecord.extraction.voices.ranking import Candidate, candidates
from onrecord.extraction.voices.saying import Saying
from onrecord.extraction.voices.setting import Place, Query, Setting, Spoken
from onrecord.extraction.voices.sourcing import Attributed, Before, facts
from onrecord.extraction.voices.sureness import OWN_ROLE, OWN_WORDS, sureness
from onrecord.extraction.voices.transcript import answerer
from onrecord.extraction.voices.weights import Weights
from onrecord.extraction.voices.wording import words_of
from onrecord.span import Span
from onrecord.statement import Form, Kind, Sourcing, Speaker, SpeakerType

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SURE_OF_RIVALS, SURE_OF_TITLED = 0.85, 0.75
"""The least share of a speaker with a namesake in the article where the source is a surname, alone or with a title."""
LEAST_OF_NAMED = 0.4
"""The least share, of all that are named, of whom a description means."""
LEAST_AT_ALL = 0.05
"""The least share, own words among the rest, of whom a pronoun or nothing means: below it one in five is right."""
_WE = frozenset("we us our ours ourselves".split())
_SOURCES = frozenset("source sources insider insiders".split())
_NAMELESS = frozenset("unidentified unknown unnamed anonymous".split())


class Asked(NamedTuple):
    """A statement as it is known before this."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    form: Form
    within: int | None
    """The place of the statement that it is inside of, earlier in the list; None when it is inside of none."""
    heard: Heard | None
    """What the network says of it, its words counted in the article."""


class Voice(NamedTuple):
    """What is found here."""

    speaker: Speaker | None
    sourcing: Sourcing | None
    addressee: str | None
    channel: str | None
    kind: Kind | None
    sure: float = 1.0
    """How likely the speaker is right, 0 to 1; 1 when there is none to be wrong about."""


class ArticleVoices:
    """One article on its way: what it has by way of candidates, and the statements that ask for them.

    The statements stand in the order of the text, an outer one before its inner. `names` are the article's in order,
    their words and the layout's counted in the whole article.
    """

    def __init__(
        self,
        text: str,
        layout: Layout,
        names: Sequence[Name],
        asked: Sequence[Asked],
        author: str | None,
        weights: Weights,
    ) -> None:
        self.text, self.layout, self.names, self.asked = text, layout, names, asked
        self.weights = weights
        self._reporter, self._writers = byline.reporter(author), byline.writers(author)
        known, of = entities(text, names)
        contents = [layout.range(span) for one in asked for span in one.content]
        self.setting = Setting(known, of, layout, contents)
        self.fuller = Fuller(text, layout)
        self._answerer = answerer(layout, self.setting)
        self._starts = [name.span.start for name in names]
        self._together: list[tuple[Entity, ...]] = []
        """Those who made a statement together, in order."""
        self._now: tuple[Entity, ...] = ()
        """Those who make this statement together; empty when one alone does. `_still` are those of the last one."""
        self._still: tuple[Entity, ...] = ()
        self._before = Before()
        self.sayings: list[Saying] = []
        """The statements whose addressee is asked for when all speakers are known."""

    def voices(self) -> list[Voice]:
        """Whose words each statement's are, in their order."""
        found: list[Voice] = []
        speakers: list[Spoken] = []
        resolved: list[Entity | None] = []
        for one in self.asked:
            self._now = ()
            entity, voice = self._voice(one, speakers, resolved, found)
            found.append(voice)
            resolved.append(entity)
            if one.within is None:
                self._still = self._now
                cue = self.layout.at(one.cue[0].start)
                speakers.append(Spoken(entity, self.layout.block[cue]))
        told = addressees(self.layout, self.setting, self.text, self._reporter, self.sayings)
        for saying, name in zip(self.sayings, told, strict=True):
            voice = found[saying.number]
            where = None if name == voice.channel else voice.channel  # "told reporters" is to whom, not where
            found[saying.number] = voice._replace(addressee=name, channel=where)
        return found

    def _voice(
        self, one: Asked, speakers: Sequence[Spoken], resolved: Sequence[Entity | None], before: Sequence[Voice]
    ) -> tuple[Entity | None, Voice]:
        """The voice of one statement, and the entity that it was resolved to."""
        words = words_of(self.text, one.source, one.cue, one.content, quoted=one.form != "indirect")
        worded = self.weights.worded(words)
        taken = self.taken(one)
        kind = KINDS[self.weights.kind(one.heard, worded)]
        choices = candidates(self.query(one, taken), self.setting, speakers)
        shares = self.weights.ranker(choices)
        sourcing = self._sourcing(one, taken, worded, choices, shares)
        self._before.note(taken, SOURCINGS.index(sourcing))
        if one.within is not None and taken.shape == "pronoun" and taken.head in FIRST:
            outer = before[one.within]
            if taken.head in _WE or self.asked[one.within].form == "indirect":
                return None, Voice(None, sourcing, None, None, kind)
            return resolved[one.within], Voice(outer.speaker, outer.sourcing, None, None, kind)
        speaker, entity = self._speaker(one, taken, sourcing, choices, shares, speakers)
        if sourcing == "collective" and entity is not None and speaker is not None and ";" in speaker.name:
            sourcing = "named"  # "both": they are a class of people by their form alone
        where = channel(one, self.layout, self.weights.channel, self.text)
        name = speaker.name if speaker else own_words(self.text, one.source) or None
        saying = Saying(len(before), one, entity, name, sourcing, where)
        saying = heard(saying, self.layout, self.setting, self.text, self.weights.ranker, speakers)
        self.sayings.append(saying)
        if entity is not saying.entity:
            speaker = entity = None
        sure = sureness(taken, speaker, entity, choices, shares)
        return entity, Voice(speaker, sourcing, None, where, kind, sure)

    def taken(self, one: Asked) -> Phrase:
        """A statement's source, taken apart."""
        return phrase(self.text, one.source, self._names_in(one.source))

    def attributed(self, one: Asked, taken: Phrase) -> Attributed:
        """A statement as its sourcing is asked for, its source taken apart."""
        cue = " ".join(span.of(self.text) for span in one.cue)
        return Attributed(self.text, cue, one.cue[0].start, one.form, one.within is not None, taken, one.heard)

    def _owned(self, one: Asked, taken: Phrase, speakers: Sequence[Spoken]) -> str | None:
        """What "his campaign" is in full; None when the source is nothing of the kind, or whose it is is not sure."""
        pronoun = owner(taken)
        if pronoun is None:
            return None
        choices = candidates(self.query(one, pronoun), self.setting, speakers)
        entity = self._entity(choices, self.weights.ranker(choices), bare=True)
        if entity is None:
            return None
        campaigns = taken.head in CAMP and self.setting.campaigns(entity)
        return owned(known_name(entity), ("campaign",) if campaigns else taken.words[1:])

    def query(self, one: Asked, taken: Phrase) -> Query:
        """What the ranking asks about a statement."""
        layout = self.layout
        at = layout.at((one.source or one.cue)[0].start)
        answers: Sequence[float] = one.heard.asked[:, 0].tolist() if one.heard is not None else ()
        return Query(
            taken,
            Place(at, layout.sentence[at], layout.block[at]),
            tuple(layout.range(span) for span in one.content),
            one.heard.first if one.heard is not None else 0,
            answers,
            layout.after(at, layout.range(one.cue[0])) if taken.head in SUBJECTS else (0, 0),
        )

    def _names_in(self, source: Sequence[Span]) -> list[Name]:
        found: list[Name] = []
        for span in source:
            at = max(0, bisect_left(self._starts, span.start) - 1)
            while at < len(self.names) and self.names[at].span.start < span.end:
                if self.names[at].span.meets(span):
                    found.append(self.names[at])
                at += 1
        return found

    def _sourcing(
        self,
        one: Asked,
        taken: Phrase,
        worded: npt.NDArray[np.float64],
        choices: Sequence[Candidate],
        shares: Sequence[float],
    ) -> Sourcing:
        """How the speaker is known; a person's name is a name, and whoever is called unidentified has none."""
        said = worded[len(KINDS) :]
        told = facts(self.attributed(one, taken), said, choices, shares, self._before)
        judged = SOURCINGS[int(self.weights.sourcer(told).argmax())]
        if taken.words and taken.words[0] in _NAMELESS:
            return "unnamed"
        if taken.head in _SOURCES and judged == "document":
            return "unnamed"
        entity = self._entity(choices, shares, bare=False) if taken.shape == "name" else None
        if entity is not None and entity.type == "person" and judged in ("collective", "unnamed", "author"):
            return "named"
        return judged

    def _speaker(
        self,
        one: Asked,
        taken: Phrase,
        sourcing: Sourcing,
        choices: Sequence[Candidate],
        shares: Sequence[float],
        speakers: Sequence[Spoken],
    ) -> tuple[Speaker | None, Entity | None]:
        """The speaker by the sourcing, and the entity it is, if it is one; None rather than a guess."""
        if taken.words == ("a",) and self._answerer is not None:  # "A: I came home"
            return Speaker(known_name(self._answerer), _type(self._answerer)), self._answerer
        if sourcing == "author":
            writers = self._writers if taken.shape == "nothing" else None
            return (Speaker(writers, "person"), None) if writers else (None, None)
        if sourcing == "unnamed":
            return None, None
        if (several := self._several(one, taken, speakers)) is not None:
            return several
        if taken.shape == "pronoun" and taken.head in RELATIVE:
            before = self.setting.right_before(self.layout.at(one.source[0].start))
            if before is not None:
                return Speaker(known_name(before), _type(before)), before
        if sourcing == "named" and taken.shape == "description" and taken.indefinite and not taken.plural:
            beside = self.setting.set_beside(*self.layout.range(one.source[0]))
            if beside is not None and beside.type in ("person", "organisation"):
                return Speaker(known_name(beside), _type(beside)), beside
        if sourcing != "collective":
            bare = taken.shape == "name" or (taken.shape != "description" and sourcing != "document")
            role = taken.shape == "description" and taken.head in HEADS["role"]
            entity = self._entity(choices, shares, bare, OWN_ROLE if role else OWN_WORDS)
            if entity is not None and not (sourcing == "document" and taken.shape == "description"):
                return Speaker(known_name(entity), _type(entity)), entity
            if taken.shape == "name" and len(choices) > 2:
                return None, None
        return self._own_words(one, taken, sourcing, speakers), None

    def _several(
        self, one: Asked, taken: Phrase, speakers: Sequence[Spoken]
    ) -> tuple[Speaker | None, Entity | None] | None:
        """Those who speak together, and the first of them; None when it is not several who speak."""
        found: list[tuple[str, Entity | None]] = []
        names = self._names_in(one.source)
        beside = {self.setting.of[name] for name in names}
        for part in coordination.parts(self.text, one.source, names):
            entity = None
            if part.taken.shape == "name":
                entity = self.setting.of[part.taken.named[0]]
            elif part.taken.shape == "pronoun":
                choices = candidates(self.query(one, part.taken), self.setting, speakers)
                choices = [choice for choice in choices if choice.entity not in beside]  # "he and Hart": not Hart
                entity = self._entity(choices, self.weights.ranker(choices), bare=True)
                if entity is None:
                    return None, None
            shown = known_name(entity) if entity else own_words(self.text, [part.span])
            if entity is None and found and found[0][1] is not None and part.taken.words[0] in POSSESSIVES:
                shown = owned(found[0][0], shown.split()[1:])  # "Brooks and her deputies"
            found.append((shown, entity))
        if not found and taken.shape == "names":
            found = [(known_name(each), each) for each in map(self.setting.of.__getitem__, taken.named)]
        if not found and one.source:
            word = self.layout.at(one.source[0].start)
            those = coordination.meant(taken, word, self.setting, self._together)
            if not those and taken.shape == "pronoun" and taken.head in ("they", "their", "them"):
                those = self._still or coordination.listed_before(self.text, word, self.setting)
            found = [(known_name(e), e) for e in those]
        found = list(dict.fromkeys(found))
        if not found or not all(name for name, _ in found):
            return None
        known = tuple(entity for _, entity in found if entity is not None)
        if len(known) > 1:
            self._together.append(known)
            self._now = known
        first = known[0] if known else None
        return Speaker("; ".join(name for name, _ in found), _type(first) if first else "group"), first

    def _entity(
        self, choices: Sequence[Candidate], shares: Sequence[float], bare: bool, own: float = 1.0
    ) -> Entity | None:
        """The entity that a source means; None when its own words are likelier, or when no entity is likely enough.

        `bare` says that the source has no words of its own to stand for, so that it means one of the entities; else
        the share of its own words counts so much (`own`).
        """
        top = max(range(1, len(choices)), key=lambda n: (shares[n], -n), default=0)
        if not top:
            return None
        rest = 1 - shares[0] if bare else 1.0
        unsure = choices[top].rivalled and len(choices) > 2
        least = (SURE_OF_TITLED if choices[top].titled else SURE_OF_RIVALS) if unsure else self.weights.least
        if own < 1 and not bare:
            rest, least = 1 - shares[0], max(least, LEAST_OF_NAMED)
        if bare and shares[top] < LEAST_AT_ALL:
            return None
        if (not bare and own * shares[0] >= shares[top]) or shares[top] < least * rest:
            return None
        return choices[top].entity

    def _own_words(self, one: Asked, taken: Phrase, sourcing: Sourcing, speakers: Sequence[Spoken]) -> Speaker | None:
        """The source's own words as a speaker, in their fuller form; None for a pronoun and for nothing."""
        if taken.shape not in ("description", "name"):
            return None
        name = own_words(self.text, one.source)
        if not name:
            return None
        if sourcing in ("named", "document", "media"):
            name = (
                campaign(taken, self.setting)
                or self.fuller.of(taken, self.layout.at(one.source[0].start))
                or self._owned(one, taken, speakers)
                or name
            )
        kind: SpeakerType = "organisation"
        if sourcing == "document":
            kind = "document"
        elif sourcing == "collective":
            kind = "group"
        elif one.heard is not None:
            kind = self.weights.type(one.heard)
        return Speaker(name, kind)


def _type(entity: Entity) -> SpeakerType:
    return "person" if entity.type == "person" else "organisation"
