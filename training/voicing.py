"""Fit what turns the network's voices into speakers and sourcing, on the graph as it is exported.

The export does it; `python -m training.voicing HEARD LEXIS` does it again for the graph in the package.

The ranking of candidates learns from the marked statements of held-out articles, and of others by what voices said of
them that had not learned from them (`training.crossing`), and so does sourcing; kinds and thresholds from held-out
articles alone, where the network's word is worth what it will be worth on unseen news. Everything is
cross-validated over the held-out articles in the report.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch.nn import functional as F

from evaluation.voices import macro, same_names, same_words
from onrecord.article import Article
from onrecord.extraction.given import anchor_of, given
from onrecord.extraction.heard import KINDS, SOURCINGS
from onrecord.extraction.network import DIGESTS, GRAPH, SETTINGS, VOICES, Network, OnnxNetwork, Tuning
from onrecord.extraction.voices.asked import channel
from onrecord.extraction.voices.evidence import EVIDENCE
from onrecord.extraction.voices.known import known_name
from onrecord.extraction.voices.meaning import Meanings
from onrecord.extraction.voices.perceptron import Perceptron
from onrecord.extraction.voices.phrases import own_words
from onrecord.extraction.voices.ranking import Candidate, candidates
from onrecord.extraction.voices.resolve import Asked
from onrecord.extraction.voices.setting import Spoken
from onrecord.extraction.voices.sourcing import Attributed, Before, facts
from onrecord.extraction.voices.weights import SOURCER, Weights, blank
from onrecord.extraction.voices.wording import Words, words_of
from onrecord.record import Model
from training import corpora, lexis, meanings, wording
from training.crossing import Crossed, Key, load
from training.descent import descend, together
from training.labels import blocks_of
from training.sourcing import sourcer
from training.voices import marks

HOME = Path(__file__).resolve().parents[1] / "onrecord" / "extraction" / "model"
HIDDEN = 48
LEARNED = 700
"""So many articles that are not held out teach the ranking too; all teach sourcing."""
SEEDS = 8
"""So many networks are averaged."""
HELD_WEIGHT = 3.0
"""How much more a statement of a held-out article counts in it."""


class Case(NamedTuple):
    """A marked statement, ready to learn from."""

    doc: str
    held: bool
    ranks: bool
    """Whether it teaches the ranking."""
    asked: Asked
    words: Words
    worded: np.ndarray | None
    """(KINDS + SOURCINGS,) logits by the words, from what did not learn from the article; None when it is held out."""
    attributed: Attributed
    choices: list[Candidate]
    right: list[int]
    """Places of the right candidates; empty when none is or when nobody knows."""
    mark: dict[str, Any]
    speaker: str
    """The speaker's name as marked, several joined by "; "; empty when there is none."""
    said_in: Callable[[float], str | None]
    """What the network points at as the channel, above a threshold."""
    channel: str
    """The channel as marked; empty when there is none."""


def cases(network: Network, crossed: Crossed, alone: Mapping[Key, np.ndarray]) -> Iterator[Case]:
    """The marked statements of the held-out articles and of all others, in the order of the corpus.

    `alone` has for each statement that is not held out the logits (KINDS + SOURCINGS,) by its words, out of fold.
    """
    known = marks()
    learned = 0
    for article in corpora.polnear("train"):
        held = corpora.held_out(article.doc)
        learned += not held
        if article.doc in known:
            ranks = held or learned <= LEARNED
            yield from _cases(article, known[article.doc], network, None if held else crossed, alone, ranks)


def _cases(
    article: corpora.Annotated,
    known: dict[str, Any],
    network: Network,
    crossed: Crossed | None,
    alone: Mapping[Key, np.ndarray],
    ranks: bool,
) -> Iterator[Case]:
    text = article.text
    items = [item for item in article.versions[0] if item["id"] in known and item["cue"] and item["content"]]
    items.sort(key=lambda item: min(start for role in corpora.ROLES for start, _ in item[role]))
    state, asked, layout = given(Article(text, blocks_of(text)), [wording.spans(item) for item in items], network)
    if crossed is not None:
        anchors = [anchor_of(layout, one.cue) for one in asked]
        heard = [crossed.heard((article.doc, item["id"]), at) for item, at in zip(items, anchors, strict=True)]
        asked = [one._replace(heard=said or one.heard) for one, said in zip(asked, heard, strict=True)]
    speakers: list[Spoken] = []
    for item, one in zip(items, asked, strict=True):
        mark = known[item["id"]]
        speaker = _name(text, mark["speaker"])
        taken = state.taken(one)
        choices = candidates(state.query(one, taken), state.setting, speakers)
        right: list[int] = []
        entity = None
        if speaker and ";" not in speaker and mark["sourcing"] in ("named", "media"):
            right = [
                n for n, c in enumerate(choices) if c.entity is not None and same_names(known_name(c.entity), speaker)
            ]
            if not right and (same_names(own_words(text, one.source), speaker) or taken.shape == "description"):
                right = [0]
            entity = next((e for e in state.setting.entities if same_names(known_name(e), speaker)), None)
        elif ";" not in speaker:
            right = [0]
        yield Case(
            article.doc,
            crossed is None,
            ranks,
            one,
            words_of(text, one.source, one.cue, one.content, quoted=one.form != "indirect"),
            None if crossed is None else alone.get((article.doc, item["id"])),
            state.attributed(one, taken),
            choices,
            right,
            mark,
            speaker,
            lambda least, one=one: channel(one, layout, least, text),  # type: ignore[misc]
            _name(text, [mark["channel"]] if mark["channel"] else []),
        )
        speakers.append(Spoken(entity, layout.block[layout.at(one.cue[0].start)]))


def _name(text: str, parts: Sequence[Sequence[Sequence[int]]]) -> str:
    """Marked names in words, joined by "; "."""
    return "; ".join(" ".join(text[start:end] for start, end in part) for part in parts)


def ranker(known: Sequence[Case], *, seed: int = 1) -> dict[str, np.ndarray]:
    """The weights of the ranking network."""
    torch.manual_seed(seed)
    learn = [case for case in known if case.right and case.ranks]
    width = max(len(case.choices) for case in learn)
    rows = torch.zeros(len(learn), width, len(EVIDENCE))
    there = torch.zeros(len(learn), width, dtype=torch.bool)
    right = torch.zeros(len(learn), width, dtype=torch.bool)
    weight = torch.tensor([HELD_WEIGHT if case.held else 1.0 for case in learn])
    for number, case in enumerate(learn):
        rows[number, : len(case.choices)] = torch.tensor([choice.evidence for choice in case.choices])
        there[number, : len(case.choices)] = True
        right[number, case.right] = True
    mean = rows[there].mean(0)
    scale = 1 / (rows[there].std(0) + 0.05)
    inner = torch.nn.Linear(len(EVIDENCE), HIDDEN)
    outer = torch.nn.Linear(HIDDEN, 1, bias=False)
    weights = [*inner.parameters(), *outer.parameters()]
    size, passes = 64, 25

    def loss() -> torch.Tensor:
        n = torch.randint(len(learn), (size,))
        hidden = F.dropout(torch.relu(inner((rows[n] - mean) * scale)), 0.2)
        scores = outer(hidden)[..., 0].masked_fill(~there[n], -1e4)
        losses = scores.logsumexp(1) - scores.masked_fill(~right[n], -1e4).logsumexp(1)
        return (losses * weight[n]).sum() / weight[n].sum()

    descend(weights, loss, steps=passes * len(learn) // size, rate=3e-3, decay=0.02)
    with torch.no_grad():
        return {
            "rank_mean": mean.numpy(),
            "rank_scale": scale.numpy(),
            "rank_inner": inner.weight.T.contiguous().numpy(),
            "rank_bias": inner.bias.numpy(),
            "rank_outer": outer.weight[0].numpy(),
        }


def sourced(
    known: Sequence[Case], weights: Weights, judge: Callable[[np.ndarray], int] | None = None
) -> tuple[np.ndarray, list[int]]:
    """Facts (N, FACTS) of statements in the order of their articles, and the sourcings of each.

    What the statements before were known to be is what `judge` says of their facts; without it, what is marked.
    """
    rows, found = [], []
    doc, before = "", Before()
    for case in known:
        if case.doc != doc:
            doc, before = case.doc, Before()
        worded = weights.worded(case.words) if case.worded is None else case.worded
        shares = weights.ranker(case.choices)
        row = facts(case.attributed, worded[len(KINDS) :], case.choices, shares, before)
        place = SOURCINGS.index(case.mark["sourcing"]) if judge is None else judge(row)
        before.note(case.attributed.taken, place)
        rows.append(row)
        found.append(place)
    return np.stack(rows), found


def fitted(
    network: Network,
    crossed: Crossed,
    alone: Mapping[Key, np.ndarray],
    table: dict[str, np.ndarray],
    meant: Meanings,
    report: dict[str, object],
) -> dict[str, np.ndarray]:
    """All arrays of the voices' file; `alone` as in `cases`, `table` the words' (`training.wording.packed`).

    `meant` is what the words of that table mean (`training.meanings`).
    """
    every = list(cases(network, crossed, alone))
    held = [case for case in every if case.held]
    fold = np.array([int(hashlib.md5(case.doc.encode()).hexdigest(), 16) % 4 for case in every])
    arrays: dict[str, np.ndarray] = {**blank(), **table}
    kinds = np.array([KINDS.index(case.mark["kind"]) for case in held])
    ranked: list[bool] = []
    for number in range(4):
        mine = ranker([case for case, at in zip(every, fold, strict=True) if not case.held or at != number])
        weights = Weights({**arrays, **mine}, meant)
        tested = [case for case, at in zip(every, fold, strict=True) if case.held and at == number and case.right]
        ranked += [int(np.argmax(weights.ranker(case.choices))) in case.right for case in tested]
    report["ranked"] = round(100 * float(np.mean(ranked)), 1)
    arrays |= together([ranker(every, seed=seed) for seed in range(1, SEEDS + 1)])
    arrays |= _sourcers(every, fold, Weights(arrays, meant), report)
    arrays["kind_shares"] = _kind_shares(held, kinds, Weights(arrays, meant), report)
    arrays["thresholds"] = np.array([0.4, _least_channel(held, report)])
    return {name: np.asarray(array, np.float32) if array.dtype.kind == "f" else array for name, array in arrays.items()}


def _sourcers(
    every: Sequence[Case], fold: np.ndarray, weights: Weights, report: dict[str, object]
) -> dict[str, np.ndarray]:
    """The sourcing networks that all statements teach; what they get right of held-out articles is cross-validated.

    They are taught twice. First what came before a statement is what is marked; then it is what the first ones say of
    articles that they did not learn from, since it is no surer than that when an article is read.
    """
    marked, given = sourced(every, weights)
    answers = np.array(given)
    rows = np.zeros_like(marked)
    for number in range(4):
        judge = _judge(marked[fold != number], answers[fold != number])
        rows[fold == number], _ = sourced(_of_fold(every, fold, number), weights, judge)
    pairs = []
    for number in range(4):
        judge = _judge(rows[fold != number], answers[fold != number])
        tested = [case for case in _of_fold(every, fold, number) if case.held]
        _, found = sourced(tested, weights, judge)
        pairs += [(SOURCINGS[p], case.mark["sourcing"]) for p, case in zip(found, tested, strict=True)]
    report["sourcing"] = round(100 * float(np.mean([p == g for p, g in pairs])), 1)
    report["sourcing macro"] = round(macro(pairs), 1)
    return together([sourcer(rows, answers, seed=seed) for seed in range(1, SEEDS + 1)])


def _judge(rows: np.ndarray, answers: np.ndarray) -> Callable[[np.ndarray], int]:
    part = together([sourcer(rows, answers, seed=seed) for seed in range(1, SEEDS // 2 + 1)])
    network = Perceptron(*(part[name] for name in SOURCER))
    return lambda row: int(network(row).argmax())


def _of_fold(every: Sequence[Case], fold: np.ndarray, number: int) -> list[Case]:
    return [case for case, at in zip(every, fold, strict=True) if at == number]


def _kind_shares(held: Sequence[Case], kinds: np.ndarray, weights: Weights, report: dict[str, object]) -> np.ndarray:
    """How much the words and the network count in the kind: the best of a few on the held-out articles."""
    words = np.stack([weights.worded(case.words)[: len(KINDS)] for case in held])
    net = np.stack([case.asked.heard.kind if case.asked.heard else np.zeros(len(KINDS)) for case in held])
    best, chosen = -1.0, (1.0, 1.0)
    for first in (0.6, 0.8, 1.0):
        for second in (0.6, 0.8, 1.0, 1.2):
            right = 100 * float(((first * words + second * net).argmax(1) == kinds).mean())
            if right > best:
                best, chosen = right, (first, second)
    report["kind"] = round(best, 1)
    report["kind by words alone"] = round(100 * float((words.argmax(1) == kinds).mean()), 1)
    return np.array(chosen)


def _least_channel(held: Sequence[Case], report: dict[str, object]) -> float:
    """The least answer for a channel, by the F1 of its words on the held-out articles."""
    best, chosen = -1.0, 0.0
    for least in (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
        right = found = gold = 0
        for case in held:
            answer = case.said_in(least)
            found += answer is not None
            gold += bool(case.channel)
            right += bool(answer and case.channel and same_words(answer, case.channel))
        f1 = 200 * right / max(1, found + gold)
        report[f"channel above {least}"] = round(f1, 1)
        if f1 > best:
            best, chosen = f1, least
    return chosen


def main() -> None:
    """Fit the voices of the packaged graph again, and put them beside it."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("heard", type=Path, help="the .heard.npz that training.heads wrote beside the graph's weights")
    ap.add_argument("lexis", type=Path, help="what training.lexis wrote")
    a = ap.parse_args()
    settings_file, graph = HOME.joinpath(SETTINGS), HOME.joinpath(GRAPH).read_bytes()
    settings = json.loads(settings_file.read_text("utf-8"))
    tuning = Tuning.from_dict(settings["tuning"])
    network = OnnxNetwork(graph, Model("onrecord-en", "training"), tuning, Weights.unknown(), threads=2)
    words = meanings.fitted(lexis.load(a.lexis), settings["report"])
    arrays = fitted(network, load(a.heard), words.alone, words.table, Meanings(words.arrays), settings["report"])
    np.savez_compressed(HOME.joinpath(VOICES), allow_pickle=False, **arrays)
    meanings.save(words.arrays, HOME)
    for name, key in DIGESTS.items():
        settings[key] = hashlib.sha256(HOME.joinpath(name).read_bytes()).hexdigest()
    settings_file.write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
    print(json.dumps({name: value for name, value in settings["report"].items() if "threshold" not in name}, indent=1))


if __name__ == "__main__":
    main()
