"""The verb that checks and its options, as typer reads them; `onrecord/cli/app.py` hangs it on the program."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from onrecord.cli.ledger_verbs import DeviceOption, QuietOption, ThreadsOption

CHECK_EPILOG = """\b
Examples:
  onrecord check article.html
  onrecord check drafts/ --off second-hand --strict
  onrecord check article.txt --format sarif --output article.sarif
  onrecord check article.html --ledger news.db
  onrecord check --list

An observation is no verdict on truth. Ends with 0 when everything was read, with 1 when something was not, and with
--strict also when anything was observed."""


OffOption = Annotated[
    list[str] | None,
    typer.Option(metavar="CODE", show_default=False, help="Leave this check out; may be repeated, all for every."),
]
OnOption = Annotated[
    list[str] | None,
    typer.Option(metavar="CODE", show_default=False, help="Make this check though it is off; may be repeated."),
]


def check(
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
        str, typer.Option("--format", "-f", metavar="table|json|html|sarif", help="How to write what was observed.")
    ] = "table",
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", show_default=False, help="Write there, all or nothing."),
    ] = None,
    off: OffOption = None,
    on: OnOption = None,
    ledger: Annotated[
        str | None,
        typer.Option(
            "--ledger", "-l", metavar="FILE", show_default=False, help="Compare quotations with those of this ledger."
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 when anything was observed.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Say what is checked, and read nothing.")] = False,
    threads: ThreadsOption = None,
    device: DeviceOption = None,
    quiet: QuietOption = False,
) -> int:
    """Read articles and say what an editor would ask of them."""
    from onrecord.cli.check import check_inputs, list_checks

    if listed:
        return list_checks(sys.stdout)
    if not inputs and sys.stdin.isatty():
        context.fail("Nothing to check: name an input, or pipe one in.")
    return check_inputs(
        inputs or ["-"],
        form=form,
        output=output,
        on=codes(on),
        off=codes(off),
        ledger=ledger,
        strict=strict,
        threads=threads,
        device=device,
        quiet=quiet,
    )


def codes(given: list[str] | None) -> list[str]:
    """The codes, each given by itself or several with commas between."""
    return [code.strip() for each in given or () for code in each.split(",") if code.strip()]
