"""An archive of invented news, made from a seed, in which it is known who spoke, what was repeated and what was copied.

What is planted, with what an article shows of it:

- **Persons**: each topic has a cast with names, roles and organisations. One person in twenty has a namesake in another
  topic. An article calls a speaker by the full name (85 of 100), by the surname alone (10) or with an initial (5).
- **Families**: each topic has a pool of utterances. A quarter of all statements report one: exactly (half of them),
  truncated, altered (one or two words changed) or joined with another of the same speaker. The rest are words that
  are said once.
- **Copies**: one article in twelve is a copy of one of the last 400 in another outlet: another headline, up to one word
  in sixty changed, the last paragraph missing in a third of them.

Words are drawn from 30,000 made-up ones by Zipf's law behind the commonest 60 of English, so that an index meets very
common and very rare words in the proportions of news.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Literal

from onrecord.article import Article, Block
from onrecord.record import Model, Record
from onrecord.span import Span
from onrecord.statement import Form, Kind, Said, Sourcing, Speaker, Statement

Variant = Literal["exact", "truncated", "altered", "joined", "once"]

COMMON = (
    "the of to and a in that is for it was on with as he be at by this had not are but from or have an they which one "
    "you were all her she there would their we him been has when who will no more if out so up said what its about "
    "than into them can only other"
).split()
KINDS: tuple[Kind, ...] = (
    "states", "states", "states", "states", "denies", "accuses", "praises", "demands", "promises", "warns", "predicts",
    "asks", "agrees", "rejects", "believes", "wants",
)  # fmt: skip
CUES: dict[Kind, str] = {
    "states": "said", "denies": "denied", "accuses": "charged", "praises": "praised", "demands": "demanded",
    "promises": "promised", "warns": "warned", "predicts": "predicted", "asks": "asked", "agrees": "agreed",
    "rejects": "rejected", "believes": "believes", "wants": "wants",
}  # fmt: skip
ROLES = "minister mayor spokesman senator economist professor analyst governor lawyer captain bishop director".split()
FIRST_DAY, DAYS = date(2014, 1, 1), 1_826
MODEL = Model("archive", "1")
OUTLETS = 60
PAPERS = "Post Tribune Times Herald Sun Gazette Chronicle News Mail Standard Observer Courier".split()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks."""

    id: int
    """The truth that is to be found again."""
    first: str
    """First name."""
    last: str
    """Surname."""
    role: str
    """What they are."""
    organisation: str
    """Where."""

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first} {self.last}"


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words that were said and are reported in several places."""

    id: int
    """The family they make."""
    words: tuple[str, ...]
    """The whole of them."""
    person: Person
    """Who said them."""


@dataclass(frozen=True, slots=True)
class Planted:
    """An article with the truth about it."""

    record: Record
    """What a reader would give."""
    persons: tuple[int, ...]
    """For each statement, who spoke."""
    families: tuple[tuple[int, ...], ...]
    """For each statement, the utterances it reports; two for joined ones, none for words said once."""
    variants: tuple[Variant, ...]
    """For each statement, how it reports them."""
    copy_of: str | None
    """The url of the article that this is a copy of."""


@dataclass(slots=True)
class _Topic:
    words: list[str]
    cast: list[Person]
    pool: list[Utterance]


@dataclass(slots=True)
class Archive:
    """Articles without end; the same seed gives the same ones."""

    seed: int = 1
    """What everything is drawn from."""
    topics: int = 300
    """How many topics there are, each with its cast and its utterances."""
    cast: int = 12
    """Persons of a topic."""
    statements: tuple[int, int] = (6, 14)
    """The least and the most statements of an article."""
    _random: random.Random = field(init=False)
    _topics: list[_Topic] = field(init=False)
    _stream: list[str] = field(init=False, default_factory=list)
    _vocabulary: list[str] = field(init=False)
    _weights: list[float] = field(init=False)
    _utterances: int = field(init=False, default=0)
    _outlets: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        syllables = [c + v for c in "b d f g k l m n p r s t v w sh ch tr gr".split() for v in "a e i o u ai".split()]
        made = {"".join(self._random.choices(syllables, k=self._random.randint(2, 4))) for _ in range(32_000)}
        self._vocabulary = COMMON + sorted(made)[:30_000]
        self._random.shuffle(shuffled := self._vocabulary[len(COMMON) :])
        self._vocabulary[len(COMMON) :] = shuffled
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self._vocabulary))))
        self._outlets = [f"{self._name()} {self._random.choice(PAPERS)}" for _ in range(OUTLETS)]
        surnames = [self._name() for _ in range(2_000)]
        firsts = [self._name() for _ in range(300)]
        self._topics = []
        people: list[Person] = []
        for _ in range(self.topics):
            cast: list[Person] = []
            for _ in range(self.cast):
                twin = self._random.choice(people) if people and self._random.random() < 0.05 else None
                first, last = (twin.first, twin.last) if twin else (self._pick(firsts), self._pick(surnames))
                cast.append(Person(len(people) + len(cast), first, last, self._pick(ROLES), self._name()))
            people += cast
            self._topics.append(_Topic(self._random.sample(self._vocabulary[200:], 80), cast, []))

    @property
    def people(self) -> list[Person]:
        """Everybody who may speak."""
        return [person for topic in self._topics for person in topic.cast]

    def articles(self, statements: int) -> Iterator[Planted]:
        """Articles until they have that many statements together."""
        recent: deque[Planted] = deque(maxlen=400)
        number = made = 0
        while made < statements:
            number += 1
            if recent and self._random.random() < 1 / 12:
                planted = self._copy(self._random.choice(recent), number)
            else:
                planted = self._article(number)
                recent.append(planted)
            made += len(planted.record.statements)
            yield planted

    def _article(self, number: int) -> Planted:
        topic = self._random.choice(self._topics)
        day = FIRST_DAY + timedelta(self._random.randrange(DAYS))
        page = _Page()
        persons: list[int] = []
        families: list[tuple[int, ...]] = []
        variants: list[Variant] = []
        shown = {person.id: self._shown(person) for person in topic.cast}
        page.paragraph(self._sentence(topic, self._random.randint(20, 40)))
        for _ in range(self._random.randint(*self.statements)):
            person, reported, variant, words = self._words(topic)
            page.statement(self._random, " ".join(words), person, shown[person.id], day)
            persons.append(person.id)
            families.append(reported)
            variants.append(variant)
            if self._random.random() < 0.3:
                page.paragraph(self._sentence(topic, self._random.randint(15, 30)))
        title = " ".join(self._draw(topic, self._random.randint(5, 9))).capitalize()
        return Planted(self._record(page, number, title, day), tuple(persons), tuple(families), tuple(variants), None)

    def _record(self, page: _Page, number: int, title: str, day: date) -> Record:
        text = "\n\n".join(page.paragraphs)
        blocks, at = [], 0
        for paragraph in page.paragraphs:
            blocks.append(Block("paragraph", Span(at, at + len(paragraph))))
            at += len(paragraph) + 2
        outlet = self._random.randrange(OUTLETS)
        address = f"https://outlet{outlet}.example/{day:%Y/%m}/{number}"
        article = Article(
            text, tuple(blocks), origin=address, url=address, title=title, outlet=self._outlets[outlet],
            published=day.isoformat(), language="en",
        )  # fmt: skip
        return Record(article, tuple(page.statements), (), MODEL)

    def _copy(self, planted: Planted, number: int) -> Planted:
        """The article in another outlet: a word in sixty changed outside of statements, perhaps its end cut off."""
        old = planted.record.article
        paragraphs = old.text.split("\n\n")
        cut = len(paragraphs) > 4 and self._random.random() < 1 / 3
        if cut:
            paragraphs.pop()
        length = sum(map(len, paragraphs)) + 2 * (len(paragraphs) - 1)
        kept = [s for s in planted.record.statements if s.spans()[-1].end <= length]
        text = list("\n\n".join(paragraphs))
        for block in old.blocks:  # one letter of a word changed keeps every offset
            if block.span.end <= length and not any(block.span.covers(s.cue[0]) for s in kept):
                for _ in range((block.span.end - block.span.start) // 350):
                    at = self._random.randrange(*block.span)
                    text[at] = "e" if text[at].islower() else text[at]
        first = self._outlets.index(old.outlet) if old.outlet else 0
        outlet = (first + self._random.randint(1, OUTLETS - 1)) % OUTLETS
        address = f"https://outlet{outlet}.example/copy/{number}"
        article = Article(
            "".join(text), tuple(b for b in old.blocks if b.span.end <= length), origin=address, url=address,
            title=f"{old.title} again", outlet=self._outlets[outlet], published=old.published, language="en",
        )  # fmt: skip
        record = Record(article, tuple(kept), (), MODEL)
        size = len(kept)
        return Planted(record, planted.persons[:size], planted.families[:size], planted.variants[:size], old.url)

    def _words(self, topic: _Topic) -> tuple[Person, tuple[int, ...], Variant, list[str]]:
        """Who says what, and what of the pool it is."""
        if self._random.random() >= 0.25:
            return self._random.choice(topic.cast), (), "once", self._draw(topic, self._random.randint(6, 30))
        if not topic.pool or self._random.random() < 0.3:
            words = tuple(self._draw(topic, self._random.randint(10, 30)))
            self._utterances += 1
            topic.pool.append(Utterance(self._utterances, words, self._random.choice(topic.cast)))
            utterance = topic.pool[-1]
            return utterance.person, (utterance.id,), "exact", list(words)
        utterance = self._random.choice(topic.pool)
        words = list(utterance.words)  # type: ignore[assignment]
        chance = self._random.random()
        if chance < 0.5:
            return utterance.person, (utterance.id,), "exact", list(words)
        if chance < 0.7:
            size = max(8, round(len(words) * self._random.uniform(0.5, 0.85)))
            at = self._random.randint(0, max(0, len(words) - size))
            kept = list(words[at : at + size])
            return utterance.person, (utterance.id,), "truncated" if len(kept) < len(words) else "exact", kept
        if chance < 0.9:
            altered = list(words)
            for _ in range(self._random.randint(1, 2)):
                altered[self._random.randrange(len(altered))] = self._random.choice(topic.words)
            return utterance.person, (utterance.id,), "altered", altered
        others = [u for u in topic.pool if u.person == utterance.person and u.id != utterance.id]
        if not others:
            return utterance.person, (utterance.id,), "exact", list(words)
        other = self._random.choice(others)
        return utterance.person, (utterance.id, other.id), "joined", [*words, *other.words]

    def _shown(self, person: Person) -> str:
        chance = self._random.random()
        if chance < 0.85:
            return person.name
        return person.last if chance < 0.95 else f"{person.first[0]}. {person.last}"

    def _sentence(self, topic: _Topic, words: int) -> str:
        return " ".join(self._draw(topic, words)).capitalize() + "."

    def _draw(self, topic: _Topic, number: int) -> list[str]:
        """Words of the language, one in five of them the topic's own."""
        if len(self._stream) < number:
            self._stream = self._random.choices(self._vocabulary, cum_weights=self._weights, k=50_000)
        words, self._stream = self._stream[-number:], self._stream[:-number]
        own, chance = topic.words, self._random.random
        return [own[int(chance() * len(own))] if chance() < 0.2 else word for word in words]

    def _name(self) -> str:
        return self._random.choice(self._vocabulary[300:]).capitalize()

    def _pick(self, names: list[str]) -> str:
        return self._random.choice(names)


@dataclass(slots=True)
class _Page:
    """An article that is being written."""

    paragraphs: list[str] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    _at: int = 0

    def paragraph(self, text: str) -> None:
        self.paragraphs.append(text)
        self._at += len(text) + 2

    def statement(self, random: random.Random, content: str, person: Person, name: str, day: date) -> None:
        kind = random.choice(KINDS)
        cue = CUES[kind]
        form: Form = "direct" if random.random() < 0.5 else "indirect"
        sourcing: Sourcing = "named"
        source = f"{name}, the {person.role} of {person.organisation},"
        opening = "“" if form == "direct" else ""
        closing = "”" if form == "direct" else ""
        at = self._at
        end = at + len(opening) + len(content) + 1 + len(closing)
        said_at = day - timedelta(random.randrange(8))
        dated = random.random() < 0.4
        self.statements.append(
            Statement(
                id=len(self.statements) + 1,
                content=(Span(at, end),),
                source=(Span(end + 1, end + 1 + len(source)),),
                cue=(Span(end + 2 + len(source), end + 2 + len(source) + len(cue)),),
                form=form,
                confidence=round(random.uniform(0.4, 1), 2),
                speaker=Speaker(name, "person"),
                sourcing=sourcing,
                kind=kind,
                hedged=random.random() < 0.05,
                addressee="reporters" if random.random() < 0.2 else None,
                said=Said(said_at.isoformat(), said_at.isoformat(), None) if dated else None,
            )
        )
        self.paragraph(f"{opening}{content},{closing} {source} {cue}.")


def renamed(planted: Planted, address: str) -> Record:
    """The record of a planted article at another address: the same words elsewhere."""
    return replace(planted.record, article=replace(planted.record.article, url=address, origin=address))
