"""An article is what was published; nothing in it changes after it is read.

Everything else in Onrecord points into `Article.text` by character offsets, so the text is stored as it was
read and its identity is the digest of exactly those characters.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from onrecord.span import Span

BlockKind = Literal["paragraph", "heading", "list-item", "quotation", "caption"]
BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, quotation or caption of an article."""

    kind: BlockKind
    """What the block is on the page."""

    span: Span
    """Where it stands in the article's text, without the line breaks around it."""

    def to_dict(self) -> dict[str, Any]:
        """The block as the JSON of an article has it."""
        return {"kind": self.kind, "span": list(self.span)}


@dataclass(frozen=True, slots=True)
class Article:
    """What was published: the text and what is known of it. Unknown facts are None."""

    text: str = field(repr=False)
    """The whole text; every span of every statement is an index into it."""

    blocks: tuple[Block, ...] = field(repr=False)
    """The text's blocks in order; they do not overlap, and only white space lies between them."""

    origin: str = "-"
    """Where it was read from: a path, a path with a line number, an address, or `-` for standard input."""

    url: str | None = None
    """The address it was published at."""

    title: str | None = None
    """Its headline."""

    outlet: str | None = None
    """Who published it."""

    author: str | None = None
    """Its byline; several authors are joined by "; "."""

    published: str | None = None
    """When it was published, ISO 8601: a date, or a date with time and zone where the page gives them."""

    language: str | None = None
    """The language of the text, an ISO 639-1 code; None when it is too short to tell."""

    id: str = field(init=False)
    """`sha256:` and the hexadecimal digest of the text in UTF-8: the same words, the same article."""

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        object.__setattr__(self, "id", f"sha256:{digest}")

    def to_dict(self) -> dict[str, Any]:
        """The `article` object of the JSON of an article."""
        return {
            "id": self.id,
            "origin": self.origin,
            "url": self.url,
            "title": self.title,
            "outlet": self.outlet,
            "author": self.author,
            "published": self.published,
            "language": self.language,
            "text": self.text,
            "blocks": [block.to_dict() for block in self.blocks],
        }
