"""A part's articles are taken out of its files in a process of their own, in lots that fall the same way every time.

Taking hostile files apart may end a process as reading may. So it says before each article where it is; where two
processes have died at one place, the file is left there with an error, and the next file goes on.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple

from onrecord.article import Article
from onrecord.batch.child import Child, Died
from onrecord.batch.desk import DEATHS
from onrecord.batch.lots import Item, Lot, packed
from onrecord.batch.plan import Part, Source
from onrecord.errors import InputError, OnrecordError, SetAside
from onrecord.reading.columns import Columns
from onrecord.reading.files import shown
from onrecord.reading.inputs import read_inputs

LOT_ITEMS, LOT_CHARACTERS = 16, 200_000
"""Items and characters after which a lot is full: some seconds of reading, of which little is lost with a process."""
SHARD_CHARACTERS = 20_000_000
"""Characters after which a shard is full, however few its articles are: memory and disk for one stay bounded."""


class Place(NamedTuple):
    """Where in a part a process is."""

    source: int
    """Which of the part's inputs."""
    item: int
    """How many articles and errors of it came before."""


@dataclass(frozen=True, slots=True)
class Task:
    """A part that is to be fed."""

    part: Part
    """The part."""

    shard_items: int
    """Items of a shard."""

    finished: frozenset[int] = frozenset()
    """Shards of it that are there already."""

    columns: Columns | None = None
    """What the parts of an article are called in tables and objects."""

    cuts: tuple[Place, ...] = ()
    """Places where processes died twice: the input is left there."""

    given: int = 0
    """Lots that came before and are not wanted again."""


class Feeder:
    """Feeds lots of parts, by one process after another. For one thread."""

    def __init__(self, *, folder: str | None = None) -> None:
        """A feeder that takes relative names to be below `folder`."""
        self._child = Child("feed", folder=folder)
        self.deaths = 0
        """How many processes died."""

    def lots(self, task: Task) -> Iterator[Lot]:
        """The lots of the task that are not finished yet, in order; raises Died when the feeder was closed."""
        deaths: Counter[Place] = Counter()
        at = Place(0, 0)
        while True:
            try:
                for answer in self._child.ask(task):
                    if isinstance(answer, Lot):
                        task = replace(task, given=task.given + 1)
                        yield answer
                    else:
                        at = answer
                return
            except Died:
                if self._child.is_closed:
                    raise
                self.deaths += 1
                deaths[at] += 1
                if deaths[at] >= DEATHS:
                    if at in task.cuts:
                        name = shown(task.part.sources[at.source].name)
                        raise OnrecordError(f"The process that takes {name} apart dies again and again.") from None
                    task = replace(task, cuts=(*task.cuts, at))

    def close(self) -> None:
        """Kill the process for good; another thread that waits for a lot gets Died."""
        self._child.close()

    def end(self) -> None:
        """End the process, in the thread that works with it."""
        self._child.end()


def fed(task: Task) -> Iterator[Lot | Place]:
    """What the process of a feeder does: places and lots, as they come."""
    lots = 0
    for answer in _lots(task):
        if isinstance(answer, Place):
            yield answer
        elif answer.shard not in task.finished:
            lots += 1
            if lots > task.given:
                yield answer


def _lots(task: Task) -> Iterator[Lot | Place]:
    """All lots of a part, and before each item its place. A lot is held back until it is known whether one follows."""
    held: Lot | None = None
    items: list[Item] = []
    place = Place(0, 0)
    shard = number = first = in_shard = 0
    characters = of_shard = 0
    for answer in _items(task):
        if isinstance(answer, Place):
            place = answer
            yield answer
            continue
        if held is not None:
            yield held
            held = None
        length = len(answer.text) if isinstance(answer, Article) else 0
        items.append(packed(answer))
        characters, of_shard, in_shard = characters + length, of_shard + length, in_shard + 1
        closes = in_shard >= task.shard_items or of_shard >= SHARD_CHARACTERS
        if closes or len(items) >= LOT_ITEMS or characters >= LOT_CHARACTERS:
            reached = _reached(task.part, place)
            held = Lot(task.part.number, shard, number, first, tuple(items), closes, False, reached)
            first, items, characters, number = first + len(items), [], 0, number + 1
            if closes:
                shard, number, in_shard, of_shard = shard + 1, 0, 0, 0
    if items or held is None:
        yield Lot(task.part.number, shard, number, first, tuple(items), True, True, task.part.bytes)
    else:
        yield replace(held, closes=True, ends=True, reached=task.part.bytes)


def _items(task: Task) -> Iterator[Article | InputError | Place]:
    cuts = dict(task.cuts)
    for index, source in enumerate(task.part.sources):
        yield Place(index, 0)
        if cuts.get(index) == 0:
            yield _cut(source, 0)
            continue
        found = read_inputs([source.name], columns=task.columns)
        for count, item in enumerate(found, start=1):
            assert isinstance(item, Article | InputError)
            yield item
            yield Place(index, count)
            if cuts.get(index) == count:
                yield _cut(source, count)
                break


def _cut(source: Source, count: int) -> SetAside:
    problem = f"The process that took it apart died at the same place twice, after {count} of its articles."
    return SetAside(shown(source.name), problem, "What came before was read. Leave out what comes next in it.")


def _reached(part: Part, place: Place) -> int:
    """Bytes of the part that are behind this place, as far as the system tells (on Linux within a file too)."""
    done = sum(source.size or 0 for source in part.sources[: place.source])
    return done + _position(part.sources[place.source])


def _position(source: Source) -> int:
    """Bytes of a file that this process has read, where the system tells (Linux); else 0."""
    if source.size is None:
        return 0
    wanted = os.path.realpath(source.name)
    with suppress(OSError, ValueError):
        for number in os.listdir("/proc/self/fd"):
            with suppress(OSError):
                if os.readlink(f"/proc/self/fd/{number}") == wanted:
                    with open(f"/proc/self/fdinfo/{number}", encoding="ascii") as told:
                        return min(source.size, int(told.readline().split()[1]))
    return 0
