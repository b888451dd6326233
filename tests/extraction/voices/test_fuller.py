"""A description finds its fuller form in the article."""

from __future__ import annotations

import pytest

from onrecord.extraction.voices.fuller import Fuller, campaign
from onrecord.extraction.voices.phrases import phrase
from onrecord.extraction.voices.transcript import answerer
from onrecord.span import Span
from tests.extraction.voices.reading import read


@pytest.mark.parametrize(
    ("article", "source", "expected"),
    [
        ("A Harbour Post-KLN poll came out. The findings surprised.", "The findings", "Harbour Post-KLN poll"),
        ("A survey by the Onslow Institute came. The poll hurt.", "The poll", "survey by the Onslow Institute"),
        ("A statement issued by the Osei campaign came. The statement hurt.", "The statement",
         "statement issued by the Osei campaign"),
        ("So says a new poll. The Harbour Post poll has it.", "a new poll", "Harbour Post poll"),
        ("The KLN poll came. On Monday’s poll they agree. The poll stands.", "The poll", "KLN poll"),
        ("A letter, written by Ana Brooks, came. The letter hurt.", "The letter", None),
        ("The Harbour Post poll came. So says a June poll.", "a June poll", None),
    ],
)  # fmt: skip
def test_the_fuller_form(article, source, expected):
    text, layout, _ = read(article)
    start = text.index(source)
    taken = phrase(text, [Span(start, start + len(source))], [])
    assert Fuller(text, layout).of(taken, layout.at(start)) == expected


def test_answers_are_those_of_who_is_named_most_before_the_first_question():
    turns = "\n\n".join("Q: Why does [p Ben Hart] fear [p Ben Hart]?\n\nA: He does not." for _ in range(3))
    _, layout, setting = read(f"[p Ana Brooks] spoke to us.\n\n{turns}")
    assert answerer(layout, setting).name == "Ana Brooks"
    _, layout, setting = read("[p Ana Brooks] spoke to us.")
    assert answerer(layout, setting) is None


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("The [p Brooks] campaign is glad. The [p Brooks] camp said so.", "Brooks campaign"),
        ("[p Ana Brooks]’s campaign is glad. [p Brooks]’s team said so.", "Ana Brooks campaign"),
        ("[p Ana Brooks] coaches. The [p Brooks] team said so.", None),
        ("The [o Harbour Board] campaign is on. The [o Harbour Board] team said so.", None),
        ("The [p Brooks] campaign is glad. The [p Brooks] family said so.", None),
    ],
)
def test_a_camp_is_a_campaign_where_the_article_has_one(article, expected):
    text, _, setting = read(article)
    start, end = text.rindex(". ") + 2, text.index(" said so")
    span = Span(start, end)
    taken = phrase(text, [span], [name for name in setting.names if name.span.meets(span)])
    assert campaign(taken, setting) == expected
