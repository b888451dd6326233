"""`foreign-text`: words on the page that are no part of the article: teasers, subscription and cookie lines.

They are left in by whoever took the article from its page, and a reader, a search or a model takes them for what the
article says. What the other checks find in such words is left out: it is not about the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.checks.examined import Examined
from onrecord.checks.rule import Rule
from onrecord.record import Check
from onrecord.span import Claims, Span

LONGEST = 300
"""Characters of a block beyond which it is prose, whatever it begins with."""

_TEASER = re.compile(
    r"\W{0,3}(?:read (?:next|more|also)\b|also read\b|read the (?:rest|full (?:story|article|report|text)|entire)\b"
    r"(?=[^.]{0,40}(?:here|[.:…]|\bat\b))|(?:related|more|see also|recommended|don[’']t miss"
    r"|you (?:may|might) also like|more (?:on this|from|stories|coverage|news)|trending(?: now)?"
    r"|editors?[’']s? picks?|up next|watch(?: (?:now|live))?|popular)\s*(?:[:–—|]|-\s)"
    r"|related (?:articles?|stories|coverage|content|posts|links)\b\s*[:.]?\s*$"
    r"|you (?:may|might) also like\b|continue reading\b|story continues below\b|article continues (?:below|after)\b"
    r"|advertisement\s*$|sponsored(?: content)?\s*$|promoted(?: stories)?\s*$|(?:click|tap) here\b|scroll (?:down|to)\b"
    r"|skip (?:to|advertisement)\b|load(?:ing)? (?:more|comments)"
    r"|(?:show|view|leave a|post a|see all|read) comments?\s*$)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\W{0,3}(?:(?:sign|log) (?:up|in)\b[^.!?]{0,60}(?:newsletters?|alerts?|emails?|inbox|account|updates|free|here)"
    r"|subscribe\b(?: now| today| here| to (?:our|the|read|continue|unlock|keep|get)\b|\s*$|[^.]{0,60}newsletter)"
    r"|(?:get|receive) (?:our|the (?:latest|best|day[’']s|morning|top))\b[^.!?]{0,80}(?:newsletter|inbox|alerts?|email)"
    r"|(?:already )?a subscriber\?|support (?:our|independent|quality) journalism|create (?:a free|an) account"
    r"|(?:download|get) (?:our|the) (?:free )?app\b|follow (?:us|me|him|her|@?\w+(?: \w+)?) on"
    r" (?:twitter|facebook|x|instagram|telegram|whatsapp|youtube|google news)\b|like us on\b"
    r"|join (?:us|our)\b[^.]{0,60}(?:telegram|whatsapp|facebook|community|newsletter)"
    r"|share (?:this|on|via)\b[^.]{0,40}$|tweet this\b"
    r"|(?:we|this (?:web)?site|our (?:site|partners)) uses? cookies\b|(?:accept|manage|reject)(?: all)? cookies\b"
    r"|by (?:continuing|signing up|clicking|using this)\b[^.]{0,80}(?:agree|accept|consent|terms|cookies)"
    r"|(?:©|\(c\)\s|copyright\s+(?:©|\d{4}))|all rights reserved\b|this material may not be published"
    r"|you have (?:\w+ )?(?:free )?articles? (?:left|remaining)|enable javascript|your browser\b"
    r"|turn on notifications)",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")
LEAST_CUT_OFF = 2
"""Blocks in a row at the end of an article that break off: one may be the author's own style, more are teasers."""


def find(article: Examined) -> Iterator[Check]:
    """One observation for each run of such blocks."""
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
    """The runs of blocks that are no part of the article, in order."""
    tail = _tail(article)
    run: list[Span] = []
    for number, block in enumerate(article.blocks):
        if number >= tail or _is_foreign(article, block.span):
            run.append(block.span)
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _is_foreign(article: Examined, block: Span) -> bool:
    if block.end - block.start > LONGEST or article.attributed.meet(Span(block.start, block.start + 1)):
        return False
    words = block.of(article.text)
    return bool(_TEASER.match(words) or _ASKS.match(words))


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
