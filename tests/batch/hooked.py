"""What the processes of a batch are in the tests: a reader without a model, and articles that they die of.

Every `NAME says WORDS.` is a statement. An article with `DEADLY` kills the process that reads it, one with `UNPACKED`
the process that takes it out of its file; `ONCE:PATH` kills the first process and no other; `FAILS` raises what nobody
foresaw. ONRECORD_TEST_SECONDS is how long an article takes.
"""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path
from typing import Any

from onrecord.article import Article
from onrecord.record import Model, Record
from onrecord.span import Span
from onrecord.statement import Speaker, Statement

_SAYS = re.compile(r"([A-Z]\w+) (says) ([^.]+)\.")
MODEL = Model("hooked", "1")


def read(article: Article) -> Record:
    """The record of an article."""
    at_work()
    time.sleep(float(os.environ.get("ONRECORD_TEST_SECONDS", "0")))
    if "DEADLY" in article.text:
        die()
    if once := re.search(r"ONCE:(\S+)", article.text):
        try:
            Path(once[1]).touch(exist_ok=False)
        except FileExistsError:
            pass
        else:
            die()
    if "FAILS" in article.text:
        raise RecursionError("much too deep")
    statements = [
        Statement(
            number,
            (Span(*found.span(1)),),
            (Span(*found.span(2)),),
            (Span(*found.span(3)),),
            "indirect",
            0.9,
            speaker=Speaker(found[1], "person"),
        )
        for number, found in enumerate(_SAYS.finditer(article.text), start=1)
    ]
    return Record(article, tuple(statements), (), MODEL)


def at_work() -> None:
    """Let the tests know that this process has begun to work."""
    if place := os.environ.get("ONRECORD_TEST_AT_WORK"):
        Path(place, str(os.getpid())).touch()


def die() -> None:
    """End this process as the system does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def install() -> None:
    """Put the reader in the place of the real one in this process."""
    from onrecord.batch import feeding
    from onrecord.extraction.network import OnnxNetwork
    from onrecord.pipeline import Reader

    def reading(self: Reader, source: Any = None, *, text: str | None = None) -> Record | None:
        return None if source is None else read(source)

    Reader.read = reading  # type: ignore[method-assign, assignment]
    OnnxNetwork.packaged = classmethod(lambda cls, **_: None)  # type: ignore[method-assign, assignment]
    real = feeding.read_inputs

    def taken(*given: Any, **options: Any) -> Any:
        for item in real(*given, **options):
            at_work()
            if isinstance(item, Article) and "UNPACKED" in item.text:
                die()
            yield item

    feeding.read_inputs = taken  # type: ignore[assignment]
