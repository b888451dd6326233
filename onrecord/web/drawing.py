"""Templates: everything that they are given is escaped, and characters that a browser would obey are written out.

What comes from an article reaches a page only through here. A web address becomes a link only when it is one of http
or https; everything else is shown as words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from onrecord.formats.page_style import DARK, LIGHT
from onrecord.formats.visible import visible
from onrecord.web.marks import HUES

_POINTED = (
    ",".join(f".row:has(.notes .k{hue}:is(:hover,:focus-within,:focus,:target)) .block .k{hue}" for hue in HUES)
    + "{background:var(--pointed)}"
)
"""The words of a statement whose note is pointed at."""

STATIC = {
    "room.css": "text/css; charset=utf-8",
    "room.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""The files that pages need, and what they are."""


def draw(template: str, given: Mapping[str, Any]) -> str:
    """The page."""
    return _templates().get_template(template).render(given)


@cache
def static(name: str) -> bytes:
    """A file of the reading room; the style sheet with the colours of the highlighted page."""
    text = files("onrecord.web").joinpath("static", name).read_text(encoding="utf-8")
    if name == "room.css":
        for place, rules in {
            "/*LIGHT*/": _variables(LIGHT),
            "/*DARK*/": _variables(DARK),
            "/*POINTED*/": _POINTED,
        }.items():
            text = text.replace(place, rules)
    return text.encode()


@cache
def static_address(name: str) -> str:
    """The address of such a file; another one when it changes, so that browsers may keep it."""
    return f"/static/{hashlib.sha256(static(name)).hexdigest()[:16]}/{name}"


def web_address(address: str | None) -> str | None:
    """The address, if it is one of the web; None for anything else, `javascript:` above all."""
    if not address or not address.isprintable():
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def query(**asked: Any) -> str:
    """The part of an address that asks for this; what is None or empty is left out."""
    pairs = [
        (name.rstrip("_"), each)
        for name, value in asked.items()
        for each in (value if isinstance(value, tuple | list) else (value,))
        if each not in (None, "")
    ]
    return f"?{urlencode(pairs)}" if pairs else ""


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 outlet, 2 outlets."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {"static": static_address, "query": query, "plural": plural}
    environment.filters["web_address"] = web_address
    return environment


def _source(name: str) -> str:
    return files("onrecord.web").joinpath("templates", name).read_text(encoding="utf-8")


def _shown(value: Any) -> Any:
    """What is put on a page: markup of our own as it is, text with its hidden characters written out."""
    if value is None:
        return ""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _variables(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in colours.items())
