"""The names in an article: runs of words that the network takes for a person, an organisation or a place.

The network labels words (NAME_LABELS, begin-inside-outside as in CoNLL 2003, Tjong Kim Sang and De Meulder); here
labels become spans. Marks inside a name ("Mark-Viverito", "Donald J. Trump") have no label of their own and follow
their words. Titles before a name are no part of it, but tell whether a man or a woman is meant.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from onrecord.extraction.voices.known import SURNAMES
from onrecord.extraction.voices.lexicon import ALSO_WORDS, PARTIES
from onrecord.extraction.windows import Tokens
from onrecord.span import Span

Gender = Literal["man", "woman"]
NameType = Literal["person", "organisation", "place", "other"]

NAME_LABELS = (
    "O", "B-person", "I-person", "B-organisation", "I-organisation", "B-place", "I-place", "B-other", "I-other",
)  # fmt: skip
"""What a word can be to a name."""

TITLES: Mapping[str, Gender | None] = {
    **dict.fromkeys("mr sir lord king prince duke".split(), "man"),
    **dict.fromkeys("mrs ms miss lady dame queen princess duchess".split(), "woman"),
    **dict.fromkeys("congressman councilman assemblyman alderman chairman".split(), "man"),
    **dict.fromkeys("congresswoman councilwoman assemblywoman chairwoman".split(), "woman"),
    **dict.fromkeys(
        "dr prof professor sen senator rep representative gov governor president vice former ex secretary speaker "
        "mayor judge justice gen general col colonel lt lieutenant maj major capt captain sgt sergeant adm admiral "
        "cmdr "
        "commander rev reverend father pastor bishop archbishop cardinal rabbi imam prime minister chancellor "
        "premier chairperson chair attorney ambassador director sheriff chief officer detective del delegate "
        "councillor councilmember commissioner treasurer comptroller deputy undersecretary acting elect then host "
        "anchor".split()
    ),
    "pope": "man",
}
"""Words before a name that are no part of it, in lower case without points, and the gender that some tell."""

_POINTED = frozenset("jr sr inc co corp".split())
_JUNIOR = re.compile(r",? (?:Jr\b\.?|Sr\b\.?|II\b|III\b|IV\b)")
_JOINS = frozenset(".-&'’")
_CALLED = frozenset("pope king queen prince princess".split())
"""Titles that are half of the name of whoever has but one: "Pope Francis"."""
_PAPERS = frozenset("post times globe herald examiner journal tribune star sun gazette chronicle university".split())
"""Words after a place with which it is the name of a body: "the Washington Post"."""
_SMALL = frozenset("of the and for in on at de del der la le van von bin al el da dos du".split())


@dataclass(frozen=True, slots=True)
class Name:
    """One mention of somebody or something by name."""

    span: Span
    """Where it stands, without titles."""
    first: int
    """Its first word in the article."""
    end: int
    """The word after its last."""
    words: tuple[str, ...]
    """Its words in lower case without points, marks and initials: what it is compared by."""
    type: NameType
    """What the network takes it for."""
    gender: Gender | None
    """What a title before it or its given name tells; None when neither does."""
    titled: bool
    """Whether a title told the gender: that is surer than a given name."""
    shouted: bool = False
    """Whether it stands in a block whose words are nearly all capitalised, where names have no clear ends."""


def names(text: str, tokens: Tokens, labels: Sequence[int], first: int = 0) -> list[Name]:
    """The names of some words of an article, in order.

    `labels` are places in NAME_LABELS, one for every word of `tokens`; `first` is the number, in the whole article,
    of the first of these words.
    """
    found: list[Name] = []
    shouting = [_shouts(text, tokens, *block) for block in tokens.blocks]
    mended = _noticed(text, tokens, labels)
    lone = _lone(text, tokens, mended)
    for begin, end, kind in _runs(text, tokens, mended, lone):
        begin, end = _trimmed(text, tokens, begin, end)
        if begin == end:
            continue
        span = Span(tokens.words[begin].start, tokens.words[end - 1].end)
        junior = _JUNIOR.match(text, span.end) if kind == "person" else None
        if junior is not None:
            span = Span(span.start, junior.end())
        elif text.startswith(".", span.end) and _word(text, tokens, end - 1).lower() in _POINTED:
            span = Span(span.start, span.end + 1)
        spoken = comparable(span.of(text))
        if not spoken or (spoken[0] == span.of(text).lower() and len(spoken[0]) == 1):
            continue
        if kind in ("organisation", "other") and len(spoken) == 1 and spoken[0] in SURNAMES:
            kind = kind if begin and _word(text, tokens, begin - 1).lower() in ("the", "a", "an") else "person"
        gender = TITLES.get(spoken[0]) if spoken[0] in _CALLED else _title_gender(text, tokens, begin)
        given = given_gender(spoken) if kind == "person" else None
        loud = shouting[bisect_right(tokens.blocks, begin, key=lambda block: block[1])]
        told = gender is not None
        found.append(Name(span, first + begin, first + end, spoken, kind, gender or given, told, loud))
    return found


def comparable(name: str) -> tuple[str, ...]:
    """The words of a name by which it is compared: lower case, no points, no initials, no possessive, no article."""
    spoken = name.replace("’s", "").replace("'s", "").replace(".", "").replace(",", " ").replace("-", " ")
    parts = [word.strip("’'“”\"()[]") for word in spoken.lower().split()]
    kept = tuple(word for word in parts if len(word) > 1 and word != "the")
    return kept or tuple(word for word in parts if word)


def given_gender(words: Sequence[str]) -> Gender | None:
    """What the given name of a person's name tells; None when there is none or it tells nothing."""
    return _given().get(words[0]) if len(words) > 1 else None


@cache
def _given() -> Mapping[str, Gender]:
    table: dict[str, Gender] = {}
    gender: Gender = "man"
    lines = files("onrecord.extraction.voices").joinpath("given_names.txt").read_text("utf-8").splitlines()
    for line in lines:
        if line in ("man", "woman"):
            gender = line  # type: ignore[assignment]
        elif not line.startswith("#"):
            table.update(dict.fromkeys(line.split(), gender))
    return table


def _shouts(text: str, tokens: Tokens, first: int, end: int) -> bool:
    """Whether nearly all longer words of a block are capitalised, as in headlines."""
    long = [word for word in (_word(text, tokens, at) for at in range(first, min(end, first + 40))) if len(word) > 3]
    return len(long) >= 3 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)


def _noticed(text: str, tokens: Tokens, labels: Sequence[int]) -> Sequence[int]:
    """The labels, with those of capitalised words put right that elsewhere end a person's name of several words."""
    person = NAME_LABELS.index("I-person")
    labels = _widened(text, tokens, labels)
    surnames: set[str] = set()
    for begin, end, kind in _runs(text, tokens, labels, frozenset()):
        if kind == "person" and end - begin > 1:
            surnames.add(_word(text, tokens, end - 1).lower())
    if not surnames:
        return labels
    mended = list(labels)
    for at, label in enumerate(labels):
        word = _word(text, tokens, at)
        shouted = len(word) > 2 and word.isupper()
        before = labels[at - 1] if at else 0
        alone = label in _BODY and not (before + 1) // 2 and not (at + 1 < len(labels) and (labels[at + 1] + 1) // 2)
        if (not label or shouted or alone) and word[0].isupper() and word.lower() in surnames:
            after = _word(text, tokens, at + 1)[:1] if at + 1 < len(labels) else ""
            if before in (0, person - 1, person) and not after.isupper():
                mended[at] = person
    return mended


def _widened(text: str, tokens: Tokens, labels: Sequence[int]) -> list[int]:
    """The labels, with words of names that the network missed.

    They are a given name before a surname, "Tax" of "the Tax Foundation", and a capitalised word after a title.
    """
    wide = list(labels)
    given, starts = _given(), {first for first, _ in tokens.blocks}
    for at in range(1, len(labels)):
        if not wide[at] and at not in starts and _is_titled(text, tokens, at):
            wide[at] = 1
    lone = {_word(text, tokens, at) for at in range(1, len(labels)) if not wide[at] and _is_given(text, tokens, at)}
    for at in range(len(labels)) if lone else ():
        if not wide[at] and _word(text, tokens, at) in lone:
            wide[at] = 1
    for at in range(len(labels) - 1, 0, -1):
        if wide[at] in (0, 7, 8) or at in starts:
            continue
        before = at - 1
        word = _word(text, tokens, before)
        kind = (wide[at] + 1) // 2
        if kind == 2 and (wide[before] + 1) // 2 == 3 and _word(text, tokens, at).lower() in _PAPERS:
            wide[before] = wide[at]  # "the Washington Post"
            continue
        if word in ("Will", "May") and (before in starts or not _word(text, tokens, before - 1)[0].isalnum()):
            continue  # "Will Sanders stay?"
        if not word[0].isupper() or (wide[before] + 1) // 2 == kind or text[tokens.words[before].end] != " ":
            continue
        if kind == 1:
            after_title = before > 0 and before not in starts and _is_titled(text, tokens, before)
            if (word.lower() in given or after_title or _opens(text, tokens, before, wide)) and (
                word.lower() not in TITLES
            ):
                wide[before] = wide[at]
        elif kind == 2 and not wide[before] and before not in starts:
            if word.lower() in TITLES and _word(text, tokens, at) != "Department":
                continue
            ahead = _word(text, tokens, before - 1) if before else "."
            if ahead[0].islower() or ahead in "’'":
                wide[before] = wide[at]
    return wide


def _opens(text: str, tokens: Tokens, at: int, labels: Sequence[int]) -> bool:
    """Whether an unlabelled capitalised word within a sentence can be the given name before a surname."""
    if labels[at] or at == 0 or not _word(text, tokens, at - 1)[0].islower():
        return False
    if _word(text, tokens, at - 1) == "of":  # "former secretary of State Clinton"
        return False
    return len(_word(text, tokens, at)) > 2 and _word(text, tokens, at).lower() not in PARTIES


def _is_given(text: str, tokens: Tokens, at: int) -> bool:
    """Whether a word within a sentence is a given name that stands alone and is no word of the language."""
    word = _word(text, tokens, at)
    if not word[0].isupper() or word.lower() not in _given() or word.lower() in ALSO_WORDS:
        return False
    before = _word(text, tokens, at - 1)
    after = _word(text, tokens, at + 1) if at + 1 < len(tokens.words) else "."
    return before[0].islower() and not after[0].isupper()


def _is_titled(text: str, tokens: Tokens, at: int) -> bool:
    """Whether a capitalised word stands right after a title that is written as one."""
    word = _word(text, tokens, at)
    if len(word) < 3 or not word[0].isupper() or word.lower() in TITLES:
        return False
    title = _word(text, tokens, at - 1)
    if title == "." and at > 1:
        title = _word(text, tokens, at - 2)
    return title in _WRITTEN


_BODY = (NAME_LABELS.index("B-organisation"), NAME_LABELS.index("B-other"))
_WRITTEN = frozenset("Mr Mrs Ms Dr Sen Rep Gov President Senator Governor Secretary Mayor Judge Gen".split())


def _word(text: str, tokens: Tokens, at: int) -> str:
    return text[tokens.words[at].start : tokens.words[at].end]


def _lone(text: str, tokens: Tokens, labels: Sequence[int]) -> frozenset[str]:
    """The words of persons' names that no hyphen joins to another: "the Clinton-Sanders debate" is of two persons."""
    found: set[str] = set()
    for at, label in enumerate(labels):
        beside = {_word(text, tokens, n) for n in (at - 1, at + 1) if 0 <= n < len(labels)}
        if (label + 1) // 2 == 1 and "-" not in beside:
            found.add(_word(text, tokens, at))
    return frozenset(found)


def _runs(
    text: str, tokens: Tokens, labels: Sequence[int], lone: frozenset[str]
) -> Iterator[tuple[int, int, NameType]]:
    """Ranges of words with one type; a mark between two words of a name belongs to it when nothing is between.

    A hyphen between two of the words `lone` does not join them.
    """
    kinds: tuple[NameType, ...] = ("person", "organisation", "place", "other")
    ends = {end for _, end in tokens.blocks}
    start, kind, last = -1, 0, -1
    for at in range(len(tokens.words)):
        char = text[tokens.words[at].start]
        if not char.isalnum():
            joins = char in _JOINS and at not in ends and not _stops(text, tokens, last, at)
            if start < 0 or (joins and not (char == "-" and _is_pair(text, tokens, at, lone))):
                continue
            label = 0
        else:
            label = labels[at]
        mine = (label + 1) // 2
        if start >= 0 and not mine and kind == 2 and at not in ends and _bridges(text, tokens, labels, at):
            continue
        if start >= 0 and (mine != kind or at in ends):
            yield start, last + 1, kinds[kind - 1]
            start = -1
        if mine and start < 0:
            start, kind = at, mine
        if mine:
            last = at
    if start >= 0:
        yield start, last + 1, kinds[kind - 1]


def _is_pair(text: str, tokens: Tokens, at: int, lone: frozenset[str]) -> bool:
    """Whether a hyphen stands between two names."""
    return at + 1 < len(tokens.words) and {_word(text, tokens, at - 1), _word(text, tokens, at + 1)} <= lone


def _stops(text: str, tokens: Tokens, last: int, at: int) -> bool:
    """Whether a mark after the word `last` is the point of a sentence, not of an initial, a title or "U.S."."""
    if text[tokens.words[at].start] != "." or not text[tokens.words[at].end : tokens.words[at].end + 1].isspace():
        return False
    word = _word(text, tokens, last)
    return len(word) > 2 and word.lower() not in TITLES


def _bridges(text: str, tokens: Tokens, labels: Sequence[int], at: int) -> bool:
    """Whether a small word stands between two parts of an organisation's name ("Federation of Teachers")."""
    if _word(text, tokens, at) not in ("of", "for") or at + 1 >= len(labels):
        return False
    return (labels[at + 1] + 1) // 2 == 2 and _word(text, tokens, at + 1)[:1].isupper()


def _trimmed(text: str, tokens: Tokens, begin: int, end: int) -> tuple[int, int]:
    """A range without titles and small words at its start, and without possessives and small words at its end."""
    while begin < end:
        word = _word(text, tokens, begin)
        key = word.lower()
        if key in _CALLED and end - begin == 2:
            break
        titled = key in TITLES and end - begin > 1 and _word(text, tokens, begin + 1) != "Department"
        if not word[0].isalnum() or key in _SMALL or titled:
            begin += 1
        else:
            break
    while begin < end:
        word = _word(text, tokens, end - 1)
        if (
            not word[0].isalnum()
            or word.lower() in _SMALL
            or (word == "s" and text[tokens.words[end - 1].start - 1] in "’'")
        ):
            end -= 1
        else:
            break
    return begin, end


def _title_gender(text: str, tokens: Tokens, begin: int) -> Gender | None:
    """What the titles right before a name tell."""
    at = begin - 1
    while at >= 0 and begin - at <= 5:
        word = _word(text, tokens, at).lower()
        if word == ".":
            at -= 1
            continue
        if word not in TITLES:
            return None
        if TITLES[word]:
            return TITLES[word]
        at -= 1
    return None
