"""Weights become the model inside the package: `python -m training.export WEIGHTS LEXIS` (or the end of `make train`).

The graph is exported in one piece, its matrix products quantised to int8 for each column of weights (onnxruntime's
dynamic quantisation), the heads left in fp32, and what int8 changed is measured on the held-out articles before the
file is written. The settings file beside it holds the digest, the tuning and the scores.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch

from onrecord.extraction.network import DIGESTS, GRAPH, SETTINGS, VOICES, OnnxNetwork, Scores, Tuning
from onrecord.extraction.voices.meaning import Meanings
from onrecord.extraction.voices.weights import Weights
from onrecord.extraction.windows import Batch, batch, tokenized
from onrecord.record import Model
from training import corpora, crossing, lexis, meanings, voicing
from training.labels import blocks_of
from training.network import Reader
from training.torch_network import Graph, TorchNetwork, untuned
from training.tune import scored, tuned

HOME = voicing.HOME
LARGEST = 30_000_000
"""Most bytes of the graph: it travels in the package and stays in the repository's history."""

PROBE = (
    "“The pier is safe,” Ana Brooks told reporters on Tuesday.\n\n"
    "According to two people briefed on the report, the harbour office had warned the council that it might close."
)
"""A text that is exported with: it holds anchors, so that every part of the graph is traced."""


def probe() -> Batch:
    """The probe as a batch of one window."""
    from onrecord.extraction.windows import cut

    tokens = tokenized(PROBE, blocks_of(PROBE))
    return batch([(tokens, window) for window in cut(tokens)])


def export(reader: Reader, path: Path) -> None:
    """Write the fp32 graph; the heads' products are named `/reader/anchors/…` and `/reader/links/…`."""
    arrays = tuple(torch.from_numpy(array) for array in probe())
    wide = {0: "windows", 1: "pieces"}
    axes: dict[str, dict[int, str]] = {name: dict(wide) for name in ("ids", "case", "quote", "start")}
    axes |= {name: {0: "windows", 1: "words"} for name in ("words", "anchors", "contents")}
    axes |= {"names": {0: "windows", 1: "words"}, "codes": {0: "found"}}
    axes |= {"rows": {0: "found"}, "places": {0: "found"}}
    axes |= {name: {0: "found", 1: "words"} for name in ("links", "asked")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of its own future, and of constants that are meant
        torch.onnx.export(
            Graph(reader.eval()),
            arrays,
            str(path),
            input_names=list(Batch._fields),
            output_names=list(Scores._fields),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def quantise(source: Path, target: Path) -> None:
    """Write the int8 graph: weights by column, activations as they come, the heads in fp32."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    heads = [n.name for n in onnx.load(source).graph.node if n.op_type == "MatMul" and "encoder" not in n.name]
    quantize_dynamic(
        source,
        target,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=heads,
    )


def settings(
    digests: dict[str, str], tuning: Tuning, report: dict[str, Any], anchors: list[list[float]]
) -> dict[str, Any]:
    """What lies beside the graph: the digests of all files, and what the trained network says of the probe, for a test.

    The model's version is no part of it: `onrecord.extraction.network` works it out of what is.
    """
    numbers = tuning._asdict() | {"cue_words": sorted(tuning.cue_words)}
    return {
        "name": "onrecord-en",
        **digests,
        "tuning": numbers,
        "report": report,
        "probe": {"text": PROBE, "anchors": anchors},
    }


def largest_difference(a: Scores, b: Scores) -> float:
    """The largest difference between two networks' scores of one batch; infinite when they chose other anchors."""
    if not (np.array_equal(a.rows, b.rows) and np.array_equal(a.places, b.places)):
        return float("inf")
    compared = ("anchors", "links", "codes", "asked")
    return max(float(np.abs(getattr(a, name) - getattr(b, name)).max(initial=0)) for name in compared)


def _network(path: Path, tuning: Tuning) -> OnnxNetwork:
    return OnnxNetwork(path.read_bytes(), Model("onrecord-en", "training"), tuning, Weights.unknown(), threads=2)


def main() -> None:
    """Export, quantise, tune on what is exported, measure, and put the model into the package."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("weights", type=Path, help="the weights that training.heads wrote")
    ap.add_argument("lexis", type=Path, help="the words' meanings that training.lexis wrote")
    ap.add_argument("--home", type=Path, default=HOME, help="where the model goes")
    a = ap.parse_args()
    reader = Reader()
    reader.load_state_dict(torch.load(a.weights))
    heard = a.weights.with_suffix(crossing.HEARD)
    if not heard.exists():
        raise SystemExit(f"{heard} is missing: training.heads writes it beside the weights.")
    start = untuned(reader)
    held = [article for article in corpora.polnear("train") if corpora.held_out(article.doc)]
    with TemporaryDirectory() as folder:
        whole, small = Path(folder) / "whole.onnx", Path(folder) / "small.onnx"
        export(reader, whole)
        quantise(whole, small)
        exact = _network(whole, start)
        trained = TorchNetwork(reader, start)(probe())
        parity = largest_difference(exact(probe()), trained)
        if not parity < 1e-3:
            raise SystemExit(f"The exported graph differs from the trained network by {parity}: it is not kept.")
        graph = small.read_bytes()
        if len(graph) > LARGEST:
            raise SystemExit(f"The graph has {len(graph)} bytes, more than {LARGEST}: it is not kept.")
        tuning, report = tuned(_network(small, start), start, held)
        for name, path in (("fp32", whole), ("int8", small)):
            ratios = scored(_network(path, tuning), held).ratios
            report[name] = {measure: round(ratio.f1, 2) for measure, ratio in ratios.items()}
        report["parity"] = parity
        words = meanings.fitted(lexis.load(a.lexis), report)
        meant = Meanings(words.arrays)
        voices = voicing.fitted(_network(small, tuning), crossing.load(heard), words.alone, words.table, meant, report)
    np.savez_compressed(a.home.joinpath(VOICES), allow_pickle=False, **voices)
    a.home.joinpath(GRAPH).write_bytes(graph)
    meanings.save(words.arrays, a.home)
    digests = {key: hashlib.sha256(a.home.joinpath(name).read_bytes()).hexdigest() for name, key in DIGESTS.items()}
    kept = settings(digests, tuning, report, np.round(trained.anchors.astype(float), 3).tolist())
    a.home.joinpath(SETTINGS).write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
