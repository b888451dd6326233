"""A statement on its way to an addressee, and what its own words say about whether it has one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extraction.voices.addressed import ASKING, Told
from onrecord.extraction.voices.asked import Answer
from onrecord.extraction.voices.entities import Entity
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.occasion import Occasion
from onrecord.statement import Sourcing

if TYPE_CHECKING:
    from onrecord.extraction.voices.resolve import Asked

READ = 60
"""Words of a content that are looked at."""
BESIDE = 25
"""Words before and after a cue in which its sentence may say when and where."""

_CLASSES = {
    "speech": "said says say saying told tells telling tell explained explains noted notes wrote writes argued "
    "acknowledged admitted declared insisted stated stressed recalled conceded joked remarked suggested",
    "continuing": "added adds adding continued continues continuing concluded concludes on again",
    "replying": "replied replies replying responded responds responding answered answers answer response shot reply "
    "rejected denied declined countered retorted",
    "against": "criticized criticised criticizing blasted blasts mocked mocks accused accuses accusing attacked "
    "attacks slammed slams ripped rips denounced condemned chided lashed hit knocked called calls dismissed bashed "
    "jabbed compared praised praises endorsed endorses supports backed defended opposes opposed wants thinks believes",
}
_BY_CLASS = {name: frozenset(words.split()) for name, words in _CLASSES.items()}
_SETTINGS = frozenset(
    "statement speech tweet tweeted tweets twitter facebook video ad book op-ed column editorial rally debate release "
    "memo letter email ruling website blog hearing briefing conference convention".split()
)
_TIMES = frozenset("later earlier previously once ago years months weeks last before after while meanwhile".split())
_CUES = frozenset(
    "said told asked says added wrote telling saying tells urged replied adding think responded suggested continued "
    "called according explained asking referring noted citing tweeted acknowledged concluded described notes argued "
    "declined dismissed noting insisted offered say calling pointed warned joked agreed recalled questioned promised "
    "declared defended expressed read predicted accused arguing admitted attacked cited argue reiterated mean reported "
    "praised claimed know wanted want wants believes believe thought seems supports support endorsed vowed pledged "
    "denied refused criticized mocked hopes expected likely view about not".split()
)
_CHANNELS = frozenset(
    "none interview debate news twitter speech statement rally convention poll conference email hall radio meeting "
    "letter address show facebook ad hearing podcast report survey video column op-ed call".split()
)


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement whose speaker is known, and what tells to whom it was said."""

    number: int
    """Its place among the statements."""
    one: Asked
    """The statement."""
    entity: Entity | None
    """Whom its speaker was resolved to."""
    name: str | None
    """Its speaker's name, or the words of its source."""
    sourcing: Sourcing | None
    """How the speaker is known."""
    channel: str | None
    """Where it was said, as the network says."""
    told: Told | None = None
    """The addressee by the cue's verb."""
    meant: Entity | None = None
    """Whom that means, where a name tells it or a pronoun was looked up."""
    share: float = 1.0
    """How likely it means that one."""
    occasions: tuple[Occasion, ...] = ()
    """The occasions of its sentence."""
    answer: Answer | None = None
    """What the network's pointer says of the addressee, however sure."""
    where: Answer | None = None
    """What it says of the channel."""

    @property
    def key(self) -> object:
        """What tells its speaker from others: the entity's number, else the name; None when nothing does."""
        return self.entity.number if self.entity is not None else self.name

    def at(self, layout: Layout) -> int:
        """The first word of its cue."""
        return layout.at(self.one.cue[0].start)

    def cue(self, layout: Layout) -> Iterator[str]:
        """The words of its cue in lower case."""
        for span in self.one.cue:
            first, end = layout.range(span)
            yield from layout.lower[first:end]


def asks(saying: Saying, layout: Layout) -> bool:
    """Whether a statement is a question by its cue."""
    return any(word in ASKING for word in saying.cue(layout))


def breaks(saying: Saying, layout: Layout) -> bool:
    """Whether its sentence says where it was made, so that it need not belong to the occasion before."""
    return any(word in _SETTINGS for word in _around(saying, layout))


def facts(saying: Saying, layout: Layout) -> dict[str, float]:
    """What speaks for or against an addressee whoever it is; facts that are nought are left out."""
    cue = set(saying.cue(layout))
    form = saying.one.form
    found = {name: float(bool(cue & words)) for name, words in _BY_CLASS.items()}
    found |= {
        "direct": float(form == "direct"),
        "indirect": float(form == "indirect"),
        "asks": float(bool(cue & ASKING)),
        "colon": float(cue == {":"}),
        "breaks": float(breaks(saying, layout)),
        "timed": float(any(w in _TIMES or (len(w) == 4 and w.isdecimal()) for w in _around(saying, layout))),
        "first block": float(layout.block[saying.at(layout)] == 0),
        "second block": float(layout.block[saying.at(layout)] in (1, 2)),
        "speaker named": float(saying.entity is not None),
        "collective": float(saying.sourcing == "collective"),
        "document": float(saying.sourcing == "document"),
        "has source": float(bool(saying.one.source)),
    }
    for span in saying.one.content:
        first, end = layout.range(span)
        inside = layout.lower[first : min(end, first + READ)]
        if "you" in inside or "your" in inside:
            found["you"] = 1.0
        if "?" in inside:
            found["question mark"] = 1.0
    found |= {f"cue {word}": 1.0 for word in cue & _CUES}
    channel = set((saying.channel or "none").lower().split())
    found |= {f"channel {word}": 1.0 for word in channel & _CHANNELS}
    return {name: value for name, value in found.items() if value}


def _around(saying: Saying, layout: Layout) -> Iterator[str]:
    """The words of a cue's sentence that are no content."""
    first, end = layout.range(saying.one.cue[0])
    first = min(first, len(layout) - 1)
    contents = [layout.range(span) for span in saying.one.content]
    for at in range(max(0, first - BESIDE), min(len(layout), end + BESIDE)):
        if layout.sentence[at] == layout.sentence[first] and not any(low <= at < high for low, high in contents):
            yield layout.lower[at]
