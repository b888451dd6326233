"""What a quotation and the words that an article reports have in common, word by word.

The verdict is computed on words and on nothing else. `verbatim` is said only when every word of the quotation stands
in the report, in its order, with nothing between, inside quotation marks, from where a sentence starts to where one
ends. What is less is called what it is:

    verbatim      the same words, whole sentences
    truncated     the same words, but the report has more: before, after, or where the quotation has an ellipsis
    altered       most words are the same; some are changed, added or silently left out
    paraphrased   the report has no such words in quotation marks, or says the same in other words
    different     nothing of the kind

How the two are laid side by side is `alignment`'s matter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.ledger.alignment import Run, common_runs, exact_runs
from onrecord.ledger.wording import GAP, Word, shown, stem, telling, wording
from onrecord.span import Span

Verdict = Literal["verbatim", "truncated", "altered", "paraphrased", "different"]
VERDICTS: tuple[Verdict, ...] = ("verbatim", "truncated", "altered", "paraphrased", "different")
"""From the best to the least; a better one is told first."""

ENOUGH = 0.6
"""Share of the quotation's words that must stand in the report, in order, for it to be the same quotation altered;
below it, two sentences on one subject begin to look like each other. Checked by eye on the statements of PolNeAR."""
FEWEST = 3
"""Words that must be the same, if the quotation has so many."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that is the same, or is not; both sides as they are printed."""

    asked: str
    """The quotation's words; empty where it leaves out what the report has."""

    reported: str
    """The report's words; empty where the quotation adds to it."""

    same: bool
    """Whether they are the same in print."""

    marked: bool = False
    """Whether the quotation says with an ellipsis that it leaves something out here."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A quotation beside a report."""

    verdict: Verdict
    """What the quotation is of the report."""

    pieces: tuple[Piece, ...] = ()
    """Both, laid side by side, in order; empty when the words do not match."""

    matched: str = ""
    """The report's words from the first to the last that the quotation stands for, as they are printed."""

    before: str = ""
    """What the report has before the quotation's first word."""

    after: str = ""
    """What the report has after the quotation's last word."""

    whole: bool = True
    """Whether `before` and `after` are whole sentences, or nothing."""

    share: float = 0.0
    """Share of the quotation's words that the report has in order, or for a paraphrase of its telling words; 0 to 1."""

    notes: tuple[str, ...] = ()
    """What else a careful reader would want to know, a sentence each."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """What the report has and the quotation has not, in order."""
        inner = [piece.reported for piece in self.pieces if piece.reported and not piece.asked]
        edges = (self.before, *inner, self.after) if self.verdict == "truncated" else tuple(inner)
        return tuple(words for words in edges if words)


def compare(asked: str, reported: str, *, quoted: Iterable[Span] | None = None) -> Comparison:
    """The quotation `asked` beside the words `reported`, of which those in `quoted` stand in quotation marks.

    `quoted` are spans of `reported`; None says that all of it does, an empty one that nothing does.
    """
    left, right = wording(asked), wording(reported)
    if not left or not right:
        return Comparison("different")
    runs = exact_runs(left, right)
    if runs is None:
        runs = common_runs(left, right)
    matched = sum(size for _, _, size in runs)
    words = sum(word.exact != GAP for word in left)
    if matched < max(min(FEWEST, words), ENOUGH * words):
        return _paraphrase(left, right, reported)
    return _judged(asked, reported, left, right, runs, words, None if quoted is None else sorted(quoted))


def _judged(
    asked: str,
    reported: str,
    left: Sequence[Word],
    right: Sequence[Word],
    runs: list[Run],
    words: int,
    quoted: list[Span] | None,
) -> Comparison:
    begin, end = _reach(left, right, runs)
    pieces = _pieces(asked, reported, left, right, runs, begin, end)
    low, high, first_quoted = _quoted_around(reported, right, begin, end, quoted)
    is_quoted = low < high
    if not is_quoted:
        low, high = 0, len(right)
    before, after = shown(reported, tuple(right[low:begin])), shown(reported, tuple(right[end:high]))
    whole = (right[begin].starts or 0 < low == begin) and (end == high or right[end].starts)
    altered = any(not piece.same and not (piece.marked and not piece.asked) for piece in pieces)
    notes = []
    pairs = [(left[a + k], right[b + k]) for a, b, size in runs for k in range(size)]
    if any(there.asks and not here.asks for here, there in pairs) and not _asks(left):
        altered = True
        notes.append("In the report it is a question.")
    elif any(here.asks and not there.asks for here, there in pairs):
        altered = True
        notes.append("In the report it is no question.")
    leaves_out = any(piece.reported and not piece.same for piece in pieces)
    if any(piece.marked and not piece.reported for piece in pieces):
        notes.append("At the ellipsis nothing is left out.")
    verdict: Verdict = "altered" if altered else "truncated" if leaves_out or not whole else "verbatim"
    if not is_quoted:
        verdict = "paraphrased"
        notes.append(
            f"Only “{first_quoted}” stands in quotation marks."
            if first_quoted
            else "The words are the outlet's: nothing of it stands in quotation marks."
        )
    elif high - low < len(right) and quoted is not None:
        notes.append("The outlet quotes it within a sentence of its own.")
    if any(word.exact == GAP for word in right[begin:end]) and verdict != "paraphrased":
        notes.append("The report itself leaves something out, at its ellipsis.")
    share = sum(size for _, _, size in runs) / words
    matched = shown(reported, tuple(right[begin:end]))
    return Comparison(verdict, pieces, matched, before, after, whole, min(1.0, share), tuple(notes))


def _reach(left: Sequence[Word], right: Sequence[Word], runs: list[Run]) -> tuple[int, int]:
    """The part of the report that the quotation stands for: from the first run to the last.

    Where the quotation has other words before or after those, as many of the report's sentence stand against them.
    """
    begin, end = runs[0][1], runs[-1][1] + runs[-1][2]
    for _ in range(runs[0][0]):
        if begin == 0 or right[begin].starts:
            break
        begin -= 1
    for _ in range(len(left) - runs[-1][0] - runs[-1][2]):
        if end == len(right) or right[end].starts:
            break
        end += 1
    return begin, end


def _pieces(
    asked: str, reported: str, left: Sequence[Word], right: Sequence[Word], runs: list[Run], begin: int, end: int
) -> tuple[Piece, ...]:
    """Both sides, the quotation's from its first word to its last, the report's from `begin` to `end`."""
    steps: list[Step] = []

    def step(a: int, a_end: int, b: int, b_end: int, same: bool) -> None:
        if a == a_end and b == b_end:
            return
        if steps and steps[-1][4] == same:
            a, b = steps[-1][0], steps[-1][2]
            steps.pop()
        steps.append((a, a_end, b, b_end, same))

    step(0, runs[0][0], begin, runs[0][1], False)
    for number, (a, b, size) in enumerate(runs):
        if number:
            a_before, b_before, size_before = runs[number - 1]
            step(a_before + size_before, a, b_before + size_before, b, False)
        for k in range(size):
            step(a + k, a + k + 1, b + k, b + k + 1, left[a + k].print == right[b + k].print)
    a, b, size = runs[-1]
    step(a + size, len(left), b + size, end, False)
    made = []
    for a, a_end, b, b_end, same in _unbroken(steps, left, right):
        mine, theirs = tuple(left[a:a_end]), tuple(right[b:b_end])
        marked = not same and any(word.exact == GAP for word in mine)
        spoken = mine if same else tuple(word for word in mine if word.exact != GAP)
        bare = spoken and (spoken[0].bracketed or (theirs and theirs[0].bracketed)) and not same
        made.append(
            Piece(
                _bracketed(asked, spoken) if bare else shown(asked, spoken),
                _bracketed(reported, theirs) if bare else shown(reported, theirs),
                same,
                marked,
            )
        )
    return tuple(made)


Step = tuple[int, int, int, int, bool]
"""A piece: from and to on the left, from and to on the right, and whether both are the same."""


def _unbroken(steps: list[Step], left: Sequence[Word], right: Sequence[Word]) -> list[Step]:
    """The steps with no contraction cut in two: where its ending differs, the whole of it does."""
    whole: list[Step] = []
    for a, a_end, b, b_end, same in steps:
        if whole and whole[-1][4] != same and (_is_glued(left, a, a_end) or _is_glued(right, b, b_end)):
            a0, a1, b0, b1, was = whole.pop()
            if was:  # the last word of what is the same belongs to what differs
                if a1 - a0 > 1:
                    whole.append((a0, a1 - 1, b0, b1 - 1, True))
                a, b = a1 - 1, b1 - 1
                if whole and not whole[-1][4]:
                    a0, _, b0, _, _ = whole.pop()
                    a, b = a0, b0
                whole.append((a, a_end, b, b_end, False))
            else:  # the first word of what is the same belongs to what differs
                whole.append((a0, a + 1, b0, b + 1, False))
                if a_end - a > 1:
                    whole.append((a + 1, a_end, b + 1, b_end, True))
        else:
            whole.append((a, a_end, b, b_end, same))
    return whole


def _is_glued(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether the first of these words is the ending of a contraction."""
    return 0 < at < end and words[at].span.start == words[at - 1].span.end


def _bracketed(text: str, words: tuple[Word, ...]) -> str:
    """The words, with the outlet's own in their brackets."""
    printed = (f"[{word.span.of(text)}]" if word.bracketed else word.span.of(text) for word in words)
    return " ".join(printed).replace("] [", " ")


def _quoted_around(
    reported: str, right: Sequence[Word], begin: int, end: int, quoted: list[Span] | None
) -> tuple[int, int, str]:
    """The words, from the first to the one after the last, of the quotation marks that all of these stand in.

    None of them, `(begin, begin)`, when not all do; and then the first run of these words that is quoted.
    """
    if quoted is None:
        return 0, len(right), ""
    starts = [span.start for span in quoted]

    def mark(word: Word) -> int:
        at = bisect_left(starts, word.span.end) - 1
        return at if at >= 0 and quoted[at].start <= word.span.start and word.span.end <= quoted[at].end else -1

    marks = [mark(word) for word in right]
    inside = marks[begin:end]
    if all(each >= 0 for each in inside):
        low, high = begin, end
        while low > 0 and marks[low - 1] == marks[begin]:
            low -= 1
        while high < len(right) and marks[high] == marks[end - 1]:
            high += 1
        return low, high, ""
    first = next((at for at in range(begin, end) if marks[at] >= 0), end)
    last = next((at for at in range(first, end) if marks[at] < 0), end)
    return begin, begin, shown(reported, tuple(right[first:last]))


def _asks(left: Sequence[Word]) -> bool:
    """Whether words without a question mark are a question all the same, by how they begin."""
    return left[0].exact in _QUESTIONS


_QUESTIONS = frozenset(
    "what who whom whose when where why how which is are was were am do does did can could will would shall should may "
    "might must have has had isn't".split()
)


def _paraphrase(left: Sequence[Word], right: Sequence[Word], reported: str) -> Comparison:
    """Whether the report has most of the telling words, close together, in whatever order."""
    wanted = {stem(word.key) for word in left if telling(word.key) and word.exact != GAP}
    if not wanted:
        return Comparison("different")
    places = [(at, stem(word.key)) for at, word in enumerate(right) if stem(word.key) in wanted]
    best: set[str] = set()
    reach = max(12, 3 * len(left))
    for number, (at, _) in enumerate(places):
        near: set[str] = set()
        for other, key in places[number:]:
            if other - at > reach:
                break
            near.add(key)
        if len(near) > len(best):
            best = near
    share = len(best) / len(wanted)
    if share < ENOUGH or len(best) < min(2, len(wanted)) or (len(wanted) == 1 and len(left) > 1):
        return Comparison("different", share=share)
    return Comparison("paraphrased", share=share, notes=("It says this in other words.",))
