"""Names become entities: all mentions of one person, organisation or place of the article, under its fullest name.

A full name stands for itself. A short one ("Clinton", "Hillary") joins the full names that it can be short for; where
these are several (Bill and Hillary), the gender of a title decides, and else the one that the article has said more
about so far, so that the choice can be taken back by whoever knows more (`Entity.rivals`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from onrecord.extraction.voices.gender import Gender, given, given_gender
from onrecord.extraction.voices.lexicon import HEADS
from onrecord.extraction.voices.names import Name, comparable
from onrecord.extraction.voices.runs import NameType

SUFFIXES = frozenset("jr sr ii iii iv".split())
_SAME = (
    "bill william will", "bob robert rob bobby", "ted edward theodore eddie ed", "jim james jimmy jamie", "joe joseph",
    "mike michael mick", "tom thomas tommy", "dick richard rick rich", "dan daniel danny", "dave david",
    "steve stephen steven", "chris christopher", "tony anthony", "tim timothy", "jeff jeffrey", "greg gregory",
    "matt matthew",
    "ben benjamin", "sam samuel", "nick nicholas", "pete peter", "ken kenneth", "ron ronald", "don donald donnie",
    "chuck charles charlie", "jack john", "larry lawrence", "liz elizabeth beth betsy", 
    "kate katherine kathy catherine", "sue susan", "debbie deborah", "barb barbara", "bernie bernard",
    "al albert alan allen", "alex alexander",
    "andy andrew drew", "jerry gerald", "harry harold henry", "ray raymond", "vlad vladimir", "mitch mitchell",
)  # fmt: skip
_NICKNAMES = {name: number for number, group in enumerate(_SAME) for name in group.split()}


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something that the article names."""

    number: int
    """Its place among the article's entities, in the order of first mention."""
    name: str
    """The fullest name that the article gives, without titles."""
    words: tuple[str, ...]
    """That name as it is compared (`names.comparable`)."""
    type: NameType
    """What most of its mentions are taken for."""
    mentions: list[Name] = field(default_factory=list)
    """Where it is named, in order."""
    gender: Gender | None = None
    """What titles and the given name tell, titles first."""
    rivals: list[Entity] = field(default_factory=list)
    """Other entities of the same surname: a short name can mean them too."""


def entities(text: str, names: Sequence[Name]) -> tuple[list[Entity], dict[Name, Entity]]:
    """The entities of an article and whom each mention means, from its names in order."""
    written, names = names, _coupled(text, _heard_out(names))
    full = _full_names(names)
    by_word: dict[str, list[_Group]] = {}
    for group in full:
        for word in group.keys:
            by_word.setdefault(word, []).append(group)
    said: Counter[int] = Counter()
    loose: dict[tuple[str, ...], _Group] = {}
    owners: list[_Group] = []
    for name in names:
        joined = _group_of(name, by_word, said)
        group = joined or loose.setdefault(_core(name.words), _Group(len(full) + len(loose)))
        group.names.append(name)
        said[group.number] += 1 + 2 * (len(name.words) > 1)
        owners.append(group)
    made: dict[int, Entity] = {}
    for group in owners:
        if group.number not in made:
            made[group.number] = _entity(text, len(made), group)
    for group in full:
        if group.number in made:
            rivals = [g for g in by_word.get(group.surname, ()) if g is not group and g.surname == group.surname]
            made[group.number].rivals = [made[g.number] for g in rivals if g.number in made]
    of = {name: made[group.number] for name, group in zip(written, owners, strict=True)}
    return list(made.values()), of


def _heard_out(names: Sequence[Name]) -> list[Name]:
    """The names, those of headlines cut to what the rest of the article calls somebody.

    In "Obama Says Harbour Closes" only the text below tells where the name ends.
    """
    plain = [name for name in names if not name.shouted]
    whole = {name.words for name in plain}
    single = {name.words[0]: name for name in plain if len(name.words) == 1 and name.type == "person"}
    surnames = {_surname(name.words): name for name in plain if name.type == "person"}
    found: list[Name] = []
    for name in names:
        body = name.type == "organisation" and name.words[-1] in HEADS["body"]  # "Osei Administration Closes Harbour"
        if name.shouted and len(name.words) > 1 and name.words not in whole and not body:
            known = next((word for word in name.words if word in single or word in surnames), None)
            if known is not None and not (given_gender(name.words) and _surname(name.words) == known):
                name = replace(name, words=(known,), type="person")
        found.append(name)
    return found


def _coupled(text: str, names: list[Name]) -> list[Name]:
    """The names, with the surname that two share given to the first of them: "Jonas and Ana Brooks"."""
    found = list(names)
    alone = Counter(name.words for name in names)
    surnames = {_surname(name.words) for name in names if name.type == "person" and len(name.words) > 1}
    for at, (one, other) in enumerate(pairwise(names)):
        between = text[one.span.end : other.span.start]
        if len(one.words) > 1 or len(other.words) != 2 or {one.type, other.type} != {"person"}:
            continue
        is_given = one.words[0] in given() or alone[one.words] == 1
        if between in (" and ", " & ") and not one.titled and is_given and one.words[0] not in surnames:
            found[at] = replace(one, words=(one.words[0], other.words[1]))
    return found


class _Group:
    """Mentions that are one, before they are an entity."""

    def __init__(self, number: int, person: bool = False, words: tuple[str, ...] = ()) -> None:
        self.number = number
        self.person = person
        self.variants = [words] if words else []
        self.names: list[Name] = []
        self.acronym = ""
        self.body: NameType | None = None

    @property
    def surname(self) -> str:
        return _surname(self.variants[0]) if self.variants else ""

    @property
    def keys(self) -> set[str]:
        """The words by which a short name finds it."""
        if self.person:
            return {word for words in self.variants for word in (words[0], _surname(words), *_inner(words))}
        return {words[0] for words in self.variants} | {words[-1] for words in self.variants} | {self.acronym} - {""}

    def takes(self, words: tuple[str, ...]) -> bool:
        """Whether a full name is a variant of one of its own."""
        return any(_alike(words, other) if self.person else words == other for other in self.variants)


def _full_names(names: Iterable[Name]) -> list[_Group]:
    """Groups for the names of several words; later a short one joins them."""
    groups: list[_Group] = []
    index: dict[tuple[bool, str], list[_Group]] = {}
    for name in sorted(names, key=lambda n: -len(n.words)):
        if len(_core(name.words)) < 2:
            continue
        person = name.type == "person"
        key = (person, _surname(name.words) if person else name.words[0])  # an organisation's short form begins alike
        for group in index.get(key, ()):
            if group.takes(name.words) or (name.type == group.body and _part(name.words, group.variants[0])):
                if name.words not in group.variants:
                    group.variants.append(name.words)
                break
        else:
            group = _Group(len(groups), person, name.words)
            if not person:
                group.body = name.type
                group.acronym = "".join(word[0] for word in name.words if word not in ("of", "and", "for", "the"))
            groups.append(group)
            index.setdefault(key, []).append(group)
    return groups


def _group_of(name: Name, by_word: dict[str, list[_Group]], said: Counter[int]) -> _Group | None:
    """The group that a mention belongs to; None when no full name goes with it."""
    core = _core(name.words)
    if not core:
        return None
    candidates: list[_Group] = []
    for group in [group for word in dict.fromkeys((core[-1], core[0])) for group in by_word.get(word, ())]:
        if len(core) > 1:
            fits = group.takes(name.words) or (not group.person and _part(core, group.variants[0]))
        elif group.person:
            fits = name.type in ("person", "organisation", "other") and core[0] in group.keys
        else:
            fits = (core[0] == group.acronym or name.type == "organisation") and name.type != "person"
        if fits and group not in candidates:
            candidates.append(group)
    exact = [group for group in candidates if name.words in group.variants]
    candidates = exact or candidates
    if name.type != "person" and not exact and any(not g.person for g in candidates):
        candidates = [g for g in candidates if not g.person]
    if len(candidates) > 1 and len(core) == 1:
        if any(g.person and g.surname == core[0] for g in candidates):
            candidates = [g for g in candidates if g.surname == core[0] or not g.person]
        plain = [g for g in candidates if all(core[0] not in _inner(words) for words in g.variants)]
        candidates = plain or candidates
        if name.gender:
            candidates = [g for g in candidates if _gender(g) in (None, name.gender)] or candidates
    if name.gender and name.titled and len(candidates) == 1 and candidates[0].person and len(core) == 1:
        known = _gender(candidates[0])
        if known is not None and known != name.gender:
            return None
    if not candidates:
        return None
    return max(candidates, key=lambda g: (said[g.number], -g.number))


def _gender(group: _Group) -> Gender | None:
    if not group.person:
        return None
    for name in group.names:
        if name.titled:
            return name.gender
    return given_gender(group.variants[0])


def _core(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in SUFFIXES) or words


def _surname(words: tuple[str, ...]) -> str:
    return _core(words)[-1]


def _suffix(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words) & SUFFIXES


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names of persons can be one: same surname, same or like given name, no clash of suffixes."""
    if _surname(one) != _surname(other) or _suffix(one) != _suffix(other):
        return False
    a, b = one[0], other[0]
    if _single(a) == _single(b) or (a in _NICKNAMES and _NICKNAMES[a] == _NICKNAMES.get(b, -1)):
        return True
    return set(_core(one)) <= set(_core(other)) or set(_core(other)) <= set(_core(one))


def _inner(words: tuple[str, ...]) -> tuple[str, ...]:
    """The middle of three names: Acosta is called by the first surname of two in "Melba Acosta Febo"."""
    core = _core(words)
    return core[1:2] if len(core) == 3 else ()


def _single(word: str) -> str:
    """A given name with double letters made single: "Hilary" is a slip for "Hillary", "Philip" for "Phillip"."""
    return re.sub(r"(.)\1", r"\1", word)


def _part(short: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether a name is the beginning or the end of a longer one."""
    return len(short) < len(whole) and (whole[: len(short)] == short or whole[-len(short) :] == short)


def _entity(text: str, number: int, group: _Group) -> Entity:
    kinds = Counter(name.type for name in group.names)
    kind: NameType = "person" if group.person else kinds.most_common(1)[0][0]
    best = max(
        group.names,
        key=lambda n: (len(n.words), not n.shouted, n.span.end - n.span.start, not n.span.of(text).isascii(), -n.first),
    )
    titled = [name.gender for name in group.names if name.titled]
    told = [name.gender for name in group.names if name.gender]
    gender = (Counter(titled) or Counter(told)).most_common(1) if titled or told else []
    shown = " ".join(best.span.of(text).split())
    if len(best.words) > 1 and len(comparable(shown)) == 1:
        shown = f"{shown} {best.words[-1].capitalize()}"
    return Entity(number, shown, best.words, kind, list(group.names), gender[0][0] if gender else None)
