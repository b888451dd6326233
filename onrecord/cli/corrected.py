"""What becomes of a person's corrections in a run: how many were applied, and which no longer fit what is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.checks.registry import checked
from onrecord.corrections import Correction, Corrections, Fit
from onrecord.formats import heading
from onrecord.formats.visible import on_one_line
from onrecord.record import Record


@dataclass(slots=True)
class _Met:
    """What one correction has met so far."""

    missed: bool = False
    """Whether an article that it is about had no statement with its words."""
    applied: int = 0
    """How many statements it was applied to."""
    articles: set[str] = field(default_factory=set)
    """The ids of the articles of those."""
    several: str = ""
    """The first article where it fits several statements, and what to do."""


class Tally:
    """The corrections of one run, and what has become of them so far."""

    def __init__(self, corrections: Corrections) -> None:
        self._corrections = corrections
        self._met = {id(one): _Met() for one in corrections.items}

    def records(self, records: Iterator[Record]) -> Iterator[Record]:
        """The records with the corrections applied, each counted as it passes."""
        for record in records:
            corrected = self._corrections.applied(record)
            for fit in corrected.fits:
                self._count(fit, record)
            yield checked(corrected.record)

    def _count(self, fit: Fit, record: Record) -> None:
        met = self._met[id(fit.correction)]
        if fit.is_applied():
            met.applied += len(fit.statements)
            met.articles.add(record.article.id)
        elif fit.statements:
            met.several = met.several or f"{heading.origin(record.article)}: {fit.problem()}"
        else:
            met.missed = True

    def problems(self) -> list[str]:
        """A line for each correction that was not applied as it was meant, in the order of the file."""
        found = ((one, self._problem(one)) for one in self._corrections.items)
        return [on_one_line(f"{one}: {problem}") for one, problem in found if problem]

    def _problem(self, one: Correction) -> str:
        met = self._met[id(one)]
        if met.several:
            return met.several
        if met.missed and not met.applied:
            return Fit(one, ()).problem()
        if len(met.articles) > 1 and not one.every:
            return f"{len(met.articles)} articles have such a statement, and it was applied in each. Name the article."
        return ""

    def report(self) -> str:
        """What is told at the end: how many were applied, which were not and why, and which are of other articles."""
        applied = [met.applied for met in self._met.values() if met.applied]
        head = f"{_counted(len(applied), 'correction')} applied to {_counted(sum(applied), 'statement')}."
        problems = self.problems()
        lines = [head]
        if problems:
            path = on_one_line(self._corrections.path)
            lines.append(f"{_counted(len(problems), 'correction')} of {path} did not fit:")
            lines += [f"  {problem}" for problem in problems]
        others = sum(not (met.applied or met.missed or met.several) for met in self._met.values())
        if others:
            lines.append(f"{_counted(others, 'correction')} of articles that were not read.")
        return "\n".join(lines)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
