"""A text is never changed by reading it: blocks are spans into it, and offsets fit the file it came from.

That is why nothing here normalises line ends, quotation marks or spaces. What a reporter finds at an offset in
their own editor is what every statement points at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from onrecord.article import Article, Block, BlockKind
from onrecord.errors import NoArticle
from onrecord.reading.language import language_of
from onrecord.span import Span

LONGEST_HEADING = 150
"""Characters: the longest headline of the PolNeAR articles has 139, and a first paragraph is seldom so short."""

NARROWEST_WRAP, WIDEST_WRAP = 40, 120
"""The width of lines that a program broke, in characters: mail breaks at 72, wire copy and editors at 60 to 100."""

_LINE = re.compile(r"[^\r\n\v\f\u2028\u2029]+")
_LINE_END = re.compile(r"\r\r?\n|[\r\n\v\f\u2028\u2029]")
_BULLET = re.compile(r"(?:[•‣◦▪●·*–-]|[0-9]{1,3}[.)])[ \t\u00a0]+\S")
_MARKED_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_BYLINE = re.compile(r"By [^\W\d_]")
_SPEAKER_LABEL = re.compile(r"[^\W\d_a-z][^a-z:\n]{1,40}:\s")
_SENTENCE_END = re.compile(r"[.!?…:;]['\"’”»)\]]*$")
_NO_HEADING_END = re.compile(r"[.…,;:]['\"’”»)\]]*$")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line that is not blank."""

    start: int
    """Offset of its first character that is no white space."""

    end: int
    """Offset after its last such character."""

    indent: int
    """How many characters of white space stand before it."""

    opens_group: bool
    """Whether a blank line, or nothing, stands before it."""

    words: str
    """The line without the white space around it."""


def read_text(
    text: str,
    *,
    origin: str = "-",
    url: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    author: str | None = None,
    published: str | None = None,
) -> Article:
    """The article that a plain text is; its first block, where that is a headline, is its title if none is given.

    Raises NoArticle when the text is empty or holds nothing but white space.
    """
    blocks = blocks_of(text)
    if not blocks:
        raise NoArticle(origin, "There is no text in it.", "Give a file that holds the words of an article.")
    if title is None and blocks[0].kind == "heading":
        title = " ".join(blocks[0].span.of(text).lstrip("#").split())
    return Article(text, blocks, origin, url, title, outlet, author, published, language_of(text))


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of any text, in order and in time linear in its length.

    Blank lines divide it; within what they divide, a line is a block of its own unless a program broke the
    paragraph there. Every character that is no white space lies within exactly one block.
    """
    lines = list(_lines(text))
    has_blank_lines = any(line.opens_group for line in lines[1:])
    blocks = [_block(piece) for group in _groups(lines) for piece in _pieces(group, has_blank_lines)]
    if len(blocks) > 1 and _is_headline(blocks[0], blocks[1], text):
        blocks[0] = Block("heading", blocks[0].span)
    return tuple(blocks)


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not blank; a paragraph separator (U+2029) counts as a blank line."""
    last, ends = 0, 2
    for match in _LINE.finditer(text):
        gap = text[last : match.start()]
        last = match.end()
        if gap:
            ends += 1 if gap in ("\n", "\r\n") else len(_LINE_END.findall(gap)) + gap.count("\u2029")
        line = match.group()
        words = line.strip()
        if words:
            indent = len(line) - len(line.lstrip())
            start = match.start() + indent
            yield _Line(start, start + len(words), indent, ends > 1, words)
            ends = 0


def _groups(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """The lines between two blank lines."""
    group: list[_Line] = []
    for line in lines:
        if line.opens_group and group:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _pieces(group: list[_Line], has_blank_lines: bool) -> Iterator[list[_Line]]:
    """The group's lines, put together where a paragraph goes on over the end of a line."""
    width = _wrap_width(group)
    piece = [group[0]]
    for line in group[1:]:
        if _goes_on(piece, line, width, has_blank_lines):
            piece.append(line)
        else:
            yield piece
            piece = [line]
    yield piece


def _goes_on(piece: list[_Line], line: _Line, width: int | None, has_blank_lines: bool) -> bool:
    """Whether `line` carries on the paragraph of `piece`."""
    last = piece[-1]
    if _BULLET.match(line.words):
        return False
    if _BULLET.match(piece[0].words) and line.indent > piece[0].indent:
        return True
    if width is not None and line.indent <= last.indent + 1:
        return _is_full(last, line, width)
    return has_blank_lines and line.words[0].islower() and not _SENTENCE_END.search(last.words[-4:])


def _wrap_width(group: list[_Line]) -> int | None:
    """The width at which a program broke the group's lines; None when the lines end where their writer ended them.

    A program breaks a line where the next word no longer fits, which most lines then show, and it breaks most
    of them within a sentence.
    """
    width = max(len(line.words) for line in group)
    breaks = len(group) - 1
    if breaks == 0 or not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return None
    full = sum(_is_full(line, after, width) for line, after in pairwise(group))
    within = sum(not _SENTENCE_END.search(line.words[-4:]) for line in group[:-1])
    return width if full * 5 >= breaks * 4 and within * 2 > breaks else None


def _is_full(line: _Line, after: _Line, width: int) -> bool:
    """Whether the first word of the line after would not have fitted on this line."""
    return len(line.words) + 1 + len(after.words.split(maxsplit=1)[0]) > width


def _block(piece: list[_Line]) -> Block:
    first = piece[0].words
    kind: BlockKind = "paragraph"
    if _BULLET.match(first):
        kind = "list-item"
    elif len(piece) == 1 and len(first) <= LONGEST_HEADING and _MARKED_HEADING.match(first):
        kind = "heading"
    return Block(kind, Span(piece[0].start, piece[-1].end))


def _is_headline(first: Block, second: Block, text: str) -> bool:
    """Whether the first of a text's blocks is its headline: short, no full stop, no byline, no line of a transcript."""
    if first.kind != "paragraph" or first.span.end - first.span.start > LONGEST_HEADING:
        return False
    words = first.span.of(text)
    if _LINE_END.search(words) or _NO_HEADING_END.search(words) or _BYLINE.match(words):
        return False
    is_transcript = _SPEAKER_LABEL.match(words) and _SPEAKER_LABEL.match(text, second.span.start)
    return not is_transcript
