"""The gate: `make gate` reads the dev articles, scores them, and fails when a measure is under its pinned floor.

Floors, scores and what was found at the last pin are in `evaluation/pin.json`, with the digest of the corpus they
were measured on. Every run lists the statements gained and lost since then. `--pin` takes today's reading as the new
pin; it refuses to lower a floor unless `--lower REASON` says why, and the reason is kept in the file.

Where the corpora are missing the gate says that it was skipped, and that nothing was measured.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from evaluation.score import Scores
from evaluation.voices import VoiceScores
from onrecord.article import Article
from onrecord.pipeline import Reader
from onrecord.record import Record
from onrecord.span import Span, words

PIN = Path(__file__).with_name("pin.json")
MARGIN = 0.1
"""How far under today's score a new floor is set, in points of F1: the weights have 7 bits and their products do not
saturate on any processor, so what is left are roundings of the few operations in 32-bit floating point."""

LISTED = 12
"""Statements listed of each kind of change; --all lists every one."""


@dataclass(slots=True)
class Reading:
    """What one run found in the corpus, by codes that hold none of its words."""

    scores: Scores = field(default_factory=Scores)
    """The measures."""
    found: set[str] = field(default_factory=set)
    """Gold statements that were found leniently, as `article:id`."""
    invented: set[str] = field(default_factory=set)
    """Statements that pair with no gold one, as `article:start of cue-end of cue`."""
    shown: dict[str, str] = field(default_factory=dict)
    """The words behind each code, for people to read."""
    failed: list[str] = field(default_factory=list)
    """Articles that could not be read, and why."""
    voices: VoiceScores = field(default_factory=VoiceScores)
    """The measures of whose words they are, where that is labelled."""
    shares: dict[str, float] = field(default_factory=dict)
    """What is measured otherwise than by F1, by name, in percent; what was not measured is missing."""

    def measured(self) -> dict[str, float]:
        """Every measure by name, F1 or share, in percent with two decimals."""
        f1 = {name: round(ratio.f1, 2) for name, ratio in self.scores.ratios.items()}
        return f1 | {name: round(share, 2) for name, share in self.shares.items()}


def corpora() -> Path:
    """Where the corpora are: `ONRECORD_CORPORA`, or the folder `shared/corpora` beside the repository."""
    given = os.environ.get("ONRECORD_CORPORA")
    return Path(given) if given else Path(__file__).resolve().parents[2] / "shared" / "corpora"


def gold_articles(path: Path) -> list[dict[str, Any]]:
    """The articles of a PolNeAR file: `doc`, `text`, `author`, and `gold`, the first annotator's attributions."""
    import gzip

    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        {
            "doc": row["doc"],
            "text": row["text"],
            "author": None if row.get("author") in ("", "None") else row.get("author"),
            "gold": row["attributions"][min(row["attributions"])],
        }
        for row in rows
    ]


Labels = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""By article and attribution: `speaker`, `sourcing`, `kind`, `addressee`."""


def labels(path: Path) -> Labels:
    """The labels of a file of speakers; empty where it is missing."""
    found: dict[str, dict[str, Any]] = {}
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        row = json.loads(line)
        found.setdefault(row["doc"].split("__")[-1], {})[row["id"]] = row
    return found


def as_article(row: Mapping[str, Any]) -> Article:
    """One of `gold_articles` as it comes to a reader: its text, and its byline where there is one."""
    from onrecord.reading.text import read_text

    return replace(read_text(row["text"], origin=row["doc"]), author=row["author"])


def read_corpus(articles: Sequence[dict[str, Any]], reader: Reader, known: Labels | None = None) -> Reading:
    """Read the articles as anybody's would be read, and score what was found; `known` are their labels."""
    result = Reading()
    for article, record in zip(articles, reader.read_all(map(as_article, articles)), strict=True):
        if not isinstance(record, Record):
            result.failed.append(str(record))
            continue
        mine = [statement for statement in record.statements if statement.within is None]
        pairs = result.scores.add(article["text"], mine, article["gold"])
        if known and article["doc"] in known:
            said = [statement.to_dict() for statement in mine]
            result.voices.add(said, article["gold"], known[article["doc"]], pairs)
        code = hashlib.sha256(article["doc"].encode()).hexdigest()[:8]
        for j, gold in enumerate(article["gold"]):
            key = f"{code}:{gold['id']}"
            result.shown[key] = _shown(article["text"], *(_spans(gold[role]) for role in ("source", "cue", "content")))
            if any(j == other for _, other in pairs):
                result.found.add(key)
        for i, statement in enumerate(mine):
            key = f"{code}:{statement.cue[0].start}-{statement.cue[0].end}"
            result.shown[key] = _shown(article["text"], statement.source, statement.cue, statement.content)
            if not any(i == other for other, _ in pairs):
                result.invented.add(key)
    return result


def date_shares(path: Path) -> dict[str, float]:
    """The share of GUM's dates that are found, and of those that are rightly read, in percent; see evaluation.times."""
    from evaluation.times import read_documents, tally

    counted = tally(read_documents(path))
    marked = sum(counted.marks.values())
    return {
        "dates found": 100 * sum(counted.found.values()) / marked,
        "dates right": 100 * sum(counted.right.values()) / marked,
    }


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def _shown(text: str, source: tuple[Span, ...], cue: tuple[Span, ...], content: tuple[Span, ...]) -> str:
    said = " ".join(words(text, content).split())
    return f"{words(text, source) or '(nobody)'} | {words(text, cue)} | {said[:100]}{'…' if len(said) > 100 else ''}"


def pinned(reading: Reading, digest: str, before: dict[str, Any], reason: str | None) -> dict[str, Any]:
    """The new pin; raises ValueError when a floor would fall and no reason is given."""
    scores = reading.measured()
    wanted = {name: round(score - MARGIN, 1) for name, score in scores.items()}
    old = before.get("floors", {})
    floors = old | {name: max(wanted[name], old.get(name, 0.0)) for name in scores}
    lowered = {name: [old[name], wanted[name]] for name in scores if scores[name] < old.get(name, 0.0)}
    history = list(before.get("lowered", []))
    if lowered:
        if not reason:
            raise ValueError(f"These floors would fall: {lowered}. Say why with --lower REASON.")
        history.append({"reason": reason, "floors": lowered})
        floors.update({name: wanted[name] for name in lowered})
    return {
        "corpus": digest,
        "floors": floors,
        "scores": before.get("scores", {}) | scores,
        "lowered": history,
        "found": sorted(reading.found),
        "invented": sorted(reading.invented),
    }


def report(reading: Reading, before: dict[str, Any], *, listed: int | None = LISTED) -> list[str]:
    """The lines that the gate prints: the table, and what was gained and lost since the pin."""
    lines = [f"{'':16s}{'P':>6s}{'R':>7s}{'F1':>7s}{'pinned':>8s}{'floor':>7s}"]
    floors, scores = before.get("floors", {}), before.get("scores", {})
    low = failures(reading, before)
    for name, score in reading.measured().items():
        ratio = reading.scores.ratios.get(name)
        pin, floor = (format(known[name], ".1f") if name in known else "–" for known in (scores, floors))
        below = "  below the floor" if name in low else ""
        parts = f"{ratio.precision:6.1f}{ratio.recall:7.1f}" if ratio else f"{'':13s}"
        lines.append(f"{name:16s}{parts}{score:7.1f}{pin:>8s}{floor:>7s}{below}")
    changes = [
        ("found now, not at the pin", reading.found - set(before.get("found", []))),
        ("found at the pin, not now", set(before.get("found", [])) - reading.found),
        ("invented now, not at the pin", reading.invented - set(before.get("invented", []))),
        ("invented at the pin, not now", set(before.get("invented", [])) - reading.invented),
    ]
    for title, codes in changes:
        lines.append(f"\n{len(codes)} {title}")
        chosen = sorted(codes)[:listed]
        lines += [f"  {code}  {reading.shown.get(code, '')}" for code in chosen]
        if len(chosen) < len(codes):
            lines.append(f"  … and {len(codes) - len(chosen)} more (--all)")
    return lines


def failures(reading: Reading, before: dict[str, Any]) -> list[str]:
    """The measures that are under their floors."""
    floors = before.get("floors", {})
    return [name for name, score in reading.measured().items() if score < floors.get(name, 0.0)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gate; 0 when it passed or was skipped, 1 when it failed, 2 when there is nothing to compare with."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--pin", action="store_true", help="take today's reading as the new pin")
    ap.add_argument("--lower", metavar="REASON", help="with --pin: why a floor may fall")
    ap.add_argument("--all", action="store_true", help="list every statement gained and lost")
    ap.add_argument("--pin-file", type=Path, default=PIN, help=argparse.SUPPRESS)
    a = ap.parse_args(arguments)
    path = corpora() / "polnear" / "dev.jsonl.gz"
    if not path.exists():
        print(f"The gate was skipped: there is no {path.name} in a folder of corpora, so nothing was measured.")
        return 0
    before = json.loads(a.pin_file.read_text("utf-8")) if a.pin_file.exists() else {}
    dates = corpora() / "gum" / "dev.conllu.gz"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    dates_digest = hashlib.sha256(dates.read_bytes()).hexdigest() if dates.exists() else None
    known = (digest, dates_digest or before.get("dates"))
    if before and (before["corpus"], before.get("dates", known[1])) != known and not a.pin:
        print("The corpus is another one than at the pin, so the floors mean nothing. Pin again with --pin.")
        return 2
    known_voices = labels(path.with_name("speakers-dev.jsonl"))
    reading = read_corpus(gold_articles(path), Reader(), known_voices)
    if known_voices:
        reading.shares |= reading.voices.report()
    else:
        print("There is no speakers-dev.jsonl in the folder of corpora, so voices were not measured.")
    if dates_digest:
        reading.shares |= date_shares(dates)
    else:
        print(f"There is no gum/{dates.name} in the folder of corpora, so dates were not measured.")
    print("\n".join(report(reading, before, listed=None if a.all else LISTED)))
    for line in reading.failed:
        print(f"not read: {line}")
    if a.pin:
        try:
            after = pinned(reading, digest, before, a.lower)
        except ValueError as error:
            print(error)
            return 1
        if known[1]:
            after = {"corpus": digest, "dates": known[1], **after}
        a.pin_file.write_text(json.dumps(after, indent=1) + "\n", "utf-8")
        print(f"\nPinned in {a.pin_file.name}.")
        return 0
    if not before:
        print("\nThere is no pin to compare with. Make one with --pin.")
        return 2
    low = failures(reading, before)
    print(f"\nThe gate {'failed: ' + ', '.join(low) + ' below the floor' if low else 'passed'}.")
    return 1 if low or reading.failed else 0


if __name__ == "__main__":
    sys.exit(main())
