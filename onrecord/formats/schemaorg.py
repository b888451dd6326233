"""schema.org as JSON-LD: a direct statement is a Quotation, any other a Claim, and both are parts of a NewsArticle.

A `Quotation` has its words as `text` and its speaker as `spokenByCharacter`; a `Claim` has its words as `text`, its
speaker as `author`, and the article as its `appearance`. `description` says in words who can be held to it, so that
no reader of the data takes the word of an unnamed source for that of a named one. `temporalCoverage` is the time it
was said in, as an interval of ISO 8601. The articles are named by their addresses, or else by `urn:` and their ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

from onrecord.article import Article
from onrecord.formats.json import pretty
from onrecord.record import Record
from onrecord.span import words
from onrecord.statement import Sourcing, Speaker, SpeakerType, Statement

CONTEXT = "https://schema.org"
TYPES: dict[SpeakerType, str] = {
    "person": "Person",
    "organisation": "Organization",
    "group": "Organization",
    "document": "CreativeWork",
}
"""What each type of speaker is in schema.org; it has no word for a group of people but Organization."""

SOURCING: dict[Sourcing, str] = {
    "named": "On the word of a named source.",
    "unnamed": "On the word of a particular source whose name is withheld.",
    "collective": "On the word of a source that is many and nobody in particular.",
    "document": "On the word of a document.",
    "media": "On the word of another outlet.",
    "author": "On the word of the reporter.",
}


def write(records: Iterator[Record], out: TextIO) -> None:
    """Write one graph with every article and its statements, one after the other."""
    out.write(f'{{\n"@context": "{CONTEXT}",\n"@graph": [')
    separator = "\n"
    for record in records:
        for node in (article_node(record.article), *(statement_node(record, each) for each in record.statements)):
            out.write(f"{separator}{pretty(node)}")
            separator = ",\n"
    out.write("\n]\n}\n")


def article_node(article: Article) -> dict[str, Any]:
    """The article; what is not known is left out."""
    known = {
        "headline": article.title,
        "url": article.url,
        "author": {"@type": "Person", "name": article.author} if article.author else None,
        "publisher": {"@type": "Organization", "name": article.outlet} if article.outlet else None,
        "datePublished": article.published,
        "inLanguage": article.language,
    }
    return {"@type": "NewsArticle", "@id": address(article), **_known(known)}


def statement_node(record: Record, statement: Statement) -> dict[str, Any]:
    """One statement."""
    article = record.article
    is_quotation = statement.form == "direct"
    said = statement.said
    speaker = _speaker(statement.speaker, words(article.text, statement.source))
    known = {
        "text": words(article.text, statement.content),
        "spokenByCharacter" if is_quotation else "author": speaker,
        "isPartOf" if is_quotation else "appearance": {"@id": address(article)},
        "description": SOURCING[statement.sourcing] if statement.sourcing else None,
        "temporalCoverage": f"{said.earliest}/{said.latest}" if said else None,
        "genre": statement.kind,
        "audience": {"@type": "Audience", "name": statement.addressee} if statement.addressee else None,
    }
    kind = "Quotation" if is_quotation else "Claim"
    return {"@type": kind, "@id": f"urn:{article.id}:statement:{statement.id}", **_known(known)}


def address(article: Article) -> str:
    """What the article is called in the graph."""
    return article.url or f"urn:{article.id}"


def _speaker(speaker: Speaker | None, source: str) -> dict[str, Any] | None:
    """Whom the source means; where that is not known the source's own words, and no type that would be a guess."""
    if speaker:
        return {"@type": TYPES[speaker.type], "name": speaker.name}
    return {"@type": "Thing", "name": source} if source else None


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}
