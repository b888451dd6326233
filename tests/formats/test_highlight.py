from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onrecord.article import Article, Block
from onrecord.formats.highlight import ROLES, Mark, passages, segments
from onrecord.span import Span
from tests.formats.strategies import records
from tests.markup import marked, marked_article

LETTERS = {"source": "s", "cue": "c", "content": "t"}


def drawn(text, statements):
    """The text with each segment's marks in front of its words, for people to compare."""
    return "|".join(
        "".join(f"{LETTERS[mark.role]}{mark.statement}" for mark in segment.marks) + ":" + segment.span.of(text)
        for segment in segments(Span(0, len(text)), statements)
    )


def test_nested_statements_are_flat():
    plain, statements = marked("[s1 Aides] [c1 say] [t1 [s2 Orr] [c2 told] them [t2 to go]].")
    assert drawn(plain, statements) == "s1:Aides|: |c1:say|: |t1s2:Orr|t1: |t1c2:told|t1: them |t1t2:to go|:."


def test_spans_that_touch_stay_apart_and_pieces_keep_their_mark():
    plain, statements = marked("[t1 “Go,”][s1 he][c1 said][t1 “now”]")
    assert drawn(plain, statements) == "t1:“Go,”|s1:he|c1:said|t1:“now”"


@given(records())
def test_joined_segments_are_the_text(record):
    text = record.article.text
    pieces = segments(Span(0, len(text)), record.statements)
    assert "".join(piece.span.of(text) for piece in pieces) == text


@given(records())
def test_a_span_is_exactly_the_segments_with_its_mark(record):
    pieces = segments(Span(0, len(record.article.text)), record.statements)
    for statement in record.statements:
        for role in ROLES:
            expected = {at for span in getattr(statement, role) for at in range(*span)}
            covered = {at for piece in pieces if Mark(statement.id, role) in piece.marks for at in range(*piece.span)}
            assert covered == expected


@given(records(), st.integers(0, 30), st.integers(1, 30))
def test_a_part_of_the_text_is_covered_alone(record, start, length):
    extent = Span(start, start + length)
    pieces = segments(extent, record.statements, cuts=[0, start + 1, 99])
    assert [pieces[0].span.start, pieces[-1].span.end] == [*extent]
    assert all(one.span.end == two.span.start for one, two in pairwise(pieces))


@given(records())
def test_passages_are_the_blocks_and_name_every_statement_once(record):
    rows = list(passages(record.article, record.statements))
    for row in rows:
        assert "".join(piece.span.of(record.article.text) for piece in row.segments) == row.block.span.of(
            record.article.text
        )
    assert [row.block for row in rows if row.block in record.article.blocks] == list(record.article.blocks)
    opened = [statement.id for row in rows for statement in row.opened]
    assert len(opened) == len(set(opened))
    text = record.article.text
    seen = {s.id for s in record.statements if any(span.of(text).strip() for span in s.spans())}
    assert seen <= set(opened)


def test_a_statement_that_runs_on_continues_in_the_next_block():
    article, statements = marked_article("[s1 He] [c1 said]: [t1 “One.\n\n“Two.”]\n\nThree.")
    first, second, third = passages(article, statements)
    assert [s.id for s in first.opened] == [1]
    assert [s.id for s in second.continued] == [1]
    assert (second.opened, third.opened, third.continued) == ((), (), ())


def test_words_outside_of_every_block_are_a_paragraph():
    article = Article("lost\n\nfound\n\nlost", (Block("heading", Span(6, 11)),))
    assert [(row.block.kind, row.block.span.of(article.text)) for row in passages(article, ())] == [
        ("paragraph", "lost"),
        ("heading", "found"),
        ("paragraph", "lost"),
    ]
