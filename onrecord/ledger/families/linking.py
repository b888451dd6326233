"""Things that belong together become groups, one pair at a time (disjoint sets, Tarjan 1975)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)


class Groups(Generic[Thing]):
    """Disjoint groups; a thing that was never united with another is a group by itself."""

    def __init__(self) -> None:
        self._leader: dict[Thing, Thing] = {}

    def add(self, thing: Thing) -> None:
        """Let there be a group with this thing."""
        self._leader.setdefault(thing, thing)

    def unite(self, one: Thing, other: Thing) -> None:
        """Make the groups of the two things one; things that are new are added."""
        self.add(one)
        self.add(other)
        self._leader[self._find(other)] = self._find(one)

    def all(self) -> list[list[Thing]]:
        """All groups, in the order in which their first things were added, and so the things in them."""
        found: dict[Thing, list[Thing]] = {}
        for thing in self._leader:
            found.setdefault(self._find(thing), []).append(thing)
        return list(found.values())

    def _find(self, thing: Thing) -> Thing:
        while self._leader[thing] != thing:
            self._leader[thing] = thing = self._leader[self._leader[thing]]
        return thing
