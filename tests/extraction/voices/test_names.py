"""Labels of words become names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article import Block
from onrecord.extraction.voices.names import comparable, names
from onrecord.extraction.voices.runs import NAME_LABELS
from onrecord.extraction.windows import tokenized
from onrecord.span import Span
from tests.extraction.voices.named import named


def shown(source):
    text, found = named(source)
    return [(name.span.of(text), name.type, name.gender) for name in found]


def test_a_title_is_no_part_of_a_name_but_tells_who_is_meant():
    assert shown("Then [p Mrs. Adeyemi] met [p Brooks].") == [
        ("Adeyemi", "person", "woman"),
        ("Brooks", "person", None),
    ]


def test_a_title_before_the_name_tells_too_and_a_given_name_where_there_is_none():
    assert shown("Congressman [p Varga] and [p Helen Osei]") == [
        ("Varga", "person", "man"),
        ("Helen Osei", "person", "woman"),
    ]


def test_marks_inside_a_name_belong_to_it():
    assert [name for name, *_ in shown("[p Melissa Karr-Vale] and [p Donal J. Pike], of the [o Board of Trade]")] == [
        "Melissa Karr-Vale",
        "Donal J. Pike",
        "Board of Trade",
    ]


def test_a_possessive_and_a_title_in_the_run_are_cut_off():
    assert [name for name, *_ in shown("[p Osei’s] plan, and [p Senator Lund] too")] == ["Osei", "Lund"]


def test_a_surname_that_the_network_missed_is_a_name_where_the_article_names_its_bearer_in_full():
    assert [name for name, *_ in shown("[p Ana Brooks] spoke. Later Brooks left.")] == ["Ana Brooks", "Brooks"]


def test_the_first_word_of_a_name_is_taken_in():
    assert [name for name, *_ in shown("He told the Tax [o Foundation] so; then Helen [p Osei] spoke.")] == [
        "Tax Foundation",
        "Helen Osei",
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a reporter of the [l Onslow] [o Herald] left", ["Onslow Herald"]),
        ("then [p Pope Lucius] met [p Pope Ana Brooks]", ["Pope Lucius", "Ana Brooks"]),
        ("his father, [p Donal Pike], Jr., spoke", ["Donal Pike, Jr."]),
        ("[p Brooks] and [p Osei] met. The [p Brooks-Osei] debate began.", ["Brooks", "Osei", "Brooks", "Osei"]),
        ("The [p Karr-Vale] debate began.", ["Karr-Vale"]),
        ("Will [p Osei] stay? He and Will [p Pike] met.", ["Osei", "Will Pike"]),
        ("the former secretary of State [p Brooks] spoke", ["Brooks"]),
        ("[p Ana Brooks] left. The [o Brooks] way is hers, says [o Brooks].", ["Ana Brooks", "Brooks", "Brooks"]),
    ],
)
def test_where_a_name_begins_and_ends(source, expected):
    assert [name for name, *_ in shown(source)] == expected


def test_a_word_that_is_a_surname_beyond_doubt_is_a_person_but_not_behind_an_article():
    assert shown("Then [o Obama] spoke.") == [("Obama", "person", None)]
    assert shown("Then the [o Obama] sailed.") == [("Obama", "organisation", None)]


def test_a_name_ends_with_its_block():
    assert [name for name, *_ in shown("said [p Ana Brooks]\n\n[p Helen Osei] went")] == ["Ana Brooks", "Helen Osei"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Donal J. Pike", ("donal", "pike")),
        ("the U.S. Senate", ("us", "senate")),
        ("Osei’s", ("osei",)),
        ("Q", ("q",)),
    ],
)
def test_what_names_are_compared_by(name, words):
    assert comparable(name) == words


@given(st.text(max_size=200), st.randoms(use_true_random=False))
def test_any_labels_give_names_that_are_the_article_s_words(text, dice):
    tokens = tokenized(text, [Block("paragraph", Span(0, len(text)))] if text else [])
    labels = [dice.randrange(len(NAME_LABELS)) for _ in tokens.words]
    last = 0
    for name in names(text, tokens, labels):
        assert last <= name.span.start < name.span.end <= len(text)
        assert name.words
        assert 0 <= name.first < name.end <= len(tokens.words)
        last = name.span.start


def test_a_department_of_justice_is_more_than_a_department():
    assert shown("Then the Justice [o Department] sued.") == [("Justice Department", "organisation", None)]
    assert shown("Then Justice [o Marlow Bank] sued.") == [("Marlow Bank", "organisation", None)]


def test_a_label_that_says_inside_takes_in_the_words_before_of_another_kind_or_of_none():
    assert shown("[l Onslow] [+o Rising] spoke.") == [("Onslow Rising", "organisation", None)]
    assert shown("Playing Fields [+o Promotions] spoke.") == [("Playing Fields Promotions", "organisation", None)]
    assert shown("The [p Osei] [+o Administration] spoke.") == [("Osei Administration", "organisation", None)]
    assert [name for name, *_ in shown("[p Ana Brooks] [+o Tells] Critics to go.")] == ["Ana Brooks", "Tells"]


def test_a_surname_taken_for_a_place_is_its_bearer_but_not_where_a_place_stands():
    assert shown("[p Mark Dalby] left. [l Dalby] said so in [l Dalby].") == [
        ("Mark Dalby", "person", "man"),
        ("Dalby", "person", None),
        ("Dalby", "place", None),
    ]


def test_small_words_that_are_given_names_or_stand_within_a_name_belong_to_it():
    assert [name for name, *_ in shown("[p Al Osei] met [p Ana] de la [p Cruz] and [p Ben] of [p Lund].")] == [
        "Al Osei",
        "Ana de la Cruz",
        "Ben",
        "Lund",
    ]
