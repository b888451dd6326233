"""`unclear-speaker`: "he said", and the article does not tell who he is.

Observed of quoted words alone, where whom the pronoun means is not known: with quoted words a reader has to know.
A person whose name is withheld is another matter (`unnamed-source`).
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.checks.examined import Examined, lowered
from onrecord.checks.rule import Rule
from onrecord.record import Check
from onrecord.statement import UNSURE

_PRONOUNS = frozenset(["he", "she", "him", "her"])


def find(article: Examined) -> Iterator[Check]:
    """One observation for each quoted statement by a person whom nothing tells."""
    for statement in article.statements:
        if statement.speaker is not None or statement.sourcing == "unnamed" or statement.form == "indirect":
            continue
        if statement.within is not None or len(statement.source) != 1 or statement.confidence < UNSURE:
            continue
        (source,) = statement.source
        if set(lowered(source.of(article.text))) <= _PRONOUNS and not article.quoted.meet(source):
            yield Check(
                RULE.code,
                (source,),
                f"Words are quoted and it is not clear whom {article.shown(source)} means, so they may be taken for "
                "somebody else's: the name in place of the pronoun would settle it.",
            )


RULE = Rule(
    "unclear-speaker",
    "words are quoted and it is not clear whose they are",
    find,
    off="what the reader of speakers cannot tell, a person mostly can",
)
