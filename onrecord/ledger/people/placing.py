"""The persons of one article are let go and taken back when its speakers change by hand."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.ledger.people.evidence import Profile
from onrecord.ledger.people.joining import Keeper
from onrecord.ledger.people.names import person_name


class Placing(Keeper):
    """Persons of an article whose speakers change: whoever stays is who they were, and who is new is chosen."""

    def let_go(self, article: int) -> dict[int, int]:
        """Forget what the article tells of its persons; gives who each speaker was."""
        profiles = self.profiles(article)
        persons = dict(
            self._db.execute(
                "SELECT id, person FROM speakers WHERE article = ? AND person IS NOT NULL", (article,)
            ).fetchall()
        )
        for speaker, person in persons.items():
            self.release(speaker, profiles[speaker], person)
        return persons

    def take_back(self, article: int, persons: Mapping[int, int]) -> None:
        """Let the speakers be who they were, and say of each new one which person it is."""
        profiles = self.profiles(article)
        for speaker in sorted(profiles, key=lambda id: (id not in persons, id)):
            profile = profiles[speaker]
            if speaker in persons:
                self.take(speaker, profile, persons[speaker])
            elif profile.particular:
                self.take(speaker, profile, self._who(article, profile, profiles, persons))
        self.finish()

    def _who(self, article: int, profile: Profile, profiles: Mapping[int, Profile], persons: Mapping[int, int]) -> int:
        here: dict[str, list[int]] = {}
        for speaker, person in persons.items():
            if speaker in profiles and person_name(profiles[speaker].name).given:
                here.setdefault(person_name(profiles[speaker].name).surname, []).append(person)
        return self._before(article, profile) or self._choose(profile, here)
