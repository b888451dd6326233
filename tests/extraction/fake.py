"""Networks that need no weights: one says what marked-up text says, one says anything at all.

Both keep the promises of the seam: the same window always gets the same scores, whatever stands beside it in a batch.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

import numpy as np

from onrecord.article import Article
from onrecord.extraction.heard import ASKED, KINDS, NOBODY, SOURCINGS, TYPES
from onrecord.extraction.network import BATCH_PIECES, EVIDENCE, LABELS, Scores, Tuning, packaged_weights
from onrecord.extraction.voices.runs import NAME_LABELS
from onrecord.extraction.voices.weights import Weights
from onrecord.extraction.windows import Batch, tokenized
from onrecord.record import Model
from onrecord.statement import Statement

SURE = 20.0
FORBIDDEN = -1e4


def tuning(**changes: object) -> Tuning:
    """Every label may follow every other, but that I- goes on only what is of its own role."""
    legal = [[0.0 if _follows(before, label) else FORBIDDEN for label in LABELS] for before in LABELS]
    given: dict[str, object] = {
        "transitions": tuple(map(tuple, legal)),
        "first": tuple(0.0 if _follows("O", label) else FORBIDDEN for label in LABELS),
        "weights": (1.0, *[0.0] * (len(EVIDENCE) - 1)),
        "bias": 0.0,
        "threshold": 0.5,
        "orphan_threshold": 0.5,
        "nested_threshold": 0.5,
        "cue_words": frozenset(("said", "told", "says", "thinks", "according", "announced")),
    }
    return Tuning(**given | changes)


def _follows(before: str, label: str) -> bool:
    return not label.startswith("I-") or before[2:] == label[2:]


class Marked:
    """Says of an article what is marked in it; of a content read again, what is marked inside of it."""

    model = Model("marked", "1")
    batch_pieces = BATCH_PIECES
    weights = Weights.unknown()

    def __init__(self, article: Article, statements: Iterable[Statement], tuned: Tuning | None = None) -> None:
        self.tuning = tuned or tuning()
        self.batches: list[Batch] = []
        self._statements = {statement.id: statement for statement in statements}
        self._words = tokenized(article.text, article.blocks).words
        self._pieces = [word.pieces for word in self._words]
        self._spoken = [article.text[word.start].isalnum() for word in self._words]

    def __call__(self, batch: Batch) -> Scores:
        self.batches.append(batch)
        width = batch.words.shape[1]
        anchors, contents = np.full((2, len(batch.ids), width), -SURE, np.float32)
        rows, places, links = [], [], []
        for row in range(len(batch.ids)):
            window = self._found(_pieces_of(batch, row))
            said = [(window.index(self._covered(s.cue)[0]), s) for s in self._said_in(window)]
            for place, statement in sorted(said, key=lambda pair: pair[0]):
                anchors[row, place] = SURE
                rows.append(row)
                places.append(place)
                links.append(self._links(statement, window, width))
                contents[row, links[-1][:, LABELS.index("B-content") :].max(1) > 0] = SURE
        shape = (0, width, len(LABELS))
        return scores(anchors, contents, rows, places, np.stack(links) if links else np.zeros(shape, np.float32))

    def _covered(self, spans: Iterable[tuple[int, int]]) -> list[int]:
        return [n for n, w in enumerate(self._words) if any(w.start < end and start < w.end for start, end in spans)]

    def _said_in(self, window: Sequence[int]) -> list[Statement]:
        """The statements whose cue is in the window, and whose surroundings the window is."""
        found = []
        for statement in self._statements.values():
            around = self._statements.get(statement.within or 0)
            is_here = set(self._covered(statement.cue)) <= set(window)
            spoken = {n for n in window if self._spoken[n]}
            if is_here and (around is None or spoken <= set(self._covered(around.content))):
                found.append(statement)
        return found

    def _links(self, statement: Statement, window: Sequence[int], width: int) -> np.ndarray:
        links = np.full((width, len(LABELS)), -SURE, np.float32)
        links[:, 0] = 0
        for role in ("source", "cue", "content"):
            for span in getattr(statement, role):
                covered = [window.index(n) for n in self._covered([span]) if n in window]
                for number, place in enumerate(covered):
                    links[place, LABELS.index(f"B-{role}") + (number > 0)] = SURE
        return links

    def _found(self, pieces: Sequence[tuple[int, ...]]) -> list[int]:
        """Which words of the article these are: the longest runs, one after the other."""
        window: list[int] = []
        while len(window) < len(pieces):
            rest = pieces[len(window) :]
            first = window[-1] + 1 if window else 0
            runs = ((_common(self._pieces[at:], rest), -at) for at in range(first, len(self._pieces)))
            length, at = max(runs)
            assert length, "the window's words are not the article's"
            window.extend(range(-at, -at + length))
        return window


class Arbitrary:
    """Says anything, as a digest of each window has it; so every path through decoding and assembling is walked."""

    model = Model("arbitrary", "1")
    batch_pieces = BATCH_PIECES
    weights = packaged_weights()

    def __init__(self, seed: int = 0, *, share: float = 0.3, tuned: Tuning | None = None) -> None:
        self.tuning = tuned or tuning(
            threshold=0.4, orphan_threshold=0.3, nested_threshold=0.3, cue_words=_Everything()
        )
        self._seed = seed
        self._share = share

    def __call__(self, batch: Batch) -> Scores:
        width = batch.words.shape[1]
        anchors, contents = np.zeros((2, len(batch.ids), width), np.float32)
        rows, places, links = [], [], []
        for row in range(len(batch.ids)):
            pieces = _pieces_of(batch, row)
            dice = np.random.default_rng(zlib.crc32(repr((self._seed, pieces)).encode()))
            anchors[row, : len(pieces)] = dice.normal(0, 3, len(pieces))
            contents[row, : len(pieces)] = dice.normal(0, 3, len(pieces))
            for place in np.flatnonzero(dice.random(len(pieces)) < self._share):
                rows.append(row)
                places.append(place)
                link = np.zeros((width, len(LABELS)), np.float32)
                link[: len(pieces)] = dice.normal(0, 6, (len(pieces), len(LABELS)))
                links.append(link)
        shape = (0, width, len(LABELS))
        stacked = np.stack(links) if links else np.zeros(shape, np.float32)
        found = scores(anchors, contents, rows, places, stacked)
        for row in range(len(batch.ids)):
            pieces = _pieces_of(batch, row)
            dice = np.random.default_rng(zlib.crc32(repr((self._seed, "voices", pieces)).encode()))
            mine = np.flatnonzero(found.rows == row)
            found.codes[mine] = dice.normal(0, 3, (len(mine), found.codes.shape[1]))
            found.asked[mine, : len(pieces)] = dice.normal(0, 3, (len(mine), len(pieces), len(ASKED)))
            found.names[row, : len(pieces)] = dice.integers(0, len(NAME_LABELS), len(pieces))
        return found


class Silent:
    """Finds nothing, at once: what is left is the work around the network."""

    model = Model("silent", "1")
    batch_pieces = BATCH_PIECES
    tuning = tuning()
    weights = Weights.unknown()

    def __call__(self, batch: Batch) -> Scores:
        anchors, contents = np.full((2, *batch.words.shape), -SURE, np.float32)
        return scores(anchors, contents, [], [], np.zeros((0, batch.words.shape[1], len(LABELS)), np.float32))


class _Everything(frozenset):
    """Holds every word."""

    def isdisjoint(self, other: Iterable[object]) -> bool:
        return False


def _pieces_of(batch: Batch, row: int) -> list[tuple[int, ...]]:
    """The word pieces of each word of a window."""
    first = [int(at) for at in batch.words[row] if at]
    ids = batch.ids[row].tolist()
    end = max(at for at, piece in enumerate(ids) if piece)
    return [tuple(ids[start:stop]) for start, stop in zip(first, (*first[1:], end), strict=False)]


def _common(one: Sequence[object], other: Sequence[object]) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def scores(anchors, contents, rows, places, links) -> Scores:
    """The scores with these on spans; on voices and names they say nothing."""
    return Scores(
        anchors=anchors,
        contents=contents,
        rows=np.asarray(rows, np.int64),
        places=np.asarray(places, np.int64),
        links=links.astype(np.float32),
        codes=np.zeros((len(rows), len(KINDS) + len(SOURCINGS) + len(TYPES)), np.float32),
        asked=np.full((len(rows), anchors.shape[1], len(ASKED)), NOBODY, np.float32),
        names=np.zeros(anchors.shape, np.int64),
    )
