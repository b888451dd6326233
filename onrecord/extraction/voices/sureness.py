"""How sure a speaker is: a share of the ranking that means what it says, so that a confidence can be built on it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extraction.voices.entities import Entity
from onrecord.extraction.voices.phrases import Phrase
from onrecord.extraction.voices.ranking import Candidate
from onrecord.statement import Speaker

OWN_WORDS, OWN_ROLE = 0.5, 0.1
"""How much a description's own words count against whom it may mean, also where it is a role: who is called by a role
is mostly somebody whom the article names (measured: docs/decisions/0014)."""
SURE_OF_SEVERAL, SURE_OF_WORDS = 0.85, 0.65
"""How often several speakers, and a source's own words as a name, are right."""


def sureness(
    taken: Phrase,
    speaker: Speaker | None,
    entity: Entity | None,
    choices: Sequence[Candidate],
    shares: Sequence[float],
) -> float:
    """How likely a speaker is right, 0 to 1; 1 when there is none to be wrong about.

    Of sources whose best candidate has a share of 0.7 and more, 95 in 100 are right, of those with 0.5 to 0.7 six in
    ten (on train, by answers of networks that had not seen the article).
    """
    if speaker is None:
        return 1.0
    share = next((s for c, s in zip(choices, shares, strict=True) if c.entity is entity and entity), None)
    if ";" in speaker.name or (entity is not None and share is None):
        return SURE_OF_SEVERAL
    if share is None:
        return SURE_OF_WORDS
    return share / (share + OWN_ROLE * shares[0]) if taken.shape == "description" else share
