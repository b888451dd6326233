"""Whether two speakers of one name are one person: what is said of them and who is around them, weighed.

Weights are logarithms of odds, added up (Fellegi and Sunter, "A Theory for Record Linkage", 1969): above `JOIN` the
speaker is taken for the person, below `APART` for somebody else, and between the two it is not decided but offered.
What both share weighs by how rare it is: "mayor" tells little, "Leddon" more. What is not shared weighs against only
where something should have been: somebody who is always seen with the same people, described in other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from math import log
from typing import NamedTuple

from onrecord.ledger.people.names import Fit, bare_name, folded, person_name
from onrecord.ledger.wording import COMMON

JOIN = 1.2
"""Weight from which a speaker is taken for a person: more than three to one."""
APART = -0.6
"""Weight below which a speaker is somebody else and nobody is asked."""
MARGIN = 1.0
"""How much more the best person must weigh than the next one: with less it is not clear who is meant, unless what the
speaker shares with the best one is by itself worth `JOIN`; then the two may be one person."""
PRIOR: dict[Fit, float] = {"same": 2.0, "initial": 0.3, "part": 0.0}
"""What the names alone weigh. In news two articles with one full name mean one person nine times in ten."""
ONE_OF_ITS_NAME = 1.5
"""What the same name weighs more for an organisation, a group or a document: few have namesakes."""
OFTEN = 2.5
"""The most that it weighs, as a logarithm of articles, that somebody of this name speaks often."""
NAMESAKE = 0.7
"""What each further person of the same name takes from that: once there are two, there is a question."""
BY_NAME_ALONE = 1.0
"""Against, for a surname or an initial where nothing else is shared: then only who speaks in five articles, and nobody
else of the name, is meant by it. "St. Paul" is not Rand Paul."""
UNMET = 0.5
"""Against, for each time that a person's company is usually met again, when nobody of it is there."""
OTHERWISE = 1.5
"""Against, when both are described and share no word; more when the person has been described often."""
RARE, FREQUENT = 4.0, 0.2
"""The most and the least that one shared name or word weighs."""
MOST = 8.0
"""The most that all of them weigh: words come in company too."""
KNOWN_TO = 400
"""Persons that a word goes with from which on it tells nothing more."""
SAME_ARTICLE = 5.0
"""For a surname alone, when its article also has somebody of that surname in full."""

_DESCRIPTION = re.compile(r"[^\W\d_][\w'-]*")
_EMPTY = COMMON | frozenset(
    "who whose whom former then current longtime one two three late new old own mr mrs ms told tells said says".split()
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What an article shows of one of its speakers."""

    name: str
    """The fullest name it gives."""

    type: str
    """person, organisation, group or document."""

    company: frozenset[str]
    """Who else speaks in the article or is spoken to: `with ` and the bare name."""

    described: frozenset[str]
    """The words around the name where it is the source: `as ` and the word."""

    particular: bool = True
    """Whether it is somebody in particular: "some Democrats" in two articles are not the same ones."""

    @property
    def words(self) -> frozenset[str]:
        """All of it."""
        return self.company | self.described


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of a person, as far as it matters for one profile."""

    fit: Fit
    """How the names fit."""

    articles: int
    """In how many articles the person speaks."""

    shared: Mapping[str, int]
    """The words of the profile that the person is known with, and how often."""

    companions: int
    """How many different names the person is known with; asked where none is shared, else 0, and so the next two."""

    meetings: int
    """How often all of them together."""

    descriptions: int
    """How often the person was described, counted in words."""

    namesakes: int
    """How many other persons have the same name."""

    rivals: int
    """In how many articles the others speak whom the name fits as well."""


class Weighed(NamedTuple):
    """What speaks for a speaker's being a person."""

    score: float
    """All of it, a logarithm of odds."""
    shared: float
    """What of it comes from company and descriptions that both have."""
    person: int
    """The person."""
    reason: str
    """The same in words."""


def described(source: str, name: str) -> frozenset[str]:
    """The telling words of a source besides the name: "Ana Brooks, the mayor of Leddon" is `mayor` and `leddon`."""
    own = set(folded(name).replace(".", " ").split())
    found = {folded(word).removesuffix("'s") for word in _DESCRIPTION.findall(source)}
    return frozenset(f"as {word}" for word in found if len(word) > 1 and word not in own and word not in _EMPTY)


def companion(name: str, type: str = "person") -> str:
    """A name as company is compared by: of a person the first given name and the surname."""
    if type != "person":
        return f"with {bare_name(name)}"
    parts = person_name(name)
    return f"with {' '.join((*parts.given[:1], parts.surname))}"


def same_name(one: str, other: str) -> bool:
    """Whether two companions are one name, or one is the surname of the other: nobody keeps their own company."""
    one, other = one.removeprefix("with"), other.removeprefix("with")  # what is left begins with a blank
    return one.endswith(other) or other.endswith(one)


def weight(person: int, profile: Profile, known: Known, rarity: Callable[[str], float]) -> Weighed:
    """How much speaks for the profile's being the person. `rarity` says of a word what `rare` says of its number."""
    score = PRIOR[known.fit]
    if known.fit == "same":
        score += ONE_OF_ITS_NAME if profile.type != "person" else 0.0
        score += min(OFTEN, log(max(1, known.articles))) - NAMESAKE * known.namesakes
    else:
        score += max(-2.0, min(3.0, log((known.articles + 0.5) / (known.rivals + 0.5))))
        score -= BY_NAME_ALONE if profile.type == "person" and not known.shared else 0.0
    shared = min(MOST, sum(rarity(word) for word in known.shared))
    score += shared
    reasons = []
    met = sorted(word for word in known.shared if word.startswith("with "))
    same = sorted(word for word in known.shared if word.startswith("as "))
    if met:
        reasons.append(f"both with {_listed(met)}")
    elif profile.company and known.companions:
        score -= UNMET * min(3.0, known.meetings / known.companions)
        reasons.append("never with the same people")
    if same:
        reasons.append(f"both described as {_listed(same)}")
    elif profile.described and known.descriptions:
        score -= OTHERWISE + min(1.0, 0.25 * (known.descriptions - 1))
        reasons.append("described in other words")
    return Weighed(score, shared, person, "; ".join(reasons) or "nothing is known but the name")


def rare(persons: int) -> float:
    """What it weighs to share a word that goes with so many persons."""
    return max(FREQUENT, min(RARE, log(KNOWN_TO / (persons + 1))))


def _listed(words: Collection[str]) -> str:
    return ", ".join(word.partition(" ")[2] for word in sorted(words)[:3])
