"""The program that takes PDF files apart, run as a file in a process of its own.

PDFium is the library that Chrome shows PDF files with: fast, and tried on more broken files than any other. It is
written in C++ all the same, a file may ask it for any amount of memory and time, and it cannot be interrupted. So it
runs here, under a limit of memory, and whoever asks for pages (onrecord/reading/pdf.py) may end it at any time.

It reads requests from standard input, each a line of JSON and as many bytes as that says, and answers with lines of
JSON: `{"pages": N}`, one list of fragments a page, `{"done": true}`; or `{"error": kind}`. A fragment is a piece of a
line: `[text, left, bottom, right, top, weight]`, in points (1/72 inch) on the page as it is shown.

This file is the home of pypdfium2, and is imported by nothing.
"""

from __future__ import annotations

import ctypes
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

MEMORY = 1 << 31
"""Bytes of address space: the library and a large file of maps take a quarter of it."""

MOST_CHARACTERS = 200_000
"""Characters taken from one page: a page of small print has 10,000."""

WIDEST_GAP = 1.0
"""Gap between two characters, in heights of them, beyond which they may stand in two columns."""

Box = tuple[float, float, float, float]
"""Left, bottom, right and top of a character, in points."""

_NOTED = re.compile(r"(?:[.,;:!?”’\")]|[^\W\d_]{4})$")
_HYPHEN = 2
"""What PDFium gives for a hyphen at the end of a line."""

_PASSWORD = 4
"""FPDF_ERR_PASSWORD"""


def main() -> None:
    """Answer requests until standard input ends."""
    _limit_memory()
    try:
        import pypdfium2.raw as pdfium

        pdfium.FPDF_InitLibrary()
    except (ImportError, OSError):
        pdfium = None
    requests = sys.stdin.buffer
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["size"])
        if pdfium is None:
            _say({"error": "missing"})
            continue
        try:
            _answer(pdfium, data, request["most_pages"])
        except MemoryError:
            _say({"error": "memory"})


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _say(answer: Any) -> None:
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


def _answer(pdfium: Any, data: bytes, most_pages: int) -> None:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        _say({"error": "password" if pdfium.FPDF_GetLastError() == _PASSWORD else "damaged"})
        return
    try:
        pages = pdfium.FPDF_GetPageCount(document)
        _say({"pages": pages})
        if pages <= most_pages:
            for number in range(pages):
                _say(_page(pdfium, document, number))
            _say({"done": True})
    finally:
        pdfium.FPDF_CloseDocument(document)


def _page(pdfium: Any, document: Any, number: int) -> list[list[Any]] | None:
    """The fragments of a page; None for one that cannot be loaded."""
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        return None
    text = pdfium.FPDFText_LoadPage(page)
    try:
        if not text:
            return None
        count = min(pdfium.FPDFText_CountChars(text), MOST_CHARACTERS)
        fragments = list(_fragments(pdfium, text, count))
        return _upright(fragments)
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _fragments(pdfium: Any, text: Any, count: int) -> Iterator[list[Any]]:
    """The pieces of lines in the order of the file: text, left, bottom, right, top, weight, quarter turns."""
    box = pdfium.FS_RECTF()
    reference = ctypes.byref(box)
    letters: list[tuple[str, Box]] = []
    weight = turn = 0
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        letter = "\u00ad" if code == _HYPHEN else _letter(code)
        if letter in ("\r", "\n"):
            yield from _fragment(letters, weight, turn)
            letters = []
            continue
        if not letter or not pdfium.FPDFText_GetLooseCharBox(text, index, reference):
            continue
        new = (box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top))
        if letter == " ":
            if letters and letters[-1][0] != " ":
                letters.append((" ", letters[-1][1]))
            continue
        if not all(map(math.isfinite, new)):
            continue
        if letters and _is_apart(letters[-1][1], new, turn):
            yield from _fragment(letters, weight, turn)
            letters = []
        if not letters:
            weight = pdfium.FPDFText_GetFontWeight(text, index)
            turn = _quarter_turns(pdfium.FPDFText_GetCharAngle(text, index))
        letters.append((letter, new))
    yield from _fragment(letters, weight, turn)


def _fragment(letters: list[tuple[str, Box]], weight: int, turn: int) -> Iterator[list[Any]]:
    """The piece that some letters are, without the raised numbers of notes; its line is that of most of them."""
    if not letters:
        return
    across = 0 if turn % 2 else 1
    line: Counter[tuple[float, float]] = Counter(
        (round(box[across], 1), round(box[across + 2], 1)) for _, box in letters
    )
    low, high = line.most_common(1)[0][0]
    words = "".join(letter for letter, _ in letters)
    if turn == 0:
        raised = [box[1] > low + 0.15 * (high - low) and box[3] - box[1] < 0.85 * (high - low) for _, box in letters]
        words = _without_notes(words, raised)
    sides = [min(box[0] for _, box in letters), low, max(box[2] for _, box in letters), high]
    if across == 0:
        sides = [low, min(box[1] for _, box in letters), high, max(box[3] for _, box in letters)]
    yield [words, *sides, weight, turn]


def _without_notes(words: str, raised: list[bool]) -> str:
    """The words without raised numbers behind a word or a full stop: "safe.3" is a note, "km2" a measure."""
    kept: list[str] = []
    for letter, is_raised in zip(words, raised, strict=True):
        if is_raised and (letter.isdigit() or letter in "*†‡,") and _NOTED.search("".join(kept[-5:])):
            continue
        kept.append(letter)
    return "".join(kept)


def _letter(code: int) -> str:
    """The character of a code; none where there is no such character."""
    if code in (0xFFFE, 0xFFFF, 0) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ""
    letter = chr(code)
    return " " if letter.isspace() and letter not in "\r\n" else letter


def _is_apart(last: Box, new: Box, turn: int) -> bool:
    """Whether a character stands so far from the one before it that it may be in another column or line."""
    if turn % 2:
        last, new = (last[1], last[0], last[3], last[2]), (new[1], new[0], new[3], new[2])
    height = max(last[3] - last[1], new[3] - new[1], 1.0)
    overlap = min(last[3], new[3]) - max(last[1], new[1])
    gap = max(new[0] - last[2], last[0] - new[2])
    is_back = turn == 0 and new[2] < last[0]
    return overlap <= 0 or gap > WIDEST_GAP * height or is_back


def _quarter_turns(angle: float) -> int:
    """0 to 3 for text that stands straight, in quarter turns to the left; -1 for text that is askew, as a stamp is."""
    turns = angle / (math.pi / 2)
    return -round(turns) % 4 if abs(turns - round(turns)) < 0.1 else -1


def _upright(fragments: list[list[Any]]) -> list[list[Any]]:
    """The fragments that are turned as most of the page is, as if it were upright; stamps in margins are left out."""
    lengths: Counter[int] = Counter()
    for fragment in fragments:
        lengths[fragment[6]] += len(fragment[0])
    lengths.pop(-1, None)
    if not lengths:
        return []
    turn = lengths.most_common(1)[0][0]
    kept = []
    for text, left, bottom, right, top, weight, its_turn in fragments:
        if its_turn != turn:
            continue
        sides = {
            0: (left, bottom, right, top),
            1: (bottom, -right, top, -left),
            2: (-right, -top, -left, -bottom),
            3: (-top, left, -bottom, right),
        }[turn]
        kept.append([text.rstrip(), *(round(side, 2) for side in sides), weight])
    return kept


if __name__ == "__main__":
    main()
