"""SARIF 2.1.0 (OASIS, 2020): the observations as editors of texts and reviewing tools show them.

One run, a rule for each check, a result for each observation, with `note` as its level and `warning` where it weighs
more. Offsets are those of the article's text, in code points, and lines and columns with them. The text of a plain
file is the file's; of everything else it is an artifact of its own within the input, and has its contents here.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, TextIO
from urllib.parse import quote

from onrecord.checks.registry import RULES
from onrecord.formats.json import pretty
from onrecord.record import Check, Record
from onrecord.span import Span, words

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_OTHER = frozenset([".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".json", ".gz", ".warc", ".xml"])


def write(records: Iterator[Record], out: TextIO) -> None:
    """Write one log with every record."""
    artifacts: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []
    for record in records:
        results.extend(_results(record, artifacts))
    from onrecord import __version__

    driver = {"name": "Onrecord", "semanticVersion": __version__, "rules": [_rule(code) for code in RULES]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": artifacts,
        "results": results,
    }
    out.write(f"{pretty({'$schema': SCHEMA, 'version': '2.1.0', 'runs': [run]})}\n")


def _rule(code: str) -> dict[str, Any]:
    rule = RULES[code]
    sentence = f"{rule.sentence[0].upper()}{rule.sentence[1:]}."
    return {
        "id": code,
        "shortDescription": {"text": sentence},
        "help": {"text": f"{sentence} What it means and when it is wrong: docs/checks/{code}.md."},
        "defaultConfiguration": {"enabled": rule.off is None, "level": "note"},
    }


def _results(record: Record, artifacts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    article = record.article
    uri = _uri(article.origin)
    location: dict[str, Any] = {"uri": uri, "index": len(artifacts)}
    artifacts.append({"location": {"uri": uri}})
    if not _is_plain(article.origin):
        location = {"index": len(artifacts)}
        artifacts.append(
            {
                "parentIndex": len(artifacts) - 1,
                "description": {"text": "The text of the article as it was read."},
                "mimeType": "text/plain",
                "contents": {"text": article.text},
            }
        )
    lines = _lines(article.text)
    codes = list(RULES)
    for check in record.checks:
        rule = RULES.get(check.code)
        heavy = rule is not None and rule.weighs_more(check)
        result: dict[str, Any] = {
            "ruleId": check.code,
            "level": "warning" if heavy else "note",
            "message": {"text": check.message},
            "locations": [{"physicalLocation": {"artifactLocation": location}}],
            "partialFingerprints": {"words/v1": _fingerprint(article.text, check)},
        }
        if rule is not None:
            result["ruleIndex"] = codes.index(check.code)
        places = [
            {"physicalLocation": {"artifactLocation": location, "region": _region(article.text, span, lines)}}
            for span in check.spans
        ]
        if places:
            result["locations"] = places[:1]
        if places[1:]:
            result["relatedLocations"] = places[1:]
        yield result


def _region(text: str, span: Span, lines: list[int]) -> dict[str, Any]:
    first, last = (bisect_right(lines, at) for at in (span.start, span.end))
    return {
        "startLine": first,
        "startColumn": span.start - lines[first - 1] + 1,
        "endLine": last,
        "endColumn": span.end - lines[last - 1] + 1,
        "charOffset": span.start,
        "charLength": span.end - span.start,
        "snippet": {"text": span.of(text)},
    }


def _lines(text: str) -> list[int]:
    """Where the lines begin; a carriage return with its line feed ends one line."""
    starts = [0]
    at = 0
    for line in text.splitlines(keepends=True):
        at += len(line)
        if line.endswith(("\n", "\r")):
            starts.append(at)
    return starts


def _fingerprint(text: str, check: Check) -> str:
    """The same for the same observation of the same words, wherever they stand in the next version of the article."""
    said = " ".join(words(text, check.spans).split()).casefold()
    return hashlib.sha256(f"{check.code}\n{said}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _is_plain(origin: str) -> bool:
    """Whether the article's text is the text of the file that it came from."""
    path = PurePath(origin)
    return "://" not in origin and bool(path.suffix) and path.suffix.lower() not in _OTHER and ":" not in path.name


def _uri(origin: str) -> str:
    """The origin as a URI reference: an address as it is, a path with what must not stand in a URI written out."""
    if "://" in origin:
        return quote(origin, safe=":/?#[]@!$&'()*+,;=%~", errors="replace")
    return "stdin" if origin == "-" else quote(origin.replace("\\", "/"), errors="replace")
