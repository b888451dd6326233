"""`onrecord export`: the records of a ledger in any of the formats, or as a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from onrecord.cli.output import atomic, folder, known_format, screen
from onrecord.errors import UsageError
from onrecord.formats.registry import FORMATS
from onrecord.ledger.ledger import Ledger
from onrecord.record import Record

PARQUET = "parquet"
CHOICES = (*FORMATS, PARQUET)
"""What --format takes."""


def export_records(*, ledger: str, form: str, output: str | None, all_versions: bool) -> int:
    """Write the ledger's records to `output`, or to standard output; gives the exit status."""
    known_format(form, CHOICES, output)
    with Ledger(ledger) as store:
        records = store.export(all_versions=all_versions)
        if form == PARQUET:
            _save_parquet(records, output)
        elif output is None:
            with screen(guarded=True) as out:
                FORMATS[form].write(records, out)
        elif FORMATS[form].in_folder:
            with folder(Path(output)) as place:
                for record in records:
                    place.add(record.article.origin, FORMATS[form].files(record))
                place.add_companions(FORMATS[form].companions())
        else:
            with atomic(Path(output)) as draft:
                FORMATS[form].write(records, draft.out)
    return 0


def _save_parquet(records: Iterator[Record], output: str | None) -> None:
    from onrecord.formats.parquet import save

    if output is None:
        raise UsageError("Parquet is not for the screen: name a file with --output.")
    save(records, Path(output))
