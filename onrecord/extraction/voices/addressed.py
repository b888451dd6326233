"""Whom a verb of speaking addresses by its own grammar: "told reporters that", "urged Osei to", "thanked the crowd"."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from onrecord.extraction.voices.known import known_name
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.names import TITLES
from onrecord.extraction.voices.phrases import PRONOUNS
from onrecord.extraction.voices.setting import Setting

if TYPE_CHECKING:
    from onrecord.extraction.voices.resolve import Asked

TELLING = frozenset(
    "told tell tells telling informed informs informing assured assures assuring reminded reminds reminding notified "
    "notifies briefed asked asks asking".split()
)
"""Verbs whose object is told something."""
URGING = frozenset(
    "urged urges urging warned warns warning advised advises advising pressed presses pressing ordered orders ordering "
    "begged begs begging implored invited invites encouraged encourages instructed instructs challenged challenges "
    "pressured pressures called".split()
)
"""Verbs whose object is meant to do something: a "to" or "not" follows it, or what follows is a clause's subject."""
GREETING = frozenset(
    "thanked thanks thanking congratulated congratulates congratulating scolded scolds scolding questioned questions "
    "questioning lectured lectures quizzed".split()
)
"""Verbs whose object is all that is spoken to."""
SPEAKING = frozenset(
    "said says saying say spoke speaks speaking confided confides complained complains wrote writes writing appealed "
    "appeals explained explains admitted apologized apologised responded responds replied replies testified".split()
)
"""Verbs that need "to" before whom they address."""
_LEADS = frozenset("the a an his her their its my our some many several two three fellow former one".split())
_STOPS = frozenset(
    "that to in on at about during for after before as he she it they we i you there this what why how when who whom "
    "whether if not of from with and but or because while where which by more than last late early is was were are be "
    "has had have will would should could can may might must".split()
)
MOST = 5
"""Words of an addressee that has no name, at most."""


def addressed(one: Asked, layout: Layout, setting: Setting, text: str) -> str | None:
    """The addressee that stands right after the cue or at its end; None when the grammar tells of none."""
    return _by_verb(one, layout, setting, text) or _by_occasion(one, layout, setting, text)


def _by_occasion(one: Asked, layout: Layout, setting: Setting, text: str) -> str | None:
    """Whom an occasion in the sentence of the cue names: "in an interview with KLN", "in a letter to the council"."""
    cue, end = layout.range(one.cue[0])
    told = [layout.range(span) for span in (*one.content, *one.source)]
    for at in range(max(0, cue - NEAR), min(len(layout) - 2, end + NEAR)):
        wanted = OCCASIONS.get(layout.lower[at])
        if wanted is None or layout.sentence[at] != layout.sentence[cue] or any(low <= at < high for low, high in told):
            continue
        if layout.lower[at + 1] not in wanted:
            continue
        found = _phrase(at + 2, layout, setting)
        if found is not None:
            start, stop, shown = found
            return shown or layout.shown(text, start, stop)
    return None


NEAR = 30
"""Words from a cue within which an occasion is looked for."""
_WITH, _TO = ("with",), ("to",)
OCCASIONS = {
    **dict.fromkeys("interview interviews conversation call sit-down meeting chat exchange".split(), _WITH),
    **dict.fromkeys("letter email e-mail memo note message tweet speech remarks testimony pitch appeal".split(), _TO),
    "statement": _TO, "appearance": ("before",),
}  # fmt: skip
"""Occasions that name whom something is said to, with the word that leads to the name."""


def _by_verb(one: Asked, layout: Layout, setting: Setting, text: str) -> str | None:
    first, end = layout.range(one.cue[0])
    verb = next((n for n in range(first, end) if _verb(layout.lower[n])), None)
    if verb is None:
        return None
    at = verb + 1
    word = layout.lower[verb]
    if word in SPEAKING or word == "called":
        if (
            at >= len(layout)
            or layout.lower[at] not in ("to", "on")
            or (word == "called") != (layout.lower[at] == "on")
        ):
            return None
        at += 1
    found = _phrase(at, layout, setting)
    if found is None:
        return None
    start, stop, shown = found
    if any(low <= start < high for low, high in (layout.range(span) for span in one.source)):
        return None
    content = layout.range(one.content[0])[0] if one.content else -1
    after = layout.lower[stop] if stop < len(layout) else ""
    if word in URGING and after not in ("to", "not", "against", ",", ":") and content <= start + 1:
        return None
    if word in TELLING and content <= start and start - content < 2 and after not in ("to", "about", "if", "whether"):
        return None
    return shown or layout.shown(text, start, stop)


def _verb(word: str) -> bool:
    return word in TELLING or word in URGING or word in GREETING or word in SPEAKING


def _phrase(at: int, layout: Layout, setting: Setting) -> tuple[int, int, str | None] | None:
    """The name or noun phrase that begins at a word: its range of words, and its name if it is one."""
    if at >= len(layout) or layout.lower[at] in PRONOUNS:
        return None
    place = bisect_left(setting.names, at, key=lambda name: name.first)
    for name in setting.names[place : place + 2]:  # "former U.S. President Donald Trump": the second is who is told
        between = range(at, name.first)
        if name.first - at > 7 or not all(_leads(layout, n) for n in between):
            break
        titled = layout.lower[min(name.end + (layout.words[min(name.end, len(layout) - 1)] == "."), len(layout) - 1)]
        if _alone(layout, name.end) and not (name.type == "place" and titled in TITLES):
            return name.first, name.end, known_name(setting.of[name])
    start = at
    while at < len(layout) and at - start < MOST and layout.sentence[at] == layout.sentence[start]:
        word = layout.lower[at]
        if not word[0].isalnum() or word in _STOPS:
            break
        at += 1
    while start < at and layout.lower[start] in ("the", "a", "an"):
        start += 1
    if start == at or layout.words[at - 1][0].isupper():
        return None
    head = layout.lower[at - 1]
    if not (head.endswith("s") and not head.endswith("ss")) and head not in _GROUPS:
        return None
    return start, at, None


_GROUPS = frozenset(
    "crowd audience people congress committee panel forum court jury board council conference convention house "
    "press meeting public women men children nation country world gathering rally group staff team hearing session "
    "room parliament interviewer woman man judge".split()
)


def _leads(layout: Layout, at: int) -> bool:
    word = layout.lower[at]
    return word in _LEADS or word in TITLES or word == "." or layout.words[at][0].isupper()


def _alone(layout: Layout, end: int) -> bool:
    """Whether a name is not only the owner of what follows ("Osei's supporters"): that is not asked about here."""
    return end >= len(layout) or layout.words[end] not in ("’", "'")
