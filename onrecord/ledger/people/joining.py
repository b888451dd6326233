"""Persons are kept in step with the ledger: each new speaker is taken for a known person, or is a new one.

Every candidate shares a key with the speaker, and only what the two share is looked up, so that a speaker costs the
same in a ledger of a thousand articles and of a million. A version or a copy of an article has the persons of the one
before it. What a person decided wins: joined persons are one row, and split ones are never made one again.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from onrecord.ledger.hooks import Stored
from onrecord.ledger.people.evidence import (
    APART,
    JOIN,
    MARGIN,
    SAME_ARTICLE,
    Profile,
    companion,
    described,
    same_name,
)
from onrecord.ledger.people.names import fullest, is_name, keys, person_name
from onrecord.ledger.people.weighing import Scales
from onrecord.ledger.writing import next_number, set_next_number

COMPANY = 40
"""Words and names of one article that count for a speaker: a list of everybody at a summit tells nothing more."""


def stored(connection: sqlite3.Connection, batch: Sequence[Stored]) -> None:
    """Let the speakers of new articles be persons; called by the hooks of the ledger."""
    keeper = Keeper(connection)
    for article in batch:
        keeper.add(article.article)
    keeper.finish()


def removed(connection: sqlite3.Connection, statements: Sequence[int]) -> None:
    """Let go of the speakers of statements that are about to be removed; called by the hooks of the ledger."""
    keeper = Keeper(connection)
    speakers: set[int] = set()
    for id in statements:
        row = connection.execute("SELECT speaker_id FROM statements WHERE id = ?", (id,)).fetchone()
        if row and row[0] is not None:
            speakers.add(row[0])
    for speaker in sorted(speakers):
        keeper.remove(speaker)
    keeper.finish()


class Keeper:
    """The persons of one ledger, in one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._scales = Scales(connection)
        self._touched: set[int] = set()
        self._called: defaultdict[int, set[str | None]] = defaultdict(set)
        """By what names the touched persons were called, None where it may be any: a name that is the person's already
        changes nothing."""
        self._next: int | None = None
        self._earlier: dict[int, list[int]] = {}

    def add(self, article: int) -> None:
        """Say of each speaker of an article which person it is; those in full come before those by surname."""
        profiles = self.profiles(article)
        order = sorted(profiles, key=lambda id: (not person_name(profiles[id].name).given, id))
        here: dict[str, list[int]] = {}
        for speaker in order:
            profile = profiles[speaker]
            if not profile.particular:
                continue
            person = self._before(article, profile) or self._choose(profile, here)
            self.take(speaker, profile, person)
            if profile.type == "person" and person_name(profile.name).given:
                here.setdefault(person_name(profile.name).surname, []).append(person)

    def remove(self, speaker: int) -> None:
        """Let go of a speaker: what it told of its person is forgotten."""
        row = self._db.execute("SELECT article, person FROM speakers WHERE id = ?", (speaker,)).fetchone()
        if row is None or row[1] is None:
            return
        self.release(speaker, self.profiles(row[0])[speaker], row[1])

    def finish(self) -> None:
        """Call persons by their fullest names, join what has become clear, and let go of those nobody speaks for."""
        touched = json.dumps(sorted(self._touched))
        query = (
            "SELECT t.value FROM json_each(?) AS t WHERE EXISTS (SELECT 1 FROM person_offers WHERE one = t.value) "
            "OR EXISTS (SELECT 1 FROM person_offers WHERE other = t.value)"
        )
        for (person,) in self._db.execute(query, (touched,)).fetchall():
            self._reconsider(person)
        query = "SELECT id, name, renamed, speakers FROM persons WHERE id IN (SELECT value FROM json_each(?))"
        rows = self._db.execute(query, (json.dumps(sorted(self._touched)),)).fetchall()
        for person, called, renamed, speakers in rows:
            if speakers == 0 and not self._is_decided(person):
                self._db.execute("DELETE FROM persons WHERE id = ?", (person,))
            elif not renamed and self._called[person] != {called}:
                names = dict(
                    self._db.execute("SELECT name, times FROM person_names WHERE person = ?", (person,)).fetchall()
                )
                if names and fullest(names) != called:
                    self._db.execute("UPDATE persons SET name = ? WHERE id = ?", (fullest(names), person))
        self._called.clear()
        self._touched.clear()
        if self._next is not None:
            set_next_number(self._db, "person", self._next)
            self._next = None

    def profiles(self, article: int) -> dict[int, Profile]:
        """What an article shows of each of its speakers."""
        speakers = self._db.execute(
            "SELECT id, name, type FROM speakers WHERE article = ? ORDER BY id", (article,)
        ).fetchall()
        sources: dict[int, set[str]] = {}
        addressed: set[str] = set()
        sourcings: dict[int, set[str | None]] = {}
        rows = self._db.execute(
            "SELECT speaker_id, source, addressee, sourcing FROM statements WHERE article = ?", (article,)
        )
        for speaker, source, addressee, sourcing in rows:
            if speaker is not None:
                sources.setdefault(speaker, set()).add(source)
                sourcings.setdefault(speaker, set()).add(sourcing)
            if addressee and addressee[0].isupper():
                addressed.add(companion(addressee))
        particular = {id for id, name, type in speakers if is_name(name, type) and sourcings.get(id) != {"collective"}}
        named = {id: companion(name, type) for id, name, type in speakers if id in particular}
        found = {}
        for id, name, type in speakers:
            mine = companion(name, type)
            company = sorted(each for each in {*named.values(), *addressed} if not same_name(mine, each))[:COMPANY]
            words: set[str] = set()
            for source in sources.get(id, ()):
                words |= described(source, name)
            described_as = frozenset(sorted(words)[:COMPANY])
            found[id] = Profile(name, type, frozenset(company), described_as, id in particular)
        return found

    def take(self, speaker: int, profile: Profile, person: int) -> None:
        """Let a speaker be a person, who is known by what the article shows from now on."""
        self._db.execute("UPDATE speakers SET person = ? WHERE id = ?", (person, speaker))
        self._db.execute("UPDATE persons SET speakers = speakers + 1 WHERE id = ?", (person,))
        self._count("person_names", "name", person, [profile.name], 1)
        self._count("person_company", "word", person, profile.words, 1)
        self._db.executemany(
            "INSERT OR IGNORE INTO person_keys VALUES (?, ?)", [(k, person) for k in keys(profile.name, profile.type)]
        )
        self._touched.add(person)
        self._called[person].add(profile.name)

    def release(self, speaker: int, profile: Profile, person: int) -> None:
        """The reverse of `take`."""
        self._db.execute("UPDATE speakers SET person = NULL WHERE id = ?", (speaker,))
        self._db.execute("UPDATE persons SET speakers = speakers - 1 WHERE id = ?", (person,))
        self._count("person_names", "name", person, [profile.name], -1)
        self._count("person_company", "word", person, profile.words, -1)
        left = self._db.execute("SELECT name FROM person_names WHERE person = ?", (person,)).fetchall()
        kept = {key for (name,) in left for key in keys(name, profile.type)}
        gone = [(key, person) for key in keys(profile.name, profile.type) if key not in kept]
        self._db.executemany("DELETE FROM person_keys WHERE key = ? AND person = ?", gone)
        self._touched.add(person)
        self._called[person].add(None)

    def new_person(self, name: str, type: str) -> int:
        """A person who has not spoken yet, with a number that nobody had before: a decision may bring somebody back."""
        id = self._next = self._next or next_number(self._db, "person")
        self._next += 1
        self._db.execute("INSERT INTO persons (id, name, type) VALUES (?, ?, ?)", (id, name, type))
        return id

    def merge(self, kept: int, other: int) -> None:
        """Let everything of the other person be the kept one's; the other is no more."""
        self._db.execute("UPDATE speakers SET person = ? WHERE person = ?", (kept, other))
        self._db.execute(
            "UPDATE persons SET speakers = speakers + (SELECT speakers FROM persons WHERE id = ?) WHERE id = ?",
            (other, kept),
        )
        for table, column in (("person_names", "name"), ("person_company", "word")):
            self._db.execute(
                f"INSERT INTO {table} SELECT ?, {column}, times FROM {table} WHERE person = ? "
                f"ON CONFLICT (person, {column}) DO UPDATE SET times = times + excluded.times",
                (kept, other),
            )
        self._db.execute(
            "INSERT OR IGNORE INTO person_keys SELECT key, ? FROM person_keys WHERE person = ?", (kept, other)
        )
        for one, two, score, reason in self._db.execute(
            "SELECT one, other, score, reason FROM person_offers WHERE one = ? OR other = ?", (other, other)
        ).fetchall():
            third = two if one == other else one
            if third != kept:
                self.offer(kept, third, score, reason)
        self._db.execute("DELETE FROM person_offers WHERE one = :id OR other = :id", {"id": other})
        self._db.execute("DELETE FROM persons WHERE id = ?", (other,))
        self._touched.discard(other)
        self._touched.add(kept)
        self._called[kept].add(None)

    def offer(self, one: int, other: int, score: float, reason: str) -> None:
        """Keep a doubtful join, to be decided by a person; not where one has decided already."""
        pair = (min(one, other), max(one, other))
        if not self.are_split(*pair):
            self._db.execute(
                "INSERT OR REPLACE INTO person_offers VALUES (?, ?, ?, ?)", (*pair, round(score, 2), reason)
            )

    def are_split(self, one: int, other: int) -> bool:
        """Whether a person has decided that the two are not one."""
        query = (
            "SELECT 1 FROM person_decisions WHERE verb = 'split' AND undone IS NULL "
            "AND json_extract(details, '$.from') IN (:one, :other) AND json_extract(details, '$.new') IN (:one, :other)"
        )
        return self._db.execute(query, {"one": one, "other": other}).fetchone() is not None

    def _choose(self, profile: Profile, here: dict[str, list[int]]) -> int:
        """The person that a speaker is, or a new one; doubtful joins are offered."""
        judged = self._scales.judged(profile)
        if profile.type == "person" and not person_name(profile.name).given:
            of_name = set(here.get(person_name(profile.name).surname, ()))
            if len(of_name) == 1:
                judged = [e._replace(score=e.score + SAME_ARTICLE) if e.person in of_name else e for e in judged]
        judged.sort(key=lambda each: (-each.score, each.person))
        rivals = [each for each in judged[1:3] if each.score > judged[0].score - MARGIN]
        if judged and judged[0].score >= JOIN and (not rivals or judged[0].shared >= JOIN):
            person = judged[0].person
            for each in rivals:
                self.offer(person, each.person, each.score, each.reason)
            return person
        new = self.new_person(profile.name, profile.type)
        for each in judged[:3]:
            if each.score >= APART:
                self.offer(new, each.person, each.score, each.reason)
        return new

    def _before(self, article: int, profile: Profile) -> int | None:
        """Who the speaker of this name is in an earlier version of the article, or in the one that it is a copy of."""
        for earlier in self._earlier_than(article):
            row = self._db.execute(
                "SELECT person FROM speakers WHERE article = ? AND name = ? AND type = ? AND person IS NOT NULL",
                (earlier, profile.name, profile.type),
            ).fetchone()
            if row:
                return int(row[0])
        return None

    def _earlier_than(self, article: int) -> list[int]:
        """The other versions of an article, the newest first, and the one that it is a copy of."""
        if article not in self._earlier:
            rows = self._db.execute(
                "SELECT b.id FROM articles AS a "
                "JOIN articles AS b ON b.id <> a.id AND (b.document = a.document OR b.id = a.copy_of) "
                "WHERE a.id = ? ORDER BY b.document = a.document DESC, b.id DESC",
                (article,),
            )
            self._earlier[article] = [id for (id,) in rows]
        return self._earlier[article]

    def _reconsider(self, person: int) -> None:
        """Join persons that were offered as one, when by now it is clear."""
        offers = self._db.execute(
            "SELECT one, other FROM person_offers WHERE one = ? OR other = ? LIMIT 10", (person, person)
        ).fetchall()
        for one, other in offers:
            rows = self._db.execute(
                "SELECT id, name, type FROM persons WHERE id IN (?, ?) ORDER BY speakers DESC, id", (one, other)
            ).fetchall()
            if len(rows) < 2 or self.are_split(one, other):
                continue
            (kept, _, _), (smaller, name, type) = rows
            words = [
                w for (w,) in self._db.execute("SELECT word FROM person_company WHERE person = ? LIMIT 200", (smaller,))
            ]
            company = frozenset(word for word in words if word.startswith("with "))
            profile = Profile(name, type, company, frozenset(words) - company)
            weighed = {each.person: each for each in self._scales.judged(profile, but=smaller)}
            if kept not in weighed:
                continue
            best = weighed.pop(kept)
            clear = best.score >= JOIN + MARGIN and best.shared >= JOIN
            if clear and all(best.score - each.score >= MARGIN for each in weighed.values()):
                self.merge(kept, smaller)
            else:
                self.offer(one, other, best.score, best.reason)

    def _count(self, table: str, column: str, person: int, words: Iterable[str], step: int) -> None:
        counted = Counter(words)
        self._db.executemany(
            f"INSERT INTO {table} VALUES (?, ?, ?) ON CONFLICT (person, {column}) DO UPDATE SET times = times + ?",
            [(person, word, step, step) for word in counted],
        )
        if step < 0:
            self._db.execute(f"DELETE FROM {table} WHERE person = ? AND times <= 0", (person,))

    def _is_decided(self, person: int) -> bool:
        """Whether a decision of a person is about this one: it is kept, though nobody speaks for it."""
        query = (
            "SELECT 1 FROM person_decisions, json_each(details) AS d WHERE undone IS NULL "
            "AND d.key IN ('person', 'kept', 'from', 'new') AND d.value = ? LIMIT 1"
        )
        return self._db.execute(query, (person,)).fetchone() is not None
