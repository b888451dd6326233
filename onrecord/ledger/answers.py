"""What the ledger answers with: frozen, a sentence for every field, the same for Python, the command line and pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from onrecord.errors import InputError

Sort = Literal["fit", "first", "last"]


@dataclass(frozen=True, slots=True)
class Found:
    """A statement of the ledger, with where it was reported."""

    statement: int
    """Its number in the ledger; never given to another one."""

    content: str
    """What is attributed, in the words of the article."""

    source: str
    """Who is given as the origin; empty when nobody is."""

    cue: str
    """The words that attribute."""

    speaker: str | None
    """Whom the source means."""

    speaker_type: str | None
    """person, organisation, group or document."""

    form: str
    """direct, indirect or mixed."""

    sourcing: str | None
    """Who can be held to it."""

    kind: str | None
    """What the words do."""

    addressee: str | None
    """Whom it was said to."""

    channel: str | None
    """The occasion or medium it was said on."""

    day: str | None
    """The day by which it had been said, ISO 8601; None when neither that nor the day of publication is known."""

    said_from: str | None
    """The first day it can have been said on; None when the article does not say when."""

    said_to: str | None
    """The last day it can have been said on."""

    hedged: bool | None
    """Whether the attribution itself is qualified."""

    condition: str | None
    """The part of the content that says what must come first."""

    confidence: float
    """How sure the reader is, 0 to 1."""

    outlet: str | None
    """Who published the article."""

    title: str | None
    """The article's headline."""

    published: str | None
    """When the article was published."""

    url: str | None
    """The address it was published at."""

    origin: str
    """Where it was read from."""

    article: int
    """The article's number in the ledger."""

    number: int
    """The statement's number in the article."""

    withdrawn: bool
    """Whether the newest version of the article no longer has it."""

    also_in: tuple[str, ...] = ()
    """The other outlets that have the same words in a copy of the article; the origin where no outlet is known."""

    def to_dict(self) -> dict[str, Any]:
        """The statement as JSON."""
        return {name: getattr(self, name) for name in self.__slots__} | {"also_in": list(self.also_in)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found."""

    question: str
    """What was asked, in English."""

    found: tuple[Found, ...]
    """The statements, in the order asked for; copies of one article count once."""

    total: int
    """How many statements answer the question, those of copies included; counted up to a limit."""

    more: bool
    """Whether there are more than `total`: the count stopped there."""

    weighed: int | None = None
    """Where more fit than can be weighed, how many were: the latest. None when all were."""

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON."""
        return {
            "question": self.question,
            "total": self.total,
            "more": self.more,
            "weighed": self.weighed,
            "found": [each.to_dict() for each in self.found],
        }


@dataclass(frozen=True, slots=True)
class Added:
    """What has become of what was added."""

    new: int = 0
    """Articles stored for the first time."""

    versions: int = 0
    """Articles stored as a newer version of one that was there."""

    copies: int = 0
    """Those of the stored ones that are near-identical copies of an article from elsewhere."""

    unchanged: int = 0
    """Articles that were there already."""

    statements: int = 0
    """Statements stored."""

    failures: tuple[InputError, ...] = ()
    """What could not be read, in order; the ledger keeps it with the reason, to be tried again."""

    @property
    def articles(self) -> int:
        """How many articles were stored."""
        return self.new + self.versions


@dataclass(frozen=True, slots=True)
class Unread:
    """An input that could not be read."""

    origin: str
    """The input."""

    problem: str
    """What was wrong."""

    advice: str
    """What to do."""

    tries: int
    """How often it was tried."""

    last_tried: str
    """When it was last tried, ISO 8601 in UTC."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """An article that was removed, in the version that was."""

    origin: str
    """Where it was read from."""

    url: str | None
    """The address it was published at."""

    title: str | None
    """Its headline."""

    outlet: str | None
    """Who published it."""

    version: int
    """Which version of it."""

    statements: int
    """How many statements went with it."""
