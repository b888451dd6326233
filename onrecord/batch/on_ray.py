"""The engine for many machines: Ray Data feeds, reads and brings back; the same desks do the work.

Ray's actors never die of an article: each has a desk, whose process does. Inputs are opened on the machines of the
cluster, so they must be visible there under the same names; the shards are written where the command was given. Ray is
the extra `ray` (500 MB), and Onrecord must be installed on every machine.
"""

from __future__ import annotations

import logging
import os
import pickle
import warnings
from collections.abc import Generator, Iterator
from typing import Any

from onrecord.batch.desk import Desk
from onrecord.batch.feeding import Feeder, Task
from onrecord.batch.local import FED
from onrecord.batch.lots import Piece
from onrecord.errors import UsageError

BLOCK = 1 << 20
"""Bytes of lots that Ray hands on at once: a few, so that reading begins when the first are there."""
STORE = 300_000_000
"""Bytes of Ray's memory for what is under way, on this machine."""
_READS, _FEEDS = 0.95, 0.05
"""Of a core, what Ray counts for an actor that reads and a task that feeds: six and one fit on six cores."""

_OF_A_GPU = 0.125
"""Of a GPU, what Ray counts for an actor that reads on it: Python leaves it idle most of the time."""


class OnRay:
    """Reads tasks on Ray; an engine: tasks in, pieces out."""

    def __init__(self, workers: int | None, address: str | None, device: str) -> None:
        """An engine with `workers` actors (default: one for each core of the cluster) on the cluster at `address`, or
        on this machine. Raises UsageError when Ray is not installed."""
        try:
            import ray.data  # noqa: F401
        except ImportError:
            raise UsageError("The engine ray needs Ray: pip install 'onrecord[ray]'") from None
        self._workers = workers
        self._address = address
        self._device = device
        self.deaths = 0
        """Processes that fed and died: Ray does not tell."""

    def pieces(self, tasks: Iterator[Task]) -> Generator[Piece, None, None]:
        """The pieces of all lots of the tasks, as they are done. Raises UsageError when the cluster is too small."""
        import ray
        import ray.data

        waiting = [{"task": pickle.dumps(task)} for task in tasks]
        if not waiting:
            return
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        is_ours = not ray.is_initialized()
        if is_ours:
            self._begin(ray)
        try:
            workers = self._size(ray)
            context = ray.data.DataContext.get_current()
            context.target_max_block_size = BLOCK
            context.enable_progress_bars = False
            context.print_on_execution_start = False
            context.op_resource_reservation_enabled = False
            found = (
                ray.data.from_items(waiting, override_num_blocks=len(waiting))
                .map_batches(
                    Feeding(os.getcwd()), batch_size=1, batch_format="pyarrow", zero_copy_batch=True,
                    num_cpus=_FEEDS, compute=ray.data.TaskPoolStrategy(size=-(-workers // FED)),
                )
                .map_batches(
                    Reading, fn_constructor_args=(self._device,), num_gpus=_OF_A_GPU if self._device == "cuda" else 0,
                    batch_size=1, batch_format="pyarrow", zero_copy_batch=True,
                    num_cpus=_READS, compute=ray.data.ActorPoolStrategy(size=workers),
                )
            )  # fmt: skip
            for table in found.iter_batches(batch_size=None, batch_format="pyarrow"):
                for packed in table.column("piece"):
                    piece = pickle.loads(packed.as_py())
                    assert isinstance(piece, Piece)
                    yield piece
        finally:
            if is_ours:
                ray.shutdown()

    def _begin(self, ray: Any) -> None:
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        warnings.filterwarnings("ignore", module=r"ray\.")
        own = {} if self._address else {"include_dashboard": False, "object_store_memory": STORE}
        try:
            ray.init(address=self._address, log_to_driver=False, logging_level="ERROR", **own)
        except (ConnectionError, ValueError, RuntimeError) as error:
            words = " ".join(str(error).split())[:200]
            raise UsageError(f"Ray does not answer at {self._address or 'this machine'} ({words}).") from error

    def _size(self, ray: Any) -> int:
        cores = int(ray.cluster_resources().get("CPU", 0))
        if self._workers is not None and self._workers > cores:
            raise UsageError(f"The cluster has {cores} cores, which is less than --workers {self._workers}.")
        return self._workers or max(1, cores)


class Feeding:
    """What a task of Ray does: the lots of a part, one after the other."""

    def __init__(self, folder: str) -> None:
        """Take relative names to be below `folder`, where there is such a folder."""
        self._folder = folder

    def __call__(self, batch: Any) -> Iterator[Any]:
        """The lots of each task in the column `task` of a table, pickled, a table each with the column `lot`."""
        feeder = Feeder(folder=self._folder if os.path.isdir(self._folder) else None)
        try:
            for packed in batch.column("task"):
                for lot in feeder.lots(pickle.loads(packed.as_py())):
                    yield _table("lot", pickle.dumps(lot))
        finally:
            feeder.end()


class Reading:
    """What an actor of Ray does: the pieces of lots."""

    def __init__(self, device: str) -> None:
        """Read with a network on the device (the choices of the setting `device`)."""
        self._desk = Desk(device)

    def __call__(self, batch: Any) -> Iterator[Any]:
        """The pieces of the lots in the column `lot` of a table, pickled, a table each with the column `piece`."""
        for packed in batch.column("lot"):
            yield _table("piece", pickle.dumps(self._desk.read(pickle.loads(packed.as_py()))))


def _table(name: str, data: bytes) -> Any:
    import pyarrow as pa

    return pa.table({name: pa.array([data], pa.large_binary())})
