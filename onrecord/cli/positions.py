"""`onrecord positions`: who stands where on a topic, in the speakers' own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.cli import plain
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.positions import Position, Positions

SHOWN = 3
"""Statements of a cell that are shown in the table; JSON has them all."""
MOST = 12
"""Parties that are shown in the table; JSON has them all."""


def show_positions(
    topic: str,
    *,
    ledger: str,
    output_format: str,
    speakers: Sequence[str],
    outlets: Sequence[str],
    from_: str | None,
    until: str | None,
    since: str | None,
) -> int:
    """Print who stands where; the exit status is 0 whether or not anybody does."""
    plain.check(output_format)
    with Ledger(ledger) as store:
        found = store.positions(topic, speakers=speakers, outlets=outlets, from_=from_, until=until, since=since)
    plain.answer(output_format, found.to_dict(), lines(found, since))
    return 0


def lines(positions: Positions, since: str | None) -> Iterator[str]:
    """The rows as lines for people, after what moved."""
    yield positions.question
    if not positions.parties:
        yield "Nobody in particular took a position on it, as far as the ledger knows."
    if since and positions.parties:
        yield ""
        yield f"What moved since {since}" if positions.moves else f"Nothing moved since {since}."
        for move in positions.moves:
            yield f"  {move.party}, {move.column}: {_said(move.now)}"
            yield f"    before: {_said(move.before)}" if move.before else "    before: nothing"
    for party in positions.parties[:MOST]:
        yield ""
        yield party.name
        for column, cell in party.cells.items():
            for number, position in enumerate(cell[:SHOWN]):
                label = f"{column}: " if number == 0 else "and: "
                yield f"  {label}{_said(position)}"
                if position.condition and position.follows:
                    yield f"    on the condition “{position.condition}”: “{position.follows}”"
            if len(cell) > SHOWN:
                yield f"  and {plain.plural(len(cell) - SHOWN, 'earlier statement')}"
        if party.others:
            yield f"  {plain.plural(party.others, 'other statement')} on it"
    more = len(positions.parties) - MOST
    notes = []
    if more > 0:
        notes.append(f"{plain.plural(more, 'more party', 'more parties')} with less to say")
    if positions.nameless:
        notes.append(f"{plain.plural(positions.nameless, 'statement')} by nobody in particular")
    if positions.more:
        notes.append("older statements were not read: narrow the days with --from and --until")
    if notes:
        yield ""
        yield f"Not shown: {'; '.join(notes)}."


def _said(position: Position) -> str:
    found = position.found
    also = f", also in {', '.join(found.also_in)}" if found.also_in else ""
    return f"{found.content} ({plain.where(found)}, {plain.whose(found)}{also})"
