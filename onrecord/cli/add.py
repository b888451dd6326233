"""`onrecord add`: inputs become articles and statements of a ledger, and what could not be read is listed at the end.

What is on the screen as stored is on the disk: the numbers move when a batch is committed, and not before.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from onrecord.cli.plain import plural
from onrecord.cli.read import computing_on, named, unread
from onrecord.errors import InputError
from onrecord.ledger.answers import Added
from onrecord.ledger.ledger import Ledger
from onrecord.record import Record

_ONE_ARTICLE = ("text", "page", "pdf", "docx", "subtitles")
_LINE = re.compile(r"(?::[0-9]+)+$")


def add_inputs(
    inputs: Sequence[str],
    *,
    ledger: str,
    retry: bool,
    threads: int | None,
    quiet: bool,
    device: str | None = None,
    columns: str | None = None,
) -> int:
    """Read the inputs into the ledger, say what has become of them, and give the exit status."""
    from onrecord.pipeline import Reader

    reader = Reader(threads=threads, **computing_on(device))
    with Ledger(ledger) as store:
        if retry and os.path.exists(ledger):
            store.make()
        retried = [each.origin for each in store.unread()] if retry else []
        wanted = [*inputs, *dict.fromkeys(_input(origin) for origin in retried)]
        with _progress(wanted, quiet=quiet) as told:
            more = {"stdin": sys.stdin.buffer, "told": told, "retried": retried, **named(columns)}
            added = reader.add_all(_unpacked(wanted), store, **more)
    print(summary(added))
    is_short = sum(_told_of(folder) for folder in inputs if os.path.isdir(folder)) > 0
    if not added.failures:
        return 1 if is_short else 0
    print(unread(added.failures, of=added.articles + added.unchanged + len(added.failures)), file=sys.stderr)
    print("They are kept in the ledger: try them again with onrecord add --retry.", file=sys.stderr)
    return 1


def _unpacked(inputs: Sequence[str]) -> Iterator[str | Record | InputError]:
    """The inputs, with what is in folders of shards as the records that it is."""
    from onrecord.batch.folder import is_batch, records

    for each in inputs:
        if is_batch(each):
            yield from records(each)
        else:
            yield each


def _told_of(folder: str) -> bool:
    """Say what a folder of shards lacks; whether that is anything."""
    from onrecord.batch.folder import failed, is_batch, is_complete

    if not is_batch(folder):
        return False
    if not is_complete(folder):
        print(f"{folder} is not finished: go on with onrecord batch, then add it again.", file=sys.stderr)
    if missing := failed(folder):
        print(f"{plural(missing, 'input')} could not be read when {folder} was made.", file=sys.stderr)
    return bool(missing) or not is_complete(folder)


def summary(added: Added) -> str:
    """What was stored, in a sentence."""
    parts = [f"Added {plural(added.articles, 'article')} with {plural(added.statements, 'statement')}"]
    notes = []
    if added.versions:
        notes.append(f"{plural(added.versions, 'new version')} of what was there")
    if added.copies:
        notes.append(f"{plural(added.copies, 'near-identical copy', 'near-identical copies')} of an article elsewhere")
    if notes:
        parts.append(f"; {', '.join(notes)} among them")
    if added.unchanged:
        parts.append(f"; {added.unchanged:,} {'was' if added.unchanged == 1 else 'were'} there already")
    return f"{''.join(parts)}."


def _input(origin: str) -> str:
    """The input that an origin was a part of: the file without the number of the line."""
    file = _LINE.sub("", origin)
    return file if not os.path.exists(origin) and os.path.exists(file) else origin


@contextmanager
def _progress(inputs: Sequence[str], *, quiet: bool) -> Iterator[Callable[[Added], None] | None]:
    """A bar on standard error where a person watches it, renewed with each batch that was stored."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from onrecord.cli.progress import storing

    with storing(_articles(inputs)) as told:
        yield told


def _articles(inputs: Sequence[str]) -> int | None:
    """How many articles there are, where each is a file; None where only reading can tell."""
    from onrecord.reading.files import files_in
    from onrecord.reading.form import form_by_name

    number = 0
    for each in inputs:
        files = list(files_in(each)) if os.path.isdir(each) else [each]
        for file in files:
            form = form_by_name(str(file))[0]
            if not isinstance(file, str) or form not in _ONE_ARTICLE or not os.path.isfile(file):
                return None
        number += len(files)
    return number
