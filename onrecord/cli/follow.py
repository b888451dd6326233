"""`onrecord follow`: feeds become articles and statements of a ledger, round after round, until it is stopped.

An entry is remembered as read when its article is on the disk: what is killed between the two is read again, and the
ledger knows it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from onrecord.cli.add import summary
from onrecord.cli.read import computing_on
from onrecord.errors import UsageError
from onrecord.formats.visible import on_one_line
from onrecord.ledger.answers import Added
from onrecord.ledger.feeds import Feeds
from onrecord.ledger.ledger import Ledger
from onrecord.reading.following import Follower, Round
from onrecord.reading.politeness import Politeness

LEAST_PAUSE, MOST_PAUSE = 30.0, 3_600.0
"""Seconds between two rounds, at least and at most."""


def follow_feeds(
    feeds: Sequence[str],
    *,
    ledger: str,
    once: bool,
    minutes: int,
    threads: int | None,
    quiet: bool,
    device: str | None = None,
    politeness: Politeness | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Follow the feeds into the ledger, say what each round brought, and give the exit status.

    `politeness` and `sleep` stand in for the web and for time.
    """
    for feed in feeds:
        if not feed.lower().startswith(("http://", "https://")):
            raise UsageError(f"{feed} is not an http or https address. Give the addresses of feeds.")
    from onrecord.pipeline import Reader

    reader = Reader(threads=threads, **computing_on(device))
    with Ledger(ledger) as store:
        store.make()
        follower = Follower(feeds, Feeds(ledger), minutes=minutes, politeness=politeness)
        while True:
            added = reader.add_all(follower.articles(), store, told=lambda so_far: follower.stored(_count(so_far)))
            follower.stored(_count(added))
            status = _say(added, follower.round, quiet=quiet)
            if once:
                return status
            left = (follower.next_due() - datetime.now(UTC)).total_seconds()
            sleep(min(max(left, LEAST_PAUSE), MOST_PAUSE))


def _count(added: Added) -> int:
    """How many results have been stored so far, whatever became of them."""
    return added.articles + added.unchanged + len(added.failures)


def _say(added: Added, round: Round, *, quiet: bool) -> int:
    failures = [*round.problems, *added.failures]
    if not quiet or added.articles or failures:
        print(f"{_feeds(round)} {summary(added)}", flush=True)
    if round.left:
        print(f"{round.left:,} more entries wait for a later round.", flush=True)
    if not failures:
        return 0
    print(f"{len(failures):,} could not be read:", file=sys.stderr)
    for failure in failures:
        print(f"  {on_one_line(str(failure))}", file=sys.stderr)
    return 1


def _feeds(round: Round) -> str:
    """How many feeds were asked, in a sentence."""
    asked = f"{round.asked:,} feed{'s' * (round.asked != 1)} asked"
    notes = [f"{round.unchanged:,} had nothing new"] if round.unchanged else []
    notes += [f"{round.waiting:,} not due"] if round.waiting else []
    return f"{', '.join([asked, *notes])}."
