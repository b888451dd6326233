"""What the resolver itself can do: voices on dev with the gold spans given: `python -m evaluation.resolver`."""

from __future__ import annotations

import argparse
from typing import Any

from evaluation.gate import Labels, corpora, gold_articles, labels
from evaluation.voices import VoiceScores
from onrecord.article import Article
from onrecord.extraction.given import Roles, voices_given
from onrecord.extraction.network import Network, OnnxNetwork
from onrecord.reading.text import blocks_of
from onrecord.span import Span
from onrecord.statement import Speaker


def scored(articles: list[dict[str, Any]], known: Labels, network: Network) -> tuple[VoiceScores, list[str]]:
    """The measures over the labelled articles, and a line for each wrong speaker, for people to read."""
    scores = VoiceScores()
    wrong: list[str] = []
    for article in articles:
        mine = known.get(article["doc"])
        if mine is None:
            continue
        gold = [item for item in article["gold"] if item["id"] in mine and item["cue"] and item["content"]]
        gold.sort(key=lambda item: min(start for role in ("source", "cue", "content") for start, _ in item[role]))
        text = article["text"]
        given = Article(text, blocks_of(text), author=article["author"])
        found = voices_given(given, [_roles(item) for item in gold], network)
        said = [{**voice._asdict(), "speaker": _name(voice.speaker)} for voice in found]
        before = len(scores.speakers)
        scores.add(said, gold, mine, [(n, n) for n in range(len(gold))])
        asked = [n for n, item in enumerate(gold) if mine[item["id"]]["sourcing"] in ("named", "media", "document")]
        for n, right in zip(asked, scores.speakers[before:], strict=True):
            if not right:
                label, source = mine[gold[n]["id"]], " ".join(text[s:e] for s, e in gold[n]["source"])
                speaker = found[n].speaker.name if found[n].speaker else None  # type: ignore[union-attr]
                right_one = f"{label['speaker']} ({label['sourcing']})"
                wrong.append(f"{source or '(nobody)'} | {speaker} ({found[n].sourcing}) | {right_one}")
    return scores, wrong


def _roles(item: dict[str, Any]) -> Roles:
    return {role: tuple(Span(*pair) for pair in item[role]) for role in ("source", "cue", "content")}


def _name(speaker: Speaker | None) -> dict[str, Any] | None:
    return speaker.to_dict() if speaker else None


def main() -> None:
    """Print the measures, and with --wrong the speakers that are wrong."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--wrong", action="store_true", help="list source | given speaker | right speaker")
    a = ap.parse_args()
    folder = corpora() / "polnear"
    known = labels(folder / "speakers-dev.jsonl")
    if not known:
        print("There is no speakers-dev.jsonl in a folder of corpora, so nothing was measured.")
        return
    scores, wrong = scored(gold_articles(folder / "dev.jsonl.gz"), known, OnnxNetwork.packaged())
    for name, value in scores.report().items():
        if name != "lenient+speaker":
            print(f"{name:16s}{value:7.1f}")
    if a.wrong:
        print("\n".join(wrong))


if __name__ == "__main__":
    main()
