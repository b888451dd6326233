"""The verbs of the ledger and their options, as typer reads them; `onrecord/cli/app.py` hangs them on the program."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from onrecord.formats.registry import FORMATS
from onrecord.ledger.filters import FILTERS

DEFAULT_LEDGER = "onrecord.db"

LedgerOption = Annotated[
    str,
    typer.Option("--ledger", "-l", metavar="FILE", envvar="ONRECORD_LEDGER", help="The ledger, one SQLite file."),
]
ColumnsOption = Annotated[
    str | None,
    typer.Option(
        metavar="PART=NAME,...",
        show_default=False,
        help="What Parquet and JSON call the parts of an article: text=body,title=headline.",
    ),
]
ThreadsOption = Annotated[
    int | None,
    typer.Option(
        metavar="N", min=1, show_default=False, help="Threads for the network; one for every core if not given."
    ),
]
DeviceOption = Annotated[
    str | None,
    typer.Option(
        metavar="cpu|cuda",
        show_default=False,
        help="Where the network computes: cuda is an Nvidia GPU. ONRECORD_DEVICE if not given, else cpu.",
    ),
]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", show_default=False, help="Write there, all or nothing; for brat a folder."
    ),
]
FormatOption = Annotated[str, typer.Option("--format", "-f", metavar="table|json", help="How to answer.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]
_HELP = {each.key: each.help for each in FILTERS}
_CHOICES = {each.key: "|".join(each.choices) for each in FILTERS}

ADD_EPILOG = """\b
Examples:
  onrecord add articles/ --ledger news.db
  onrecord add exported.jsonl --ledger news.db
  onrecord add --retry --ledger news.db

What is there already is left as it is: an add that was stopped goes on where it was when it is given again. What
Onrecord itself wrote as JSON is taken as it is, without the model.

Ends with 0 when everything was read, 1 when something was not (a list follows on standard error, and the ledger keeps
it for --retry)."""

FIND_EPILOG = """\b
Examples:
  onrecord find "peace deal" --speaker Clinton --sort first
  onrecord find --to Trump --kind denies --from 2016-05 --until 2016-06
  onrecord find '"peace deal"' --about border --format json

All of the words have to be in the statement; words in quotation marks have to stand together."""

EXPORT_EPILOG = """\b
Examples:
  onrecord export --format csv --output statements.csv
  onrecord export --format parquet --output statements.parquet
  onrecord export --all-versions --format jsonl --output ledger.jsonl"""

REMOVE_EPILOG = """\b
Examples:
  onrecord remove https://example.org/story
  onrecord remove sha256:0f3a5c7d9e --yes --wipe"""


def add(
    context: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATHS",
            show_default=False,
            help="What onrecord read takes, what read and export wrote as JSON lines, and folders of onrecord batch; "
            "- for standard input.",
        ),
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    retry: Annotated[bool, typer.Option("--retry", help="Try again what could not be read before.")] = False,
    threads: ThreadsOption = None,
    device: DeviceOption = None,
    columns: ColumnsOption = None,
    quiet: QuietOption = False,
) -> int:
    """Read articles and keep them and their statements in a ledger."""
    from onrecord.cli.add import add_inputs

    if not paths and not retry:
        if sys.stdin.isatty():
            context.fail("Nothing to add: name an input, or pipe one in.")
        paths = ["-"]
    return add_inputs(
        paths or [], ledger=ledger, retry=retry, threads=threads, device=device, quiet=quiet, columns=columns
    )


def find(
    words: Annotated[
        str | None, typer.Argument(metavar="WORDS", show_default=False, help="What was said: all of these words.")
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    speaker: Annotated[str | None, typer.Option(metavar="NAME", show_default=False, help=_HELP["speaker"])] = None,
    to: Annotated[str | None, typer.Option(metavar="NAME", show_default=False, help=_HELP["to"])] = None,
    kind: Annotated[str | None, typer.Option(metavar=_CHOICES["kind"], show_default=False, help=_HELP["kind"])] = None,
    sourcing: Annotated[
        str | None, typer.Option(metavar=_CHOICES["sourcing"], show_default=False, help=_HELP["sourcing"])
    ] = None,
    form: Annotated[str | None, typer.Option(metavar=_CHOICES["form"], show_default=False, help=_HELP["form"])] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", show_default=False, help=_HELP["outlet"])] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="DAY", show_default=False, help=_HELP["from"])] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", show_default=False, help=_HELP["until"])] = None,
    about: Annotated[str | None, typer.Option(metavar="WORDS", show_default=False, help=_HELP["about"])] = None,
    sort: Annotated[
        str, typer.Option(metavar="fit|first|last", help="By fit, or by the day said: the first or the last first.")
    ] = "fit",
    limit: Annotated[int, typer.Option(metavar="N", help="The most statements to show, up to 1000.")] = 20,
    output_format: FormatOption = "table",
) -> int:
    """Find what was said: words, and filters that combine."""
    from onrecord.cli.find import find_statements

    return find_statements(
        words, ledger=ledger, output_format=output_format, speaker=speaker, to=to, kind=kind, sourcing=sourcing,
        form=form, outlet=outlet, from_=from_, until=until, about=about, sort=sort, limit=limit,
    )  # fmt: skip


def export(
    ledger: LedgerOption = DEFAULT_LEDGER,
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join((*FORMATS, "parquet")), help="How to write the records.")
    ] = "jsonl",
    output: OutputOption = None,
    all_versions: Annotated[
        bool, typer.Option("--all-versions", help="Every version of each article, not the newest alone.")
    ] = False,
) -> int:
    """Write what the ledger holds in other formats."""
    from onrecord.cli.export import export_records

    return export_records(ledger=ledger, form=form, output=output, all_versions=all_versions)


def remove(
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAMES", show_default=False, help="Addresses or paths of articles, or their ids."),
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    wipe: Annotated[
        bool, typer.Option("--wipe", help="Leave no trace in the file; it is written anew for that.")
    ] = False,
) -> int:
    """Forget articles and everything from them."""
    from onrecord.cli.remove import remove_articles

    return remove_articles(names, ledger=ledger, yes=yes, wipe=wipe)
