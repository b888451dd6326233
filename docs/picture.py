"""The picture in the README is the page as it is: `python -m docs.picture` takes it again, with the model of today."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from docs.examples import ROOT

PICTURE = ROOT / "docs" / "images" / "page.png"
WIDTH, HEIGHT = 1120, 760
"""Pixels: wide enough for the notes to stand beside the text, and all that a README's first screen holds."""
PATIENCE = 240_000
"""Milliseconds for a browser on a busy machine."""


def take() -> None:
    """Read a sample into a page and write the picture of its beginning; needs Chromium and playwright."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        page = Path(folder) / "harbour.html"
        command = ("read", "samples/harbour.html", "--format", "html", "--output", str(page))
        subprocess.run([sys.executable, "-m", "onrecord.cli.main", *command], cwd=ROOT, check=True)
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=arguments, timeout=PATIENCE)
        view = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        view.goto(page.as_uri(), timeout=PATIENCE)
        view.screenshot(path=PICTURE, timeout=PATIENCE)
        browser.close()


if __name__ == "__main__":
    take()
