"""Whether the words around a time expression speak of what was or of what is to come.

A bare weekday means the last such day in a report ("said on Thursday") and the next one in an announcement ("will
meet on Thursday"). The verb that decides is the last one before the expression in its sentence, else the first one
after it. Only WINDOW characters on either side are looked at, whatever the text is.
"""

from __future__ import annotations

import re
from typing import Literal

Tense = Literal["past", "future"]

WINDOW = 160
"""Characters looked at on either side: few clauses are longer, and the cost of an expression stays bounded."""

_BE = r"(?:am|is|are|be|been|'s|'re)"
_MARK = re.compile(
    rf"(?P<future>\b(?:will|won't|shall|would|upcoming|due|tentatively)\b|'ll\b"
    rf"|\b{_BE} (?:to|going to|likely to|due|set|slated|scheduled|expected|planning|preparing|hoping)\b"
    r"|\b(?:plan|plans|planned|hope|hopes|hoped|expect|expects|expected|vow|vows|vowed"
    r"|intend|intends|set|scheduled|slated|due|promise[sd]?|agreed|threatened|want|wants|able) (?:to|for)\b"
    r"|\bwas (?:to|due|set|scheduled|expected) )"
    r"|(?P<past>\b(?:said|told|was|were|had|did|wrote|met|held|came|went|took|made|gave|left|won|lost|saw|began|spoke"
    r"|thought|felt|found|got|heard|kept|knew|led|paid|put|ran|sent|shot|sat|sold|stood|struck|swore|broke|brought|built"
    r"|chose|drew|fell|fought|grew|hit|laid|rose|sought|shook|taught|threw|understood|withdrew|hung|says|has|have"
    r"|[a-z]{2,20}ed)\b)"
)
_END = re.compile(r"[.!?][\"”’')]{0,2}\s{1,3}(?=(?:''|``|[\"“‘(])?[A-Z])")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Lt|Col|Rev|Prof|Jr|Sr|No|vs|[A-Z]|[A-Z]\.[A-Z])\.$")
_DEADLINE = re.compile(
    r"\b(?:(?:until|till|by) (?:the )?|(?:is|are) [a-z]{2,14}ing (?:on )?"
    r"|(?:meets|opens|begins|convenes|expires|closes) (?:on |at )?)$"
)
_PASSIVE = re.compile(r"(?: (?:be|have|has|been|get|not|also|then|now|likely|to|formally|officially))* ?$")


def sentence_ends(raw: str, start: int, end: int) -> list[int]:
    """Where sentences begin after the first one in `raw[start:end]`; the point of a title or initial ends none."""
    return [
        m.end()
        for m in _END.finditer(raw, start, end)
        if not _TITLE.search(raw, max(start, m.start() - 5), m.start() + 1)
    ]


def tense(plain: str, raw: str, start: int, end: int) -> Tense | None:
    """The tense of the verb that an expression hangs on; None where there is no verb to tell by."""
    first = max(0, start - WINDOW)
    if _DEADLINE.search(plain, max(0, start - 12), start):
        return "future"
    ends = sentence_ends(raw, first, start)
    before = list(_MARK.finditer(plain, ends[-1] if ends else first, start))
    if before:
        last = before[-1]
        if last["future"]:
            return "future"
        earlier = before[-2] if len(before) > 1 else None
        if earlier and earlier["future"] and _PASSIVE.fullmatch(plain, earlier.end(), last.start()):
            return "future"
        return "past"
    stop = min(len(plain), end + WINDOW)
    ends = sentence_ends(raw, end, stop)
    after = _MARK.search(plain, end, ends[0] if ends else stop)
    if after is None:
        return None
    return "future" if after["future"] else "past"
