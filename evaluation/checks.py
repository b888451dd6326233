"""How often each check fires on the dev corpus, how often it is right, and how much it misses.

`python -m evaluation.checks` counts twice: every observation that was judged after it was made, and the labels that
readers gave without seeing any (`evaluation.checks_labelled`). `--sample` lists the articles that are labelled.

The judgements are in `evaluation/checks.jsonl`, one an observation: the article by the first eight digits of the
SHA-256 of its name, the check's code, where the first of its words stands (0 for the article as a whole), and
whether a careful reader found it right. What today's reading observes and nobody has judged is listed, to be judged.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from evaluation.checks_labelled import digits, lines, readings, sample
from evaluation.gate import corpora
from onrecord.article import Article
from onrecord.checks.registry import RULES
from onrecord.pipeline import Reader
from onrecord.record import Record

JUDGED = Path(__file__).with_name("checks.jsonl")


OUTLETS = {
    "breitbart": "Breitbart",
    "huff-post": "HuffPost",
    "nyt": "The New York Times",
    "politico": "Politico",
    "usa-today": "USA Today",
    "wash-post": "The Washington Post",
    "west-journal": "Western Journal",
}
"""The outlets by the names that PolNeAR has for them: what an outlet reports itself is not second-hand."""


class Observation(NamedTuple):
    """An observation without a word of its article."""

    article: str
    """The first eight digits of the SHA-256 of the article's name."""
    code: str
    """The check."""
    start: int
    """Where the first of its words stands; 0 for the article as a whole."""


@dataclass(slots=True)
class Tally:
    """What was observed, by check."""

    articles: int = 0
    """How many articles were read."""
    fired: Counter[str] = field(default_factory=Counter)
    """Observations."""
    right: Counter[str] = field(default_factory=Counter)
    """Those that were judged right."""
    wrong: Counter[str] = field(default_factory=Counter)
    """Those that were judged wrong."""
    unjudged: list[Observation] = field(default_factory=list)
    """Those that nobody has judged."""

    def lines(self) -> Iterable[str]:
        """A line for each check that fired, and one for each observation to be judged."""
        for code in RULES:
            if self.fired[code]:
                judged = self.right[code] + self.wrong[code]
                each = 100 * self.fired[code] / max(1, self.articles)
                yield f"{code:18}{each:6.1f} per 100 articles, right {self.right[code]} of {judged}"
        for one in self.unjudged:
            yield f"not judged: {json.dumps(one._asdict())}"


def judgements(path: Path = JUDGED) -> dict[Observation, bool]:
    """Whether each observation was judged right."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {Observation(row["article"], row["code"], row["start"]): row["right"] for row in rows}


def tally(records: Iterable[Record], judged: Mapping[Observation, bool]) -> Tally:
    """Count what the records have; an article's name is its origin."""
    found = Tally()
    for record in records:
        found.articles += 1
        name = digits(record.article.origin)
        for check in record.checks:
            one = Observation(name, check.code, min(check.spans).start if check.spans else 0)
            found.fired[check.code] += 1
            if one not in judged:
                found.unjudged.append(one)
            else:
                (found.right if judged[one] else found.wrong)[check.code] += 1
    return found


def dev_articles(path: Path) -> list[Article]:
    """The articles of a PolNeAR file with all that is known of them."""
    from onrecord.reading.text import read_text

    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        read_text(
            row["text"],
            origin=row["doc"],
            title=row["title"],
            outlet=OUTLETS.get(row["publisher"]),
            author=row["author"],
            published=row["date"],
        )
        for row in rows
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the dev corpus and print what fires; 0, or where the corpora are missing 0 and a sentence."""
    parser = argparse.ArgumentParser(description="How often each check fires, is right, and misses.")
    parser.add_argument("--sample", action="store_true", help="list the articles that are labelled, and read nothing")
    asked = parser.parse_args(arguments)
    path = corpora() / "polnear" / "dev.jsonl.gz"
    if not path.exists():
        print(f"Skipped, and nothing was measured: {path} is not there.")
        return 0
    articles = dev_articles(path)
    drawn = sample(article.origin for article in articles)
    if asked.sample:
        print("\n".join(f"{digits(name)} {name}" for name in drawn))
        return 0
    records = [result for result in Reader().read_all(articles) if isinstance(result, Record)]
    print("\n".join(tally(records, judgements()).lines()))
    print("\n".join(lines((record for record in records if record.article.origin in set(drawn)), readings())))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
