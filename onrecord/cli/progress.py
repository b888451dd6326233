"""A line that says how far the reading is; it goes to standard error, where it mixes with no output."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def nothing() -> Iterator[Callable[[], None]]:
    """Where nobody watches: a progress that shows nothing."""
    yield lambda: None


@contextmanager
def progress(counts: Callable[[], tuple[int, int, int]]) -> Iterator[Callable[[], None]]:
    """A line with the numbers of articles, statements and failures, renewed whenever what is given is called."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as line:
        task = line.add_task("Reading", total=None)

        def tick() -> None:
            read, statements, failed = counts()
            trouble = f", {failed} not readable" if failed else ""
            line.update(task, description=f"Read {read:,} articles, {statements:,} statements{trouble}")

        yield tick
