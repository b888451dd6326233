"""The project's reference scorer, which lies beside the repository."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "tools" / "score.py"


def reference_scorer() -> ModuleType:
    """The scorer as a module; skips the test where it is not there."""
    if not REFERENCE.exists():
        pytest.skip("the reference scorer is not beside the repository")
    spec = importlib.util.spec_from_file_location("reference", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    return reference
