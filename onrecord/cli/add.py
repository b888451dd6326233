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
from onrecord.cli.read import named, unread
from onrecord.ledger.answers import Added
from onrecord.ledger.ledger import Ledger

_ONE_ARTICLE = ("text", "page", "pdf", "docx", "subtitles")
_LINE = re.compile(r"(?::[0-9]+)+$")


def add_inputs(
    inputs: Sequence[str], *, ledger: str, retry: bool, threads: int | None, quiet: bool, columns: str | None = None
) -> int:
    """Read the inputs into the ledger, say what has become of them, and give the exit status."""
    from onrecord.pipeline import Reader

    with Ledger(ledger) as store:
        if retry and os.path.exists(ledger):
            store.make()
        retried = [each.origin for each in store.unread()] if retry else []
        wanted = [*inputs, *dict.fromkeys(_input(origin) for origin in retried)]
        with _progress(wanted, quiet=quiet) as told:
            more = {"stdin": sys.stdin.buffer, "told": told, "retried": retried, **named(columns)}
            added = Reader(threads=threads).add_all(wanted, store, **more)
    print(summary(added))
    if not added.failures:
        return 0
    print(unread(added.failures, of=added.articles + added.unchanged + len(added.failures)), file=sys.stderr)
    print("They are kept in the ledger: try them again with onrecord add --retry.", file=sys.stderr)
    return 1


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
