"""Did anybody say this? The statements nearest to a quotation, each with a verdict, and one answer to the question.

Which statements come into question is `nearest`'s matter, and the verdict is `compare`'s, on words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from onrecord.errors import UsageError
from onrecord.ledger.answers import Found
from onrecord.ledger.compare import VERDICTS, Comparison, Verdict, compare
from onrecord.ledger.nearest import nearest
from onrecord.ledger.people.names import bare_name, fit
from onrecord.ledger.people.pages import named
from onrecord.ledger.reports import Reported
from onrecord.ledger.wording import GAP, Word, bare, wording

Answered = Literal["verbatim", "truncated", "altered", "paraphrased", "attributed to somebody else", "not found"]
"""The answer to the question, from the best to the worst."""

By = Literal["asked", "another", "unknown"]
"""Who said it: the one who was asked for (or nobody was asked for), somebody else, or somebody not known."""

LONGEST = 300
"""Words of a quotation that can be asked for: longer ones are texts, to be asked for in parts."""


@dataclass(frozen=True, slots=True)
class Match:
    """A wording that is like the quotation, by its earliest report."""

    verdict: Verdict
    """What the quotation is of it."""

    by: By
    """Whether the one who was asked for said it."""

    found: Found
    """The earliest report."""

    reported: str
    """Its words, the attribution between them taken out."""

    comparison: Comparison
    """The two, word by word."""

    through: tuple[str, ...]
    """Who told it to the reporter, where that was not the speaker."""

    also: tuple[Found, ...]
    """Other reports in the same words, the earliest first; at most a few."""

    reports: int
    """How many reports in these words there are, this one too."""

    def to_dict(self) -> dict[str, Any]:
        """The match as JSON."""
        return {
            "verdict": self.verdict,
            "by": self.by,
            "reported": self.reported,
            "pieces": [
                {"asked": p.asked, "reported": p.reported, "same": p.same, "marked": p.marked}
                for p in self.comparison.pieces
            ],
            "matched": self.comparison.matched,
            "before": self.comparison.before,
            "after": self.comparison.after,
            "left_out": list(self.comparison.left_out),
            "share": round(self.comparison.share, 3),
            "notes": list(self.comparison.notes),
            "through": list(self.through),
            "reports": self.reports,
            "statement": self.found.to_dict(),
            "also": [each.to_dict() for each in self.also],
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer to "did anybody say this?"."""

    question: str
    """What was asked, in English."""

    answer: Answered
    """The answer."""

    sentence: str
    """The answer in a sentence."""

    matches: tuple[Match, ...]
    """What is like the quotation: the best verdict first, among equals the earliest report first."""

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON."""
        return {
            "question": self.question,
            "answer": self.answer,
            "sentence": self.sentence,
            "matches": [match.to_dict() for match in self.matches],
        }


def verify(
    connection: sqlite3.Connection, quotation: str, *, speaker: str | None = None, limit: int = 5
) -> Verification:
    """Who said this, and how nearly; see `Ledger.verify`."""
    words = wording(quotation)
    said = [word for word in words if word.exact != GAP]
    if not said:
        raise UsageError("There is no word in the quotation. Give the words that somebody is said to have said.")
    if len(said) > LONGEST:
        raise UsageError(f"The quotation has {len(said)} words; at most {LONGEST} can be asked for. Give a part of it.")
    if speaker is not None and not bare_name(speaker):
        raise UsageError("Give the name of a speaker, or leave --speaker out.")
    persons = set(named(connection, speaker)) if speaker else set()
    matches = _matches(connection, quotation, words, speaker, persons)
    mine, others, unknown = ([m for m in matches if m.by == by] for by in ("asked", "another", "unknown"))
    answer: Answered = "not found"
    if mine:
        answer = mine[0].verdict  # type: ignore[assignment]  # those that are different are no matches
    elif others and others[0].verdict != "paraphrased":
        answer = "attributed to somebody else"
    best = next((each for group in (mine, others, unknown) for each in group), None)
    shown = [match for match in (*mine, *others, *unknown) if best is not None and _matters(match, best)]
    return Verification(_question(quotation, speaker), answer, _sentence(answer, best, speaker), tuple(shown[:limit]))


def _matches(
    connection: sqlite3.Connection, quotation: str, words: Sequence[Word], speaker: str | None, persons: set[int]
) -> list[Match]:
    """Everything that is like the quotation, a match for each wording and each answer to "by whom"."""
    compared = [
        (report, comparison)
        for report in nearest(connection, quotation, words, persons)
        if (comparison := compare(quotation, report.words, quoted=report.quoted)).verdict != "different"
    ]
    groups: dict[tuple[By, Verdict, str], list[tuple[Reported, Comparison]]] = {}
    for report, comparison in _innermost(compared):
        by: By = "asked" if speaker is None else _by(connection, report.found, speaker, persons)
        key = (by, comparison.verdict, " ".join(bare(report.words)))
        groups.setdefault(key, []).append((report, comparison))
    matches = []
    for (by, verdict, _), members in groups.items():
        members.sort(key=lambda each: _when(each[0].found))
        (first, comparison), *others = members
        also = tuple(report.found for report, _ in others[:5])
        found, through = first.found, first.through
        number = len(members) if speaker else max(len(members), _repeated(connection, found.statement))
        matches.append(Match(verdict, by, found, first.words, comparison, through, also, number))
    return sorted(matches, key=_order)


def _innermost(compared: Sequence[tuple[Reported, Comparison]]) -> list[tuple[Reported, Comparison]]:
    """Those that hold the quotation themselves, and not only a statement inside of them that is as near to it."""
    best: dict[tuple[int, int], int] = {}
    for report, comparison in compared:
        if report.within is not None:
            around = (report.found.article, report.within)
            best[around] = min(best.get(around, len(VERDICTS)), VERDICTS.index(comparison.verdict))
    return [
        (report, comparison)
        for report, comparison in compared
        if best.get((report.found.article, report.found.number), len(VERDICTS)) > VERDICTS.index(comparison.verdict)
    ]


def _repeated(connection: sqlite3.Connection, statement: int) -> int:
    """How many statements have the very words of this one."""
    query = (
        "SELECT count(*) FROM quotations WHERE wording = "
        "(SELECT max(wording) FROM quotations WHERE statement = ? HAVING count(*) = 1)"
    )
    return int(connection.execute(query, (statement,)).fetchone()[0])


def _matters(match: Match, best: Match) -> bool:
    """Whether a match tells anything beside the best one: where the very words are known, others like them do not."""
    if best.verdict not in ("verbatim", "truncated") or match.verdict in ("verbatim", "truncated"):
        return True
    return match.verdict == "altered" and match.comparison.share >= 0.8


def _order(match: Match) -> tuple[Any, ...]:
    rank = VERDICTS.index(match.verdict)
    nearness = 0.0 if rank < 2 else -round(match.comparison.share, 1)
    return (rank, nearness, *_when(match.found))


def _when(found: Found) -> tuple[bool, str, str, int]:
    """The earliest first; where no day is known, last."""
    return (found.day is None, found.day or "", found.published or "", found.statement)


def _by(connection: sqlite3.Connection, found: Found, speaker: str, persons: set[int]) -> By:
    """Whether the statement is by the one who is asked for: the person, or where none is known, the name."""
    row = connection.execute(
        "SELECT k.person FROM statements AS s LEFT JOIN speakers AS k ON k.id = s.speaker_id WHERE s.id = ?",
        (found.statement,),
    ).fetchone()
    if row and row[0] is not None:
        return "asked" if row[0] in persons else "another"
    name = found.speaker or found.source
    if any(name and fit(speaker, name, type) for type in ("person", "organisation")):
        return "asked"
    return "another" if found.speaker else "unknown"


def _question(quotation: str, speaker: str | None) -> str:
    said = " ".join(quotation.split()).strip("\"'“”„«»‘’ ")
    return f"Did {speaker or 'anybody'} say “{said}”?"


def _sentence(answer: Answered, best: Match | None, speaker: str | None) -> str:
    """The answer in a sentence: short, and never more than the words bear out."""
    if best is None:
        return "Nothing like it is in the ledger. That it was not reported here does not mean that it was not said."
    found = best.found
    who = found.speaker or (f"“{found.source}”" if found.source else "a source that is not named")
    where = found.outlet or found.origin
    report = f"{where}, {found.day}" if found.day else where
    if answer == "attributed to somebody else":
        what = "nearly these words" if best.verdict == "altered" else "these words"
        return f"Not by {speaker}, as far as the ledger knows. Given to {who} are {what} ({report})."
    if answer == "not found":
        if best.by == "another":
            return f"Not by {speaker}, as far as the ledger knows. {who} says something like it ({report})."
        return f"Something like it is reported, but not plainly by whom: {who} ({report})."
    told = {
        "verbatim": "Yes, word for word",
        "truncated": "Yes, with something left out",
        "altered": "Not in these words; the nearest",
        "paraphrased": "Not as a quotation; in other words",
    }[answer]
    return f"{told}: {who} ({report})."
