"""`onrecord check`: inputs become records, and what an editor would ask of each is printed.

Each observation stands with the words that it is about. None is a verdict on truth, and an article with many is no
worse than one with none: the exit status says so only where `--strict` asks for it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from onrecord.checks.examined import Elsewhere, Report
from onrecord.checks.registry import RULES, checked, chosen
from onrecord.cli import check_table, sarif
from onrecord.cli.output import known_format, screen
from onrecord.cli.read import Outcome, Write, computing_on, save, watched
from onrecord.formats import html, json
from onrecord.record import Record

if TYPE_CHECKING:
    from onrecord.article import Article
    from onrecord.ledger.answers import Found
    from onrecord.ledger.ledger import Ledger

WRITERS: dict[str, Write] = {
    "table": check_table.write,
    "json": json.write,
    "html": html.write,
    "sarif": sarif.write,
}
"""What --format takes, and what writes it."""


def check_inputs(
    inputs: Sequence[str],
    *,
    form: str,
    output: str | None,
    on: Sequence[str],
    off: Sequence[str],
    ledger: str | None,
    strict: bool,
    threads: int | None,
    quiet: bool,
    device: str | None = None,
) -> int:
    """Check the inputs and write what was observed; gives the exit status."""
    known_format(form, WRITERS, output)
    chosen(on=on, off=off)  # a code that there is not is told before anything is read
    from onrecord.pipeline import Reader

    outcome = Outcome()
    seen = 0

    def counted(records: Iterator[Record]) -> Iterator[Record]:
        nonlocal seen
        for record in records:
            seen += len(record.checks)
            yield record

    reader = Reader(threads=threads, **computing_on(device))
    with ExitStack() as opened:
        store = _opened(ledger, opened)
        tick = opened.enter_context(watched(outcome, quiet=quiet, on_screen=output is None))
        results = reader.read_all(inputs, stdin=sys.stdin.buffer)
        records = _checked(outcome.records(results), on=on, off=off, ledger=store, tick=tick)
        if output is None:
            with screen(guarded=form != "table") as out:
                WRITERS[form](counted(records), out)
        else:
            save(None, WRITERS[form], counted(records), Path(output), outcome)
    report = outcome.report()
    if report:
        print(report, file=sys.stderr)
    return 1 if report or (strict and seen) else 0


def list_checks(out: TextIO) -> int:
    """Print every check with what it observes and whether it is on; gives the exit status."""
    width = max(map(len, RULES))
    for rule in RULES.values():
        when = " (with --ledger)" if rule.needs_ledger else f" (off: {rule.off})" if rule.off else ""
        out.write(f"{rule.code:{width}}  {rule.sentence}{when}\n")
    return 0


def elsewhere(ledger: Ledger, article: Article) -> Elsewhere:
    """Asks a ledger how others report a quotation; the article's own report is not asked for."""
    from onrecord.ledger.people.names import bare_name

    def is_own(found: Found) -> bool:
        is_here = found.url is not None and found.url == article.url
        return is_here or (found.origin != "-" and found.origin == article.origin)

    def reports(words: str, speaker: str | None) -> tuple[Report, ...]:
        name = speaker if speaker and bare_name(speaker) else None
        verified = ledger.verify(words, speaker=name).matches
        matches = [match for match in verified if match.by != "another" and not is_own(match.found)]
        return tuple(
            Report(match.found.outlet or match.found.origin, match.found.day, match.comparison.matched)
            for match in matches
            if match.verdict == "altered"
        )

    return reports


def _opened(path: str | None, opened: ExitStack) -> Ledger | None:
    if path is None:
        return None
    from onrecord.ledger.ledger import Ledger

    return opened.enter_context(Ledger(path))


def _checked(
    records: Iterator[Record],
    *,
    on: Sequence[str],
    off: Sequence[str],
    ledger: Ledger | None,
    tick: Callable[[], None],
) -> Iterator[Record]:
    for record in records:
        asked = elsewhere(ledger, record.article) if ledger is not None else None
        yield checked(record, on=on, off=off, elsewhere=asked)
        tick()
