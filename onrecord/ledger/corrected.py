"""What a person corrects of a stored article: kept in order beside what was read, and to be undone one by one.

With the first correction of an article its statements are kept as they were read. Each correction names its statement
by the number that it has in the ledger. From both, the statements of the article are made anew with each correction
and each undoing, so that any of them can be taken back, in any order; and the search index, families and persons
follow in the same transaction, told of what has changed and of nothing else.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from onrecord.article import Article
from onrecord.errors import UsageError
from onrecord.ledger import rows, shelved
from onrecord.ledger.families import joining as families
from onrecord.ledger.hooks import Stored
from onrecord.ledger.people.placing import Placing
from onrecord.ledger.writing import index, moment, taken_number, unindex
from onrecord.quotation import quotations
from onrecord.record import Record
from onrecord.span import Span
from onrecord.statement import Form, Speaker, SpeakerType, Statement

Verb = Literal["speaker", "none", "end"]

LONGEST_NAME = 200
"""Characters of a speaker's name."""
REACH = 4_000
"""Characters after a content's first one in which its last words are looked for."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is so of a statement, as a person says."""

    statement: int
    """The statement's number in the ledger."""
    verb: Verb
    """speaker: this is somebody else. none: this is no statement. end: the content ends here."""
    speaker: str | None = None
    """Who it is, for `speaker`."""
    type: SpeakerType = "person"
    """What the name is the name of, for `speaker`."""
    end: int | None = None
    """The offset into the article's text after the content's last character, for `end`."""
    last_words: str | None = None
    """In place of `end`: the last words of the content, as the article has them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A correction as the ledger keeps it."""

    id: int
    """Its number, from 1."""
    made: str
    """When it was made, ISO 8601 in UTC."""
    article: int
    """The article's number in the ledger."""
    change: Change
    """What was decided."""
    sentence: str
    """The same in a sentence."""
    undone: str | None
    """When it was undone; None while it holds."""
    carried: int | None = None
    """The correction of the version before that this one was carried over from; None when it was made here."""


_AsRead = dict[int, Statement]
"""The statements of an article as they were read, by their numbers in the ledger."""


def kept(connection: sqlite3.Connection, article: int) -> tuple[Kept, ...]:
    """The corrections of an article in the order they were made."""
    found = connection.execute(
        "SELECT id, made, article, details, undone FROM corrections WHERE article = ? ORDER BY id", (article,)
    )
    return tuple(_kept(*row) for row in found.fetchall())


def as_read(connection: sqlite3.Connection, article: int) -> dict[int, Statement]:
    """The statements of a corrected article as they were read, by their numbers in the ledger; none of any other."""
    query = "SELECT as_read FROM corrections WHERE article = ? AND as_read IS NOT NULL ORDER BY id"
    row = connection.execute(query, (article,)).fetchone()
    return _as_read(row[0]) if row else {}


def correct(connection: sqlite3.Connection, article: int, change: Change, *, carried: int | None = None) -> Kept:
    """Correct a statement; the caller has begun the transaction. Raises UsageError when that makes no sense.

    `carried` is the correction of an earlier version that this one follows.
    """
    shelf = shelved.article(connection, article)
    if shelf is None:
        raise UsageError(f"There is no article {article} in the ledger.")
    number = next((n for n, place in shelf.places.items() if place.statement == change.statement), None)
    if number is None:
        raise UsageError(f"The article has no statement {change.statement} (any more).")
    now = next(each for each in shelf.record.statements if each.id == number)
    change, sentence = _checked(shelf.record.article, now, change)
    first = connection.execute("SELECT 1 FROM corrections WHERE article = ? LIMIT 1", (article,)).fetchone() is None
    read = _as_read_json(shelf.record, shelf.places) if first else None
    details = json.dumps({"change": asdict(change), "sentence": sentence} | ({"carried": carried} if carried else {}))
    id, made = connection.execute(
        "INSERT INTO corrections (made, article, as_read, details) VALUES (?, ?, ?, ?) RETURNING id, made",
        (moment(), article, read, details),
    ).fetchone()
    _made_anew(connection, article, shelf.record)
    return _kept(id, made, article, details, None)


def undo(connection: sqlite3.Connection, correction: int) -> Kept:
    """Take a correction back; the caller has begun the transaction."""
    row = connection.execute("SELECT article, undone FROM corrections WHERE id = ?", (correction,)).fetchone()
    if row is None:
        raise UsageError(f"There is no correction {correction}.")
    if row[1]:
        raise UsageError(f"Correction {correction} is undone already.")
    connection.execute("UPDATE corrections SET undone = ? WHERE id = ?", (moment(), correction))
    shelf = shelved.article(connection, row[0])
    assert shelf is not None  # corrections go with their article
    _made_anew(connection, row[0], shelf.record)
    return next(each for each in kept(connection, row[0]) if each.id == correction)


def _checked(article: Article, statement: Statement, change: Change) -> tuple[Change, str]:
    """The change with its end as an offset, and what it is in a sentence; raises UsageError when it makes no sense."""
    who = statement.speaker.name if statement.speaker else "nobody named"
    begin = statement.content[0].of(article.text)[:60]
    if change.verb == "none":
        return Change(change.statement, "none"), f"“{begin}” is no statement."
    if change.verb == "speaker":
        name = " ".join((change.speaker or "").split())
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise UsageError(f"Give the speaker's name, 1 to {LONGEST_NAME} characters that can be printed.")
        if change.type not in get_args(SpeakerType):
            raise UsageError(f"A speaker is one of: {', '.join(get_args(SpeakerType))}.")
        return Change(change.statement, "speaker", name, change.type), f"“{begin}” is by {name}, not by {who}."
    if change.verb != "end":
        raise UsageError(f"There is no correction of that kind. Choose one of: {', '.join(get_args(Verb))}.")
    start, end = statement.content[0].start, change.end
    if change.last_words is not None:
        end = _after(article.text, start, change.last_words)
    taken = [span for span in (*statement.source, *statement.cue) if end is not None and span.start >= start]
    if end is None or not start < end <= min(len(article.text), start + REACH):
        raise UsageError("These words do not stand after the beginning of what was said. Copy them from the article.")
    kept = _ended(statement, end).content
    if any(span.meets(piece) for span in taken for piece in kept):
        raise UsageError("What was said would then hold its own source or cue. Give words that stand before them.")
    return Change(
        change.statement, "end", end=end
    ), f"“{begin}” ends with “{article.text[max(start, end - 30) : end]}”."


def _after(text: str, start: int, last_words: str) -> int | None:
    """The offset after these words where they stand first after `start`, white space counting as one."""
    words = last_words.split()
    if not words or len(last_words) > 1_000:
        return None
    for at in range(start, min(len(text), start + REACH)):
        place = at
        for word in words:
            while place < len(text) and text[place].isspace():
                place += 1
            if not text.startswith(word, place):
                break
            place += len(word)
        else:
            return place
    return None


def _made_anew(connection: sqlite3.Connection, article: int, now: Record) -> None:
    """Make the statements of an article anew from what was read and what holds of its corrections."""
    found = connection.execute(
        "SELECT as_read, details, undone FROM corrections WHERE article = ? ORDER BY id", (article,)
    ).fetchall()
    as_read = _as_read(found[0][0])
    wanted = dict(as_read)
    for _, details, undone in found:
        if not undone:
            _apply(now.article, wanted, Change(**json.loads(details)["change"]))
    wanted = _numbered(wanted, as_read)
    record = replace(now, statements=tuple(wanted.values()))
    _write(connection, article, record, wanted)


def _apply(article: Article, statements: _AsRead, change: Change) -> None:
    statement = statements.get(change.statement)
    if statement is None:
        return  # another correction says that it is none
    if change.verb == "none":
        del statements[change.statement]
    elif change.verb == "speaker":
        assert change.speaker is not None
        speaker = Speaker(change.speaker, change.type)
        statements[change.statement] = replace(statement, speaker=speaker)
    elif change.end is not None:
        ended = _ended(statement, change.end)
        statements[change.statement] = replace(ended, form=_form(article, ended.content))


def _ended(statement: Statement, end: int) -> Statement:
    """The statement with its content up to `end`: pieces after it go, and the last one reaches to it."""
    pieces = [span for span in statement.content if span.start < end]
    pieces[-1] = Span(pieces[-1].start, end)
    condition = statement.condition
    if condition is not None and condition.end > end:
        condition = Span(condition.start, end) if condition.start < end else None
    return replace(statement, content=tuple(pieces), condition=condition)


def _form(article: Article, content: Sequence[Span]) -> Form:
    """Whether all, some or none of the content's letters and digits stand in quotation marks."""
    inner = [q.inner for block in article.blocks for q in quotations(article.text, block.span)]
    inside = [
        any(mark.start <= at < mark.end for mark in inner)
        for piece in content
        for at in range(*piece)
        if article.text[at].isalnum()
    ]
    return "direct" if inside and all(inside) else "mixed" if any(inside) else "indirect"


def _numbered(statements: _AsRead, as_read: _AsRead) -> _AsRead:
    """The statements numbered from 1; what was inside of one that is none is inside of what that one was inside of."""
    by_number = {each.id: id for id, each in as_read.items()}
    new = {as_read[id].id: number for number, id in enumerate(statements, 1)}

    def around(number: int | None) -> int | None:
        seen: set[int] = set()
        while number is not None and number not in new and number in by_number and number not in seen:
            seen.add(number)
            number = as_read[by_number[number]].within
        return new.get(number) if number is not None else None

    return {id: replace(each, id=new[each.id], within=around(each.within)) for id, each in statements.items()}


def _write(connection: sqlite3.Connection, article: int, record: Record, wanted: _AsRead) -> None:
    """Bring the rows of the article, and all that is worked out from them, to what is wanted."""
    before = {
        row[0]: row for row in connection.execute(f"SELECT {_COLUMNS} FROM statements WHERE article = ?", (article,))
    }
    keeper = Placing(connection)
    persons = keeper.let_go(article)
    speakers = _speakers(connection, article, wanted)
    after = {
        id: rows.statement_row(record, each, id=id, article=article, speaker_id=speakers.get(each.speaker))
        for id, each in wanted.items()
    }
    changed = [id for id in {*before, *after} if before.get(id) != after.get(id)]
    told = [id for id in changed if id not in before or id not in after or _words(before[id]) != _words(after[id])]
    families.removed(connection, [id for id in told if id in before])
    unindex(connection, [id for id in changed if id in before])
    for id in changed:
        if id not in after:
            connection.execute("DELETE FROM statements WHERE id = ?", (id,))
        elif id in before:  # never replaced: what hangs on a row goes with it
            connection.execute(f"UPDATE statements SET ({_COLUMNS}) = ({_MARKS}) WHERE id = ?", (*after[id], id))
        else:
            connection.execute(f"INSERT INTO statements ({_COLUMNS}) VALUES ({_MARKS})", after[id])
    connection.execute(
        "DELETE FROM speakers WHERE article = ? AND id NOT IN "
        "(SELECT speaker_id FROM statements WHERE article = ? AND speaker_id IS NOT NULL)",
        (article, article),
    )
    index(connection, [id for id in changed if id in after])
    there = [id for id in told if id in after]
    part = replace(record, statements=tuple(wanted[id] for id in there))
    # Taken out, a statement let those of earlier versions that it stands for come back; they are not meant to.
    marks = ", ".join("?" * len(told))
    earlier = connection.execute(f"SELECT id, superseded FROM statements WHERE superseded IN ({marks})", told)
    families.stored(connection, [Stored(article, part, tuple(there), tuple(earlier.fetchall()))])
    keeper.take_back(article, persons)


_COLUMNS = ", ".join(rows.STATEMENT_COLUMNS)
_MARKS = ", ".join("?" * len(rows.STATEMENT_COLUMNS))


def _words(row: Sequence[Any]) -> tuple[Any, ...]:
    """What families are made of: the words and how they are quoted."""
    at = rows.STATEMENT_COLUMNS.index
    return row[at("content")], row[at("form")], row[at("content_spans")]


def _speakers(connection: sqlite3.Connection, article: int, wanted: _AsRead) -> dict[object, int]:
    """The rows of the speakers that are wanted, those that are new made."""
    found: dict[object, int] = {
        Speaker(name, type): id
        for id, name, type in connection.execute("SELECT id, name, type FROM speakers WHERE article = ?", (article,))
    }
    for statement in wanted.values():
        if statement.speaker and statement.speaker not in found:
            id = taken_number(connection, "speaker")
            values = (id, article, statement.speaker.name, statement.speaker.type)
            connection.execute("INSERT INTO speakers (id, article, name, type) VALUES (?, ?, ?, ?)", values)
            found[statement.speaker] = id
    return found


def _as_read_json(record: Record, places: Mapping[int, shelved.Place]) -> str:
    return json.dumps([[places[each.id].statement, each.to_dict()] for each in record.statements], ensure_ascii=False)


def _as_read(written: str) -> _AsRead:
    # A record takes statements back from their JSON; all that it needs beside them is any article.
    pairs = json.loads(written)
    empty: dict[str, Any] = Article("", ()).to_dict()
    data = {"article": empty, "checks": [], "model": {"name": "-", "version": "-"}}
    statements = Record.from_dict(data | {"statements": [each for _, each in pairs]}).statements
    return {id: each for (id, _), each in zip(pairs, statements, strict=True)}


def _kept(id: int, made: str, article: int, details: str, undone: str | None) -> Kept:
    given = json.loads(details)
    return Kept(id, made, article, Change(**given["change"]), given["sentence"], undone, given.get("carried"))
