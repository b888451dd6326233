"""Labels put right before names are made of them: words of names that the network missed or took for others."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extraction.voices.gender import given
from onrecord.extraction.voices.known import SURNAMES
from onrecord.extraction.voices.lexicon import ALSO_WORDS, PARTIES
from onrecord.extraction.voices.runs import NAME_LABELS, TITLES, runs_of, word_at
from onrecord.extraction.windows import Tokens

_PAPERS = frozenset("post times globe herald examiner journal tribune star sun gazette chronicle university".split())
"""Words after a place with which it is the name of a body: "the Washington Post"."""


def mended(text: str, tokens: Tokens, labels: Sequence[int]) -> Sequence[int]:
    """The labels, with those of capitalised words put right that elsewhere end a person's name of several words.

    So are the surnames that are known beyond doubt.
    """
    labels = _widened(text, tokens, labels)
    surnames = set(SURNAMES)
    for begin, end, kind in runs_of(text, tokens, labels, frozenset()):
        if kind == "person" and end - begin > 1:
            surnames.add(word_at(text, tokens, end - 1).lower())
    surnames -= TITLES.keys()
    right = list(labels)
    for at, label in enumerate(labels):
        word = word_at(text, tokens, at)
        if not word[0].isupper() or word.lower() not in surnames:
            continue
        shouted = len(word) > 2 and word.isupper()
        before = labels[at - 1] if at else 0
        apart = not (before + 1) // 2 and not (at + 1 < len(labels) and (labels[at + 1] + 1) // 2)
        body = label in _BODY or (label == _PLACE and not _is_where(text, tokens, at))
        body = body and not (word.lower() in SURNAMES and at and word_at(text, tokens, at - 1).lower() in _ARTICLES)
        if not label or shouted or (body and apart):
            after = word_at(text, tokens, at + 1)[:1] if at + 1 < len(labels) else ""
            if before in (0, *_PERSON) and not after.isupper():
                right[at] = _PERSON[1]
    return right


def _is_where(text: str, tokens: Tokens, at: int) -> bool:
    """Whether a word stands where a place does: after "in", before a state."""
    before = word_at(text, tokens, at - 1).lower() if at else ""
    after = text[tokens.words[at].end : tokens.words[at].end + 3]
    return before in _WHERE or (after.startswith(", ") and after[2:].isupper())


def _widened(text: str, tokens: Tokens, labels: Sequence[int]) -> list[int]:
    """The labels, with words of names that the network missed.

    They are a given name before a surname, "Tax" of "the Tax Foundation", and a capitalised word after a title.
    """
    wide = list(labels)
    givens, starts = given(), {first for first, _ in tokens.blocks}
    for at in range(1, len(labels)):
        if not wide[at] and at not in starts and _is_titled(text, tokens, at):
            wide[at] = 1
    lone = {word_at(text, tokens, at) for at in range(1, len(labels)) if not wide[at] and _is_given(text, tokens, at)}
    for at in range(len(labels)) if lone else ():
        if not wide[at] and word_at(text, tokens, at) in lone:
            wide[at] = 1
    for at in range(len(labels) - 1, 0, -1):
        if wide[at] in (0, 7, 8) or at in starts:
            continue
        before = at - 1
        word = word_at(text, tokens, before)
        kind = (wide[at] + 1) // 2
        if kind == 2 and (wide[before] + 1) // 2 == 3 and word_at(text, tokens, at).lower() in _PAPERS:
            wide[before] = wide[at]  # "the Washington Post"
            continue
        if word in ("Will", "May") and (before in starts or not word_at(text, tokens, before - 1)[0].isalnum()):
            continue  # "Will Sanders stay?"
        if not word[0].isupper() or (wide[before] + 1) // 2 == kind or text[tokens.words[before].end] != " ":
            continue
        if kind == 1:
            after_title = before > 0 and before not in starts and _is_titled(text, tokens, before)
            if (word.lower() in givens or after_title or _opens(text, tokens, before, wide)) and (
                word.lower() not in TITLES
            ):
                wide[before] = wide[at]
        elif kind == 2 and _leads(text, tokens, before, wide, starts):
            wide[before] = wide[at]
    return wide


def _leads(text: str, tokens: Tokens, before: int, labels: Sequence[int], starts: set[int]) -> bool:
    """Whether a capitalised word before one of an organisation's belongs to its name.

    A label that says "inside" right after a name of another kind, or after a word that the network missed, says so
    ("America Rising", "Playing Field Promotions").
    """
    word, inside = word_at(text, tokens, before).lower(), labels[before + 1] == _INSIDE
    if word in TITLES and word_at(text, tokens, before + 1) != "Department":
        return False
    if labels[before]:
        alone = labels[before] == _PERSON[0] and word not in given()
        return inside and (alone or labels[before] not in _PERSON)
    if inside:
        return len(word) > 2
    while before not in starts and not labels[before] and word_at(text, tokens, before)[0].isupper():
        before -= 1
    ahead = word_at(text, tokens, before)
    return before not in starts and (ahead[0].islower() or ahead in "’'")


def _opens(text: str, tokens: Tokens, at: int, labels: Sequence[int]) -> bool:
    """Whether an unlabelled capitalised word within a sentence can be the given name before a surname."""
    if labels[at] or at == 0 or not word_at(text, tokens, at - 1)[0].islower():
        return False
    if word_at(text, tokens, at - 1) == "of":  # "former secretary of State Clinton"
        return False
    return len(word_at(text, tokens, at)) > 2 and word_at(text, tokens, at).lower() not in PARTIES


def _is_given(text: str, tokens: Tokens, at: int) -> bool:
    """Whether a word within a sentence is a given name that stands alone and is no word of the language."""
    word = word_at(text, tokens, at)
    if not word[0].isupper() or word.lower() not in given() or word.lower() in ALSO_WORDS:
        return False
    before = word_at(text, tokens, at - 1)
    after = word_at(text, tokens, at + 1) if at + 1 < len(tokens.words) else "."
    return before[0].islower() and not after[0].isupper()


def _is_titled(text: str, tokens: Tokens, at: int) -> bool:
    """Whether a capitalised word stands right after a title that is written as one."""
    word = word_at(text, tokens, at)
    if len(word) < 3 or not word[0].isupper() or word.lower() in TITLES:
        return False
    title = word_at(text, tokens, at - 1)
    if title == "." and at > 1:
        title = word_at(text, tokens, at - 2)
    return title in _WRITTEN


_PERSON = (NAME_LABELS.index("B-person"), NAME_LABELS.index("I-person"))
_PLACE = NAME_LABELS.index("B-place")
_INSIDE = NAME_LABELS.index("I-organisation")
_BODY = (NAME_LABELS.index("B-organisation"), NAME_LABELS.index("B-other"))
_WRITTEN = frozenset("Mr Mrs Ms Dr Sen Rep Gov President Senator Governor Secretary Mayor Judge Gen".split())
_WHERE = frozenset("in at from to near of across outside around through throughout north south east west".split())
_ARTICLES = frozenset(("the", "a", "an"))
"""Before a known surname they tell that something bears it: "the Obama"."""
