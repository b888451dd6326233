"""A profile is weighed against the persons whose names fit, by what an index leads to and nothing else."""

from __future__ import annotations

import sqlite3

from onrecord.ledger.people.evidence import Known, Profile, Weighed, rare, weight
from onrecord.ledger.people.names import Fit, fit, is_abbreviation, keys, person_name

CANDIDATES = 20
"""Persons of one key that a speaker is compared with, those that speak most first."""
NAMES = 12
"""Names of a person that are compared, the most frequent first."""
COUNTED = 400
"""Persons up to which it is counted with how many a word goes."""


class Scales:
    """What speaks for a speaker's being a person, in one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._rarity: dict[str, float] = {}

    def judged(self, profile: Profile, *, but: int | None = None) -> list[Weighed]:
        """The persons whose names fit, each with what speaks for it and why."""
        fitting = []
        for person, name, articles, names in self._candidates(profile):
            if person != but and (how := self._fit(profile, name, names)):
                fitting.append((person, how, articles))
        same = sum(how == "same" for _, how, _ in fitting)
        everywhere = sum(articles for _, _, articles in fitting)
        judged = []
        for person, how, articles in fitting:
            shared, companions, meetings, descriptions = self._known(person, profile)
            known = Known(
                how, articles, shared, companions, meetings, descriptions,
                namesakes=max(0, same - (how == "same")), rivals=everywhere - articles,
            )  # fmt: skip
            judged.append(weight(person, profile, known, self._rare))
        return judged

    def _candidates(self, profile: Profile) -> list[tuple[int, str, int, str | None]]:
        """The persons that share a key with the profile: number, name, articles, and the names one a line."""
        wanted = keys(profile.name, profile.type)
        marks = ",".join("?" * len(wanted))
        return self._db.execute(
            "WITH c AS MATERIALIZED (SELECT id, name, speakers FROM persons WHERE type = ? AND id IN "
            f"(SELECT person FROM person_keys WHERE key IN ({marks})) ORDER BY speakers DESC, id LIMIT {CANDIDATES}) "
            "SELECT id, name, speakers, (SELECT group_concat(name, char(10)) FROM (SELECT name FROM person_names "
            f"WHERE person = c.id ORDER BY times DESC LIMIT {NAMES})) FROM c",
            (profile.type, *wanted),
        ).fetchall()

    def _fit(self, profile: Profile, name: str, names: str | None) -> Fit | None:
        """How the name of the profile fits the best of a person's names."""
        if profile.name == name:
            return "same"
        called = [*(names.split("\n") if names else ()), name]
        fits = [fit(profile.name, each, profile.type) for each in called]
        told = [how for each, how in zip(called, fits, strict=True) if _is_full(each, profile.type)]
        if _is_full(profile.name, profile.type) and told and not any(told):
            return None  # another of the same surname, or of the same letters, who was also called by that alone
        order: tuple[Fit, ...] = ("same", "initial", "part")
        return next((how for how in order if how in fits), None)

    def _known(self, person: int, profile: Profile) -> tuple[dict[str, int], int, int, int]:
        marks = ",".join("?" * len(profile.words))
        shared = dict(
            self._db.execute(
                f"SELECT word, times FROM person_company WHERE person = ? AND word IN ({marks})",
                (person, *sorted(profile.words)),
            ).fetchall()
        )
        companions = meetings = descriptions = 0
        if profile.company and not any(word.startswith("with ") for word in shared):
            companions, meetings = self._known_with(person, "with ", 200)
        if profile.described and not any(word.startswith("as ") for word in shared):
            _, descriptions = self._known_with(person, "as ", 50)
        return shared, companions, meetings, descriptions

    def _known_with(self, person: int, what: str, most: int) -> tuple[int, int]:
        """How many words of this kind a person is known with, counted up to so many, and how often all of them."""
        row = self._db.execute(
            "SELECT count(*), coalesce(sum(times), 0) FROM (SELECT times FROM person_company "
            "WHERE person = ? AND word >= ? AND word < ? LIMIT ?)",
            (person, what, f"{what.strip()}!", most),
        ).fetchone()
        return int(row[0]), int(row[1])

    def _rare(self, word: str) -> float:
        if word not in self._rarity:
            query = f"SELECT count(*) FROM (SELECT 1 FROM person_company WHERE word = ? LIMIT {COUNTED})"
            self._rarity[word] = rare(self._db.execute(query, (word,)).fetchone()[0])
        return self._rarity[word]


def _is_full(name: str, type: str) -> bool:
    """Whether a name is more than a surname or an abbreviation."""
    return bool(person_name(name).given) if type == "person" else not is_abbreviation(name)
