"""Whom a verb of speaking addresses by its grammar, and what a short description is in full."""

from __future__ import annotations

import pytest

from onrecord.extraction.voices.addressed import by_verb, led
from onrecord.extraction.voices.fuller import Fuller, is_short, owned, owner
from onrecord.extraction.voices.phrases import phrase
from onrecord.span import Span
from tests.extraction.voices.reading import asked, read


def told(source, cue, content, who="Ana Brooks"):
    text, layout, setting = read(source)
    found = by_verb(asked(text, who, cue, content), layout, setting)
    return (found, found.found.shown(layout, text)) if found else (None, None)


@pytest.mark.parametrize(
    ("source", "cue", "content", "addressee"),
    [
        ("[p Ana Brooks] told reporters that the pier is safe.", "told", "that the pier is safe", "reporters"),
        ("[p Ana Brooks] told [o KLN] on Monday that it is safe.", "told", "that it is safe", "KLN"),
        ("[p Ana Brooks] told [o KLN]'s [p Tom Reyes] that it is safe.", "told", "that it is safe", "Tom Reyes"),
        (
            "[p Ana Brooks] told the [o Harbour Post] editor [p Tom Reyes] that it is.",
            "told",
            "that it is",
            "Tom Reyes",
        ),
        ("[p Ana Brooks] told the [l Onslow] daily [o Lantern] that it is safe.", "told", "that it is safe", "Lantern"),
        ("[p Ana Brooks] told [l Onslow] voters that it is safe.", "told", "that it is safe", "Onslow voters"),
        (
            "[p Ana Brooks] told host [p Tom Reyes] a new [l Onslow] pier is near.",
            "told",
            "a new Onslow pier is near",
            "Tom Reyes",
        ),
        (
            "[p Ana Brooks] told islanders gathered in [l Onslow] that it is safe.",
            "told",
            "that it is safe",
            "islanders",
        ),
        ("[p Ana Brooks] told Harbour magazine that it is safe.", "told", "that it is safe", "Harbour magazine"),
        ("[p Ana Brooks] told Mr. [p Osei] that it is safe.", "told", "that it is safe", "Osei"),
        ("[p Ana Brooks] urged [p Helen Osei] to resign.", "urged", "Helen Osei to resign", "Helen Osei"),
        ("[p Ana Brooks] warned [p Helen Osei] would resign.", "warned", "Helen Osei would resign", None),
        ("[p Ana Brooks] called on the council to resign.", "called on", "the council to resign", "council"),
        ("[p Ana Brooks] thanked the crowd.", "thanked", "the crowd", "crowd"),
        ("[p Ana Brooks] questioned the results.", "questioned", "the results", None),
        ("[p Ana Brooks] said to the council that it is safe.", "said", "that it is safe", "council"),
        ("[p Ana Brooks] insisted to reporters that it is safe.", "insisted", "that it is safe", "reporters"),
        ("“It is safe,” [p Ana Brooks] said to cheers.", "said", "It is safe", None),
        ("[p Ana Brooks] said she spoke to [p Helen Osei].", "said", "she spoke to Helen Osei", None),
        ("[p Ana Brooks] said that it is safe.", "said", "that it is safe", None),
        ("“Is it safe?” asked [p Ana Brooks].", "asked", "“Is it safe?”", None),
    ],
)
def test_whom_a_verb_addresses(source, cue, content, addressee):
    assert told(source, cue, content)[1] == addressee


def test_a_pronoun_and_a_role_are_left_to_be_looked_up():
    assert told("[p Ana Brooks] told him that it is safe.", "told", "that it is safe")[0].found.shape == "pronoun"
    assert told("[p Ana Brooks] asked the mayor to go.", "asked", "to go")[0].found.shape == "role"
    assert told("[p Ana Brooks] told her aides that it is safe.", "told", "that it is safe")[0].found.shape == "group"


def test_who_was_asked_is_spoken_to():
    found, shown = told(
        "[p Helen Osei] was asked by [p Ana Brooks] whether it is safe.", "was asked", "whether it is safe"
    )
    assert (found.passive, shown) == (True, "Helen Osei")
    found, _ = told("He was also pressed on the pier.", "was also pressed", "the pier", who="")
    assert (found.passive, found.found.shape) == (True, "pronoun")
    assert told("The pier was asked about.", "was asked", "The pier", who="")[0] is None


def test_a_verb_at_the_end_of_the_text_addresses_nobody():
    assert told("“It is safe,” [p Ana Brooks] told", "told", "It is safe")[0] is None


def fuller(source, words, nth=0):
    text, layout, _ = read(source)
    start = text.index(words) if not nth else text.index(words, text.index(words) + 1)
    taken = phrase(text, [Span(start, start + len(words))], [])
    return Fuller(text, layout).of(taken, layout.at(start))


def test_a_short_description_has_the_fuller_form_that_stands_nearest_before_it():
    source = "A Harbour Post-KLN poll found it. Later a Pilots Union poll came. The poll was small."
    assert fuller(source, "The poll") == "Pilots Union poll"


def test_a_headline_has_the_fuller_form_that_follows():
    assert fuller("Poll: most want the pier\n\nThe Harbour Post-KLN poll found it.", "Poll") == "Harbour Post-KLN poll"


def test_where_the_article_has_no_fuller_form_there_is_none():
    assert fuller("A poll found it. The poll was small.", "The poll") is None
    assert fuller("The Onslow Harbour Safety Board poll. A new poll of 900 people found it.", "A new poll") is None


def test_what_an_owner_has():
    taken = phrase("his campaign", [Span(0, 12)], [])
    pronoun = owner(taken)
    assert pronoun is not None
    assert (pronoun.shape, pronoun.gender) == ("pronoun", "man")
    assert owned("Paul Osei", taken.words[1:]) == "Paul Osei’s campaign"
    assert owner(phrase("his wife", [Span(0, 8)], [])) is None
    assert owner(phrase("the campaign", [Span(0, 12)], [])) is None
    assert is_short(phrase("the campaign", [Span(0, 12)], []))


@pytest.mark.parametrize(
    ("source", "cue", "content", "addressee"),
    [
        ("Asked whether it is safe, [p Helen Osei] said it is.", "Asked", "whether it is safe", "Helen Osei"),
        ("When asked about the pier, [p Helen Osei] shrugged.", "asked about", "the pier", "Helen Osei"),
        ("[p Helen Osei], when asked about the pier, shrugged.", "asked about", "the pier", "Helen Osei"),
        ("Later pressed on the price, the mayor said nothing.", "pressed on", "the price", "mayor"),
        ("The mayor was being challenged on the price.", "was being challenged on", "the price", "mayor"),
        ("Asked whether it is safe, nobody answered.", "Asked", "whether it is safe", None),
        ("The price was raised. Asked about the pier.", "Asked about", "the pier", None),
    ],
)
def test_who_is_asked_where_nobody_asks(source, cue, content, addressee):
    found, shown = told(source, cue, content, who="")
    assert shown == addressee
    assert found is None or found.passive


@pytest.mark.parametrize(
    ("source", "cue", "content", "addressees"),
    [
        (
            "[p Ana Brooks] made her case to voters that the pier is safe.",
            "made her case",
            "that the pier is safe",
            [("behind cue", "voters")],
        ),
        (
            "[p Ana Brooks] denounced the price to the council.",
            "denounced",
            "the price",
            [("behind content", "council")],
        ),
        ("[p Ana Brooks] announced plans to expand ferries.", "announced", "plans", []),
        (
            "[p Ana Brooks] called for the council to resign.",
            "called for",
            "the council to resign",
            [("called upon", "council")],
        ),
        ("[p Ana Brooks] said it to him.", "said", "it", []),
        ("[p Ana Brooks] said it is safe. To the council it is not.", "said", "it is safe", []),
    ],
)
def test_whom_a_preposition_names(source, cue, content, addressees):
    text, layout, setting = read(source)
    found = led(asked(text, "Ana Brooks", cue, content), layout, setting)
    assert [(one.way, one.found.shown(layout, text)) for one in found] == addressees
