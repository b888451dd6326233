"""A reader that needs no model: it reads marked-up text, so that a test says itself what is found.

`python -m tests.cli.fake ARGUMENTS` is the program with this reader in it. An input is a file of marked-up text;
`bad:NAME` cannot be read, `slow:SECONDS` takes that long, `many:N` is N articles, `-` is standard input.
"""

from __future__ import annotations

import sys
import time
import types
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import InputError, InputMissing
from onrecord.record import Record
from tests.markup import marked_record


class FakeReader:
    """Stands in for onrecord.pipeline.Reader."""

    made: list[FakeReader] = []  # noqa: RUF012 - the tests look here

    def __init__(self, *, threads: int | None = None) -> None:
        self.threads = threads
        FakeReader.made.append(self)

    def read_all(self, inputs: Iterable[str], *, stdin: BinaryIO | None = None) -> Iterator[Record | InputError]:
        for given in inputs:
            kind, _, value = given.partition(":")
            if kind == "bad":
                yield InputMissing(value, "There is no such file.", "Check the name.")
            elif kind == "slow":
                print("reading", file=sys.stderr, flush=True)
                time.sleep(float(value))
            elif kind == "many":
                for number in range(int(value)):
                    yield marked_record("[s1 He] [c1 said] [t1 no]. " + "x" * 2000, origin=f"many-{number}")
            elif given == "-":
                assert stdin is not None
                yield marked_record(stdin.read().decode(), origin="-")
            else:
                yield marked_record(Path(given).read_text(encoding="utf-8"), origin=given, title="A title")


def install() -> types.ModuleType:
    """A stand-in for the module onrecord.pipeline."""
    module = types.ModuleType("onrecord.pipeline")
    module.Reader = FakeReader  # type: ignore[attr-defined]
    return module


if __name__ == "__main__":
    sys.modules["onrecord.pipeline"] = install()
    from onrecord.cli.main import main

    sys.exit(main())
