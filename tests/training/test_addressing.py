"""The weights of addressees are found, and what is reported of articles is by weights that did not learn from them."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")
from training.addressing import (  # the rest needs what is above
    FOLDS,
    Learned,
    f1,
    fold,
    logistic,
    rows,
    unseen,
)


def test_newton_finds_the_least_loss():
    chance = np.random.default_rng(1)
    x = chance.normal(size=(4000, 3)).astype(np.float32)
    wanted = np.array([2.0, -1.0, 0.0])
    y = (chance.random(4000) < 1 / (1 + np.exp(-(x @ wanted + 0.5)))).astype(np.float32)
    table, bias = logistic(x, y, np.ones(4000, np.float32))
    assert np.abs(table - wanted).max() < 0.2
    assert abs(bias - 0.5) < 0.2


def articles(count=80):
    """Articles of three statements by one speaker, each with two candidates, one of them told by a fact."""
    chance = np.random.default_rng(3)
    found = []
    for n in range(count):
        pools, right = [], []
        for _ in range(3):
            told = chance.random() < 0.5
            pools.append(
                {"Ana Brooks": {"verb": 1.0, "led": float(told)}, "KLN": {"near": 1.0, "far": chance.random()}}
            )
            right.append(frozenset(["Ana Brooks"]) if told else frozenset())
        found.append(Learned(f"doc{n}", pools, right, [bool(r) for r in right], [0, 0, 0], [1.0, 1.0, 1.0]))
    return found


def test_what_is_reported_of_a_part_does_not_depend_on_its_marks():
    some = articles()
    number = fold(some[0].doc)
    assert {fold(one.doc) for one in some} == set(range(FOLDS))
    turned = [
        one._replace(right=[frozenset(["KLN"])] * 3, known=[True] * 3) if fold(one.doc) == number else one
        for one in some
    ]
    first = unseen(some, rows(some, [one.pools for one in some]))
    second = unseen(turned, rows(turned, [one.pools for one in turned]))
    for one, a, b in zip(some, first, second, strict=True):
        if fold(one.doc) == number:
            assert a == b
    assert first != second


def test_what_a_fact_tells_is_learned():
    some = articles()
    shares = unseen(some, rows(some, [one.pools for one in some]))
    assert f1(some, shares, 0.5) > 95
