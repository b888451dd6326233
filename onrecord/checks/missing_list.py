"""`missing-list`: words that announce a list, with nothing after them that they announce.

Lists are the first thing to be lost between a page and its copies. A paragraph that ends in a colon and names what is
to come ("Key points include:", "three conditions:") must be followed by it: list items, a quotation, lines without
full stops, or sentences that are numbered or set off by a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.checks.examined import Examined
from onrecord.checks.rule import Rule
from onrecord.record import Check
from onrecord.span import Span

_ANNOUNCED = (
    r"points?|reasons|objectives|goals|aims|factors|questions|steps|ways|things|takeaways|highlights|examples|demands"
    r"|conditions|tasks|changes|benefits|issues|lessons|facts|measures|proposals|options|signs|features|findings|charges"
    r"|priorities|principles|ideas|tips|promises|differences|topics|elements|causes|effects|consequences|details"
    r"|developments|achievements|challenges|concerns|risks|advantages|recommendations|requirements|commitments|claims"
    r"|allegations|numbers|figures|terms|rules|candidates|scenarios"
)
_ANNOUNCES = re.compile(
    rf"\b(?:includ(?:es?|ed|ing)|as follows|are|were)\s*:$|\bthe following(?: [\w-]+){{0,3}}\s*:$"
    rf"|\b(?:{_ANNOUNCED})\b[^.!?:“\"]{{0,60}}:$",
    re.IGNORECASE,
)
_BARE = re.compile(r"\b(?:are|were)\s*:$", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\b", re.IGNORECASE)
_ITEM = re.compile(
    r"\s*(?:[-–—•*·▪◦►✓→<]|\(?\d{1,3}[.):]|\(?[a-zA-Z][.)]\s|[“\"„«‘'`]|#\d|(?:first|second|one|no|number)\b"
    r"|[A-Z][^.!?:]{1,60}(?::|\s[–—-]{1,2}\s))",
    re.IGNORECASE,
)
_LOOKS_BACK = re.compile(r"\s*(?:these|those|this|all of (?:these|those|this)|such)\b", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…][\"”’')\]]{0,3}\s*$")
WINDOW = 200
"""Characters before a colon in which it is said what is to come."""


def find(article: Examined) -> Iterator[Check]:
    """One observation for each announcement that nothing follows."""
    text = article.text
    for number, block in enumerate(article.blocks):
        end = block.span.end
        if block.kind == "caption" or text[end - 1] not in ":：":
            continue
        sentence = article.sentence_at(end - 1)
        said = Span(max(sentence.start, end - WINDOW), end)
        if not _ANNOUNCES.search(said.of(text).replace("：", ":")):
            continue
        if _follows(article, number, counted=bool(_COUNTED.search(said.of(text)))):
            continue
        yield Check(
            RULE.code,
            (sentence if sentence.end - sentence.start <= WINDOW else said,),
            "This announces a list and nothing that it announces follows, so a reader does not learn what was meant: "
            "the page as it was published would settle what stood here.",
        )


def _follows(article: Examined, number: int, *, counted: bool) -> bool:
    """Whether the block after this one can be what it announces."""
    if number + 1 >= len(article.blocks):
        return False
    block = article.blocks[number + 1]
    words = block.span.of(article.text)
    if block.kind in ("list-item", "quotation", "caption"):
        return True
    if block.kind == "heading":
        return counted  # a heading for each of so many things
    if _LOOKS_BACK.match(words):
        return False
    if _ITEM.match(words) or "\n" in words or words.endswith((":", ";", ",")):
        return True
    if not _ENDED.search(words):
        return True  # an item; a sentence that belongs to the article would end
    return counted


RULE = Rule("missing-list", "a list is announced and nothing follows", find)
