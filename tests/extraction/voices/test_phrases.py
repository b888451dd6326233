"""A source is taken apart before anybody is looked up."""

from __future__ import annotations

import pytest

from onrecord.extraction.voices.phrases import own_words, phrase
from onrecord.span import Span
from tests.extraction.voices.named import named


def taken(source):
    text, found = named(source)
    return text, phrase(text, [Span(0, len(text))], found)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("[p Ana Brooks]", ["Ana Brooks"]),
        ("Onslow Mayor [p Ana Brooks]", ["Ana Brooks"]),
        ("[p Ana Brooks], a harbour strategist,", ["Ana Brooks"]),
        ("[p Ana Brooks] of the [o Harbour Board]", ["Ana Brooks"]),
        ("[p Osei] campaign manager [p Ana Brooks]", ["Ana Brooks"]),
        ("His chief strategist, [p Ana Brooks],", ["Ana Brooks"]),
        ("[p Brooks] and [p Osei]", ["Brooks", "Osei"]),
        ("Sens. [p Ana Brooks] (Ky.) and [p Helen Osei] (Fla.)", ["Ana Brooks", "Helen Osei"]),
        ("both the [o Harbour Board] and the [o Pilots Union]", ["Harbour Board", "Pilots Union"]),
        ("the two rivals, [p Ana Brooks] and Senator [p Helen Osei],", ["Ana Brooks", "Helen Osei"]),
        ("a onetime rival, former [l Lund] governor [p Ana Brooks]", ["Ana Brooks"]),
        ("Another holdout — the [o Pilots Union] —", ["Pilots Union"]),
        ("one of them, the [o Harbour Board]’s [p Ana Brooks],", ["Ana Brooks"]),
        ("The other man, his cousin [p Ben Hart], 40,", ["Ben Hart"]),
        ("Former Secretary of State [p Ana Brooks]", ["Ana Brooks"]),
        ("Supporters of Senator [p Ana Brooks]", []),
        ("the harbour chief known as [p Brooks]", ["Brooks"]),
        ("an accomplished, patient member of the board, [p Ana Brooks],", ["Ana Brooks"]),
        ("one old friend, syndicated host [p Ana Brooks],", ["Ana Brooks"]),
        ("[p Brooks]’s long victory speech", ["Brooks"]),
        ("[p Brooks]’s campaign", []),
        ("like-minded friends of [p Ana Brooks]", []),
        ("a rival, who met [p Ana Brooks]", []),
        ("critics, among them [p Ana Brooks]", []),
        ("his rival, a friend of [p Ana Brooks]", []),
        ("a spokesman for Mr. [p Osei]", []),
        ("[p Osei]’s campaign", []),
        ("the [p Osei] campaign", []),
        ("a pro-[p Osei] super [o PAC]", []),
        ("supporters of her opponent, Sen. [p Ana Brooks]", []),
        ("many [x Republicans]", []),
        ("people close to both [p Osei]’s camp and the [o Harbour Board]", []),
    ],
)
def test_the_names_that_a_source_is(source, names):
    text, found = taken(source)
    assert [name.span.of(text) for name in found.named] == names
    assert found.shape == {0: "description", 1: "name"}.get(len(names), "names")


@pytest.mark.parametrize(
    ("source", "shape", "head", "plural", "indefinite"),
    [
        ("she", "pronoun", "she", False, False),
        ("They", "pronoun", "they", True, False),
        ("he himself", "pronoun", "he", False, False),
        ("His ex-wife", "description", "ex-wife", False, False),
        ("the Vermont senator", "description", "senator", False, False),
        ("a senior official in the ministry", "description", "official", False, True),
        ("Some analysts", "description", "analysts", True, True),
        ("", "nothing", "", False, False),
        ("…", "nothing", "", False, False),
    ],
)
def test_what_a_source_looks_like(source, shape, head, plural, indefinite):
    text = source
    found = phrase(text, [Span(0, len(text))] if text else [], [])
    assert (found.shape, found.head, found.plural, found.indefinite) == (shape, head, plural, indefinite)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("The Osei campaign", "Osei campaign"),
        ("Osei’s campaign", "Osei’s campaign"),
        ("the campaign’s", "campaign"),
        ("a report, which nobody has seen,", "report"),
        ("critics", "critics"),
        ("The", "The"),
    ],
)
def test_a_source_s_own_words_as_a_name(source, name):
    assert own_words(source, [Span(0, len(source))]) == name


def test_whose_mind_it_is_is_asked_by_the_pronoun():
    _, found = taken("his own mind")
    assert (found.shape, found.head, found.gender) == ("pronoun", "his", "man")


@pytest.mark.parametrize("source", ["she’s", "She'd", "she’ll"])
def test_a_pronoun_written_with_its_verb_is_a_pronoun(source):
    taken = phrase(source, [Span(0, len(source))], [])
    assert (taken.shape, taken.head, taken.gender) == ("pronoun", "she", "woman")


def test_a_possessive_that_ends_like_a_pronoun_is_none():
    assert phrase("the sashimi’s", [Span(0, 13)], []).words == ("the", "sashimi’s")
