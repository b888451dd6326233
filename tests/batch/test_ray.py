"""Ray on this machine makes the same shards as the processes of the local engine, and survives what they survive."""

from __future__ import annotations

import sys

import pytest

from onrecord.batch.run import batch
from onrecord.errors import UsageError
from tests.batch.conftest import accounted, archive, shards


def test_ray_makes_the_same_shards_and_goes_on_with_those_of_the_local_engine(tmp_path, start):
    pytest.importorskip("ray.data", reason="Ray is not installed: pip install 'onrecord[ray]'")
    given = [archive(tmp_path / "a.jsonl", range(40), n7="DEADLY. "), tmp_path / "missing.txt"]
    given.append(archive(tmp_path / "b.jsonl", range(40, 45)))
    batch(given, tmp_path / "local", workers=2, shard_items=10)
    batch(given, tmp_path / "ray", workers=2, shard_items=10)
    whole = shards(tmp_path / "local")
    assert len(whole) == 15
    for number in (0, 3):
        (tmp_path / f"ray/shards/000000-{number:05}.json").unlink()
        (tmp_path / f"ray/articles/000000-{number:05}.parquet").unlink()
    run = start(*given, "--out", tmp_path / "ray", "--engine", "ray", "--workers", 2, "--shard", 10, "--quiet")
    said, complaint = run.communicate(timeout=1_800)
    assert run.returncode == 1, complaint
    assert "This run read 19 articles" in said
    assert "Traceback" not in complaint
    assert shards(tmp_path / "ray") == whole
    report = accounted(tmp_path / "ray")
    assert (report["run"]["engine"], report["set_aside"]) == ("ray", [f"{given[0]}:8"])


def test_without_ray_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray.data", None)
    with pytest.raises(UsageError, match=r"pip install 'onrecord\[ray\]'"):
        batch([archive(tmp_path / "a.jsonl", range(3))], tmp_path / "out", engine="ray")
    assert not (tmp_path / "out").exists()
