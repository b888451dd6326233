"""Several speakers behind one source, and whom "both" means."""

from __future__ import annotations

import pytest

from onrecord.extraction.voices.coordination import listed_before, meant, parts
from onrecord.extraction.voices.phrases import phrase
from onrecord.span import Span
from tests.extraction.voices.named import named
from tests.extraction.voices.reading import read


def listed(source):
    text, _, setting = read(source)
    return [part.span.of(text) for part in parts(text, [Span(0, len(text))], setting.names)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[p Ana Brooks] and [p Ben Hart]", ["Ana Brooks", "Ben Hart"]),
        ("both [p Ana Brooks] and [p Ben Hart]", ["Ana Brooks", "Ben Hart"]),
        (
            "Senator [p Ana Brooks] of [l Port Ilmar] and Senator [p Ben Hart] of [l Lund]",
            ["Senator Ana Brooks of Port Ilmar", "Senator Ben Hart of Lund"],
        ),
        ("[p Ana Brooks], [p Ben Hart] and [p Cleo Osei]", ["Ana Brooks", "Ben Hart", "Cleo Osei"]),
        ("[p Ana Brooks] and her deputies", ["Ana Brooks", "her deputies"]),
        ("[p Brooks] and other councillors", ["Brooks", "other councillors"]),
        ("he and [p Ben Hart]", ["he", "Ben Hart"]),
        ("[p Ana Brooks], as well as her campaign,", ["Ana Brooks", "her campaign"]),
        (
            "[p Ana Brooks] (L), who is leaving, and [p Ben Hart] (C)",
            ["Ana Brooks (L), who is leaving", "Ben Hart (C)"],
        ),
        ("[o Harbour Union] and [o Dockers Guild]", ["Harbour Union", "Dockers Guild"]),
    ],
)
def test_a_list_is_taken_apart(source, expected):
    assert listed(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "[p Ana Brooks]",
        "[p Ana Brooks], mayor and head of the council",
        "[p Ana Brooks], a friend of [p Ben Hart] and [p Cleo Osei]",
        "[p Ana Brooks], who worked for [p Ben Hart], and guided [p Osei] to victory",
        "the minister of trade and energy",
        "voters and shopkeepers",
        "[p Ana Brooks] and late",
        "and",
        "",
    ],
)
def test_what_is_no_list_of_somebodies_is_left_whole(source):
    assert listed(source) == []


def test_a_name_with_an_and_in_it_is_one():
    text = "[o Trade and Industry Board] and [p Ana Brooks]"
    assert listed(text) == ["Trade and Industry Board", "Ana Brooks"]


def both(source, word, together=()):
    text, _, setting = read(source)
    start = text.rindex(word)
    taken = phrase(text, [Span(start, start + len(word))], [])
    return [entity.name for entity in meant(taken, setting.layout.at(start), setting, together)]


@pytest.mark.parametrize("word", ["Both", "Neither", "The two", "Each"])
def test_both_means_the_two_who_were_named_last(word):
    assert both(f"[p Ana Brooks] met [p Ben Hart] on Monday. {word} smiled.", word) == ["Ana Brooks", "Ben Hart"]


def test_all_three_means_the_three_of_one_sentence():
    text = "[p Ana Brooks], [p Ben Hart] and [p Cleo Osei] spoke. All three candidates smiled."
    assert both(text, "All three candidates") == ["Ana Brooks", "Ben Hart", "Cleo Osei"]


def test_both_means_those_who_spoke_together_before():
    text, _, setting = read("[p Ana Brooks] and [p Ben Hart] won. [p Cleo Osei] lost to [p Dee Falk]. Both smiled.")
    pair = tuple(setting.entities[:2])
    start = text.index("Both")
    taken = phrase(text, [Span(start, start + 4)], [])
    assert meant(taken, setting.layout.at(start), setting, [pair]) == pair


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("[p Ana Brooks] met [p Ben Hart] and [p Cleo Osei]. Both smiled.", "Both"),
        ("[p Ana Brooks] left. Both smiled.", "Both"),
        ("[p Ana Brooks] met [p Ben Hart]. Critics smiled.", "Critics"),
        (
            "[p Ana Brooks] met [p Ben Hart]. It rained. It poured. It blew. It hailed. Both smiled.",
            "Both",
        ),
    ],
)
def test_both_means_nobody_where_that_is_not_plain(source, word):
    assert both(source, word) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[p Ana Brooks], who spoke", "Ana Brooks"),
        ("[p Ana Brooks] of [l Port Ilmar], who spoke", "Ana Brooks"),
        ("[p Ana Brooks] left. [o Harbour Board], who spoke", "Harbour Board"),
        ("[p Ana Brooks] and those who spoke", None),
        ("who spoke", None),
    ],
)
def test_whom_a_who_follows(source, expected):
    text, _, setting = read(source)
    found = setting.right_before(setting.layout.at(text.index("who")))
    assert (found and found.name) == expected


def test_two_of_one_surname_are_meant_by_it_in_the_plural():
    text, _, setting = read("[p Ana Osei] and [p Ben Osei] met [p Mia Lund]. The Oseis spoke; the Lunds did not.")
    at = setting.layout.at(text.index("The Oseis"))
    for words, expected in (("The Oseis", ["Ana Osei", "Ben Osei"]), ("the Lunds", [])):
        start = text.index(words)
        found = meant(phrase(text, [Span(start, start + len(words))], []), at, setting, [])
        assert [entity.name for entity in found] == expected


def test_a_name_and_a_plural_are_two_parts_but_years_are_none():
    for source, expected in (("[p Ana Brooks] and like-minded editors", 2), ("[p Ana Brooks] in 1986 and 1990", 0)):
        text, found = named(source)
        assert len(parts(text, [Span(0, len(text))], found)) == expected


def test_a_comma_sets_a_description_beside_the_name_before_it():
    text, _, setting = read("[o Harbour First], a super PAC, spent more. A rival group spent less.")
    layout = setting.layout
    for words, expected in (("a super PAC", "Harbour First"), ("A rival group", None)):
        start = text.index(words)
        beside = setting.set_beside(*layout.range(Span(start, start + len(words))))
        assert (beside and beside.name) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[p Ana Brooks] and [p Ben Hart] met. They agreed.", ["Ana Brooks", "Ben Hart"]),
        ("Sen. [p Ana Brooks] and former Gov. [p Ben Hart] met. They agreed.", ["Ana Brooks", "Ben Hart"]),
        ("The [o Dockers], the [o Pilots] and [o Harbour Union] met, though they agreed.",
         ["Dockers", "Pilots", "Harbour Union"]),
        ("[p Ana Brooks] met [p Ben Hart]. They agreed.", []),
        ("Crowds cheered [p Ana Brooks] and waved, and [p Ben Hart] left. They agreed.", []),
        ("[p Ana Brooks] and [p Ben Hart] met. It rained. They agreed.", []),
        ("[p Ana Brooks], [p Ben Hart]. They agreed.", []),
        ("[p Ana Brooks] and [o Harbour Union] met. They agreed.", []),
    ],
)  # fmt: skip
def test_they_are_whoever_a_list_names_that_opens_a_sentence(source, expected):
    text, layout, setting = read(source)
    word = layout.at(text.lower().rindex("they"))
    assert [one.name for one in listed_before(text, word, setting)] == expected
