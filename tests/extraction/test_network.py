"""Which model reads, and on what device: the version tells both, and a device that is not there is a clear error."""

from __future__ import annotations

import hashlib
import json

import pytest

from onrecord.cli.main import main
from onrecord.errors import ModelError, UsageError
from onrecord.extraction import network as networks
from onrecord.extraction.extractor import batches, extract
from onrecord.extraction.network import (
    BATCH_PIECES,
    CUDA,
    GPU_BATCH_PIECES,
    OnnxNetwork,
    packaged_model,
    version_of,
)
from onrecord.extraction.windows import tokenized
from onrecord.pipeline import Reader
from onrecord.reading.text import blocks_of, read_text

ort = pytest.importorskip("onnxruntime")

TEXT = "“The pier is safe,” Ana Brooks told reporters on Tuesday. Critics say that it is not."


@pytest.fixture(autouse=True)
def _no_setting(monkeypatch):
    monkeypatch.delenv("ONRECORD_DEVICE", raising=False)


@pytest.fixture
def files(monkeypatch):
    """The files of the model, to be changed."""
    names = ("reader.json", "reader.onnx", "voices.npz", "meanings.npz", "vocabulary.txt", "addressees.txt")
    kept = {name: networks._read(name) for name in names}
    monkeypatch.setattr(networks, "_read", kept.__getitem__)
    return kept


class _Gpu:
    """onnxruntime as it is on a machine with a GPU; the GPU is the CPU."""

    def __init__(self, monkeypatch, *, works=True):
        self.asked = []
        make = ort.InferenceSession
        monkeypatch.setattr(ort, "get_available_providers", lambda: [CUDA, "CPUExecutionProvider"])

        def session(graph, options, providers):
            self.asked.append((providers, options.use_deterministic_compute))
            made = make(graph, options, providers=["CPUExecutionProvider"])
            if works and providers[0] != "CPUExecutionProvider":
                made.get_providers = lambda: [CUDA, "CPUExecutionProvider"]
            return made

        monkeypatch.setattr(ort, "InferenceSession", session)
        monkeypatch.setattr(ort, "preload_dlls", lambda **given: print("Failed to load libcudart"), raising=False)
        monkeypatch.setattr(ort, "set_default_logger_severity", lambda level: None)


def changed(files, **changes):
    settings = json.loads(files["reader.json"]) | changes
    files["reader.json"] = json.dumps(settings).encode()


def test_the_version_is_that_of_all_that_decides_what_is_read(files):
    before = packaged_model()
    assert before == OnnxNetwork.packaged().model == packaged_model()
    versions = {before.version}
    voices = files["voices.npz"] + b"\0"
    changed(files, voices_sha256=hashlib.sha256(voices).hexdigest())
    versions.add(packaged_model().version)
    tuning = json.loads(files["reader.json"])["tuning"]
    changed(files, tuning=tuning | {"threshold": tuning["threshold"] + 0.01})
    versions.add(packaged_model().version)
    changed(files, meanings_sha256="0" * 64)
    versions.add(packaged_model().version)
    changed(files, sha256="0" * 64)
    versions.add(packaged_model().version)
    files["vocabulary.txt"] += b"pierpier\n"
    versions.add(packaged_model().version)
    files["addressees.txt"] += b"pier\t1\t1\n"
    versions.add(packaged_model().version)
    assert len(versions) == 7
    last = packaged_model()
    changed(files, report={"lenient": 100}, probe=None, version="of old")
    assert packaged_model() == last


def test_the_version_does_not_mind_how_the_settings_are_written(files):
    before = packaged_model()
    files["reader.json"] = json.dumps(json.loads(files["reader.json"]), indent=7).replace("\n", "\r\n").encode()
    assert packaged_model() == before
    words = (files[name].decode() for name in ("vocabulary.txt", "addressees.txt"))
    assert before.version == version_of(json.loads(files["reader.json"]), *words)


@pytest.mark.parametrize("name", ["reader.onnx", "voices.npz", "meanings.npz"])
def test_a_file_that_is_not_the_one_of_the_settings_is_refused(files, name):
    files[name] = files[name][:-1] + b"?"
    with pytest.raises(ModelError, match=name):
        OnnxNetwork.packaged()


@pytest.mark.parametrize("settings", ["{", "[]", '{"name": "onrecord-en"}', "null"])
def test_damaged_settings_are_refused(files, settings):
    files["reader.json"] = settings.encode()
    with pytest.raises(ModelError, match=r"reader\.json"):
        packaged_model()


def test_a_gpu_that_is_not_there_is_an_error_before_anything_is_read(monkeypatch, tmp_path, capsys):
    if CUDA in ort.get_available_providers():
        pytest.skip("there is an onnxruntime for GPUs here")
    with pytest.raises(UsageError, match=r"pip install 'onrecord\[gpu\]'.*--device cpu"):
        Reader(device="cuda")
    path = tmp_path / "pier.txt"
    path.write_text(TEXT, encoding="utf-8")
    ledger = str(tmp_path / "news.db")
    for call in (["read", str(path)], ["check", str(path)], ["add", str(path), "--ledger", ledger]):
        assert main([*call, "--device", "cuda"]) == 2
        assert "pip uninstall onnxruntime" in capsys.readouterr().err
    out = tmp_path / "shards"
    assert main(["batch", str(path), "--out", str(out), "--device", "cuda"]) == 2
    assert not out.exists()
    assert main(["follow", "https://news.example/feed", "--once", "--ledger", ledger, "--device", "cuda"]) == 2
    monkeypatch.setenv("ONRECORD_DEVICE", "cuda")
    assert main(["read", str(path)]) == 2
    assert main(["read", str(path), "--device", "cpu"]) == 0
    assert not (tmp_path / "news.db").exists()


def test_an_unknown_device_is_an_error_with_those_that_there_are(capsys):
    with pytest.raises(UsageError, match=r"device 'tpu' is not among the choices: cpu, cuda"):
        Reader(device="tpu")
    assert main(["read", "-", "--device", "tpu"]) == 2
    assert "cpu, cuda" in capsys.readouterr().err


def test_a_gpu_that_does_not_work_is_an_error_and_not_silently_the_cpu(monkeypatch, capsys):
    pytest.importorskip("onnx", reason="onnx is the extra `gpu`")
    _Gpu(monkeypatch, works=False)
    with pytest.raises(UsageError, match=r"nvidia-smi.*onnxruntime-gpu\[cuda,cudnn\].*--device cpu"):
        Reader(device="cuda")
    assert capsys.readouterr().out == ""


def test_with_a_gpu_the_other_graph_reads_and_the_record_says_so(monkeypatch, capsys):
    pytest.importorskip("onnx", reason="onnx is the extra `gpu`")
    here = Reader(threads=1).read(text=TEXT)
    gpu = _Gpu(monkeypatch)
    reader = Reader(device=" CUDA ", threads=1)
    there = reader.read(text=TEXT)
    assert capsys.readouterr().out == ""
    ((providers, deterministic),) = gpu.asked
    assert providers[0][0] == CUDA
    assert providers[0][1]["use_tf32"] == "0"
    assert deterministic
    assert there.model == packaged_model("cuda") != here.model
    assert there.model.version == f"{here.model.version}+fp16"
    spans = [[(s.source, s.cue, s.content, s.speaker) for s in record.statements] for record in (here, there)]
    assert spans[0] == spans[1]
    assert len(there.statements) == 2


def test_on_a_gpu_batches_are_larger_and_still_of_one_article(network):
    tokens = tokenized(TEXT * 600, blocks_of(TEXT * 600))
    assert max(map(len, batches([tokens], GPU_BATCH_PIECES))) > max(map(len, batches([tokens])))
    for most in (BATCH_PIECES, GPU_BATCH_PIECES):
        for group in batches([tokens], most):
            assert max(window.pieces for _, window in group) * len(group) <= most

    class Counting:
        model, tuning, weights = network.model, network.tuning, network.weights
        batch_pieces = GPU_BATCH_PIECES
        shapes: list[tuple[int, ...]] = []  # noqa: RUF012

        def __call__(self, batch):
            self.shapes.append(batch.ids.shape)
            return network(batch)

    counting = Counting()
    extract(read_text(TEXT * 300, origin="-"), counting)
    assert max(rows * pieces for rows, pieces in counting.shapes) > BATCH_PIECES


@pytest.fixture(scope="module")
def network():
    return OnnxNetwork.packaged()
