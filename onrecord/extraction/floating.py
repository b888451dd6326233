"""The int8 graph with its products in floating point: what a GPU runs, made from the very same weights.

A GPU has no kernels for the operators of dynamic quantisation (`DynamicQuantizeLinear`, `MatMulInteger`), so that
onnxruntime would compute them on the CPU. Here the graph is walked and every product of integers becomes the product
of the same weights as floating-point numbers; what is rounded to 8 bits on the CPU is not rounded any more.

In "fp16" the numbers that come out of such a weight are kept in half precision as far as that is safe: products,
sums, activations, layer norms and softmaxes, whose kernels add up in single precision. What the quantised graph itself
keeps in fp32 (the products of its heads), and every operator that is not on the list of the safe, stays in fp32.
A graph is known by its operators alone; no name and no number of layers is assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from onrecord.errors import ModelError, UsageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Width = Literal["fp16", "fp32"]

INSTALL = "pip install 'onrecord[gpu]'"

SAFE = frozenset(
    "MatMul Gemm Add Sub Mul Div Neg Erf Gelu Tanh Relu Sigmoid Softmax LayerNormalization Where Clip Identity "
    "Transpose Reshape Flatten Squeeze Unsqueeze Slice Split Concat Expand Gather GatherElements GatherND".split()
)
"""Operators that half precision does not harm. Logarithms and powers, sums over many numbers, and whatever decides
(comparisons, the largest) are not among them."""

PRODUCTS = frozenset(("MatMul", "Gemm", "Conv"))
"""Operators whose weights the quantised graph keeps in fp32 only on purpose."""

FARTHEST = 30_000.0
"""The largest size of a constant in half precision, and of a mask: under half of what fp16 can hold (65,504), so that a
score that is added to it is no infinity; its exponential is 0 all the same."""

LEAST = 1e-7
"""The least size of a single constant but 0 in half precision: what guards a division must not become zero."""

_HALF, _SINGLE, _PLAIN = "half", "single", "plain"
"""What is computed from weights in fp16, from weights in fp32, and from no weights: masks, distances, numbers."""


def floating(graph: bytes, width: Width) -> bytes:
    """A graph as `training.export` writes it, in floating point; its inputs and outputs have the types they had.

    Raises UsageError where the package `onnx` is not installed, and ModelError for a graph that is quantised in
    another way.
    """
    try:
        import onnx
    except ImportError:
        raise UsageError(f"What makes the model's graph for a GPU is not installed. Install it: {INSTALL}") from None
    try:
        model = onnx.load_model_from_string(graph)
    except Exception as error:  # protobuf raises classes of its own
        raise ModelError(f"The model's graph is damaged ({error}). Reinstall Onrecord.") from error
    quantised = _unquantised(model.graph)
    if width == "fp16":
        _halved(model, quantised)
    del model.graph.value_info[:]
    return bytes(model.SerializeToString())


def _unquantised(graph: Any) -> set[str]:
    """Make the integer weights floating-point ones, and their products plain products; gives the weights' names."""
    from onnx import helper

    weights = {one.name: one for one in graph.initializer}
    makers = {name: node for node in graph.node for name in node.output}
    users: dict[str, list[Any]] = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    made: dict[str, npt.NDArray[np.float32]] = {}
    instead: dict[str, Any] = {}  # by the output of the node whose place they take
    gone: set[str] = set()  # outputs of nodes that go

    def only_user(name: str) -> Any:
        if len(users.get(name, ())) != 1:
            raise _strange(f"{name} has {len(users.get(name, ()))} users")
        return users[name][0]

    for node in graph.node:
        if node.op_type == "MatMulInteger":
            source, weight = makers.get(node.input[0]), node.input[1]
            if source is None or source.op_type != "DynamicQuantizeLinear" or weight not in weights:
                raise _strange(f"{node.name} multiplies no weight with quantised numbers")
            cast = only_user(node.output[0])
            product = only_user(cast.output[0])
            by = _other(product, cast.output[0])
            scaled = makers.get(by)
            if (cast.op_type, product.op_type) != ("Cast", "Mul") or scaled is None or scaled.op_type != "Mul":
                raise _strange(f"{node.name} is not scaled by what its factors are")
            scale = _other(scaled, source.output[1])
            zero = node.input[3] if len(node.input) > 3 else None
            made[weight] = _numbers(weights, weight, scale, zero)
            plain = helper.make_node("MatMul", [source.input[0], weight], [product.output[0]], name=node.name)
            instead[product.output[0]] = plain
            gone |= {node.output[0], cast.output[0], by, *source.output}
        elif node.op_type == "DequantizeLinear":
            gather = makers.get(node.input[0])
            table = node.input[0] if gather is None else gather.input[0]
            if table not in weights or (gather is not None and gather.op_type != "Gather"):
                raise _strange(f"{node.name} dequantises no weight")
            zero = node.input[2] if len(node.input) > 2 else None
            made[table] = _numbers(weights, table, node.input[1], zero)
            # The rows that are looked up are floating-point numbers by then: nothing is left to be done to them.
            instead[node.output[0]] = helper.make_node("Identity", [node.input[0]], [node.output[0]], name=node.name)
    nodes = [instead.get(node.output[0], node) for node in graph.node if node.output[0] not in gone]
    left = {node.op_type for node in nodes} & {"DynamicQuantizeLinear", "QuantizeLinear", "MatMulInteger"}
    if left:
        raise _strange(f"{', '.join(sorted(left))} is left")
    _replace(graph.node, nodes)
    used = {name for node in nodes for name in node.input}
    kept = [one for one in graph.initializer if one.name in used and one.name not in made]
    _replace(graph.initializer, [*kept, *(_tensor(name, numbers) for name, numbers in made.items())])
    return set(made)


def _halved(model: Any, quantised: set[str]) -> None:
    """Let what comes out of the weights that were quantised be in fp16, as far as it is safe, and cast in between."""
    from onnx import TensorProto, helper, numpy_helper

    graph = model.graph
    types = _types(model)
    constants: dict[str, npt.NDArray[np.float32]] = {}
    for one in graph.initializer:
        if one.data_type == TensorProto.FLOAT:
            constants[one.name] = numpy_helper.to_array(one)
    nodes = []
    for node in graph.node:
        value = {each.name: each for each in node.attribute}.get("value") if node.op_type == "Constant" else None
        if value is not None and value.t.data_type == TensorProto.FLOAT:
            constants[node.output[0]] = numpy_helper.to_array(value.t)
        else:
            nodes.append(node)
    _replace(graph.initializer, [one for one in graph.initializer if one.name not in constants])
    kinds = {each.name: _PLAIN for each in graph.input}
    done: list[Any] = []
    cast: dict[tuple[str, str], str] = {}  # (name, half or single) to the name of the same numbers in that width

    def in_width(name: str, half: bool) -> str:
        key = (name, _HALF if half else _SINGLE)
        if name not in constants and (kinds[name] == _HALF) == half:
            return name
        if key not in cast:
            cast[key] = f"{name}/{'fp16' if half else 'fp32'}"
            if name in constants:
                numbers = constants[name]
                graph.initializer.append(_tensor(cast[key], _half(numbers) if half else numbers))
            else:
                done.extend(_casts(name, cast[key], half, bounded=kinds[name] == _PLAIN))
        return cast[key]

    for node in nodes:
        if any(each.type in (5, 10) for each in node.attribute):  # a graph within the graph
            raise _strange(f"{node.name} holds a graph of its own")
        floats = [name for name in node.input if name and types[name] == TensorProto.FLOAT]
        results = [name for name in node.output if name and types[name] == TensorProto.FLOAT]
        if floats and node.op_type not in ("Shape", "Size"):  # those two do not look at the numbers
            kind = _kind(node, floats, constants, quantised, kinds)
            renamed = {name: in_width(name, kind == _HALF) for name in floats}
            _replace(node.input, [renamed.get(name, name) for name in node.input])
        else:
            kind = _PLAIN
        kinds |= dict.fromkeys(results, kind)
        if node.op_type == "Cast" and results and floats:  # between floating-point numbers: as wide as it comes
            node = helper.make_node("Identity", node.input, node.output, name=node.name)
        done.append(node)
    _replace(graph.node, done)
    _give_back(graph, kinds)


def _kind(node: Any, floats: list[str], constants: Iterable[str], quantised: set[str], kinds: dict[str, str]) -> str:
    """In which width a node computes, by its operator and by what goes into it."""
    held = [name for name in floats if name in constants]
    given = {kinds[name] for name in floats if name not in constants}
    if quantised.intersection(held):
        return _HALF
    if not given or given == {_PLAIN}:
        return _SINGLE if node.op_type in PRODUCTS or node.op_type == "Gather" else _PLAIN
    if _SINGLE in given or node.op_type not in SAFE or (node.op_type in PRODUCTS and held):
        return _SINGLE
    return _HALF


def _casts(name: str, to: str, half: bool, *, bounded: bool) -> Iterator[Any]:
    """Nodes that write the numbers `name` in another width as `to`; a mask is bounded, so as not to be infinite."""
    from onnx import TensorProto, helper

    if not half:
        yield helper.make_node("Cast", [name], [to], name=to, to=TensorProto.FLOAT)
    elif not bounded:
        yield helper.make_node("Cast", [name], [to], name=to, to=TensorProto.FLOAT16)
    else:
        limits = [f"{to}/least", f"{to}/most"]
        for limit, value in zip(limits, (-FARTHEST, FARTHEST), strict=True):
            yield helper.make_node("Constant", [], [limit], name=limit, value_float=value)
        yield helper.make_node("Clip", [name, *limits], [f"{to}/bounded"], name=f"{to}/bounded")
        yield helper.make_node("Cast", [f"{to}/bounded"], [to], name=to, to=TensorProto.FLOAT16)


def _give_back(graph: Any, kinds: dict[str, str]) -> None:
    """Cast the outputs of the graph that are in fp16, so that they have the types they had."""
    halves = {each.name: f"{each.name}/half" for each in graph.output if kinds.get(each.name) == _HALF}
    for node in graph.node:
        _replace(node.input, [halves.get(name, name) for name in node.input])
        _replace(node.output, [halves.get(name, name) for name in node.output])
    for name, half in halves.items():
        graph.node.extend(_casts(half, name, False, bounded=False))


def _types(model: Any) -> dict[str, int]:
    """The type of the numbers behind every name, as ONNX infers it; the weights stay out of it, for they are large."""
    from onnx import helper, shape_inference

    whole = model.graph
    weights = [helper.make_tensor_value_info(one.name, one.data_type, one.dims) for one in whole.initializer]
    light = helper.make_graph(whole.node, "types", [*whole.input, *weights], whole.output)
    light_model = helper.make_model(light, opset_imports=model.opset_import)
    graph = shape_inference.infer_shapes(light_model).graph
    found = {each.name: each.type.tensor_type.elem_type for each in (*graph.input, *graph.value_info, *graph.output)}
    unknown = [name for node in graph.node for name in node.output if name and not found.get(name)]
    if unknown:
        raise _strange(f"nothing says of what type {unknown[0]} is")
    return found


def _numbers(weights: dict[str, Any], name: str, scale: str, zero: str | None) -> npt.NDArray[np.float32]:
    """The weights that the integers stand for: (integers - zero point) * scale, by column where the scale is."""
    import numpy as np
    from onnx import numpy_helper

    if scale not in weights or (zero and zero not in weights):
        raise _strange(f"the scale of {name} is not fixed")
    whole = numpy_helper.to_array(weights[name]).astype(np.int32)
    by = numpy_helper.to_array(weights[scale]).astype(np.float32)
    if by.ndim and by.shape != whole.shape[-1:] and by.size != 1:
        raise _strange(f"the scale of {name} is neither one nor one a column")
    if zero:
        whole = whole - numpy_helper.to_array(weights[zero]).astype(np.int32)
    numbers: npt.NDArray[np.float32] = whole.astype(np.float32) * by
    return numbers


def _half(numbers: npt.NDArray[np.float32]) -> npt.NDArray[np.float16]:
    import numpy as np

    if numbers.size == 1 and 0 < abs(numbers.item()) < LEAST:
        numbers = np.copysign(np.full_like(numbers, LEAST), numbers)
    return np.clip(numbers, -FARTHEST, FARTHEST).astype(np.float16)


def _tensor(name: str, numbers: npt.NDArray[Any]) -> Any:
    from onnx import numpy_helper

    return numpy_helper.from_array(numbers, name)


def _other(node: Any, name: str) -> str:
    """The input of a node with two that is not `name`."""
    others = [each for each in node.input if each != name]
    if len(others) != 1 or len(node.input) != 2:
        raise _strange(f"{node.name} has not {name} for one of its two factors")
    return str(others[0])


def _replace(field: Any, values: Iterable[Any]) -> None:
    """Put other values into a repeated field."""
    kept = list(values)
    del field[:]
    field.extend(kept)


def _strange(problem: str) -> ModelError:
    return ModelError(f"The model's graph cannot be made one for a GPU: {problem}. Use --device cpu.")
