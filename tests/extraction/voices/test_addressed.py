"""Whom a verb of speaking addresses by its grammar, and what a short description is in full."""

from __future__ import annotations

import pytest

from onrecord.extraction.voices.addressed import addressed
from onrecord.extraction.voices.entities import entities
from onrecord.extraction.voices.fuller import Fuller, is_short, owned, owner
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.names import names
from onrecord.extraction.voices.phrases import phrase
from onrecord.extraction.voices.resolve import Asked
from onrecord.extraction.voices.setting import Setting
from onrecord.span import Span
from tests.extraction.voices.named import marked


def read(source):
    text, tokens, labels = marked(source)
    found = names(text, tokens, labels)
    known, of = entities(text, found)
    layout = Layout()
    layout.add(text, tokens)
    return text, layout, Setting(known, of, layout, [])


def span(text, words):
    start = text.index(words)
    return (Span(start, start + len(words)),)


@pytest.mark.parametrize(
    ("source", "cue", "content", "addressee"),
    [
        ("[p Ana Brooks] told reporters that the pier is safe.", "told", "that the pier is safe", "reporters"),
        ("[p Ana Brooks] told [o KLN] on Monday that it is safe.", "told", "that it is safe", "KLN"),
        ("[p Ana Brooks] told Mr. [p Osei] that it is safe.", "told", "that it is safe", "Osei"),
        ("[p Ana Brooks] told him that it is safe.", "told", "that it is safe", None),
        ("[p Ana Brooks] urged [p Helen Osei] to resign.", "urged", "Helen Osei to resign", "Helen Osei"),
        ("[p Ana Brooks] warned [p Helen Osei] would resign.", "warned", "Helen Osei would resign", None),
        ("[p Ana Brooks] thanked the crowd.", "thanked", "the crowd", "crowd"),
        ("[p Ana Brooks] said to the council that it is safe.", "said", "that it is safe", "council"),
        ("[p Ana Brooks] said that it is safe.", "said", "that it is safe", None),
        ("“Is it safe?” asked [p Ana Brooks].", "asked", "“Is it safe?”", None),
    ],
)
def test_whom_a_verb_addresses(source, cue, content, addressee):
    text, layout, setting = read(source)
    who = span(text, "Ana Brooks")
    asked = Asked(who, span(text, cue), span(text, content), "indirect", None, None)
    assert addressed(asked, layout, setting, text) == addressee


def test_a_verb_at_the_end_of_the_text_addresses_nobody():
    text, layout, setting = read("“It is safe,” [p Ana Brooks] told")
    asked = Asked(span(text, "Ana Brooks"), span(text, "told"), span(text, "It is safe"), "direct", None, None)
    assert addressed(asked, layout, setting, text) is None


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
