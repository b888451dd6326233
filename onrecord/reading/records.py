"""A record that Onrecord wrote comes back as a record: its statements are taken as they are, and nothing is read anew.

Anybody can write such a line, so nothing of it is believed: every span lies within the text, every word is one of
those that the field takes, and the text is the one that the offsets were counted in, which its id says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, get_args

from onrecord.article import BLOCK_KINDS, Article
from onrecord.errors import BadFormat, InputError, NoArticle
from onrecord.reading.columns import Columns
from onrecord.reading.dates import iso_date
from onrecord.reading.jsonobject import FORM, parse_json, read_object
from onrecord.record import Record
from onrecord.statement import Form, Kind, Sourcing, SpeakerType

ADVICE = "Write it with onrecord read --format jsonl or onrecord export, or leave out its statements."
"""The advice of every error here."""

_FACTS = ("origin", "url", "title", "outlet", "author", "published", "language")
_ROLES = ("source", "cue", "content")
_CHOICES: dict[str, tuple[str, ...]] = {"form": get_args(Form), "sourcing": get_args(Sourcing), "kind": get_args(Kind)}
_LARGEST_ID = 1_000_000
"""Statements have small numbers; a hostile one could be larger than a ledger can hold."""


class _Refused(Exception):
    """What is wrong, in words; becomes a BadFormat with the name of the input."""


def read_either(data: Any, *, origin: str) -> Article | Record:
    """The record that a JSON object is, when it has both `article` and `statements`; else the article that it is.

    Raises BadFormat naming what is wrong, and what `read_object` raises.
    """
    if not (isinstance(data, dict) and isinstance(data.get("article"), dict) and "statements" in data):
        return read_object(data, origin=origin)
    try:
        return _record(data)
    except _Refused as refused:
        raise BadFormat(origin, f"It is a record, but {refused}.", ADVICE) from None


def read_document(
    text: str, *, origin: str, records: bool = False, columns: Columns | None = None
) -> Iterator[Article | Record | InputError]:
    """The articles of a whole JSON document: of one object, or of each object of a list, in order.

    With `records`, an object that Onrecord wrote is the record that it says; `columns` says what the parts of an
    article are called.
    """
    read = read_either if records and columns is None else partial(read_object, columns=columns)
    try:
        data = parse_json(text, origin)
    except InputError as error:
        yield error
        return
    if data == []:
        yield NoArticle(origin, "The list is empty.", FORM)
    items = enumerate(data, start=1) if isinstance(data, list) else [(0, data)]
    for number, item in items:
        try:
            yield read(item, origin=f"{origin}:{number}" if number else origin)
        except InputError as error:
            yield error


def _record(data: Mapping[str, Any]) -> Record:
    article = data["article"]
    text = article.get("text")
    if not isinstance(text, str) or not text.strip():
        raise _Refused('its "text" is no text')
    whole = {
        "article": _article(article, text),
        "statements": _statements(data["statements"], len(text)),
        "checks": [_check(item, len(text)) for item in _list(data.get("checks") or [], "checks")],
        "model": _model(data.get("model")),
    }
    record = Record.from_dict(whole)
    if article.get("id") not in (None, record.article.id):
        raise _Refused('its "id" is not that of its text: the text was changed, so its offsets no longer fit')
    return record


def _article(given: Mapping[str, Any], text: str) -> dict[str, Any]:
    facts = {name: _words(given, name) for name in _FACTS}
    if facts["published"] is not None and iso_date(facts["published"]) is None:
        raise _Refused(f'its "published" is {facts["published"][:40]!r}, which is no ISO 8601 date')
    blocks = []
    end = 0
    for item in _list(given.get("blocks"), "blocks"):
        block = _object(item, "block")
        span = _span(block.get("span"), len(text), "block")
        if block.get("kind") not in BLOCK_KINDS:
            raise _Refused(f"a block's kind is none of: {', '.join(BLOCK_KINDS)}")
        if span[0] < end:
            raise _Refused("its blocks overlap or are out of order")
        end = span[1]
        blocks.append({"kind": block["kind"], "span": span})
    return {**facts, "origin": facts["origin"] or "-", "text": text, "blocks": blocks}


def _statements(given: Any, length: int) -> list[dict[str, Any]]:
    found = [_statement(_object(item, "statement"), length) for item in _list(given, "statements")]
    ids = {item["id"] for item in found}
    if len(ids) < len(found):
        raise _Refused("two of its statements have one id")
    for item in found:
        if item["within"] is not None and (item["within"] not in ids or item["within"] == item["id"]):
            raise _Refused(f"its statement {item['id']} is within one that is not there")
    return found


def _statement(given: Mapping[str, Any], length: int) -> dict[str, Any]:
    number = _number(given.get("id"), "statement's id")
    what = f"statement {number}"
    found: dict[str, Any] = {"id": number}
    for role in _ROLES:
        found[role] = [_span(span, length, f"{role} of {what}") for span in _list(given.get(role), f"{role} of {what}")]
    if not found["cue"] or not found["content"]:
        raise _Refused(f"its {what} has no cue or no content")
    for name, choices in _CHOICES.items():
        found[name] = given.get(name)
        if found[name] not in choices and (name == "form" or found[name] is not None):
            raise _Refused(f"the {name} of its {what} is none of: {', '.join(choices)}")
    within = given.get("within")
    found["within"] = None if within is None else _number(within, f"within of {what}")
    found["confidence"] = _confidence(given.get("confidence"), what)
    found["hedged"] = given.get("hedged")
    if not isinstance(found["hedged"], bool | None):
        raise _Refused(f'"hedged" of its {what} is neither true nor false')
    condition = given.get("condition")
    found["condition"] = None if condition is None else _span(condition, length, f"condition of {what}")
    found["addressee"], found["channel"] = _words(given, "addressee"), _words(given, "channel")
    found["speaker"] = _speaker(given.get("speaker"), what)
    found["said"] = _said(given.get("said"), length, what)
    return found


def _speaker(given: Any, what: str) -> dict[str, Any] | None:
    if given is None:
        return None
    speaker = _object(given, f"speaker of {what}")
    name = _words(speaker, "name")
    if not name or speaker.get("type") not in get_args(SpeakerType):
        raise _Refused(f"the speaker of its {what} has no name, or a type that is none of {get_args(SpeakerType)}")
    return {"name": name, "type": speaker["type"]}


def _said(given: Any, length: int, what: str) -> dict[str, Any] | None:
    if given is None:
        return None
    said = _object(given, f"said of {what}")
    days = [said.get("from"), said.get("to")]
    try:
        first, last = (date.fromisoformat(str(day)) for day in days)
        if [first.isoformat(), last.isoformat()] != days:
            raise ValueError
    except ValueError:
        raise _Refused(f'"said" of its {what} is no two days as 2016-05-03') from None
    if first > last:
        raise _Refused(f'"said" of its {what} ends before it begins')
    span = said.get("span")
    return {"from": days[0], "to": days[1], "span": None if span is None else _span(span, length, f"said of {what}")}


def _check(given: Any, length: int) -> dict[str, Any]:
    check = _object(given, "check")
    code, message = _words(check, "code"), _words(check, "message")
    if not code or message is None:
        raise _Refused("one of its checks has no code or no message")
    spans = [_span(span, length, "check") for span in _list(check.get("spans"), "spans of a check")]
    return {"code": code, "message": message, "spans": spans}


def _model(given: Any) -> dict[str, Any]:
    model = _object(given, "model")
    name, version = _words(model, "name"), _words(model, "version")
    if not name or not version:
        raise _Refused("its model has no name or no version")
    return {"name": name, "version": version}


def _confidence(given: Any, what: str) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 1:
        raise _Refused(f"the confidence of its {what} is no number from 0 to 1")
    return float(given)


def _words(given: Mapping[str, Any], name: str) -> str | None:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise _Refused(f'its "{name}" is no string')
    return value


def _number(given: Any, what: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= _LARGEST_ID:
        raise _Refused(f"the {what} is no whole number from 1 to {_LARGEST_ID:,}")
    return given


def _span(given: Any, length: int, what: str) -> list[int]:
    is_pair = isinstance(given, list) and len(given) == 2
    if not is_pair or any(isinstance(at, bool) or not isinstance(at, int) for at in given):
        raise _Refused(f"the {what} has a span that is no pair of whole numbers")
    if not 0 <= given[0] < given[1] <= length:
        raise _Refused(f"the {what} has the span {given[0]}-{given[1]}, and the text has {length:,} characters")
    return list(given)


def _list(given: Any, what: str) -> list[Any]:
    if not isinstance(given, list):
        raise _Refused(f"the {what} is no list")
    return given


def _object(given: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise _Refused(f"the {what} is no object")
    return given
