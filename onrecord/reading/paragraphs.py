"""Lines on pages become paragraphs: what stands on every page is left out, and what a line's end divided is joined.

On paper a paragraph ends where the next line is indented or further away, or where its last line is short although
the next word would have fitted. It goes on in the next column and on the next page, past the footnotes between. A
hyphen at the end of a line is taken away only where the word is known without it, or nothing speaks for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from onrecord.article import BlockKind
from onrecord.reading.layout import Line
from onrecord.reading.passages import Passage

MARGIN_LINES = 3
"""Lines from the top and from the bottom of a page that can be a running head or a page number."""

FEWEST_HEADS = 2
"""Pages with the same line at the same place, at least, for it to be a running head."""

LEAST_SHARE_OF_PAGES = 0.4
"""Share of the pages that have it: heads of left pages are on half of them."""

MANY_HEADS = 6
"""Pages that are enough in a document of any length: a chapter has its own head."""

APART = 1.8
"""How many times further than its next line the text is from a running head; between paragraphs it is 1.5 times."""

SAME_PLACE = 4.0
"""Points by which the place of a running head differs from page to page at most."""

WIDER = 1.3
"""How many times further away than usual the next line is where a new paragraph begins."""

LARGER = 1.12
"""How many times larger than the text the letters of a heading are; in a smaller font than the text by as much, lines
are notes and captions."""

LONGEST_HEADING = 200
"""Characters of a heading."""

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st", "\uf0b7": "•", "\uf0a7": "•"}
)
_BULLET = re.compile(r"(?:[•‣◦▪●·–*-]|\(?[0-9]{1,2}[.)]|\([a-z]\))\s+\S")
_NUMBER = re.compile(r"[\W_]*(?:page|p\.?|seite)?\s*(\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|\||-)\s*\d{1,4})?[\W_]*", re.I)
_SENTENCE_END = re.compile(r"[.!?…:;]['\"’”»)\]]*$")
_HYPHENATED = re.compile(r"(?<![-\w])([^\W\d_]{1,40})[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_PREFIXES = frozenset(
    "self non anti ex co pre post semi multi cross all well ill half long short high low mid vice quasi pro".split()
)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Some lines in one."""

    words: str
    """Their words; U+00AD stands where a line ended in a hyphen, between the halves of the word."""

    size: float
    """The height of its letters."""

    is_bold: bool
    """Whether all of it is in bold type."""

    page: int
    """The page it begins on, from 0."""

    ends_full: bool
    """Whether its last line goes to the end of the column, so that it may go on in the next."""

    lines: int
    """How many lines it has."""


def passages_of_pages(pages: Sequence[Sequence[Line]]) -> tuple[list[Passage], str | None]:
    """The passages of a document given as the lines of its pages, and its title: the largest heading of its first page.

    Where there is no such heading the title is None.
    """
    kept = _without_heads(pages)
    lines = [line for page in kept for line in page]
    if not lines:
        return [], None
    body = _body_size(lines)
    paragraphs = _joined([each for number, page in enumerate(kept) for each in _paragraphs(page, number)], body)
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text.translate(_LIGATURES))[:-1])
    found: list[Passage] = []
    title: tuple[float, str] | None = None
    for paragraph in paragraphs:
        text = _mended(paragraph.words, words)
        kind = _kind(paragraph, text, body)
        if kind == "heading" and paragraph.page == 0 and (title is None or paragraph.size > title[0] * 1.02):
            title = (paragraph.size, text)
        found.append(Passage(kind, text))
    return found, title[1] if title else None


def _body_size(lines: Sequence[Line]) -> float:
    """The height of the letters of most of the text; 0 where there is none."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes.most_common(1)[0][0], 0.5) if sizes else 0.5


def _without_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without running heads, running feet and page numbers."""
    body = _body_size([line for page in pages for line in page])
    margins = [_margins(page, body) for page in pages]
    places: dict[str, list[tuple[int, float]]] = {}
    for number, candidates in enumerate(margins):
        for line in candidates:
            places.setdefault(_pattern(line.text), []).append((number, line.bottom))
    needed = max(FEWEST_HEADS, LEAST_SHARE_OF_PAGES * sum(bool(page) for page in pages))
    heads: dict[str, float] = {}
    for pattern, found in places.items():
        heights = sorted(height for _, height in found)
        usual = median(heights)
        same = {page for page, height in found if abs(height - usual) <= SAME_PLACE}
        if len(same) >= min(needed, MANY_HEADS):
            heads[pattern] = usual
    kept = []
    for number, (page, candidates) in enumerate(zip(pages, margins, strict=True)):
        gone = {
            id(line)
            for line in page
            if (line in candidates and abs(line.bottom - heads.get(_pattern(line.text), -1e9)) <= SAME_PLACE)
            or _is_page_number(line, page, number)
        }
        kept.append([line for line in page if id(line) not in gone])
    return kept


def _margins(page: Sequence[Line], body: float) -> list[Line]:
    """The lines at the top and at the bottom of a page that stand apart from its text, by space or by their size.

    A line of the text itself may well be the same at the top of two pages: `She said no.`
    """
    by_height = sorted(page, key=lambda line: -line.top)
    steps = [above.bottom - below.bottom for above, below in pairwise(by_height)]
    near = [step for step in steps if step > 0]
    usual = _mode(near) if near else 0.0
    found: list[Line] = []
    for side in (by_height, by_height[::-1]):
        for at, (line, inner) in enumerate(pairwise(side[: MARGIN_LINES + 1]), start=1):
            if abs(line.bottom - inner.bottom) > APART * max(usual, line.size):
                found += side[:at]
                break
            if not 1 / LARGER < line.size / body < LARGER:
                found.append(line)
    return found


def _pattern(text: str) -> str:
    """A line as a running head has it: its numbers change from page to page."""
    return re.sub(r"\d+", "#", " ".join(text.casefold().split()))


def _is_page_number(line: Line, page: Sequence[Line], number: int) -> bool:
    """Whether it is the outermost line of its page and nothing but a number that can be the page's."""
    found = _NUMBER.fullmatch(line.text)
    if not found or (line.bottom > min(each.bottom for each in page) and line.top < max(each.top for each in page)):
        return False
    given = found.group(1)
    return not given.isdigit() or len(given) < 4 or int(given) == number + 1


def _paragraphs(page: Sequence[Line], number: int) -> Iterator[_Paragraph]:
    """The paragraphs of a page, column by column; what goes on in the next column is not yet joined."""
    columns: dict[int, list[Line]] = {}
    for line in page:
        columns.setdefault(line.column, []).append(line)
    for lines in columns.values():
        steps = [above.bottom - below.bottom for above, below in pairwise(lines)]
        near = [step for step in steps if 0 < step < 3 * median(line.size for line in lines)]
        usual = _mode(near) if near else 0.0
        right = max(line.right for line in lines)
        piece: list[Line] = []
        for line in lines:
            if piece and _begins(line, piece, usual, right):
                yield _paragraph(piece, number, right)
                piece = []
            piece.append(line)
        yield _paragraph(piece, number, right)


def _mode(steps: list[float]) -> float:
    """The most frequent distance between two lines, to half a point."""
    return Counter(round(step * 2) / 2 for step in steps).most_common(1)[0][0]


def _begins(line: Line, piece: Sequence[Line], usual: float, right: float) -> bool:
    """Whether a new paragraph begins with the line after the piece."""
    last = piece[-1]
    if line.is_row or last.is_row:
        return True
    step = last.bottom - line.bottom
    if step <= 0 or step > WIDER * max(usual, line.size) or not 1 / LARGER < line.size / last.size < LARGER:
        return True
    if _BULLET.match(line.text) and (
        _SENTENCE_END.search(last.text) or _BULLET.match(piece[0].text) or len(piece) == 1
    ):
        return True
    if line.is_bold != last.is_bold and (last.is_bold or len(line.text) < LONGEST_HEADING) and _is_whole(last, line):
        return True
    is_indented = line.left > last.left + 0.8 * line.size
    if is_indented and not (_BULLET.match(piece[0].text) and len(piece) == 1):
        return True
    first_word = line.text.split(maxsplit=1)[0]
    letter = (last.right - last.left) / max(len(last.text), 1)
    would_fit = last.right + (len(first_word) + 2) * letter < right
    return would_fit and bool(_SENTENCE_END.search(last.text))


def _is_whole(last: Line, line: Line) -> bool:
    """Whether a change of the font between two lines is one of paragraphs, not of emphasis in a sentence."""
    return last.is_bold or not line.text[0].islower()


def _paragraph(piece: Sequence[Line], number: int, right: float) -> _Paragraph:
    words = ""
    for line in piece:
        words = _appended(words, line.text.translate(_LIGATURES))
    sizes = [line.size for line in piece]
    ends_full = piece[-1].right > right - 0.25 * (right - piece[-1].left) or len(piece) == 1
    return _Paragraph(words, median(sizes), all(line.is_bold for line in piece), number, ends_full, len(piece))


def _appended(words: str, more: str) -> str:
    """The words with those of the next line behind them; a soft hyphen marks a word that a line's end divides."""
    if not words:
        return more
    if more and more[0].isalpha() and (divided := _HYPHENATED.search(words)):
        return f"{words[: divided.end(1)]}\u00ad{more}"
    if words[-1] in "-\u2010\u00ad" and words[-2:-1].isalnum() and more[:1].isalnum():
        return f"{words[:-1]}-{more}"
    return f"{words} {more}"


def _joined(paragraphs: Sequence[_Paragraph], body: float) -> list[_Paragraph]:
    """The paragraphs, those in one that go on in the next column or on the next page."""
    found: list[_Paragraph] = []
    for paragraph in paragraphs:
        at = len(found) - 1
        while at >= 0 and found[at].size < body / LARGER and paragraph.size >= body / LARGER:
            at -= 1  # notes at the foot of the page stand between the two halves
        if at >= 0 and _goes_on(found[at], paragraph):
            before = found[at]
            words = _appended(before.words, paragraph.words)
            found[at] = replace(
                before, words=words, ends_full=paragraph.ends_full, lines=before.lines + paragraph.lines
            )
        else:
            found.append(paragraph)
    return found


def _goes_on(before: _Paragraph, after: _Paragraph) -> bool:
    if not 1 / 1.05 < before.size / after.size < 1.05 or before.is_bold != after.is_bold:
        return False
    if not before.ends_full or _SENTENCE_END.search(before.words) or _BULLET.match(after.words):
        return False
    return after.words[0].islower() or before.words[-1] in "-\u2010\u00ad,"


def _kind(paragraph: _Paragraph, text: str, body: float) -> BlockKind:
    if _BULLET.match(text) and paragraph.size < body * LARGER:
        return "list-item"
    is_short = len(text) <= LONGEST_HEADING and not text.endswith((".", ",", ";"))
    is_marked = paragraph.size >= body * LARGER or (paragraph.is_bold and paragraph.lines <= 2)
    if is_short and is_marked and any(character.isalpha() for character in text):
        return "heading"
    return "caption" if paragraph.size < body / LARGER else "paragraph"


def _mended(words: str, known: Counter[str]) -> str:
    """The words with each that the end of a line divided made whole."""
    if "\u00ad" not in words:
        return words

    def whole(match: re.Match[str]) -> str:
        first, second = match.groups()
        one, two = f"{first}{second}", f"{first}-{second}"
        counts = known[one.lower()], known[two.lower()]
        if counts[0] != counts[1]:
            return one if counts[0] > counts[1] else two
        is_compound = first.lower() in _PREFIXES or second[0].isupper()
        return two if is_compound else one

    mended = re.sub(r"([^\W\d_]+)\u00ad([^\W\d_]+)", whole, words)
    return mended.replace("\u00ad", "")
