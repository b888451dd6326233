"""Transcripts and names behind dashes are statements; labels, datelines and staff lines are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.extractor import extract
from onrecord.extraction.turns import introduced, turns
from onrecord.reading.text import blocks_of
from tests.extraction.fake import Arbitrary, Marked
from tests.laws.law_of_spans import check_statements
from tests.markup import marked, marked_article


def found(text):
    return [(draft.source, draft.cue, draft.content) for draft in turns(text, blocks_of(text))]


@pytest.mark.parametrize(
    "text",
    [
        "[s1 ORR][c1 :] [t1 Will the pier close?]\n\n[s2 MAYOR LUND][c2 :] [t2 It will not. I promise that.]",
        "[s1 Q][c1 :] [t1 Did you know?]\n\n[s2 A][c2 :] [t2 I was told in May.]\n\n[s3 Q][c3 :] [t3 By whom exactly?]",
        "“[s1 ORR][c1 :] [t1 Will the pier close?]\n\n[s2 LUND][c2 :] [t2 No, it won’t.”]",
        "[t1 It is the end of the pier.]\n\n[c1 ―] [s1 Ana Brooks]\n\nHe left.",
        "[t1 “We will appeal.”] [c1 —] [s1 Commissioner Ivo Lund]",
        "[t1 The end. It is the end!] [c1 ―] [s1 Ana Brooks, Marlow Sound]",
        "[t1 Nobody at the pier today. #closed] [c1 —] [s1 Ana Brooks (@anabrooks)] October 14, 2026",
    ],
)
def test_the_form_of_a_page_makes_statements(text):
    plain, statements = marked(text)
    assert found(plain) == [(s.source, s.cue, s.content) for s in statements]


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE: The pier is closed.\n\nNOTE: This page was changed.",
        "ORR: One turn alone may be anything at all.",
        "Q: A question without an answer?\n\nQ: And another one?",
        "MARLOW SOUND — The pier will close on Monday.",
        "The pier closes on Monday.\n\n— Ana Brooks contributed to this report.",
        "The pier closes on Monday.\n\n— Ana Brooks.",
        "He was late — Ana Brooks",
        "The traders – a hundred of them – left.",
        "AT A GLANCE: the pier\n\nTHE COST: 3 million",
    ],
)
def test_a_label_a_dateline_or_a_staff_line_is_no_statement(text):
    made = [tuple(span.of(text) for part in draft for span in part) for draft in found(text)]
    assert [parts for parts in made if "AT A GLANCE" not in parts[0] and "THE COST" not in parts[0]] == []


@pytest.mark.parametrize(
    "text",
    [
        "[s1 Lund]’s [c1 words were clear]:\n\n[t1 “The pier will not close.”]",
        "He left no doubt[c1 :]\n\n[t1 “The pier will not close.”]\n\n“And that is another’s.”",
    ],
)
def test_a_quotation_after_a_colon_is_somebodys(text):
    plain, statements = marked(text)
    made = [(d.source, d.cue, d.content) for d in introduced(plain, blocks_of(plain), [])]
    assert made == [(s.source, s.cue, s.content) for s in statements]


def test_a_quotation_that_somebody_has_is_not_given_away():
    article, (statement,) = marked_article("[s1 Lund] [c1 said]:\n\n[t1 “The pier will not close.”]")
    (read,) = extract(article, Marked(article, [statement])).statements
    assert (read.source, read.cue, read.content) == (statement.source, statement.cue, statement.content)


def test_what_the_network_finds_inside_a_turn_is_within_it():
    text = (
        "[s1 ORR][c1 :] [t1 Will the pier close?]\n\n"
        "[s2 LUND][c2 :] [t2 [s3 The engineers] [c3 said] [t3 that it was quite safe]. I believe them.]"
    )
    article, statements = marked_article(text)
    read = extract(article, Marked(article, statements)).statements
    assert [(s.source, s.cue, s.content, s.within) for s in read] == [
        (s.source, s.cue, s.content, s.within) for s in statements
    ]


@given(st.text("AQ:. \n―—-“”abC", max_size=60), st.integers(0, 5))
def test_any_form_keeps_the_law(text, seed):
    if not blocks_of(text):
        return
    article, _ = marked_article("x")
    article = type(article)(text, blocks_of(text))
    check_statements(article, extract(article, Arbitrary(seed)).statements)
