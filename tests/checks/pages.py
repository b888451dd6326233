"""The examples on the pages of the checks, which are the tests of the checks: a page and its check cannot drift apart.

An example is a block of marked-up paragraphs (`tests/markup.py`) on the page `docs/checks/CODE.md`, under the heading
"Fires" or "Does not fire". The words that are observed stand in `⟦⟧`; words of one observation that lie apart have
the same number, `⟦1:…⟧`, and without a number each is an observation of its own. `⟦⟧` before the first word is an
observation about the article as a whole. Lines before a blank line say what is known:

    published: 2024-03-06            facts of the article: title, outlet, published
    1: unnamed accuses               the sourcing and kind of statement 1, and `hedged`
    1 speaker: Ana Brooks            and its speaker, addressee, channel or said (a day)
    elsewhere: The Tide | 2024-03-05 | the words there     how another outlet has the quotation

A paragraph that begins with `# `, `- `, `> ` or `| ` is a heading, list item, quotation or caption, without the mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import get_args

from onrecord.article import Article, Block, BlockKind
from onrecord.checks.examined import Elsewhere, Report
from onrecord.extraction.times.expressions import expressions
from onrecord.record import Record
from onrecord.span import Span
from onrecord.statement import Kind, Said, Sourcing, Speaker, Statement
from tests.markup import FAKE_MODEL, marked

PAGES = Path(__file__).parents[2] / "docs" / "checks"
KINDS: dict[str, BlockKind] = {"# ": "heading", "- ": "list-item", "> ": "quotation", "| ": "caption"}

_EXAMPLE = re.compile(r"^```article\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_FACT = re.compile(r"(title|outlet|published|elsewhere|\d+|\d+ (?:speaker|addressee|channel|said)): (.+)")
_OBSERVED = re.compile(r"⟦(?:(\d+):)?|⟧")


@dataclass(frozen=True)
class Example:
    """One example of a page."""

    code: str
    """The check."""
    line: int
    """The line of the page that it begins on."""
    record: Record
    """The article and its statements."""
    expected: frozenset[tuple[Span, ...]]
    """The spans of each observation."""
    reports: tuple[Report, ...] = field(default=())
    """How others have its quotations."""

    def elsewhere(self) -> Elsewhere | None:
        """What a ledger would answer."""
        return (lambda words, speaker: self.reports) if self.reports else None


def examples(path: Path) -> tuple[list[Example], list[Example]]:
    """The examples of a page that must fire, and those that must not."""
    page = path.read_text(encoding="utf-8")
    found: dict[str, list[Example]] = {"Fires": [], "Does not fire": []}
    headings = [(match.start(), match[1]) for match in _HEADING.finditer(page)]
    for match in _EXAMPLE.finditer(page):
        under = [name for at, name in headings if at < match.start()]
        line = page.count("\n", 0, match.start()) + 1
        found[under[-1]].append(_example(path.stem, line, match[1]))
    return found["Fires"], found["Does not fire"]


def _example(code: str, line: int, source: str) -> Example:
    head, _, body = source.partition("\n\n")
    facts = [match for each in head.splitlines() if (match := _FACT.fullmatch(each))]
    if len(facts) != len(head.splitlines()):
        facts, body = [], source
    known = {match[1]: match[2] for match in facts if match[1] != "elsewhere"}
    reports = tuple(_report(match[2]) for match in facts if match[1] == "elsewhere")
    article = {key: known[key] for key in ("title", "outlet", "published") if key in known}
    paragraphs = re.split(r"\n\s*\n", body.strip("\n"))
    kinds = [KINDS.get(each[:2], "paragraph") for each in paragraphs]
    plain = [each[2:] if kind != "paragraph" else each for each, kind in zip(paragraphs, kinds, strict=True)]
    text, statements = marked("\n\n".join(plain))
    text, moved, observed = _observed(text)
    blocks, at = [], 0
    for kind, each in zip(kinds, re.split(r"\n\s*\n", text), strict=True):
        start = text.index(each, at)
        at = start + len(each)
        blocks.append(Block(kind, Span(start, at)))
    told = tuple(_told(_moved(statement, moved), known) for statement in statements)
    times = expressions(text, [block.span for block in blocks], article.get("published"))
    record = Record(Article(text, tuple(blocks), **article), told, (), FAKE_MODEL, times)
    return Example(code, line, record, observed, reports)


def _observed(text: str) -> tuple[str, list[int], frozenset[tuple[Span, ...]]]:
    """The text without the marks of what is observed, where each of its characters has gone, and what is observed."""
    plain: list[str] = []
    moved: list[int] = []
    spans: dict[str, list[Span]] = {}
    opened: list[tuple[str, int]] = []
    at = 0
    for match in (*_OBSERVED.finditer(text), None):
        until = match.start() if match else len(text)
        for character in text[at:until]:
            moved.append(len(plain))
            plain.append(character)
        if match is None:
            break
        moved.extend([len(plain)] * len(match.group()))
        if match.group() == "⟧":
            key, start = opened.pop()
            spans.setdefault(key, [])
            if start < len(plain):
                spans[key].append(Span(start, len(plain)))
        else:
            opened.append((match[1] or f"at {match.start()}", len(plain)))
        at = match.end()
    assert not opened, f"⟦ is not closed: {text!r}"
    moved.append(len(plain))
    return "".join(plain), moved, frozenset(tuple(sorted(each)) for each in spans.values())


def _moved(statement: Statement, moved: list[int]) -> Statement:
    """The statement with its spans in the text without marks."""

    def there(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(moved[start], moved[end]) for start, end in spans)

    return replace(
        statement, source=there(statement.source), cue=there(statement.cue), content=there(statement.content)
    )


def _told(statement: Statement, known: dict[str, str]) -> Statement:
    """The statement with what the example's first lines say of it."""
    changes: dict[str, object] = {"hedged": False}
    for word in known.get(str(statement.id), "").split():
        if word in get_args(Sourcing):
            changes["sourcing"] = word
        elif word in get_args(Kind):
            changes["kind"] = word
        elif word == "hedged":
            changes["hedged"] = True
        else:
            raise ValueError(f"{word} is no sourcing and no kind")
    for name in ("addressee", "channel"):
        if f"{statement.id} {name}" in known:
            changes[name] = known[f"{statement.id} {name}"]
    speaker = known.get(f"{statement.id} speaker")
    if speaker:
        kind = "organisation" if changes.get("sourcing") in ("media", "document") else "person"
        changes["speaker"] = Speaker(speaker, kind)  # type: ignore[arg-type]
    day = known.get(f"{statement.id} said")
    if day:
        changes["said"] = Said(day, day, None)
    return replace(statement, **changes)  # type: ignore[arg-type]


def _report(line: str) -> Report:
    outlet, day, words = (part.strip() for part in line.split("|"))
    return Report(outlet, day or None, words)
