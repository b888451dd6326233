"""`onrecord verify`: did anybody say this? The answer in a sentence, then the reports it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.cli import plain
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.verify import Match, Verification

CONTEXT = 120
"""Characters of what a report has before and after that are shown."""


def verify_quotation(quotation: str, *, ledger: str, output_format: str, speaker: str | None, limit: int) -> int:
    """Print the answer; the exit status is 0 whatever it is."""
    plain.check(output_format)
    with Ledger(ledger) as store:
        verification = store.verify(quotation, speaker=speaker, limit=limit)
    plain.answer(output_format, verification.to_dict(), lines(verification))
    return 0


def lines(verification: Verification) -> Iterator[str]:
    """The answer as lines for people."""
    yield verification.question
    yield verification.sentence
    for number, match in enumerate(verification.matches, start=1):
        yield ""
        verdict = match.verdict if match.by == "asked" else f"{match.verdict}, by {_by(match)}"
        yield f"{number}  {verdict}: {plain.where(match.found)}, {plain.whose(match.found, match.through)}"
        yield from (f"   {line}" for line in _words(match))
        if match.reports > 1:
            others = ", ".join(dict.fromkeys(plain.where(each) for each in match.also))
            yield f"   in the same words: {others}{' …' * (match.reports - 1 > len(match.also))}"
        yield f"   {match.found.url or match.found.origin}"


def _by(match: Match) -> str:
    return "somebody else" if match.by == "another" else "somebody not known"


def _words(match: Match) -> Iterator[str]:
    """What the report says, and what is different."""
    comparison = match.comparison
    if not comparison.pieces:
        yield f"it says: {match.reported}"
    else:
        yield f"it says: {_end(comparison.before)}[{comparison.matched}]{_start(comparison.after)}"
        for piece in comparison.pieces:
            if piece.same or not (piece.asked or piece.reported):
                continue
            if not piece.asked:
                yield f"left out: “{piece.reported}”"
            elif not piece.reported:
                yield f"added: “{piece.asked}”"
            else:
                yield f"changed: “{piece.asked}” for “{piece.reported}”"
    yield from comparison.notes
    if match.found.withdrawn:
        yield "The newest version of the article no longer has it."


def _end(words: str) -> str:
    shown = words if len(words) <= CONTEXT else f"…{words[-CONTEXT:].partition(' ')[2]}"
    return f"{shown} " if shown else ""


def _start(words: str) -> str:
    shown = words if len(words) <= CONTEXT else f"{words[:CONTEXT].rpartition(' ')[0]}…"
    return f" {shown}" if shown else ""
