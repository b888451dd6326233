"""The occasion of a statement, and whom it names: "in an interview with KLN", "in a letter to the council"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from onrecord.extraction.voices.addressed import SPEAKING, TELLING
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.objects import Object, object_at
from onrecord.extraction.voices.setting import Setting

if TYPE_CHECKING:
    from onrecord.extraction.voices.resolve import Asked

NEAR = 30
"""Words from a cue within which an occasion is looked for."""
GAP = 5
"""Words between an occasion and the "with" that leads to whom it names, at most."""

Way = Literal["interview", "letter", "speech", "show", "speaking"]
"""What kind of occasion it is."""

_TALKS = frozenset(
    "interview interviews conversation conversations sit-down meeting meetings chat exchange discussion call calls "
    "breakfast lunch dinner session q&a".split()
)
_LETTERS = frozenset(
    "letter letters email emails e-mail e-mails memo note message testimony remarks statement "
    "submission petition video response answer reply".split()
)
_SOUGHT = frozenset(
    "reached contacted interviewed approached asked pressed questioned quizzed grilled challenged confronted".split()
)
"""What somebody was who was made to speak: by whom they were."""
_MEANS = frozenset("phone telephone email e-mail text cellphone".split())
_SPEECHES = frozenset("speech speeches address appearance rally event".split())
_PARTICIPLES = (SPEAKING | TELLING | frozenset("talking talked addressing addressed".split())) & frozenset(
    "speaking telling told tells talking talked writing wrote emailing emailed spoke addressing addressed".split()
)
_SOCIAL = frozenset("twitter facebook youtube instagram snapchat reddit".split())
_STILL = frozenset("on in and to at after before during that when as with while who for by".split())


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where a statement was made, as its own sentence says."""

    way: Way
    """What kind it is."""
    at: int
    """Its word in the article."""
    found: Object | None
    """Whom it names as the other party or the audience; None when it names nobody."""


def occasions(one: Asked, layout: Layout, setting: Setting) -> list[Occasion]:
    """The occasions in the sentence of a cue, the nearest to the cue first."""
    cue, end = layout.range(one.cue[0])
    told = [layout.range(span) for span in one.content]
    found: list[Occasion] = []
    sentence = layout.sentence[cue]
    for at in range(max(0, cue - NEAR), min(len(layout) - 2, end + NEAR)):
        if layout.sentence[at] != sentence or _inside(at, told):
            continue
        one_here = _here(at, layout, setting)
        if one_here is not None and not (one_here.found is not None and _inside(one_here.found.first, told)):
            found.append(one_here)
    return sorted(found, key=lambda each: (each.found is None, min(abs(each.at - cue), abs(each.at - end))))


def _inside(at: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(low <= at < high for low, high in ranges)


def _here(at: int, layout: Layout, setting: Setting) -> Occasion | None:
    """The occasion that a word stands for."""
    word = layout.lower[at]
    if word in _TALKS:
        found = _led(at, ("with", "by"), layout, setting)
        if word.startswith("interview"):
            found = found or _led(at, ("on", "for"), layout, setting, bodies=True)
        found = found or _before(at, layout, setting)
        return Occasion("interview", at, found) if found or word.startswith("interview") else None
    if word in _LETTERS and layout.lower[at + 1] not in _LETTERS:
        return Occasion("letter", at, _led(at, ("to",), layout, setting))
    if word in _SPEECHES:
        return Occasion("speech", at, _led(at, ("to", "before"), layout, setting))
    if word in _PARTICIPLES:
        lead = layout.lower[at + 1] in ("to", "with", "before")
        if word in SPEAKING or word.startswith("talk"):
            return Occasion("speaking", at, object_at(at + 2, layout, setting)) if lead else None
        return Occasion("speaking", at, object_at(at + 1, layout, setting))
    if word in _SOUGHT:
        found = _led(at, ("by",), layout, setting)
        return Occasion("interview", at, found) if found else None
    if word in ("sat", "sits", "sitting") and layout.lower[at + 1] == "down":
        found = _led(at + 1, ("with",), layout, setting)
        return Occasion("interview", at, found) if found else None
    if word == "on":
        return _show(at, layout, setting)
    return None


def _led(at: int, leads: tuple[str, ...], layout: Layout, setting: Setting, *, bodies: bool = False) -> Object | None:
    """The noun phrase after an occasion and a word that leads to it; with `bodies` only the name of one."""
    for lead in range(at + 1, min(len(layout) - 1, at + 2 + GAP)):
        word = layout.lower[lead]
        if layout.sentence[lead] != layout.sentence[at]:
            return None
        if word in leads:
            found = object_at(lead + 1, layout, setting)
            if found is None and word == "by" and layout.lower[lead + 1] in _MEANS:
                continue
            if found is not None and bodies:
                body = found.entity is not None and found.entity.type in ("organisation", "other")
                if not body:
                    continue
            return found
        if not (word[0].isalnum() or word in "’'") or word in ("and", "that", "who", "which", "said", "to"):
            return None
    return None


def _before(at: int, layout: Layout, setting: Setting) -> Object | None:
    """The body whose name stands before an occasion: "a KLN interview"."""
    place = bisect_left(setting.names, at, key=lambda name: name.first) - 1
    if place < 0:
        return None
    name = setting.names[place]
    near = at - name.end <= 1 and all(layout.words[n][0].isalpha() for n in range(name.end, at))
    if not near or setting.of[name].type not in ("organisation", "other"):
        return None
    return Object(name.first, name.end, "name", setting.of[name])


def _show(at: int, layout: Layout, setting: Setting) -> Occasion | None:
    """The programme that "on" leads to: "on KLN's “Morning Watch”", "on KLN"."""
    place = bisect_left(setting.names, at + 1, key=lambda name: name.first)
    if place >= len(setting.names) or setting.names[place].first > at + 2:
        return None
    name = setting.names[place]
    entity = setting.of[name]
    if entity.type not in ("organisation", "other") or layout.sentence[name.first] != layout.sentence[at]:
        return None
    after = layout.words[name.end] if name.end < len(layout) else "."
    if name.words[-1] in _SOCIAL or (after[0].islower() and after not in _STILL and entity.type == "other"):
        return None
    return Occasion("show", at, Object(name.first, name.end, "name", entity))


def everywhere(layout: Layout, setting: Setting) -> list[Occasion]:
    """All occasions of an article that name somebody, in order, those within quotations left out."""
    found: list[Occasion] = []
    words = _TALKS | _LETTERS | _SPEECHES | _PARTICIPLES | _SOUGHT | {"on", "sat", "sits", "sitting"}
    for at in range(len(layout) - 2):
        if layout.lower[at] in words and not setting.is_quoted(at):
            here = _here(at, layout, setting)
            if here is not None and (here.found is not None or layout.lower[at].startswith("interview")):
                found.append(here)
    return found
