"""The names in an article: runs of words that the network takes for a person, an organisation or a place.

The network labels words (NAME_LABELS, begin-inside-outside as in CoNLL 2003, Tjong Kim Sang and De Meulder); here
labels become spans. Marks inside a name ("Mark-Viverito", "Donald J. Trump") have no label of their own and follow
their words. Titles before a name are no part of it, but tell whether a man or a woman is meant.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extraction.voices.gender import Gender, given_gender
from onrecord.extraction.voices.known import SURNAMES
from onrecord.extraction.voices.mending import mended
from onrecord.extraction.voices.runs import TITLES, NameType, lone_words, runs_of, word_at
from onrecord.extraction.windows import Tokens
from onrecord.span import Span

_POINTED = frozenset("jr sr inc co corp".split())
_JUNIOR = re.compile(r",? (?:Jr\b\.?|Sr\b\.?|II\b|III\b|IV\b)")
_CALLED = frozenset("pope king queen prince princess".split())
"""Titles that are half of the name of whoever has but one: "Pope Francis"."""
_SMALL = frozenset("of the and for in on at de del der la le van von bin al el da dos du".split())
_GIVEN_TOO = frozenset("al van von".split())
"""Those of them that are given names when they are capitalised: "Al Brooks"."""


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
    right = mended(text, tokens, labels)
    lone = lone_words(text, tokens, right)
    for begin, end, kind in runs_of(text, tokens, right, lone):
        begin, end = _trimmed(text, tokens, begin, end)
        if begin == end:
            continue
        span = Span(tokens.words[begin].start, tokens.words[end - 1].end)
        junior = _JUNIOR.match(text, span.end) if kind == "person" else None
        if junior is not None:
            span = Span(span.start, junior.end())
        elif text.startswith(".", span.end) and word_at(text, tokens, end - 1).lower() in _POINTED:
            span = Span(span.start, span.end + 1)
        spoken = comparable(span.of(text))
        if not spoken or (spoken[0] == span.of(text).lower() and len(spoken[0]) == 1):
            continue
        if kind in ("organisation", "other") and len(spoken) == 1 and spoken[0] in SURNAMES:
            kind = kind if begin and word_at(text, tokens, begin - 1).lower() in ("the", "a", "an") else "person"
        gender = TITLES.get(spoken[0]) if spoken[0] in _CALLED else _title_gender(text, tokens, begin)
        given = given_gender(spoken) if kind == "person" else None
        loud = shouting[bisect_right(tokens.blocks, begin, key=lambda block: block[1])]
        told = gender is not None
        found.append(Name(span, first + begin, first + end, spoken, kind, gender or given, told, loud))
    return found


def comparable(name: str) -> tuple[str, ...]:
    """The words of a name by which it is compared: lower case, no points, no initials, no possessive, no article."""
    spoken = name.replace("’s", "").replace("'s", "").replace(".", "").replace(",", " ").replace("-", " ")
    if not spoken.isascii():  # "François" is "Francois" where a writer leaves the marks out
        spoken = "".join(char for char in unicodedata.normalize("NFKD", spoken) if not unicodedata.combining(char))
    parts = [word.strip("’'“”\"()[]") for word in spoken.lower().split()]
    kept = tuple(word for word in parts if len(word) > 1 and word != "the")
    return kept or tuple(word for word in parts if word)


def _shouts(text: str, tokens: Tokens, first: int, end: int) -> bool:
    """Whether nearly all longer words of a block are capitalised, as in headlines."""
    long = [word for word in (word_at(text, tokens, at) for at in range(first, min(end, first + 40))) if len(word) > 3]
    return len(long) >= 3 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)


def _trimmed(text: str, tokens: Tokens, begin: int, end: int) -> tuple[int, int]:
    """A range without titles and small words at its start, and without possessives and small words at its end."""
    while begin < end:
        word = word_at(text, tokens, begin)
        key = word.lower()
        if key in _CALLED and end - begin == 2:
            break
        titled = key in TITLES and end - begin > 1 and word_at(text, tokens, begin + 1) != "Department"
        small = key in _SMALL and (word[0].islower() or key not in _GIVEN_TOO)
        if not word[0].isalnum() or small or titled:
            begin += 1
        else:
            break
    while begin < end:
        word = word_at(text, tokens, end - 1)
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
        word = word_at(text, tokens, at).lower()
        if word == ".":
            at -= 1
            continue
        if word not in TITLES:
            return None
        if TITLES[word]:
            return TITLES[word]
        at -= 1
    return None
