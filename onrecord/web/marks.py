"""Passages cut into pieces that a template can draw: words, with what they are and what is remarked of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord import chain
from onrecord.formats.highlight import Passage, Segment, passages, segments
from onrecord.formats.visible import on_one_line
from onrecord.ledger.facets import InPlace
from onrecord.ledger.query import bare, split
from onrecord.ledger.wording import stem
from onrecord.record import Check, Record
from onrecord.span import Span
from onrecord.statement import Statement

HUES = range(1, 9)
"""Statements of one block can be told apart when one is pointed at; the style sheet has a rule for each number."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that is one thing."""

    text: str
    """The words."""
    classes: str
    """What they are, as classes of the style sheet; empty for words of no statement."""
    begins: tuple[int, ...] = ()
    """The statements that begin here."""


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a block."""

    statement: Statement
    """The statement."""
    hue: int
    """Which of the colours it has when it is pointed at."""
    begins: bool
    """Whether it begins in this block; else it goes on from an earlier one."""
    who: str
    """Whom the source means."""
    own: str
    """The source's own words, where they are others; empty otherwise."""
    cue: str
    """The words that attribute."""
    links: tuple[tuple[int, str], ...]
    """Where it came through others: the numbers of the statements around it, each with its words."""
    told: str
    """The first link of that chain, itself; empty when the chain says no more than who."""
    condition: str
    """What must come first; empty when nothing must."""


@dataclass(frozen=True, slots=True)
class Row:
    """A block with what stands beside it."""

    kind: str
    """What the block is."""
    is_title: bool
    """Whether it is the article's headline."""
    pieces: tuple[Piece, ...]
    """Its words, whole and in order."""
    notes: tuple[Note, ...]
    """The statements with words in it."""
    checks: tuple[Check, ...]
    """The checks about it: those whose first words are in it."""


def rows(record: Record) -> tuple[Row, ...]:
    """The blocks of an article, each with its notes."""
    text = record.article.text
    by_id = {statement.id: statement for statement in record.statements}
    found = []
    for number, passage in enumerate(passages(record.article, record.statements)):
        block = passage.block
        checks = tuple(c for c in record.checks if c.spans and block.span.start <= min(c.spans).start < block.span.end)
        marked = [span for check in record.checks for span in check.spans if span.meets(block.span)]
        present = sorted((*passage.opened, *passage.continued), key=lambda statement: statement.id)
        hues = {statement.id: HUES[at % len(HUES)] for at, statement in enumerate(present)}
        found.append(
            Row(
                kind=block.kind,
                is_title=number == 0 and block.kind == "heading" and block.span.of(text) == record.article.title,
                pieces=tuple(_pieces(text, passage, hues, marked)),
                notes=tuple(_note(text, each, hues[each.id], by_id, each in passage.opened) for each in present),
                checks=checks,
            )
        )
    return tuple(found)


def marked_passage(place: InPlace, words: str | None) -> tuple[Piece, ...]:
    """The words around a found statement, with it marked and the words that were looked for told apart."""
    wanted = {stem(bare(word)) for word in split(words or "")}
    inside = place.statement.content if wanted else ()
    hits = [
        Span(*found.span())
        for span in inside
        for found in _WORD.finditer(place.text, span.start, span.end)
        if stem(bare(found[0])) in wanted
    ]
    cuts = [edge for hit in hits for edge in hit]
    whole = segments(Span(0, len(place.text)), [place.statement], cuts=cuts)
    return tuple(
        Piece(
            each.span.of(place.text),
            " ".join([*_roles(each), *(["hit"] if any(hit.covers(each.span) for hit in hits) else [])]),
        )
        for each in whole
    )


def _pieces(text: str, passage: Passage, hues: Mapping[int, int], checked: Sequence[Span]) -> Iterable[Piece]:
    waiting = {statement.id for statement in passage.opened}
    for segment in _cut(passage.segments, checked):
        begins = sorted({mark.statement for mark in segment.marks} & waiting)
        waiting.difference_update(begins)
        classes = _roles(segment)
        classes += dict.fromkeys(f"k{hues[mark.statement]}" for mark in segment.marks)
        if any(span.covers(segment.span) for span in checked):
            classes.append("checked")
        yield Piece(segment.span.of(text), " ".join(classes), tuple(begins))


def _roles(segment: Segment) -> list[str]:
    roles: list[str] = list(dict.fromkeys(mark.role for mark in segment.marks))
    return [*roles, "nested"] if sum(mark.role == "content" for mark in segment.marks) > 1 else roles


def _cut(pieces: Sequence[Segment], spans: Sequence[Span]) -> Iterable[Segment]:
    """The segments, cut at the edges of these spans as well."""
    edges = sorted({edge for span in spans for edge in span})
    for segment in pieces:
        start = segment.span.start
        for edge in edges:
            if start < edge < segment.span.end:
                yield Segment(Span(start, edge), segment.marks)
                start = edge
        yield Segment(Span(start, segment.span.end), segment.marks)


def _note(text: str, statement: Statement, hue: int, by_id: Mapping[int, Statement], begins: bool) -> Note:
    who = on_one_line(chain.who(text, statement))
    own = on_one_line(" … ".join(span.of(text) for span in statement.source))
    told = ""
    links: tuple[tuple[int, str], ...] = ()
    if chain.says_more(statement, by_id):
        first, *outer = chain.links(text, statement, by_id)
        told = on_one_line(first.words)
        links = tuple((link.statement.id, on_one_line(link.words)) for link in outer)
    return Note(
        statement=statement,
        hue=hue,
        begins=begins,
        who=who,
        own=own if statement.speaker and own != on_one_line(statement.speaker.name) else "",
        cue=on_one_line(" … ".join(span.of(text) for span in statement.cue)),
        links=links,
        told=told,
        condition=on_one_line(statement.condition.of(text)) if statement.condition else "",
    )
