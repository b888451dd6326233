"""What a page's dataclass is in JSON, and the description of that JSON: both from the dataclass itself.

The description takes each sentence from the source, where it stands below its field. Where a class of the ledger has a
`to_dict()` of another form, that form is said here once, and a test holds every answer against its description.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from onrecord.ledger.families.reading import Variant
from onrecord.ledger.people.pages import Person, Year
from onrecord.ledger.positions import Position
from onrecord.record import Record
from onrecord.span import Span
from onrecord.statement import Said

Schema = dict[str, Any]

COUNTS: Schema = {"type": "object", "additionalProperties": {"type": "integer"}}
_TEXT: Schema = {"type": "string"}
_RENAMED = {
    Said: {"earliest": "from", "latest": "to"},
    Variant: {"found": "statement"},
    Position: {"found": "statement"},
}
_LEFT_OUT = {Record: {"times"}, Variant: {"comparison"}}
_OTHERWISE: dict[type, dict[str, Schema]] = {
    Person: dict.fromkeys(("names", "outlets", "speaks_to", "speaks_of", "company"), COUNTS),
    Year: dict.fromkeys(("kinds", "sourcing"), COUNTS),
}
_PIECE: Schema = {
    "type": "object",
    "properties": {"variant": _TEXT, "fullest": _TEXT, "same": {"type": "boolean"}},
    "required": ["variant", "fullest", "same"],
}
_BESIDE: dict[type, dict[str, Schema]] = {
    Variant: {
        "left_out": {"type": "array", "items": _TEXT, "description": "What the fullest has and this one has not."},
        "pieces": {"type": "array", "items": _PIECE, "description": "Both, side by side; empty when they are equal."},
    }
}
_PLAIN: dict[Any, Schema] = {
    str: _TEXT,
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    Any: {},
    Span: {
        "type": "array",
        "items": {"type": "integer"},
        "minItems": 2,
        "maxItems": 2,
        "description": "Half-open offsets into the text, in code points.",
    },
}


def plain(value: Any) -> Any:
    """The value as what JSON is made of."""
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if dataclasses.is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return value


def schema(hint: Any, classes: dict[str, Schema]) -> Schema:
    """The JSON schema (2020-12) of what `plain` makes of a value of this type; each class is described in `classes`."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, UnionType):
        parts = [schema(each, classes) for each in arguments]
        return {"anyOf": parts}
    if origin in (tuple, list) and (origin is list or arguments[1:] == (Ellipsis,)):
        return {"type": "array", "items": schema(arguments[0], classes)}
    if origin is tuple:
        parts = [schema(each, classes) for each in arguments]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": schema(arguments[1], classes)}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        _describe(hint, classes)
        return {"$ref": f"#/components/schemas/{hint.__name__}"}
    raise TypeError(f"{hint!r} has no description: give it one in onrecord/web/shapes.py")


def _describe(kind: type, classes: dict[str, Schema]) -> None:
    sentence = _first(kind.__doc__)
    if kind.__name__ in classes:
        if classes[kind.__name__]["description"] != sentence:
            raise TypeError(f"two classes are called {kind.__name__}: a description has one name for each")
        return
    found: Schema = {"type": "object", "description": sentence}
    classes[kind.__name__] = found  # before its fields, which may be of its own kind
    hints, told = get_type_hints(kind), sentences(kind)
    properties: dict[str, Schema] = {}
    for field in dataclasses.fields(kind):
        if field.name in _LEFT_OUT.get(kind, ()):
            continue
        name = _RENAMED.get(kind, {}).get(field.name, field.name)
        shape = _OTHERWISE.get(kind, {}).get(field.name) or schema(hints[field.name], classes)
        properties[name] = {**shape, "description": told[field.name]} if field.name in told else shape
    properties |= _BESIDE.get(kind, {})
    found |= {"properties": properties, "required": list(properties), "additionalProperties": False}


@cache
def sentences(kind: type) -> dict[str, str]:
    """The sentence that stands below each field of a class in its source."""
    tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(kind)))
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    found = {}
    for field, after in pairwise(body):
        is_field = isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if is_field and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            found[field.target.id] = " ".join(str(after.value.value).split())  # type: ignore[attr-defined]
    return found


def _first(doc: str | None) -> str:
    return " ".join((doc or "").split("\n\n")[0].split())
