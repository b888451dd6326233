"""A desk reads lots in a process of its own, which may die: what it read is kept, and the next one reads the rest.

Answers come article by article, so it is known over which one a process died. The article is given to a second process;
when that dies over it too, the article is set aside and the others are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from onrecord.batch.child import Child, Died
from onrecord.batch.lots import PART_KEYS, Item, Lot, Piece, Rows, read_batch, rows_of, unpacked
from onrecord.errors import ModelError, SetAside
from onrecord.pipeline import Reader
from onrecord.settings import DEVICE

_FIRST = "The pier is safe, Ana Brooks said on Monday."
DEATHS = 2
"""Processes that may die over one article before it is set aside."""


class Desk:
    """One process that reads, and those that come after it. For one thread."""

    def __init__(self, device: str) -> None:
        """A desk whose network computes on a device (the choices of the setting `device`)."""
        self._child = Child("read", settings={DEVICE.variable: device})

    def read(self, lot: Lot) -> Piece:
        """The rows of a lot; raises OnrecordError when no process can be started, and Died when closed."""
        rows: list[Rows] = []
        deaths: Counter[int] = Counter()
        aside: list[str] = []
        while len(rows) < len(lot.items):
            try:
                key = lot.part * PART_KEYS + lot.first + len(rows)
                for row in self._child.ask((key, lot.items[len(rows) :])):
                    rows.append(row)
            except Died:
                if self._child.is_closed:
                    raise
                at = len(rows)
                deaths[at] += 1
                if deaths[at] >= DEATHS:
                    item = lot.items[at]
                    rows.append(rows_of(set_aside(item.origin), lot.part * PART_KEYS + lot.first + at))
                    aside.append(item.origin)
        return Piece(replace(lot, items=()), tuple(rows), deaths.total(), tuple(aside))

    def close(self) -> None:
        """Kill the process for good; another thread that waits in `read` gets Died."""
        self._child.close()

    def end(self) -> None:
        """End the process, in the thread that reads."""
        self._child.end()


def set_aside(origin: str) -> SetAside:
    """The error of an article over which two processes died."""
    problem = "The process that read it died, and so did the one after it: it was set aside."
    return SetAside(origin, problem, "Leave it out, or read it alone to see more.")


def reading() -> Callable[[tuple[int, tuple[Item, ...]]], Iterator[Rows]]:
    """What the process of a desk does: the rows of some items, the first of which has the given key.

    The network computes where the setting `device` says; raises UsageError when there is no such device, and
    ModelError when the model cannot be loaded, or cannot read a sentence: what is wrong with the program stops
    a run, and does not set aside every article of it.
    """
    from onrecord.extraction.network import OnnxNetwork

    reader = Reader(network=OnnxNetwork.packaged(), threads=1)
    try:
        reader.read(text=_FIRST)
    except Exception as error:
        problem = f"The model is loaded but cannot read ({type(error).__name__}: {error}). Reinstall Onrecord."
        raise ModelError(problem) from error

    def work(request: tuple[int, tuple[Item, ...]]) -> Iterator[Rows]:
        key, items = request
        for number, result in enumerate(read_batch(map(unpacked, items), reader)):
            yield rows_of(result, key + number)

    return work
