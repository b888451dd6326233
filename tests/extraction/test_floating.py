"""The graph for a GPU: the same weights in floating point, and so nearly the same statements.

It runs here on the CPU. There onnxruntime computes most of fp16 in fp32, so what a GPU rounds is put in on purpose
(`rounding`): every number that the graph keeps in half precision is rounded to it.
"""

from __future__ import annotations

import sys

import numpy as np
import pytest

from benchmarks.articles import articles
from onrecord.errors import InputError, ModelError, UsageError
from onrecord.extraction.extractor import extract
from onrecord.extraction.floating import FARTHEST, floating
from onrecord.extraction.network import GRAPH, OnnxNetwork
from onrecord.extraction.windows import batch, cut, tokenized
from onrecord.reading.inputs import read_inputs
from onrecord.reading.text import blocks_of

onnx = pytest.importorskip("onnx", reason="onnx is the extra `gpu`")
ort = pytest.importorskip("onnxruntime")

from importlib.resources import files  # noqa: E402

from onnx import TensorProto, helper, numpy_helper  # noqa: E402

SAMPLES = [article for article in read_inputs(["samples"]) if not isinstance(article, InputError)]
PARTS = ("source", "cue", "content")


def rounding(graph: bytes) -> bytes:
    """The fp16 graph in fp32, but what it keeps in fp16 is rounded to as many digits: what a GPU does, at its worst.

    x * 8193 - (x * 8193 - x) leaves 11 of the 24 digits of x (Veltkamp 1968).
    """
    model = onnx.load_model_from_string(graph)
    inferred = onnx.shape_inference.infer_shapes(model).graph
    half = {each.name for each in inferred.value_info if each.type.tensor_type.elem_type == TensorProto.FLOAT16}
    tensors = [
        numpy_helper.from_array(numpy_helper.to_array(each).astype(np.float32), each.name)
        if each.data_type == TensorProto.FLOAT16
        else each
        for each in model.graph.initializer
    ]
    tensors.append(numpy_helper.from_array(np.float32(8193), "split"))
    nodes = []
    for node in model.graph.node:
        if node.op_type == "Cast" and node.attribute[0].i == TensorProto.FLOAT16:
            node.attribute[0].i = TensorProto.FLOAT
        rounded = [name for name in node.output if name in half]
        nodes.append(node)
        for at, name in enumerate(node.output):
            if name in rounded:
                node.output[at] = f"{name}/exact"
                nodes += [
                    helper.make_node("Mul", [f"{name}/exact", "split"], [f"{name}/large"]),
                    helper.make_node("Sub", [f"{name}/large", f"{name}/exact"], [f"{name}/rest"]),
                    helper.make_node("Sub", [f"{name}/large", f"{name}/rest"], [name]),
                ]
    made = helper.make_graph(nodes, "rounding", model.graph.input, model.graph.output, tensors)
    model = helper.make_model(made, opset_imports=model.opset_import, ir_version=model.ir_version)
    return model.SerializeToString()


@pytest.fixture(scope="module")
def int8():
    return OnnxNetwork.packaged()


@pytest.fixture(scope="module")
def graphs():
    given = files("onrecord.extraction").joinpath("model", GRAPH).read_bytes()
    made = {"int8": given, "fp32": floating(given, "fp32"), "fp16": floating(given, "fp16")}
    return made | {"rounded": rounding(made["fp16"])}


@pytest.fixture(scope="module")
def networks(graphs, int8):
    made = {
        width: OnnxNetwork(graph, int8.model, int8.tuning, int8.weights)
        for width, graph in graphs.items()
        if width != "int8"
    }
    return made | {"int8": int8}


def found(network, given):
    return [[tuple(getattr(s, part) for part in PARTS) for s in extract(a, network).statements] for a in given]


def shared(one, other):
    """The share of statements with the same spans among all that either has."""
    both = sum(len(set(a) & set(b)) for a, b in zip(one, other, strict=True))
    return both / sum(len(set(a) | set(b)) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("width", ["fp32", "fp16"])
def test_no_product_of_integers_is_left_and_what_goes_in_and_out_is_as_before(graphs, width):
    before, after = (onnx.load_model_from_string(graphs[each]) for each in ("int8", width))
    onnx.checker.check_model(after, full_check=True)
    quantised = {"DynamicQuantizeLinear", "MatMulInteger", "DequantizeLinear", "QuantizeLinear"}
    assert quantised & {node.op_type for node in before.graph.node}
    assert not quantised & {node.op_type for node in after.graph.node}
    for sides in ("input", "output"):
        kinds = [[(e.name, e.type.tensor_type.elem_type) for e in getattr(m.graph, sides)] for m in (before, after)]
        assert kinds[0] == kinds[1]


def test_the_products_that_were_integers_are_in_half_precision_and_the_heads_in_single(graphs):
    before, after = (onnx.load_model_from_string(graphs[each]) for each in ("int8", "fp16"))
    weights = {each.name: each.data_type for each in after.graph.initializer}
    products = [node for node in after.graph.node if node.op_type == "MatMul" and set(node.input) & set(weights)]
    half = [n for n in products if any(weights.get(name) == TensorProto.FLOAT16 for name in n.input)]
    assert len(half) == sum(node.op_type == "MatMulInteger" for node in before.graph.node)
    assert len(products) > len(half)
    inferred = onnx.shape_inference.infer_shapes(after).graph
    types = {each.name: each.type.tensor_type.elem_type for each in inferred.value_info}
    careful = [n for n in after.graph.node if n.op_type in ("Log", "LogSoftmax", "ReduceLogSumExp", "Conv")]
    assert careful
    assert {types[node.output[0]] for node in careful} == {TensorProto.FLOAT}


@pytest.mark.parametrize(("width", "least"), [("fp16", 0.9), ("rounded", 0.9)])
def test_the_samples_hold_the_same_statements_but_for_a_few(networks, width, least):
    of_int8, of_fp32, given = (found(networks[each], SAMPLES) for each in ("int8", "fp32", width))
    assert sum(map(len, of_int8)) > 40
    assert shared(of_int8, given) >= least  # what the CPU rounds to 8 bits is not rounded here
    assert shared(of_fp32, given) >= 0.97


@pytest.mark.corpora
def test_articles_of_the_corpus_hold_the_same_statements_but_for_a_few(networks):
    name, given = articles(6)
    if name.startswith("the samples"):
        pytest.skip("the corpora are not beside the repository")
    of_int8, of_fp32, rounded = (found(networks[each], given) for each in ("int8", "fp32", "rounded"))
    assert shared(of_int8, rounded) >= 0.85
    assert shared(of_fp32, rounded) >= 0.97


@pytest.mark.parametrize("width", ["fp16", "rounded"])
def test_filling_changes_nothing_in_half_precision(networks, width):
    long = tokenized(SAMPLES[0].text, SAMPLES[0].blocks)
    text = "“No,” said Ana Brooks."
    short = tokenized(text, blocks_of(text))
    alone = networks[width](batch([(short, cut(short)[0])]))
    beside = networks[width](batch([(short, cut(short)[0]), (long, cut(long)[0])]))
    mine = beside.rows == 0
    assert beside.places[mine].tolist() == alone.places.tolist() != []
    words = alone.anchors.shape[1]
    assert np.abs(beside.anchors[:1, :words] - alone.anchors).max() < 0.05
    inner = words - 2  # the link head looks two words ahead, in every width, and there the filling is
    assert np.abs(beside.links[mine][:, :inner] - alone.links[:, :inner]).max() < 0.1


@pytest.mark.parametrize("text", ["!!! " * 300, "said " * 300, "“”" * 200, "x" * 5_000, "Ünïcödé ☃ " * 90, "1 " * 400])
def test_nothing_overflows_whatever_is_read(networks, text):
    tokens = tokenized(text, blocks_of(text))
    for window in cut(tokens):
        scores = networks["fp16"](batch([(tokens, window)]))
        assert all(np.isfinite(getattr(scores, name)).all() for name in ("anchors", "contents", "links", "codes"))


def quantised_graph(*, mask: float = -1e9, zero: bool = True, scale: int = 3, dynamic: bool = True) -> bytes:
    """A small graph: a table that is looked up, a mask that is added, a product, and a sum that stays in fp32.

    inputs ids (n,) and keep (n,); output y (n, 3) = (table[ids] + (1 - keep) * mask) @ weights.
    """
    rng = np.random.default_rng(3)
    constant = {
        "table": rng.integers(0, 255, (7, 4)).astype(np.uint8),
        "table_scale": np.float32(0.02),
        "table_zero": np.uint8(120),
        "weights": rng.integers(-64, 63, (4, 3)).astype(np.int8),
        "weights_scale": rng.uniform(0.001, 0.01, scale).astype(np.float32),
        "weights_zero": rng.integers(-3, 3, 3).astype(np.int8),
        "one": np.float32(1),
        "mask": np.float32(mask),
    }
    node = helper.make_node
    product = ["q", "weights", "z", *(["weights_zero"] if zero else [])]
    nodes = [
        node("Gather", ["table", "ids"], ["rows_q"]),
        node("DequantizeLinear", ["rows_q", "table_scale", "table_zero"], ["rows"]),
        node("Sub", ["one", "keep"], ["away"]),
        node("Mul", ["away", "mask"], ["far"]),
        node("Add", ["rows", "far"], ["x"]),
        node("DynamicQuantizeLinear", ["x"], ["q", "s", "z"])
        if dynamic
        else node("QuantizeLinear", ["x", "table_scale", "table_zero"], ["q"]),
        *([] if dynamic else [node("Identity", ["table_scale"], ["s"]), node("Identity", ["table_zero"], ["z"])]),
        node("MatMulInteger", product, ["whole"], name="product"),
        node("Cast", ["whole"], ["float"], to=TensorProto.FLOAT),
        node("Mul", ["s", "weights_scale"], ["scale"]),
        node("Mul", ["scale", "float"], ["y"]),
        node("Exp", ["y"], ["e"]),
    ]
    inputs = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, ["n"]),
        helper.make_tensor_value_info("keep", TensorProto.FLOAT, ["n", 1]),
    ]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 3]) for name in ("y", "e")]
    tensors = [numpy_helper.from_array(np.asarray(value), name) for name, value in constant.items()]
    graph = helper.make_graph(nodes, "small", inputs, outputs, tensors)
    opsets = [helper.make_opsetid("", 17)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString()


def known(graph: bytes, ids, keep):
    """The output of such a graph in fp64, from its weights."""
    held = {e.name: numpy_helper.to_array(e) for e in onnx.load_model_from_string(graph).graph.initializer}
    table = (held["table"].astype(float) - held["table_zero"]) * held["table_scale"]
    weights = (held["weights"].astype(float) - held.get("weights_zero", 0)) * held["weights_scale"]
    return (table[ids] + (1 - keep) * held["mask"]) @ weights


@pytest.mark.parametrize(("width", "near"), [("fp32", 1e-5), ("fp16", 3e-3)])
@pytest.mark.parametrize("zero", [True, False])
@pytest.mark.parametrize("scale", [1, 3])
def test_a_small_graph_gives_what_its_weights_stand_for(width, near, zero, scale):
    graph = quantised_graph(zero=zero, scale=scale)
    session = ort.InferenceSession(floating(graph, width), providers=["CPUExecutionProvider"])
    ids, keep = np.array([0, 3, 6, 6]), np.ones((4, 1), np.float32)
    y, e = session.run(["y", "e"], {"ids": ids, "keep": keep})
    assert y.dtype == e.dtype == np.float32
    wanted = known(graph, ids, keep) if zero else known(without_zero(graph), ids, keep)
    assert np.allclose(y, wanted, atol=near)
    assert np.allclose(e, np.exp(y), rtol=1e-3)


def without_zero(graph):
    model = onnx.load_model_from_string(graph)
    kept = [each for each in model.graph.initializer if each.name != "weights_zero"]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    return model.SerializeToString()


@pytest.mark.parametrize("mask", [-3.4e38, -1e9, -1e4])
def test_a_mask_that_half_precision_cannot_hold_is_bounded_and_not_infinite(mask):
    session = ort.InferenceSession(floating(quantised_graph(mask=mask), "fp16"), providers=["CPUExecutionProvider"])
    keep = np.array([[1], [0]], np.float32)
    (y,) = session.run(["y"], {"ids": np.array([1, 2]), "keep": keep})
    assert np.isfinite(y).all()
    kept = max(abs(mask), 1) if abs(mask) < FARTHEST else FARTHEST
    assert np.allclose(y[1], known(quantised_graph(mask=-kept), np.array([2]), keep[1:])[0], rtol=2e-2, atol=0.5)


def test_a_graph_that_is_quantised_in_another_way_is_refused():
    with pytest.raises(ModelError, match="multiplies no weight"):
        floating(quantised_graph(dynamic=False), "fp16")
    with pytest.raises(ModelError, match="neither one nor one a column"):
        floating(quantised_graph(scale=4), "fp16")
    with pytest.raises(ModelError, match="damaged"):
        floating(b"no graph at all", "fp16")


def test_without_onnx_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(UsageError, match=r"pip install 'onrecord\[gpu\]'"):
        floating(b"", "fp16")
