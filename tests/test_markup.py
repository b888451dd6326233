import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.span import Span, words
from tests.markup import marked, marked_article, marked_record


def test_a_statement_with_each_role():
    plain, (statement,) = marked("[s1 Ana Brooks] [c1 said] [t1 the pier would close].")
    assert plain == "Ana Brooks said the pier would close."
    assert words(plain, statement.source) == "Ana Brooks"
    assert words(plain, statement.cue) == "said"
    assert words(plain, statement.content) == "the pier would close"
    assert (statement.form, statement.within) == ("indirect", None)


def test_several_pieces_and_no_source():
    plain, (statement,) = marked("[t1 “It is over,”] it was [c1 claimed], [t1 “and we know it.”]")
    assert statement.source == ()
    assert words(plain, statement.content) == "“It is over,” … “and we know it.”"
    assert statement.form == "direct"


def test_a_chain_nests():
    plain, (outer, inner) = marked("[s1 Sources] [c1 said] [t1 [s2 Orr] [c2 told] Vance [t2 to “wait”]].")
    assert words(plain, outer.content) == "Orr told Vance to “wait”"
    assert (outer.within, inner.within) == (None, 1)
    assert (outer.form, inner.form) == ("mixed", "mixed")


def test_only_the_content_decides_the_form():
    _, (statement,) = marked("The “mayor”, [s1 she] [c1 said], [t1 lied].")
    assert statement.form == "indirect"


@pytest.mark.parametrize("quoted", ["“[t1 We stay]”", "[t1 “We stay”]", '"[t1 We stay]"', '[t1 "We stay,"]'])
def test_marks_stand_inside_or_outside_of_the_quotation_marks(quoted):
    assert marked(f"{quoted} [s1 he] [c1 said].")[1][0].form == "direct"


def test_a_quotation_over_paragraphs_opens_again_in_each():
    article, (statement,) = marked_article("[s1 He] [c1 said]: [t1 “One.\n\n“Two.”] Three.")
    assert [block.span.of(article.text) for block in article.blocks] == ["He said: “One.", "“Two.” Three."]
    assert statement.form == "direct"


def test_brackets_that_are_no_marks_stay():
    plain, (statement,) = marked("[s1 He] [c1 said] [t1 she [Brooks] lied] [sic] [s] ]")
    assert plain == "He said she [Brooks] lied [sic] [s] ]"
    assert words(plain, statement.content) == "she [Brooks] lied"


@pytest.mark.parametrize(
    "text",
    [
        "[s1 He] [c1 said",
        "[c1 said]",
        "[t1 x] and [s1 y]",
        "[c1 said] [c1 told] [t1 x]",
        "[c2 said] [t2 x]",
        "[c2 said] [t2 x]. [c1 said] [t1 y]",
        "[c1 said ] [t1 x]",
        "[c1 ] [t1 x]",
    ],
)
def test_marks_that_make_no_sense_are_refused(text):
    with pytest.raises(ValueError, match=r"mark|statement"):
        marked(text)


def test_a_record_has_the_facts_it_is_given():
    record = marked_record("[s1 He] [c1 said] [t1 no].", title="No", origin="no.txt")
    assert (record.article.title, record.article.origin, len(record.statements)) == ("No", "no.txt", 1)


@given(st.text(alphabet="ab“” \n[]", max_size=40).filter(lambda text: not re.search(r"\[[sct]\d", text)))
def test_text_without_marks_is_unchanged(text):
    assert marked(text) == (text, ())


@given(st.lists(st.text(alphabet="abc", min_size=1, max_size=5), min_size=3, max_size=3))
def test_spans_are_where_the_words_are(three):
    source, cue, content = three
    plain, (statement,) = marked(f"[s1 {source}] [c1 {cue}] [t1 {content}]")
    assert plain == f"{source} {cue} {content}"
    assert statement.source == (Span(0, len(source)),)
    assert statement.content[0].end == len(plain)
