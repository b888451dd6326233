"""What a source's words look like before anybody is looked up: a name, a pronoun, a description, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.extraction.voices.gender import Gender
from onrecord.extraction.voices.lexicon import PARTIES, UTTERED
from onrecord.extraction.voices.names import Name
from onrecord.extraction.voices.runs import TITLES
from onrecord.span import Span

Shape = Literal["name", "names", "pronoun", "description", "nothing"]

SINGULAR = {"he": "man", "him": "man", "his": "man", "himself": "man", "she": "woman", "her": "woman", "hers": "woman",
            "herself": "woman"}  # fmt: skip
PLURAL = frozenset("they them their theirs themselves both all many some others several most few none".split())
NEUTER = frozenset("it its itself this that which".split())
RELATIVE = frozenset("who whom whose which that".split())
FIRST = frozenset("i me my we us our ours myself ourselves".split())
SUBJECTS = frozenset("he she it they".split())
SECOND = frozenset("you your yours".split())
PRONOUNS = frozenset(
    {*SINGULAR, *NEUTER, *RELATIVE, *FIRST, *SECOND, "they", "them", "their", "theirs", "themselves", "one"}
)
_NUMBERS = frozenset("two three four five six seven eight nine ten".split())
_INDEFINITE = frozenset("a an one some another several many two three other others most".split())

LONGEST_NAME = 12
"""Words of a source that are given as a speaker's name when it stands for itself."""

_BREAK = re.compile(
    r"(?<=\S)\s*(?:,|;|\(|--|—|–|\b(?:of|for|from|in|at|with|who|whom|whose|which|that|on|to|by|near|close|behind|about"
    r"|against|inside|within|among|between|including|like|such as|familiar|briefed|speaking|representing|working"
    r"|as|when|after|before|during|under|over|outside|into|than)\b(?!-))",
    re.IGNORECASE,
)
_CLITIC = re.compile(r"^(i|you|he|she|it|we|they|who)[’'](?:s|m|re|ve|ll|d)$")
"""A pronoun with the verb that it was written together with."""
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*\.?")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source, taken apart."""

    shape: Shape
    """What it looks like."""
    words: tuple[str, ...]
    """Its words in lower case."""
    head: str
    """The word that says what it is ("campaign", "senator", "he"), in lower case; empty for a name or nothing."""
    named: tuple[Name, ...]
    """The names that it is, for `name` one, for `names` more."""
    inside: tuple[Name, ...]
    """The other names in it ("a spokesman for Mr. Clinton", "Trump's campaign")."""
    gender: Gender | None
    """What its pronoun or title tells."""
    plural: bool
    """Whether it is more than one by its form."""
    indefinite: bool
    """Whether it brings in somebody new: "a senior official", "some critics"."""


def phrase(text: str, source: Sequence[Span], names: Sequence[Name]) -> Phrase:
    """Take a source apart; `names` are those of the article that meet it, in order."""
    if not source:
        return Phrase("nothing", (), "", (), (), None, False, False)
    spoken = tuple(_CLITIC.sub(r"\1", w.lower()) for span in source for w in _words(span.of(text)))
    if not spoken:
        return Phrase("nothing", (), "", (), (), None, False, False)
    first = source[0]
    if all(word in PRONOUNS for word in spoken) and not names:
        head = spoken[0]
        gender: Gender | None = SINGULAR.get(head)  # type: ignore[assignment]
        return Phrase(
            "pronoun", spoken, head, (), (), gender, head in ("they", "them", "their", "we", "our", "us"), False
        )
    inside = [name for name in names if first.meets(name.span)]
    heads = _heads(text, first, inside)
    gender = heads[0].gender if len(heads) == 1 else None
    if heads:
        rest = tuple(name for name in names if name not in heads)
        return Phrase(
            "name" if len(heads) == 1 else "names", spoken, "", tuple(heads), rest, gender, len(heads) > 1, False
        )
    head = _head_word(first.of(text))
    if head in UTTERED and spoken[0] in ("his", "her", "my") and len(spoken) <= 4 and not inside:
        return Phrase("pronoun", spoken, spoken[0], (), (), SINGULAR.get(spoken[0]), False, False)  # type: ignore[arg-type]
    if owners := _utterers(text, first, inside, head):
        return Phrase("name", spoken, "", owners, (), owners[0].gender, False, False)
    lead = spoken[0]
    plural = lead in PLURAL or _plural(head) or lead.isdecimal() or lead in _NUMBERS
    return Phrase("description", spoken, head, (), tuple(names), None, plural, lead in _INDEFINITE)


def _utterers(text: str, span: Span, inside: Sequence[Name], head: str) -> tuple[Name, ...]:
    """Whose words a source is when it is a person's own: Brooks in "Brooks’s tweet"."""
    if head not in UTTERED or not inside or inside[0].type != "person" or inside[0].span.start - span.start > 5:
        return ()
    owned = _UTTERED.fullmatch(text, inside[0].span.end, span.end)
    return (inside[0],) if owned and len(owned[1].split()) <= 4 else ()


def _words(text: str) -> list[str]:
    return [m[0].rstrip(".") for m in _WORD.finditer(text)]


def _segment(text: str, span: Span) -> Span:
    """The part of a source before its first preposition, comma or clause: where its head stands."""
    found = _BREAK.search(text, span.start, span.end)
    return Span(span.start, found.start()) if found and found.start() > span.start else span


def _heads(text: str, span: Span, names: Sequence[Name]) -> list[Name]:
    """The names that a source is: at the end of its first part, in a list, or set beside a description by a comma."""
    proper = [name for name in names if name.type != "other"]
    segment = _segment(text, span)
    ended = [name for name in proper if segment.covers(name.span) and _ends(text, name, segment)]
    lead = text[span.start : segment.end].split(" ", 1)[0].lower()
    if ended:
        listed = _listed(text, ended[0], [name for name in proper if name.span.start > ended[0].span.start])
        if len(listed) > 1 and listed[-1].span.end >= ended[-1].span.end:
            return listed
        if ended[-1].type != "person" and lead in ("a", "an", "one", "another", "some"):
            return []
        return ended[-1:]
    beside = next((name for name in proper if name.type == "person" and name.span.start >= segment.end), None)
    if beside is not None and _BESIDE.fullmatch(text, span.start, beside.span.start):
        found = _listed(text, beside, [name for name in proper if name.span.start > beside.span.start])
        if _plural(_head_word(segment.of(text))) == (len(found) > 1):
            return found
    aside = next((name for name in proper if _is_aside(text, span, segment, name)), None)
    if aside is not None and not _plural(_head_word(segment.of(text))):
        return [aside]
    return _at_the_end(text, span, segment, proper)


def _at_the_end(text: str, span: Span, segment: Span, proper: Sequence[Name]) -> list[Name]:
    """The name that ends a source whose first part does not say whom it means.

    It follows a long title ("Secretary of State Ana Brooks"), what somebody is known as, or a whole description of
    one ("an old friend of the harbour, Ana Brooks,").
    """
    people = [name for name in proper if name.type == "person"]
    if not people or not _CLOSED.fullmatch(text, people[-1].span.end, span.end):
        return []
    last, before = people[-1], text[span.start : people[-1].span.start]
    if _KNOWN_AS.search(before):
        return [last]
    if len(people) > 1:
        return []
    titled = _LONG_TITLE.fullmatch(before)
    if titled and titled[2].split()[0].lower() not in PARTIES and _head_word(segment.of(text)) in TITLES:
        return [last]
    return [last] if _ONE.match(before) and before.endswith(", ") and "," not in before[-20:-2] else []


def _is_aside(text: str, span: Span, segment: Span, name: Name) -> bool:
    """Whether a comma or a dash sets a name beside a description: "his rival, former governor Ana Brooks,"."""
    before = text[span.start : name.span.start]
    them = _ONE_OF_THEM.match(before)
    if not them and (name.type != "person" and "—" not in before):
        return False
    start = span.start + them.end() if them else segment.end
    leads = _ASIDE.fullmatch(text, start, name.span.start)
    return leads is not None and bool(_CLOSED.fullmatch(text, name.span.end, span.end))


_UTTERED = re.compile(r"[’']s?\s+([^,;]+)[,;]?")
_KNOWN_AS = re.compile(r"\b(?:(?:known|identified) (?:only )?as|named|nicknamed|dubbed) $")
_LONG_TITLE = re.compile(r"((?:[\w’'.-]+ )*?[A-Z][\w’'.-]* (?:of|for|on) (?:the )?)((?:[A-Z][\w’'.-]* )+)")
_ONE = re.compile(r"an? ", re.IGNORECASE)
_ONE_OF_THEM = re.compile(r"(?:as )?(?:one|another|some|two) of (?:them|these|those)(?=,)", re.IGNORECASE)
_ASIDE = re.compile(
    r"\s*(?:,|—|–|--)\s*"
    r"(?:(?!(?:who|which|that|and|or|of|for|in|by|to|with|is|was|has|had|said|says|told)\b|\w+(?:ing|ed) [A-Z])"
    r"[\w’'.-]+\s+){0,6}"
)
_CLOSED = re.compile(r"(?:\s*\([^()]*\))?\s*(?:[,—–].*|--.*)?", re.DOTALL)
_BESIDE = re.compile(r"[^,;(]{3,120},\s*(?:[A-Z][a-z]{1,12}\.?\s+){0,3}")
_LIST = re.compile(
    r"\s*(?:\([^()]{1,30}\))?\s*(?:,\s*[DRI]-[A-Z][\w.]{1,6})?\s*(?:,\s*(?:and\s+|&\s+)?|\s+and\s+|\s*&\s*)"
    r"(?:both\s+)?(?:the\s+|[’']s\s+)?"
    r"(?:[A-Z][\w.’'-]*\s+){0,4}"
)


def _ends(text: str, name: Name, segment: Span) -> bool:
    """Whether nothing but marks stands between a name and the end of its part, or a list goes on there."""
    after = re.sub(r"^[’']s?(?=\W*$)", "", text[name.span.end : segment.end])
    if not any(char.isalnum() for char in after) or re.fullmatch(r"\W*(?:himself|herself|itself|both)?\W*", after):
        return True
    return bool(re.match(r"\s*(?:\([^()]{1,30}\))?,?\s+(?:and|&)\s", after))


def _listed(text: str, head: Name, others: Sequence[Name]) -> list[Name]:
    """A name and those that a list joins to it ("Trump, Cruz and Rubio")."""
    found = [head]
    for name in others:
        gap = text[found[-1].span.end : name.span.start]
        if gap.count("(") > gap.count(")") or (name.type == "place" and head.type == "person"):
            continue
        if name.type != head.type:
            break
        if not _LIST.fullmatch(text, found[-1].span.end, name.span.start):
            break
        found.append(name)
    if len(found) > 1 and not re.search(r"\band\b|&", text[found[0].span.end : found[-1].span.start]):
        return found[:1]
    return found


def _head_word(source: str) -> str:
    """The last word before the first preposition or clause of a description."""
    found = _BREAK.search(source)
    part = source[: found.start()] if found and found.start() > 0 else source
    words = [word for word in _words(part) if word.lower() != "s"]
    if not words:
        words = _words(source)
    word = re.sub(r"[’']s?$", "", words[-1].lower()) if words else ""
    return word


def _plural(word: str) -> bool:
    return word in ("people", "men", "women", "police", "media", "others", "children", "voters") or (
        len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "news"))
    )


_CLAUSE = re.compile(r",|;|\s(?:who|which|that|where|whose)\s|\s\(|\s[–—-]+\s")
_ARTICLE = re.compile(r"(?:the|a|an|this|that|these|those)\s+", re.IGNORECASE)


def own_words(text: str, source: Sequence[Span]) -> str:
    """The words of a source as the name of whom it stands for: no article before, no clause or possessive after."""
    if not source:
        return ""
    words = " ".join(source[0].of(text).split())
    cut = _CLAUSE.search(words, 3)
    if cut and cut.start() > 2:
        words = words[: cut.start()]
    words = words.strip(' ,;:—–-“”"')
    if _ARTICLE.match(words) and len(words.split()) > 1:
        words = _ARTICLE.sub("", words, count=1)
    if words.endswith(("’s", "'s", "’", "'")):
        words = re.sub(r"[’']s?$", "", words)
    return " ".join(words.split()[:LONGEST_NAME])


_SMALL = frozenset("the a an of in on at with to and for s".split())


def alike(one: str, other: str) -> bool:
    """Whether two phrases share a word that says something."""
    return bool(_telling(one) & _telling(other))


def _telling(words: str) -> set[str]:
    return {re.sub(r"[’']s$", "", word.strip(".,'’\"“”")) for word in words.lower().split()} - _SMALL
