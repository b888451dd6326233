"""Marked-up sentences in which a reporter can see whether an attribution is qualified, or only what is attributed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.hedges import is_hedged
from onrecord.extraction.said import sentence_of
from onrecord.span import Span
from tests.markup import marked_article


def hedged(marked: str) -> bool:
    article, statements = marked_article(marked)
    one = statements[-1]
    blocks = [block.span for block in article.blocks]
    around = sentence_of(article.text, one.cue[0], one.content, blocks)
    return is_hedged(article.text, one.source, one.cue, one.content, around)


@pytest.mark.parametrize(
    "text",
    [
        "[s1 Brooks] reportedly [c1 told] the board [t1 the pier was lost].",
        "[s1 Brooks] [c1 reportedly told] the board [t1 the pier was lost].",
        "[s1 Brooks] has reportedly also [c1 told] the board [t1 the pier was lost].",
        "[s1 Brooks] allegedly [c1 threatened] [t1 to close the pier].",
        "[s1 Brooks], who allegedly [c1 said] [t1 it was lost], left.",
        "[s1 Brooks] is said to have [c1 warned] [t1 that the pier was lost].",
        "[s1 Brooks] [c1 is said to have warned] [t1 that the pier was lost].",
        "[s1 Brooks] is believed to have [c1 told] the board [t1 to wait].",
        "[s1 Brooks] is understood to have [c1 agreed] [t1 to wait].",
        "[s1 Brooks] was widely reported to have [c1 agreed] [t1 to wait].",
        "[s1 Brooks], said to have [c1 agreed] [t1 to wait], left at noon.",
        "Apparently, [s1 Brooks] [c1 told] the board [t1 to wait].",
        "It rained, and supposedly [s1 Brooks] [c1 told] the board [t1 to wait].",
        "[s1 Brooks] apparently [c1 thinks] [t1 the pier is lost].",
        "[s1 Brooks] [c1 was apparently referring to] [t1 the storm].",
        "[s1 Brooks], apparently, [c1 thinks] [t1 the pier is lost].",
        "[s1 Brooks] may have [c1 said] [t1 that the pier was lost].",
        "[s1 Brooks] [c1 may have told] the board [t1 to wait].",
        "[s1 Brooks] seemed to [c1 suggest] [t1 that the pier was lost].",
        "[s1 Brooks] [c1 appeared to concede] [t1 that the pier was lost].",
        "[s1 Brooks’s] alleged [c1 remark] [t1 that the pier was lost] cost her the vote.",
        "In [c1 an apparent reference to] [t1 the storm], [s1 Brooks] raised her hand.",
        "[t1 The pier] [c1 is said] [t1 to be unsafe].",
        "[t1 The pier] [c1 is believed to be] [t1 unsafe].",
        "[t1 The pier has] [c1 reportedly] [t1 been closed].",
        "[t1 The pier was] [c1 allegedly] [t1 closed for good].",
        "It is believed that [s1 Brooks] [c1 told] the board [t1 to wait].",
        "[s1 Brooks] [c1 told] the board [t1 to wait], reportedly.",
        "[s1 Brooks] [c1 said], reportedly, [t1 that the pier was lost].",
    ],
)
def test_an_attribution_that_is_qualified(text):
    assert hedged(text)


@pytest.mark.parametrize(
    "text",
    [
        "[s1 Brooks] [c1 said] [t1 the pier would close].",
        "[s1 Brooks] [c1 said] [t1 the allegedly stolen letters were hers].",
        "[s1 Brooks] [c1 said] [t1 he reportedly left at noon].",
        "[t1 The pier is apparently lost], [s1 Brooks] [c1 said].",
        "[t1 The pier is reportedly] [c1 said] [s1 Brooks].",
        "[s1 The alleged thief] [c1 told] the police [t1 that he was asleep].",
        "[s1 Brooks], who allegedly lied to the board, [c1 said] [t1 it was lost].",
        "[s1 Brooks, who reportedly lied to the board,] [c1 said] [t1 it was lost].",
        "Kim reportedly left before [s1 Brooks] [c1 said] [t1 it was lost].",
        "[s1 Brooks], apparently tired, [c1 said] [t1 it was lost].",
        "[s1 Brooks] [c1 said, apparently for the first time,] [t1 that it was lost].",
        "[s1 Brooks] was supposed to [c1 say] [t1 that it was lost].",
        "[s1 Brooks] may [c1 say] [t1 that it was lost].",
        "[s1 Brooks] may have left, [s1 she] [c1 said] [t1 on the phone].",
        "[t1 The talks] [c1 seemed] [t1 to be over].",
        "[t1 The pier] [c1 is believed] by [s1 officials] [t1 to be unsafe].",
        "[s1 Brooks] [c1 alleged that] [t1 the board had lied].",
        "[s1 Brooks] [c1 appeared before reporters to say] [t1 that it was lost].",
        "Reportedly it rained. [s1 Brooks] [c1 said] [t1 it would not].",
        "[s1 Brooks] [c1 said] [t1 it would not]. Reportedly it rained.",
        "Perhaps not by chance, [s1 Brooks] has lately [c1 said] [t1 no].",
        "Maybe [s1 the board’s] [c1 decision] [t1 to wait] helped.",
        "[c1 According to] [s1 the report], [t1 the pier is apparently lost].",
    ],
)
def test_an_attribution_that_is_not(text):
    assert not hedged(text)


@given(st.data(), st.text(alphabet="ab .,“”’\n", max_size=30))
def test_any_spans_of_any_text_are_borne(data, noise):
    text = noise + " apparently, Brooks may have reportedly said, allegedly, it is said to have been " + noise
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 30)).map(
        lambda pair: Span(pair[0], min(len(text), pair[0] + pair[1]))
    )
    spans = st.lists(places, max_size=3).map(sorted)
    cue = data.draw(places)
    low = data.draw(st.integers(0, cue.start))
    high = data.draw(st.integers(cue.end, len(text)))
    found = is_hedged(text, data.draw(spans), [cue], data.draw(spans), Span(low, high))
    assert found in (True, False)
