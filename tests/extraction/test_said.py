"""Marked-up sentences in which a reporter can see when something was said, and when the text does not tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.said import said_of, sentence_of
from onrecord.extraction.times.expressions import expressions
from onrecord.span import Span
from onrecord.statement import Said
from tests.markup import marked_article

WEDNESDAY = "2024-03-06"


def said(marked: str, published: str | None = WEDNESDAY) -> tuple[str | None, Said | None]:
    """The words that say when the last statement of a marked-up article was made, and what they mean."""
    article, statements = marked_article(marked, published=published)
    blocks = [block.span for block in article.blocks]
    found = expressions(article.text, blocks, published)
    one = statements[-1]
    when = said_of(article.text, one.source, one.cue, one.content, found, blocks, published)
    return (when.span.of(article.text) if when and when.span else None), when


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("[s1 Ana Brooks] [c1 said] on Thursday [t1 the pier would close].", "Thursday", "2024-02-29", "2024-02-29"),
        ("[t1 The pier will close], [s1 Brooks] [c1 told] reporters Tuesday.", "Tuesday", "2024-03-05", "2024-03-05"),
        ("[t1 “It is over,”] [s1 Brooks] [c1 tweeted Friday].", "Friday", "2024-03-01", "2024-03-01"),
        ("On Monday, [s1 Brooks] [c1 said] [t1 the pier would close].", "Monday", "2024-03-04", "2024-03-04"),
        ("[s1 Brooks] on Monday [c1 said] [t1 the pier would close].", "Monday", "2024-03-04", "2024-03-04"),
        ("[s1 Brooks], in a speech last week, [c1 said] [t1 it was old].", "last week", "2024-02-26", "2024-03-03"),
        ("In an interview with CNN last month, [s1 Brooks] [c1 said] [t1 it was old].",
         "last month", "2024-02-01", "2024-02-29"),
        ("[s1 Brooks] [c1 told] a town hall in Salem, Ohio, on Sunday [t1 that it was old].",
         "Sunday", "2024-03-03", "2024-03-03"),
        ("At a rally in Salem, Ohio, on Sunday, [s1 she] [c1 said] [t1 it was old].",
         "Sunday", "2024-03-03", "2024-03-03"),
        ("[t1 It is safe], [c1 according to] [s1 a report issued on Friday].", "Friday", "2024-03-01", "2024-03-01"),
        ("[s1 Brooks] [c1 said] at Tuesday’s debate [t1 that it was old].", "Tuesday", "2024-03-05", "2024-03-05"),
        ("[s1 Brooks] [c1 said] [t1 it was safe] on Friday.", "Friday", "2024-03-01", "2024-03-01"),
        ("[s1 Brooks] has [c1 said] since 2014 [t1 that it is old].", "since 2014", "2014-01-01", WEDNESDAY),
        ("[s1 She] [c1 said] in an interview that aired Sunday [t1 that it was old].",
         "Sunday", "2024-03-03", "2024-03-03"),
        ("In 2012, [s1 Brooks] [c1 said] [t1 it was new].", "2012", "2012-01-01", "2012-12-31"),
        ("[s1 Brooks] [c1 said] this week [t1 that it was old].", "this week", "2024-03-04", WEDNESDAY),
        ("On Sunday, [s1 Brooks] [c1 said] Monday [t1 it closed].", "Monday", "2024-03-04", "2024-03-04"),
        ("[s1 Brooks] [c1 wrote] in a September 16, 2012 email [t1 that it was new].",
         "September 16, 2012", "2012-09-16", "2012-09-16"),
        ("It rained on Friday. [s1 Mr. Brooks] [c1 said] on Monday [t1 it would not].",
         "Monday", "2024-03-04", "2024-03-04"),
    ],
)  # fmt: skip
def test_words_that_say_when(text, words, first, last):
    found, when = said(text)
    assert found == words
    assert when is not None
    assert (when.earliest, when.latest) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "[s1 Brooks] [c1 said] [t1 the pier would close on Thursday].",
        "It rained on Friday. [s1 Brooks] [c1 said] [t1 it would not].",
        "[s1 Brooks] [c1 said] [t1 it would not]. It rained on Friday.",
        "[s1 Brooks], who was elected in 2008, [c1 said] [t1 it was old].",
        "[s1 Brooks, who was elected in 2008,] [c1 said] [t1 it was old].",
        "[t1 “It is old,”] [c1 said] [s1 Brooks], who was elected in 2008.",
        "[t1 It is old], [c1 according to] [s1 the papers of a friend who died in 2000].",
        "[s1 Brooks] [c1 said] after Tuesday’s vote [t1 that it was over].",
        "After Tuesday’s vote, [s1 Brooks] [c1 said] [t1 it was over].",
        "[s1 Brooks] [c1 criticized] Tuesday’s ruling, saying [t1 it was wrong].",
        "[s1 The 2016 nominee] [c1 said] [t1 it was over].",
        "The board met on Friday and [s1 Brooks] [c1 said] [t1 it was over].",
        "Two days earlier, [s1 Brooks] [c1 said] [t1 it was over].",
        "[s1 Brooks] [c1 said] a few weeks ago [t1 that it was over].",
        "[s1 Brooks] [c1 said] [t1 it was over].",
        "The pier shut on Friday.\n\n[s1 Brooks] [c1 said] [t1 it was over]",
        "[s1 Brooks] [c1 said] in November 2030 [t1 that it was over].",
        "[t1 “It is old,”] [s1 she] [c1 said], referring to the storm in 2004.",
        "[t1 “It is old,”] [s1 she] [c1 said], giving the example of 2012 nominee Mitt Romney.",
        "[s1 Advocates] [c1 lean on all 2016 campaigns] [t1 to promise more].",
        "In the early 1990s, [s1 Ms. Ripert] [c1 said], [t1 it was new].",
        "[t1 “It is old,”] [s1 she] [c1 said]. ''Tonight, it closes.''",
    ],
)
def test_where_the_text_does_not_say_when_nothing_is_guessed(text):
    assert said(text) == (None, None)


def test_without_a_publication_date_only_full_dates_say_when():
    assert said("[s1 Brooks] [c1 said] on Thursday [t1 it was over].", None) == (None, None)
    _, when = said("[s1 Brooks] [c1 said] on 12 October 2016 [t1 it was over].", None)
    assert when is not None
    assert when.to_dict() == {"from": "2016-10-12", "to": "2016-10-12", "span": [15, 30]}


def test_what_is_said_inside_a_statement_has_its_own_time():
    text = "[s1 Aides] [c1 said] on Monday that [t1 [s2 Brooks] [c2 told] them on Friday [t2 it was over]]."
    assert said(text)[0] == "Friday"


def test_a_point_inside_what_is_attributed_ends_no_sentence():
    text = "On Monday, [s1 Brooks] [c1 said], [t1 “It is over. It is done. We leave”]."
    article, (one,) = marked_article(text)
    blocks = [block.span for block in article.blocks]
    assert sentence_of(article.text, one.cue[0], one.content, blocks) == Span(0, len(article.text))
    assert said(text)[0] == "Monday"


@given(st.data(), st.text(alphabet="ab .,“”’\n", max_size=30))
def test_any_spans_of_any_text_are_borne(data, noise):
    text = noise + "On Monday, May 5, he said (last week) since 2014. " + noise
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 20)).map(
        lambda pair: Span(pair[0], min(len(text), pair[0] + pair[1]))
    )
    spans = st.lists(places, max_size=3).map(sorted)
    cue = data.draw(places)
    found = expressions(text, None, WEDNESDAY)
    when = said_of(text, data.draw(spans), [cue], data.draw(spans), found, [Span(0, len(text))], WEDNESDAY)
    if when is not None:
        assert when.span in [one.span for one in found]
        assert when.earliest <= when.latest <= WEDNESDAY
