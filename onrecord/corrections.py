"""What a person has decided about what was read: this source is that speaker, this is no statement.

Decisions are kept in a small TOML file, and find their statements by exact words, never by numbers, which change with
the next version of the model:

    [[correction]]
    article = "samples/harbour.html"
    source = "She"
    cue = "told"
    speaker = "Ana Brooks"

They are applied to a record after reading, without a trace in its JSON. A decision that fits no statement any more, or
several where one was meant, changes nothing and is told of: what a person has decided is never lost in silence.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, get_args

from onrecord.article import Article
from onrecord.errors import UsageError
from onrecord.record import Record
from onrecord.span import words
from onrecord.statement import Kind, Sourcing, Speaker, SpeakerType, Statement

LARGEST = 1_000_000
"""Bytes of a file of corrections: some ten thousand decisions."""

WORDS = ("source", "cue", "content")
"""What a correction finds its statement by."""

_CHOICES: dict[str, tuple[str, ...]] = {
    "type": get_args(SpeakerType),
    "sourcing": get_args(Sourcing),
    "kind": get_args(Kind),
}
_MOST_DOTS = 20
"""Parts of a dotted key beyond which a row is refused: tomllib takes time by the square of them, and none is needed."""

_TEXTS = ("article", *WORDS, "speaker", "addressee", "channel", *_CHOICES)
_FLAGS = ("statement", "hedged", "every")
_CHANGES = ("statement", "speaker", "type", "sourcing", "addressee", "channel", "kind", "hedged")
KEYS = ("article", *WORDS, *_CHANGES, "every")
"""Every key that a correction may have."""


class CorrectionWarning(UserWarning):
    """A correction that was given to `read` fits no statement, or several."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision: the words that its statement has, and what is so of that statement."""

    line: int
    """Where it stands in its file, from 1; 0 where that is not known."""

    article: str | None = None
    """The id, address, title or origin of its article; None for whichever is read."""

    source: str | None = None
    """The words of the source, all of them; empty for a statement without one, None for any."""

    cue: str | None = None
    """The words of the cue, all of them; None for any."""

    content: str | None = None
    """The words of the content: all of them, or with an ellipsis at the end the first of them; None for any."""

    every: bool = False
    """Whether it is about every statement with these words; otherwise it must be one in an article."""

    is_statement: bool = True
    """False when the decision is that it is none."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    """The new values of the statement's fields, by name."""

    def __str__(self) -> str:
        given = ", ".join(f"{name} “{value}”" for name in WORDS if (value := getattr(self, name)) is not None)
        return f"line {self.line}: {given}" if self.line else given

    def is_about(self, article: Article) -> bool:
        """Whether the article is the one that the decision is about."""
        known = (article.id, article.url, article.title, article.origin)
        return self.article is None or self.article in {_plain(name) for name in known if name is not None}


class Fit(NamedTuple):
    """What became of one correction in one article that it is about."""

    correction: Correction
    """The decision."""
    statements: tuple[int, ...]
    """The ids, as they were read, of the statements that have its words."""

    def is_applied(self) -> bool:
        """Whether it was applied: it fits one statement, or is about every one."""
        return len(self.statements) == 1 or (self.correction.every and bool(self.statements))

    def problem(self) -> str:
        """What is wrong and what to do about it, in one sentence; empty when it was applied."""
        if self.is_applied():
            return ""
        if not self.statements:
            return "No statement has these words now. See how it is read now, and change the words or take it out."
        numbers = ", ".join(map(str, self.statements[:5])) + (", …" if len(self.statements) > 5 else "")
        return (
            f"{len(self.statements)} statements have these words ({numbers}). Add the cue or the content, or "
            "every = true for all of them."
        )


class Corrected(NamedTuple):
    """A record with the decisions about it."""

    record: Record
    """The record as it is with them."""
    fits: tuple[Fit, ...]
    """What became of each correction that is about its article, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """A person's decisions about what was read, in the order of their file."""

    items: tuple[Correction, ...]
    """Each decision."""

    path: str = "-"
    """The file they come from."""

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Corrections:
        """The decisions in a file; raises UsageError, with the line and what to do, when it is none of corrections."""
        name = os.fspath(path)
        try:
            with open(path, "rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as error:
            raise UsageError(f"{name} cannot be read: {error.strerror}. Name a file of corrections.") from error
        if len(data) > LARGEST:
            raise UsageError(f"{name} is larger than {LARGEST:,} bytes. Split it into several files.")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise UsageError(f"{name}, line {line}: this is not UTF-8. Save the file as UTF-8 text.") from error
        return cls.from_text(text, path=name)

    @classmethod
    def from_text(cls, text: str, *, path: str = "-") -> Corrections:
        """The decisions in such a file's text; raises UsageError, with the line and what to do, when it is none."""
        deep = next((n for n, row in enumerate(text.splitlines(), 1) if _is_deep(row)), None)
        if deep:
            raise UsageError(f"{path}, line {deep}: it is nested too deeply. Give each decision as one [[correction]].")
        try:
            given = tomllib.loads(text)
        except RecursionError as error:
            raise UsageError(f"{path} is nested too deeply. Give each decision as one [[correction]].") from error
        except ValueError as error:
            raise UsageError(f"{path} is not TOML: {error}. Give each decision as one [[correction]].") from error
        tables = given.get("correction", [])
        others = [name for name in given if name != "correction"]
        if others or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            where = others[0][:40] if others else "correction"
            line = next((n for n, row in enumerate(text.splitlines(), 1) if row.lstrip(" [\t").startswith(where)), 1)
            raise UsageError(
                f"{path}, line {line}: {where!r} is out of place. Give each decision as one [[correction]]."
            )
        places = _places(text, len(tables))
        return cls(tuple(_correction(path, *pair) for pair in zip(tables, places, strict=True)), path)

    def applied(self, record: Record) -> Corrected:
        """The record with the decisions about its article, and what became of each.

        Statements that are none are left out; what was inside of one is then inside of what that one was inside of,
        and the rest are numbered anew.
        """
        mine = [one for one in self.items if one.is_about(record.article)]
        if not mine:
            return Corrected(record, ())
        index = _Index(record)
        fits = tuple(Fit(one, index.having(one)) for one in mine)
        changed = {statement.id: statement for statement in record.statements}
        dropped: set[int] = set()
        for fit in fits:
            if not fit.is_applied():
                continue
            if not fit.correction.is_statement:
                dropped.update(fit.statements)
            for number in fit.statements:
                changed[number] = _changed(changed[number], fit.correction.changes)
        return Corrected(replace(record, statements=_without(tuple(changed.values()), dropped)), fits)


class _Index:
    """The statements of a record by their words."""

    def __init__(self, record: Record) -> None:
        text = record.article.text
        self._words = {
            statement.id: {role: _plain(words(text, getattr(statement, role))) for role in WORDS}
            for statement in record.statements
        }
        self._having: dict[tuple[str, str], list[int]] = {}
        for number, roles in self._words.items():
            for pair in roles.items():
                self._having.setdefault(pair, []).append(number)

    def having(self, correction: Correction) -> tuple[int, ...]:
        """The ids of the statements that have the words of a correction."""
        given = {role: value for role in WORDS if (value := getattr(correction, role)) is not None}
        start = given.pop("content") if given.get("content", "").endswith("…") else None
        exact = [self._having.get(pair, []) for pair in given.items()]
        found: Sequence[int] = min(exact, key=len, default=list(self._words))
        return tuple(
            number
            for number in found
            if all(self._words[number][role] == value for role, value in given.items())
            and (start is None or self._begins(number, start))
        )

    def _begins(self, number: int, start: str) -> bool:
        content = self._words[number]["content"]
        return content == start or content.startswith(start[:-1].rstrip())


def _changed(statement: Statement, changes: Mapping[str, Any]) -> Statement:
    """The statement with the new values; a speaker without a type keeps the type of the one before, or is a person."""
    new = dict(changes)
    kind = new.pop("type", None)
    if "speaker" in new:
        before = statement.speaker.type if statement.speaker else "person"
        new["speaker"] = Speaker(new["speaker"], kind or before) if new["speaker"] else None
    return replace(statement, **new)


def _without(statements: tuple[Statement, ...], dropped: set[int]) -> tuple[Statement, ...]:
    if not dropped:
        return statements
    by_id = {statement.id: statement for statement in statements}

    def around(number: int | None) -> int | None:
        seen: set[int] = set()
        while number in dropped and number not in seen:
            seen.add(number)
            number = by_id[number].within if number in by_id else None
        return None if number in dropped else number

    kept = [statement for statement in statements if statement.id not in dropped]
    ids = {statement.id: number for number, statement in enumerate(kept, 1)}
    return tuple(
        replace(
            statement,
            id=ids[statement.id],
            within=None if (outer := around(statement.within)) is None else ids.get(outer, outer),
        )
        for statement in kept
    )


def _correction(path: str, table: Mapping[str, Any], place: _Place) -> Correction:
    """The decision in one table; raises UsageError where it is none."""

    def off(key: str, what: str) -> UsageError:
        return UsageError(f"{path}, line {place.of(key)}: {what}")

    for key, value in table.items():
        if key not in KEYS:
            raise off(key, f"there is no {key[:40]!r} in a correction. Choose from: {', '.join(KEYS)}.")
        if key in _FLAGS and not isinstance(value, bool):
            raise off(key, f"{key} is true or false, without quotation marks.")
        if key in _TEXTS and not isinstance(value, str):
            raise off(key, f"{key} is text: put it in quotation marks.")
        if key in _CHOICES and value and value not in _CHOICES[key]:
            raise off(key, f"{key} is one of: {', '.join(_CHOICES[key])}.")
    if not any(table.get(role) for role in WORDS):
        raise off("", "it says of no statement what its words are. Give its source, cue or content.")
    changes = {key: table[key] for key in _CHANGES if key in table}
    if not changes:
        raise off("", f"it changes nothing. Give one of: {', '.join(_CHANGES)}.")
    if changes.pop("statement", False):
        raise off("statement", "only what is no statement is said: statement = false, or leave it out.")
    if "statement" in table and changes:
        raise off("statement", f"what is no statement has no {next(iter(changes))}. Leave one of the two out.")
    if "type" in changes and not (changes["type"] and changes.get("speaker")):
        raise off("type", "the type is that of a speaker. Give both, or leave it out.")
    if "article" in table and not _plain(table["article"]):
        raise off("article", "it names no article. Give its id, address, title or path, or leave it out.")
    return Correction(
        line=place.line,
        every=table.get("every", False),
        is_statement="statement" not in table,
        changes={key: (_plain(value) or None) if isinstance(value, str) else value for key, value in changes.items()},
        **{key: _plain(table[key]) for key in ("article", *WORDS) if key in table},
    )


class _Place(NamedTuple):
    """Where a table stands in its file."""

    line: int
    rows: tuple[str, ...]

    def of(self, key: str) -> int:
        """The line of a key, or else of the table."""
        pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        at = next((n for n, row in enumerate(self.rows) if key and pattern.match(row)), 0)
        return self.line + at


def _places(text: str, count: int) -> Iterator[_Place]:
    """Where the tables stand; a text inside of which a heading stands, or one array, has them all at its first line."""
    rows = text.splitlines()
    heads = [at for at, row in enumerate(rows) if re.match(r"\s*\[\[\s*[\"']?correction[\"']?\s*\]\]", row)]
    if len(heads) != count:
        heads = [0] * count
    ends = [*heads[1:], len(rows)][:count]
    return (_Place(head + 1, tuple(rows[head:end])) for head, end in zip(heads, ends, strict=True))


def _is_deep(row: str) -> bool:
    """Whether a row has a key of more dotted parts than anybody writes."""
    if row.count(".") <= _MOST_DOTS:
        return False
    return any(
        re.fullmatch(r"[\w\-.\"' \t\[\]]*", piece)
        and sum(bool(part.strip("\"' ")) for part in piece.split(".")) > _MOST_DOTS
        for piece in re.split(r"[={,]", row)
    )


def _plain(text: str) -> str:
    """The words with one space between them, as people see and copy them."""
    return " ".join(text.split())
