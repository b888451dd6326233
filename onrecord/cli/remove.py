"""`onrecord remove`: says what would be forgotten, and forgets it when a person says so."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from onrecord.formats.visible import on_one_line
from onrecord.ledger.answers import Forgotten
from onrecord.ledger.ledger import Ledger


def remove_articles(names: Sequence[str], *, ledger: str, yes: bool, wipe: bool) -> int:
    """Forget the articles that the names mean, once a person agrees; gives the exit status."""
    with Ledger(ledger) as store:
        meant = {name: store.named(name) for name in dict.fromkeys(names)}
        unknown = [name for name, found in meant.items() if not found]
        for name in unknown:
            print(f"{on_one_line(name)}: there is no such article in {on_one_line(ledger)}.", file=sys.stderr)
        found = [each for each in meant if meant[each]]
        if not found:
            return 1
        for name in found:
            for article in meant[name]:
                print(_line(article))
        if not yes and not _agreed():
            print("Nothing was forgotten. Give --yes to forget without being asked.", file=sys.stderr)
            return 1
        gone = [article for name in found for article in store.remove(name)]
        if wipe:
            store.wipe()
    print(f"Forgotten: {len(gone):,} article{'s' * (len(gone) != 1)}, {sum(a.statements for a in gone):,} statements.")
    return 1 if unknown else 0


def _line(article: Forgotten) -> str:
    where = article.url or article.origin
    named = f"{article.title} · " if article.title else ""
    version = f", version {article.version}" if article.version > 1 else ""
    return on_one_line(
        f"{named}{article.outlet or ''} · {where}{version}: {article.statements} statements".lstrip(" ·")
    )


def _agreed() -> bool:
    """Whether the person at the terminal agrees; nobody there agrees to nothing."""
    if not sys.stdin.isatty():
        return False
    print("Forget these and everything from them? [y/N] ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
