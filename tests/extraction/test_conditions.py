"""Contents in which a reporter has marked what must come first, and contents in which nothing must."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.conditions import condition_of
from onrecord.span import Span


def conditions(content: str, cue: str = "said") -> tuple[str | None, str | None]:
    """What is found in a content with `{…}` around its condition, and what should be."""
    wanted = re.search(r"\{(.*?)\}", content)
    plain = content.replace("{", "").replace("}", "")
    text = f"Brooks {cue} {plain} and left."
    start = len(f"Brooks {cue} ")
    found = condition_of(text, [Span(7, 7 + len(cue))], [Span(start, start + len(plain))])
    return (found.of(text) if found else None), (wanted[1] if wanted else None)


@pytest.mark.parametrize(
    "content",
    [
        "the pier would close {if it rained}",
        "{if it rains}, the pier will close",
        "that {if it rains}, the pier will close",
        "“{If it rains}, we will close the pier.”",
        "“{If it rains}, then we will close it. If it snows, we will not.”",
        "{if it rains} then the pier will close",
        "{if we wait} we will lose the pier",
        "{if the mayor, who resigned in May, returns to office}, the pier will close",
        "{if Brooks, Orr and Kim win the vote}, the pier will close",
        "{if the board spends $1,000 a day}, the pier will close",
        "the pier will close {if the mayor, who resigned in May, comes back}",
        "it will close {if it rains}, but not if it snows",
        "it will close {if it rains}; nobody knows why",
        "it will close {if it rains} — and it will",
        "they will close it {if elected}",
        "{if elected}, she would close it",
        "the pier, {unless it is mended}, will close",
        "the pier will close {unless the city pays}",
        "“It is over. {Unless the city pays}.”",
        "they will go {provided that the city pays}",
        "they will go, {provided the city pays}",
        "they will go {as long as the city pays}",
        "they will go {so long as nobody is hurt}",
        "they will go {on condition that the city pays}",
        "they will go {on the condition that the city pays}",
        "they will go {only if the city pays}",
        "a deal will come {only when Orr has left office}",
        "they would not talk {until Orr withdraws his men}",
        "“We will not move {until they have paid},”",
        "“{Until they pay}, we will not move an inch,”",
        "to stop all ships {until our people can find out what is going on}",
        "“We will use force {if necessary},”",
        "“Everything is possible {assuming that it is paid for}.”",
        "they will pay {in the event that it floods}",
        "{if the U.S. leaves}, it will end",
        "it will end {if he goes to the U.S.}",
        "it will end {if he says “yes.”}",
        "{if it were not for the rain}, it would be open",
        "{if not for the rain}, it would be open",
        "{if Brooks thinks she can close it}, she is wrong",
    ],
)
def test_what_must_come_first_is_found_to_the_end_of_its_clause(content):
    found, wanted = conditions(content, "demanded" if "all ships" in content else "said")
    assert found == wanted


@pytest.mark.parametrize(
    ("content", "cue"),
    [
        ("the pier would close", "said"),
        ("it looked as if it would close", "said"),
        ("it was hard, if not impossible, to close it", "said"),
        ("it would close even if it rained", "said"),
        ("“What if it rains?”", "said"),
        ("if the pier would close", "asked"),
        ("if it could be saved", "wondered"),
        ("if it could be saved", "does not know"),
        ("that nobody knew if it would rain", "said"),
        ("he asked the mayor if it would close", "said"),
        ("they would see if it rains", "said"),
        ("he had no idea if it would close", "said"),
        ("whether it would close", "asked"),
        ("it is, if anything, too late", "said"),
        ("it would take as long as three years", "said"),
        ("it was not reported until Orr asked about it", "said"),
        ("it will be open until May", "said"),
        ("it will be open until the party’s convention in July", "said"),
        ("he has “no idea” if it would close", "said"),
        ("he would stay until the end of the week", "said"),
        ("he would talk on condition of anonymity", "said"),
        ("the city provided that money", "said"),
        ("upon assuming office it was over", "said"),
        ("it is a ‘when’ question and not an ‘if’ question", "said"),
    ],
)
def test_what_is_no_condition(content, cue):
    assert conditions(content, cue)[0] is None


def test_a_condition_stays_inside_one_piece_of_the_content():
    text = "“We will go if it rains,” Brooks said, “and the city pays.”"
    pieces = [Span(0, 25), Span(39, len(text))]
    found = condition_of(text, [Span(33, 37)], pieces)
    assert found is not None
    assert found.of(text) == "if it rains"
    second = condition_of(text, [Span(33, 37)], pieces[1:])
    assert second is None


def test_a_quotation_that_is_a_question_may_have_a_condition():
    assert conditions("“{If it rains}, will it close?”", "asked")[0] == "If it rains"


OPENERS = "if unless until only when provided that as long as on condition assuming"
OTHERS = ", . “ ” \" ' he will not they , said asked U.S. ( ) — we then 1,000 because which who"
WORDS = st.lists(st.sampled_from([*OPENERS.split(), *OTHERS.split(), "\n"]), max_size=40).map(" ".join)


@given(st.data(), WORDS)
def test_any_words_are_borne_and_the_span_is_inside_a_piece_with_words_at_its_edges(data, text):
    if not text.strip():
        return
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 80)).map(
        lambda pair: Span(pair[0], min(len(text), pair[0] + pair[1]))
    )
    content = data.draw(st.lists(places, min_size=1, max_size=3))
    found = condition_of(text, [data.draw(places)], content)
    if found is not None:
        assert any(piece.covers(found) for piece in content)
        assert found.of(text) == found.of(text).strip()
        assert found.start < found.end


def test_the_cost_grows_with_the_length_alone():
    from time import perf_counter

    def taken(count: int) -> float:
        text = "if " * count
        begun = perf_counter()
        condition_of(text, [Span(0, 1)], [Span(3, len(text))])
        return perf_counter() - begun

    taken(2_000)
    assert taken(40_000) < 60 * max(taken(2_000), 0.002)
