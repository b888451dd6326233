"""The OpenAPI 3.1 description of the JSON, made from the pages themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from onrecord import __version__
from onrecord.web.page import LARGEST, Action, Page, Parameter
from onrecord.web.pages import ACTIONS, PAGES
from onrecord.web.shapes import Schema, schema

_ERROR: Schema = {
    "type": "object",
    "description": "What was wrong.",
    "properties": {"error": {"type": "string", "description": "What was wrong and what to do, in a sentence."}},
    "required": ["error"],
}


@cache
def description() -> dict[str, Any]:
    """The whole description."""
    classes: dict[str, Schema] = {"Error": _ERROR}
    paths: dict[str, Any] = {}
    for page in PAGES:
        paths[json_path(page.path)] = {"get": _got(page, classes)}
        if page.feed:
            paths[f"{page.path}.atom"] = {"get": _feed(page)}
    for action in ACTIONS:
        paths.setdefault(action.path, {})["post"] = _done(action)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The reading room of Onrecord",
            "version": __version__,
            "description": "Who said what, to whom, when, and on whose word. What changes the ledger has to carry "
            "`Sec-Fetch-Site: same-origin` or an `Origin` that is the reading room's own.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": classes},
    }


def json_path(path: str) -> str:
    """The address of the JSON of a page."""
    return "/index.json" if path == "/" else f"{path}.json"


def _got(page: Page, classes: dict[str, Schema]) -> dict[str, Any]:
    answer = {"description": page.sentence, "content": {"application/json": {"schema": schema(page.shape, classes)}}}
    return {
        "operationId": _name("read", page.path),
        "summary": page.sentence,
        "parameters": _parameters(page.parameters),
        "responses": {"200": answer, **_errors("400", "404", "429", "503")},
    }


def _feed(page: Page) -> dict[str, Any]:
    answer = {"description": "The latest, as an Atom feed.", "content": {"application/atom+xml": {"schema": {}}}}
    return {
        "operationId": _name("feed", page.path),
        "summary": f"{page.sentence} As an Atom feed.",
        "parameters": _parameters(page.parameters),
        "responses": {"200": answer, **_errors("400", "404", "429", "503")},
    }


def _done(action: Action) -> dict[str, Any]:
    fields = {each.name: _field(each) for each in action.parameters if not each.inside}
    form = {"schema": {"type": "object", "properties": fields}}
    forms = {"application/x-www-form-urlencoded": form}
    if action.path == "/add":
        file = {"type": "string", "format": "binary", "description": "A file, as `onrecord add` takes it."}
        forms["multipart/form-data"] = {"schema": {"type": "object", "properties": {**fields, "file": file}}}
    found: dict[str, Any] = {
        "operationId": _name("do", action.path),
        "summary": action.sentence,
        "parameters": _parameters(action.parameters, inside=True),
        "responses": {
            "303": {"description": "Done; the answer leads to the page to look at."},
            **_errors("400", "403", "404", "413", "429", "503"),
        },
    }
    return found | ({"requestBody": {"content": forms}} if fields else {})


def _field(each: Parameter) -> Schema:
    found: Schema = {"type": "string", "description": each.sentence}
    return found | ({"enum": list(each.choices)} if each.choices else {})


def _parameters(parameters: Iterable[Parameter], *, inside: bool | None = None) -> list[dict[str, Any]]:
    return [_parameter(each) for each in parameters if inside is None or each.inside == inside]


def _parameter(each: Parameter) -> dict[str, Any]:
    shape: Schema = {"type": "string", "maxLength": each.longest}
    if each.number:
        shape = {"type": "integer", "minimum": 0, "maximum": LARGEST}
    elif each.choices:
        shape = {"enum": list(each.choices)}
    if each.many:
        shape = {"type": "array", "items": shape, "maxItems": 20}
    return {
        "name": each.name,
        "in": "path" if each.inside else "query",
        "required": each.inside,
        "description": each.sentence,
        "schema": shape,
    }


def _errors(*statuses: str) -> dict[str, Any]:
    told = {
        "400": "What was asked for makes no sense.",
        "403": "The request does not come from a page of the reading room.",
        "404": "It is not in the ledger.",
        "413": "The request is too large.",
        "429": "Too many requests.",
        "503": "It took too long, or the ledger cannot be read now.",
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}, "text/plain": {"schema": {}},
               "text/html": {"schema": {}}}  # fmt: skip
    return {status: {"description": told[status], "content": content} for status in statuses}


def _name(verb: str, path: str) -> str:
    return "_".join([verb, *re.findall(r"\w+", path)]) if path != "/" else f"{verb}_front"
