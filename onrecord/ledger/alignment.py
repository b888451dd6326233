"""Two wordings laid side by side: the runs of words that both have, in order.

A quotation that stands in a report as it is, is found as it is, wherever and however often its words are repeated.
Else the longest common runs are taken first (Ratcliff and Obershelp 1988, as Python's difflib has it), for this is how
a person compares two sentences, and stray ones at either end are let go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from onrecord.ledger.wording import GAP, Word

LAVISH = 2_000_000
"""Pairs of equal words beyond which popular words are left out of the search for common runs, as difflib does."""
GAP_COST = 0.34
"""What a word between two runs costs, in words in common: a run of three is reached over eight other words."""

Run = tuple[int, int, int]
"""Where a run of equal words starts on the left, where on the right, and how long it is."""


def exact_runs(left: Sequence[Word], right: Sequence[Word]) -> list[Run] | None:
    """The runs when each stretch of the quotation between its ellipses stands in the report, in order; else None.

    Tried first on print, then on keys, at the place that keeps the whole shortest: among the reports of a
    sentence that says a thing twice, the one that is verbatim must be found.
    """
    stretches: list[tuple[int, int]] = []
    start = 0
    for at, word in enumerate((*left, None)):
        if word is None or word.exact == GAP:
            if at > start:
                stretches.append((start, at))
            start = at + 1
    forms: tuple[tuple[Sequence[object], Sequence[object]], ...] = (
        ([word.print for word in left], [word.print for word in right]),
        ([word.key for word in left], [word.key for word in right]),
    )
    for asked, report in forms:
        whole = _places(asked, report)
        if GAP in (word.exact for word in left) and whole:
            return [(0, _best_place(whole, right, len(left)), len(left))]
        best: list[Run] | None = None
        first, last = stretches[0]
        for begin in _places(asked[first:last], report):
            runs = [(first, begin, last - first)]
            for low, high in stretches[1:]:
                after = runs[-1][1] + runs[-1][2]
                found = next(_find(asked[low:high], report, after), None)
                if found is None:
                    break
                runs.append((low, found, high - low))
            else:
                if best is None or _worth(runs, right) > _worth(best, right):
                    best = runs
        if best is not None:
            return best
    return None


def _worth(runs: list[Run], right: Sequence[Word]) -> tuple[bool, int]:
    """Whole sentences first, then the shortest stretch of the report."""
    begin, end = runs[0][1], runs[-1][1] + runs[-1][2]
    return is_whole(right, begin, end), begin - end


def _best_place(places: list[int], right: Sequence[Word], length: int) -> int:
    return max(places, key=lambda at: (is_whole(right, at, at + length), -at))


def _places(asked: Sequence[object], report: Sequence[object]) -> list[int]:
    return list(_find(asked, report, 0))


def _find(asked: Sequence[object], report: Sequence[object], start: int) -> Iterator[int]:
    """Where the whole of `asked` stands in `report`, from `start` on; linear but for hostile repetition."""
    size, first = len(asked), asked[0]
    probe = list(asked)
    for at in range(start, len(report) - size + 1):
        if report[at] == first and list(report[at : at + size]) == probe:
            yield at


def common_runs(left: Sequence[Word], right: Sequence[Word]) -> list[Run]:
    """The common runs of words in order, the stray ones at either end let go."""
    asked, report = [word.key for word in left], [word.key for word in right]
    counts, others = Counter(asked), Counter(report)
    lavish = sum(times * others[key] for key, times in counts.items()) > LAVISH
    matcher = SequenceMatcher(None, asked, report, autojunk=lavish)
    runs = [
        (a, b, size)
        for a, b, size in matcher.get_matching_blocks()
        if size and not all(word.exact == GAP for word in left[a : a + size])
    ]
    return _dense(runs, left)


def _dense(runs: list[Run], left: Sequence[Word]) -> list[Run]:
    """The best stretch of neighbouring runs: words in common less what lies between (Kadane's maximum subarray).

    What the report has at an ellipsis of the quotation costs nothing.
    """
    best: tuple[float, int, int] = (0.0, 0, 0)
    score, start = 0.0, 0
    for at, (a, b, size) in enumerate(runs):
        if at:
            before = runs[at - 1]
            between = left[before[0] + before[2] : a]
            there = 0 if any(word.exact == GAP for word in between) else b - before[1] - before[2]
            score -= GAP_COST * max(len(between), there)
        if score <= 0:
            score, start = 0.0, at
        score += size
        if score > best[0]:
            best = (score, start, at + 1)
    return runs[best[1] : best[2]]


def is_whole(right: Sequence[Word], begin: int, end: int) -> bool:
    """Whether these words are whole sentences: one starts with the first, and another, if any, after the last."""
    return right[begin].starts and (end == len(right) or right[end].starts)


def common_words(left: Sequence[str], right: Sequence[str]) -> int:
    """The length of the longest common subsequence of two sequences of words."""
    places: dict[str, int] = {}
    for at, word in enumerate(left):
        places[word] = places.get(word, 0) | 1 << at
    full = (1 << len(left)) - 1
    row = full
    for word in right:
        hit = row & places.get(word, 0)
        if hit:
            row = ((row + hit) | (row - hit)) & full
    return len(left) - row.bit_count()
