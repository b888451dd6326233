"""What the laws are tested with: the real model where its files are, and a network that says anything."""

from __future__ import annotations

import pytest

from onrecord.errors import ModelError
from onrecord.extraction.network import OnnxNetwork
from onrecord.pipeline import Reader


@pytest.fixture(scope="session")
def network():
    """The model inside the package."""
    try:
        return OnnxNetwork.packaged()
    except ModelError as error:
        pytest.skip(f"the model is not in this copy: {error}")


@pytest.fixture(scope="session")
def reader(network):
    """A reader with the model inside the package."""
    return Reader(network=network, threads=2)
