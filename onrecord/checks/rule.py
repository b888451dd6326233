"""A rule is what one check file gives: the code, what it is about in a sentence, and how it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from onrecord.checks.examined import Examined
from onrecord.record import Check


@dataclass(frozen=True, slots=True)
class Rule:
    """One check."""

    code: str
    """What it is called: a lower-case name with hyphens."""

    sentence: str
    """What it observes, in a few words, for a list of checks."""

    find: Callable[[Examined], Iterable[Check]]
    """Gives its observations of an article, in the order of the text."""

    off: str | None = None
    """Why it is off unless asked for; None when it is on."""

    heavier: frozenset[str] = frozenset()
    """The messages of it that weigh more than its others."""

    needs_ledger: bool = False
    """Whether it asks a ledger, and finds nothing without one."""

    def weighs_more(self, check: Check) -> bool:
        """Whether an observation of this rule is one to look at first."""
        return check.message in self.heavier
