"""`foreign-text`: words on the page that are no part of the article: teasers, subscription and cookie lines.

They are left in by whoever took the article from its page, and a reader, a search or a model takes them for what the
article says. What the other checks find in such words is left out: it is not about the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.checks import page_lines
from onrecord.checks.examined import Examined
from onrecord.checks.rule import Rule
from onrecord.record import Check
from onrecord.span import Claims, Span

LONGEST = 300
"""Characters of a block beyond which it is prose, whatever it begins with."""

SHORT = 30
"""Characters of a heading of an archive at most."""
FOOT = 3
"""Blocks at the end among which a note on the author is looked for."""
LONGEST_NOTE = 600
"""Characters of such a note, or of an editor's."""
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")
LEAST_CUT_OFF = 2
"""Blocks in a row at the end of an article that break off: one may be the author's own style, more are teasers."""


def find(article: Examined) -> Iterator[Check]:
    """One observation for each run of such blocks, and for each such line within one."""
    for run in _runs(article):
        yield Check(
            RULE.code,
            run,
            "These words belong to the page and not to the article, and may be taken for what it says: the page as it "
            "was published would settle it, and they can be cut.",
        )


def claims(article: Examined) -> Claims:
    """Every word that is no part of the article."""
    return Claims(span for run in _runs(article) for span in run)


def _runs(article: Examined) -> Iterator[tuple[Span, ...]]:
    """The runs of blocks that are no part of the article, and the lines within others that are none, in order."""
    runs = list(_blocks(article))
    spans = (block.span for block in article.blocks if block.span.end - block.span.start <= SHORT)
    if headings := tuple(span for span in spans if page_lines.is_heading_of_an_archive(span.of(article.text))):
        runs.append(headings)
    whole = Claims(span for run in runs for span in run)
    within = (
        (span,) for span in page_lines.asides(article.text) if not whole.meet(span) and not article.quoted.meet(span)
    )
    return iter(sorted((*runs, *within)))


def _blocks(article: Examined) -> Iterator[tuple[Span, ...]]:
    tail = _tail(article)
    run: list[Span] = []
    for number, block in enumerate(article.blocks):
        if number >= tail or _is_foreign(article, number):
            run.append(block.span)
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _is_foreign(article: Examined, number: int) -> bool:
    block = article.blocks[number].span
    length = block.end - block.start
    if page_lines.is_markup(Span(block.start, min(block.end, block.start + LONGEST_NOTE)).of(article.text)):
        return True
    if length > LONGEST_NOTE or article.attributed.meet(Span(block.start, block.start + 1)):
        return False
    words = block.of(article.text)
    if page_lines.is_standing_note(words) or (
        number >= max(1, len(article.blocks) - FOOT) and _is_at_the_foot(article, words)
    ):
        return True
    return length <= LONGEST and page_lines.is_page_line(words)


def _is_at_the_foot(article: Examined, words: str) -> bool:
    about = page_lines.is_about_author(words, author=article.record.article.author, text=article.text)
    return about or page_lines.is_from_the_page(words)


def _tail(article: Examined) -> int:
    """The number of the first of the blocks at the end that are teasers which break off; past the last if none."""
    blocks = article.blocks
    first = len(blocks)
    while first > 1 and _breaks_off(article, blocks[first - 1].span):
        first -= 1
    return first if len(blocks) - first >= LEAST_CUT_OFF else len(blocks)


def _breaks_off(article: Examined, block: Span) -> bool:
    if block.end - block.start > LONGEST:
        return False
    end = _CUT_OFF.search(article.text, max(block.start, block.end - 8), block.end)
    return bool(end) and not article.quoted.meet(Span(block.end - 1, block.end))


RULE = Rule("foreign-text", "teasers, subscription and cookie lines inside the article", find)
