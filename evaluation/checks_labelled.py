"""What careful readers observed in 60 dev articles without seeing what fired: recall and precision of each check.

The labels are in `evaluation/checks-labelled.jsonl`, one line for an article and a judge: the article by the first
eight digits of the SHA-256 of its name, the judge's letter, and each label as the check's code and the offset of the
first word that it is about (0 for the article as a whole). A line without labels says that the judge read the article
and found nothing. `A` and `B` read alone; `C` is what was settled afterwards, on what either of them or a check had
observed. No words of an article are kept.

**When a firing matches a label.** Both have the same code, and the label's offset stands in a sentence that one of the
firing's spans meets; what is about the article as a whole matches anywhere in it. A sentence is what the checks take
for one. Each firing is paired with one label at most and each label with one firing, as many pairs as can be. Two
judges' labels match in the same way, sentence against sentence. Recall is the share of labels with a partner, precision
that of firings; agreement of two judges is F1, to which Cohen's kappa tends where what nobody labels cannot be counted
(Hripcsak and Rothschild, JAMIA 12(3), 2005).
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from evaluation.score import Ratio
from onrecord.checks.examined import Examined
from onrecord.checks.registry import RULES, checked
from onrecord.record import Record
from onrecord.span import Span

LABELLED = Path(__file__).with_name("checks-labelled.jsonl")

SIZE = 60
"""Articles that are labelled."""
SEED = "checks-1"
"""What is hashed before an article's name; another seed draws other articles."""
SETTLED = "C"
"""The letter of what was settled between the judges."""
NOT_LABELLED = frozenset({"quote-differs"})
"""Checks that one article cannot be labelled for: they compare it with others."""


class Label(NamedTuple):
    """One observation of a judge."""

    code: str
    """The check."""
    start: int
    """Where the first word that it is about stands; 0 for the article as a whole."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one judge observed in one article."""

    article: str
    """The first eight digits of the SHA-256 of the article's name."""
    judge: str
    """The judge's letter."""
    labels: tuple[Label, ...]
    """The observations in the order of the text; empty where there is nothing to observe."""


def digits(name: str) -> str:
    """What an article is known by in the data: the first eight digits of the SHA-256 of its name."""
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def sample(names: Iterable[str], *, size: int = SIZE, seed: str = SEED) -> list[str]:
    """The names that are labelled: those with the smallest hashes, in the order of these.

    The same names give the same sample in whatever order they come, and a name that is added or taken away moves one
    other at most.
    """
    return sorted(set(names), key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest())[:size]


def readings(path: Path = LABELLED) -> list[Reading]:
    """The labels as they are kept; none where there is no such file.

    Raises ValueError for a line with a check that there is not or a second one of a judge on an article.
    """
    if not path.exists():
        return []
    found: list[Reading] = []
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        reading = Reading(
            row["article"], row["judge"], tuple(sorted((Label(*each) for each in row["labels"]), key=_place))
        )
        unknown = {label.code for label in reading.labels} - (RULES.keys() - NOT_LABELLED)
        if unknown or any(label.start < 0 for label in reading.labels):
            raise ValueError(f"{path.name}, line {number}: no such check or place: {sorted(unknown) or reading.labels}")
        if (reading.article, reading.judge) in seen:
            raise ValueError(f"{path.name}, line {number}: {reading.judge} has read {reading.article} before")
        seen.add((reading.article, reading.judge))
        found.append(reading)
    return found


class Place(NamedTuple):
    """Where an observation is found again: the sentences that it meets."""

    code: str
    """The check."""
    sentences: frozenset[Span]
    """The sentences; empty for the article as a whole."""

    def matches(self, other: Place) -> bool:
        """Whether both are the same observation: one code, and a sentence in common or one of them about the whole."""
        if self.code != other.code:
            return False
        return not self.sentences or not other.sentences or bool(self.sentences & other.sentences)


def fired(record: Record) -> list[Place]:
    """What the record's checks are about."""
    examined = Examined(record)
    return [Place(check.code, frozenset(_sentences(examined, check.spans))) for check in record.checks]


def labelled(record: Record, labels: Iterable[Label]) -> list[Place]:
    """What a judge's labels are about."""
    examined = Examined(record)
    return [
        Place(each.code, frozenset() if _is_whole(each) else frozenset({examined.sentence_at(each.start)}))
        for each in labels
    ]


def pairs(ours: Sequence[Place], theirs: Sequence[Place]) -> list[tuple[int, int]]:
    """As many pairs of matching observations as can be made, each in one pair at most (Kuhn's augmenting paths)."""
    taken: dict[int, int] = {}

    def takes(one: int, asked: set[int]) -> bool:
        for other, place in enumerate(theirs):
            if other not in asked and ours[one].matches(place):
                asked.add(other)
                if other not in taken or takes(taken[other], asked):
                    taken[other] = one
                    return True
        return False

    for one in range(len(ours)):
        takes(one, set())
    return sorted((one, other) for other, one in taken.items())


def against(records: Mapping[str, Record], judged: Iterable[Reading]) -> dict[str, Ratio]:
    """For each check its firings against labels: `predicted` are the firings, `gold` the labels.

    Records are by their articles' digits and hold the checks to be measured; readings of articles that are not among
    them are left out, and so are firings of what cannot be labelled.
    """
    counts: dict[str, Ratio] = defaultdict(Ratio)
    for reading in judged:
        if reading.article in records:
            record = records[reading.article]
            ours = [place for place in fired(record) if place.code not in NOT_LABELLED]
            _count(counts, ours, labelled(record, reading.labels))
    return dict(counts)


def agreement(records: Mapping[str, Record], one: Iterable[Reading], other: Iterable[Reading]) -> dict[str, Ratio]:
    """For each check the labels of two judges against each other, on the articles that both read; see F1."""
    theirs = {reading.article: reading for reading in other}
    counts: dict[str, Ratio] = defaultdict(Ratio)
    for reading in one:
        if reading.article in theirs and reading.article in records:
            record = records[reading.article]
            _count(counts, labelled(record, reading.labels), labelled(record, theirs[reading.article].labels))
    return dict(counts)


def lines(records: Iterable[Record], judged: Sequence[Reading]) -> Iterator[str]:
    """Recall and precision of every check against each judge, and the agreement of the judges, for people to read.

    Every check is made, also those that are off, for which it is asked whether they should be.
    """
    if not judged:
        yield f"Recall was not measured: {LABELLED.name} has no labels."
        return
    by_article = {digits(record.article.origin): checked(record, on=["all"]) for record in records}
    by_judge: dict[str, list[Reading]] = defaultdict(list)
    for reading in judged:
        by_judge[reading.judge].append(reading)
    for judge in sorted(by_judge):
        counts = against(by_article, by_judge[judge])
        who = "what was settled" if judge == SETTLED else f"judge {judge}"
        yield f"against {who}, {len(by_judge[judge])} articles:"
        for code in (code for code in RULES if code in counts):
            ratio, off = counts[code], " (off)" if RULES[code].off else ""
            yield (
                f"  {code + off:24} found {_share(ratio.right, ratio.gold):>18}"
                f"  right {_share(ratio.right, ratio.predicted):>18}"
            )
    alone = sorted(by_judge.keys() - {SETTLED})
    for place, one in enumerate(alone):
        for other in alone[place + 1 :]:
            counts = agreement(by_article, by_judge[one], by_judge[other])
            both = {each.article for each in by_judge[one]} & {each.article for each in by_judge[other]}
            yield f"{one} and {other} agree, F1 of labels on {len(both)} articles:"
            for code in (code for code in RULES if code in counts):
                ratio = counts[code]
                yield f"  {code:24} {ratio.f1:5.1f}  {ratio.right} of {ratio.predicted} and {ratio.gold}"
            total = sum(counts.values(), Ratio())
            yield f"  {'all':24} {total.f1:5.1f}  {total.right} of {total.predicted} and {total.gold}"


def _count(counts: dict[str, Ratio], ours: Sequence[Place], theirs: Sequence[Place]) -> None:
    for code in {place.code for place in (*ours, *theirs)}:
        mine = [place for place in ours if place.code == code]
        others = [place for place in theirs if place.code == code]
        counts[code] += Ratio(len(pairs(mine, others)), len(mine), len(others))


def _sentences(examined: Examined, spans: Collection[Span]) -> Iterator[Span]:
    """The sentences that the spans meet."""
    for span in spans:
        at = span.start
        while at < span.end:
            sentence = examined.sentence_at(at)
            if sentence.end - sentence.start > 1 or not examined.text[at].isspace():
                yield sentence
            at = sentence.end


def _is_whole(label: Label) -> bool:
    """Whether the label is about the article as a whole."""
    return label.code == "only-unnamed"


def _place(label: Label) -> tuple[int, str]:
    return label.start, label.code


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.0f} %)" if whole else "0 of 0"
