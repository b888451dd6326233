"""The small learned network: a hidden layer beside a linear one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.voices.perceptron import Perceptron, blank, log_shares, named


def network(facts=3, hidden=2, answers=4, **arrays):
    shapes = ((facts,), (facts,), (facts, hidden), (hidden,), (hidden, answers), (facts + 1, answers))
    names = ("mean", "scale", "inner", "bias", "outer", "table")
    whole = {name: np.zeros(shape) for name, shape in zip(names, shapes, strict=True)} | {"scale": np.ones(facts)}
    for name, places in arrays.items():
        for place, value in places.items():
            whole[name][place] = value
    return Perceptron(*(whole[name] for name in names))


def test_it_adds_its_hidden_and_its_straight_layer():
    small = network(inner={(0, 0): 1.0}, outer={(0, 2): 1.0}, table={(1, 1): 1.0, (-1, 3): 0.5})
    assert small(np.array([0.0, 0.0, 0.0])).tolist() == [0.0, 0.0, 0.0, 0.5]
    assert small(np.array([2.0, 3.0, 0.0])).tolist() == [0.0, 3.0, 2.0, 0.5]
    assert small(np.array([-2.0, 3.0, 9.0])).tolist() == [0.0, 3.0, 0.0, 0.5]  # a hidden unit is never negative


def test_facts_are_scaled_first():
    small = network(mean={0: 4.0}, scale={0: 0.5}, table={(0, 0): 1.0})
    assert small(np.array([10.0, 0.0, 0.0]))[0] == 3.0


def test_a_blank_one_gives_every_answer_the_same():
    arrays = blank("pier", 5, 3)
    assert tuple(arrays) == named("pier")
    logits = Perceptron(*(arrays[name].astype(float) for name in named("pier")))(np.arange(5.0))
    assert logits.tolist() == [0.0, 0.0, 0.0]


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=12))
def test_log_shares_are_those_of_the_logits_and_none_is_too_small(logits):
    found = log_shares(logits)
    shares = np.exp(np.array(logits) - max(logits))
    shares /= shares.sum()
    assert found.min() >= -8.0
    assert found == pytest.approx(np.maximum(np.log(np.maximum(shares, 1e-300)), -8.0), abs=1e-9)
