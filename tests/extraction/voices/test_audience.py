"""Statements go on to whom the same occasion is with, and only to them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.errors import ModelError
from onrecord.extraction.voices import odds
from onrecord.extraction.voices.addressed import by_verb
from onrecord.extraction.voices.audience import addressees, pooled, stacked
from onrecord.extraction.voices.occasion import occasions
from onrecord.extraction.voices.odds import parsed
from tests.extraction.voices.reading import asked, read, sayings


def heard(text, layout, setting, rows, author=None):
    """The candidates of statements that the network says nothing about."""
    found = []
    for one in sayings(setting, rows):
        told = by_verb(one.one, layout, setting)
        meant = told.found.entity if told else None
        found.append(replace(one, told=told, meant=meant, occasions=tuple(occasions(one.one, layout, setting))))
    return pooled(layout, setting, text, author, found), addressees(layout, setting, text, author, found)


def test_an_interview_goes_on():
    text, layout, setting = read(
        "[p Ana Brooks] told [o KLN] that the pier is safe.\n\n“It is dry,” [p Brooks] said."
        "\n\n“It is old,” [p Helen Osei] said."
    )
    rows = [
        (asked(text, "Ana Brooks", "told", "that the pier is safe"), "Ana Brooks"),
        (asked(text, "", "said", "It is dry", form="direct"), "Ana Brooks"),
        (asked(text, "Helen Osei", "said", "It is old", nth=1, form="direct"), "Helen Osei"),
    ]
    pools, told = heard(text, layout, setting, rows)
    assert pools[0]["KLN"]["verb"] == 1.0
    assert pools[1]["KLN"]["carried"] == 1.0
    assert "carried" not in pools[2].get("KLN", {})
    assert told[0] == "KLN"
    assert told[2] is None


def test_who_is_asked_answers_who_asked():
    text, layout, setting = read(
        "[p Tom Reyes] asked [p Ana Brooks] whether it is safe.\n\n“It is,” [p Brooks] replied."
    )
    rows = [
        (asked(text, "Tom Reyes", "asked", "whether it is safe"), "Tom Reyes"),
        (asked(text, "", "replied", "It is", form="direct"), "Ana Brooks"),
    ]
    pools, told = heard(text, layout, setting, rows)
    assert set(pools[1]) == {"Tom Reyes"}
    assert pools[1]["Tom Reyes"]["reply:asking"] == 1.0
    assert told[0] == "Ana Brooks"


def test_a_question_without_a_source_is_put_to_who_answers():
    text, layout, setting = read("Asked whether it is safe, [p Ana Brooks] said it is.")
    rows = [
        (asked(text, "", "Asked", "whether it is safe"), None),
        (asked(text, "Ana Brooks", "said", "it is."), "Ana Brooks"),
    ]
    pools, _ = heard(text, layout, setting, rows)
    assert pools[0]["Ana Brooks"]["asked"] == 1.0
    assert "Ana Brooks" not in pools[1]


def test_me_is_the_author_where_there_is_one():
    text, layout, setting = read("[p Ana Brooks] told me that it is safe.")
    rows = [(asked(text, "Ana Brooks", "told", "that it is safe"), "Ana Brooks")]
    assert "Tom Reyes" in heard(text, layout, setting, rows, author="Tom Reyes")[0][0]
    assert heard(text, layout, setting, rows) == ([{}], [None])


def test_nobody_speaks_to_themselves():
    text, layout, setting = read("[p Ana Brooks] told [p Brooks] that it is safe.")
    rows = [(asked(text, "Ana Brooks", "told", "that it is safe"), "Ana Brooks")]
    assert heard(text, layout, setting, rows) == ([{}], [None])


def test_them_are_the_people_of_the_occasion():
    text, layout, setting = read("[p Ana Brooks] sent an email to supporters. She told them that it is safe.")
    rows = [(asked(text, "She", "told", "that it is safe"), "Ana Brooks")]
    assert "supporters" in heard(text, layout, setting, rows)[0][0]


def test_the_shares_beside_a_statement_are_those_of_the_same_speaker():
    found = stacked([{"KLN": 0.9}, {"KLN": 0.2, "council": 0.1}, {"KLN": 0.4}], [1, 2, 1])
    assert found[0]["KLN"] == {
        "again": 0.9, "no last": 1.0, "next same": 0.4, "next other": 0.0, "mean": pytest.approx(0.65),
    }  # fmt: skip
    assert found[1]["council"]["no next"] == 1.0
    assert "last same" not in found[1]["KLN"]


def test_weights_that_are_damaged_are_refused():
    assert parsed(["bias\t-1\t0.5"]) == [{"bias": -1.0}, {"bias": 0.5}]
    with pytest.raises(ModelError, match="damaged at 'bias'"):
        parsed(["bias"])
    with pytest.raises(ModelError, match="reinstall"):
        parsed(["bias\tone\t2"])


def test_weights_that_are_missing_are_refused(monkeypatch):
    monkeypatch.setattr(odds, "FILE", "nothing.txt")
    odds._tables.cache_clear()
    with pytest.raises(ModelError, match="missing or damaged"):
        odds.share({"heard": 1.0}, 0)


def test_a_share_is_one_whatever_the_facts():
    for value in (-1e9, 0.0, 1e9):
        assert 0 <= odds.share({"heard": value, "unknown": value}, 0) <= 1


def test_the_answers_of_a_transcript_are_given_to_the_author():
    turns = "\n\nQ: Is it safe?\n\nA: It is dry.\n\nQ: And old?\n\nA: It is sound."
    text, layout, setting = read("[p Ana Brooks] has run the pier since May." + turns)
    rows = [
        (asked(text, "", ":", "Is it safe?"), None),
        (asked(text, "", ":", "It is dry.", nth=1), "Ana Brooks"),
        (asked(text, "", ":", "And old?", nth=2), None),
        (asked(text, "", ":", "It is sound.", nth=3), "Ana Brooks"),
    ]
    pools, told = heard(text, layout, setting, rows, author="Mira Holt")
    assert told[1] == told[3] == "Mira Holt"
    assert pools[0]["Ana Brooks"]["turn:question"] == 1.0
    assert pools[1]["Mira Holt"]["turn:answer"] == 1.0
    _, unsigned = heard(text, layout, setting, rows)
    assert unsigned[1] is None
    assert unsigned[3] is None
