"""What a name tells of who is meant: the parts of a person's name, the bare name of an organisation.

Two names are compared by what they leave open. "H. Clinton" and "Hillary Rodham Clinton" may be one person,
"Bill Clinton" and "William Clinton" are one name, "Bill Clinton" and "Hillary Clinton" are two. A surname alone fits
everybody who has it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord.ledger.wording import COMMON

Fit = Literal["same", "initial", "part"]
"""How two names fit: the same name, an initial that fits, or one is a part of the other (a surname alone)."""

TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir dame lord lady sen senator rep representative congressman congresswoman gov "
    "governor president vice-president mayor minister secretary judge justice gen general lt lieutenant col colonel "
    "capt captain sgt sergeant maj major adm admiral cmdr commander rev reverend pope king queen prince princess "
    "chancellor ambassador speaker chairman chairwoman attorney former then-president president-elect officer "
    "detective deputy chief bishop archbishop cardinal rabbi imam sheikh ayatollah father sister brother coach "
    "the".split()
)
"""Words before a name that are not part of it; what they tell of the person is a description."""
SUFFIXES = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
_PARTICLES = frozenset("de la le di da del della du van von der den ten ter bin bint ibn al el dos das st o'".split())
_SHORT = frozenset("inc corp co ltd llc plc gmbh ag sa company corporation incorporated limited".split())
_NICKNAMES = (
    "alexander alex", "alexandra alex", "andrew andy drew", "anthony tony", "barbara barb", "benjamin ben",
    "bernard bernie", "charles charlie chuck", "christine chris", "christopher chris", "daniel dan danny",
    "david dave", "deborah debbie deb", "donald don", "douglas doug", "edward ed eddie ted", "elizabeth liz beth betty",
    "eugene gene", "francis frank", "frederick fred", "gerald gerry jerry", "gregory greg", "harold harry",
    "henry harry hank", "jacob jake", "james jim jimmy jamie", "jeffrey jeff", "jennifer jen jenny",
    "john jack johnny", "jonathan jon", "joseph joe", "joshua josh", "katherine kate kathy katie", "kenneth ken",
    "lawrence larry", "leonard len", "margaret meg peggy maggie", "matthew matt", "michael mike", "nathaniel nate",
    "nicholas nick", "pamela pam", "patricia pat patty", "patrick pat", "peter pete", "philip phil", "raymond ray",
    "rebecca becky", "reginald reggie", "richard rick dick rich", "robert bob rob bobby", "ronald ron ronnie",
    "rudolph rudy", "samuel sam", "stephen steve", "steven steve", "susan sue", "theodore ted", "theresa terry",
    "thomas tom", "timothy tim", "valerie val", "victoria vicky", "vincent vince", "walter walt", "william bill will",
    "zachary zach",
)  # fmt: skip


_ROLES = TITLES | frozenset("republican democrat independent candidate nominee spokesman spokeswoman governor".split())
"""Last words that make no name: "the Kentucky Republican", "the Senator"."""
_PRONOUNS = frozenset("i he she we they it you who".split())
_NOT_ALL = frozenset("some many most few several other others more both each every all only about these those".split())
"""What a name does not begin with: it is some of those who are called so."""
_ANY = frozenset(
    "administration agency army authorities bank board campaign church city club commission committee company council "
    "county court department firm government group hospital military ministry office officials party police polls "
    "school state team union university everybody everyone people nobody critics experts analysts voters investors "
    "supporters opponents".split()
)
"""Names of kinds: whoever is called so and nothing else is one of many."""


def _short_names() -> dict[str, frozenset[str]]:
    groups = [frozenset(names.split()) for names in _NICKNAMES]
    return {name: frozenset().union(*(g for g in groups if name in g)) for group in groups for name in group}


_LIKE = _short_names()


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a person's name, without case and accents."""

    given: tuple[str, ...]
    """First and middle names; empty where there is a surname alone."""

    surname: str
    """The last part of the name."""

    suffix: str
    """`jr`, `sr`, `iii`; empty where there is none."""


@lru_cache(maxsize=50_000)
def person_name(name: str) -> PersonName:
    """The parts of a person's name; titles before it fall away."""
    words = [word.strip(".,'\"()") for word in folded(name).split()]
    words = [word for word in words if word]
    while len(words) > 1 and words[0] in TITLES:
        words.pop(0)
    suffix = ""
    while len(words) > 1 and words[-1] in SUFFIXES:
        suffix = SUFFIXES[words.pop()]
    if not words:
        return PersonName((), "", suffix)
    given = words[:-1]
    while len(given) > 1 and given[-1] in _PARTICLES:
        given.pop()
    given = [part for word in given for part in (word.split(".") if "." in word else [word]) if part]
    return PersonName(tuple(given), words[-1], suffix)


@lru_cache(maxsize=50_000)
def bare_name(name: str) -> str:
    """The name of an organisation, a group or a document without case, accents, "the" and the form of the company."""
    words = re.findall(r"[\w&]+", folded(name).replace("'s", " ").replace(".", ""))
    while len(words) > 1 and words[0] == "the":
        words.pop(0)
    while len(words) > 1 and words[-1] in _SHORT:
        words.pop()
    return " ".join(words)


def initials(name: str) -> str:
    """The abbreviation of a name of several words, by its capitals: "fbi"; empty when it has less than two."""
    capitals = [word[0] for word in re.findall(r"\w+", name) if word[0].isupper()]
    capitals = capitals[1:] if name.startswith("The ") else capitals
    return "".join(capitals).casefold() if len(capitals) > 1 else ""


def is_abbreviation(name: str) -> bool:
    """Whether the name is capitals alone: FBI, U.N."""
    bare = name.replace(".", "")
    return 2 <= len(bare) <= 6 and bare.isalpha() and bare.isupper()


@lru_cache(maxsize=50_000)
def is_name(name: str, type: str) -> bool:
    """Whether somebody in particular is called so: "critics" and "police" in two articles are not the same ones, and
    neither are "Critics" and "Police" where a sentence begins, or "early polls by CNN"."""
    if ";" in name:
        return False  # several who speak as one
    if type == "person":
        parts = person_name(name)
        if parts.surname in _ROLES or (parts.surname in _ANY and (not parts.given or name.split()[-1].islower())):
            return False
        if (*parts.given, parts.surname)[0].strip(",") in _PRONOUNS:
            return False
        return any(character.isupper() for character in name) or not name.isascii()
    words = [word for word in re.findall(r"\w+", name) if word.casefold() not in ("the", "a", "an")]
    if not words or words[0].casefold() in _NOT_ALL or (len(words) == 1 and words[0].casefold() in _ANY):
        return False
    if type == "document":
        told = [word for word in words if word.casefold() not in COMMON]
        return all(word[0].isupper() or word[0].isdigit() for word in told) and told[-1:] != ["Polls"]
    return any(word[0].isupper() or word[0].isdigit() for word in words)


@lru_cache(maxsize=50_000)
def keys(name: str, type: str) -> tuple[str, ...]:
    """What names that may mean the same share; a look-up by them finds every candidate."""
    if type == "person":
        surname = person_name(name).surname
        return (f"person {surname}",) if surname else ()
    found = [f"{type} {bare_name(name)}"]
    if type == "organisation":
        if is_abbreviation(name):
            found.append(f"letters {name.replace('.', '').casefold()}")
        elif letters := initials(name):
            found.append(f"letters {letters}")
    return tuple(found)


@lru_cache(maxsize=50_000)
def fit(one: str, other: str, type: str) -> Fit | None:
    """How two names fit; None when they cannot mean the same."""
    if type != "person":
        if bare_name(one) == bare_name(other):
            return "same"
        if type == "organisation":
            for short, long in ((one, other), (other, one)):
                if is_abbreviation(short) and initials(long) == short.replace(".", "").casefold():
                    return "initial"
        return None
    a, b = person_name(one), person_name(other)
    if a.surname != b.surname or (a.suffix and b.suffix and a.suffix != b.suffix):
        return None
    if not a.given or not b.given:
        return "part" if a.given != b.given else "same"
    first = _given_fit(a.given[0], b.given[0])
    if first is None:
        return None
    for middle, its in zip(a.given[1:], b.given[1:], strict=False):
        if _given_fit(middle, its) is None:
            return None
    return first if a.suffix == b.suffix else "initial"


def _given_fit(one: str, other: str) -> Fit | None:
    if one == other or other in _LIKE.get(one, ()):
        return "same" if len(one) > 1 else "initial"
    if (len(one) == 1 or len(other) == 1) and one[0] == other[0]:
        return "initial"
    return None


def fullest(names: dict[str, int]) -> str:
    """The name to call somebody by: the most frequent of those with a given name, as it was printed."""
    full = [name for name in names if person_name(name).given] or list(names)
    return min(full, key=lambda name: (-names[name], -len(name), name))


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """The text without case, accents, curly apostrophes and doubled spaces."""
    if text.isascii():
        return " ".join(text.casefold().split())
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())
