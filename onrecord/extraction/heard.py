"""What the network says of one statement beside its spans: what it does, and which words name whom it concerns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, get_args

from onrecord.extraction.wordpiece import Word
from onrecord.statement import Kind, Sourcing

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

KINDS: tuple[Kind, ...] = get_args(Kind)
SOURCINGS: tuple[Sourcing, ...] = get_args(Sourcing)
TYPES = ("person", "organisation", "group", "document", "author", "unclear")
"""What a speaker can be to the network; the last two are no types of a Speaker."""
ASKED = ("speaker", "addressee", "channel")
"""What the words of a window can name for a statement beside its own parts."""
NOBODY = -6.0
"""The answer of a word that the network was not asked about."""


class Heard(NamedTuple):
    """What the network says of a statement; its words are counted in the text that the network read."""

    kind: tuple[float, ...]
    """Logits of KINDS."""
    sourcing: tuple[float, ...]
    """Logits of SOURCINGS."""
    type: tuple[float, ...]
    """Logits of TYPES."""
    first: int
    """The first word that was asked about."""
    asked: npt.NDArray[np.float16]
    """(words, ASKED): how much each word looks like a name of each, against a nought for "nobody here"."""

    def moved(self, words: int) -> Heard:
        """The same, with its words counted from so many words earlier."""
        return self._replace(first=self.first + words)

    def placed(self, inner: Sequence[Word], outer: Sequence[Word]) -> Heard:
        """The same for a content that was read again by itself: its words counted in the text around it.

        `inner` are the words that were read, `outer` those of the text around them, both in order.
        """
        import numpy as np

        mine = inner[self.first : self.first + len(self.asked)]
        if not mine:
            return self
        first = bisect_left(outer, mine[0].start, key=lambda word: word.start)
        end = bisect_left(outer, mine[-1].end, key=lambda word: word.start)
        asked = np.full((max(0, end - first), len(ASKED)), NOBODY, np.float16)
        at = first
        for row, word in enumerate(mine):
            while at < end and outer[at].start < word.start:
                at += 1
            if at < end and outer[at].start == word.start:
                asked[at - first] = self.asked[row]
        return self._replace(first=first, asked=asked)
