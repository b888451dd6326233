"""The graph in the package is the network that was trained."""

import importlib.util
import json
from importlib.resources import files

import numpy as np
import pytest

from onrecord.extraction.network import GRAPH, SETTINGS, OnnxNetwork
from onrecord.extraction.windows import batch, cut, tokenized
from onrecord.reading.text import blocks_of

MODEL = files("onrecord.extraction").joinpath("model")
LARGEST = 30_000_000


@pytest.fixture(scope="module")
def settings():
    if not MODEL.joinpath(GRAPH).is_file():
        pytest.skip("the model's graph is not in the package")
    return json.loads(MODEL.joinpath(SETTINGS).read_text("utf-8"))


def windows(text):
    tokens = tokenized(text, blocks_of(text))
    return batch([(tokens, window) for window in cut(tokens)])


def test_what_the_trained_network_said_of_the_probe_is_what_the_graph_says(settings):
    trained = np.array(settings["probe"]["anchors"])
    scores = OnnxNetwork.packaged()(windows(settings["probe"]["text"]))
    assert scores.anchors.shape == trained.shape
    assert np.array_equal(scores.anchors > 0, trained > 0)
    assert np.abs(scores.anchors - trained).mean() < 0.5  # what int8 may change; another network is off by several
    assert (trained > 0).any()


def test_int8_costs_less_than_a_point_of_statements_and_of_what_was_said(settings):
    exact, small = settings["report"]["fp32"], settings["report"]["int8"]
    measures = ("strict", "lenient", "source exact", "cue exact", "content exact", "content token")
    assert {name for name in measures if small[name] < exact[name] - 1.0} == set()


def test_the_model_is_small_enough_to_travel(settings):
    assert sum(len(file.read_bytes()) for file in MODEL.iterdir() if file.is_file()) <= LARGEST


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="torch is installed for training alone")
@pytest.mark.filterwarnings("ignore")
def test_an_exported_graph_says_what_its_network_says(tmp_path):
    import torch

    from onrecord.extraction.voices.weights import Weights
    from onrecord.record import Model
    from training.export import export, largest_difference
    from training.network import Reader
    from training.torch_network import TorchNetwork, untuned

    torch.manual_seed(5)
    reader = Reader()
    torch.nn.init.constant_(reader.anchors.outer.bias, 0.5)  # so that an untrained network takes words for anchors
    export(reader, tmp_path / "graph.onnx")
    tuning = untuned(reader)
    exported = OnnxNetwork((tmp_path / "graph.onnx").read_bytes(), Model("untrained", "0"), tuning, Weights.unknown())
    for text in ("One word.", "Ana said it.\n\n“No,” he told " + "them all " * 40):
        given = windows(text)
        assert len(exported(given).rows) > 0
        assert largest_difference(exported(given), TorchNetwork(reader, tuning)(given)) < 1e-3
