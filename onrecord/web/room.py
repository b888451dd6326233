"""What all pages share: the ledger, what adds to it, and the figures that need not be counted at each visit."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Lock

from onrecord.ledger.ledger import Ledger
from onrecord.web.adding import Desk

FRESH = 10.0
"""Seconds for which the sizes of the ledger are not counted again."""


@dataclass(slots=True)
class Room:
    """A ledger that is open to readers."""

    ledger: Ledger
    """What is read."""
    desk: Desk
    """Where articles are handed in."""
    _sizes: dict[str, int] = field(default_factory=dict)
    _counted: float = float("-inf")
    _lock: Lock = field(default_factory=Lock)

    def sizes(self) -> dict[str, int]:
        """How many articles, statements and people there are, or were a moment ago."""
        with self._lock:
            if time.monotonic() - self._counted > FRESH:
                self._sizes = self.ledger.shelf.sizes()
                self._counted = time.monotonic()
            return self._sizes

    def close(self) -> None:
        """Take nothing more in, and close the ledger."""
        self.desk.close()
        self.ledger.close()
