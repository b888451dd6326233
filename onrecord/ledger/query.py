"""What a person types becomes a query of the index, and nothing of it is ever read as the index's own syntax.

The words are taken out of whatever is given (brackets, operators, quotation marks, NUL, anything) and each is put in
quotation marks again. Words that stand in quotation marks in the question have to stand together in the answer; all
others may stand anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.chain import listed
from onrecord.errors import UsageError

MOST_WORDS = 64
"""Words of a query that count; a pasted page of words is no query, and each word is a look-up."""

MOST_NAMED = 4
"""Words that a question names one by one; more are named as they stand."""

NEAR = 8
"""Words between the first and the last word of a query that make a statement fit better than words far apart."""

_ACCENTED = re.compile("[^\\x00-\\x7f“”‘’„–—…•]")
_TOKEN = re.compile(r"[^\W_]+")
_PHRASE = re.compile('["“”„«»]([^"“”„«»]*)["“”„«»]')


@dataclass(frozen=True, slots=True)
class Words:
    """The words that a person asked for."""

    groups: tuple[tuple[str, ...], ...]
    """Words that have to stand together; a word that may stand anywhere is a group of its own."""

    @classmethod
    def of(cls, given: str) -> Words:
        """The words in what was typed; raises UsageError when there is none."""
        text = unicodedata.normalize("NFC", given)
        groups: list[tuple[str, ...]] = []
        last = 0
        for quoted in _PHRASE.finditer(text):
            groups += [(word,) for word in split(text[last : quoted.start()])]
            groups += [tuple(phrase)] if (phrase := split(quoted[1])) else []
            last = quoted.end()
        groups += [(word,) for word in split(text[last:])]
        if not groups:
            raise UsageError(f"There is no word in {given[:60]!r}. Give at least one word to look for.")
        return cls(_first(groups, MOST_WORDS))

    def __str__(self) -> str:
        """The words as a sentence has them: “peace deal”, “border” and “wall”."""
        if len(self.groups) > MOST_NAMED:
            return f"all of “{' '.join(word for group in self.groups for word in group)}”"
        named = [f"“{' '.join(group)}”" for group in self.groups]
        return listed(named)

    def apart(self) -> Words:
        """The same words, each of which may stand anywhere."""
        return Words(tuple((word,) for group in self.groups for word in group))

    def anywhere(self) -> str:
        """The query for every group, wherever it stands."""
        return " AND ".join(_phrase(group) for group in self.groups)

    def together(self) -> str:
        """The query for all the words in their order with nothing between."""
        return _phrase([word for group in self.groups for word in group])

    def distance(self, content: str) -> int:
        """How far apart the words stand in a statement: 0 in their order with nothing between, 1 near each other, 2
        further apart or in other forms."""
        asked = [bare(word) for group in self.groups for word in group]
        there = _TOKEN.findall(bare(content))
        if len(asked) == 1:
            return 0 if asked[0] in there else 2
        places = [(at, word) for at, word in enumerate(there) if word in asked]
        nearest = 2
        for start, (at, word) in enumerate(places):
            if word == asked[0] and there[at : at + len(asked)] == asked:
                return 0
            missing = set(asked)
            for end, other in places[start:]:
                if end - at > len(asked) + NEAR:
                    break
                missing.discard(other)
                if not missing:
                    nearest = 1
                    break
        return nearest

    def near(self) -> str:
        """The query for all groups within a few words of each other."""
        return f"NEAR({' '.join(_phrase(group) for group in self.groups)}, {NEAR})"


def bare(text: str) -> str:
    """The text in small letters without accents."""
    if text.isascii():
        return text.lower()
    if not _ACCENTED.search(text):
        return text.lower()  # most articles: nothing but typographers' quotation marks and dashes
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if unicodedata.category(c)[0] != "M")


def split(text: str) -> list[str]:
    """The words of a text as the index sees them: runs of letters and digits with their accents."""
    spaced = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text)
    return [word for word in spaced.split() if any(c.isalnum() for c in word)]


def _phrase(words: Sequence[str]) -> str:
    return f'"{" ".join(words)}"'


def _first(groups: Sequence[tuple[str, ...]], most: int) -> tuple[tuple[str, ...], ...]:
    kept: list[tuple[str, ...]] = []
    for group in groups:
        left = most - sum(map(len, kept))
        if left <= 0:
            break
        kept.append(group[:left])
    return tuple(kept)
