"""A line that says how far the reading is; it goes to standard error, where it mixes with no output."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.ledger.answers import Added


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


@contextmanager
def storing(articles: int | None) -> Iterator[Callable[[Added], None]]:
    """A bar with what is stored so far, of that many articles; without an end where their number is not known."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    words = TextColumn("{task.description}", markup=False)
    columns = (BarColumn(), words, TimeElapsedColumn(), *([TimeRemainingColumn()] if articles else []))
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task("Reading", total=articles)

        def told(added: Added) -> None:
            done = added.articles + added.unchanged + len(added.failures)
            trouble = f", {len(added.failures)} not readable" if added.failures else ""
            words = f"Stored {added.articles:,} articles, {added.statements:,} statements{trouble}"
            bar.update(task, completed=done, description=words)

        yield told


@contextmanager
def running() -> Iterator[Callable[[int, int, str], None]]:
    """A bar that is called with what is done, of how much, and what to say beside it."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task("Starting", total=None)
        yield lambda done, whole, words: bar.update(task, completed=done, total=whole or None, description=words)
