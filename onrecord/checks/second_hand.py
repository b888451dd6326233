"""`second-hand`: known only through another outlet, or through somebody who passes on what somebody else said.

What a source passes on is observed where the one in between cannot be asked (no name, a group, another outlet), or
where the words of the one behind are given as a quotation or as told to somebody: those are claims about an event that
the one in between may not have been at. That a named person speaks of what another has said in public is how all
politics is reported, and no observation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord import chain
from onrecord.checks.examined import Examined, lowered
from onrecord.checks.outlets import OUTLET, OUTLET_NAME
from onrecord.checks.rule import Rule
from onrecord.checks.unnamed_source import is_unnamed
from onrecord.record import Check
from onrecord.statement import Statement

_REPORTS = re.compile(
    r"\b(?:report(?:s|ed|ing)?|according|wrote|writes|says?|said|learned|obtained|revealed|reveals|not(?:ed|es)|quot\w+|cit\w+"
    r"|saying|claim\w*|describ\w+|disclosed|found|finds|uncover\w+|unearth\w+|confirm\w*|identif\w+)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\b(?:medical|scientific) journal\b|\b(?:first|at the time|not|never|responded|replied|editor[’']s note)\b"
    r"|n[’']t\b"
    r"|\bstate[- ](?:run |owned |news )?media\b|\beditorial|\bop-ed\b|\bcolumn\b|\bpoll\b|\bendors",
    re.IGNORECASE,
)
"""Science, a government's own media, credit to whoever was first, what was written long ago or not at all, and an
outlet's own word on itself."""
_SAYS = re.compile(
    r"\b(?:said|says|told|communicated|conveyed|admitted|confided|warned|threatened|ordered|instructed|asked|promised|assured"
    r"|informed|complained|bragged|boasted|remarked|insisted|demanded|urged)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:told|communicated|conveyed|confided|warned|threatened|ordered|instructed|asked|promised|assured|informed|begged"
    r"|whispered)\b",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"\b(?:voters?|crowds?|audience|reporters?|journalists?|public|americans?|rally|people|nation|supporters|press|media|country"
    r"|world|congress|senate|committee|lawmakers|viewers|readers|everyone|court|jury|cnn|fox news|nbc|abc|cbs"
    r"|the \w+ (?:times|post)"
    r"|you|us|her|him|them|me|delegates|workers|students|children|women|men)\b",
    re.IGNORECASE,
)
"""Those to whom one speaks in public: what was said to them others heard too."""
_POLL = re.compile(r"\b(?:poll|survey)s?\b", re.IGNORECASE)
POLLED = 300
"""Characters before and after an outlet's words in which a poll that has its name is its own."""
_AGAIN = re.compile(
    r"(?:the|that|this) (?:web ?site|site|(?:news)?paper|outlet|magazine|network|agency|station|publication"
    r"|broadcaster)s?",
    re.IGNORECASE,
)
"""How an outlet is called that was named before."""
_OPINIONS = ("accuses", "praises", "demands", "believes", "wants", "rejects", "promises")
"""Kinds that an outlet does in its own name: an endorsement is first hand."""
_RELATIVE = re.compile(r"who|which|that|whom|whose", re.IGNORECASE)
_OWN = frozenset("the a an our we this news".split())


def find(article: Examined) -> Iterator[Check]:
    """One observation for each outlet that is retold, and one for each chain."""
    outlets: dict[str, list[Statement]] = {}
    for statement in article.statements:
        if _is_retold(article, statement):
            key = _key(article, statement)
            if key not in outlets and any(_AGAIN.fullmatch(span.of(article.text)) for span in statement.source):
                if not outlets:
                    continue  # which outlet it is, the article says somewhere else
                key = next(reversed(outlets))
            outlets.setdefault(key, []).append(statement)
        elif _is_passed_on(article, statement):
            spans = tuple(sorted((*statement.source, *statement.cue)))
            yield Check(RULE.code, spans, _told(article, statement))
    for retold in outlets.values():
        spans = tuple(sorted({span for each in retold for span in (*each.source, *each.cue)}))
        who = " ".join(chain.who(article.text, retold[0]).split())
        yield Check(
            RULE.code,
            spans,
            f"This is known only through another outlet, {who}, and is worth what that outlet's own sources are worth: "
            "hearing it from them, or seeing the document, would settle it.",
        )


def _is_retold(article: Examined, statement: Statement) -> bool:
    words = " ".join(span.of(article.text) for span in statement.source)
    cue = statement.cue[0].of(article.text)
    name = OUTLET_NAME.fullmatch(" ".join(words.split()))
    if statement.sourcing != "media" and not (name and statement.sourcing in ("named", "document")):
        return False
    outer = article.by_id.get(statement.within) if statement.within is not None else None
    if statement.kind in _OPINIONS or (statement.within is not None and (not outer or outer.sourcing != "document")):
        return False
    if not OUTLET.search(words) or not _REPORTS.search(cue) or _FIRST.search(f"{words} {cue}"):
        return False
    if name and _is_its_poll(article, statement, name["name"]):
        return False
    mine = {word for word in lowered(article.record.article.outlet or "") if word not in _OWN}
    return not mine & set(lowered(f"{words} {chain.who(article.text, statement)}"))


def _is_its_poll(article: Examined, statement: Statement, name: str) -> bool:
    """Whether a poll close by has the outlet's name: what it says of that is first hand."""
    cue = statement.cue[0]
    around = article.text[max(0, cue.start - POLLED) : cue.end + POLLED]
    named = re.compile(rf"\b{re.escape(name)}(?:[/-][\w-]+)*(?: [\w-]+){{0,2}} (?:poll|survey)s?\b", re.IGNORECASE)
    return bool(_POLL.search(around) and named.search(around))


def _key(article: Examined, statement: Statement) -> str:
    """Who it is: the outlet, where its name stands in the source ("a new article in Politico"), or whom it means."""
    who = " ".join(chain.who(article.text, statement).split())
    source = " ".join(" ".join(span.of(article.text) for span in statement.source).split())
    name = (OUTLET_NAME.search(who) or OUTLET_NAME.search(source)) if statement.sourcing == "media" else None
    return (name["name"] if name else who).lower()


def _is_passed_on(article: Examined, statement: Statement) -> bool:
    outer = article.by_id.get(statement.within) if statement.within is not None else None
    if outer is None or not statement.source or statement.speaker is None or statement.speaker == outer.speaker:
        return False
    if statement.speaker.type != "person" or _key(article, statement) == _key(article, outer):
        return False
    if _RELATIVE.fullmatch(statement.source[0].of(article.text)):
        return False  # whom "who" and "which" mean is too often mistaken
    cue = statement.cue[0].of(article.text)
    if _is_retold(article, outer):
        return False  # that all of this is the outlet's is observed once
    if is_unnamed(article, outer):
        return bool(_SAYS.search(cue))
    to = statement.addressee or ""
    return outer.sourcing == "named" and bool(to and _TOLD.search(cue) and not _PUBLIC.search(to))


def _told(article: Examined, statement: Statement) -> str:
    told = " ".join(chain.in_words(article.text, statement, article.by_id).split())
    return (
        f"The article has this at second hand ({told}), and each who passes words on may change them: hearing it from "
        "the first of them, or from somebody who was there, would settle it."
    )


RULE = Rule("second-hand", "known only through another outlet or a chain", find)
