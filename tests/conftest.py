"""What holds for every test: a busy machine makes no test fail. And the Chromium that the tests of pages share."""

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

# A deadline measures the clock, and the clock of a machine that trains a model beside the tests says little.
# Continuous integration tries the same examples each time: it says whether a change broke something. Everybody else's
# runs try new ones.
settings.register_profile(
    "patient",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("patient")

PATIENCE = 120_000
"""Milliseconds: a machine that trains a model beside the tests is slow, and that is no failure."""


@pytest.fixture(scope="module")
def browser():
    """A real Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium here: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"], timeout=PATIENCE
        )
        yield opened
        opened.close()
