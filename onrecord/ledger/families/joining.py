"""Families are kept in step with the ledger: what comes joins its kin, what goes leaves, nothing is computed afresh.

A quotation that is added is looked up by its fingerprints, compared with the few that share one, and put into their
family; where they are of two families, those become one. So a family is a connected component of the relation `kin`,
which does not depend on the order of adding, but for phrases so common that only their first `LOOKED_AT` uses are
looked at. The same words again cost one look at a digest, and only their first use has fingerprints.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from onrecord.ledger.families.fingerprints import digest, fingerprints
from onrecord.ledger.families.kinship import LEAST, kin, worth_keeping
from onrecord.ledger.hooks import Stored
from onrecord.ledger.wording import bare
from onrecord.quotation import quotations
from onrecord.record import Record
from onrecord.span import Span, words
from onrecord.statement import Statement

LOOKED_AT = 64
"""Quotations with a sequence of words that are looked at, the earliest added: a sequence with more is a common phrase,
or a quotation so often repeated that any of the first leads to its family."""
COMPARED = 32
"""Quotations that one is compared with word by word, those with most fingerprints in common first."""
FRESH = 1 << 14
"""Quotations after which their shingles are moved from the small table to the large one: about 1 MB at a time."""
SPLITTABLE = 500
"""Wordings up to which a family is looked through for whether it still hangs together when one leaves."""
COUNTED = 2_000
"""Quotations up to which the articles and outlets of a family are counted anew whenever it changes; a larger one is
counted anew only when it has grown by a tenth."""


def stored(connection: sqlite3.Connection, batch: Sequence[Stored]) -> None:
    """Let the statements of new articles join families; called by the hooks of the ledger."""
    outdated = [old for article in batch for old, _ in article.superseded]
    if outdated:
        removed(connection, outdated)
    keeper = _Keeper(connection)
    for article in batch:
        for id, statement in zip(article.statements, article.record.statements, strict=True):
            for quotation in quotations_of(article.record, statement):
                keeper.add(id, quotation)
    keeper.finish()


def removed(connection: sqlite3.Connection, statements: Sequence[int]) -> None:
    """Take statements out of their families, and part those that hung together by them alone."""
    keeper = _Keeper(connection)
    for statement in statements:
        rows = connection.execute("SELECT id FROM quotations WHERE statement = ?", (statement,)).fetchall()
        for (id,) in rows:
            keeper.remove(id)
    keeper.part()
    keeper.finish()


def quotations_of(record: Record, statement: Statement) -> list[list[str]]:
    """The runs of bare words of a statement that are looked for elsewhere.

    All of its content; but of a mixed one each part in quotation marks that says enough by itself, if there is any.
    """
    text = record.article.text
    if statement.form == "mixed":
        parts = []
        for span in statement.content:
            for block in record.article.blocks:
                if block.span.meets(span):
                    inside = Span(max(span.start, block.span.start), min(span.end, block.span.end))
                    parts += [q.inner for q in quotations(text, block.span) if q.span.meets(inside)]
        runs = [bare(part.of(text)) for part in dict.fromkeys(parts) if part.start < part.end]
        if found := [run for run in runs if len(run) > LEAST and worth_keeping(run)]:
            return found
    run = bare(words(text, statement.content))
    return [run] if worth_keeping(run) else []


class _Keeper:
    """The families of one ledger, in one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._first = self._next = 1 + (connection.execute("SELECT max(id) FROM quotations").fetchone()[0] or 0)
        self._touched: set[int] = set()
        self._loosened: set[int] = set()

    def add(self, statement: int, run: list[str]) -> None:
        """Store a quotation of a statement, in the family of its kin if it has any."""
        id, text, number = self._next, " ".join(run), digest(run)
        self._next += 1
        equal = self._db.execute(
            "SELECT id, family FROM quotations WHERE digest = ? AND words = ? ORDER BY id LIMIT 1", (number, text)
        ).fetchone()
        if equal:
            family = self._united([equal]) if equal[1] is None else equal[1]
            self._insert(id, statement, text, len(run), number, family)
            return
        prints = fingerprints(run) if len(run) >= LEAST else []
        found = self._kin_of(run, prints)
        self._insert(id, statement, text, len(run), number, self._united(found) if found else None)
        self._db.executemany("INSERT INTO fresh_shingles VALUES (?, ?)", [(each, id) for each in prints])

    def remove(self, id: int) -> None:
        """Delete a quotation; another one with the same words takes over its fingerprints."""
        text, number, family = self._db.execute(
            "SELECT words, digest, family FROM quotations WHERE id = ?", (id,)
        ).fetchone()
        heir = self._db.execute(
            "SELECT min(id) FROM quotations WHERE digest = ? AND words = ? AND id <> ?", (number, text, id)
        ).fetchone()[0]
        self._db.execute("DELETE FROM quotations WHERE id = ?", (id,))
        if heir is None or heir > id:
            prints = fingerprints(text.split()) if text.count(" ") + 1 >= LEAST else []
            for table in ("shingles", "fresh_shingles"):
                rows = [(each, id) for each in prints]
                self._db.executemany(f"DELETE FROM {table} WHERE hash = ? AND quotation = ?", rows)
            if heir is not None:
                self._db.executemany("INSERT INTO fresh_shingles VALUES (?, ?)", [(each, heir) for each in prints])
        if family is not None:
            self._touched.add(family)
            if heir is None:
                self._loosened.add(family)

    def part(self) -> None:
        """Part the families that a wording has left into what still hangs together."""
        for family in sorted(self._loosened):
            wordings: dict[str, list[int]] = {}
            query = "SELECT id, words FROM quotations WHERE family = ? ORDER BY id"
            for id, text in self._db.execute(query, (family,)):
                wordings.setdefault(text, []).append(id)
            if len(wordings) > SPLITTABLE:
                continue
            parts = _components([text.split() for text in wordings])
            ids = list(wordings.values())
            for number, part in enumerate(sorted(parts, key=lambda part: -sum(len(ids[at]) for at in part))):
                members = [id for at in part for id in ids[at]]
                if number or len(members) < 2:
                    self._move(members, self._new_family() if len(members) > 1 else None)

    def finish(self) -> None:
        """Move shingles over when enough are fresh, and bring the figures of what was touched up to date."""
        if self._first // FRESH != self._next // FRESH:
            self._db.execute("INSERT OR IGNORE INTO shingles SELECT * FROM fresh_shingles ORDER BY hash, quotation")
            self._db.execute("DELETE FROM fresh_shingles")
        for family in sorted(self._touched):
            _count(self._db, family)

    def _kin_of(self, run: list[str], prints: Iterable[int]) -> list[tuple[int, int | None]]:
        """Quotations that are kin, one of each family, with their families; those that share most come first."""
        shared: Counter[int] = Counter()
        for each in prints:
            for table in ("shingles", "fresh_shingles"):
                query = f"SELECT quotation FROM {table} WHERE hash = ? ORDER BY quotation LIMIT {LOOKED_AT}"
                shared.update(id for (id,) in self._db.execute(query, (each,)))
        found: list[tuple[int, int | None]] = []
        families: set[int] = set()
        likely = sorted(shared.items(), key=lambda item: (-item[1], item[0]))
        for id, _ in likely[:COMPARED]:
            row = self._db.execute("SELECT words, family FROM quotations WHERE id = ?", (id,)).fetchone()
            if row is None or row[1] in families or not kin(run, row[0].split(" ")):
                continue
            found.append((id, row[1]))
            if row[1] is not None:
                families.add(row[1])
        return found

    def _united(self, found: Sequence[tuple[int, int | None]]) -> int:
        """The one family of these quotations: the largest of theirs, which takes in the others, or a new one."""
        families = sorted({family for _, family in found if family is not None})
        if not families:
            kept = self._new_family()
        elif len(families) == 1:
            kept = families[0]
        else:
            query = "SELECT quotations FROM families WHERE id = ?"
            sizes = {family: self._db.execute(query, (family,)).fetchone()[0] for family in families}
            kept = max(families, key=lambda family: (sizes[family], -family))
            for other in families:
                if other != kept:
                    self._db.execute("UPDATE quotations SET family = ? WHERE family = ?", (kept, other))
                    self._db.execute("DELETE FROM families WHERE id = ?", (other,))
                    self._touched.discard(other)
        self._move([id for id, family in found if family is None], kept)
        return kept

    def _move(self, ids: Sequence[int], family: int | None) -> None:
        self._db.executemany("UPDATE quotations SET family = ? WHERE id = ?", [(family, id) for id in ids])
        if family is not None:
            self._touched.add(family)

    def _insert(self, id: int, statement: int, text: str, length: int, number: int, family: int | None) -> None:
        self._db.execute(
            "INSERT INTO quotations (id, statement, words, length, digest, family) VALUES (?, ?, ?, ?, ?, ?)",
            (id, statement, text, length, number, family),
        )
        if family is not None:
            self._touched.add(family)

    def _new_family(self) -> int:
        id: int = self._db.execute("INSERT INTO families DEFAULT VALUES RETURNING id").fetchone()[0]
        self._touched.add(id)
        return id


def _count(connection: sqlite3.Connection, family: int) -> None:
    """Bring the figures of a family up to date; one without quotations is deleted."""
    size: int = connection.execute("SELECT count(*) FROM quotations WHERE family = ?", (family,)).fetchone()[0]
    if size == 0:
        connection.execute("DELETE FROM families WHERE id = ?", (family,))
        return
    before: int = connection.execute("SELECT quotations FROM families WHERE id = ?", (family,)).fetchone()[0]
    if size > COUNTED and before < size < 1.1 * before:
        return
    connection.execute(
        """
        WITH members AS (
            SELECT q.id AS id, q.length AS length, s.id AS statement, s.place AS place, a.document AS document,
                coalesce(a.outlet, a.address, a.origin) AS outlet
            FROM quotations AS q JOIN statements AS s ON s.id = q.statement JOIN articles AS a ON a.id = s.article
            WHERE q.family = :family
        )
        UPDATE families SET quotations = :size,
            articles = (SELECT count(DISTINCT document) FROM members),
            outlets = (SELECT count(DISTINCT outlet) FROM members),
            first_statement = (SELECT statement FROM members ORDER BY place < 2147483648, place LIMIT 1),
            fullest_quotation = (SELECT id FROM members ORDER BY length DESC, place LIMIT 1)
        WHERE id = :family
        """,
        {"family": family, "size": size},
    )


def _components(runs: Sequence[list[str]]) -> list[list[int]]:
    """Which of these wordings hang together, by the places that share a fingerprint and are kin."""
    leader = list(range(len(runs)))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    holders: dict[int, list[int]] = {}
    for at, run in enumerate(runs):
        for other in {other for each in fingerprints(run) for other in holders.get(each, ())}:
            if find(other) != find(at) and kin(runs[other], run):
                leader[find(at)] = find(other)
        for each in fingerprints(run):
            holders.setdefault(each, []).append(at)
    parts: dict[int, list[int]] = {}
    for at in range(len(runs)):
        parts.setdefault(find(at), []).append(at)
    return list(parts.values())
