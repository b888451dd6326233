"""The verb that reads any number of articles, as typer reads it; `onrecord/cli/app.py` hangs it on the program."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli.ledger_verbs import ColumnsOption, DeviceOption, QuietOption

BATCH_EPILOG = """\b
Examples:
  onrecord batch crawl/*.warc.gz --out october
  onrecord batch articles.parquet --columns text=body,title=headline --out october
  onrecord batch crawl/ --out october --engine ray --address ray://head:10001

The folder gets Parquet files: articles, statements, and failures (what could not be read, and why). A run that was
stopped or killed goes on when the same command is given again; what is finished is not read again. An article over
which two processes die is set aside, named in the report, and the rest is read.

Ends with 0 when everything was read, 1 when something was not (a list follows on standard error)."""


def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUTS", show_default=False, help="What onrecord read takes but standard input."),
    ],
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="FOLDER", show_default=False, help="The folder of the shards.")
    ],
    engine: Annotated[
        str, typer.Option(metavar="local|ray", help="Processes on this machine, or Ray, here or on a cluster.")
    ] = "local",
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            show_default=False,
            help="Processes that read; one for every core if not given.",
        ),
    ] = None,
    address: Annotated[
        str | None, typer.Option(metavar="ADDRESS", show_default=False, help="Where the Ray cluster is.")
    ] = None,
    shard: Annotated[int, typer.Option(metavar="N", min=1, help="Articles of a shard.")] = 1000,
    device: DeviceOption = None,
    columns: ColumnsOption = None,
    quiet: QuietOption = False,
) -> int:
    """Read any number of articles into Parquet files, on all cores or a cluster."""
    from onrecord.cli.batch import batch_inputs

    return batch_inputs(
        inputs, out=out, engine=engine, workers=workers, address=address, shard=shard, device=device, columns=columns,
        quiet=quiet,
    )  # fmt: skip
