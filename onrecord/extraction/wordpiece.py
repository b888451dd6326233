"""Words and word pieces, with the offsets of every one in the text as it was given.

The network reads word pieces; people see words. Both come from here, so that a piece always knows which
characters it stands for, whatever lower-casing and accent stripping made of them. The pieces are those of the
uncased BERT tokenizer (Devlin et al. 2019), to the id: a test compares them with the `tokenizers` library, which
is too large an install for a laptop tool (docs/decisions/0005).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

PAD, UNKNOWN, START, END = 0, 100, 101, 102
"""Ids of the pieces with a meaning of their own: filling, unknown, first and last of a window."""

LONGEST_WORD = 100
"""A longer word is one unknown piece, as in BERT: it bounds the work that hostile input can ask for."""

_CHUNK = re.compile(r"\S+")
_LONGEST_CHUNK = 4096
"""A longer run without white space is read in parts, so that the cache holds no giants."""


class Word(NamedTuple):
    """A run of letters and digits, or one punctuation mark."""

    start: int
    """Offset of its first character in the text."""
    end: int
    """Offset after its last character."""
    pieces: tuple[int, ...]
    """Ids of its word pieces; never empty."""


def words(text: str) -> list[Word]:
    """All words of the text in order; white space and control characters belong to none."""
    found: list[Word] = []
    for match in _CHUNK.finditer(text):
        start, end = match.span()
        for part in range(start, end, _LONGEST_CHUNK):
            chunk = text[part : min(end, part + _LONGEST_CHUNK)]
            cut = _chunk_words if len(chunk) < 64 else _chunk_words.__wrapped__
            found.extend(Word(part + word.start, part + word.end, word.pieces) for word in cut(chunk))
    return found


@lru_cache(maxsize=65_536)
def _chunk_words(chunk: str) -> tuple[Word, ...]:
    """The words of a run without white space, by offsets into it."""
    found: list[Word] = []
    start, end, letters = 0, 0, ""
    for at, char in enumerate(chunk):
        if char in "\0\ufffd" or unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs"):
            continue
        alone = _is_punctuation(char) or _is_ideograph(char)
        if alone or char.isspace():
            if letters:
                found.append(Word(start, end, _pieces(letters)))
                letters = ""
            if alone:
                found.append(Word(at, at + 1, _pieces(_folded(char) or char)))
            continue
        folded = _folded(char)
        if not folded:
            end = at + 1 if letters else end
            continue
        if not letters:
            start = at
        letters += folded
        end = at + 1
    if letters:
        found.append(Word(start, end, _pieces(letters)))
    return tuple(found)


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    """The character in lower case without its accents; empty for a combining accent."""
    decomposed = unicodedata.normalize("NFD", char)
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn").lower()


def _is_punctuation(char: str) -> bool:
    code = ord(char)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return unicodedata.category(char).startswith("P")


def _is_ideograph(char: str) -> bool:
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x2A6DF
        or 0x2A700 <= code <= 0x2CEAF
        or 0xF900 <= code <= 0xFAFF
        or 0x2F800 <= code <= 0x2FA1F
    )


def _pieces(word: str) -> tuple[int, ...]:
    """Greedy longest pieces from the left; one unknown piece when a part of the word is in no piece."""
    if len(word) > LONGEST_WORD:
        return (UNKNOWN,)
    vocabulary = _vocabulary()
    ids: list[int] = []
    start = 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = vocabulary.get(("##" if start else "") + word[start:end])
            if piece is not None:
                break
        else:
            return (UNKNOWN,)
        ids.append(piece)
        start = end
    return tuple(ids)


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, int]:
    lines = files("onrecord.extraction").joinpath("model", "vocabulary.txt").read_text("utf-8").split("\n")
    return {piece: number for number, piece in enumerate(lines) if piece}
