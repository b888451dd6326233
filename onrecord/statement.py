"""A statement is one attribution: who is given as the origin, the words that attribute, and what is attributed.

`source` is the span, `speaker` whom it means; never one for the other. A field that is not known is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from onrecord.span import Span

Form = Literal["direct", "indirect", "mixed"]
Sourcing = Literal["named", "unnamed", "collective", "document", "media", "author"]
SpeakerType = Literal["person", "organisation", "group", "document"]
Kind = Literal[
    "states", "denies", "accuses", "praises", "demands", "promises", "warns",
    "predicts", "asks", "agrees", "rejects", "believes", "wants",
]  # fmt: skip


UNSURE = 0.5
"""Below this confidence people are told that the reader is unsure: the statement is less likely than not."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person, organisation, group or document that a source stands for."""

    name: str
    """The fullest name the article gives, without titles."""

    type: SpeakerType
    """What the name is the name of."""

    def to_dict(self) -> dict[str, Any]:
        """The speaker as the JSON of an article has it."""
        return {"name": self.name, "type": self.type}


@dataclass(frozen=True, slots=True)
class Said:
    """When it was said: a date interval, both ends included."""

    earliest: str
    """The first day it can have been said on, ISO 8601."""

    latest: str
    """The last day it can have been said on, ISO 8601."""

    span: Span | None
    """The time expression it was worked out from; None when it is the publication date alone."""

    def to_dict(self) -> dict[str, Any]:
        """The interval as the JSON of an article has it."""
        return {"from": self.earliest, "to": self.latest, "span": list(self.span) if self.span else None}

    def in_words(self) -> str:
        """The day, or the first and the last: "2026-10-12 to 2026-10-18"."""
        return " to ".join(dict.fromkeys((self.earliest, self.latest)))


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution: source, cue and content spans, and all that hangs on them."""

    id: int
    """Its number in the article, from 1, in the order of first characters."""

    source: tuple[Span, ...]
    """Who is given as the origin; empty when nobody is."""

    cue: tuple[Span, ...]
    """The words that attribute ("told", "according to"); one span."""

    content: tuple[Span, ...]
    """What is attributed, in one or more pieces, in the order of the text."""

    form: Form
    """`direct` when all of the content stands in quotation marks, `indirect` when none does, else `mixed`."""

    confidence: float
    """How sure the reader is of the statement, its words and its speaker together, 0 to 1, two decimals."""

    within: int | None = None
    """The id of the statement whose content this one is inside of."""

    speaker: Speaker | None = None
    """Whom the source means; None when it is not known."""

    sourcing: Sourcing | None = None
    """Who can be held to it."""

    addressee: str | None = None
    """Whom it was said to."""

    channel: str | None = None
    """The occasion or medium it was said on."""

    kind: Kind | None = None
    """What the words do."""

    said: Said | None = None
    """When it was said."""

    hedged: bool | None = None
    """Whether the attribution itself is qualified ("reportedly", "is said to")."""

    condition: Span | None = None
    """The part of the content that says what must come first ("if", "unless", "provided that")."""

    def spans(self) -> tuple[Span, ...]:
        """All spans of the statement in the order of the text."""
        return tuple(sorted((*self.source, *self.cue, *self.content)))

    def to_dict(self) -> dict[str, Any]:
        """The statement as the JSON of an article has it; every field is there, null where it is not known."""
        return {
            "id": self.id,
            "source": [list(span) for span in self.source],
            "cue": [list(span) for span in self.cue],
            "content": [list(span) for span in self.content],
            "form": self.form,
            "speaker": self.speaker.to_dict() if self.speaker else None,
            "sourcing": self.sourcing,
            "addressee": self.addressee,
            "channel": self.channel,
            "kind": self.kind,
            "said": self.said.to_dict() if self.said else None,
            "hedged": self.hedged,
            "condition": list(self.condition) if self.condition else None,
            "within": self.within,
            "confidence": self.confidence,
        }
