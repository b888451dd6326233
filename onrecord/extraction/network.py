"""The one seam to the model: windows in, scores out.

Everything above this file works with any function that gives `Scores` for a batch, so the tests of decoding and
assembling run without weights. Below it is one ONNX graph, run by onnxruntime: in int8 on the CPU, as it lies in the
package, or in fp16 on a GPU (`onrecord.extraction.floating`).
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from contextlib import redirect_stdout, suppress
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from onrecord.errors import ModelError, UsageError
from onrecord.extraction.voices.meaning import FILE as MEANINGS
from onrecord.extraction.voices.odds import FILE as ADDRESSEES
from onrecord.extraction.voices.weights import Weights
from onrecord.extraction.windows import Batch
from onrecord.record import Model
from onrecord.settings import DEVICE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
"""What a word can be to an anchor: outside, or the first or a later word of a piece of a role."""

GRAPH = "reader.onnx"
VOICES = "voices.npz"
SETTINGS = "reader.json"
VOCABULARY = "vocabulary.txt"
DIGESTS = {GRAPH: "sha256", VOICES: "voices_sha256", MEANINGS: "meanings_sha256"}
"""Files of the model, and where their digests stand in the settings."""

BATCH_PIECES = 2_048
"""Most word pieces of a batch on the CPU, filling included (measured: docs/decisions/0006)."""

GPU_BATCH_PIECES = 8_192
"""The same on a GPU: an article of 6,000 words at once. What the voices need grows with it: about 1 GB at the peak."""

CUDA = "CUDAExecutionProvider"
CUDA_OPTIONS = {
    "use_tf32": "0",  # what is left in fp32 is meant to be: TF32 would give it the precision of fp16
    "cudnn_conv_algo_search": "DEFAULT",  # a search by time may find another algorithm, and other last digits, each run
    "arena_extend_strategy": "kSameAsRequested",  # so that several processes fit on one GPU
}


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
    """(B, W) what each word is to a name: a place in NAME_LABELS (`onrecord.extraction.voices.runs`)."""


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

    @property
    def batch_pieces(self) -> int:
        """Most word pieces of a batch that it is to be given, filling included."""
        ...

    def __call__(self, batch: Batch) -> Scores:
        """The scores of a batch; the same batch always gives the same scores."""
        ...


class OnnxNetwork:
    """One ONNX graph, loaded once and run on the CPU or a GPU."""

    def __init__(
        self,
        graph: bytes,
        model: Model,
        tuning: Tuning,
        weights: Weights,
        *,
        threads: int = 1,
        device: str = "cpu",
    ) -> None:
        """Load a graph for `threads` threads a call on a device (the setting's choices).

        Raises ModelError when onnxruntime will not take it, and UsageError when there is no such device.
        """
        self._session = _on_cuda(graph, threads) if device == "cuda" else _session(graph, threads, [_CPU])
        self._model = model
        self._tuning = tuning
        self._weights = weights
        self.batch_pieces = GPU_BATCH_PIECES if device == "cuda" else BATCH_PIECES

    @classmethod
    def packaged(cls, *, threads: int = 1, device: str | None = None) -> OnnxNetwork:
        """The model inside the package on a device (default: the setting `device`).

        Raises ModelError when a file of it is missing or damaged, and UsageError when there is no such device.
        """
        device = DEVICE.value(device)
        if device == "cuda":
            refuse_without_cuda()
        settings, graph, *voices = _files()
        model = _model(settings, device)
        if device == "cuda":
            from onrecord.extraction.floating import floating

            graph = floating(graph, "fp16")
        tuning = Tuning.from_dict(settings["tuning"])
        return cls(graph, model, tuning, Weights.read(*voices), threads=threads, device=device)

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
    return Weights.read(*_files()[2:])


def packaged_model(device: str | None = None) -> Model:
    """Which model `OnnxNetwork.packaged` is on a device, without loading it; raises ModelError like it."""
    return _model(_settings(), DEVICE.value(device))


def version_of(settings: Mapping[str, Any], *texts: str) -> str:
    """The model's version: a digest of all that decides what it reads, so that equal versions are equal models.

    The settings hold the digests of the graph, the voices and the meanings, which are checked whenever these are
    loaded; so it costs a hundredth of a second. `texts` are those of the vocabulary and of the addressees' weights.
    What was measured of the model (the report, the probe) is not in it.
    """
    decisive = {key: settings[key] for key in ("name", *DIGESTS.values(), "tuning")}
    told = json.dumps([decisive, *texts], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:12]


def _model(settings: Mapping[str, Any], device: str) -> Model:
    """The name and version; the version says which graph reads: another may find other statements in a few places."""
    version = version_of(settings, *(_read(name).decode("utf-8") for name in (VOCABULARY, ADDRESSEES)))
    return Model(settings["name"], f"{version}+fp16" if device == "cuda" else version)


def _settings() -> dict[str, Any]:
    try:
        settings = json.loads(_read(SETTINGS))
        missing = {"name", *DIGESTS.values(), "tuning"} - set(settings)
    except (ValueError, TypeError) as error:
        raise ModelError(f"{SETTINGS} is damaged ({error}). Reinstall Onrecord.") from error
    if missing:
        raise ModelError(f"{SETTINGS} says nothing of {', '.join(sorted(missing))}. Reinstall Onrecord.")
    return dict(settings)


def _files() -> tuple[dict[str, Any], bytes, bytes, bytes]:
    """The model's settings, its graph, voices and meanings, whose digests must be those in the settings."""
    settings = _settings()
    graph, voices, meanings = (_checked(name, settings[key]) for name, key in DIGESTS.items())
    return settings, graph, voices, meanings


def _checked(name: str, expected: str) -> bytes:
    content = _read(name)
    digest = hashlib.sha256(content).hexdigest()
    if digest != expected:
        raise ModelError(f"{name} has the digest {digest}, not the one of its settings. Reinstall Onrecord.")
    return content


def _read(name: str) -> bytes:
    """A file of the model."""
    try:
        with as_file(files("onrecord.extraction").joinpath("model", name)) as path:
            return path.read_bytes()
    except OSError as error:
        raise ModelError(f"The model's files are missing or damaged ({error}). Reinstall Onrecord.") from error


_CPU = "CPUExecutionProvider"


def _session(graph: bytes, threads: int, providers: list[Any]) -> Any:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    options.use_deterministic_compute = providers != [_CPU]  # some kernels for GPUs add up in any order otherwise
    try:
        return ort.InferenceSession(graph, options, providers=providers)
    except Exception as error:  # onnxruntime raises classes of its own that share no public base
        raise ModelError(f"onnxruntime cannot load the model: {error}. Reinstall Onrecord.") from error


def refuse_without_cuda() -> None:
    """Raise UsageError where the onnxruntime that is installed knows no GPU."""
    import onnxruntime as ort

    if CUDA in ort.get_available_providers():
        return
    raise UsageError(
        "device cuda: the onnxruntime that is installed is the one for processors. "
        "Install the one for Nvidia GPUs in its place: pip install 'onrecord[gpu]', then pip uninstall onnxruntime, "
        "then pip install --force-reinstall --no-deps onnxruntime-gpu. Or use --device cpu."
    )


def _on_cuda(graph: bytes, threads: int) -> Any:
    """A session on the GPU; what has no kernel there (shapes) runs on the CPU. Raises UsageError without a GPU."""
    import onnxruntime as ort

    refuse_without_cuda()
    ort.set_default_logger_severity(4)  # what it has to say of a missing GPU is said below, with what to do
    with suppress(Exception), redirect_stdout(io.StringIO()):  # where the system has them nothing is to be loaded
        ort.preload_dlls(directory="")  # CUDA and cuDNN as the packages of the extra `gpu` bring them; it prints
    try:
        session = _session(graph, threads, [(CUDA, CUDA_OPTIONS), _CPU])
    except ModelError as error:
        raise UsageError(f"device cuda: {_NO_GPU} onnxruntime says: {error.__cause__}") from error
    if CUDA not in session.get_providers():  # onnxruntime goes on without it and says so in its log alone
        raise UsageError(f"device cuda: {_NO_GPU}")
    return session


_NO_GPU = (
    "no GPU can be used. nvidia-smi must show one; CUDA and cuDNN must be the versions that onnxruntime was made for: "
    "pip install --upgrade 'onnxruntime-gpu[cuda,cudnn]'. Or use --device cpu."
)
