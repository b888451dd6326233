"""The verb that follows feeds and its options, as typer reads them; `onrecord/cli/app.py` hangs it on the program."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli.ledger_verbs import DEFAULT_LEDGER, DeviceOption, LedgerOption, ThreadsOption

FOLLOW_EPILOG = """\b
Examples:
  onrecord follow https://example.org/feed.xml --ledger news.db
  onrecord follow --once $(cat feeds.txt) --ledger news.db

A feed is asked whether it has something new, seldom and politely: two seconds between two requests to one site, no page
that its robots.txt forbids, and longer and longer pauses where a site fails. What was read is remembered in the
ledger, so that --once can run from cron as often as you like.

Goes on until it is stopped with Ctrl-C. With --once it ends with 0 when everything was read, 1 when something was not
(a list follows on standard error, and what may work later is tried again the next time)."""


def follow(
    feeds: Annotated[
        list[str],
        typer.Argument(metavar="FEEDS", show_default=False, help="Addresses of RSS, Atom or JSON feeds."),
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    once: Annotated[bool, typer.Option("--once", help="Ask every feed that is due once, and end.")] = False,
    every: Annotated[
        int, typer.Option(metavar="MINUTES", min=5, max=1440, help="Minutes between two times that a feed is asked.")
    ] = 15,
    threads: ThreadsOption = None,
    device: DeviceOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing of rounds that brought nothing.")] = False,
) -> int:
    """Read what feeds bring, as they bring it, into a ledger."""
    from onrecord.cli.follow import follow_feeds

    return follow_feeds(feeds, ledger=ledger, once=once, minutes=every, threads=threads, device=device, quiet=quiet)
