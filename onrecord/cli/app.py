"""The commands and their options, as typer reads them: what is here is what `--help` says, and nothing works here."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from onrecord.cli import batch_verb, check_verb, comparing_verbs, follow_verb, ledger_verbs, web_verbs
from onrecord.formats.registry import FORMATS

TABLE = "table"
CHOICES = (TABLE, *FORMATS)
"""What --format takes: the table for people, and every format that records are written in."""

_FORMAT_HELP = "\n".join(
    ["\b", "Formats:", f"  {TABLE:11}a table to read here", *(f"  {f.name:11}{f.sentence}" for f in FORMATS.values())]
)
_EPILOG = f"""{_FORMAT_HELP}

\b
Examples:
  onrecord read article.txt
  onrecord read page.html --format html --output page.marked.html
  onrecord read articles/ wire.jsonl --format csv --output statements.csv
  curl -s https://example.org/story | onrecord read --format jsonl

Ends with 0 when everything was read, 1 when something was not or a correction does not fit (the rest is; a list of
what was not follows on standard error), 2 when the call is off."""

app = typer.Typer(
    help="Reads the news and keeps the record of who said what, to whom, when, and on whose word.",
    add_completion=False,
    rich_markup_mode=None,  # plain help: the drawn one imports rich and doubles the time to the first line
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"onrecord {version('onrecord')}")
        except PackageNotFoundError:
            print("onrecord, not installed")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and exit.")
    ] = False,
) -> None:
    pass


@app.command(epilog=_EPILOG, no_args_is_help=False)
def read(
    context: typer.Context,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUTS",
            show_default=False,
            help="Files of any kind that is read, folders, web addresses; - or nothing for standard input.",
        ),
    ] = None,
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(CHOICES), help="How to write what was read.")
    ] = TABLE,
    output: ledger_verbs.OutputOption = None,
    threads: ledger_verbs.ThreadsOption = None,
    device: ledger_verbs.DeviceOption = None,
    corrections: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", show_default=False, help="A TOML file of what you have decided: speakers, no statements."
        ),
    ] = None,
    columns: ledger_verbs.ColumnsOption = None,
    off: check_verb.OffOption = None,
    on: check_verb.OnOption = None,
    quiet: ledger_verbs.QuietOption = False,
) -> int:
    """Read articles and say who said what in them."""
    from onrecord.cli.read import read_inputs

    if not inputs and sys.stdin.isatty():
        context.fail("Nothing to read: name an input, or pipe one in.")
    return read_inputs(
        inputs or ["-"],
        form=form,
        output=output,
        threads=threads,
        device=device,
        quiet=quiet,
        corrections=corrections,
        columns=columns,
        on=check_verb.codes(on),
        off=check_verb.codes(off),
    )


app.command(epilog=check_verb.CHECK_EPILOG, no_args_is_help=False)(check_verb.check)
app.command(epilog=ledger_verbs.ADD_EPILOG, no_args_is_help=False)(ledger_verbs.add)
app.command(epilog=follow_verb.FOLLOW_EPILOG, no_args_is_help=True)(follow_verb.follow)
app.command(epilog=batch_verb.BATCH_EPILOG, no_args_is_help=True)(batch_verb.batch)
app.command(epilog=ledger_verbs.FIND_EPILOG, no_args_is_help=True)(ledger_verbs.find)
app.command(epilog=ledger_verbs.EXPORT_EPILOG, no_args_is_help=False)(ledger_verbs.export)
app.command(epilog=ledger_verbs.REMOVE_EPILOG, no_args_is_help=True)(ledger_verbs.remove)
app.command(epilog=comparing_verbs.VERIFY_EPILOG, no_args_is_help=True)(comparing_verbs.verify)
app.command(epilog=comparing_verbs.WHO_EPILOG, no_args_is_help=True)(comparing_verbs.who)
app.command(epilog=comparing_verbs.PEOPLE_EPILOG)(comparing_verbs.people)
app.command(epilog=comparing_verbs.FAMILIES_EPILOG)(comparing_verbs.families)
app.command(epilog=comparing_verbs.POSITIONS_EPILOG, no_args_is_help=True)(comparing_verbs.positions)
app.command(epilog=web_verbs.SERVE_EPILOG, no_args_is_help=False)(web_verbs.serve)
app.command(epilog=web_verbs.GET_EPILOG, no_args_is_help=True)(web_verbs.get)


def run(arguments: Sequence[str]) -> object:
    """Run the command that the arguments name; gives what it returns and lets every exception out.

    typer's own runner would take Ctrl-C and closed pipes for itself and end them its own way.
    """
    command = typer.main.get_command(app)
    with command.make_context("onrecord", list(arguments)) as context:
        return command.invoke(context)
