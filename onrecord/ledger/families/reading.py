"""Families as people read them: the first report, where it was repeated, and every variant against the fullest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from onrecord.errors import UsageError
from onrecord.ledger.answers import Found
from onrecord.ledger.compare import Comparison, compare
from onrecord.ledger.families.kinship import LEAST
from onrecord.ledger.query import Words
from onrecord.ledger.reports import Reported, reported

Relation = Literal["fullest", "exact", "truncated", "altered", "joined"]
"""What a variant is of the fullest wording; `joined` has words of another quotation before or after."""

MOST = 1_000
"""Families of one answer at most."""
VARIANTS = 200
"""Reports of one family that are shown at most, the earliest first."""
WITH_WORDS = 2_000
"""Statements with the words asked for whose families are looked up, the latest."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One report of a family."""

    relation: Relation
    """What it is of the fullest."""

    found: Found
    """The statement."""

    words: str
    """Its words, the attribution between them taken out."""

    comparison: Comparison | None
    """It against the fullest, word by word; None for the fullest itself and what equals it."""

    def to_dict(self) -> dict[str, Any]:
        """The variant as JSON."""
        c = self.comparison
        return {
            "relation": self.relation,
            "words": self.words,
            "left_out": list(c.left_out) if c else [],
            "pieces": [{"variant": p.asked, "fullest": p.reported, "same": p.same} for p in c.pieces] if c else [],
            "statement": self.found.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Family:
    """The same words in several places."""

    id: int
    """Its number in the ledger."""

    quotations: int
    """How many reports."""

    articles: int
    """In how many articles."""

    outlets: int
    """In how many outlets."""

    speakers: tuple[str, ...]
    """Whom the shown reports give as the speaker: more than one, and somebody is wrong or quotes another."""

    first: Found
    """The first report."""

    fullest: Variant
    """The report that has most of the words; of several the wording that is reported most, by its earliest report."""

    variants: tuple[Variant, ...]
    """The reports, the fullest left out, the earliest first; at most `VARIANTS`."""

    def to_dict(self) -> dict[str, Any]:
        """The family as JSON."""
        return {
            "id": self.id,
            "quotations": self.quotations,
            "articles": self.articles,
            "outlets": self.outlets,
            "speakers": list(self.speakers),
            "first": self.first.to_dict(),
            "fullest": self.fullest.to_dict(),
            "variants": [variant.to_dict() for variant in self.variants],
        }


def families(
    connection: sqlite3.Connection,
    words: str | None = None,
    *,
    outlets: int = 2,
    unquoted: bool = False,
    limit: int = 10,
) -> tuple[Family, ...]:
    """The families in at least so many outlets, the most widely reported first; with `words`, those that hold them.

    Those that nobody puts in quotation marks are left out, unless `unquoted`: outlets share words of their own.
    """
    if not 1 <= limit <= MOST:
        raise UsageError(f"An answer has 1 to {MOST} families, not {limit}.")
    if words is None:
        rows = connection.execute(
            "SELECT id FROM families WHERE quoted >= ? AND articles > 1 AND outlets >= ? "
            "ORDER BY outlets DESC, articles DESC, quotations DESC, id LIMIT ?",
            (not unquoted, outlets, limit),
        )
    else:
        rows = connection.execute(
            "SELECT DISTINCT f.id FROM (SELECT s.id AS id FROM statement_words AS w CROSS JOIN statements AS s "
            "ON s.place = w.rowid WHERE w.content MATCH ? ORDER BY w.rowid DESC LIMIT ?) AS hit "
            "JOIN quotations AS q ON q.statement = hit.id JOIN family_members AS m ON m.wording = q.wording "
            "JOIN families AS f ON f.id = m.family WHERE f.quoted >= ? AND f.articles > 1 AND f.outlets >= ? "
            "ORDER BY f.outlets DESC, f.articles DESC, f.quotations DESC, f.id LIMIT ?",
            (Words.of(words).anywhere(), WITH_WORDS, not unquoted, outlets, limit),
        )
    return tuple(family for (id,) in rows.fetchall() if (family := read(connection, id)) is not None)


def read(connection: sqlite3.Connection, id: int) -> Family | None:
    """One family; None when there is none of that number."""
    row = connection.execute(
        "SELECT first_statement, fullest_wording, quotations, articles, outlets FROM families WHERE id = ?", (id,)
    ).fetchone()
    if row is None:
        return None
    first, fullest, quotations, articles, outlets = row
    regions = {
        wording: (reach, length)
        for wording, reach, length in connection.execute(
            "SELECT m.wording, max(m.last) - min(m.first), w.length FROM family_members AS m "
            "JOIN wordings AS w ON w.id = m.wording WHERE m.family = ? GROUP BY m.wording",
            (id,),
        )
    }
    members = connection.execute(
        "SELECT s.id, min(q.wording) FROM family_members AS m JOIN quotations AS q ON q.wording = m.wording "
        "JOIN statements AS s ON s.id = q.statement WHERE m.family = ? GROUP BY s.id "
        "ORDER BY q.wording = ? DESC, s.place < 2147483648, s.place LIMIT ?",
        (id, fullest, VARIANTS),
    ).fetchall()
    wording_of = dict(members)
    reports = list(reported(connection, [*wording_of, first]))
    if not reports:
        return None
    best = next((each for each in reports if wording_of.get(each.found.statement) == fullest), reports[0])
    variants = [
        _variant(report, best, wording, fullest, regions)
        for report in sorted(reports, key=_when)
        if report is not best and (wording := wording_of.get(report.found.statement)) is not None
    ]
    return Family(
        id, quotations, articles, outlets,
        tuple(dict.fromkeys(_names(sorted(reports, key=_when)))),
        next((each.found for each in reports if each.found.statement == first), reports[0].found),
        Variant("fullest", best.found, best.words, None),
        tuple(variants),
    )  # fmt: skip


def _variant(
    report: Reported, best: Reported, wording: int, fullest: int, regions: dict[int, tuple[int, int]]
) -> Variant:
    if wording == fullest:
        return Variant("exact", report.found, report.words, None)
    comparison = compare(report.words, best.words)
    reach, length = regions[wording]
    relation: Relation
    if reach and length - reach >= LEAST:
        relation = "joined"
    elif comparison.verdict in ("verbatim", "truncated"):
        relation = "truncated" if comparison.before or comparison.after or comparison.left_out else "exact"
    else:
        relation = "altered"
    return Variant(relation, report.found, report.words, comparison)


def _names(reports: Iterable[Reported]) -> Iterable[str]:
    for report in reports:
        if report.found.speaker:
            yield report.found.speaker


def _when(report: Reported) -> tuple[bool, str, int]:
    return (report.found.day is None, report.found.day or "", report.found.statement)
