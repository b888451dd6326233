"""The one seam to the model: windows in, scores out.

Everything above this file works with any function that gives `Scores` for a batch, so the tests of decoding and
assembling run without weights. Below it is one ONNX graph, run by onnxruntime on the CPU.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from onrecord.errors import ModelError
from onrecord.extraction.voices.weights import Weights
from onrecord.extraction.windows import Batch
from onrecord.record import Model

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
"""What a word can be to an anchor: outside, or the first or a later word of a piece of a role."""

GRAPH = "reader.onnx"
VOICES = "voices.npz"
SETTINGS = "reader.json"


class Scores(NamedTuple):
    """What the network says of B windows with W words: N anchors, each with a score for every word and label."""

    anchors: npt.NDArray[np.float32]
    """(B, W) log-odds that a word is the first of a cue; meaningless where there is no word."""
    contents: npt.NDArray[np.float32]
    """(B, W) log-odds that a word is in any content, whoever's it is; likewise."""
    rows: npt.NDArray[np.int64]
    """(N,) the window of each anchor that is worth a look, ascending."""
    places: npt.NDArray[np.int64]
    """(N,) its word in the window, ascending within a window."""
    links: npt.NDArray[np.float32]
    """(N, W, 7) the CRF's score of every label (LABELS) for every word, given the anchor."""
    codes: npt.NDArray[np.float32]
    """(N, 25) logits of KINDS, SOURCINGS and TYPES (`onrecord.extraction.heard`) of each anchor's statement."""
    asked: npt.NDArray[np.float32]
    """(N, W, 3) how much each word names the anchor's speaker, addressee or channel (ASKED), against nobody's 0."""
    names: npt.NDArray[np.int64]
    """(B, W) what each word is to a name: a place in NAME_LABELS (`onrecord.extraction.voices.names`)."""


EVIDENCE = ("anchor", "links", "path", "contents", "sourced", "pieces")
"""What speaks for a candidate: the anchor's own log-odds; those that the anchor has any words of its own; the log of
the share that its path has of all paths with any; the mean log-odds that the words of its content are content; whether
it has a source, and whether its content is in several pieces (1 or 0)."""


class Tuning(NamedTuple):
    """Numbers that were measured on held-out articles with the weights, and belong to them."""

    transitions: tuple[tuple[float, ...], ...]
    """(7, 7) score of the column's label after the row's."""
    first: tuple[float, ...]
    """(7,) score of a label on the first word."""
    weights: tuple[float, ...]
    """How much each kind of EVIDENCE counts in a candidate's log-odds of being a statement."""
    bias: float
    """What is added to them."""
    threshold: float
    """The least confidence of a statement that is kept."""
    orphan_threshold: float
    """The least confidence of a statement whose content is surely content and nobody else's."""
    nested_threshold: float
    """The least confidence of a statement inside another's content."""
    cue_words: frozenset[str]
    """Words of cues, in lower case: a content without any of them, or a clause with "that", is not read again."""

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> Tuning:
        """The numbers as the model's settings file has them; raises ModelError when one is missing or unknown."""
        if set(data) != set(cls._fields):
            raise ModelError(f"The model's tuning has {sorted(data)}, not {sorted(cls._fields)}: reinstall Onrecord.")
        given: dict[str, object] = dict(data)
        given["transitions"] = tuple(tuple(row) for row in given["transitions"])  # type: ignore[attr-defined]
        given["cue_words"] = frozenset(given["cue_words"])  # type: ignore[call-overload]
        for name in ("first", "weights"):
            given[name] = tuple(given[name])  # type: ignore[arg-type]
        return cls(**given)  # type: ignore[arg-type]


class Network(Protocol):
    """What reads windows. Calls from several threads at once must be safe."""

    @property
    def model(self) -> Model:
        """Which model this is."""
        ...

    @property
    def tuning(self) -> Tuning:
        """The numbers that belong to its weights."""
        ...

    @property
    def weights(self) -> Weights:
        """The numbers that tell whose words a statement's are."""
        ...

    def __call__(self, batch: Batch) -> Scores:
        """The scores of a batch; the same batch always gives the same scores."""
        ...


class OnnxNetwork:
    """One ONNX graph, loaded once and run on the CPU."""

    def __init__(self, graph: bytes, model: Model, tuning: Tuning, weights: Weights, *, threads: int = 1) -> None:
        """Load a graph for `threads` threads a call; raises ModelError when onnxruntime will not take it."""
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        try:
            self._session = ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises classes of its own that share no public base
            raise ModelError(f"onnxruntime cannot load the model: {error}. Reinstall Onrecord.") from error
        self._model = model
        self._tuning = tuning
        self._weights = weights

    @classmethod
    def packaged(cls, *, threads: int = 1) -> OnnxNetwork:
        """The model inside the package; raises ModelError when a file of it is missing or damaged."""
        settings, graph, voices = _files()
        model = Model(settings["name"], settings["version"])
        return cls(graph, model, Tuning.from_dict(settings["tuning"]), Weights.read(voices), threads=threads)

    @property
    def model(self) -> Model:
        """Which model this is."""
        return self._model

    @property
    def tuning(self) -> Tuning:
        """The numbers that belong to its weights."""
        return self._tuning

    @property
    def weights(self) -> Weights:
        """The numbers that tell whose words a statement's are."""
        return self._weights

    def __call__(self, batch: Batch) -> Scores:
        """The scores of a batch; raises ModelError when onnxruntime fails."""
        try:
            return Scores(*self._session.run(list(Scores._fields), batch._asdict()))
        except Exception as error:
            raise ModelError(f"onnxruntime failed on a batch of shape {batch.ids.shape}: {error}.") from error


def packaged_weights() -> Weights:
    """The voices inside the package; raises ModelError when a file of the model is missing or damaged."""
    return Weights.read(_files()[2])


def _files() -> tuple[dict[str, Any], bytes, bytes]:
    """The model's settings, its graph and its voices, whose digests must be those in the settings."""
    folder = files("onrecord.extraction").joinpath("model")
    found: list[bytes] = []
    try:
        settings = json.loads(folder.joinpath(SETTINGS).read_text("utf-8"))
        for name in (GRAPH, VOICES):
            with as_file(folder.joinpath(name)) as path:
                found.append(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ModelError(f"The model's files are missing or damaged ({error}). Reinstall Onrecord.") from error
    for name, key, content in zip((GRAPH, VOICES), ("sha256", "voices_sha256"), found, strict=True):
        digest = hashlib.sha256(content).hexdigest()
        if digest != settings.get(key):
            raise ModelError(f"{name} has the digest {digest}, not the one of its settings. Reinstall Onrecord.")
    return settings, found[0], found[1]
