"""Finding: all that was asked for, nothing else, whatever is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.ledger import search
from onrecord.ledger.filters import FILTERS
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.query import Words, split
from onrecord.statement import Said, Speaker
from tests.ledger.records import contents, record, story


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """A ledger of four statements that differ in everything that can be asked for."""
    clinton, trump = Speaker("Hillary Clinton", "person"), Speaker("Donald Trump", "person")
    said = Said("2016-05-01", "2016-05-03", None)
    with Ledger(tmp_path_factory.mktemp("news") / "news.db") as ledger:
        ledger.add(
            [
                record(
                    "[s1 She] [c1 denied] [t1 that the peace deal was dead]. "
                    "[s2 Critics] [c2 say] [t2 “the deal is no peace”].",
                    {"speaker": clinton, "kind": "denies", "sourcing": "named", "addressee": "the Senate"}
                    | {"said": said},
                    {"kind": "accuses", "sourcing": "collective"},
                    title="Talks in Geneva", outlet="Tidewater Post", published="2016-05-10", url="https://t.example/1",
                ),
                record(
                    "[s1 Trump] [c1 promised] [t1 a wall, a deal and much, much later some peace]. Nothing on borders.",
                    {"speaker": trump, "kind": "promises", "sourcing": "named"},
                    title="Rally", outlet="Harbour Sun", published="2015-02-03T10:00:00+01:00",
                    url="https://h.example/1",
                ),
                record("[s1 Trump] [c1 said] [t1 peace].", {"speaker": trump, "kind": "states"}, outlet="Sun"),
            ]
        )  # fmt: skip
        yield ledger


DENIED, NO_PEACE = "that the peace deal was dead", "“the deal is no peace”"
WALL, PEACE = "a wall, a deal and much, much later some peace", "peace"


@pytest.mark.parametrize(
    ("words", "asked", "found"),
    [
        ("peace", {"sort": "first"}, [WALL, DENIED, NO_PEACE, PEACE]),
        ("peace", {"sort": "last"}, [NO_PEACE, DENIED, WALL, PEACE]),
        ("peace", {}, [PEACE, NO_PEACE, DENIED, WALL]),
        ("peace deal", {}, [DENIED, NO_PEACE, WALL]),
        ('"peace deal"', {}, [DENIED]),
        ("“peace deal” dead", {}, [DENIED]),
        ("PEACE déal", {"sort": "first"}, [WALL, DENIED, NO_PEACE]),
        ("deals", {"sort": "first"}, [WALL, DENIED, NO_PEACE]),
        ("war", {}, []),
        ("peace", {"speaker": "Clinton"}, [DENIED]),
        ("peace", {"speaker": "clinton hillary"}, [DENIED]),
        ("peace", {"speaker": "critics"}, [NO_PEACE]),
        ("peace", {"speaker": "She"}, []),
        (None, {"to": "senate"}, [DENIED]),
        (None, {"kind": "promises"}, [WALL]),
        (None, {"sourcing": "collective"}, [NO_PEACE]),
        (None, {"form": "direct"}, [NO_PEACE]),
        (None, {"outlet": "sun", "sort": "first"}, [WALL, PEACE]),
        (None, {"outlet": "harbour sun"}, [WALL]),
        (None, {"from_": "2016"}, [NO_PEACE, DENIED]),
        (None, {"from_": "2016-05-04"}, [NO_PEACE]),
        (None, {"until": "2015-02"}, [WALL, PEACE]),
        (None, {"from_": "2015-02-03", "until": "2016-05-03"}, [DENIED, WALL]),
        (None, {"about": "geneva"}, [NO_PEACE, DENIED]),
        (None, {"about": "nothing borders"}, [WALL]),
        (None, {"about": "nowhere"}, []),
        ("deal", {"about": "geneva", "speaker": "clinton", "from_": "2016-05", "kind": "denies"}, [DENIED]),
        ("deal", {"speaker": "clinton", "kind": "promises"}, []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("few", [300, 0], ids=["few articles", "many articles"])
def test_words_and_filters(news, monkeypatch, few, words, asked, found):
    monkeypatch.setattr(search, "FEW_ARTICLES", few)
    answer = news.find(words, **asked)
    assert contents(answer) == found
    assert (answer.total, answer.more) == (len(found), False)


def test_the_question_is_told_in_english(news):
    everything = {
        "speaker": "Clinton", "to": "the Senate", "kind": "denies", "sourcing": "named", "form": "indirect",
        "outlet": "Tidewater", "from_": "2016-05", "until": "2016", "about": "Geneva", "sort": "first",
    }  # fmt: skip
    assert news.find('"peace deal" dead', **everything).question == (
        "Which statements hold “peace deal” and “dead”, are by a speaker called “Clinton”, were said to “the Senate”, "
        "are of the kind “denies”, have a named source, are told in other words, were reported by “Tidewater”, "
        "can have been said on 1 May 2016 or after it, had been said by 31 December 2016 and are in articles with "
        "“Geneva”? The first said first."
    )
    assert news.find(None, kind="denies").question == "Which statements are of the kind “denies”? The last said first."


def test_every_filter_can_be_asked_for_and_says_so(news):
    values = {"from": "2016-05-01", "until": "2016-06-01"}
    for each in FILTERS:
        value = each.choices[0] if each.choices else values.get(each.key, "word")
        answer = news.find(None, **{"from_" if each.key == "from" else each.key: value})
        assert (
            answer.question == f"Which statements {each.english.format(value=each.shown(value))}? The last said first."
        )
        assert each.sql.count(f":{each.key}") == 1


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"words": "?! ()"}, r"There is no word in '\?! \(\)'"),
        ({"words": ""}, "There is no word"),
        ({"kind": "shouts"}, "There is no kind 'shouts'. Choose one of: states, denies"),
        ({"sourcing": "x"}, "Choose one of: named"),
        ({"from_": "May"}, "'May' is no day. Write it as 2016-05-03"),
        ({"until": "2016-13"}, "is no day"),
        ({"from_": "0000"}, "is no day"),
        ({"sort": "best"}, "There is no order 'best'. Choose one of: fit, first, last"),
        ({"limit": 0}, "1 to 1000"),
        ({"limit": 1001}, "1 to 1000"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_with_what_makes_some(news, asked, message):
    with pytest.raises(UsageError, match=message):
        news.find(**{"words": "peace"} | asked)


@pytest.mark.parametrize(
    "hostile",
    [
        '"', '""', '"" OR 1', "'; DROP TABLE statements; --", "peace) OR (deal", "NEAR(peace deal, 1)", "peace*",
        "content : peace", "^peace", "{a b} : c", "-peace", "peace AND NOT deal", "%", "pea%", "_____", "\x00",
        "pea\x00ce", "peace\x00", "\U0001f5de", "peace \U0001f5de", "“", "”peace“", "\\", "\\'", ":words", "?1", "?",
        "@a", "$a", "[x]", "\u202e peace", "\ud800", "a" * 100_000, "a " * 100_000, '" ' * 10_000, "\u0301",
        "e\u0301", "ﬁ", "١٢", "𐐀", "𞤀",
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["words", "speaker", "to", "outlet", "about"])
def test_hostile_questions_find_nothing_that_was_not_asked_for(news, key, hostile):
    try:
        answer = news.find(**{key: hostile, "sort": "first"})
    except UsageError:
        assert not split(hostile)
        return
    words = {word.casefold() for word in split(hostile)}
    for found in answer.found if key == "words" else ():
        assert words <= {word.casefold() for word in split(found.content)}
    assert len(contents(news.find("peace", sort="first"))) == 4


@given(st.text(max_size=40), st.sampled_from(["words", "speaker", "to", "outlet", "about", "from_", "until", "kind"]))
def test_whatever_is_typed_is_answered_or_refused_and_changes_nothing(news, typed, key):
    try:
        answer = news.find(**{key: typed})
    except UsageError:
        return
    assert len(answer.found) <= 4
    assert answer.question.endswith("first.")


@given(st.text(min_size=1, max_size=30).filter(lambda text: "\ud800" not in text))
def test_the_words_of_a_query_are_only_letters_digits_and_their_accents(typed):
    for word in split(typed):
        assert '"' not in word
        assert not any(c.isspace() or c in "()*^:{}+-" for c in word)


@given(
    st.lists(st.sampled_from("peace deal wall a b c élan naïve Ω 42 don’t U.S. co-op".split()), min_size=1, max_size=6)
)
def test_a_statement_is_found_by_its_own_words(tmp_path_factory, words):
    content = " ".join(words)
    with Ledger(tmp_path_factory.mktemp("own") / "news.db") as ledger:
        ledger.add([record(f"[s1 Ana] [c1 said] [t1 {content}]."), story(1)])
        for asked in (content, f'"{content}"', content.upper()):
            assert contents(ledger.find(asked)) == [content]


class Counted:
    """Small bounds in place of the large ones, so that a few statements are too many."""

    bounds = {"WEIGHED": 3, "COUNTED": 5}  # noqa: RUF012


@pytest.fixture
def crowded(ledger, monkeypatch):
    for name, value in Counted.bounds.items():
        monkeypatch.setattr(search, name, value)
    ledger.add(story(number, published=f"2016-01-{number + 1:02}") for number in range(9))
    return ledger


def test_common_words_are_counted_and_weighed_to_a_bound_and_the_answer_says_so(crowded):
    answer = crowded.find("harbour", limit=2)
    assert (answer.total, answer.more, answer.weighed) == (5, True, 3)
    assert [found.day for found in answer.found] == ["2016-01-09", "2016-01-08"]


def test_the_order_of_days_is_exact_however_common_the_words(crowded):
    days = [f"2016-01-{number + 1:02}" for number in range(9)]
    assert [found.day for found in crowded.find("harbour", sort="first").found] == days
    assert [found.day for found in crowded.find("harbour closed", sort="last").found] == days[::-1]


def test_a_statement_of_no_known_day_is_last_in_either_order(ledger):
    ledger.add([story(1, published=None), story(2, published="2016-01-01")])
    for sort in ("first", "last"):
        assert [found.day for found in ledger.find("harbour", sort=sort).found] == ["2016-01-01", None]


@pytest.mark.parametrize(
    ("said", "published", "day"),
    [
        (("2015-01-01", "2015-12-31"), "2016-05-03", "2015-12-31"),
        (("2016-01-01", "2016-12-31"), "2016-05-03", "2016-05-03"),
        (None, "2016-05-03T23:59:00-05:00", "2016-05-03"),
        (("2016-01-01", "2016-01-01"), None, "2016-01-01"),
        (None, None, None),
    ],
)
def test_the_day_is_the_one_by_which_it_had_surely_been_said(ledger, said, published, day):
    facts = {"said": Said(*said, None)} if said else {}
    ledger.add([record("[s1 Ana] [c1 said] [t1 no].", facts, published=published)])
    assert [found.day for found in ledger.find("no").found] == [day]


def test_a_query_of_many_words_counts_the_first_of_them():
    assert len(Words.of("a b " * 1000).groups) == 64
