"""What a ledger of the archive is asked: questions and quotations as people have them, drawn from all of it."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from benchmarks.archive import COMMON, KINDS
from onrecord.reading.records import read_either
from onrecord.record import Record

Way = Literal["verbatim", "cut", "altered", "joined", "in other words", "common words", "never said"]

WAYS: tuple[Way, ...] = ("verbatim", "cut", "altered", "joined", "in other words", "common words", "never said")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation that is asked for, with the truth about it."""

    way: Way
    """What was done to what was said."""
    words: str
    """What is asked for."""
    speaker: str | None
    """Who is asked for; None for anybody."""
    said: tuple[str, ...]
    """Statements of which one should be found, or one that holds all of its words; none where none should."""


def sampled(prepared: Path, number: int, seed: int) -> list[Record]:
    """So many records of a file of JSON lines, from anywhere in it."""
    chance = random.Random(seed)
    found: list[Record] = []
    size = prepared.stat().st_size
    with prepared.open("rb") as lines:
        while len(found) < number:
            lines.seek(chance.randrange(size))
            lines.readline()
            if line := lines.readline():
                record = read_either(json.loads(line), origin=str(prepared))
                if isinstance(record, Record) and record.statements:
                    found.append(record)
    return found


def questions(records: Sequence[Record], number: int, seed: int = 7) -> list[dict[str, Any]]:
    """Questions for `find`: words of one utterance, common words, filters of every key, every order."""
    chance = random.Random(seed)
    asked: list[dict[str, Any]] = []
    while len(asked) < number:
        record = chance.choice(records)
        statement = chance.choice(record.statements)
        words = _words(statement.content[0].of(record.article.text))
        rare = [word for word in words if word not in COMMON]
        pattern = chance.choice(("rare", "several", "phrase", "common", "mixed", "two common", "none"))
        question: dict[str, Any] = {"sort": chance.choice(("fit", "first", "last"))}
        if pattern == "rare" and rare:
            question["words"] = chance.choice(rare)
        elif pattern == "several":
            question["words"] = " ".join(chance.sample(words, min(3, len(words))))
        elif pattern == "phrase":
            at = chance.randrange(max(1, len(words) - 3))
            question["words"] = f'"{" ".join(words[at : at + 3])}"'
        elif pattern == "common":
            question["words"] = chance.choice(COMMON)
        elif pattern == "mixed" and rare:
            question["words"] = f"{chance.choice(COMMON)} {chance.choice(rare)}"
        elif pattern == "two common":
            question["words"] = " ".join(chance.sample(COMMON, 2))
        filters: dict[str, Any] = {
            "speaker": statement.speaker.name if statement.speaker else "x",
            "kind": chance.choice(KINDS),
            "form": chance.choice(("direct", "indirect")),
            "outlet": record.article.outlet,
            "from_": f"201{chance.randint(4, 7)}-0{chance.randint(1, 9)}",
            "until": f"201{chance.randint(5, 8)}-0{chance.randint(1, 9)}",
            "about": chance.choice(rare or words),
            "to": "reporters",
            "sourcing": "named",
        }
        for key in chance.sample(list(filters), chance.choice((0, 0, 1, 1, 2, 3))):
            question[key] = filters[key]
        if len(question) > 1:
            asked.append(question)
    return asked


def quotations(records: Sequence[Record], number: int, seed: int = 11) -> list[Quotation]:
    """Quotations for `verify`, as many of each way; a quarter of them with a speaker, who is the right one in half."""
    chance = random.Random(seed)
    asked: list[Quotation] = []
    while len(asked) < number:
        way = WAYS[len(asked) % len(WAYS)]
        record, other = chance.choice(records), chance.choice(records)
        statement = chance.choice(record.statements)
        said = statement.content[0].of(record.article.text).strip(",“”")
        words = _words(said)
        if len(words) < 10:
            continue
        given, all_said = list(words), [said]
        if way == "cut":
            at = chance.randint(0, len(words) - 8)
            given = words[at : at + chance.randint(8, len(words) - at)]
        elif way == "altered":
            for _ in range(chance.randint(1, 2)):
                given[chance.randrange(len(given))] = "altered"
        elif way == "joined":
            more = chance.choice(other.statements)
            all_said.append(more.content[0].of(other.article.text).strip(",“”"))
            given = [*words, "…", *_words(all_said[1])]
        elif way == "in other words":
            given = [word for word in words if word not in COMMON]
            chance.shuffle(given)
        elif way == "common words":
            given = chance.sample(COMMON, chance.randint(2, 6))
        elif way == "never said":
            given = [f"{word}ness" for word in chance.sample(words, 8)]
        speaker = None
        if chance.random() < 0.25:
            of = statement if chance.random() < 0.5 else chance.choice(other.statements)
            speaker = of.speaker.name if of.speaker else None
        is_there = way not in ("common words", "never said") and speaker is None
        asked.append(Quotation(way, " ".join(given), speaker, tuple(all_said) if is_there else ()))
    return asked


def _words(content: str) -> list[str]:
    return [word for part in content.split() if (word := part.strip(",.“”"))]
