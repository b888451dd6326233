"""Every setting: its name, default, environment variable, and one sentence.

A setting is read from the environment when it is asked for, so that a program can change it while it runs;
a value that is no number of the right kind, or not among the choices, is a `UsageError` naming the variable.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from onrecord.errors import UsageError


@dataclass(frozen=True, slots=True)
class Setting:
    """One whole-number setting."""

    name: str
    """Its name in the code and the documentation."""

    default: int
    """Its value when the environment says nothing."""

    meaning: str
    """What it does and in which unit, one sentence."""

    least: int = 1
    """The least value that makes sense."""

    @property
    def variable(self) -> str:
        """The environment variable that changes it."""
        return f"ONRECORD_{self.name.upper()}"

    def value(self) -> int:
        """The value in force; raises UsageError when the environment holds something else than a number >= least."""
        given = os.environ.get(self.variable)
        if given is None or not given.strip():
            return self.default
        try:
            number = int(given)
        except ValueError:
            number = self.least - 1
        if number < self.least:
            raise UsageError(
                f"{self.variable}={given!r} is not a whole number of at least {self.least}. "
                f"Unset it to use {self.default}: {self.meaning}"
            )
        return number


@dataclass(frozen=True, slots=True)
class Choice:
    """One setting whose value is one of a few words."""

    name: str
    """Its name in the code and the documentation."""

    default: str
    """Its value when the environment says nothing."""

    choices: tuple[str, ...]
    """What it can be."""

    meaning: str
    """What it does, one sentence."""

    @property
    def variable(self) -> str:
        """The environment variable that changes it."""
        return f"ONRECORD_{self.name.upper()}"

    def value(self, given: str | None = None) -> str:
        """`given` where it is not None, else the value in force; raises UsageError for what is not among the choices.

        Capitals and white space around it do not matter.
        """
        asked = os.environ.get(self.variable) if given is None else given
        if asked is None or (given is None and not asked.strip()):
            return self.default
        word = asked.strip().lower()
        if word not in self.choices:
            where = f"{self.variable}={asked!r}" if given is None else f"{self.name} {asked!r}"
            raise UsageError(f"{where} is not among the choices: {', '.join(self.choices)}. {self.meaning}")
        return word


MAX_BYTES = Setting("max_bytes", 20_000_000, "The largest article, in bytes: a text, a page, or standard input.")
MAX_LINE_BYTES = Setting("max_line_bytes", 20_000_000, "The longest line of a JSON lines file, in bytes.")
FETCH_BYTES = Setting("fetch_bytes", 10_000_000, "The largest answer taken from a web address, in bytes.")
FETCH_SECONDS = Setting("fetch_seconds", 20, "The longest time for one web address with its redirects, in seconds.")
FETCH_REDIRECTS = Setting("fetch_redirects", 5, "How many redirects of a web address are followed.", least=0)
PDF_PAGES = Setting("pdf_pages", 1_000, "The most pages of a PDF file that is read.")
PDF_SECONDS = Setting("pdf_seconds", 120, "The longest time that taking one PDF file apart may take, in seconds.")
THREADS = Setting("threads", 0, "Threads of the network; 0 takes one for every core.", least=0)
DEVICE = Choice(
    "device", "cpu", ("cpu", "cuda"), "Where the network computes: on the processor, or on an Nvidia GPU (docs/gpu.md)."
)
SERVE_BYTES = Setting("serve_bytes", 25_000_000, "The largest request that the reading room takes, in bytes.")
SERVE_SECONDS = Setting("serve_seconds", 10, "The longest time for a page, and for a request to come in, in seconds.")
SERVE_RATE = Setting("serve_rate", 100, "Requests a second of one address, over time; four times as many at once.")

SETTINGS: tuple[Setting | Choice, ...] = (
    MAX_BYTES,
    MAX_LINE_BYTES,
    FETCH_BYTES,
    FETCH_SECONDS,
    FETCH_REDIRECTS,
    PDF_PAGES,
    PDF_SECONDS,
    THREADS,
    DEVICE,
    SERVE_BYTES,
    SERVE_SECONDS,
    SERVE_RATE,
)
"""All settings; the reference page is written from this list."""
