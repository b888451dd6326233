"""`onrecord people`: what is doubtful about persons, and what a person decides of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.cli import plain
from onrecord.cli.who import offer_line
from onrecord.errors import UsageError
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.people.decisions import Decision

ACTIONS: dict[str, tuple[int, int | None, str]] = {
    "offers": (0, 0, "no further words"),
    "decisions": (0, 0, "no further words"),
    "join": (2, 2, "two persons"),
    "split": (2, None, "a person, and one or more of their articles"),
    "rename": (2, 2, "a person and a name"),
    "undo": (0, 1, "the number of a decision, or nothing for the latest"),
}
"""What can be done: the least and the most words it takes (None: any number), and what they are."""


def decide(action: str, words: Sequence[str], *, ledger: str, output_format: str) -> int:
    """Do it and print what was done; gives the exit status. Raises UsageError when the call is off."""
    plain.check(output_format)
    if action not in ACTIONS:
        raise UsageError(f"There is no {action[:40]!r} of people. Choose one of: {', '.join(ACTIONS)}.")
    least, most, what = ACTIONS[action]
    if len(words) < least or (most is not None and len(words) > most):
        raise UsageError(f"people {action} takes {what}.")
    with Ledger(ledger) as store:
        people = store.people
        if action == "offers":
            offers = people.offers()
            lines = [offer_line(offer) for offer in offers] or ["Nothing is doubtful."]
            plain.answer(output_format, [offer.to_dict() for offer in offers], lines)
            return 0
        if action == "decisions":
            made = people.decisions()
            plain.answer(output_format, [each.to_dict() for each in made], list(_decisions(made)))
            return 0
        if action == "join":
            decision = people.join(words[0], words[1])
        elif action == "split":
            decision = people.split(words[0], words[1:])
        elif action == "rename":
            decision = people.rename(words[0], words[1])
        else:
            decision = people.undo(_number(words[0]) if words else None)
    plain.answer(output_format, decision.to_dict(), [_line(decision)])
    return 0


def _decisions(made: Sequence[Decision]) -> Iterator[str]:
    if not made:
        yield "Nothing was decided yet."
    for decision in made:
        yield f"{_line(decision)} {decision.made}"


def _line(decision: Decision) -> str:
    undone = "  Undone." if decision.undone else ""
    return f"{decision.id}  {decision.verb}: {decision.sentence}{undone}"


def _number(word: str) -> int:
    if not word.isdecimal() or len(word) > 15:
        raise UsageError(f"{word[:40]!r} is no number of a decision. See them with onrecord people decisions.")
    return int(word)
