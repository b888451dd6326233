"""The words of a quotation, as they are compared: what is typography falls away, what is a word stays exactly.

Quotation marks, dashes, commas and stops, case, white space and characters without width are typography: outlets set
them by their own rules. A word, a number, a sign that changes an amount (`$`, `%`, a minus) and an ellipsis (it owns
up to words left out) are not. Two more things are kept because they change who speaks: words in square brackets are
the outlet's and not the speaker's, and a question mark makes a question.

Each word has two forms. `exact` is what a verdict is computed on: equal forms are the same word in print. `key` also
folds accents and contractions ("won't" is "will not"), so that the two are laid side by side, and then shown as
different.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from onrecord.span import Span

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ＇`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009", " "),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "\x00"),
        "\x00": " ",
    }
)
"""One character for one, so that offsets hold; characters without width become NUL, which a word may hold."""

_WORD = re.compile(
    r"(?P<gap>\[?(?:\.[ ]?\.[ ]?\.(?:[ ]?\.)?|…)\]?)"
    r"|(?P<dotted>(?:[^\W\d_]\.){2,}|(?:[^\W\d_]\.)+[^\W\d_](?![\w'\x00]))"
    r"|(?P<number>(?:(?<![\w.])-)?\d+(?:[.,:/]\d+)*[\w\x00]*)"
    r"|(?P<sign>[$£€¥%&]|(?<=\d)\+|\+(?=\d))"
    r"|(?P<word>\w[\w\u0300-\u036f\x00]*(?:'[\w\u0300-\u036f\x00]+)*)"
)
_BRACKET = re.compile(r"\[([^\[\]]{0,120})\]")
_ASIDE = re.compile(
    r"\((?:laughter|laughs|laughing|applause|cheers|cheering|boos|crosstalk|inaudible|unintelligible|ph|sic|"
    r"begin video clip|end video clip)\)|\[(?:sic|laughter|laughs|applause|cheers|crosstalk|inaudible|ph)\]",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"\[(\w)\](?=\w)")
_REOPENED = re.compile(r",['\"”]\s*['\"“]$")
_ENDING = re.compile(r"(n't|'(?:s|re|ve|ll|d|m))$")
_SHORT = frozenset(
    "mr mrs ms dr sen sens gov govs rep reps gen st no vs jr sr prof lt col sgt capt cmdr adm rev hon inc co corp ltd "
    "jan feb mar apr jun jul aug sep sept oct nov dec dept est fig messrs pres supt ave blvd rd ft mt atty asst "
    "etc eg ie cf al approx".split()
)
_NOT_A_COMMON_WORD = frozenset(("US", "IT", "WHO", "AIDS", "ICE", "MAY", "RAM"))
"""Names in capitals that are other words in small letters: "give it to us" is not "give it to US"."""
_SPELLED = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am"}
_CONTRACTED = {"wo": "will", "ca": "can", "sha": "shall"}

GAP = "…"
"""The word that an ellipsis is."""

COMMON = frozenset(
    "a about after all also am an and any are as at be been before being but by can could did do does doing done down "
    "for from get go going got had has have having he her here him his how i if in into is it its just know like made "
    "make many may me might more most much must my no not now of off on one only or other our out over own said say "
    "says shall she should so some such than that the their them then there these they thing things think this those "
    "through to too under up us very was way we well were what when where which while who whom why will with would "
    "you your yours 's 'd n't 're 've 'll 'm".split()
)
"""Words that every article is full of: sharing them says nothing."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a quotation."""

    exact: str
    """The word in print, without case: what a verdict is computed on."""

    key: str
    """The same with accents and contractions folded: what is laid side by side."""

    span: Span
    """Where it stands in the text."""

    starts: bool
    """Whether a sentence starts with it."""

    bracketed: bool = False
    """Whether it stands in square brackets: the outlet's word, not the speaker's."""

    asks: bool = False
    """Whether a question mark follows it."""

    @property
    def print(self) -> tuple[str, bool]:
        """What must be equal for two words to be the same in print."""
        return self.exact, self.bracketed


def wording(text: str) -> tuple[Word, ...]:
    """The words of a text in order; an ellipsis is the word `GAP`, and none is at either end."""
    plain = _plain(text)
    brackets = [found.span() for found in _BRACKET.finditer(plain)]
    shouting = not any(character.islower() for character in plain)
    found: list[Word] = []
    end = 0
    at_bracket = 0
    for match in _WORD.finditer(plain):
        start = match.start()
        while at_bracket < len(brackets) and brackets[at_bracket][1] <= start:
            at_bracket += 1
        bracketed = at_bracket < len(brackets) and brackets[at_bracket][0] < start
        between = plain[end:start]
        if found and "?" in between:
            found[-1] = _asking(found[-1])
        starts = _starts(plain, found, between, start)
        end = match.end()
        if match.lastgroup == "gap":
            if found and found[-1].exact != GAP:
                found.append(Word(GAP, GAP, Span(start, end), starts=_ends(found[-1], between)))
            continue
        found.extend(_words(match, shouting, starts, bracketed))
    while found and found[-1].exact == GAP:
        found.pop()
    if found and "?" in plain[end:]:
        found[-1] = _asking(found[-1])
    return tuple(found)


def keys(text: str) -> list[str]:
    """The keys of the words of a text, without ellipses."""
    return [word.key for word in wording(text) if word.exact != GAP]


def telling(key: str) -> bool:
    """Whether a word says something about what is talked of."""
    return key not in COMMON and len(key) > 1


def shown(text: str, words: tuple[Word, ...]) -> str:
    """The text from the first to the last of some words of it, as it was printed."""
    return " ".join(text[words[0].span.start : words[-1].span.end].split()) if words else ""


@lru_cache(maxsize=20_000)
def stem(key: str) -> str:
    """A word without its ending, so that "promised" and "promises" are one; crude, and for finding alone."""
    for ending in ("ingly", "edly", "ings", "ing", "ies", "ed", "es", "ly", "s"):
        if key.endswith(ending) and len(key) - len(ending) >= 3:
            key = key[: -len(ending)] + ("y" if ending == "ies" else "")
            break
    return key[:-1] if key.endswith("e") and len(key) > 3 else key


def _plain(text: str) -> str:
    """The text with typography made plain, character for character; asides of a stenographer are blanked."""
    plain = text.translate(_PLAIN)
    plain = _ASIDE.sub(lambda found: " " * len(found.group()), plain)
    return _CAPITAL.sub("\x00\\1\x00", plain)


def _words(match: re.Match[str], shouting: bool, starts: bool, bracketed: bool) -> list[Word]:
    """The one or two words of a match: a contraction is two."""
    printed = unicodedata.normalize("NFKC", match.group().replace("\x00", ""))
    start, end = match.span()
    if match.lastgroup == "dotted":
        printed = printed.replace(".", "")
    elif match.lastgroup == "number":
        printed = re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", printed)
    elif match.lastgroup == "sign":
        printed = {"&": "and", "%": "percent"}.get(printed, printed)
    exact = printed if printed in _NOT_A_COMMON_WORD and not shouting else printed.casefold()
    if exact == "cannot":
        cut = start + 3
        return [
            Word("can", "can", Span(start, cut), starts, bracketed),
            Word("not", "not", Span(cut, end), False, bracketed),
        ]
    ending = _ENDING.search(exact)
    if ending and ending.start():
        cut = end - len(ending.group())
        stump, tail = exact[: ending.start()], ending.group()
        first = _CONTRACTED.get(stump, stump) if tail == "n't" else stump
        return [
            Word(stump, _folded(first), Span(start, cut), starts, bracketed),
            Word(tail, _SPELLED.get(tail, tail), Span(cut, end), False, bracketed),
        ]
    return [Word(exact, _folded(exact.casefold()), Span(start, end), starts, bracketed)]


@lru_cache(maxsize=20_000)
def _folded(exact: str) -> str:
    if exact.isascii():
        return exact
    parts = unicodedata.normalize("NFD", exact)
    return "".join(part for part in parts if not unicodedata.combining(part)) or exact


def _starts(plain: str, found: list[Word], between: str, at: int) -> bool:
    """Whether a sentence starts here; where it is doubtful it does not, for half a sentence is not a whole one."""
    if not found:
        return True
    if "\n" in between.strip(" \t"):
        return True
    before = found[-1]
    if not plain[at].isupper():
        return False
    if before.exact == GAP:
        return before.starts
    if _REOPENED.search(between):
        # “…, he said, “We …”: a common word has its capital from the sentence alone, any other may be a name.
        word = re.match(r"\w+", plain[at:])
        return word is not None and word.group().casefold() in COMMON - {"i"}
    return _ends(before, between)


def _ends(before: Word, between: str) -> bool:
    """Whether a sentence ends between a word and the next; a dotted name takes its last stop with it, and is no end."""
    if not re.search(r"[.!?]['\"”»)\]]*(?:\s|$)", between):
        return False
    return not ("." in between and (before.exact in _SHORT or len(before.exact) == 1))


def _asking(word: Word) -> Word:
    return Word(word.exact, word.key, word.span, word.starts, word.bracketed, asks=True)


_BARE = re.compile(r"\d+(?:[.,:/]\d+)+|\w+(?:'\w+)*")


def cased(text: str) -> list[str]:
    """The words of a text for finding: a fast, coarse sister of `wording`, without ellipses and signs."""
    return _BARE.findall(text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_PLAIN))


def bare(text: str) -> list[str]:
    """The same without case."""
    return [word.casefold() for word in cased(text)]
