"""Whom a noun phrase names: the object of "told", what follows "an interview with" or "a letter to"."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from onrecord.extraction.voices.entities import Entity
from onrecord.extraction.voices.known import known_name
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.lexicon import HEADS, PARTIES
from onrecord.extraction.voices.names import Name
from onrecord.extraction.voices.runs import TITLES
from onrecord.extraction.voices.setting import Setting

LONGEST = 12
"""Words of a noun phrase at most."""
MOST = 6
"""Words of one that has no name, at most."""
_STOPS = frozenset(
    "that to in on at about during for after before as he she it they we i you there this what why how when who whom "
    "whether if not of from with and but or because while where which by more than last late early earlier later is "
    "was were are be has had have will would should could can may might must today yesterday tonight tomorrow monday "
    "tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december again recently over into off out up down via through against until since between "
    "said says say replied replies responded answered declined refused insisted".split()
)
_OBJECTS = frozenset("him her them me us himself herself themselves".split())
_OPENS = frozenset("“\"'‘’`")
_ARTICLES = frozenset(("the", "a", "an"))
GROUPS = frozenset(
    "crowd audience people congress committee panel forum court jury board council conference convention house "
    "press meeting public nation country world gathering rally group staff team hearing session "
    "room parliament electorate media throng senate legislature caucus base assembly hall cameras camera".split()
)
"""Bodies of people that can be spoken to, by words that are no plural."""
_LONE = frozenset("interviewer woman man judge reporter host moderator voter protester heckler anchor".split())
_NOISES = frozenset(
    "cheers boos applause laughs jeers chants gasps questions criticisms attacks claims reports accusations calls "
    "allegations comments remarks requests concerns plans years weeks months days reasons things news tears".split()
)
"""Plurals that nobody speaks to."""
PLURALS = frozenset("people women men children police media".split())


@dataclass(frozen=True, slots=True)
class Object:
    """A noun phrase that may be an addressee."""

    first: int
    """Its first word."""
    end: int
    """The word after its last."""
    shape: Literal["name", "group", "role", "pronoun"]
    """A name; people without one; one person by a role ("the senator"), or a pronoun: both are to be looked up."""
    entity: Entity | None
    """Whom a name names."""

    def shown(self, layout: Layout, text: str) -> str:
        """What stands for it: the fullest name, or its own words without an article."""
        if self.entity is not None:
            return known_name(self.entity)
        first = self.first + (layout.lower[self.first] in _ARTICLES and self.end - self.first > 1)
        return layout.shown(text, first, self.end)


def object_at(at: int, layout: Layout, setting: Setting, limit: int | None = None) -> Object | None:
    """The noun phrase that begins at a word and ends before `limit`; None when none does that can be spoken to."""
    size = len(layout)
    if at >= size:
        return None
    sentence = layout.sentence[at]
    stop = min(size, at + LONGEST, limit if limit is not None and limit > at else size)
    if layout.lower[at] in _OBJECTS:
        owns = layout.lower[at] == "her" and at + 1 < stop and layout.words[at + 1][0].isalpha()
        owns = owns and layout.sentence[at + 1] == sentence and layout.lower[at + 1] not in _STOPS
        if not owns:
            return Object(at, at + 1, "pronoun", None)
    while at < stop and layout.words[at] in _OPENS:
        at += 1
    end = at
    while end < stop and layout.sentence[end] == sentence and _within(end, at, layout):
        end += 1
    while end > at and not layout.words[end - 1][0].isalnum():
        end -= 1
    if end == at:
        return None
    named = _named(at, end, layout, setting)
    return named or _unnamed(at, end, layout)


def _within(word: int, first: int, layout: Layout) -> bool:
    """Whether a word can be of the noun phrase that began at `first`."""
    lower = layout.lower[word]
    if lower in _ARTICLES and word > first and layout.words[word] == lower:
        return False  # "told host Ana Brooks a second term was likely"
    if layout.words[word][0].isalnum():
        return lower not in _STOPS or (layout.words[word][0].isupper() and word > first and lower in ("us", "may"))
    if lower in ("’", "'", "-", "&") or lower in _OPENS:
        return True
    return lower == "." and word > first and (layout.lower[word - 1] in TITLES or len(layout.lower[word - 1]) == 1)


def _named(at: int, end: int, layout: Layout, setting: Setting) -> Object | None:
    """The name that a noun phrase is: of "KLN's Ana Brooks" and "the Harbour Post editor Ana Brooks" the person."""
    place = bisect_left(setting.names, at, key=lambda name: name.first)
    found: list[Name] = []
    for name in setting.names[max(0, place - 1) : place + 5]:
        if name.first >= end:
            break
        if name.end > at and name.first >= at - 1:
            found.append(name)
    alone = [name for name in found if not _owns(layout, name.end)]
    if not alone:
        return None
    people = [name for name in alone if name.type == "person"]
    best = people[-1] if people else alone[-1]
    after = end - best.end
    if after > 0 and layout.words[end - 1][0].islower():
        head = layout.lower[end - 1]
        if _many(head) or head in GROUPS or head in HEADS["body"] - HEADS["paper"] - _OUTLETS:
            return Object(at, end, "group", None)  # "Iowa voters", "the Osei campaign"
        if head in HEADS["role"] and (best.type != "person" or after == 1):
            return Object(at, end, "role", None)  # "the Democratic nominee"
        if best.type == "other" or (len(best.words) == 1 and best.words[0] in PARTIES):
            return None
    if best.type == "place" and after > 0 and layout.lower[best.end] in TITLES:
        return None
    return Object(best.first, best.end, "name", setting.of[best])


_OUTLETS = frozenset("newspaper magazine paper network channel outlet website site".split())


def _unnamed(at: int, end: int, layout: Layout) -> Object | None:
    start, end = at, min(end, at + MOST)
    while end - 1 > start and layout.lower[end - 1].endswith(("ing", "ed")) and layout.lower[end - 1] not in GROUPS:
        end -= 1  # "Democrats gathered in", "a voter passing by"
    head = layout.lower[end - 1]
    if head.endswith("ly") and end - 1 > start:
        end -= 1
        head = layout.lower[end - 1]
    if layout.words[end - 1][0].isupper() and not layout.words[end - 1].isupper():
        return None
    if head in _NOISES:
        return None
    if _many(head) or head in GROUPS:
        return Object(start, end, "group", None)
    if head in HEADS["role"] or head in TITLES:
        if layout.lower[start] in ("a", "an", "one", "another"):
            return Object(start, end, "group", None)
        return Object(start, end, "role", None)
    if head in _LONE or (head in _OUTLETS and layout.words[end - 2][0].isupper() and end - 1 > start):
        return Object(start, end, "group", None)  # "Harbour magazine", whose name the network does not know
    return None


def _many(word: str) -> bool:
    return (word in PLURALS or (word.endswith("s") and not word.endswith(("ss", "us", "is")))) and word not in _NOISES


def _owns(layout: Layout, end: int) -> bool:
    """Whether a name is only the owner of what follows ("Osei's supporters")."""
    if end + 1 >= len(layout) or layout.words[end] not in ("’", "'"):
        return False
    return layout.lower[end + 1] == "s" or layout.words[end + 1][0].islower()
