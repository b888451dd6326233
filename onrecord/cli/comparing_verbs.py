"""The verbs that compare what the ledger holds, and their options; `onrecord/cli/app.py` hangs them on the program."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli.ledger_verbs import DEFAULT_LEDGER, FormatOption, LedgerOption
from onrecord.errors import UsageError

VERIFY_EPILOG = """\b
Examples:
  onrecord verify "the pier is safe"
  onrecord verify "We will rebuild … and it will be free" --speaker "Ana Brooks"

\b
Verdicts:
  verbatim     the same words, whole sentences, in quotation marks
  truncated    the same words, but the report has more in that sentence
  altered      most words are the same; what is changed is shown
  paraphrased  nobody is quoted with it: an outlet's words, or other ones

An ellipsis in the quotation stands for words left out. The earliest report comes first. The verdict is about words
and never about truth; what is not in the ledger may have been said all the same."""

FAMILIES_EPILOG = """\b
Examples:
  onrecord families
  onrecord families "peace deal" --outlets 3
  onrecord families --shards october --outlets 20

With --shards, the families of all that onrecord batch has read into a folder are found on the disk, however many there
are, and kept there as Parquet: families/families.parquet and families/reports.parquet."""

WHO_EPILOG = """\b
Examples:
  onrecord who Brooks
  onrecord who 12 --format json"""

PEOPLE_EPILOG = """\b
Actions:
  offers                   persons who may be one, and what speaks for it
  join PERSON PERSON       they are one
  split PERSON ARTICLES…   in these articles it is somebody else
  rename PERSON NAME       this is what to call them
  decisions                what was decided so far
  undo [NUMBER]            take a decision back, the latest or the one with that number

\b
Examples:
  onrecord people
  onrecord people join 12 31
  onrecord people split "Ana Brooks" https://example.org/sports/1

A person is named by the number that onrecord who shows, or by a name that fits nobody else. What you decide wins over
what the program thinks, now and when more is added."""

POSITIONS_EPILOG = """\b
Examples:
  onrecord positions "peace deal"
  onrecord positions pier --speaker Brooks --speaker Orr --since 2026-10"""


def verify(
    quotation: Annotated[
        str, typer.Argument(metavar="QUOTATION", show_default=False, help="What somebody is said to have said.")
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    speaker: Annotated[
        str | None, typer.Option(metavar="NAME", show_default=False, help="Who is said to have said it.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=40, help="The most reports to show.")] = 3,
    output_format: FormatOption = "table",
) -> int:
    """Did anybody say this? The nearest statements, each with a verdict."""
    from onrecord.cli.verify import verify_quotation

    return verify_quotation(quotation, ledger=ledger, output_format=output_format, speaker=speaker, limit=limit)


def families(
    words: Annotated[
        str | None, typer.Argument(metavar="WORDS", show_default=False, help="Only those with all of these words.")
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    outlets: Annotated[int, typer.Option(metavar="N", min=1, help="The least number of outlets.")] = 2,
    unquoted: Annotated[
        bool, typer.Option("--unquoted", help="Those too that no outlet puts in quotation marks.")
    ] = False,
    limit: Annotated[int, typer.Option(metavar="N", help="The most families to show, up to 1000.")] = 10,
    shards: Annotated[
        str | None,
        typer.Option(metavar="FOLDER", show_default=False, help="Those of a folder of shards, not of a ledger."),
    ] = None,
    output_format: FormatOption = "table",
) -> int:
    """Show the same words reported in several outlets, and what differs."""
    if shards is not None:
        if ledger != DEFAULT_LEDGER:
            raise UsageError("Families are those of a ledger or of shards: give --ledger or --shards, not both.")
        from onrecord.cli.batch_families import show_widest

        return show_widest(shards, words, output_format=output_format, outlets=outlets, unquoted=unquoted, limit=limit)
    from onrecord.cli.families import show_families

    return show_families(
        words, ledger=ledger, output_format=output_format, outlets=outlets, unquoted=unquoted, limit=limit
    )


def who(
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False, help="A name, or a person's number.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=100, help="The most persons to show.")] = 5,
    output_format: FormatOption = "table",
) -> int:
    """Show a person across articles: how often, where, when, to whom, and of whom."""
    from onrecord.cli.who import show_persons

    return show_persons(name, ledger=ledger, output_format=output_format, limit=limit)


def people(
    action: Annotated[
        str,
        typer.Argument(metavar="ACTION", help="offers, join, split, rename, decisions or undo."),
    ] = "offers",
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS", show_default=False, help="Persons, articles or a name.")
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    output_format: FormatOption = "table",
) -> int:
    """Decide who is who where names alone do not tell."""
    from onrecord.cli.people import decide

    return decide(action, words or [], ledger=ledger, output_format=output_format)


def positions(
    topic: Annotated[str, typer.Argument(metavar="TOPIC", show_default=False, help="Words of the topic.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    speaker: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", show_default=False, help="Only this party; may be repeated."),
    ] = None,
    outlet: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", show_default=False, help="Only this outlet; may be repeated."),
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DAY", show_default=False, help="The first day.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", show_default=False, help="The last day.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", show_default=False, help="Say first what moved since this day.")
    ] = None,
    output_format: FormatOption = "table",
) -> int:
    """Show who stands where on a topic: demands, promises, refusals, threats, predictions."""
    from onrecord.cli.positions import show_positions

    return show_positions(
        topic, ledger=ledger, output_format=output_format, speakers=speaker or [], outlets=outlet or [], from_=from_,
        until=until, since=since,
    )  # fmt: skip
