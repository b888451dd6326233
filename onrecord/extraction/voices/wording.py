"""What the words of a statement alone tell of its kind and sourcing: a linear model over hashed words.

The encoder reads for meaning; "vowed", "according to" or "will never" tell more by themselves, and more cheaply, than
any six layers learn from twenty thousand statements. Single words and pairs of the cue, the source and the first words
of the content are hashed into BUCKETS places (feature hashing; Weinberger et al. 2009), so no word of a corpus is kept.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from onrecord.span import Span

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BUCKETS = 1 << 15
"""Places that words are hashed into."""
LONGEST, CUED, SOURCED = 60, 20, 12
"""Words of a content, a cue and a source that are looked at."""
AROUND = 4
"""Words before and after the cue that are."""

_WORD = re.compile(r"\w+|[?!]")


class Words(NamedTuple):
    """The words of a statement."""

    places: npt.NDArray[np.int64]
    """Where what is said of them lies among BUCKETS, ascending, each once."""
    source: list[str]
    """The first of its source, in small letters."""
    cue: list[str]
    """The first of its cue."""
    content: list[str]
    """The first of its content."""


def words_of(text: str, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span], *, quoted: bool) -> Words:
    """The words of a statement whose spans are known."""
    import numpy as np

    roles = (_words(text, source, SOURCED), _words(text, cue, CUED), _words(text, content, LONGEST))
    found = {zlib.crc32(feature.encode()) % BUCKETS for feature in features(text, source, cue, content, quoted=quoted)}
    return Words(np.array(sorted(found), np.int64), *roles)


def features(
    text: str, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span], *, quoted: bool
) -> Iterator[str]:
    """What is hashed: words and pairs of words, each with a letter for where it stands."""
    yield "q" if quoted else "i"
    cued = _words(text, cue)
    yield "C " + " ".join(cued)
    yield from _marked("c", cued)
    yield from (f"r {word[:5]}" for word in cued)
    said = _words(text, content, LONGEST)
    yield from _marked("o", said)
    yield f"l {min(6, len(said) // 10)}"
    if said:
        yield f"1 {said[0]}"
        yield "2 " + " ".join(said[:2])
    sourced = _words(text, source, SOURCED)
    yield from _marked("s", sourced)
    yield f"n {min(len(sourced), 3)}"
    if sourced:
        yield f"z {sourced[-1]}"
    at = cue[0] if cue else content[0]
    before = [word.lower() for word in _WORD.findall(text, max(0, at.start - 60), at.start)][-AROUND:]
    after = [word.lower() for word in _WORD.findall(text, at.end, at.end + 60)][:AROUND]
    yield from (f"b {word}" for word in before)
    yield from (f"a {word}" for word in after)


def _words(text: str, spans: Sequence[Span], most: int = 40) -> list[str]:
    found: list[str] = []
    for start, end in spans:
        for match in _WORD.finditer(text, start, min(end, start + 12 * most)):
            found.append(match[0].lower())
            if len(found) == most:
                return found
    return found


def _marked(mark: str, words: Sequence[str]) -> Iterator[str]:
    yield from (f"{mark} {word}" for word in words)
    yield from (f"{mark}{mark} {one} {other}" for one, other in pairwise(words))
