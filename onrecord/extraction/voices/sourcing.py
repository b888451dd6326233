"""How a speaker is known: what tells it, and a small learned network that weighs it.

What tells it are the network's and the words' logits, the ranking's shares, the source's looks, and the statements
before: a "she" or "the official" is as unnamed as the one that it takes up. Sourcings stand in the order of SOURCINGS.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from onrecord.extraction.heard import SOURCINGS, TYPES, Heard
from onrecord.extraction.voices.evidence import LOOKS
from onrecord.extraction.voices.known import known_name
from onrecord.extraction.voices.lexicon import CLASSES, CONFIDANTS
from onrecord.extraction.voices.perceptron import log_shares
from onrecord.extraction.voices.phrases import SINGULAR, Phrase
from onrecord.extraction.voices.ranking import Candidate
from onrecord.statement import Form

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

_TAKEN_UP = ("one person", "they", "it", "nothing")
"""Sources that take up somebody: a pronoun, or none at all."""
FACTS = (
    *(f"network: {name}" for name in (*SOURCINGS, *TYPES)), *(f"words: {name}" for name in SOURCINGS), "own words",
    "a person", "an organisation", "something else", *LOOKS, "heard",
    *(f"{source} after {name}" for source in _TAKEN_UP for name in SOURCINGS),
    *(f"the same as {name} before" for name in SOURCINGS),
    "description near anonymity", "anonymity in the source", "confidant", "confidants", "one confidant", "class",
    "several quoted", "one quoted", "confidant quoted", "a new one", "new ones", "pronoun near anonymity",
    "they quoted", "nobody quoted", "nobody and a participle", "nobody within", "one known and no name", "somebody new",
    "some new",
    "outlet", "outlet meant", "outlet reports", "outlet meant reports", "journalist", "journalist reports",
    "outlet by name", "outlet alone", "nobody reports", "paper", "paper of an outlet", "nobody and a passive",
    "nobody, one likely", "nobody, none likely", "nobody, own words", "nobody, direct", "nobody, indirect",
    "nobody asked", "nobody, one word", "nobody, hearsay",
)  # fmt: skip
"""What tells the sourcing."""
AROUND = 300
"""Characters before and after a cue in which it may be said that somebody is not to be named."""

_ANONYMITY = re.compile(
    r"anonymity|not authori[sz]ed to|asked not to be (?:named|identified)|declined to be (?:named|"
    r"identified)|who (?:did not|didn['’]t|refused to) (?:want|wish|give)|on background|privately|familiar with|"
    r"close to|with knowledge of|briefed on|spoke on (?:the )?condition|unnamed|unidentified|behind closed doors",
    re.IGNORECASE,
)
_OUTLET = re.compile(
    r"\b(?:times|post|news|journal|herald|tribune|globe|magazine|tv|radio|daily|gazette|press|chronicle|observer|"
    r"guardian|telegraph|independent|mirror|examiner|inquirer|sentinel|courier|bulletin|dispatch|register|star|sun|"
    r"review|weekly|standard|cnn|nbc|abc|cbs|msnbc|cnbc|pbs|npr|fox|bbc|reuters|ap|afp|bloomberg|politico|breitbart|"
    r"buzzfeed|huffpost|univision|telemundo|vox|slate|salon|axios|newspapers?|networks?|outlets?|broadcaster|paper|"
    r"website|blog|c-span|espn|al jazeera|the hill|the atlantic|the economist|the nation|newsweek|time)\b"
)
_JOURNALIST = re.compile(
    r"\b(?:reporters?|columnists?|journalists?|correspondents?|anchor|host|moderator|editor|editorial|media|pundit|"
    r"pundits|commentators?|interviewer|blogger)\b"
)
_REPORTS = re.compile(
    r"\b(?:reports?|reported|reporting|according to|wrote|writes|published|noted|notes|found|obtained|revealed|"
    r"headline|covered|described|per|investigation|editorial|accounts?)\b",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"\b(?:polls?|surveys?|polling|study|report|memo|bill|law|documents?|records?|letter|emails?|ads?|platform|"
    r"constitution|filings?|transcript|statement)\b"
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be|being)\b")
_ASKED = re.compile(r"(?:asked|pressed|questioned)")
_HEARSAY = re.compile(r"expected|believed|reported|alleged|accused|seen|said|known|considered|viewed|criticized|asked")


class Before:
    """What the statements before it tell of a source."""

    def __init__(self) -> None:
        self.last: int | None = None
        """The sourcing of the one right before; None when it is the first."""
        self.of: dict[str, int] = {}
        """By the head of a description, as in `word_of`, the sourcing that its last source had."""

    def note(self, taken: Phrase, sourcing: int) -> None:
        """Remember the sourcing of a statement for those after it."""
        self.last = sourcing
        if taken.shape == "description":
            self.of[word_of(taken.head)] = sourcing


class Attributed(NamedTuple):
    """A statement as the sourcing is asked for it."""

    text: str
    """The whole article."""
    cue: str
    """The words of the cue."""
    start: int
    """Where in the text the cue begins."""
    form: Form
    inside: bool
    """Whether it is within another statement."""
    taken: Phrase
    """Its source, taken apart."""
    heard: Heard | None
    """What the network says of it."""


def word_of(head: str) -> str:
    """The head of a description, one or several: "aides" as "aide"."""
    return head.rstrip("s")


def facts(
    one: Attributed, worded: Array, choices: Sequence[Candidate], shares: Sequence[float], before: Before
) -> Array:
    """(FACTS,) what tells the sourcing; `worded` are the (SOURCINGS,) logits by the statement's words."""
    import numpy as np

    heard = one.heard
    source = log_shares(heard.sourcing) if heard is not None else np.full(len(SOURCINGS), -1.8)
    kind = log_shares(heard.type) if heard is not None else np.full(len(TYPES), -1.8)
    types = [0.0, 0.0, 0.0, 0.0]
    for choice, share in zip(choices, shares, strict=True):
        place = 0 if choice.entity is None else {"person": 1, "organisation": 2}.get(choice.entity.type, 3)
        types[place] += share
    seen = [source, kind, worded - worded.max(), types, choices[0].looks, [float(heard is not None)]]
    return np.concatenate([*seen, _before(one.taken, before), _looks(one), _published(one, choices, shares)])


def _taken_up(taken: Phrase) -> str | None:
    """The kind of source (_TAKEN_UP) that takes up somebody; None for a name or a description."""
    if taken.shape == "nothing":
        return "nothing"
    if taken.shape != "pronoun":
        return None
    if taken.head in SINGULAR:
        return "one person"
    return {"they": "they", "them": "they", "their": "they", "it": "it", "its": "it", "itself": "it"}.get(taken.head)


def _before(taken: Phrase, before: Before) -> list[float]:
    size = len(SOURCINGS)
    row = [0.0] * ((len(_TAKEN_UP) + 1) * size)
    kind = _taken_up(taken)
    if kind is not None and before.last is not None:
        row[_TAKEN_UP.index(kind) * size + before.last] = 1.0
    if taken.shape == "description" and not taken.indefinite:
        known = before.of.get(word_of(taken.head))
        if known is not None:
            row[len(_TAKEN_UP) * size + known] = 1.0
    return row


def _looks(one: Attributed) -> list[float]:
    """What the source looks like, and whether somebody in its neighbourhood is not to be named."""
    taken = one.taken
    described, nobody = taken.shape == "description", taken.shape == "nothing"
    several, quoted, new = described and taken.plural, one.form != "indirect", taken.indefinite
    single = described and not taken.plural
    confidant = described and taken.head in CONFIDANTS
    near = _ANONYMITY.search(one.text, max(0, one.start - AROUND), one.start + AROUND) is not None
    kind = _taken_up(taken)
    return [
        float(fact)
        for fact in (
            near and described, bool(_ANONYMITY.search(" ".join(taken.words))), confidant, confidant and several,
            confidant and single, described and not CLASSES.isdisjoint(taken.words), several and quoted,
            single and quoted, confidant and quoted, single and _counted(taken), several and _counted(taken),
            near and kind in ("one person", "they"), kind == "they" and quoted, nobody and quoted,
            nobody and one.cue.lower().endswith("ed"), nobody and one.inside,
            single and not new and not taken.inside, single and new, several and new,
        )
    ]  # fmt: skip


def _counted(taken: Phrase) -> bool:
    return bool(taken.words) and taken.words[0] in ("one", "another", "two", "three", "several", "some", "a", "an")


def _published(one: Attributed, choices: Sequence[Candidate], shares: Sequence[float]) -> list[float]:
    """Whether an outlet, its people or a paper is the source, and what a cue without a source says of whose it is."""
    taken, cue = one.taken, one.cue.lower()
    words = " ".join(taken.words)
    top = max(range(1, len(choices)), key=lambda n: (shares[n], -n), default=0)
    entity = choices[top].entity
    meant = entity is not None and shares[top] > 0.4 and _OUTLET.search(known_name(entity).lower()) is not None
    outlet, reports = bool(_OUTLET.search(words)), bool(_REPORTS.search(cue))
    journalist, paper = bool(_JOURNALIST.search(words)), bool(_PAPER.search(words))
    nobody, share = taken.shape == "nothing", shares[top] if top else 0.0
    return [
        float(fact)
        for fact in (
            outlet, meant, outlet and reports, meant and reports, journalist, journalist and reports,
            meant and taken.shape in ("pronoun", "name"), outlet and taken.shape == "name", nobody and reports, paper,
            paper and outlet, nobody and bool(_PASSIVE.search(cue)), nobody and share > 0.5, nobody and share < 0.2,
            nobody and shares[0] > 0.6, nobody and one.form == "direct", nobody and one.form == "indirect",
            nobody and bool(_ASKED.match(cue)), nobody and len(cue.split()) == 1, nobody and bool(_HEARSAY.search(cue)),
        )
    ]  # fmt: skip
