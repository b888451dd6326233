"""An object of JSON says plainly what it holds: what is missing or of the wrong kind is refused by its name.

The record that Onrecord itself writes is such an object, so what one run wrote another can read again.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from onrecord.article import Article
from onrecord.errors import BadFormat
from onrecord.reading.columns import EXAMPLE, Columns
from onrecord.reading.dates import iso_date
from onrecord.reading.text import read_text

FACTS = ("title", "url", "outlet", "author", "published")
"""What an object may say of its article beside `text`."""

FORM = 'Write one object a line, such as {"text": "…", "title": "…", "published": "2024-03-05"}.'
"""The advice of every error here."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def read_object(data: Any, *, origin: str, columns: Columns | None = None) -> Article:
    """The article that a JSON object is: one with `text`, or a record with its `article` inside.

    `columns` says what the parts of the article are called in it. Raises BadFormat naming the field that is missing or
    of the wrong kind, and NoArticle when the text is empty.
    """
    if not isinstance(data, dict):
        raise BadFormat(origin, f"It is {_kind(data)}, not an object.", FORM)
    if columns is not None:
        return _read_picked(data, columns, origin)
    if "text" not in data and isinstance(data.get("article"), dict):
        data = data["article"]
    if data.get("text") is None:
        raise BadFormat(origin, 'It has no "text".', _advice(data))
    return read_text(_string(data, "text", origin), origin=origin, **_facts(data, origin))


def _read_picked(data: dict[str, Any], columns: Columns, origin: str) -> Article:
    """The article whose parts have the names that `columns` says."""
    picked = columns.picked(data)
    facts = _facts(picked, origin)
    if picked.get("text") is not None:
        return read_text(_string(picked, "text", origin), origin=origin, **facts)
    if picked.get("html") is None:
        wanted = " and no ".join(f'"{name}"' for name in (columns.text, columns.html) if name)
        raise BadFormat(origin, f"It has no {wanted}.", _advice(data))
    from onrecord.reading.page import read_page

    page = read_page(_string(picked, "html", origin), origin=origin, url=facts["url"])
    known: dict[str, Any] = {name: value for name, value in facts.items() if value is not None}
    return replace(page, **known)


def _advice(data: dict[str, Any]) -> str:
    """What to do where the text is not found: name its column, if there is one that it could be."""
    names = [name for name in data if isinstance(name, str) and name.isprintable() and len(name) <= 40][:8]
    return f"It has {', '.join(names)}: say which is what with --columns {EXAMPLE}." if names else FORM


def _facts(data: dict[str, Any], origin: str) -> dict[str, str | None]:
    facts = {name: _string(data, name, origin) or None for name in FACTS}
    published = facts["published"]
    if published is not None:
        facts["published"] = iso_date(published)
        if facts["published"] is None:
            problem = f'Its "published" is {json.dumps(published[:40])}, which is no ISO 8601 date.'
            raise BadFormat(
                origin, problem, 'Write it as "2024-03-05" or "2024-03-05T18:42:00+01:00", or leave it out.'
            )
    return facts


def parse_json(text: str, origin: str) -> Any:
    """What the JSON says; raises BadFormat with the place where it is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BadFormat(origin, f"It is not JSON at character {error.pos + 1}: {error.msg}.", FORM) from error
    except (RecursionError, ValueError) as error:
        raise BadFormat(origin, "It is JSON nested too deep, or with a number too long.", FORM) from error


def _string(data: dict[str, Any], name: str, origin: str) -> str:
    """A field's string; empty when it is absent or null. Halves of characters that JSON can write become U+FFFD."""
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadFormat(origin, f'Its "{name}" is {_kind(value)}, not a string.', FORM)
    return _LONE_SURROGATE.sub("\ufffd", value)


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
