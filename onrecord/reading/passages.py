"""What a page says is a row of passages: each has a kind, and its words in one line.

The same walk reads the tree that the extraction gives and the page's own tree, so that a page for which the
extraction fails is read by the same rules. What leads away from the article is left out: it was not said in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.article import Block, BlockKind
from onrecord.reading.markup import BREAK, CAPTION, PULL_QUOTE
from onrecord.span import Span

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_LINKED = 0.8
"""Share of a passage's characters that are links: teasers have all of them, a sentence with a source has half."""

SHORTEST_REPEAT = 20
"""Characters: what is shorter ("Yes.", "Mr. Abt:") is said twice in an interview without being a copy."""

MOST_PULL_QUOTES = 200
"""Pull quotes searched for elsewhere in the page; beyond it they are no pull quotes, and the search would be slow."""

_HEADINGS = frozenset(("head", "h1", "h2", "h3", "h4", "h5", "h6"))
_ITEMS = frozenset(("item", "li", "dt", "dd"))
_QUOTES = frozenset(("quote", "blockquote"))
_CONTAINERS = frozenset(
    "p list ul ol dl table thead tbody tfoot row tr cell td th div section article main body html header figure "
    "figcaption pre address hr center details summary".split()
)
_BLOCKS = _HEADINGS | _ITEMS | _QUOTES | _CONTAINERS
_LINKS = frozenset(("ref", "a"))
_LOSES_SPACE = tuple(").,;:?!”’")
"""Characters after which trafilatura leaves out the space before a link."""
_LINE_BREAKS = frozenset(("lb", "br"))
_SKIPPED = frozenset(
    "script style noscript template head title nav footer aside button select textarea iframe object svg video "
    "audio canvas menu dialog graphic img".split()
)
_SKIPPED_NAMES = re.compile(
    r"\b(?:comments?|disqus|related|recommend\w*|newsletter|share|sidebar|breadcrumbs?)\b", re.I
)
_SPACE = re.compile(r"\s+")
_SEPARATOR = "\n\n"
_SPLIT = re.compile(rf"\n[^\S\n]*\n|{BREAK}")
_NOT_WORDS = re.compile(r"[\W_]+")
_TEASER = re.compile(
    r"(?:read (?:more|next|also|on)|also read|see also|more (?:on this|from|stories|news|to read)|related(?: \w+){0,2}|"
    r"you (?:may|might) (?:also )?(?:like|be interested in)|recommended(?: \w+){0,2}|don['’]t miss|"
    r"watch(?: also| more)?|listen(?: also)?|further reading|what to read next|most (?:read|popular)|"
    r"trending(?: now)?|in pictures|(?:sign up|subscribe|follow us)\b.{0,60})\s*(?:[:：|»›>]|$)",
    re.IGNORECASE,
)
_LONGEST_TEASER = 250
_QUOTED = re.compile(r"[“\"«‘'].{18,598}[”\"»’'][.,]?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a page that stands by itself."""

    kind: BlockKind
    """What it is on the page."""

    text: str
    """Its words, in one line."""

    linked: float = 0.0
    """Share of its characters that are part of a link."""

    is_headline: bool = False
    """Whether it is a heading of the first level."""

    is_pull_quote: bool = False
    """Whether it is lifted out of the text to catch the eye."""

    @property
    def key(self) -> str:
        """Its letters and digits alone, to find it again."""
        return _NOT_WORDS.sub("", self.text).casefold()


def passages_of(tree: _Element, *, is_whole_page: bool = False) -> Iterator[Passage]:
    """The passages below an element, in order; of a whole page, what is surely no article is passed over."""
    from lxml import etree

    pieces: list[tuple[str, bool]] = []
    context: list[str] = []
    links = 0
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            if tag in _BLOCKS:
                yield from _flush(pieces, context)
                context.append(element.get("rend", tag) if tag == "head" else tag)
            links += tag in _LINKS
            if is_whole_page and _is_skipped(element, tag):
                walk.skip_subtree()
            elif element.text:
                if tag == "ref" and pieces and pieces[-1][0][-1:] in _LOSES_SPACE:
                    pieces.append((" ", False))
                pieces.append((_SPACE.sub(" ", element.text), links > 0))
            continue
        links -= tag in _LINKS
        if tag in _BLOCKS:
            yield from _flush(pieces, context)
            context.pop()
        if tag in _LINE_BREAKS:
            pieces.append(("\n", False))
        if element.tail and element is not tree:
            pieces.append((_SPACE.sub(" ", element.tail), links > 0))
    yield from _flush(pieces, context)


def _is_skipped(element: _Element, tag: str) -> bool:
    if tag in _SKIPPED:
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return tag not in ("body", "html", "article", "main") and bool(_SKIPPED_NAMES.search(names))


def _flush(pieces: list[tuple[str, bool]], context: Sequence[str]) -> Iterator[Passage]:
    """The passages that the pieces of text since the last block make up."""
    if not pieces:
        return
    whole = "".join(text for text, _ in pieces)
    linked = sum(len(text.strip()) for text, is_link in pieces if is_link)
    pieces.clear()
    if not whole or whole.isspace():
        return
    share = linked / len(whole.strip())
    for part in _SPLIT.split(whole):
        is_caption, is_pull_quote = CAPTION in part, PULL_QUOTE in part
        text = " ".join(part.replace(CAPTION, "").replace(PULL_QUOTE, "").split())
        if text:
            kind = "caption" if is_caption else _kind(context)
            yield Passage(kind, text, share, kind == "heading" and context[-1] == "h1", is_pull_quote)


def _kind(context: Sequence[str]) -> BlockKind:
    for tag in reversed(context):
        if tag in _HEADINGS:
            return "heading"
        if tag in _ITEMS:
            return "list-item"
        if tag in _QUOTES:
            return "quotation"
    return "paragraph"


def of_article(passages: Sequence[Passage]) -> list[Passage]:
    """The passages that are the article's own: no teasers, no rows of links, nothing twice, no heading over nothing."""
    kept = _without_repeats([passage for passage in passages if not _leads_away(passage)])
    while len(kept) > 1 and kept[-1].kind == "heading":
        kept.pop()
    return kept


def _leads_away(passage: Passage) -> bool:
    if passage.kind == "quotation" or passage.is_headline:
        return False
    if passage.linked > MOST_LINKED:
        return True
    teaser = _TEASER.match(passage.text)
    return teaser is not None and len(passage.text) <= _LONGEST_TEASER


def _without_repeats(passages: Sequence[Passage]) -> list[Passage]:
    """The passages, each once; a pull quote is left out where its words stand in another passage."""
    seen: set[str] = set()
    once: list[Passage] = []
    for passage in passages:
        key = passage.key
        if len(key) < SHORTEST_REPEAT or key not in seen:
            once.append(passage)
            seen.add(key)
    candidates = [passage for passage in once if passage.is_pull_quote or _QUOTED.fullmatch(passage.text)]
    if not candidates or len(candidates) > MOST_PULL_QUOTES:
        return once
    page = "|".join(passage.key for passage in once)
    copies = {id(passage) for passage in candidates if passage.key and page.count(passage.key) > 1}
    return [passage for passage in once if id(passage) not in copies]


def is_prose(passage: Passage) -> bool:
    """Whether it has at least one sentence, as a menu or a table of results has not."""
    words = len(passage.text.split())
    ends = passage.text.rstrip("”\"’')» ")[-1:] in (".", "!", "?", "…")
    return passage.kind != "heading" and (words >= 12 or (words >= 3 and ends))


def with_headline(passages: Sequence[Passage], title: str | None, outlet: str | None) -> list[Passage]:
    """The passages with the headline first: it is a part of what was published.

    A heading of the first level that is the outlet's name is its logo, and is left out.
    """
    logo = Passage("heading", outlet or "").key
    rest = [passage for passage in passages if not (passage.is_headline and logo and passage.key == logo)]
    if not title:
        return rest
    headline = Passage("heading", title, is_headline=True)
    for index, passage in enumerate(rest[:4]):
        if passage.key == headline.key:
            rest[index] = replace(passage, kind="heading")
            return rest
    if rest and rest[0].is_headline:
        return rest
    return [headline, *rest]


def joined(passages: Sequence[Passage]) -> tuple[str, tuple[Block, ...]]:
    """The text that the passages make, a blank line between two of them, and its blocks."""
    blocks: list[Block] = []
    start = 0
    for passage in passages:
        blocks.append(Block(passage.kind, Span(start, start + len(passage.text))))
        start += len(passage.text) + len(_SEPARATOR)
    return _SEPARATOR.join(passage.text for passage in passages), tuple(blocks)
