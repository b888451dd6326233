"""Teach the heads that ride on the finished encoder: names, kinds and sourcing: `python -m training.heads WEIGHTS`.

The encoder learns them beside reading (`training.train`), but in a few passes only, and reading must not suffer; so
here it is read once, its vectors are kept, and the small heads go over them until they have learned. Words are named
by CoreNLP's automatic entities of the news and by people in GUM.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.extraction import extractor
from onrecord.extraction.heard import ASKED, KINDS, SOURCINGS, TYPES
from onrecord.extraction.windows import Tokens, Window, batch, tokenized
from training import corpora, crossing, gum, wording
from training.labels import IGNORED, Gold, blocks_of, example
from training.network import HIDDEN, LINK, POOLS, WIDE, Reader, Voices, asking, likely
from training.voices import marks

NER = {
    "PERSON": 1, "ORGANIZATION": 2, "LOCATION": 3, "CITY": 3, "STATE_OR_PROVINCE": 3, "COUNTRY": 3, "NATIONALITY": 4,
    "IDEOLOGY": 4, "RELIGION": 4, "MISC": 4,
}  # fmt: skip
"""CoreNLP's kinds as places among the pairs of NAME_LABELS."""


@dataclass
class Kept:
    """What the encoder said of some articles, in windows."""

    words: list[np.ndarray] = field(default_factory=list)
    """(W, WIDE) vectors of each window, in half precision."""
    names: list[np.ndarray] = field(default_factory=list)
    """(W,) labels of its words, IGNORED where nothing is known."""
    window: list[int] = field(default_factory=list)
    """For each marked statement its window."""
    anchor: list[int] = field(default_factory=list)
    """The first word of its cue, in the window."""
    likely: list[np.ndarray] = field(default_factory=list)
    """(W, POOLS) how likely each word of the window is to be of each of its roles, in half precision."""
    near: list[np.ndarray] = field(default_factory=list)
    """(W, LINK) what each word of the window is to its anchor, in half precision."""
    asked: list[np.ndarray] = field(default_factory=list)
    """(W, ASKED) whether a word names its speaker, addressee or channel."""
    codes: list[tuple[int, int, int]] = field(default_factory=list)
    """Its places in KINDS, SOURCINGS and TYPES."""
    weight: list[float] = field(default_factory=list)
    """How much it counts."""
    keys: list[tuple[str, str]] = field(default_factory=list)
    """(article, attribution)."""


def read(reader: Reader, articles: Iterable[tuple[str, Tokens, np.ndarray, Sequence[tuple[str, Gold]]]]) -> Kept:
    """Read articles: each its name, words, labels of names, and marked statements with their attributions' ids."""
    kept = Kept()
    for doc, tokens, labels, golds in articles:
        for group in extractor.batches([tokens]):
            arrays = [torch.from_numpy(array) for array in batch([(tokens, window) for _, window in group])]
            with torch.no_grad():
                encoded = reader.encoder(*arrays)
                found = list(_inside(group, golds))
                rows = torch.tensor([row for row, *_ in found], dtype=torch.long)
                places = torch.tensor([place for _, place, *_ in found], dtype=torch.long)
                links, near = reader.links(encoded, rows, places) if found else (torch.zeros(0, 0, 7), torch.zeros(0))
                shares = likely(links)
            first = len(kept.words)
            for row, (_, window) in enumerate(group):
                kept.words.append(encoded.wide[row, : window.end - window.first].numpy().astype(np.float16))
                kept.names.append(labels[window.first : window.end])
            for number, (row, place, name, gold) in enumerate(found):
                assert gold.voice
                size = len(kept.words[first + row])
                kept.window.append(first + row)
                kept.anchor.append(place)
                kept.likely.append(shares[number, :size].numpy().astype(np.float16))
                kept.near.append(near[number, :size].numpy().astype(np.float16))
                start = group[row][1].first
                asked = [[start + at in words for words in gold.voice.words] for at in range(size)]
                kept.asked.append(np.array(asked))
                kept.weight.append(gold.voice.weight)
                kept.codes.append((gold.voice.kind, gold.voice.sourcing, gold.voice.type))
                kept.keys.append((doc, name))
    return kept


def _inside(
    group: Sequence[tuple[int, Window]], golds: Sequence[tuple[str, Gold]]
) -> Iterator[tuple[int, int, str, Gold]]:
    for row, (_, window) in enumerate(group):
        for name, gold in golds:
            if window.first <= gold.anchor < window.end:
                yield row, gold.anchor - window.first, name, gold


def news(*, held: bool) -> Iterator[tuple[str, Tokens, np.ndarray, list[tuple[str, Gold]]]]:
    """The articles of train that are, or are not, held out."""
    layers, known = corpora.corenlp("train"), marks()
    for article in corpora.polnear("train"):
        if corpora.held_out(article.doc) != held:
            continue
        mine = known.get(article.doc, {})
        taught = example(article, None, mine)
        labels = np.full(len(taught.tokens.words), IGNORED, np.int64)
        at = {word.start: number for number, word in enumerate(taught.tokens.words)}
        before = 0
        for start, _, _, entity, _, _ in layers[article.doc].tokens if article.doc in layers else ():
            kind = NER.get(entity, 0)
            if start in at:
                labels[at[start]] = 2 * kind - (kind != before) if kind else 0
            before = kind
        marked = [item["id"] for item in article.versions[0] if item["id"] in mine]
        golds = [gold for gold in taught.versions[0] if gold.voice]
        yield article.doc, taught.tokens, labels, list(_paired(article, taught.tokens, marked, golds))


def _paired(
    article: corpora.Annotated, tokens: Tokens, marked: Sequence[str], golds: Sequence[Gold]
) -> Iterator[tuple[str, Gold]]:
    """The golds with the ids of their attributions, by the first character of the cue."""
    by_anchor = {gold.anchor: gold for gold in golds}
    starts = [word.start for word in tokens.words]
    for item in article.versions[0]:
        if item["id"] not in marked or not item["cue"]:
            continue
        (start, end), *_ = item["cue"]
        anchor = next((n for n in by_anchor if start <= starts[n] < end), None)
        if anchor is not None:
            yield item["id"], by_anchor.pop(anchor)


def people(part: str) -> Iterator[tuple[str, Tokens, np.ndarray, list[tuple[str, Gold]]]]:
    """The documents of GUM, with the names that people marked."""
    for document in gum.documents(part):
        tokens = tokenized(document.text, blocks_of(document.text))
        labels = np.zeros(len(tokens.words), np.int64)
        for start, end, kind in document.names():
            inside = [n for n, word in enumerate(tokens.words) if start <= word.start < end]
            for place, number in enumerate(inside):
                labels[number] = 2 * kind - (place == 0)
        yield document.name, tokens, labels, []


def teach_names(reader: Reader, kept: Sequence[Kept], *, passes: int = 4, size: int = 1024) -> None:
    """Train the head of names on all words."""
    words = torch.from_numpy(np.concatenate([window[:, :HIDDEN] for one in kept for window in one.words]))
    labels = torch.from_numpy(np.concatenate([window for one in kept for window in one.names]))
    known = torch.nonzero(labels != IGNORED)[:, 0]
    steps = passes * len(known) // size
    optimizer = torch.optim.AdamW(reader.names.parameters(), 4e-3)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, steps)
    for _ in range(steps):
        chosen = known[torch.randint(len(known), (size,))]
        loss = F.cross_entropy(reader.names(words[chosen].float()), labels[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        rates.step()


def group(kept: Kept, chosen: Sequence[int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The inputs of `Voices.coded` for some statements."""
    width = max(len(kept.likely[n]) for n in chosen)
    words = torch.zeros(len(chosen), width, WIDE)
    shares = torch.full((len(chosen), width, len(POOLS)), -12.0)
    present = torch.zeros(len(chosen), width, dtype=torch.bool)
    for row, number in enumerate(chosen):
        vectors = kept.words[kept.window[number]]
        words[row, : len(vectors)] = torch.from_numpy(vectors).float()
        shares[row, : len(vectors)] = torch.from_numpy(kept.likely[number]).float()
        present[row, : len(vectors)] = True
    anchor = words[torch.arange(len(chosen)), torch.tensor([kept.anchor[n] for n in chosen])]
    return words, present, anchor, shares


def teach_voices(
    reader: Reader, kept: Kept, worded: np.ndarray, *, passes: int, size: int = 48, rate: float = 8e-4
) -> None:
    """Train the voices: kind and sourcing on top of what the words alone tell (N, KINDS + SOURCINGS), out of fold."""
    head = reader.voices
    steps = passes * len(kept.window) // size
    optimizer = torch.optim.AdamW(head.parameters(), rate, weight_decay=0.05)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, steps)
    codes, told, weights = torch.tensor(kept.codes), torch.from_numpy(worded), torch.tensor(kept.weight)
    order = sorted(range(len(kept.window)), key=lambda n: len(kept.likely[n]))
    generator = np.random.default_rng(1)
    head.train()
    done = 0
    while done < steps:
        shuffled = sorted(order, key=lambda n: len(kept.likely[n]) + 40 * generator.random())
        groups = [shuffled[first : first + size] for first in range(0, len(shuffled), size)]
        generator.shuffle(groups)
        for chosen in groups[: steps - done]:
            words, present, anchor, shares = group(kept, chosen)
            logits, pooled = head.coded(words, present, anchor, shares)
            gold = codes[list(chosen)]
            loss = torch.zeros(len(chosen))
            for column, first, count in ((0, 0, len(KINDS)), (1, len(KINDS), len(SOURCINGS))):
                mine = logits[:, first : first + count] + told[list(chosen), first : first + count]
                loss = loss + F.cross_entropy(mine, gold[:, column], label_smoothing=0.05, reduction="none")
            loss = loss + 0.5 * F.cross_entropy(logits[:, -len(TYPES) :], gold[:, 2], reduction="none")
            near, asked = beside(kept, chosen, words.shape[1])
            answers = head.answered(words, anchor, pooled[:, 0], near)
            loss = loss + 0.5 * asking(answers, asked, present).sum(1)
            optimizer.zero_grad()
            (loss * weights[list(chosen)]).mean().backward()
            nn.utils.clip_grad_norm_(head.parameters(), 5.0)
            optimizer.step()
            rates.step()
            done += 1
    head.eval()


def beside(kept: Kept, chosen: Sequence[int], width: int) -> tuple[Tensor, Tensor]:
    """What every word is to its anchor (N, W, LINK), and whether it names whom is asked for (N, W, ASKED)."""
    near = torch.zeros(len(chosen), width, LINK)
    asked = torch.zeros(len(chosen), width, len(ASKED), dtype=torch.bool)
    for row, number in enumerate(chosen):
        size = len(kept.near[number])
        near[row, :size] = torch.from_numpy(kept.near[number]).float()
        asked[row, :size] = torch.from_numpy(kept.asked[number])
    return near, asked


def told(reader: Reader, kept: Kept, worded: np.ndarray) -> dict[str, float]:
    """The accuracy of kind, sourcing and type on what was kept, in percent; `worded` as in `teach_voices`."""
    logits = []
    with torch.no_grad():
        for first in range(0, len(kept.window), 64):
            logits.append(reader.voices.coded(*group(kept, range(first, min(first + 64, len(kept.window)))))[0])
    scores = torch.cat(logits).numpy()
    gold = np.array(kept.codes)
    both = scores[:, : worded.shape[1]] + worded
    kinds = len(KINDS)
    found = {
        "kind": both[:, :kinds].argmax(1) == gold[:, 0],
        "sourcing": both[:, kinds:].argmax(1) == gold[:, 1],
        "type": scores[:, -len(TYPES) :].argmax(1) == gold[:, 2],
        "kind by words alone": worded[:, :kinds].argmax(1) == gold[:, 0],
        "sourcing by words alone": worded[:, kinds:].argmax(1) == gold[:, 1],
    }
    return {name: round(100 * float(right.mean()), 1) for name, right in found.items()}


def named(reader: Reader, kept: Kept) -> float:
    """The F1, in percent, of words that are in a name, kinds of names told apart."""
    words = torch.from_numpy(np.concatenate([window[:, :HIDDEN] for window in kept.words])).float()
    labels = np.concatenate(kept.names)
    with torch.no_grad():
        found = (reader.names(words).argmax(1).numpy() + 1) // 2
    gold = (labels + 1) // 2
    known = labels != IGNORED
    right = ((found == gold) & (gold > 0) & known).sum()
    return round(200 * float(right) / float(((found > 0) & known).sum() + ((gold > 0) & known).sum()), 1)


def asked_across(
    reader: Reader, kept: Kept, worded: dict[tuple[str, str], np.ndarray], *, passes: int
) -> crossing.Crossed:
    """What voices taught on half of the articles say of the other half; the reader's own voices are lost over it."""

    def teach(rows: np.ndarray) -> None:
        torch.manual_seed(1)
        reader.voices = Voices()
        part = chosen(kept, rows.tolist())
        teach_voices(reader, part, np.stack([worded[key] for key in part.keys]), passes=passes)

    def ask(rows: Sequence[int]) -> tuple[np.ndarray, list[np.ndarray]]:
        with torch.no_grad():
            words, present, anchor, shares = group(kept, rows)
            logits, pooled = reader.voices.coded(words, present, anchor, shares)
            near, _ = beside(kept, rows, words.shape[1])
            answers = reader.voices.answered(words, anchor, pooled[:, 0], near).numpy()
        return logits.numpy(), [answers[row, : len(kept.likely[number])] for row, number in enumerate(rows)]

    return crossing.crossed(kept.keys, kept.anchor, teach, ask)


def chosen(kept: Kept, rows: Sequence[int]) -> Kept:
    """Some of the statements, with all windows."""
    part = Kept(words=kept.words, names=kept.names)
    for name in ("window", "anchor", "likely", "near", "asked", "codes", "weight", "keys"):
        getattr(part, name).extend(getattr(kept, name)[row] for row in rows)
    return part


def averaged(weights: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of several readers' weights, each tensor over those that have it (Wortsman et al. 2022)."""
    names = dict.fromkeys(name for one in weights for name in one)
    found: dict[str, Tensor] = {}
    for name in names:
        have = [one[name] for one in weights if name in one]
        found[name] = torch.stack(have).mean(0) if have[0].is_floating_point() else have[0]
    return found


def main() -> None:
    """Teach the heads of a run's weights and keep the whole."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("weights", type=Path, nargs="+", help="a reader.pt of training.train, or several to be averaged")
    ap.add_argument("--out", type=Path, required=True, help="where the taught reader goes")
    ap.add_argument("--passes", type=int, default=10, help="over the marked statements")
    a = ap.parse_args()
    torch.manual_seed(1)
    reader = Reader()
    reader.load_state_dict(averaged([torch.load(path) for path in a.weights]), strict=False)
    reader.eval()
    learn, held = read(reader, news(held=False)), read(reader, news(held=True))
    texts, texts_held = read(reader, people("train")), read(reader, people("dev"))
    teach_names(reader, [learn, texts])
    report: dict[str, object] = {"names, held out": named(reader, held), "names, GUM dev": named(reader, texts_held)}
    given = wording.worded("train", held=False)
    alone = dict(zip(given.keys, wording.out_of_fold(given), strict=True))
    table, bias = wording.whole(given)
    tested = wording.worded("train", held=True)
    seen = dict(zip(tested.keys, wording.logits(tested.words, table, bias), strict=True))
    teach_voices(reader, learn, np.stack([alone[key] for key in learn.keys]), passes=a.passes)
    report["held out"] = told(reader, held, np.stack([seen[key] for key in held.keys]).astype(np.float32))
    torch.save(reader.state_dict(), a.out)
    print(json.dumps(report, indent=1))
    crossing.save(asked_across(reader, learn, alone, passes=a.passes), a.out.with_suffix(crossing.HEARD))


if __name__ == "__main__":
    main()
