"""The fuller form of a description: "the poll" where the article has "the Harbour Post-KLN poll", "his campaign"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.extraction.voices.known import known_name
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.lexicon import HEADS
from onrecord.extraction.voices.phrases import Phrase
from onrecord.extraction.voices.setting import Setting

FAR = 40
"""So many earlier places of a description's head are looked at, and a few later ones."""
LONGEST = 3
"""Words of a description that may stand for a fuller one."""
POSSESSIVES: Mapping[str, str] = {"his": "he", "her": "she", "their": "they", "its": "it"}
CAMP = frozenset(("camp", "team"))
"""Other words for a campaign."""
SHORT = 4
"""Words of "the Ana Brooks camp", its possessive among them."""

_SAME: Mapping[str, tuple[str, ...]] = {
    "poll": ("survey",),
    "survey": ("poll",),
    **dict.fromkeys(("findings", "results", "numbers", "data", "figures"), ("poll", "survey", "study", "report")),
}
"""Other heads that the fuller form may have, where none has the same."""
_MADE_KNOWN = frozenset("a the new latest recent national nationwide statewide separate".split())
"""What may stand before the head of a paper that is named more fully soon after."""
_DATES = frozenset("jan feb mar apr aug sept oct nov dec".split()) | frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)
_BY = frozenset(("by", "from"))
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
        for head in (phrase.head, *_SAME.get(phrase.head, ())):
            places = self._heads().get(head, [])
            before = [] if phrase.indefinite else [at for at in places if at < word][-FAR:]
            after = [at for at in places if at > word + len(phrase.words)][:5]
            for at in (*reversed(before), *after):
                first = self._first(at)
                if first < at:
                    return self._layout.shown(self._text, first, at + 1)
                if phrase.head in HEADS["paper"] and (last := self._last(at)):
                    return self._layout.shown(self._text, at, last)
        return None

    def _last(self, at: int) -> int:
        """The word after whom a paper is by ("the survey by the Harbour Institute"); nought when that is not said."""
        words, lower, sentence = self._layout.words, self._layout.lower, self._layout.sentence
        by = next(
            (n for n in range(at + 1, min(len(words) - 1, at + 4)) if lower[n] in _BY or not words[n].isalpha()), 0
        )
        if not by or lower[by] not in _BY or sentence[by] != sentence[at]:
            return 0
        last = by
        for n in range(by + 1, min(len(words), by + 12)):
            if sentence[n] != sentence[at] or lower[n] in _DATES:
                break
            if words[n][0].isupper() or (last > by and _is_thing(lower[n])):
                last = n
            elif lower[n] not in _INNER and lower[n] not in ("the", ".", "’", "'", "s"):
                break
        return last + 1 if last > by else 0

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
            if words[start][0].isupper() and lower[start] not in _PLAIN and lower[start] not in _DATES:
                first = start
            elif lower[start] not in _INNER and lower[start] not in _DATES and not self._owns(start):
                break
        return first

    def _owns(self, at: int) -> bool:
        """Whether a word is the mark or the "s" of a possessive: "Brooks’s campaign" is a fuller "campaign"."""
        lower = self._layout.lower
        return lower[at] in ("’", "'") or (lower[at] == "s" and at > 0 and lower[at - 1] in ("’", "'"))


def is_short(phrase: Phrase) -> bool:
    """Whether a description points at something that the article has named more fully: "the poll", "the campaign"."""
    if phrase.shape != "description" or phrase.inside or not phrase.words:
        return False
    if len(phrase.words) > 1 and phrase.head in HEADS["paper"] and _MADE_KNOWN.issuperset(phrase.words[:-1]):
        return True
    if len(phrase.words) > LONGEST:
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


def campaign(taken: Phrase, setting: Setting) -> str | None:
    """What "the Brooks camp" is in full where the article has Brooks’s campaign; None when it is no such thing."""
    if taken.head not in CAMP or len(taken.inside) != 1 or len(taken.words) > SHORT:
        return None
    whose = setting.of[taken.inside[0]]
    return f"{known_name(whose)} campaign" if setting.campaigns(whose) else None


def _is_thing(head: str) -> bool:
    return head in HEADS["body"] or head in HEADS["paper"]
