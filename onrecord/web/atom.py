"""A search or a person as an Atom feed (RFC 4287): statements as entries, the latest first."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from onrecord.formats.visible import on_one_line
from onrecord.ledger.answers import Found

_ATOM = "http://www.w3.org/2005/Atom"
_NEVER = "1970-01-01T00:00:00+00:00"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no form for."""


def feed(title: str, found: Sequence[Found], added: Mapping[int, str], *, here: str, base: str) -> bytes:
    """The feed; `here` is its own address, `base` that of the reading room, `added` when each article came in.

    An entry keeps its id for as long as the reading room is at the same address.
    """
    ElementTree.register_namespace("", _ATOM)
    root = _element(None, "feed")
    _element(root, "title", title)
    _element(root, "id", _id(here))
    _element(root, "updated", max((added.get(each.article, _NEVER) for each in found), default=_NEVER))
    _element(root, "link", rel="self", href=here)
    _element(root, "link", rel="alternate", href=here.replace(".atom", "", 1), type="text/html")
    _element(_element(root, "author"), "name", "Onrecord")
    for each in found:
        entry = _element(root, "entry")
        link = f"{base}/articles/{each.article}#n{each.number}"
        who = each.speaker or each.source or "Somebody"
        _element(entry, "title", f"{who}: {each.content}"[:200])
        _element(entry, "id", _id(f"{base}/statements/{each.statement}"))
        _element(entry, "updated", added.get(each.article, _NEVER))
        _element(entry, "link", rel="alternate", href=link, type="text/html")
        where = ", ".join(part for part in (each.outlet or each.origin, each.day, each.title) if part)
        _element(entry, "content", f"{who} {each.cue}: {each.content} ({where})", type="text")
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _id(address: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, address).urn


def _element(parent: ElementTree.Element | None, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    tag = f"{{{_ATOM}}}{name}"
    element = ElementTree.Element(tag) if parent is None else ElementTree.SubElement(parent, tag)
    element.text = _NOT_XML.sub("\ufffd", on_one_line(text)) or None
    for key, value in attributes.items():
        element.set(key, _NOT_XML.sub("\ufffd", value))
    return element
