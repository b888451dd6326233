"""The first law, as a test asks for it: every span is the article's own words."""

from __future__ import annotations

import itertools

from onrecord.article import Article
from onrecord.statement import Statement


def check_statements(article: Article, statements: tuple[Statement, ...]) -> None:
    """Fail where a span is out of bounds, empty, not within one block, or shares a character with another's."""
    text = article.text
    blocks = [block.span for block in article.blocks]
    for statement in statements:
        spans = statement.spans()
        assert len(statement.cue) == 1
        assert statement.content
        for span in spans:
            assert 0 <= span.start < span.end <= len(text)
            assert any(block.covers(span) for block in blocks), (span, blocks)
            assert span.of(text) == span.of(text).strip()
            assert span in statement.cue or any(char.isalnum() for char in span.of(text))  # a colon can be a cue
        for one, other in itertools.pairwise(spans):
            assert one.end <= other.start, "source, cue and content of one statement are disjoint"
        for role in (statement.source, statement.content):
            assert list(role) == sorted(role)
        assert 0 <= statement.confidence <= 1
        assert statement.form in ("direct", "indirect", "mixed")
        assert statement.hedged is not None
        if statement.condition is not None:
            assert any(piece.covers(statement.condition) for piece in statement.content)
            assert statement.condition.of(text) == statement.condition.of(text).strip() != ""
    assert [statement.id for statement in statements] == list(range(1, len(statements) + 1))
    starts = [statement.spans()[0].start for statement in statements]
    assert starts == sorted(starts), "statements are in the order of their first characters"
    for statement in statements:
        if statement.within is not None:
            around = statements[statement.within - 1]
            assert around.id == statement.within != statement.id
            for span in statement.spans():
                assert any(piece.covers(span) for piece in around.content), "what is within is inside the content"
