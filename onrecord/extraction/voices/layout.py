"""Where each word of an article stands: in which sentence, in which block, and what is said beside a name."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from onrecord.extraction.voices.runs import TITLES
from onrecord.extraction.windows import Tokens
from onrecord.span import Span

BEFORE, AFTER = 6, 14
"""Words before and after a name that may describe whom it names."""
NEAR = 4
"""Words between a pronoun and the verb that it is the subject of."""
_STOPS = frozenset(',;:()“”"—–')
_ENDS = frozenset(".!?")


class Layout:
    """The words of an article with the numbers of their sentences and blocks, both counted from 0."""

    def __init__(self) -> None:
        """An article of which no words are known yet."""
        self.words: list[str] = []
        self.lower: list[str] = []
        self.starts, self.block, self.sentence = array("i"), array("i"), array("i")
        self._blocks = 0
        self._known: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self.words)

    def add(self, text: str, tokens: Tokens) -> None:
        """Take in the next words of the article."""
        offset = len(self.words)
        self.starts.extend(word.start for word in tokens.words)
        known = self._known  # equal words are one string: a book has few words and many places for them
        for word in tokens.words:
            written = text[word.start : word.end]
            self.words.append(known.setdefault(written, written))
            lower = written.lower()
            self.lower.append(known.setdefault(lower, lower))
        number = self.sentence[-1] if self.sentence else -1
        for first, end in tokens.blocks:
            number += 1
            self.block.extend([self._blocks] * (end - first))
            for at in range(offset + first, offset + end):
                self.sentence.append(number)
                if self.words[at] in _ENDS and at + 1 < offset + end and self._ends(at):
                    number += 1
            self._blocks += 1

    def end(self, at: int) -> int:
        """The character after a word."""
        return self.starts[at] + len(self.words[at])

    def shown(self, text: str, first: int, end: int) -> str:
        """A half-open range of words as the text has them, on one line."""
        return " ".join(text[self.starts[first] : self.end(end - 1)].split())

    def at(self, offset: int) -> int:
        """The word at a character, or the last one before it; 0 when there is none before."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def range(self, span: Span) -> tuple[int, int]:
        """The half-open range of words that begin in a span."""
        return bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)

    def _ends(self, at: int) -> bool:
        if self.words[at] != ".":
            return True
        before = self.words[at - 1] if at else ""
        after = self.words[at + 1]
        if (
            (len(before) == 1 and before.isupper())
            or before.lower() in TITLES
            or before in ("Jr", "Sr", "St", "No", "U")
        ):
            return False
        return not (after[0].islower() or after[0] in ",;")

    def after(self, subject: int, cue: tuple[int, int]) -> tuple[int, int]:
        """The words after a cue, up to the next mark, where it tells of a subject that stands shortly before it."""
        first, end = cue
        if not subject < first <= subject + NEAR or self.sentence[subject] != self.sentence[first]:
            return (0, 0)
        last = end
        while last < min(len(self.words), end + NEAR) and self.sentence[last] == self.sentence[first]:
            if not self.words[last][0].isalnum() and self.words[last] != ".":
                break
            last += 1
        return (end, last)

    def beside(self, first: int, end: int) -> Iterator[str]:
        """The words that describe a name: titles before it, and what a comma sets beside it, in lower case."""
        block = self.block[first]
        for at in range(first - 1, max(-1, first - 1 - BEFORE), -1):
            word = self.words[at]
            if self.block[at] != block or word in _STOPS or word in _ENDS:
                if not (word == "." and at and self.lower[at - 1] in TITLES) and word != ",":
                    break
                if word == ",":
                    yield from self._set_before(at)
                    break
                continue
            yield self.lower[at]
        at = end
        if at < len(self.words) and self.words[at] in (",", "(", "—", "–"):
            for after in range(at + 1, min(len(self.words), at + 1 + AFTER)):
                word = self.words[after]
                if self.block[after] != block or word in _STOPS or (word in _ENDS and self._closes(after)):
                    break
                yield self.lower[after]

    def _set_before(self, comma: int) -> Iterator[str]:
        """The words of a description that ends in a comma right before the name ("the governor, Ann Lee")."""
        for at in range(comma - 1, max(-1, comma - 1 - BEFORE), -1):
            if self.words[at] in _STOPS or self.words[at] in _ENDS or self.block[at] != self.block[comma]:
                return
            yield self.lower[at]

    def _closes(self, at: int) -> bool:
        return at + 1 >= len(self.words) or self.block[at + 1] != self.block[at] or self._ends(at)
