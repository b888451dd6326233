"""Records of every shape: any text, spans that nest and overlap, facts known and unknown."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from onrecord.article import BLOCK_KINDS, Article, Block
from onrecord.record import Check, Record
from onrecord.span import Span
from onrecord.statement import Form, Kind, Said, Sourcing, Speaker, SpeakerType, Statement
from tests.markup import FAKE_MODEL

TEXTS = st.text(
    st.one_of(
        st.sampled_from("ab “”\n\r\t<>&\"'=+-@;,|[]"),
        st.sampled_from("\x00\x1b\x85\x9b\u202e\u2028\ufeff\U0001f5de"),
        st.characters(),
    ),
    max_size=60,
)
FACTS = st.none() | TEXTS


@st.composite
def spans(draw: st.DrawFn, length: int, *, least: int, most: int) -> tuple[Span, ...]:
    """Between `least` and `most` disjoint spans in order."""
    number = draw(st.integers(least, most))
    edges = draw(st.lists(st.integers(0, length), min_size=2 * number, max_size=2 * number, unique=True).map(sorted))
    return tuple(Span(edges[at], edges[at + 1]) for at in range(0, len(edges), 2))


@st.composite
def statements(draw: st.DrawFn, number: int, length: int) -> Statement:
    """A statement with spans anywhere in a text of that length (at least 10)."""
    known = draw(st.booleans())
    pieces = draw(spans(length, least=2, most=5))
    order = draw(st.permutations(pieces))
    cut = draw(st.integers(0, len(order) - 2))
    return Statement(
        id=number,
        source=tuple(sorted(order[1 : 1 + cut])),
        cue=(order[0],),
        content=tuple(sorted(order[1 + cut :])),
        form=draw(st.sampled_from(get_args(Form))),
        confidence=draw(st.integers(0, 100)) / 100,
        within=draw(st.none() | st.integers(1, 5)),
        speaker=Speaker(draw(TEXTS), draw(st.sampled_from(get_args(SpeakerType)))) if known else None,
        sourcing=draw(st.none() | st.sampled_from(get_args(Sourcing))),
        addressee=draw(FACTS),
        kind=draw(st.none() | st.sampled_from(get_args(Kind))),
        said=Said("2026-01-01", "2026-01-07", pieces[0]) if known else None,
        hedged=draw(st.none() | st.booleans()),
        condition=pieces[-1] if known else None,
    )


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A record; its blocks are the text's lines, of any kind."""
    text = draw(TEXTS.filter(lambda words: len(words) >= 10 and not words.isspace()))
    blocks: list[Block] = []
    place = 0
    for line in text.split("\n"):
        if line.strip():
            start = place + len(line) - len(line.lstrip())
            blocks.append(Block(draw(st.sampled_from(BLOCK_KINDS)), Span(start, place + len(line.rstrip()))))
        place += len(line) + 1
    found = [draw(statements(number, len(text))) for number in range(1, draw(st.integers(0, 4)) + 1)]
    return Record(
        article=Article(
            text, tuple(blocks), origin=draw(TEXTS), title=draw(FACTS), author=draw(FACTS), url=draw(FACTS)
        ),
        statements=tuple(sorted(found, key=lambda statement: statement.spans()[0])),
        checks=(Check("unnamed-source", (Span(0, 1),), "Why it matters."),),
        model=FAKE_MODEL,
    )
