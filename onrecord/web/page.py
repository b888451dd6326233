"""What a page is: where it stands, what may be asked of it, and the function that reads it from the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.web.room import Room

LARGEST = 2**53 - 1
"""The largest number that JavaScript holds; no row of a ledger has a larger one."""
LONGEST = 1_000
"""Characters of a value that is asked for."""


class NotHere(Exception):
    """What was asked for is not in the ledger."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that may be asked for."""

    name: str
    """Its name in the address."""
    sentence: str
    """What it does."""
    number: bool = False
    """Whether it is a whole number, from 0 on."""
    choices: tuple[str, ...] = ()
    """What it may be, where that is one of a few words."""
    many: bool = False
    """Whether it may be given several times."""
    inside: bool = False
    """Whether it is a part of the path."""
    longest: int = LONGEST
    """The most characters it may have."""


Asked = dict[str, Any]
"""What was asked for, by name: text, a number, a tuple of texts, or None."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page."""

    path: str
    """Its address, with `{name}` for numbers; the JSON is at the same with `.json`."""
    shape: type
    """The dataclass that it is."""
    read: Callable[[Room, Asked], Any]
    """Gives it; raises UsageError for what makes no sense and NotHere for what is not there."""
    template: str
    """What draws it."""
    sentence: str
    """What it is."""
    parameters: tuple[Parameter, ...] = ()
    """What may be asked of it."""
    drawn: Callable[[Room, Any, Asked], Mapping[str, Any]] = field(default=lambda room, page, asked: {})
    """What its template needs beside it."""
    feed: Callable[[Room, Asked], Any] | None = None
    """Gives its feed, at the same address with `.atom`; None when it has none."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that is done: a request by POST, answered with the page to look at."""

    path: str
    """Its address."""
    do: Callable[[Room, Asked], str]
    """Does it, and gives the address of the page to look at."""
    sentence: str
    """What it does."""
    parameters: tuple[Parameter, ...] = ()
    """What it takes, as fields of a form."""


def understood(parameters: tuple[Parameter, ...], given: Callable[[str], list[str]]) -> Asked:
    """What was asked for; `given` has the values of a name. Raises UsageError for what makes no sense.

    An empty value is none: a form sends all of its fields.
    """
    asked: Asked = {}
    for each in parameters:
        values = [value for value in given(each.name) if value.strip()]
        for value in values:
            if len(value) > each.longest:
                raise UsageError(f"{each.name} is longer than {each.longest:,} characters. Give less.")
            if each.choices and value not in each.choices:
                raise UsageError(f"There is no {each.name} {value[:40]!r}. Choose one of: {', '.join(each.choices)}.")
        if each.many:
            asked[each.name] = tuple(values[:20])
        elif each.number:
            asked[each.name] = _number(each.name, values[0]) if values else None
        else:
            asked[each.name] = values[0] if values else None
    return asked


def _number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= 16 and int(value) <= LARGEST):
        raise UsageError(f"{name} is a whole number, not {value[:40]!r}.")
    return int(value)
