"""Before anything is read the inputs are listed: the same inputs give the same parts, and so the same shards.

A part is a large file, or some small ones in a row. Parts are written down, one a line, with the sizes and times of
their files, so that a run that goes on can tell that it reads what was read before, and so that a million names are
never in memory. What a file holds is not looked into here.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import BatchError, InputError, UsageError
from onrecord.reading.inputs import STANDARD_INPUT, single_inputs

PART_FILES = 500
"""Files of a part at most."""
PART_BYTES = 32_000_000
"""Bytes after which a part has no more files: a file that is larger is a part by itself."""


@dataclass(frozen=True, slots=True)
class Source:
    """One input as it was when the plan was made."""

    name: str
    """A file, an address, or whatever was given that is neither."""

    size: int | None
    """Its bytes; None for what is no file."""

    changed: int | None
    """When it was last changed, in nanoseconds; None for what is no file."""


@dataclass(frozen=True, slots=True)
class Part:
    """Inputs that are read one after the other."""

    number: int
    """Its number, from 0."""

    sources: tuple[Source, ...]
    """The inputs."""

    @property
    def bytes(self) -> int:
        """How many bytes its files have."""
        return sum(source.size or 0 for source in self.sources)

    def line(self) -> str:
        """The part as a line of the plan."""
        return json.dumps([self.number, [[each.name, each.size, each.changed] for each in self.sources]]) + "\n"

    @classmethod
    def of(cls, line: str) -> Part:
        """The part that a line of the plan says."""
        number, sources = json.loads(line)
        return cls(number, tuple(Source(*each) for each in sources))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be read, written down in a file."""

    path: Path
    """The file, one part a line."""

    parts: int
    """How many parts."""

    sources: int
    """How many inputs."""

    bytes: int
    """How many bytes their files have."""

    digest: str
    """The SHA-256 of the file, in hexadecimal."""

    def __iter__(self) -> Iterator[Part]:
        with self.path.open(encoding="utf-8") as lines:
            yield from (Part.of(line) for line in lines)


def make(inputs: Iterable[str | os.PathLike[str]], path: Path) -> Plan:
    """List the inputs in the file `path`. Raises UsageError for standard input, which cannot be read a second time."""
    parts = sources = size = 0
    digest = hashlib.sha256()
    with path.open("w", encoding="utf-8") as out:
        for part in parts_of(inputs):
            line = part.line()
            out.write(line)
            digest.update(line.encode())
            parts, sources, size = parts + 1, sources + len(part.sources), size + part.bytes
    return Plan(path, parts, sources, size, digest.hexdigest())


def parts_of(inputs: Iterable[str | os.PathLike[str]]) -> Iterator[Part]:
    """The parts that these inputs make."""
    number, waiting, size = 0, list[Source](), 0
    for source in _sources(inputs):
        if waiting and (len(waiting) == PART_FILES or size + (source.size or 0) > PART_BYTES):
            yield Part(number, tuple(waiting))
            number, waiting, size = number + 1, [], 0
        waiting.append(source)
        size += source.size or 0
    if waiting:
        yield Part(number, tuple(waiting))


def refuse_other(now: Plan, before: Path) -> None:
    """Raise BatchError naming the first input that is not what it was when the plan `before` was made."""
    was = (Part.of(line) for line in before.read_text(encoding="utf-8").splitlines())
    old = (source for part in was for source in part.sources)
    new = (source for part in now for source in part.sources)
    folder = str(before.parent)
    for one, other in zip(old, new, strict=False):
        if one.name != other.name:
            raise BatchError(folder, f"It was begun with other inputs: {one.name} where now {other.name} is.", _ADVICE)
        if one != other:
            raise BatchError(folder, f"{one.name} was changed since it was begun.", _ADVICE)
    raise BatchError(folder, "It was begun with more or fewer inputs.", _ADVICE)


_ADVICE = "Give the same inputs to go on with it, or name another folder with --out."


def _sources(inputs: Iterable[str | os.PathLike[str]]) -> Iterator[Source]:
    for name in single_inputs(inputs):
        if isinstance(name, InputError):
            yield Source(name.origin, None, None)
            continue
        if name in (STANDARD_INPUT, "/dev/stdin"):
            raise UsageError("A batch that is stopped reads its inputs again, and standard input is gone: give a file.")
        try:
            found = os.stat(name)
        except (OSError, ValueError):
            yield Source(name, None, None)
        else:
            yield Source(name, found.st_size, found.st_mtime_ns)
