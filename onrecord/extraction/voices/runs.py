"""Runs of words with one label: where each name of an article begins and ends, as the network's labels have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from onrecord.extraction.voices.gender import Gender
from onrecord.extraction.windows import Tokens

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

_PARTICLES = frozenset("al bin da de del den der di do dos du el ibn la le ter van von zu".split())
"""Small words within the name of a person."""
_JOINS = frozenset(".-&'’")


def word_at(text: str, tokens: Tokens, at: int) -> str:
    """A word as the text has it."""
    return text[tokens.words[at].start : tokens.words[at].end]


def lone_words(text: str, tokens: Tokens, labels: Sequence[int]) -> frozenset[str]:
    """The words of persons' names that no hyphen joins to another: "the Clinton-Sanders debate" is of two persons."""
    found: set[str] = set()
    for at, label in enumerate(labels):
        beside = {word_at(text, tokens, n) for n in (at - 1, at + 1) if 0 <= n < len(labels)}
        if (label + 1) // 2 == 1 and "-" not in beside:
            found.add(word_at(text, tokens, at))
    return frozenset(found)


def runs_of(
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
        if start >= 0 and not mine and kind <= 2 and at not in ends and _bridges(text, tokens, labels, at, kind):
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
    return at + 1 < len(tokens.words) and {word_at(text, tokens, at - 1), word_at(text, tokens, at + 1)} <= lone


def _stops(text: str, tokens: Tokens, last: int, at: int) -> bool:
    """Whether a mark after the word `last` is the point of a sentence, not of an initial, a title or "U.S."."""
    if text[tokens.words[at].start] != "." or not text[tokens.words[at].end : tokens.words[at].end + 1].isspace():
        return False
    word = word_at(text, tokens, last)
    return len(word) > 2 and word.lower() not in TITLES


def _bridges(text: str, tokens: Tokens, labels: Sequence[int], at: int, kind: int) -> bool:
    """Whether a small word stands between two parts of a name ("Federation of Teachers", "Ana de la Cruz")."""
    if kind == 2:
        ahead = at + 1 if word_at(text, tokens, at) in ("of", "for") else len(labels)
    else:
        ahead = at
        while ahead < min(len(labels), at + 2) and word_at(text, tokens, ahead) in _PARTICLES:
            ahead += 1
        if ahead == at:
            return False
    if ahead >= len(labels):
        return False
    return (labels[ahead] + 1) // 2 == kind and word_at(text, tokens, ahead)[:1].isupper()
