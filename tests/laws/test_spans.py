"""Law 1: every span a person sees is the article's own words, whatever the text and whatever the network says."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.pipeline import Reader
from onrecord.span import words
from tests.extraction.fake import Arbitrary, Marked
from tests.laws.law_of_spans import check_statements
from tests.markup import marked_article

TEXTS = st.text(
    st.one_of(
        st.sampled_from("abc ABC .,:;!?“”„«»\"'‘’()[]$%7\n\n\r\t"),
        st.sampled_from("é\u0301ñ中🙂👩\u200d\u202e\u05d0\u0627\u00a0\u2028\x1b\ufeff"),
        st.characters(),
    ),
    max_size=250,
)


@given(TEXTS, st.integers(0, 9))
def test_any_scores_on_any_text_give_spans_of_the_text(text, seed):
    try:
        record = Reader(network=Arbitrary(seed), threads=1).read(text=text)
    except InputError:
        return
    assert record.article.text == text
    check_statements(record.article, record.statements)
    for statement in json.loads(json.dumps(record.to_dict()))["statements"]:
        for role in ("source", "cue", "content"):
            for start, end in statement[role]:
                assert text[start:end].strip()


BEFORE = [
    "",
    "🙂 👩‍👩‍👧 🇬🇧 ",
    "e\u0301\u0301 a\u0323\u0302 ",
    "قالت الوزيرة ",
    "\u202eabc\u202c ",
    "𝕳𝖊 東京 ",
    "\u200b\ufeff\u00ad ",
    "\t\u00a0\u3000 ",
]


@pytest.mark.parametrize("before", BEFORE)
def test_what_stands_before_a_quotation_moves_its_offsets_exactly(before):
    text = f"{before}[t1 “The pier will close next week,”] [s1 Ana Brooks] [c1 said]."
    article, statements = marked_article(text)
    record = Reader(network=Marked(article, statements), threads=1).read(text=article.text)
    assert record.article.text == article.text
    (statement,) = record.statements
    assert words(article.text, statement.source) == "Ana Brooks"
    assert words(article.text, statement.cue) == "said"
    assert words(article.text, statement.content) == "“The pier will close next week,”"
    assert statement.form == "direct"


@pytest.mark.parametrize("before", BEFORE)
def test_the_model_keeps_the_law_whatever_stands_before_a_quotation(reader, before):
    check_statements(*_read(reader, f"{before}“The pier will close next week,” Ana Brooks {before} said."))


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Ana Brooks said the pier would close.", "Ana Brooks", "said", "the pier would close"),
        ("“We have no money,” Mr Orr said.", "Mr Orr", "said", "“We have no money,”"),
        ('"We have no money," Mr Orr said.', "Mr Orr", "said", '"We have no money,"'),
    ],
)
def test_unmistakable_statements_are_read(reader, text, source, cue, content):
    (statement,) = reader.read(text=text).statements
    assert [words(text, s) for s in (statement.source, statement.cue, statement.content)] == [source, cue, content]


MARKS = "“ ” \" ' « » „ ‘ ’".split()


@pytest.mark.parametrize("opening", MARKS)
@pytest.mark.parametrize("closing", [*MARKS, ""])
def test_unbalanced_marks_of_every_kind_keep_the_law(reader, opening, closing):
    for text in (
        f"{opening}The pier is safe{closing}, Ana Brooks said.",
        f"Ana Brooks said {opening}the pier is safe. {closing}{closing} {opening}\n\n{opening}It is{closing} {closing}",
        f"{opening * 40} Ana Brooks said {closing * 40} the pier {opening} is {opening}{opening} safe",
    ):
        check_statements(*_read(reader, text))


def _read(reader, text):
    record = reader.read(text=text)
    return record.article, record.statements
