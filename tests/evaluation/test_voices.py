"""The measures of voices are the reference scorer's."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.voices import VoiceScores, macro, same_name, same_names
from tests.evaluation.reference import reference_scorer

NAMES = ["Ana Brooks", "Sen. Ana Brooks", "Brooks", "Tom Brooks Jr.", "Tom Brooks", "the Osei campaign", "", None]
SOURCINGS = ["named", "unnamed", "media", "document", "collective"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ana Brooks", "Sen. Ana Brooks", True),
        ("Brooks", "Ana Brooks", False),
        ("Tom Brooks", "Tom Brooks Jr.", False),
        ("Osei’s campaign", "the Osei campaign", True),
        (None, "", True),
    ],
)
def test_when_two_names_are_the_same(one, other, same):
    assert same_name(one, other) is same


def test_lists_of_names_have_as_many():
    assert same_names("Ana Brooks; Helen Osei", "Helen Osei; Ana Brooks")
    assert not same_names("Ana Brooks", "Ana Brooks; Helen Osei")
    assert not same_names(None, "Ana Brooks")


@given(st.integers(0, 10_000))
def test_the_reference_scorer_counts_the_same(seed):
    reference = reference_scorer()
    dice = random.Random(seed)
    one, other = "; ".join(n or "" for n in dice.choices(NAMES, k=2)), dice.choice(NAMES)
    assert same_name(one, other) == reference.same_name(one, other)
    assert same_names(one, other) == reference.same_names(one, other)
    pairs = [(dice.choice([*SOURCINGS, None]), dice.choice(SOURCINGS)) for _ in range(dice.randint(1, 20))]
    assert round(macro(pairs), 1) == reference.macro(pairs)


def test_a_small_article_counts_as_it_should():
    def said(name, sourcing, kind, addressee):
        speaker = {"name": name, "type": "person"} if name else None
        return {"speaker": speaker, "sourcing": sourcing, "kind": kind, "addressee": addressee}

    scores = VoiceScores()
    predicted = [
        said("Ana Brooks", "named", "states", None),
        said(None, "unnamed", "warns", "reporters"),
        said("Osei", "named", "asks", None),
    ]
    gold = [{"id": "A"}, {"id": "B"}, {"id": "C"}, {"id": "D"}]
    labels = {
        "A": {"speaker": "Ana Brooks", "sourcing": "named", "kind": "states", "addressee": None},
        "B": {"speaker": "an official", "sourcing": "unnamed", "kind": "states", "addressee": "the reporters"},
        "C": {"speaker": "Helen Osei", "sourcing": "media", "kind": "asks", "addressee": "Ana Brooks"},
    }
    scores.add(predicted, gold, labels, [(0, 0), (1, 1), (2, 2)])
    report = scores.report()
    assert report["speaker"] == 50.0
    assert report["lenient+speaker"] == round(200 * 2 / 7, 1)
    assert (report["sourcing"], report["kind"]) == (66.7, 66.7)
    assert report["addressee"] == round(200 * 1 / 3, 1)
