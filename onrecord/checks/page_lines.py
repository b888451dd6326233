"""Lines that stand on an outlet's pages whatever the article is: how each kind begins, or what all of it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.span import Span

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
_PICTURES = (
    r"(?:getty(?: images)?|ap(?: photo| images)?|associated press|reuters|afp|epa|flickr|shutterstock|istock(?:photo)?"
    r"|alamy|screenshot|file photo|stock photo|pool)"
)
_CREDIT = re.compile(
    rf"\W{{0,3}}(?:{_PICTURES}(?:\s*(?:/|\||,|via)\s*[a-z.’' -]{{1,40}}){{0,3}}"
    rf"|[a-z.’' -]{{1,40}}\s*(?:/|\||via)\s*{_PICTURES}"
    r"|(?:photo(?:graph)?|image|picture|video|credit)s?(?: credit| courtesy)?(?::| by| via)\s[^.!?]{1,60})\W{0,3}",
    re.IGNORECASE,
)
"""Whose a picture is that is not here: the whole of a paragraph."""
_DATABASE = re.compile(
    r"\W{0,3}(?:ABSTRACT|FULL TEXT|BODY|BYLINE|DATELINE|SECTION|LENGTH|LOAD-DATE|HIGHLIGHT)\b[.:]?\s*"
)
"""The headings of an archive's own form: the whole of a paragraph."""
_TAG = re.compile(r"\W{0,3}</?[a-z][\w-]{0,20}(?:\s[^<>]*)?/?>")
"""A tag of the page's markup with which a paragraph begins."""
_ASIDE = re.compile(
    r"\((?:warning|caution|story continues|article continues|click|tap|scroll|watch"
    r"|see (?:the )?(?:video|photos?|map|chart)|video|photos?|graphic)\b[^()\n]{0,120}\)",
    re.IGNORECASE,
)
"""A line of the page in brackets, which may stand within a paragraph."""
_NOTE = re.compile(r"\W{0,3}editor[’']s note\s*[:—–-]", re.IGNORECASE)
_ON_THIS = re.compile(
    r"\b(?:this|these|the (?:article|story|author|writer|headline|names?)|earlier|previous|correct\w*|updat\w+"
    r"|clarif\w+|original\w*|publish\w*|appear\w*|pseudonym\w*|condensed|edited|translated|reporter|writer|series|interview\w*)\b",
    re.IGNORECASE,
)
"""What an editor's note on the article itself speaks of; one without is printed under whatever names somebody."""
_PROGRAMME = re.compile(
    r"[^.!?]{3,80}\bairs\b[^!?]{0,120}\b(?:weekdays|weeknights|nightly|daily|mondays?|sundays?|[ap]\.?m\b)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"[.!?…]\s+(?:(?:see|story,?) )?(?:page\s+)?[A-F]\d{1,2}\W{0,2}$", re.IGNORECASE)
"""The page of a printed paper where another story stands."""
_ABOUT_AUTHOR = re.compile(
    r"(?:(?P<name>(?:[A-Z][\w.’'-]*\s+){1,3}[A-Z][\w’'-]+)|[Tt]he (?:writer|author))(?:,[^!?]{1,200}?,)?\s+"
    r"(?:(?:is|are|was)(?! (?:\w+ing|expected|scheduled|due|said|not)\b)"
    r"|writes|covers|teaches|leads|directs|edits|can be reached|may be reached|served|works)\b"
)


def is_page_line(words: str) -> bool:
    """Whether a short paragraph is a line of the page: a teaser, something asked of readers, a credit of a picture."""
    return bool(_CREDIT.fullmatch(words) or _TEASER.match(words) or _ASKS.match(words))


def is_heading_of_an_archive(words: str) -> bool:
    """Whether it is a heading that an archive puts above the parts of every article."""
    return bool(_DATABASE.fullmatch(words))


def is_markup(words: str) -> bool:
    """Whether a paragraph begins with a tag that was left over from the page."""
    return bool(_TAG.match(words))


def is_standing_note(words: str) -> bool:
    """Whether it is an editor's note that says nothing of this article."""
    note = _NOTE.match(words)
    return bool(note and not _ON_THIS.search(words, note.end()))


def is_from_the_page(words: str) -> bool:
    """Whether a paragraph at the end tells of another page or programme."""
    return bool(_PROGRAMME.match(words) or _ELSEWHERE.search(words))


def asides(text: str) -> Iterator[Span]:
    """Lines of the page in brackets, which may stand within a paragraph."""
    return (Span(*match.span()) for match in _ASIDE.finditer(text))


def is_about_author(words: str, *, author: str | None, text: str) -> bool:
    """Whether a paragraph at the end says who the author is: by name, or by one that the article has nowhere else."""
    match = _ABOUT_AUTHOR.match(words)
    if not match:
        return False
    if not match["name"]:
        return True
    last = match["name"].split()[-1]
    if author and last.lower() in author.lower().split():
        return True
    return text.count(last) == words.count(last)
