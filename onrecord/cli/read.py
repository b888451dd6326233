"""`onrecord read`: inputs become records, records become output, and what could not be read is listed at the end.

One input that fails stops nothing. Records are written as they are read, so the first is seen before the last is
read; what fails is counted in between and told when all is done, with an exit status that says so.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from onrecord.cli.app import CHOICES, TABLE
from onrecord.cli.output import atomic, folder, known_format, screen
from onrecord.errors import InputError
from onrecord.formats.registry import FORMATS, Format
from onrecord.formats.visible import on_one_line
from onrecord.record import Record

if TYPE_CHECKING:
    from onrecord.cli.corrected import Tally

Write = Callable[[Iterator[Record], TextIO], None]


@dataclass(slots=True)
class Outcome:
    """What has become of the inputs so far."""

    read: int = 0
    """How many articles were read."""

    statements: int = 0
    """How many statements were found in them."""

    failures: list[InputError] = field(default_factory=list)
    """What could not be read, in order."""

    def records(self, results: Iterable[Record | InputError]) -> Iterator[Record]:
        """The records among the results, counted, while what failed is kept aside."""
        for result in results:
            if isinstance(result, InputError):
                self.failures.append(result)
            else:
                self.read += 1
                self.statements += len(result.statements)
                yield result

    def report(self) -> str:
        """What could not be read, one line each; empty when everything was."""
        return unread(self.failures, of=self.read + len(self.failures))


def unread(failures: Sequence[InputError], *, of: int) -> str:
    """What could not be read of so many inputs, one line each; empty when everything was."""
    if not failures:
        return ""
    head = f"{len(failures)} of {of} input{'s' if of > 1 else ''} could not be read:"
    return "\n".join((head, *(f"  {on_one_line(str(failure))}" for failure in failures)))


def named(columns: str | None) -> dict[str, Any]:
    """The argument of the reader that says what the parts of an article are called; none where nothing is said."""
    from onrecord.reading.columns import Columns

    return {"columns": Columns.parse(columns)} if columns is not None else {}


def computing_on(device: str | None) -> dict[str, Any]:
    """The argument of the reader that says where the network computes; none where nothing is said."""
    return {"device": device} if device is not None else {}


def read_inputs(
    inputs: Sequence[str],
    *,
    form: str,
    output: str | None,
    threads: int | None,
    quiet: bool,
    device: str | None = None,
    corrections: str | None = None,
    columns: str | None = None,
    on: Sequence[str] = (),
    off: Sequence[str] = (),
) -> int:
    """Read the inputs and write their records to `output`, or to standard output; gives the exit status.

    `corrections` is the path of a file of them, which are applied to the records; `columns` says what the parts of an
    article are called in Parquet and JSON; `on` and `off` are the codes of checks to make and to leave out.
    """
    known_format(form, CHOICES, output)
    if on or off:
        _known_checks(on, off)
    tally = _tally(corrections)
    from onrecord.pipeline import Reader

    outcome = Outcome()
    reader = Reader(threads=threads, **computing_on(device))
    with watched(outcome, quiet=quiet, on_screen=output is None) as tick:
        results = reader.read_all(inputs, stdin=sys.stdin.buffer, **named(columns))
        records = outcome.records(_each(results, tick))
        records = tally.records(records) if tally else records
        records = _checked(records, on, off) if on or off else records
        if output is None:
            with screen(guarded=form != TABLE) as out:
                _writer(form)(records, out)
        else:
            save(FORMATS.get(form), _writer(form), records, Path(output), outcome)
    report = outcome.report()
    if report:
        print(report, file=sys.stderr)
    if tally:
        print(tally.report(), file=sys.stderr)
    return 1 if report or (tally and tally.problems()) else 0


def _known_checks(on: Sequence[str], off: Sequence[str]) -> None:
    """Raises UsageError for a code that there is not, before anything is read."""
    from onrecord.checks.registry import chosen

    chosen(on=on, off=off)


def _checked(records: Iterator[Record], on: Sequence[str], off: Sequence[str]) -> Iterator[Record]:
    from onrecord.checks.registry import checked

    return (checked(record, on=on, off=off) for record in records)


def _tally(corrections: str | None) -> Tally | None:
    if corrections is None:
        return None
    from onrecord.cli.corrected import Tally
    from onrecord.corrections import Corrections

    return Tally(Corrections.from_file(corrections))


def _writer(form: str) -> Write:
    if form == TABLE:
        from onrecord.cli.table import write

        return write
    return FORMATS[form].write


def save(form: Format | None, write: Write, records: Iterator[Record], target: Path, outcome: Outcome) -> None:
    """Write to a file, or pairs of files to a folder. When nothing could be read, what is there stays as it is."""
    if form and form.in_folder:
        with folder(target) as place:
            for record in records:
                place.add(record.article.origin, form.files(record))
            if outcome.read:
                place.add_companions(form.companions())
        return
    with atomic(target) as file:
        write(records, file.out)
        file.keep = outcome.read > 0 or not outcome.failures


def _each(results: Iterator[Record | InputError], tick: Callable[[], None]) -> Iterator[Record | InputError]:
    for result in results:
        yield result
        tick()


def watched(outcome: Outcome, *, quiet: bool, on_screen: bool) -> AbstractContextManager[Callable[[], None]]:
    """A line on standard error where a person watches it and it would not run into what is written."""
    from onrecord.cli.progress import nothing, progress

    if quiet or not sys.stderr.isatty() or (on_screen and sys.stdout.isatty()):
        return nothing()
    return progress(lambda: (outcome.read, outcome.statements, len(outcome.failures)))
