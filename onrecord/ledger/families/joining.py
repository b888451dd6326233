"""Families are kept in step with the ledger: what comes joins its kin, what goes leaves, nothing is computed afresh.

A wording that is added is looked up by its fingerprints and compared with the few that share one. Each that is kin is
linked to it by the words they share, and two links are of one family where they run through the same words of a
wording. So a family is a connected component of links, and does not depend on the order of adding (but for phrases so
common that only their first uses are looked at). A quotation that an outlet has joined out of two is in
two families, and does not make them one. The same words again cost one look at a digest.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from onrecord.ledger.families.fingerprints import LOOKED_AT, digest, fingerprints, holders
from onrecord.ledger.families.kinship import LEAST, Region, Run, kin
from onrecord.ledger.families.linking import Groups
from onrecord.ledger.families.parting import new_family, part
from onrecord.ledger.hooks import Stored
from onrecord.ledger.reports import put_together, reported
from onrecord.ledger.wording import cased
from onrecord.record import Record
from onrecord.span import Span, words
from onrecord.statement import Statement

COMPARED = 32
"""Wordings that one is compared with word by word, those with most fingerprints in common first."""
FRESH = 1 << 16
"""Wordings after which their shingles are moved from the small table to the large one: about 6 MB at a time."""
COUNTED = 2_000
"""Quotations up to which the articles and outlets of a family are counted anew whenever it changes; a larger one is
counted anew only when it has grown by a tenth."""
REPEATED = Region(0, 0)
"""The region of a wording that is in a family by being repeated alone: it is kin of nothing else."""


def stored(connection: sqlite3.Connection, batch: Sequence[Stored]) -> None:
    """Let the statements of new articles join families; called by the hooks of the ledger."""
    keeper = Keeper(connection)
    for article in batch:
        for old, _ in article.superseded:
            keeper.remove(old)
    keeper.add(
        Quotation(id, run, quoted)
        for article in batch
        for id, statement in zip(article.statements, article.record.statements, strict=True)
        for run, quoted in runs_of(article.record, statement)
    )
    keeper.finish()


def removed(connection: sqlite3.Connection, statements: Sequence[int]) -> None:
    """Take statements out of their families, part what hung together by them alone, and let those of the version
    before, which they stood for, come back; called by the hooks of the ledger."""
    keeper = Keeper(connection)
    back: list[int] = []
    for statement in statements:
        keeper.remove(statement)
        rows = connection.execute("SELECT id FROM statements WHERE superseded = ?", (statement,))
        back += [id for (id,) in rows]
    keeper.add(
        Quotation(report.found.statement, run, quoted)
        for report in reported(connection, back)
        for run, quoted in _runs(report.found.form, report.words, report.quoted or ())
    )
    keeper.finish()


def runs_of(record: Record, statement: Statement) -> list[tuple[list[str], bool]]:
    """The runs of words of a statement that are looked for elsewhere, and for each whether it is in quotation marks."""
    text = record.article.text
    if statement.form != "mixed":
        return _runs(statement.form, words(text, statement.content), ())
    blocks = [block.span for block in record.article.blocks]
    attribution = [*statement.source, *statement.cue]
    return _runs("mixed", *put_together(text, blocks, statement.content, attribution))


def _runs(form: str, content: str, quoted: Sequence[Span]) -> list[tuple[list[str], bool]]:
    """All of the content; but of a mixed one each part in quotation marks that says enough by itself, if any does."""
    if form == "mixed":
        runs = [cased(part.of(content)) for part in quoted]
        if found := [(run, True) for run in runs if len(run) > LEAST and Run.of(run, quoted=True).says_enough]:
            return found
    return [(cased(content), form == "direct")]


class Quotation(NamedTuple):
    """A run of words of a statement, to be put into families."""

    statement: int
    """The row in `statements`."""
    printed: Sequence[str]
    """Its words, as they were printed."""
    quoted: bool
    """Whether it stands in quotation marks."""


class _Linked(NamedTuple):
    """A wording of the ledger that is kin to the one that is added."""

    wording: int
    here: Region
    """What they share, in the one that is added."""
    there: Region
    """The same in the other."""


class Keeper:
    """The families of one ledger, in one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._first = self._next = 1 + (connection.execute("SELECT max(id) FROM wordings").fetchone()[0] or 0)
        self._touched: set[int] = set()
        self._loosened: set[int] = set()
        self._of_digest: dict[int, list[tuple[int, tuple[str, ...]]]] = {}
        self._holders: dict[int, list[int]] = {}
        self._runs: dict[int, Run] = {}
        self._wordings: list[tuple[int, str, bool, int, int]] = []
        self._shingles: list[tuple[int, int]] = []
        self._quotations: list[tuple[int, int]] = []

    def add(self, quotations: Iterable[Quotation]) -> None:
        """Store quotations, in order, and the wordings that are new, with their links.

        What they are looked up by is looked up for all of them at once, in the order in which the tables stand: in a
        large ledger every look elsewhere is another page of the file.
        """
        ready = [
            (each, run, digest(run.words))
            for each in quotations
            if (run := Run.of(each.printed, quoted=each.quoted)).says_enough
        ]
        self._of_digest = {}
        query = "SELECT d.value, w.id, w.words FROM json_each(?) AS d CROSS JOIN wordings AS w ON w.digest = d.value"
        for number, id, text in self._db.execute(query, (json.dumps(sorted({number for *_, number in ready})),)):
            self._of_digest.setdefault(number, []).append((id, tuple(text.casefold().split(" "))))
        prints = {
            number: fingerprints(run.words)
            for _, run, number in ready
            if number not in self._of_digest and len(run.words) >= LEAST
        }
        self._holders = holders(self._db, chain.from_iterable(prints.values()))
        for each, run, number in ready:
            known = min((id for id, words in self._of_digest.get(number, ()) if words == run.words), default=None)
            if known is None:
                self._add_new(each, run, number, prints.get(number, ()))
            else:
                self._add_to(known, each.statement, run)

    def _add_new(self, quotation: Quotation, run: Run, number: int, prints: Sequence[int]) -> None:
        """Store a quotation whose wording is new."""
        id = self._next
        self._next += 1
        links = self._links(run, [self._holders.get(each, ()) for each in prints])
        self._of_digest.setdefault(number, []).append((id, run.words))
        self._runs[id] = run
        for each in prints:
            of_hash = self._holders.setdefault(each, [])
            if len(of_hash) < LOOKED_AT:
                of_hash.append(id)
        self._wordings.append((id, " ".join(quotation.printed), run.quoted, len(run.words), number))
        self._shingles += [(each, id) for each in prints]
        self._quotations.append((quotation.statement, id))
        if links:
            self._write()
            self._link(id, links)

    def _add_to(self, wording: int, statement: int, run: Run) -> None:
        """Store a quotation whose wording is known; in quotation marks for the first time, it may have more kin."""
        self._write()
        self._quotations.append((statement, wording))
        if run.quoted and len(run.words) >= LEAST:
            query = "UPDATE wordings SET quoted = 1 WHERE id = ? AND quoted = 0 RETURNING id"
            if self._db.execute(query, (wording,)).fetchone():
                self._runs[wording] = run
                links = self._links(run, holders(self._db, fingerprints(run.words)).values(), but=wording)
                if links:
                    self._link(wording, links)
        families = {family for family, _ in self._memberships(wording)}
        if not families:
            family = new_family(self._db)
            self._join(wording, family, REPEATED)
            families = {family}
        self._touched |= families

    def _write(self) -> None:
        """Write what waits for it: many rows at once, but before anything leads to them."""
        self._db.executemany("INSERT INTO wordings VALUES (?, ?, ?, ?, ?)", self._wordings)
        self._db.executemany("INSERT INTO fresh_shingles VALUES (?, ?)", self._shingles)
        self._db.executemany("INSERT OR IGNORE INTO quotations VALUES (?, ?)", self._quotations)
        self._wordings, self._shingles, self._quotations = [], [], []

    def remove(self, statement: int) -> None:
        """Delete the quotations of a statement, and the wordings that nobody else has."""
        of = self._db.execute("SELECT wording FROM quotations WHERE statement = ?", (statement,)).fetchall()
        self._db.execute("DELETE FROM quotations WHERE statement = ?", (statement,))
        for (wording,) in of:
            members = self._memberships(wording)
            families = {family for family, _ in members}
            left: int = self._db.execute(
                "SELECT count(*) FROM (SELECT 1 FROM quotations WHERE wording = ? LIMIT 2)", (wording,)
            ).fetchone()[0]
            if left == 0:
                self._delete(wording)
                self._loosened |= families
            elif left == 1 and any(region == REPEATED for _, region in members):
                self._db.execute("DELETE FROM family_members WHERE wording = ?", (wording,))
            self._touched |= families

    def finish(self) -> None:
        """Part what was loosened, move shingles over when enough are fresh, bring figures up to date."""
        self._write()
        if self._loosened:
            self._touched |= part(self._db, self._loosened)
        if self._first // FRESH != self._next // FRESH:
            self._db.execute("INSERT OR IGNORE INTO shingles SELECT * FROM fresh_shingles ORDER BY hash, wording")
            self._db.execute("DELETE FROM fresh_shingles")
        for family in sorted(self._touched):
            _count(self._db, family)

    def _links(self, run: Run, sharing: Iterable[Iterable[int]], *, but: int | None = None) -> list[_Linked]:
        """The wordings that are kin, of those that share fingerprints: given for each who has it. Those that share
        most are looked at first."""
        shared = Counter(chain.from_iterable(sharing))
        shared.pop(but or 0, None)
        found = []
        for id, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:COMPARED]:
            other = self._run(id)
            link = kin(run, other) if other else None
            if link:
                found.append(_Linked(id, link.one, link.other))
        return found

    def _run(self, wording: int) -> Run | None:
        """A wording of the ledger, made ready to be compared."""
        if wording not in self._runs:
            row = self._db.execute("SELECT words, quoted FROM wordings WHERE id = ?", (wording,)).fetchone()
            if row is None:
                return None
            self._runs[wording] = Run.of(row[0].split(" "), quoted=bool(row[1]))
        return self._runs[wording]

    def _link(self, id: int, links: Sequence[_Linked]) -> None:
        """Put a wording and those it is linked to into families; families that it shows to be one become one."""
        groups: Groups[tuple[str, int]] = Groups()
        repeated: dict[int, int] = {}
        own = self._memberships(id)
        for number, link in enumerate(links):
            groups.add(("link", number))
            for before in range(number):
                if links[before].here.meets(link.here):
                    groups.unite(("link", before), ("link", number))
            ends = [(link.wording, link.there, self._memberships(link.wording)), (id, link.here, own)]
            for wording, mine, memberships in ends:
                for family, region in memberships:
                    if region == REPEATED:
                        repeated[wording] = family
                    elif region.meets(mine):
                        groups.unite(("link", number), ("family", family))
        for group in groups.all():
            members = [links[number] for what, number in group if what == "link"]
            wordings = {link.wording for link in members} | {id}
            dissolved = {repeated.pop(wording) for wording in sorted(wordings) if wording in repeated}
            kept = self._united({number for what, number in group if what == "family"} | dissolved)
            self._db.executemany(
                "DELETE FROM family_members WHERE wording = ? AND first = 0 AND last = 0", [(w,) for w in wordings]
            )
            for link in members:
                self._join(link.wording, kept, link.there)
                self._join(id, kept, link.here)
            self._touched.add(kept)

    def _united(self, families: set[int]) -> int:
        """The one family that these are: the largest, which takes in the others, or a new one."""
        if not families:
            return new_family(self._db)
        query = "SELECT quotations FROM families WHERE id = ?"
        kept = max(families, key=lambda family: (self._db.execute(query, (family,)).fetchone()[0], -family))
        for other in families - {kept}:
            self._db.execute("UPDATE OR IGNORE family_members SET family = ? WHERE family = ?", (kept, other))
            self._db.execute("DELETE FROM family_members WHERE family = ?", (other,))
            self._db.execute("DELETE FROM families WHERE id = ?", (other,))
            self._touched.discard(other)
        return kept

    def _memberships(self, wording: int) -> list[tuple[int, Region]]:
        rows = self._db.execute("SELECT family, first, last FROM family_members WHERE wording = ?", (wording,))
        return [(family, Region(first, last)) for family, first, last in rows]

    def _join(self, wording: int, family: int, region: Region) -> None:
        self._db.execute("INSERT OR IGNORE INTO family_members VALUES (?, ?, ?, ?)", (wording, family, *region))

    def _delete(self, wording: int) -> None:
        text = self._db.execute("SELECT words FROM wordings WHERE id = ?", (wording,)).fetchone()[0]
        rows = [(each, wording) for each in fingerprints(text.casefold().split(" "))]
        for table in ("shingles", "fresh_shingles"):
            self._db.executemany(f"DELETE FROM {table} WHERE hash = ? AND wording = ?", rows)
        self._db.execute("DELETE FROM family_members WHERE wording = ?", (wording,))
        self._db.execute("DELETE FROM wordings WHERE id = ?", (wording,))


def _count(connection: sqlite3.Connection, family: int) -> None:
    """Bring the figures of a family up to date; one without members is deleted."""
    members = "SELECT DISTINCT wording FROM family_members WHERE family = ?"
    size: int = connection.execute(
        f"SELECT count(*) FROM quotations WHERE wording IN ({members})", (family,)
    ).fetchone()[0]
    if size < 2:
        connection.execute("DELETE FROM family_members WHERE family = ?", (family,))
        connection.execute("DELETE FROM families WHERE id = ?", (family,))
        return
    before: int = connection.execute("SELECT quotations FROM families WHERE id = ?", (family,)).fetchone()[0]
    if size > COUNTED and before < size < 1.1 * before:
        return
    connection.execute(
        """
        WITH regions AS (
            SELECT wording, max(last) - min(first) AS reach,
                (SELECT count(*) FROM quotations WHERE wording = m.wording) AS uses
            FROM family_members AS m WHERE family = ? GROUP BY wording
        ), members AS (
            SELECT w.id AS wording, CASE reach WHEN 0 THEN w.length ELSE reach END AS reach, w.length AS length,
                w.quoted AS quoted, uses, s.id AS statement, s.place AS place, a.document AS document,
                coalesce(a.outlet, a.address, a.origin) AS outlet
            FROM regions JOIN wordings AS w ON w.id = regions.wording JOIN quotations AS q ON q.wording = w.id
            JOIN statements AS s ON s.id = q.statement JOIN articles AS a ON a.id = s.article
        )
        UPDATE families SET quotations = ?,
            quoted = (SELECT max(quoted) FROM members),
            articles = (SELECT count(DISTINCT document) FROM members),
            outlets = (SELECT count(DISTINCT outlet) FROM members),
            first_statement = (SELECT statement FROM members ORDER BY place < 2147483648, place LIMIT 1),
            fullest_wording = (SELECT wording FROM members ORDER BY reach DESC, uses DESC, length, place LIMIT 1)
        WHERE id = ?
        """,
        (family, size, family),
    )
