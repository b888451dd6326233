from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article import Article
from onrecord.extraction.assemble import Draft, choose, continued, drafts, form_of
from onrecord.extraction.decode import Candidate
from onrecord.extraction.windows import Window, cut, tokenized
from onrecord.quotation import quotations
from onrecord.reading.text import blocks_of
from onrecord.span import Span, words
from onrecord.statement import Statement
from tests.laws.law_of_spans import check_statements

TEXTS = st.text(
    st.one_of(st.sampled_from("abAB   .,!?:“”\"'«»()$%7\n\n"), st.sampled_from("é\u0301中🙂\u200d"), st.characters()),
    min_size=1,
    max_size=120,
)


def pieces(length):
    """Disjoint half-open ranges below `length`, in order."""
    edges = st.lists(st.integers(0, length), max_size=12, unique=True).map(sorted)
    return edges.map(lambda found: [(found[at], found[at + 1]) for at in range(0, len(found) - 1, 2)])


@st.composite
def candidates(draw, length):
    """A candidate as decoding could give it: the ranges of all roles are disjoint."""
    roles = {"source": [], "cue": [], "content": []}
    for piece in draw(pieces(length)):
        roles[draw(st.sampled_from(sorted(roles)))].append(piece)
    given = {role: tuple(found) for role, found in roles.items()}
    others = {"content_odds": draw(st.floats(-12, 12))}
    return Candidate(anchor=draw(st.integers(0, length - 1)), confidence=draw(st.floats(0, 1)), **given, **others)


def candidate(anchor, confidence, *, source=(), cue=(), content=()):
    return Candidate(anchor=anchor, confidence=confidence, source=source, cue=cue, content=content, content_odds=5.0)


def as_statements(made):
    ordered = sorted(made, key=Draft.start)
    return tuple(
        Statement(n, d.source, d.cue, d.content, "direct", d.confidence, hedged=False)
        for n, d in enumerate(ordered, start=1)
    )


@given(TEXTS.filter(lambda text: tokenized(text, blocks_of(text)).words), st.data())
def test_any_candidates_give_spans_that_keep_the_law(text, data):
    blocks = blocks_of(text)
    tokens = tokenized(text, blocks)
    made = []
    for window in cut(tokens, 60):
        found = data.draw(st.lists(candidates(window.end - window.first), max_size=4))
        chosen = choose(found, 0.2, 0.1)
        cues = [set(range(*piece)) for kept in chosen for piece in kept.cue]
        assert all(not one & other for one, other in itertools.combinations(cues, 2)), "no word is in two cues"
        made.extend(drafts(text, tokens, window, chosen))
    whole = continued(tokens, sorted(made, key=Draft.start), text)
    check_statements(Article(text, blocks), as_statements(whole))


def test_choosing_keeps_the_surer_of_two_with_a_word_in_both_cues():
    weak = candidate(2, 0.6, cue=((2, 4),), content=((5, 9),))
    strong = candidate(3, 0.8, cue=((3, 4),), content=((0, 2),))
    assert [c.anchor for c in choose([weak, strong], 0.5, 0.5)] == [3]


def test_choosing_leaves_out_what_is_doubtful_or_says_nothing():
    doubtful = candidate(1, 0.4, cue=((1, 2),), content=((2, 4),))
    empty = candidate(5, 0.9, cue=((5, 6),))
    assert choose([doubtful, empty], 0.5, 0.5) == []


def test_a_cue_is_one_piece_the_one_at_the_anchor():
    (kept,) = choose([candidate(4, 0.9, cue=((1, 2), (4, 6)), content=((7, 9),))], 0.5, 0.5)
    assert kept.cue == ((4, 6),)
    (alone,) = choose([candidate(4, 0.9, content=((7, 9),))], 0.5, 0.5)
    assert alone.cue == ((4, 5),)


@pytest.mark.parametrize(
    ("text", "first", "end", "expected"),
    [
        ("He paid $5 for it.", 3, 4, "$5"),
        ("It rose 5% in May.", 2, 3, "5%"),
        ("He lives in the U.S. now.", 4, 7, "U.S."),
        ("It is Acme Inc. now", 2, 4, "Acme Inc."),
        ("It rained. We left.", 1, 2, "rained"),
        ("“We stay,” she said", 0, 5, "“We stay,”"),
        ("“We stay,” she said", 1, 3, "“We stay,”"),
        ("“We stay,” she said", 1, 2, "“We"),
        ("x “We stay y", 2, 4, "“We stay"),
        ("Orr (who left) and", 0, 4, "Orr (who left)"),
        ("a , . b", 1, 3, None),
        ("the pier – closed –", 0, 5, "the pier – closed"),
        ("I’m asking", 2, 4, "’m asking"),
        ("the dogs’ day", 3, 4, "day"),
        ("no\u0301 né", 0, 1, "no\u0301"),
    ],
)
def test_marks_follow_the_words_by_rule(text, first, end, expected):
    text = f"{text}  said"
    tokens = tokenized(text, blocks_of(text))
    last = len(tokens.words) - 1
    found = candidate(last, 0.9, cue=((last, last + 1),), content=((first, end),))
    made = drafts(text, tokens, Window(0, last + 1, 99), [found])
    assert [words(text, draft.content) for draft in made] == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said one\n\n“two three”", ["one", "“two three”"]),  # a quotation may stand far from its cue
        ("He said one:\n\ntwo three", ["one", "two three"]),  # a colon leads to the next paragraph
        ("He said one\n\ntwo three", ["one"]),  # nothing leads there: a photograph's credit, the next paragraph
    ],
)
def test_a_piece_in_another_paragraph_needs_something_that_leads_there(text, expected):
    tokens = tokenized(text, blocks_of(text))
    n = len(tokens.words)
    (made,) = drafts(text, tokens, Window(0, n, n + 2), [candidate(1, 0.9, cue=((1, 2),), content=((2, n),))])
    assert [span.of(text) for span in made.content] == expected


def test_a_source_is_not_taken_from_another_paragraph():
    text = "Photograph: Tom Adair\n\nIt was said that he left"
    tokens = tokenized(text, blocks_of(text))
    found = candidate(6, 0.9, source=((2, 4),), cue=((5, 7),), content=((7, 10),))
    (made,) = drafts(text, tokens, Window(0, 10, 12), [found])
    assert (made.source, [span.of(text) for span in made.content]) == ((), ["that he left"])


@pytest.mark.parametrize(
    ("text", "content", "form"),
    [
        ("“We stay,” he said", "“We stay,”", "direct"),
        ("“We stay,” he said", "We stay", "direct"),
        ('"We stay," he said', '"We stay,"', "direct"),
        ("«Nous restons», dit-il", "«Nous restons»", "direct"),
        ("He said ‘we stay’ to all", "‘we stay’", "direct"),
        ("He said that they stay", "that they stay", "indirect"),
        ("He said they “stay” here", "they “stay” here", "mixed"),
        ("He said that “they stay.”", "that “they stay.”", "mixed"),
        ("He said they stay, “", "they stay, “", "indirect"),
        ("He said “we stay", "“we stay", "direct"),
        ("He said: “We stay,” and “we go”", "“We stay,” and “we go”", "mixed"),
        ("He said: “We stay,” … “we go”", "“We stay,” … “we go”", "direct"),
    ],
)
def test_the_form_of_one_piece(text, content, form):
    start = text.index(content)
    quoted = [q.inner for q in quotations(text, Span(0, len(text)))]
    assert form_of(text, [Span(start, start + len(content))], quoted) == form


@given(st.text(alphabet="ab .“”", min_size=1, max_size=30), st.data())
def test_the_form_is_what_counting_letters_says(text, data):
    edges = data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True).map(sorted))
    content = [Span(edges[at], edges[at + 1]) for at in range(0, len(edges) - 1, 2)]
    quoted = [q.inner for q in quotations(text, Span(0, len(text)))]
    inside = [any(q.start <= at < q.end for q in quoted) for s in content for at in range(*s) if text[at].isalnum()]
    expected = "indirect" if not any(inside) else "direct" if all(inside) else "mixed"
    assert form_of(text, content, quoted) == expected
