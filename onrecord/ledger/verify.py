"""Did anybody say this? The statements nearest to a quotation, each with a verdict, and one answer to the question.

What is compared are the few statements that share a rare sequence of words with the quotation, have it as a phrase, or
have its telling words together; each look at the index is bounded, so that the answer takes the same time in a ledger
of a thousand articles and of a hundred thousand. The verdict itself is `compare`'s, on words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil
from typing import Any, Literal

from onrecord.errors import UsageError
from onrecord.ledger.alignment import common_words
from onrecord.ledger.answers import Found
from onrecord.ledger.compare import ENOUGH, VERDICTS, Comparison, Verdict, compare
from onrecord.ledger.families.fingerprints import digest, every
from onrecord.ledger.people.names import bare_name, fit
from onrecord.ledger.people.pages import named
from onrecord.ledger.query import split
from onrecord.ledger.reports import Reported, reported
from onrecord.ledger.wording import GAP, Word, bare, telling, wording

Answered = Literal["verbatim", "truncated", "altered", "paraphrased", "attributed to somebody else", "not found"]
"""The answer to the question, from the best to the worst."""

LONGEST = 300
"""Words of a quotation that can be asked for: longer ones are texts, to be asked for in parts."""
LOOKED_AT = 64
"""Wordings with one sequence of words that are looked at."""
PHRASES = 200
"""Statements with the quotation as a phrase, or its telling words together, that are looked at."""
COMPARED = 40
"""Statements that are compared word by word: those with most words in common."""
OF_ONE = 40
"""Reports of one wording that are looked at, the earliest first."""
RAREST = 6
"""Telling words of a quotation of which some must stand together in a paraphrase."""
COMMON_FROM = 2_000
"""Statements with a word up to which they are counted, to know which words are rare."""


@dataclass(frozen=True, slots=True)
class Match:
    """A wording that is like the quotation, by its earliest report."""

    verdict: Verdict
    """What the quotation is of it."""

    by: Literal["asked", "another", "unknown"]
    """Whether the one who was asked for said it (or nobody was asked for), somebody else, or somebody not known."""

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
    groups: dict[tuple[Literal["asked", "another", "unknown"], Verdict, str], list[tuple[Reported, Comparison]]] = {}
    for report in _nearest(connection, quotation, words, persons):
        by = "asked" if speaker is None else _by(connection, report.found, speaker, persons)
        comparison = compare(quotation, report.words, quoted=report.quoted)
        if comparison.verdict != "different":
            key = (by, comparison.verdict, " ".join(bare(report.words)))
            groups.setdefault(key, []).append((report, comparison))
    matches = []
    for (by, verdict, _), members in groups.items():
        members.sort(key=lambda each: _when(each[0].found))
        (first, comparison), *others = members
        also = tuple(report.found for report, _ in others[:5])
        found, through = first.found, first.through
        matches.append(Match(verdict, by, found, first.words, comparison, through, also, len(members)))
    return sorted(matches, key=_order)


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


def _nearest(
    connection: sqlite3.Connection, quotation: str, words: Sequence[Word], persons: set[int]
) -> Iterator[Reported]:
    """The statements most like the quotation; those of the persons asked for always among them."""
    asked = [word.key for word in words if word.exact != GAP]
    run = bare(quotation)
    candidates: dict[int, None] = {}
    for ids in (
        _by_sequences(connection, run, persons),
        _by_phrase(connection, split(quotation), persons),
        _by_telling_words(connection, asked, persons),
    ):
        candidates |= dict.fromkeys(ids)
    scored = []
    telling_words = {word for word in run if telling(word)}
    for id in candidates:
        there = bare(connection.execute("SELECT content FROM statements WHERE id = ?", (id,)).fetchone()[0])
        shared = common_words(run, there) + len(telling_words & set(there))
        scored.append((-shared, len(there), id))
    scored.sort()
    return reported(connection, [id for _, _, id in scored[:COMPARED]])


def _by_sequences(connection: sqlite3.Connection, run: Sequence[str], persons: set[int]) -> Iterator[int]:
    """Statements with a rare sequence of the quotation's words: any that has six of them in a row, and most others."""
    shared: dict[int, int] = {}
    for each in every(run):
        for table in ("shingles", "fresh_shingles"):
            query = f"SELECT wording FROM {table} WHERE hash = ? ORDER BY wording LIMIT {LOOKED_AT}"
            for (wording_id,) in connection.execute(query, (each,)):
                shared[wording_id] = shared.get(wording_id, 0) + 1
    equal = connection.execute("SELECT id FROM wordings WHERE digest = ?", (digest(run),)).fetchall()
    wordings = [id for (id,) in equal] + sorted(shared, key=lambda id: (-shared[id], id))[: 2 * COMPARED]
    for wording_id in wordings:
        query = (
            "SELECT s.id FROM quotations AS q JOIN statements AS s ON s.id = q.statement "
            "LEFT JOIN speakers AS k ON k.id = s.speaker_id "
            f"WHERE q.wording = ? AND s.superseded IS NULL {{}} ORDER BY s.place LIMIT {OF_ONE}"
        )
        yield from (id for (id,) in connection.execute(query.format(""), (wording_id,)))
        if persons:
            marks = ",".join("?" * len(persons))
            rows = connection.execute(query.format(f"AND k.person IN ({marks})"), (wording_id, *sorted(persons)))
            yield from (id for (id,) in rows)


def _by_phrase(connection: sqlite3.Connection, printed: Sequence[str], persons: set[int]) -> Iterator[int]:
    """Statements with the quotation as a phrase, the earliest first: how short ones are found."""
    yield from _search(connection, _quoted(" ".join(printed)), persons)


def _by_telling_words(connection: sqlite3.Connection, asked: Sequence[str], persons: set[int]) -> Iterator[int]:
    """Statements with most of the rarest telling words, wherever they stand: how paraphrases are found."""
    wanted = [word for key in dict.fromkeys(asked) if telling(key) for word in split(key) if len(word) > 1]
    if not wanted:
        return
    counted = sorted((_count(connection, word), word) for word in wanted)
    rarest = [word for _, word in counted][:RAREST]
    needed = max(min(2, len(rarest)), ceil(ENOUGH * len(rarest)))
    groups = combinations(rarest, needed)
    yield from _search(
        connection, " OR ".join(f"({' AND '.join(_quoted(w) for w in group)})" for group in groups), persons
    )


def _search(connection: sqlite3.Connection, query: str, persons: set[int]) -> Iterator[int]:
    rows = connection.execute(
        "SELECT s.id FROM statement_words AS w CROSS JOIN statements AS s ON s.place = w.rowid "
        "WHERE w.content MATCH ? AND s.superseded IS NULL ORDER BY w.rowid LIMIT ?",
        (query, PHRASES),
    ).fetchall()
    yield from (id for (id,) in rows)
    if persons and len(rows) == PHRASES:
        marks = ",".join("?" * len(persons))
        yield from (
            id
            for (id,) in connection.execute(
                "SELECT s.id FROM statement_words AS w CROSS JOIN statements AS s ON s.place = w.rowid "
                f"JOIN speakers AS k ON k.id = s.speaker_id WHERE w.content MATCH ? AND k.person IN ({marks}) "
                "AND s.superseded IS NULL ORDER BY w.rowid LIMIT ?",
                (query, *sorted(persons), PHRASES),
            )
        )


def _count(connection: sqlite3.Connection, word: str) -> int:
    query = f"SELECT count(*) FROM (SELECT 1 FROM statement_words WHERE content MATCH ? LIMIT {COMMON_FROM})"
    return int(connection.execute(query, (_quoted(word),)).fetchone()[0])


def _quoted(word: str) -> str:
    return f'"{word}"'


def _by(
    connection: sqlite3.Connection, found: Found, speaker: str, persons: set[int]
) -> Literal["asked", "another", "unknown"]:
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
