"""How many dates of GUM are found and rightly read: `python -m evaluation.times` prints the table, on the dev part.

GUM (Zeldes; annotations CC BY 4.0) marks dates with what they mean: `<date when="2017-07-18">`, from and to,
notBefore and notAfter. The document's date of creation is taken as its publication date. A mark is found when an
expression shares a character with it, and rightly read when the days are the same. Where the mark bounds the days
only (notBefore, notAfter, or one end alone), days within the bounds are right; where the mark is one end of a range
that Onrecord reads as a whole ("since 2014"), that end decides. The grammar was written looking at the train part.
"""

from __future__ import annotations

import argparse
import calendar
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from evaluation.gate import corpora
from onrecord.extraction.times.expressions import expressions
from onrecord.span import Span
from onrecord.time_expression import TimeExpression


class Mark(NamedTuple):
    """A date that GUM marks."""

    span: Span
    """Where it stands in the document's text."""
    first: str | None
    """The first day, ISO 8601."""
    last: str | None
    """The last day, ISO 8601."""
    exact: bool
    """False when the days are bounds (notBefore, notAfter) or one of them is missing."""
    kind: str
    """day, month or year by what is written in it; range when it has two ends; bounds when not exact."""


@dataclass(frozen=True, slots=True)
class Document:
    """A GUM document with its dates."""

    name: str
    """The document's id."""
    published: str | None
    """When it was created, ISO 8601."""
    text: str
    """Its paragraphs with blank lines between them."""
    marks: tuple[Mark, ...]
    """Its dates, in order."""
    unreadable: int
    """Marks that name no day of the calendar (`--09-30` has no year)."""


_TAG = re.compile(r"<(/?)date\b([^>]*)>")
_ATTRIBUTE = re.compile(r'(\w+):::"([^"]*)"')
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?")


def documents(lines: Iterable[str]) -> Iterator[Document]:
    """The documents of a CoNLL-U file of GUM."""
    gathered: list[str] = []
    for line in lines:
        if line.startswith("# newdoc") and gathered:
            yield _document(gathered)
            gathered = []
        gathered.append(line.rstrip("\n"))
    if gathered:
        yield _document(gathered)


def _document(lines: Sequence[str]) -> Document:
    name, published = "", None
    parts: list[str] = []
    at = skipped_to = 0
    opened: list[tuple[int, str]] = []
    marks: list[Mark] = []
    unreadable = 0
    after = ""

    def put(words: str) -> None:
        nonlocal at
        parts.append(words)
        at += len(words)

    for line in lines:
        if line.startswith("# newdoc id = "):
            name = line.removeprefix("# newdoc id = ")
        elif line.startswith("# meta::dateCreated = "):
            published = line.removeprefix("# meta::dateCreated = ")
        elif line.startswith("# newpar") and not line.startswith("# newpar_") and at:
            after = "\n\n"
        if not line:
            skipped_to = 0
        if not line or line.startswith("#"):
            continue
        columns = line.split("\t")
        number, form, misc = columns[0], columns[1], columns[9]
        if "." in number:
            continue
        xml = next((item.removeprefix("XML=") for item in misc.split("|") if item.startswith("XML=")), "")
        tags = _TAG.findall(xml)
        inside = "-" not in number and int(number) <= skipped_to
        if not inside:
            put(after)
            after = "" if "SpaceAfter=No" in misc.split("|") else " "
        opened += [(at, attributes) for closing, attributes in tags if not closing]
        if not inside:
            put(form)
        if "-" in number:
            skipped_to = int(number.split("-")[1])
        for closing, _ in tags:
            if closing and opened:
                start, attributes = opened.pop()
                made = _mark(Span(start, at), dict(_ATTRIBUTE.findall(attributes)))
                if made and start < at:
                    marks.append(made)
                else:
                    unreadable += 1
    return Document(name, published, "".join(parts), tuple(sorted(marks)), unreadable)


def _mark(span: Span, given: dict[str, str]) -> Mark | None:
    if "when" in given:
        days = _days(given["when"])
        return Mark(span, *days, exact=True, kind=_kind(given["when"])) if days else None
    ends = [given.get("from", given.get("notBefore")), given.get("to", given.get("notAfter"))]
    days = [_days(end) if end is not None else None for end in ends]  # type: ignore[assignment]
    if any(end is not None and day is None for end, day in zip(ends, days, strict=True)) or ends == [None, None]:  # type: ignore[arg-type]
        return None
    exact = "from" in given and "to" in given
    first, last = (day[side] if day else None for side, day in enumerate(days))  # type: ignore[arg-type]
    return Mark(span, first, last, exact=exact, kind="range" if exact else "bounds")


def _days(given: str) -> tuple[str, str] | None:
    """The first and the last day of what is written as a year, a month or a day."""
    found = _DATE.fullmatch(given)
    if found is None:
        return None
    year, month, day = found.groups()
    if day:
        return f"{year}-{month}-{day}", f"{year}-{month}-{day}"
    if month:
        return f"{year}-{month}-01", f"{year}-{month}-{calendar.monthrange(int(year), int(month))[1]}"
    return f"{year}-01-01", f"{year}-12-31"


def _kind(given: str) -> str:
    return {4: "year", 7: "month"}.get(len(given), "day")


def found_at(mark: Mark, found: Sequence[TimeExpression]) -> TimeExpression | None:
    """The expression that shares most characters with a mark."""
    meeting = [one for one in found if one.span.meets(mark.span)]
    return max(
        meeting,
        key=lambda one: min(one.span.end, mark.span.end) - max(one.span.start, mark.span.start),
        default=None,
    )


def is_right(mark: Mark, one: TimeExpression) -> bool:
    """Whether an expression means the days of the mark that it stands at."""
    if mark.exact and (one.earliest, one.latest) == (mark.first, mark.last):
        return True
    if one.rule in ("since", "until", "range", "years"):
        return (one.earliest is not None and one.earliest == mark.first and one.rule != "until") or (
            one.latest is not None and one.latest == mark.last and one.rule != "since"
        )
    if mark.exact:
        return False
    if mark.first is not None and (one.earliest is None or one.earliest < mark.first):
        return False
    return not (mark.last is not None and (one.latest is None or one.latest > mark.last))


@dataclass(slots=True)
class Tally:
    """What was counted over some documents."""

    marks: Counter[str]
    """Dates marked, by kind."""
    found: Counter[str]
    """Dates that an expression stands at."""
    right: Counter[str]
    """Dates rightly read."""
    open: Counter[str]
    """Dates found whose days are left open: they count from another event or an amount that is not told."""
    extra: int = 0
    """Expressions that stand at no mark; GUM does not mark every time expression."""
    unreadable: int = 0
    """Marks that name no day of the calendar; not counted above."""


def tally(given: Iterable[Document], misses: list[str] | None = None) -> Tally:
    """Count over the documents; what is missed or misread is written into `misses`."""
    counted = Tally(Counter(), Counter(), Counter(), Counter())
    for document in given:
        found = expressions(document.text, None, document.published)
        counted.unreadable += document.unreadable
        counted.extra += sum(not any(one.span.meets(mark.span) for mark in document.marks) for one in found)
        for mark in document.marks:
            one = found_at(mark, found)
            right = one is not None and is_right(mark, one)
            counted.marks[mark.kind] += 1
            counted.found[mark.kind] += one is not None
            counted.right[mark.kind] += right
            counted.open[mark.kind] += one is not None and one.earliest is None and one.latest is None
            if misses is not None and not right:
                read = (
                    f"{one.span.of(document.text)!r} {one.rule} {one.earliest} to {one.latest}" if one else "not found"
                )
                around = document.text[max(0, mark.span.start - 30) : mark.span.end + 20].replace("\n", " ")
                misses.append(
                    f"{document.name} {document.published}: {mark.span.of(document.text)!r} ({around}) "
                    f"{mark.first} to {mark.last}; {read}"
                )
    return counted


def table(counted: Tally) -> list[str]:
    """The lines that the command prints."""
    lines = [f"{'dates':8s}{'marked':>8s}{'found':>8s}{'right':>8s}{'open':>7s}{'found %':>9s}{'right %':>9s}"]
    for kind in (*sorted(counted.marks), "all"):
        marks, found, right, left = (
            sum(counter.values()) if kind == "all" else counter[kind]
            for counter in (counted.marks, counted.found, counted.right, counted.open)
        )
        shares = f"{100 * found / marks:9.1f}{100 * right / marks:9.1f}" if marks else ""
        lines.append(f"{kind:8s}{marks:8d}{found:8d}{right:8d}{left:7d}{shares}")
    lines.append(f"{counted.unreadable} marks without a day are left out; {counted.extra} expressions stand at no mark")
    return lines


def read_documents(path: Path) -> list[Document]:
    """The documents of a gzipped CoNLL-U file."""
    import gzip

    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return list(documents(lines))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 0, also where the corpora are missing, which is said."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--part", choices=("dev", "train"), default="dev", help="which part of GUM (default: dev)")
    ap.add_argument("--misses", action="store_true", help="list what was missed or misread, to develop on train")
    a = ap.parse_args(arguments)
    path = corpora() / "gum" / f"{a.part}.conllu.gz"
    if not path.exists():
        print(f"Skipped: there is no gum/{path.name} in a folder of corpora, so nothing was measured.")
        return 0
    misses: list[str] | None = [] if a.misses else None
    print("\n".join(table(tally(read_documents(path), misses))))
    for line in misses or ():
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
