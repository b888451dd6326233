"""The occasion that a sentence names, the turns of a transcript, and who wrote an article."""

from __future__ import annotations

import pytest

from onrecord.extraction.voices.byline import reporter, writers
from onrecord.extraction.voices.occasion import everywhere, occasions
from onrecord.extraction.voices.transcript import others, turns
from tests.extraction.voices.reading import asked, read


def named(source, cue="said", content="it is safe"):
    text, layout, setting = read(source)
    found = occasions(asked(text, "Ana Brooks", cue, content), layout, setting)
    return [(one.way, one.found.shown(layout, text)) for one in found if one.found is not None]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("[p Ana Brooks] said in an interview with [o KLN] it is safe.", [("interview", "KLN")]),
        ("[p Ana Brooks] said in an interview on Monday with [o KLN]'s [p Tom Reyes] it is safe.",
         [("interview", "Tom Reyes")]),
        ("In a [o KLN] interview, [p Ana Brooks] said it is safe.", [("interview", "KLN")]),
        ("In a letter to the council, [p Ana Brooks] said it is safe.", [("letter", "council")]),
        ("Speaking to reporters, [p Ana Brooks] said it is safe.", [("speaking", "reporters")]),
        ("[p Ana Brooks] said on [o KLN]'s “Morning Watch” it is safe.", [("show", "KLN")]),
        ("Reached by phone by the [o Harbour Post], [p Ana Brooks] said it is safe.", [("interview", "Harbour Post")]),
        ("Asked by [p Tom Reyes], [p Ana Brooks] said it is safe.", [("interview", "Tom Reyes")]),
        ("[p Ana Brooks] sat down with [o KLN] and said it is safe.", [("interview", "KLN")]),
        ("In an interview with Harbour magazine, [p Ana Brooks] said it is safe.", [("interview", "Harbour magazine")]),
        ("In a video message to islanders, [p Ana Brooks] said it is safe.", [("letter", "islanders")]),
        ("[p Ana Brooks] reached the pier by ferry and said it is safe.", []),
        ("[p Ana Brooks] said on [o Twitter] it is safe.", []),
        ("[p Ana Brooks] said in a statement it is safe.", []),
        ("[p Ana Brooks] said it is safe. [p Helen Osei] gave an interview to [o KLN].", []),
    ],
)  # fmt: skip
def test_what_the_sentence_of_a_cue_names(source, found):
    assert named(source) == found


def test_an_occasion_that_is_spoken_of_inside_a_content_is_none():
    assert named("[p Ana Brooks] said it is safe after a meeting with [p Helen Osei].",
                 content="it is safe after a meeting with Helen Osei") == []  # fmt: skip


def test_the_occasions_of_a_whole_article():
    text, layout, setting = read(
        "[p Ana Brooks] spoke with [o KLN]. The pier is old.\n\nShe wrote a letter to the council."
    )
    assert [one.found.shown(layout, text) for one in everywhere(layout, setting) if one.found] == ["KLN", "council"]


QUESTIONS = "[p Ana Brooks] met us.\n\nQ: Is it safe?\n\nA: It is.\n\nQ: And dry?\n\nA: It is."


def test_questions_are_the_authors_and_answers_those_of_whom_the_article_is_about():
    _, layout, setting = read(QUESTIONS)
    assert [(turn.block, turn.who) for turn in turns(layout)] == [(1, "q"), (2, "a"), (3, "q"), (4, "a")]
    found = {n: other.name for n, other in others(layout, setting, "Tom Reyes", range(5))}
    assert found == {1: "Ana Brooks", 2: "Tom Reyes", 3: "Ana Brooks", 4: "Tom Reyes"}
    assert set(dict(others(layout, setting, None, range(5)))) == {1, 3}


def test_named_turns_are_said_to_the_turn_beside():
    _, layout, setting = read(
        "[p Ana Brooks] met [p Tom Reyes].\n\nBROOKS: Is it safe?\n\nREYES: It is.\n\nBROOKS: And dry?\n\nREYES: It is."
    )
    assert [other.name for _, other in others(layout, setting, None, range(1, 5))] == [
        "Tom Reyes", "Ana Brooks", "Tom Reyes", "Ana Brooks",
    ]  # fmt: skip


def test_a_headline_with_a_colon_is_no_transcript():
    _, layout, setting = read("BROOKS: It is safe\n\n[p Ana Brooks] said it is safe.")
    assert turns(layout) == []
    assert list(others(layout, setting, "Tom Reyes", [0, 1])) == []


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("By TOM REYES", "Tom Reyes"),
        ("Tom Reyes, Harbour Post", "Tom Reyes"),
        ("Tom Reyes and Ana Brooks", "Tom Reyes"),
        ("Tom Reyes; Ana Brooks", "Tom Reyes"),
        ("KLN", None),
        ("", None),
        (None, None),
        (", ,", None),
    ],
)
def test_who_wrote_it(byline, name):
    assert reporter(byline) == name


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By TOM REYES and ANA BROOKS", "Tom Reyes; Ana Brooks"),
        ("Tom Reyes,Ana Brooks", "Tom Reyes; Ana Brooks"),
        ("Tom Reyes, @tomreyes, HARBOUR POST", "Tom Reyes"),
        ("TOM REYES, ANA BROOKS and HELEN OSEI, Harbour Post", "Tom Reyes; Ana Brooks; Helen Osei"),
        ("KLN", None),
        (None, None),
    ],
)
def test_all_who_wrote_it(byline, names):
    assert writers(byline) == names
