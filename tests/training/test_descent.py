"""The small networks go down their loss, and several of them as one give the mean of what each gives."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from onrecord.extraction.voices.perceptron import Perceptron, named  # noqa: E402  # the rest needs what is above
from training.descent import descend, together  # noqa: E402

SOURCER = named("source")


def test_a_loss_goes_down():
    torch.manual_seed(1)
    weight = torch.zeros(3, requires_grad=True)
    wanted = torch.tensor([1.0, -2.0, 0.5])
    descend([weight], lambda: (weight - wanted).square().sum(), steps=400, rate=0.1, decay=0.0)
    assert torch.allclose(weight, wanted, atol=0.01)


def network(chance, facts=5, hidden=4, classes=6):
    shapes = [(facts,), (facts,), (facts, hidden), (hidden,), (hidden, classes), (facts + 1, classes)]
    return {name: chance.normal(size=shape) for name, shape in zip(SOURCER, shapes, strict=True)}


def logits(arrays, row):
    scaled = (row - arrays["source_mean"]) * arrays["source_scale"]
    hidden = np.maximum(scaled @ arrays["source_inner"] + arrays["source_bias"], 0)
    return hidden @ arrays["source_outer"] + scaled @ arrays["source_table"][:-1] + arrays["source_table"][-1]


def test_several_as_one_give_the_mean():
    chance = np.random.default_rng(2)
    first = network(chance)
    every = [first, *({**network(chance), **{n: first[n] for n in SOURCER[:2]}} for _ in range(2))]
    one = together(every)
    for row in chance.normal(size=(20, 5)):
        mean = np.mean([logits(arrays, row) for arrays in every], 0)
        assert np.allclose(logits(one, row), mean)
        assert np.allclose(Perceptron(*(one[name] for name in SOURCER))(row), mean)
