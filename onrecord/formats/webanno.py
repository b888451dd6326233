"""W3C Web Annotation: one AnnotationPage, each statement an Annotation whose targets select its words twice over.

Every span is a target: a SpecificResource with `styleClass` source, cue or content, and two selectors that agree, its
position and its quotation with 32 characters on either side. Positions count code points, as the recommendation asks
("the selection of the text MUST be in terms of unicode code points"), and so are those of the JSON of an article.
The target's source is the article's address, or else `urn:` and the article's id; the text that is counted in is
`article.text` of the JSON. The bodies: the tag `statement`, the form, and the statement itself as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

from onrecord.formats.json import line, pretty
from onrecord.record import Record
from onrecord.span import Span
from onrecord.statement import Statement

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Characters of prefix and suffix: enough to find a quotation again in a text that has changed elsewhere."""


def write(records: Iterator[Record], out: TextIO) -> None:
    """Write one AnnotationPage with the annotations of every record, one after the other."""
    out.write(f'{{\n"@context": "{CONTEXT}",\n"id": "urn:onrecord:page",\n"type": "AnnotationPage",\n"items": [')
    separator = "\n"
    for record in records:
        for statement in record.statements:
            out.write(f"{separator}{pretty(annotation(record, statement))}")
            separator = ",\n"
    out.write("\n]\n}\n")


def annotation(record: Record, statement: Statement) -> dict[str, Any]:
    """One statement as an Annotation."""
    article = record.article
    model = record.model
    return {
        "id": f"urn:{article.id}:statement:{statement.id}",
        "type": "Annotation",
        "motivation": "tagging",
        "generator": {"id": f"urn:onrecord:model:{model.name}:{model.version}", "type": "Software", "name": model.name},
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": "statement"},
            {"type": "TextualBody", "purpose": "classifying", "value": statement.form},
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "application/json",
                "value": line(statement.to_dict()),
            },
        ],
        "target": [
            {
                "type": "SpecificResource",
                "source": article.url or f"urn:{article.id}",
                "styleClass": role,
                "selector": selectors(article.text, span),
            }
            for role, spans in (("source", statement.source), ("cue", statement.cue), ("content", statement.content))
            for span in spans
        ],
    }


def selectors(text: str, span: Span) -> list[dict[str, Any]]:
    """The two selectors of a span: where it stands, and what it says between what."""
    return [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {
            "type": "TextQuoteSelector",
            "exact": span.of(text),
            "prefix": text[max(0, span.start - AROUND) : span.start],
            "suffix": text[span.end : span.end + AROUND],
        },
    ]
