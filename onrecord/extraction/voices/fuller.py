"""The fuller form of a description: "the poll" where the article has "the Harbour Post-KLN poll", "his campaign"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.lexicon import HEADS
from onrecord.extraction.voices.phrases import Phrase

FAR = 40
"""So many earlier places of a description's head are looked at, and a few later ones."""
LONGEST = 3
"""Words of a description that may stand for a fuller one."""
POSSESSIVES: Mapping[str, str] = {"his": "he", "her": "she", "their": "they", "its": "it"}

_INNER = frozenset(("of", "and", "for", "-", "/", "&"))
_PLAIN = frozenset("the a an this that these those his her their its new latest another one in on at by".split())


class Fuller:
    """Where each head of a description stands in the article."""

    def __init__(self, text: str, layout: Layout) -> None:
        self._text, self._layout = text, layout
        self._places: dict[str, list[int]] | None = None

    def of(self, phrase: Phrase, word: int) -> str | None:
        """The fuller form nearest before a word, else soon after it; None when there is none or none is needed."""
        if not is_short(phrase):
            return None
        places = self._heads().get(phrase.head, [])
        before = [at for at in places if at < word][-FAR:]
        for at in (*reversed(before), *[at for at in places if at > word + 1][:5]):
            first = self._first(at)
            if first < at:
                return self._layout.shown(self._text, first, at + 1)
        return None

    def _heads(self) -> Mapping[str, list[int]]:
        if self._places is None:
            self._places = {}
            wanted = HEADS["body"] | HEADS["paper"]
            for at, word in enumerate(self._layout.lower):
                if word in wanted:
                    self._places.setdefault(word, []).append(at)
        return self._places

    def _first(self, at: int) -> int:
        """The first word of the capitalised words that lead to a head; the head itself when none do."""
        words, lower, sentence = self._layout.words, self._layout.lower, self._layout.sentence
        first = start = at
        while start > 0 and at - start < 8 and sentence[start - 1] == sentence[at]:
            start -= 1
            if words[start][0].isupper() and lower[start] not in _PLAIN:
                first = start
            elif lower[start] not in _INNER and not self._owns(start):
                break
        return first

    def _owns(self, at: int) -> bool:
        """Whether a word is the mark or the "s" of a possessive: "Brooks’s campaign" is a fuller "campaign"."""
        lower = self._layout.lower
        return lower[at] in ("’", "'") or (lower[at] == "s" and at > 0 and lower[at - 1] in ("’", "'"))


def is_short(phrase: Phrase) -> bool:
    """Whether a description points at something that the article has named more fully: "the poll", "the campaign"."""
    if phrase.shape != "description" or phrase.inside or not 0 < len(phrase.words) <= LONGEST:
        return False
    lead = phrase.words[0]
    return (lead in ("the", "this", "that") or len(phrase.words) == 1) and _is_thing(phrase.head)


def owner(phrase: Phrase) -> Phrase | None:
    """The owner of "his campaign" as a pronoun to be resolved; None when the description has none."""
    if phrase.shape != "description" or not phrase.words or phrase.words[0] not in POSSESSIVES:
        return None
    if not _is_thing(phrase.head) or len(phrase.words) > LONGEST:
        return None
    pronoun = POSSESSIVES[phrase.words[0]]
    gender = {"he": "man", "she": "woman"}.get(pronoun)
    return Phrase("pronoun", (pronoun,), pronoun, (), (), gender, pronoun == "they", False)  # type: ignore[arg-type]


def owned(owner: str, words: Sequence[str]) -> str:
    """What an owner has, in words: "Ana Brooks’s campaign"."""
    return f"{owner}’s {' '.join(words)}"


def _is_thing(head: str) -> bool:
    return head in HEADS["body"] or head in HEADS["paper"]
