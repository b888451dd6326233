"""`unnamed-source`: a particular person without a name, and heavier where much rests on them.

The standard is that of the Associated Press, Reuters and the Society of Professional Journalists: name whoever can be
named, take facts and not opinions from those who cannot, say why, and never rest a story on one of them alone.
Meant are those who are in a position to know: officials, aides, insiders, witnesses; a voter in the street is no
source. One observation for each such person, as far as the words tell them apart ("a senior official … the official").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.checks.examined import Examined, lowered
from onrecord.checks.outlets import OUTLET, REPORTERS
from onrecord.checks.rule import Rule
from onrecord.record import Check
from onrecord.span import Span
from onrecord.statement import Statement

CENTRAL = (
    "What the article is about rests on nobody who is named, so no reader can weigh it: a second source with a name, "
    "or what these people know it from, would settle it."
)
LEAD = (
    "The headline or the first paragraph rests on somebody without a name: a name, or saying there who vouches for it, "
    "would settle it."
)
ACCUSES = (
    "An accusation comes from somebody who need not answer for it: a name, or evidence that stands without one, would "
    "settle it."
)
REASONED = (
    "The article says why the name is withheld; how this person can know, and a second source, would settle the rest."
)
PLAIN = (
    "No reader can weigh the word of somebody without a name: a name, or why it is withheld and how this person can "
    "know, would settle it."
)

_SPOKEN_FOR = re.compile(
    r"\b(?:spokes(?:man|woman|person|people|men|women)|representatives?|press secretary"
    r"|(?:attorneys?|lawyers?|counsel) (?:for|representing)|(?:his|her|their|\w+[’']s?) (?:attorney|lawyer)s?)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:on (?:the )?condition of anonymity|not (?:be(?:ing)? )?authori[sz]ed to|asked (?:not to be|to remain)"
    r" (?:named|identified|quoted|anonymous|unnamed)"
    r"|(?:requested|granted) anonymity"
    r"|declined to be (?:named|identified)"
    r"|fear(?:s|ed|ing)? (?:of )?(?:retaliation|reprisals?|retribution))\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:sources?|officials?|aides?|advis[eo]rs?|operatives?|insiders?|diplomats?|lawmakers?|"
    r"staff(?:er|ers| members?)|employees?|executives?|strategists?|consultants?|associates?|confidants?|colleagues?|"
    r"officers?|agents?|lawyers?|"
    r"attorneys?|witness(?:es)?|neighbou?rs?|donors?|investigators?|prosecutors?|detectives?|bankers?|traders?|analysts?|"
    r"senators?|congress(?:man|woman)|representatives?|ministers?|members?|republicans?|democrats?|delegates?|generals?|"
    r"managers?|organi[sz]ers?|residents?|soldiers?|nurses?|teachers?|workers?|figures?|leaders?|veterans?|ally|allies)$",
    re.IGNORECASE,
)
"""What somebody is who is in a position to know, by the last word of who they are."""
_ALWAYS = re.compile(
    r"^(?:(?:\w+ ){0,4}(?:sources|insiders)\b|(?:an?|one|another) (?:[\w.-]+ ){0,3}(?:source|insider)\b"
    r"|(?!(?:many|most|all|few|no|other|these|those|such|some) )(?:[\w.,’'-]+ ){0,5}officials\b"
    r"|(?:\w+ ){0,2}(?:people|persons?|those)\s+"
    r"(?:familiar|close|briefed|with (?:direct )?knowledge|involved|in the room|who (?:asked|spoke|requested|were)))",
    re.IGNORECASE,
)
"""Who is without a name whatever the reader of sources took them for."""
_PRONOUNS = frozenset("he she they him her them who it".split())
_SILENT = re.compile(
    r"\b(?:not|never|n[’']t|declin\w+|refus\w+|comment|respon[ds]\w*|unavailable|reached|referred)\b|n[’']t\b",
    re.IGNORECASE,
)
_SPOKE = re.compile(
    r"\b(?:said|says?|told|tells?|saying|according|add(?:s|ed)|confirm\w*|describ\w+|report\w*"
    r"|warn\w*|insist\w*|claim\w*"
    r"|not(?:e|es|ed)|acknowledg\w+|recall\w*)\b",
    re.IGNORECASE,
)
_DEED = re.compile(r"\b(?:threaten|order|ask|shout|yell|scream|beg|plead|whisper|chant|joke)\w*\b", re.IGNORECASE)
"""What is done to somebody in the story, and is not said to whoever writes it down."""
_PRIVATELY = re.compile(r"\b(?:privately|anonymously|on background|not for attribution)\b", re.IGNORECASE)
_VOICED = re.compile(r"\b(?:express|voic|admit|conced|complain|grumbl)\w*\b", re.IGNORECASE)
_ANOTHER = re.compile(r"(?:another|an? (?:second|third|different)|(?:two|three|several|some) (?:other|more)) ", re.I)
_ONE = re.compile(r"(?:an?|one) ", re.IGNORECASE)
_DETERMINERS = frozenset("one two three several some other".split())
_MANY = ("source", "insider")
_HEAD = re.compile(
    r"\b(?:of|for|from|in|at|with|who|that|on|to|by|near|close|familiar|briefed|inside|within|involved|speaking)\b|[,(—–]"
)
_COMMON = frozenset(
    "the a an and or but of to in on at by for with from as that this it its is was are were be been has have had not"
    " will would could can may might said say says he she they his her their who which than then so there if when new"
    " after before about into over out up no former mr ms mrs".split()
)
NEAR = 600
"""Characters from one statement of such a person to the next in which a pronoun goes on meaning them."""
SHARE = 0.3
"""Of the words that matter in the headline or first sentence, how many a content must repeat to be the same claim."""
LEAST = 4
"""How many such words at least: fewer are shared by any two sentences of one article."""


def find(article: Examined) -> Iterator[Check]:
    """One observation for each person without a name."""
    central = _central(article)
    for group in _persons(article):
        spans = tuple(sorted({span for statement in group for span in statement.source}))
        yield Check(RULE.code, spans, _message(article, group, central))


class _Person(NamedTuple):
    """Somebody without a name, or several who are spoken of as one."""

    head: str
    """The word that says what they are, without a plural's s."""
    told_by: frozenset[str]
    """The words beside it that tell them from others."""
    are_many: bool
    """Whether they were brought in as several."""
    statements: list[Statement]
    """What the article has from them."""

    def may_be(self, head: str, told_by: frozenset[str], brought_in: str) -> bool:
        """Whether the words speak of the same: "a source" is of "sources", "another" and "a Democratic source" not."""
        if head != self.head or _ANOTHER.match(brought_in):
            return False
        if _ONE.match(brought_in):
            return self.are_many and not told_by
        return not told_by or not self.told_by or told_by <= self.told_by or self.told_by <= told_by


def _persons(article: Examined) -> list[list[Statement]]:
    persons: list[_Person] = []
    last, at = "", -NEAR
    for statement in article.statements:
        source = " ".join(span.of(article.text) for span in statement.source)
        words = lowered(source)
        head = _head(article, statement.source[0]) if words else ""
        alike = [person for person in persons if person.head == head]
        # "he" and "the insider" mean somebody whom the article has brought in; alone they bring in nobody
        goes_on = bool(words) and (set(words) <= _PRONOUNS or (words[0] == "the" and len(words) < 4))
        is_person = set(words) <= _PRONOUNS or bool(alike) or bool(_PEOPLE.search(head))
        if goes_on and is_person and statement.sourcing == "unnamed" and statement.cue[0].start - at < NEAR:
            (alike or [person for person in persons if person.head == last])[-1].statements.append(statement)
        elif is_unnamed(article, statement) and (alike or not goes_on or head.endswith(_MANY)):
            last = head
            told_by = frozenset(words) - _COMMON - _DETERMINERS - {head, f"{head}s"}
            here = [one for one in alike if one.statements[-1].source == statement.source]  # two of one "official"
            same = next((one for one in reversed(alike) if one in here or one.may_be(head, told_by, source)), None)
            if same is None:
                same = _Person(head, told_by, f"{head}s" in words, [])
                persons.append(same)
            same.statements.append(statement)
        else:
            continue
        at = statement.cue[0].start
    return [person.statements for person in persons]


def is_unnamed(article: Examined, statement: Statement) -> bool:
    """Whether the article itself, not somebody it quotes, takes the statement from a person without a name.

    Those who speak for somebody speak with that name: "a spokesman for the port" is the port. Whoever only said
    nothing is no source, and neither is a passer-by: those are meant who are in a position to know.
    """
    if not statement.source:
        return False
    words = " ".join(statement.source[0].of(article.text).split())
    cue = statement.cue[0].of(article.text)
    is_private = bool(_PRIVATELY.search(f"{words} {cue}") and (_SPOKE.search(cue) or _VOICED.search(cue)))
    if not _ALWAYS.search(words):
        who = _HEAD.split(words, maxsplit=1)[0].strip() or words
        is_withheld = statement.sourcing == "unnamed" or (is_private and statement.sourcing == "collective")
        if not is_withheld or not _PEOPLE.search(who):
            return False
    if _SPOKEN_FOR.search(words) or " and his " in words or " and her " in words:
        return False
    if _SILENT.search(cue) or _DEED.match(cue):
        return False
    if statement.sourcing != "unnamed" and not is_private and not _SPOKE.search(cue):
        return False
    if statement.kind in ("believes", "wants") and not is_private and not _SPOKE.search(cue):
        return False  # what somebody is only thought to feel or want, nobody said
    to = statement.addressee or ""
    if to and not REPORTERS.search(to) and not OUTLET.search(to):
        return False  # what is told to somebody in the story is an event of the story
    outer = article.by_id.get(statement.within) if statement.within is not None else None
    return outer is None or outer.sourcing in ("unnamed", "author", None)


def _head(article: Examined, source: Span) -> str:
    """The word that says what the person is: "official" of "a senior official familiar with the talks"."""
    words = source.of(article.text)
    before = _HEAD.split(words, maxsplit=1)[0]
    found = lowered(before) or lowered(words) or [words]
    return found[-1].removesuffix("s")


def _message(article: Examined, group: Sequence[Statement], central: frozenset[int]) -> str:
    if any(statement.id in central for statement in group):
        return CENTRAL
    spans = [span for statement in group for span in (*statement.source, *statement.cue)]
    if any(lead.covers(span) for lead in article.lead for span in spans):
        return LEAD
    if any(statement.kind == "accuses" for statement in group):
        return ACCUSES
    around = {article.near(span) for span in spans}
    if any(_REASON.search(sentence.of(article.text)) for sentence in around):
        return REASONED
    return PLAIN


def _central(article: Examined) -> frozenset[int]:
    """The statements by unnamed people that say what the headline or first sentence says, where nobody else says so."""
    claims = _claims(article)
    unnamed = [statement for statement in article.statements if is_unnamed(article, statement)]
    if not claims or not unnamed:
        return frozenset()
    found: set[int] = set()
    for claim in claims:
        mine = {s.id: shared for s in unnamed if (shared := _shared(article, s, claim))}
        if not mine:
            continue
        best = max(mine.values())
        named = (s for s in article.statements if s.sourcing in ("named", "document") and s.id not in mine)
        others = (s for s in named if not _passed_on(article, s))
        lead = article.lead
        if not any(
            _shared(article, other, claim) >= best
            for other in others
            if not any(part.covers(other.cue[0]) for part in lead)
        ):
            found.update(mine)
    return frozenset(found)


def _claims(article: Examined) -> list[frozenset[str]]:
    """The words that matter of the headline and of the first sentence."""
    texts = [article.record.article.title or ""]
    if article.lead:
        texts.append(article.sentence_at(article.lead[-1].start).of(article.text))
    return [words for text in texts if len(words := _content_words(text)) >= LEAST]


def _content_words(text: str) -> frozenset[str]:
    words = (word.removesuffix("'s") for word in lowered(text))
    return frozenset(word.removesuffix("s") for word in words if word not in _COMMON and len(word) > 2)


def _shared(article: Examined, statement: Statement, claim: frozenset[str]) -> int:
    """How many of a claim's words the statement repeats; 0 where that is too few to be the same claim."""
    said = Counter(_content_words(" ".join(span.of(article.text) for span in statement.content)))
    shared = len(claim & said.keys())
    return shared if shared >= LEAST and shared >= SHARE * len(claim) else 0


def _passed_on(article: Examined, statement: Statement) -> bool:
    """Whether the article knows of it through people without a name or another outlet."""
    outer = article.by_id.get(statement.within) if statement.within is not None else None
    return outer is not None and (outer.sourcing in ("unnamed", "media", "collective") or is_unnamed(article, outer))


RULE = Rule(
    "unnamed-source",
    "a particular person without a name",
    find,
    heavier=frozenset({CENTRAL, LEAD, ACCUSES}),
)
