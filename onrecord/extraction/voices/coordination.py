"""Several speakers behind one source: "Brooks and her deputy", "he and Mr. Osei", "both", "all three candidates"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from onrecord.extraction.voices.entities import Entity
from onrecord.extraction.voices.names import Name
from onrecord.extraction.voices.phrases import Phrase, phrase
from onrecord.extraction.voices.setting import Setting
from onrecord.span import Span

MOST = 6
"""Parts of a list that are looked at."""
BACK = 3
"""Sentences within which "both" finds the two that it means."""
FURTHEST = 24
"""Names before "they" among which a list is looked for."""
LEAD = 5
"""Words before the first name of a list that opens a sentence: "Florida Sen. Ana Brooks and"."""

_AND = re.compile(r"\s*(?:,\s*)?\b(?:and|nor|as well as)\b\s+|\s*&\s*", re.IGNORECASE)
_COMMA = re.compile(r",\s+")
_LEAD = re.compile(r"(?:both|either|neither)\s+", re.IGNORECASE)
_MORE = re.compile(
    r"(?:(?:his|her|their|its|the|an?|other|others|many|some|several|most|two|three|fellow)\b|others$)", re.IGNORECASE
)
"""How a part that is no name begins when it is somebody of its own, and not the end of a title."""
_TWO = re.compile(r"(?:both|neither|each|either|(?:the|these|those) two)(?: (?:of them|men|women|candidates))?")
_ALL = re.compile(r"(?:all|none of the|the) (three|four)(?: (?!of)[\w-]+){0,2}")
_LINK = re.compile(
    r"\s*(?:\([^()]{1,30}\))?\s*(?:,\s*(?:and\s+)?|and\s+|&\s*)(?:(?:the|both|former|then)\s+)?(?:[A-Z][\w.’'-]*\s+){0,3}"
)
_SPEAK = ({"person"}, {"organisation"})
_SIZES = {"three": 3, "four": 4}


class Part(NamedTuple):
    """One of several."""

    span: Span
    """Where it stands."""
    taken: Phrase
    """What it looks like."""


def parts(text: str, source: Sequence[Span], names: Sequence[Name]) -> list[Part]:
    """The parts of a source that is a list of somebodies; empty when it is none, or when that is not sure.

    `names` are those of the article that meet the source. At least one part is a name or a pronoun; the others are
    names, pronouns, or begin as a description of somebody does ("her supporters", "other Republicans").
    """
    if len(source) != 1:
        return []
    span = source[0]
    cuts = [m for m in _AND.finditer(text, span.start, span.end) if _splits(text, m, span, names)]
    if not cuts:
        return []
    start = span.start
    lead = _LEAD.match(text, span.start, span.end)
    if lead is not None:
        start = lead.end()
    found: list[Part] = []
    for cut in cuts[: MOST - 1]:
        found += _listed(text, Span(start, cut.start()), names) if not found else _one(text, start, cut.start(), names)
        start = cut.end()
    found += _one(text, start, span.end, names)
    if len(found) < 2 or not all(map(_is_somebody, found)):
        return []
    first = found[0].taken
    if first.shape not in ("name", "pronoun") or not _fits(text, found):
        return []
    return found


def _splits(text: str, cut: re.Match[str], span: Span, names: Sequence[Name]) -> bool:
    """Whether an "and" joins two parts of the source: not inside a name, and not inside brackets."""
    inside = text[span.start : cut.start()]
    if inside.count("(") > inside.count(")") or cut.start() <= span.start or cut.end() >= span.end:
        return False
    return not any(name.span.start < cut.start() and cut.end() < name.span.end for name in names)


def _listed(text: str, span: Span, names: Sequence[Name]) -> list[Part]:
    """The parts before the first "and": one, or several set apart by commas, each a name."""
    pieces, start = [], span.start
    for comma in _COMMA.finditer(text, span.start, span.end):
        pieces.append(Span(start, comma.start()))
        start = comma.end()
    if start < span.end:
        pieces.append(Span(start, span.end))
    if len(pieces) > 1:
        each = [part for piece in pieces for part in _one(text, piece.start, piece.end, names)]
        if len(each) == len(pieces) and all(p.taken.shape == "name" and _ends_it(p) for p in each):
            return each
    return _one(text, span.start, span.end, names)


def _ends_it(part: Part) -> bool:
    """Whether a part is hardly more than its name."""
    name = part.taken.named[0]
    return part.span.end - name.span.end <= 2 and name.type != "place"


def _one(text: str, start: int, end: int, names: Sequence[Name]) -> list[Part]:
    while start < end and not text[start].isalnum() and text[start] not in "@":
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    if start >= end:
        return []
    span = Span(start, end)
    return [Part(span, phrase(text, [span], [name for name in names if span.meets(name.span)]))]


def _is_somebody(part: Part) -> bool:
    return part.taken.shape in ("name", "pronoun", "description")


def _fits(text: str, found: Sequence[Part]) -> bool:
    """Whether the last parts are somebody beside the first, and not the end of what is said of them."""
    first = found[0]
    for before, part in pairwise(found):
        closed = text[before.span.end : part.span.start].lstrip().startswith(",")
        aside = _aside(text, before)
        if part.taken.shape == "name":
            name = part.taken.named[0]
            leads = first.taken.named[0].type if first.taken.named else "person"
            if (name.type == "place") != (leads == "place") or (aside and not closed):
                return False
            if aside and text[part.span.start].islower():  # "Ana Brooks, who left, and beat Ben Hart"
                return False
        elif part.taken.shape == "description":
            many = part.taken.plural and part.taken.head.isalpha() and first.taken.shape == "name"
            plain = many or _MORE.match(text, part.span.start)
            if aside or not plain:
                return False
    return True


def _aside(text: str, part: Part) -> bool:
    """Whether a comma after the name leads to more of its own: "Ana Brooks, a friend of"."""
    if not part.taken.named:
        return False
    after = re.sub(r"\([^()]*\)", "", text[part.taken.named[0].span.end : part.span.end])
    return bool(re.match(r"\s*,\s*\w", after))


def meant(taken: Phrase, word: int, setting: Setting, together: Sequence[Sequence[Entity]]) -> tuple[Entity, ...]:
    """Whom "both" or "all three candidates" mean; empty when the source says nothing of the kind, or nobody fits.

    `together` are those who spoke together before, the latest last; else the article's latest list of so many, within
    BACK sentences before the word at which the source stands.
    """
    if pair := _namesakes(taken, setting):
        return pair
    size = _size(taken)
    if not size:
        return ()
    for those in reversed(together[-3:]):
        if len(those) == size:
            return tuple(those)
    return _joined(word, size, setting)


def _namesakes(taken: Phrase, setting: Setting) -> tuple[Entity, ...]:
    """The two whom "the Oseis" are; empty when the source is no such thing, or more or fewer have the surname."""
    words = taken.words[1:] if taken.words[:1] == ("the",) else taken.words
    if len(words) != 1 or len(words[0]) < 4 or not words[0].endswith("s"):
        return ()
    surname = words[0].removesuffix("es" if words[0].endswith(("ses", "zes", "ches", "xes")) else "s")
    those = [e for e in setting.entities if e.type == "person" and len(e.words) > 1 and e.words[-1] == surname]
    return tuple(those) if len(those) == 2 else ()


def _size(taken: Phrase) -> int:
    if taken.shape not in ("description", "pronoun"):
        return 0
    said = " ".join(taken.words)
    if _TWO.fullmatch(said):
        return 2
    counted = _ALL.fullmatch(said)
    return _SIZES[counted[1]] if counted else 0


def listed_before(text: str, word: int, setting: Setting) -> tuple[Entity, ...]:
    """Who stand together as the subject that "they" takes up; empty when no list does.

    The list opens the sentence of the pronoun or the one before: "Brooks and Hart met. They agreed."
    """
    here = setting.layout.sentence[word]
    last = setting.before(word)
    run: list[Name] = []
    for name in reversed(setting.names[max(0, last - FURTHEST) : last]):
        if setting.layout.sentence[name.first] < here - 1:
            break
        if run and _LINK.fullmatch(text, name.span.end, run[-1].span.start):
            run.append(name)
        elif _is_subject(text, run, setting):
            break
        else:
            run = [name]
    if not _is_subject(text, run, setting):
        return ()
    those = tuple(dict.fromkeys(setting.of[name] for name in reversed(run)))
    return those if len(those) > 1 and {one.type for one in those} in _SPEAK else ()


def _is_subject(text: str, run: Sequence[Name], setting: Setting) -> bool:
    """Whether names, the last first, are a list that opens its sentence."""
    return len(run) > 1 and bool(_AND.search(text, run[1].span.end, run[0].span.start)) and _begins(run[-1], setting)


def _begins(name: Name, setting: Setting) -> bool:
    """Whether nothing but titles and the like stands between the start of a sentence and a name."""
    layout, at = setting.layout, name.first
    while at > 0 and layout.sentence[at - 1] == layout.sentence[name.first] and name.first - at < LEAD:
        at -= 1
        if layout.lower[at] in (",", ";", "that", "and", "of", "with", "by"):
            return False
    return at == 0 or layout.sentence[at - 1] != layout.sentence[name.first]


def _joined(word: int, size: int, setting: Setting) -> tuple[Entity, ...]:
    """The latest so many persons, or else bodies, that stand together in a sentence before a word or around it."""
    layout = setting.layout
    last = bisect_left(setting.names, word, key=lambda name: name.first)
    since = max(0, last - 40)
    for kind in ("person", "organisation"):
        found: list[Entity] = []
        for name in reversed(setting.names[since:last]):
            if layout.sentence[word] - layout.sentence[name.first] > BACK:
                break
            entity = setting.of[name]
            if entity.type == kind and entity not in found:
                found.append(entity)
            if len(found) > size:
                break
        if len(found) >= size:
            nearest = found[:size] if len(found) == size else _in_one_sentence(word, kind, size, setting)
            if nearest:
                return tuple(reversed(nearest))
    return ()


def _in_one_sentence(word: int, kind: str, size: int, setting: Setting) -> list[Entity]:
    """So many and no more who are named in the same sentence, the nearest before a word."""
    layout = setting.layout
    last = bisect_left(setting.names, word, key=lambda name: name.first)
    by_sentence: dict[int, list[Entity]] = {}
    for name in reversed(setting.names[max(0, last - 40) : last]):
        number = layout.sentence[name.first]
        if layout.sentence[word] - number > BACK:
            break
        entity = setting.of[name]
        those = by_sentence.setdefault(number, [])
        if entity.type == kind and entity not in those:
            those.append(entity)
    return next((those for _, those in sorted(by_sentence.items(), reverse=True) if len(those) == size), [])
