"""The engine of one machine: a process for each core that reads, a few that feed them, and a bounded row between.

A thread here waits for each process and does next to nothing itself. No more lots are in hand than the processes can
chew on, so memory stays flat however many articles there are.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterator
from typing import TypeVar

from onrecord.batch.child import Died
from onrecord.batch.desk import Desk
from onrecord.batch.feeding import Feeder, Task
from onrecord.batch.lots import Lot, Piece

AHEAD = 2
"""Lots that wait for each process that reads: enough that none waits."""
FED = 6
"""Processes that read for each one that feeds them: taking a page apart takes less than a sixth of reading it."""
_PATIENCE = 0.2

Thing = TypeVar("Thing")


class Local:
    """Reads tasks with so many processes; an engine: tasks in, pieces out."""

    def __init__(self, workers: int, device: str) -> None:
        """An engine with `workers` processes that read, each with a network on the device."""
        self._workers = workers
        self._device = device
        self._lots: queue.Queue[Lot | None] = queue.Queue(workers * AHEAD)
        self._done: queue.Queue[Piece | BaseException | None] = queue.Queue(workers * AHEAD)
        self._is_stopped = threading.Event()
        self._lock = threading.Lock()
        self.deaths = 0
        """How many processes that fed died."""

    def pieces(self, tasks: Iterator[Task]) -> Generator[Piece, None, None]:
        """The pieces of all lots of the tasks, as they are done. Raises what a process failed with, and stops all."""
        feeders = [Feeder() for _ in range(-(-self._workers // FED))]
        desks = [Desk(self._device) for _ in range(self._workers)]
        fed = threading.Barrier(len(feeders), action=self._no_more)
        threads = [self._thread(self._feed, feeder, tasks, fed) for feeder in feeders]
        threads += [self._thread(self._read, desk) for desk in desks]
        for thread in threads:
            thread.start()
        left = len(desks)
        try:
            while left:
                done = self._done.get()
                if done is None:
                    left -= 1
                elif isinstance(done, Piece):
                    yield done
                else:
                    raise done
        finally:
            self._is_stopped.set()
            fed.abort()
            for feeder in feeders:
                feeder.close()
            for desk in desks:
                desk.close()
            for thread in threads:
                thread.join()

    def _feed(self, feeder: Feeder, tasks: Iterator[Task], fed: threading.Barrier) -> None:
        try:
            while True:
                with self._lock:
                    task = next(tasks, None)
                if task is None:
                    break
                for lot in feeder.lots(task):
                    if not self._put(self._lots, lot):
                        return
            with self._lock:
                self.deaths += feeder.deaths
            fed.wait()
        except threading.BrokenBarrierError:
            pass
        finally:
            feeder.end()

    def _no_more(self) -> None:
        for _ in range(self._workers):
            self._put(self._lots, None)

    def _read(self, desk: Desk) -> None:
        try:
            while (lot := self._taken()) is not None:
                if not self._put(self._done, desk.read(lot)):
                    return
            self._put(self._done, None)
        finally:
            desk.end()

    def _thread(self, work: Callable[..., None], *given: object) -> threading.Thread:
        def run() -> None:
            try:
                work(*given)
            except Died:
                if not self._is_stopped.is_set():
                    raise
            except BaseException as error:
                self._put(self._done, error)

        return threading.Thread(target=run, daemon=True)

    def _taken(self) -> Lot | None:
        while not self._is_stopped.is_set():
            try:
                return self._lots.get(timeout=_PATIENCE)
            except queue.Empty:
                continue
        return None

    def _put(self, where: queue.Queue[Thing], what: Thing) -> bool:
        """Put it in when there is room; False when all was stopped before there was."""
        while not self._is_stopped.is_set():
            try:
                where.put(what, timeout=_PATIENCE)
                return True
            except queue.Full:
                continue
        return False
