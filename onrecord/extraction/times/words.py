"""The words of time and the grammar over them: one pattern a rule, all of them joined into one.

Every repetition is bounded and only BEFORE and AFTER characters around a head are read, so that reading is linear in
the length of any text. The patterns are matched against `plain()` text, which has the length of the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

BEFORE, AFTER = 32, 44
"""No rule begins farther than this before its first head, or ends farther than this after its last."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
"""Names and abbreviations of months, with the month's number."""

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
"""In the order of ISO 8601, Monday first."""

SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
"""The first month of a season, as meteorologists of the north count: a winter ends in the next year."""

NUMBERS = {
    word: number
    for number, words in enumerate(
        "zero;a an one;two;three;four;five;six;seven;eight;nine;ten;eleven;twelve;thirteen;fourteen;fifteen;"
        "sixteen;seventeen;eighteen;nineteen;twenty".split(";")
    )
    for word in words.split()
} | {
    "a dozen": 12,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "a hundred": 100,
    "a couple of": 2,
    "two-and-a-half": 2,
}
"""Number words, with their numbers."""

VAGUE = "a few|few|couple of|several|many|some|dozens of|a number of|a couple"
"""Amounts that no interval can be worked out from."""

ORDINALS = {
    word: number
    for number, words in enumerate(
        ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th", "seventh 7th", "eighth 8th",
         "ninth 9th", "tenth 10th"),
        1,
    )
    for word in words.split()
}  # fmt: skip
"""Ordinal words and their numerals."""

CENTURIES = {
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21,
}  # fmt: skip
"""Ordinal words of the centuries that news speaks of."""

DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90,
}  # fmt: skip
"""The decades of the twentieth century in words."""

HOLIDAYS = {
    "new year's day": (1, 1), "valentine's day": (2, 14), "st. patrick's day": (3, 17), "fourth of july": (7, 4),
    "july fourth": (7, 4), "halloween": (10, 31), "christmas eve": (12, 24), "christmas day": (12, 25),
    "boxing day": (12, 26), "new year's eve": (12, 31),
}  # fmt: skip
"""Holidays of a fixed date."""


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _grouped(words: Iterable[str]) -> str:
    """Any of the words, by their first letters, so that most words of a text are passed over at the first letter."""
    first: dict[str, list[str]] = {}
    for word in set(words):
        first.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{re.escape(letter)}(?:{_any(first[letter])})" for letter in sorted(first))


_S = "(?: {1,2})"
_MONTH = rf"(?P<month>{_any(MONTHS)})\b(?:(?<=\b[a-z]{{3}})(?<!may)\.|(?<=\bsept)\.)?"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_NTH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})(?![0-9])"
_DAYNAME = rf"(?P<dayname>{_any(WEEKDAYS)}|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b\.?)"
_WEEKDAY = rf"(?P<weekday>{_any(WEEKDAYS)})\b"
_PART_OF_DAY = r"(?:morning|afternoon|evening|night)\b"
_SEASON = rf"(?P<season>{_any(SEASONS)})\b"
_NUMBER = rf"(?P<number>[0-9]{{1,3}}|{_any(NUMBERS)}|{VAGUE})\b"
_ABOUT = (
    r"(?P<about>(?:more than|over|nearly|almost|about|around|roughly|some|less than|at least|barely"
    rf"|approximately|well over|just over|just under|exactly){_S})?"
)
_UNIT = r"(?P<unit>minute|hour|day|night|week|weekend|month|quarter|year|decade|century|centurie)(?P<plural>s)?\b"
_PART = (
    r"(?P<part>early|late|mid|(?:the )?middle of|(?:the )?(?:beginning|start) of|(?:the )?end of"
    r"|earlier|later|early in|late in|earlier in|later in)"
)
_RELATIVE = r"(?P<relative>last|this past|past|this coming|this|next|coming)"
_POSSESSOR = r"(?:the|his|her|their|its|our|my)"

PATTERNS: dict[str, str] = {
    "month-day": (
        rf"(?:{_DAYNAME},?{_S})?{_MONTH}{_S}(?P<day>{_DAY}){_NTH}(?![0-9]|[:.,][0-9]|{_S}?(?:%|percent|million))"
        rf"(?:{_S}?-{_S}?(?P<day2>{_DAY}){_NTH}(?![0-9])"
        rf"|{_S}(?:to|and|through){_S}(?P<day3>{_DAY}){_NTH}(?=[.,;)]|{_S}(?:in|at)\b))?"
        rf"(?:,?{_S}{_YEAR})?"
    ),
    "day-month": (
        rf"(?:{_DAYNAME},?{_S})?(?:the{_S})?(?P<day>{_DAY}){_NTH}"
        rf"(?:{_S}?(?:-|\bto\b|\band\b){_S}?(?P<day2>{_DAY}){_NTH})?"
        rf"{_S}(?:of{_S})?{_MONTH}(?:,?{_S}{_YEAR})?"
    ),
    "iso": (
        rf"(?P<year>1[0-9]{{3}}|20[0-9]{{2}})(?P<mark>[-/])(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<day>{_DAY})(?![0-9])"
    ),
    "numeric": r"(?P<one>[0-9]{1,2})(?P<mark>[./-])(?P<two>[0-9]{1,2})(?P=mark)(?P<year>1[0-9]{3}|20[0-9]{2})(?!\d)",
    "nine-eleven": r"9/11\b(?!/)",
    "holiday": rf"(?P<holiday>{_any(HOLIDAYS)})\b(?:,?{_S}{_YEAR})?",
    "anaphora": (
        rf"{_ABOUT}{_NUMBER}(?:{_S}|-){_UNIT}{_S}(?:earlier|later|before|after|afterwards?|prior|previously)\b"
        rf"|the{_S}(?:very{_S})?(?:following|next|previous|preceding|same){_S}"
        rf"(?:day|night|morning|afternoon|evening|week|weekend|month|quarter|year|season|decade|century"
        rf"|{_any([*SEASONS, *WEEKDAYS])})\b"
        rf"|the{_S}(?:day|night|morning|week|weekend|month|year){_S}(?:before|after|earlier|prior)\b"
        rf"(?!{_S}(?:yesterday|tomorrow))"
        rf"|that{_S}(?:same{_S}|very{_S})?(?:day|night|morning|afternoon|evening|week|weekend|month|year"
        rf"|{_any(SEASONS)})\b"
        rf"|{_POSSESSOR}{_S}(?:{_any(ORDINALS)}|last|final|opening){_S}(?:day|week|month|year)s?{_S}of\b"
        rf"(?!{_S}(?:the{_S})?(?:{_any(MONTHS)}|year|month|week|[0-9]))(?:{_S}(?:{_POSSESSOR}{_S})?[a-z'-]{{1,20}})?"
    ),
    "day-word": (
        rf"(?:the{_S})?(?P<before>day{_S}before{_S})yesterday\b|(?:the{_S})?(?P<after>day{_S}after{_S})tomorrow\b"
        rf"|(?:(?:early|late|earlier|later){_S})?(?P<word>yesterday|today|tonight|tomorrow)\b(?:{_S}{_PART_OF_DAY})?"
        rf"|(?:(?:early|late|earlier|later){_S})?(?P<this>this|last){_S}(?P<dayPart>{_PART_OF_DAY})"
        rf"|(?P<inday>earlier|later){_S}in{_S}the{_S}day\b"
    ),
    "ago": (
        rf"{_ABOUT}{_NUMBER}(?P<more>{_S}and{_S}a{_S}half)?(?:{_S}|-){_UNIT}{_S}(?:ago|back)\b"
        rf"|(?P<half>half a (?:century|decade)){_S}ago\b"
    ),
    "from-now": (
        rf"(?:(?P<in>in|within){_S})?{_ABOUT}{_NUMBER}{_S}{_UNIT}"
        rf"(?:(?P<time>'s?{_S}time)\b|(?P<now>{_S}from{_S}(?:now|today))\b)?"
    ),
    "trailing": (
        rf"(?:the|these|those){_S}(?P<way>last|past|previous|next|coming){_S}(?:{_NUMBER}(?:{_S}|-))?{_UNIT}"
        rf"(?!{_S}(?:of|before|after)\b)"
    ),
    "recent": r"(?:more )?recent (?P<unit>day|week|month|year|decade)s\b",
    "quarter": (
        rf"(?:the{_S})?(?:(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)(?:{_S}|-)(?P<what>quarter|half)"
        rf"|q(?P<q>[1-4]))"
        rf"(?:,?{_S}(?:of{_S}|in{_S})?(?:{_YEAR}|(?P<relative>this|last|next|the){_S}year\b)"
        rf"|(?={_S}(?:earnings|profits?|results|revenues?|sales|growth|gdp|loss|income)\b))"
    ),
    "relative": (
        rf"(?:{_PART}(?:{_S}|-))?{_RELATIVE}{_S}"
        rf"(?:(?P<unit>week|weekend|month|quarter|year|decade|century)\b"
        rf"|{_SEASON}|{_MONTH}|{_WEEKDAY}(?:{_S}{_PART_OF_DAY})?)"
        rf"(?!-|{_S}of{_S}(?!this|last|next))"
        rf"|{_PART.replace('<part>', '<part2>')}{_S}(?P<the>the){_S}"
        rf"(?P<unit2>week|weekend|month|quarter|year|decade|century)\b"
        rf"|(?:the{_S})?(?P<ending>month|year)(?:'s{_S}|{_S}|-)end\b"
        rf"|(?:over|during|at|throughout){_S}the{_S}(?P<weekend>weekend)\b"
    ),
    "season": (
        rf"(?:(?:in{_S}|the{_S}){{0,2}}{_PART}(?:{_S}|-))?(?:the{_S})?{_SEASON}{_S}(?:of{_S}|in{_S})?"
        rf"(?:{_YEAR}|(?P<relative>this|last|next){_S}year\b)"
    ),
    "month-year": (
        rf"(?:{_PART}(?:{_S}|-))?{_MONTH},?{_S}(?:of{_S}|in{_S})?(?:{_YEAR}|(?P<relative>this|last|next){_S}year\b)"
    ),
    "month": rf"(?:{_PART}(?:{_S}|-))?{_MONTH}(?!')",
    "weekday": rf"(?:(?:early|late|earlier|later){_S})?{_WEEKDAY}(?:{_S}(?:early{_S}|late{_S})?{_PART_OF_DAY})?",
    "century": (
        rf"(?:the{_S})?(?:{_PART}(?:{_S}|-)(?:the{_S})?)?"
        rf"(?P<nth>1?[0-9]th|2[01](?:st|th)|{_any(CENTURIES)})(?:{_S}|-)century\b"
    ),
    "decade": (
        rf"(?:the{_S})?(?:{_PART}(?:{_S}|-)(?:the{_S})?)?(?:(?P<decade>(?:1[5-9]|20)[0-9]0)'?s\b)"
        rf"|the{_S}(?:(?P<part2>early|mid|late)(?:{_S}|-))?(?:'?(?P<short>[2-9]0)'?s\b|(?P<word>{_any(DECADES)})\b)"
    ),
    "years": (
        r"(?P<year>1[5-9][0-9]{2}|20[0-9]{2})(?: ?- ?(?P<year2>1[5-9][0-9]{2}|20[0-9]{2})"
        r"|[-/](?P<short>[0-9]{2})| - (?P<short2>[0-9]{2})(?=[).,;]))(?![0-9/-])"
    ),
    "year": rf"(?:(?:the{_S})?{_PART}(?:{_S}|-)(?:in{_S})?)?(?:the{_S}year{_S})?{_YEAR}(?!-[0-9])",
    "nth": rf"on{_S}the{_S}(?P<day>{_DAY})(?:st|nd|rd|th)(?=[.,;:)!?]|$|{_S}(?:of{_S}(?:this|the){_S}month)\b)",
}
"""Each rule's name and its pattern; where two begin at the same word, the first of them that fits is taken."""

_NAMED = re.compile(r"\(\?P<\w+>")
_BACK = re.compile(r"\(\?P=\w+\)")
_UNITS = "minute hour day night week weekend month quarter year decade century morning afternoon evening season".split()
_FIRST = (
    "mon tue tues wed thu thur thurs fri sat sun the these those that his her their its our my last this next past "
    "coming yesterday today tonight tomorrow day early late mid middle beginning start end earlier later more over "
    "nearly almost about around roughly some less at barely approximately well just exactly half in within on during "
    "throughout recent month year few couple several many dozens q1 q2 q3 q4 twenty-first"
)
_STARTS = (
    rf"(?:{_grouped([*MONTHS, *WEEKDAYS, *SEASONS, *HOLIDAYS, *NUMBERS, *ORDINALS, *CENTURIES, *_FIRST.split()])})\b"
)

RULES = {name: re.compile(pattern) for name, pattern in PATTERNS.items()}
"""The rules one by one, with their groups."""

PHRASE = re.compile(
    rf"\b(?=[0-9]|{_STARTS})(?:"
    + "|".join(f"(?P<r{n}>{_BACK.sub('[./-]', _NAMED.sub('(?:', p))})" for n, p in enumerate(PATTERNS.values()))
    + ")"
)
"""All rules at once; the group that matched has the rule's place in PATTERNS."""

_HEADS = [
    *MONTHS, *WEEKDAYS, *SEASONS, *HOLIDAYS, *DECADES, "yesterday", "today", "tonight", "tomorrow", "q1", "q2", "q3",
    "q4", *_UNITS, *(unit.replace("century", "centurie") + "s" for unit in _UNITS),
]  # fmt: skip

HEAD = re.compile(
    rf"\b(?:(?:{_grouped(_HEADS)})|(?:1[0-9]|20)[0-9][0-9](?:'?s)?|[2-9]0'?s|9/11|[0-9]{{1,2}}(?:st|nd|rd|th))\b"
)
"""The words without which there is no time expression; all else of a text is passed over."""

NAMES = re.compile(
    r"\b(?:(?:sunday|saturday) (?:times|telegraph|express|mail|mirror|post|herald|people|sport|world|business post"
    r"|independent|tribune|evening post|morning herald|star|sun)"
    r"|friday night lights|(?:monday|thursday|sunday|friday|saturday) night (?:football|live|fever|raw|baseball)"
    r"|(?:black|good|ash|super|ruby|man|joe|girl|palm|easter|bloody|cyber|giving|taco|fat|shrove|maundy|spy|whit|low"
    r"|holy|freaky) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"|wednesday addams|tuesday weld|friday the 13th|friday prayers?|monday morning quarterback\w*"
    r"|sunday school|sunday best"
    r"|(?:usa|pakistan|india|russia|psychology|physics|education|business|arab|israel|christianity|morocco) today"
    r"|(?:today|tonight) (?:show|programme|program)|today\.com|good morning america|last week tonight"
    r"|(?:cbs )?this morning show|cbs this morning"
    r"|prague spring|arab spring|spring break\w*|winter olympics|summer olympics|march on washington"
    r"|million man march|women's march|march madness|black september|october revolution|july revolution"
    r"|(?:agenda|area|vision|windows|office|horizon|euro|expo|route|flight|room|page|no\.|number|resolution|article"
    r"|rule|section|model|chapter|blade runner) (?:1[0-9]{3}|20[0-9]{2})"
    r"|born on the fourth of july)\b"
)
"""Names with a word of time in them that are no dates."""

_ALIKE = (
    ("\n", " "), ("\t", " "), ("\r", " "), ("\u00a0", " "), ("\u2009", " "), ("\u202f", " "),
    ("’", "'"), ("‘", "'"), ("–", "-"), ("‑", "-"), ("−", "-"), ("İ", "i"),
)  # fmt: skip


def plain(text: str) -> str:
    """The text in lower case with one kind of space, apostrophe and hyphen; every character stays at its offset."""
    for other, usual in _ALIKE[: 3 if text.isascii() else None]:
        text = text.replace(other, usual)
    return text.lower()
