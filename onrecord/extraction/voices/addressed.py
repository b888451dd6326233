"""Whom a verb of speaking addresses by its own grammar: "told reporters that", "urged Osei to", "was asked by"."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.objects import Object, object_at
from onrecord.extraction.voices.phrases import SINGULAR
from onrecord.extraction.voices.setting import Setting

if TYPE_CHECKING:
    from onrecord.extraction.voices.resolve import Asked


def _forms(verbs: str) -> frozenset[str]:
    """Regular verbs with their endings."""
    found: set[str] = set()
    for verb in verbs.split():
        stem = verb.removesuffix("e")
        if verb.endswith("y"):
            third, past = f"{verb[:-1]}ies", f"{verb[:-1]}ied"
        else:
            third, past = f"{verb}{'es' if verb.endswith(('s', 'sh', 'ch')) else 's'}", f"{stem}ed"
        found |= {verb, third, past, f"{stem}ing"}
    return frozenset(found)


TELLING = frozenset("told tell tells telling notified notifies notify notifying".split()) | _forms(
    "inform assure remind brief ask reassure email text"
)
"""Verbs whose object is told something."""
URGING = frozenset("begged begs beg begging dared dares daring".split()) | _forms(
    "urge warn advise press order implore invite encourage instruct challenge pressure call convince persuade "
    "exhort beseech counsel caution lobby"
)
"""Verbs whose object is meant to do something: a "to" or "not" follows it, or what follows is a clause's subject."""
GREETING = _forms("thank congratulate scold question lecture address greet interview grill") | frozenset(
    "quizzed quizzes quizzing".split()
)
"""Verbs whose object is all that is spoken to."""
SPEAKING = frozenset(
    "said says saying say spoke speaks speaking speak wrote writes writing write replied replies replying reply "
    "testified testifies testifying testify denied denies deny denying boasted bragged vented lied lies pitch pitches "
    "pitched appealed appeals overtures message question questions letter letters answer response reminder plea "
    "apology".split()
) | _forms(
    "confide complain appeal explain admit apologize apologise respond insist declare acknowledge concede joke remark "
    "lament repeat express describe mention announce recount quip mutter whisper shout gesture signal tweet stress "
    "suggest indicate add recall confess recommend report present"
)
"""Verbs and nouns that need "to" before whom they address."""
ASKING = _forms("ask press question challenge grill push quiz confront probe query") | frozenset(("quizzed", "told"))
"""Verbs whose passive has whom they address as its subject: "was asked by"."""
_AUXILIARIES = frozenset("was were is are be been being".split())
_BETWEEN = frozenset("also then later repeatedly once again eventually directly first never not n't being been".split())
_WANTED = frozenset(("to", "not", "against", "that", "from", ",", ":"))
"""What follows whoever is urged to something."""
_CLAUSE = frozenset("to about if whether for on why how what when where who that after".split())


@dataclass(frozen=True, slots=True)
class Told:
    """What the grammar of a statement's own words says about whom it was said to."""

    found: Object
    """The words that name the addressee."""
    passive: bool = False
    """Whether it is the subject of "was asked"."""


def by_verb(one: Asked, layout: Layout, setting: Setting) -> Told | None:
    """The addressee that stands by the cue's verb; None when the grammar tells of none."""
    first, end = layout.range(one.cue[0])
    verbs = [n for n in range(first, end) if _verb(layout.lower[n])]
    if not verbs:
        return None
    verb = verbs[0] if layout.lower[verbs[0]] in TELLING else verbs[-1]
    if layout.lower[verb] in ASKING:
        told = _passive(verb, layout, setting) or _questioned(one, verb, layout, setting)
        if told is not None:
            return told
    sources = [layout.range(span) for span in one.source]
    word, at = layout.lower[verb], verb + 1
    if word in SPEAKING or word in ("called", "calling", "calls", "call"):
        leads: tuple[str, ...] = ("on",) if word.startswith("call") else ("to",)
        if word in ("spoke", "speaks", "speaking", "speak", "arguing", "argued"):
            leads = ("to", "with", "before")
        ahead = range(at, min(len(layout), max(end, at) + 3))
        at = next((n for n in ahead if layout.lower[n] in leads), -1)
        inside = [layout.range(span) for span in one.content] if leads != ("on",) else []
        if any(low < at < high and low <= verb + 1 < high for low, high in inside):
            return None
        if at < 0 or any(not layout.words[n][0].isalnum() or layout.lower[n] in _CLAUSE for n in range(verb + 1, at)):
            return None
        at += 1
    content = layout.range(one.content[0])[0] if one.content else -1
    found = object_at(at, layout, setting)
    if word in ASKING and word in GREETING and found is not None and found.shape == "group":
        return None
    if found is None or any(low <= found.first < high for low, high in sources):
        return None
    after = layout.lower[found.end] if found.end < len(layout) else ""
    if word in URGING and after not in _WANTED and content <= found.first + 1:
        return None
    if word in TELLING and content <= at and at - content < 2 and after not in _CLAUSE:
        return None
    return Told(found)


REPLY, LONG = 6, 5
"""Words after a question within which who answers follows, and words of a subject without a name, at most."""
_WHEN = frozenset("when if once after while and but".split())
AHEAD = 8
"""Words after a cue, or after what it leads to, within which "to" may lead to an addressee."""
_DETERMINERS = frozenset("the a an his her their its our my this that these those some many several all both".split())
_TOWARDS = frozenset(("to", "toward", "towards", "before"))


@dataclass(frozen=True, slots=True)
class Led:
    """Whom a preposition may name as the addressee, whatever the verb: "made his case to voters"."""

    found: Object
    """The words that name the addressee."""
    way: str
    """How it stands there: behind the cue, behind the content, or as who is called upon."""
    far: int
    """Words between the cue, or the content, and the preposition."""


def led(one: Asked, layout: Layout, setting: Setting) -> list[Led]:
    """Whom "to" behind the cue or the content names, and who is called upon ("called for the party to unite")."""
    first, end = layout.range(one.cue[0])
    told = [layout.range(span) for span in one.content]
    found: list[Led] = []
    behind = [("behind cue", max(first, end - 1), end)] if end > first else []
    behind += [("behind content", high, high) for _, high in told[-1:] if high > first]
    for way, start, since in behind:
        for at in range(start, min(len(layout) - 1, since + AHEAD)):
            if layout.sentence[at] != layout.sentence[first] or any(low <= at < high for low, high in told):
                break
            if layout.lower[at] in _TOWARDS and (whom := object_at(at + 1, layout, setting)) is not None:
                if whom.shape != "pronoun" and _noun(whom, layout):
                    found.append(Led(whom, way, max(0, at - since)))
                break
    if told and layout.lower[end - 1] in ("for", "on", "upon") and 0 <= told[0][0] - end < 2:
        whom = object_at(told[0][0], layout, setting)
        if whom is not None and whom.shape != "pronoun" and layout.lower[whom.end : whom.end + 1] == ["to"]:
            found.append(Led(whom, "called upon", 0))
    return found


def _noun(whom: Object, layout: Layout) -> bool:
    """Whether a phrase behind "to" can be nobody's infinitive ("to expand programs")."""
    opening = layout.words[whom.first]
    return whom.shape == "name" or whom.end - whom.first == 1 or opening[0].isupper() or opening in _DETERMINERS


def _verb(word: str) -> bool:
    return word in TELLING or word in URGING or word in GREETING or word in SPEAKING


def _passive(verb: int, layout: Layout, setting: Setting) -> Told | None:
    """Whom "was asked" has as its subject; None where the verb is no passive."""
    at = verb - 1
    while at > 0 and verb - at < 4 and layout.lower[at] in _BETWEEN:
        at -= 1
    if layout.lower[at] not in _AUXILIARIES:
        return None
    start = at - 1
    while start > 0 and at - start < 4 and layout.lower[start] in (*_BETWEEN, "has", "had", "have", "should", "will"):
        start -= 1
    return _subject(start, layout, setting)


def _questioned(one: Asked, verb: int, layout: Layout, setting: Setting) -> Told | None:
    """Who is asked where nobody asks: "Asked whether it was safe, Reyes said", "Reyes, when asked about it, said"."""
    if one.source or not layout.lower[verb].endswith("ed"):
        return None
    lead = verb - 1
    while lead >= 0 and verb - lead < 3 and layout.lower[lead] in _BETWEEN:
        lead -= 1
    opens = lead < 0 or layout.sentence[lead] != layout.sentence[verb]
    if not opens and layout.lower[lead] not in _WHEN:
        return None
    if not opens and layout.words[lead - 1] == "," and (before := _subject(lead - 2, layout, setting)) is not None:
        return before
    since = max((layout.range(span)[1] for span in one.content), default=verb)
    for at in range(max(verb, since - 1), min(len(layout) - 1, since + REPLY)):
        if layout.sentence[at] != layout.sentence[verb]:
            return None
        if layout.words[at] == ",":
            return _begins(at + 1, layout, setting)
    return None


def _begins(at: int, layout: Layout, setting: Setting) -> Told | None:
    """The subject that begins at a word."""
    if layout.lower[at] in SINGULAR or layout.lower[at] == "they":
        return Told(Object(at, at + 1, "pronoun", None), passive=True)
    found = object_at(at, layout, setting)
    return Told(found, passive=True) if found is not None and found.shape in ("name", "role") else None


def _subject(last: int, layout: Layout, setting: Setting) -> Told | None:
    """The name or pronoun that ends at a word."""
    if last < 0:
        return None
    if layout.lower[last] in SINGULAR or layout.lower[last] == "they":
        return Told(Object(last, last + 1, "pronoun", None), passive=True)
    place = bisect_left(setting.names, last + 1, key=lambda name: name.first) - 1
    if place >= 0 and setting.names[place].end == last + 1:
        name = setting.names[place]
        return Told(Object(name.first, name.end, "name", setting.of[name]), passive=True)
    for at in range(last - 1, max(-1, last - LONG), -1):
        if layout.lower[at] in _DETERMINERS:
            found = object_at(at, layout, setting)
            whole = found is not None and found.end == last + 1 and found.shape in ("role", "group")
            return Told(found, passive=True) if found is not None and whole else None
    return None
