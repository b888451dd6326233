"""The verbs of the reading room and their options, as typer reads them; `onrecord/cli/app.py` hangs them on."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli.ledger_verbs import DEFAULT_LEDGER, LedgerOption

SERVE_EPILOG = """\b
Examples:
  onrecord serve news.db
  onrecord serve news.db --port 8000
  onrecord serve news.db --host 0.0.0.0 --name newsroom.example

At 127.0.0.1, nobody but this machine can reach it. At any other host it opens only with a token, which is made anew
and printed with the address each time, unless the environment variable ONRECORD_TOKEN holds one."""

GET_EPILOG = """\b
Examples:
  onrecord get /index.json
  onrecord get '/search.json?words=pier&kind=denies'
  onrecord get /articles/1.json --ledger news.db | jq .record.checks
  onrecord get /openapi.json"""


def serve(
    file: Annotated[
        str | None,
        typer.Argument(metavar="LEDGER", show_default=False, help="The ledger; that of --ledger when it is not given."),
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    host: Annotated[str, typer.Option(metavar="HOST", help="The address to be reached at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0 takes one that is free.")
    ] = 8787,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", show_default=False, help="A name that the machine is called by; may be repeated."),
    ] = None,
) -> int:
    """Open the reading room: the ledger as pages in a browser."""
    from onrecord.cli.serve import serve_ledger

    return serve_ledger(file or ledger, host=host, port=port, names=name or [])


def get(
    address: Annotated[
        str, typer.Argument(metavar="ADDRESS", show_default=False, help="A page: /search.json?words=pier")
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> int:
    """Print one page of the reading room, or its JSON, without a port."""
    from onrecord.cli.get import get_page

    return get_page(address, ledger=ledger)
