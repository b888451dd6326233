"""`onrecord who`: a person across articles."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.cli import plain
from onrecord.ledger.answers import Found
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.people.pages import Offer, Person


def show_persons(name: str, *, ledger: str, output_format: str, limit: int) -> int:
    """Print the pages of the persons that a name fits; the exit status is 0 whether or not there are any."""
    plain.check(output_format)
    with Ledger(ledger) as store:
        found = store.who(name, limit=limit)
    plain.answer(output_format, [person.to_dict() for person in found], lines(name, found))
    return 0


def lines(name: str, persons: tuple[Person, ...]) -> Iterator[str]:
    """The pages as lines for people."""
    if not persons:
        yield f"Nobody in the ledger is called {name}."
    if len(persons) > 1:
        yield f"{len(persons)} that {name} fits, those who speak most first."
        yield ""
    for number, person in enumerate(persons):
        if number:
            yield ""
        yield from _page(person)


def offer_line(offer: Offer, *, of: int | None = None) -> str:
    """A doubtful join in a line; of a person's own page the other one alone."""
    one = f"{offer.one_name} ({offer.one}, {plain.plural(offer.one_articles, 'article')})"
    other = f"{offer.other_name} ({offer.other}, {plain.plural(offer.other_articles, 'article')})"
    if of is None:
        return f"{one} and {other}: {offer.reason}"
    return f"{other if of == offer.one else one}: {offer.reason}"


def _page(person: Person) -> Iterator[str]:
    yield f"{person.name}  {person.type} {person.id}"
    sizes = f"{plain.plural(person.statements, 'statement')} in {plain.plural(person.articles, 'article')}"
    yield f"  {sizes}: {plain.counts(person.outlets)}" if person.outlets else f"  {sizes}"
    if len(person.names) > 1:
        yield f"  called {plain.counts(person.names)}"
    for year in person.years:
        parts = [plain.plural(year.statements, "statement"), plain.counts(year.kinds), plain.counts(year.sourcing)]
        yield f"  {year.year if year.year != '?' else 'no day known'}: {'; '.join(part for part in parts if part)}"
    for label, found in (("first", person.first), ("last", person.last)):
        if found and (label == "first" or person.statements > 1):
            yield f"  {label}: {_statement(found)}"
    for label, pairs in (("speaks to", person.speaks_to), ("speaks of", person.speaks_of), ("with", person.company)):
        if pairs:
            yield f"  {label}: {plain.counts(pairs)}"
    for offer in person.offers:
        yield f"  may be {offer_line(offer, of=person.id)}"


def _statement(found: Found) -> str:
    return f"{plain.where(found)}: {found.cue} {found.content}"
