"""Where output goes: a screen is shown nothing it would obey, and a file is whole or not there.

A file is written beside its place under a hidden name that ends in `.part` and moved there when it is complete, so
that a run that is killed leaves what was there before.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO, cast

from onrecord.errors import UsageError
from onrecord.formats.visible import visible

LONGEST_NAME = 100
"""Characters of a file name made from an origin: file systems end at 255 bytes, of which a character takes up to 4,
and the number and the ending come after it."""


@dataclass(slots=True)
class Draft:
    """A file that is being written."""

    out: TextIO
    """Where to write; UTF-8, line ends as they are given."""

    keep: bool = True
    """Whether to put it in its place at the end; False leaves what is there."""


class Guarded:
    """A terminal that is shown what it would otherwise obey."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        """Write the text with every character written out that a terminal obeys."""
        return self._out.write(visible(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._out, name)


def known_format(form: str, choices: Collection[str], output: str | None = None) -> None:
    """Raise UsageError when there is no such format; say so when the output's ending is that of another."""
    if form not in choices:
        raise UsageError(f"There is no format {form!r}. Choose one of: {', '.join(choices)}.")
    ending = Path(output).suffix[1:].lower() if output is not None else form
    if ending != form and ending in choices:
        kind = "a table" if form == "table" else form
        print(f"{visible(str(output))} is written as {kind}; for {ending} add --format {ending}.", file=sys.stderr)


@contextmanager
def screen(*, guarded: bool) -> Iterator[TextIO]:
    """Standard output as UTF-8 with line ends as they are given; `guarded` where what is written may hold controls."""
    out = sys.stdout
    if isinstance(out, TextIOWrapper):
        out.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    yield cast(TextIO, Guarded(out)) if guarded and out.isatty() else out
    out.flush()


@contextmanager
def atomic(target: Path) -> Iterator[Draft]:
    """A draft of the file `target`, which takes its place when all goes well; raises UsageError when it cannot."""
    if target.is_dir():
        raise UsageError(f"{target} is a folder: name a file with --output, or choose --format brat.")
    place = target.resolve()
    exists = place.exists()
    if exists and not place.is_file():
        with _opened(target, str(place)) as out:  # a device or a pipe has no whole to be kept
            yield Draft(out)
        return
    mode = stat.S_IMODE(place.stat().st_mode) if exists else 0o666 & ~_umask()
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{place.name[:40]}.", suffix=".part", dir=place.parent)
    except OSError as error:
        raise _refused(target, error) from error
    part = Path(name)
    try:
        with _opened(target, descriptor) as out:
            draft = Draft(out)
            yield draft
            out.flush()
            os.fsync(descriptor)
        if draft.keep:
            part.chmod(mode)
            part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def _opened(target: Path, place: str | int) -> TextIO:
    try:
        return open(place, "w", encoding="utf-8", errors="backslashreplace", newline="")
    except OSError as error:
        raise _refused(target, error) from error


def _refused(target: Path, error: OSError) -> UsageError:
    return UsageError(f"{target} cannot be written: {error.strerror}. Choose another --output.")


@dataclass(slots=True)
class Folder:
    """A folder with some files an article, named after where the article came from."""

    path: Path
    """The folder."""

    _taken: dict[str, int] = field(default_factory=dict)

    def add(self, origin: str, files: dict[str, str]) -> None:
        """Write the files of one article, each whole or not at all; a name that this run has used gets a number."""
        stem = _name(origin)
        number = self._taken.get(stem.casefold(), 0) + 1
        self._taken[stem.casefold()] = number
        if number > 1:
            self.add(f"{stem}-{number}", files)
            return
        for ending, text in files.items():
            self._write(f"{stem}{ending}", text)

    def add_companions(self, files: dict[str, str]) -> None:
        """Write what the folder needs beside the articles; files that are there already are the user's own."""
        for name, text in files.items():
            if not (self.path / name).exists():
                self._write(name, text)

    def _write(self, name: str, text: str) -> None:
        with atomic(self.path / name) as draft:
            draft.out.write(text)


@contextmanager
def folder(target: Path) -> Iterator[Folder]:
    """The folder `target`, made if it is not there; raises UsageError when it cannot be."""
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{target} cannot be a folder: {error.strerror}. Choose another --output.") from error
    yield Folder(target)


def _name(origin: str) -> str:
    """A file name that any system takes, from a path, an address or a path with a line number."""
    last = re.split(r"[/\\]", origin.rstrip("/\\"))[-1]
    stem = re.sub(r"\.(txt|html?|jsonl?|ndjson|md)(?=$|:|-\d+$)", "", last)
    return re.sub(r"[^\w-]+", "-", stem).strip("-")[:LONGEST_NAME] or "article"


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
