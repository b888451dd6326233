"""Events as the reporter tells them: as to come ("will open the bridge") or as past ("had opened the bridge").

Only what can be told apart by its words is taken: a verb with whom or what it happens to, and with who does it where
that is said. Two are the same event when the verb and whom it happens to are the same, and nothing beside them says
otherwise: another one, a second time, a day of its own. Verbs of what can happen to one thing once are enough by
themselves (a bridge is opened, a law signed); of all others, both must give the same days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.checks.examined import Examined
from onrecord.span import Span
from onrecord.time_expression import TimeExpression

_IRREGULAR = {
    "begin": "began begun", "build": "built", "buy": "bought", "fall": "fell fallen", "fly": "flew flown",
    "give": "gave given", "go": "went gone", "hold": "held", "leave": "left", "lose": "lost", "make": "made",
    "meet": "met", "pay": "paid", "quit": "quit", "run": "ran", "see": "saw seen", "sell": "sold", "send": "sent",
    "set": "set", "sink": "sank sunk", "speak": "spoke spoken", "stand": "stood", "swear": "swore sworn",
    "take": "took taken", "throw": "threw thrown", "win": "won", "write": "wrote written",
}  # fmt: skip
_ONCE = frozenset(
    "open reopen close sign die resign retire marry buy sell acquire merge launch appoint nominate release publish"
    " leave join found build complete finish reject approve pass adopt ratify repeal ban convict sentence execute"
    " inaugurate demolish sink land arrive veto annul dissolve abolish name unveil withdraw dismiss fire"
    " arrest extradite".split()
)
"""What happens to the same one once, as far as one article goes."""
_ALONE = frozenset("open reopen close die resign retire land arrive sink withdraw launch leave".split())
"""Those of them that happen to whoever does them."""

_ADVERBS = r"(?:(?:also|now|then|soon|later|finally|already|just|officially|formally|\w+ly)\s+){0,2}"
_TO_COME = re.compile(
    rf"\b(?:will|(?:is|are)\s+(?:scheduled|due|set|slated|expected)\s+to|(?:is|are)\s+to)\s+{_ADVERBS}"
    r"(?:(?P<passive>be)\s+(?P<done>[a-z]{3,})|(?P<verb>[a-z]{3,}))\b"
)
_PASSIVE = re.compile(rf"\b(?:was|were|(?:has|have|had)\s+been)\s+{_ADVERBS}$")
_PERFECT = re.compile(rf"\b(?:has|have|had)\s+{_ADVERBS}$")
_NOUNS = re.compile(
    r"\s+(?P<which>(?:the|this|that|its|his|her|their|our)\s+)?(?P<words>[\w’'.-]+(?:\s+[\w’'.-]+){0,5})"
)
_SUBJECT = re.compile(rf"(?P<words>(?:[\w’'.-]+\s+){{1,6}}){_ADVERBS}$")
_STOPS = frozenset(
    "in on at by for with from to of as and or but that which who whose whom when while after before because if than"
    " into over under about against during until since through near without within between among it he she they we i"
    " you him them us me there here this these those what where how so then also not no only even just again".split()
)
_DETERMINERS = frozenset("the a an this that its his her their our my your".split())
_WHICH = re.compile(r"\b(?:the|this|that|its|his|her|their|our)\s+$", re.IGNORECASE)
_VAGUE = frozenset(
    "a an any some many more most another other all several few both each every no one two three".split()
)
_OTHERWISE = re.compile(
    r"\b(?:not|never|nor|again|another|once more|second|third|fourth|next|last|previous\w*|earlier|first|if|unless"
    r"|would|could|might|should|whether|until|wish\w*|hop\w+|each|every|always|usually|often|annual\w*|daily|weekly"
    r"|yearly|re-?\w+ed"
    r"|nearly|almost|no longer|as though|as if|previously|once)\b|n[’']t\b",
    re.IGNORECASE,
)
REACH = 80
"""Characters before a verb in which what says otherwise is looked for."""
CLAUSE = 60
"""Characters after a verb in which its time and what says otherwise are looked for."""
PAIRS = 20
"""Tellings of one event that are compared with each other: more are a chronicle."""
LATELY = timedelta(days=45)
"""How far from the publication an event of one day may be to be the one that is told without a day."""


@dataclass(frozen=True, slots=True)
class Event:
    """One telling of an event."""

    verb: str
    """What happens, as a verb's base."""
    whom: tuple[str, ...]
    """Whom or what it happens to, its last word first: "bridge", "old" for "the old bridge"."""
    who: str | None
    """The last word of who does it; None where that is not said, or by a pronoun."""
    span: Span
    """The words."""
    time: TimeExpression | None
    """When it is said to be."""
    needs_day: bool
    """Whether it is told apart from others of its kind by its day alone."""


def told_twice(article: Examined) -> Iterator[tuple[Event, Event]]:
    """Events that are told as to come and as past, by the reporter: the first telling of each kind."""
    ahead: dict[tuple[str, str], list[Event]] = {}
    for event in _to_come(article):
        _keep(event, ahead)
    if not ahead:
        return
    past: dict[tuple[str, str], list[Event]] = {}
    for event in _past(article, {verb for verb, _ in ahead}):
        _keep(event, past)
    published = _day(article.record.article.published)
    for key, coming in ahead.items():
        over = past.get(key, ())
        pairs = ((one, other) for one in coming for other in over)
        pair = next((pair for pair in pairs if _are_one(*pair, published)), None)
        if pair:
            yield pair


def _keep(event: Event, found: dict[tuple[str, str], list[Event]]) -> None:
    """Put an event to those of its kind, of which the first PAIRS are looked at."""
    those = found.setdefault((event.verb, event.whom[0]), [])
    if len(those) < PAIRS:
        those.append(event)


def _are_one(coming: Event, over: Event, published: date | None) -> bool:
    if coming.who and over.who and coming.who != over.who:
        return False
    beside, others = set(coming.whom[1:]), set(over.whom[1:])
    if not (beside <= others or others <= beside):
        return False
    if coming.time and over.time:
        ends = (coming.time.earliest, coming.time.latest)
        return None not in ends and ends == (over.time.earliest, over.time.latest) and coming.time.granularity == "day"
    if coming.needs_day or over.needs_day:
        return False
    return all(_is_lately(each.time, published) for each in (coming, over))


def _is_lately(time: TimeExpression | None, published: date | None) -> bool:
    """Whether the time, if there is one, is close to the publication; one that is far away is another event's."""
    if time is None:
        return True
    earliest, latest = _day(time.earliest), _day(time.latest)
    return bool(published and earliest and latest and abs(earliest - published) <= LATELY >= abs(latest - published))


def _to_come(article: Examined) -> Iterator[Event]:
    text = article.text
    for match in _TO_COME.finditer(text):
        sentence = article.near(Span(*match.span()))
        verb = match["verb"] or _base(match["done"])
        if not verb or not _is_reporters(article, Span(*match.span()), sentence):
            continue
        yield from _event(article, sentence, verb, match.start(), match.end(), passive=bool(match["passive"]))


def _past(article: Examined, verbs: set[str]) -> Iterator[Event]:
    forms = {form: verb for verb in verbs for form in _forms(verb)}
    if not forms:
        return
    text = article.text
    for match in re.finditer(r"\b[a-z]{3,}\b", text):
        verb = forms.get(match[0])
        if verb is None:
            continue
        span = Span(*match.span())
        sentence = article.near(span)
        if not _is_reporters(article, span, sentence):
            continue
        start = max(sentence.start, span.start - REACH)
        passive, perfect = (shape.search(text, start, span.start) for shape in (_PASSIVE, _PERFECT))
        begin = passive.start() if passive else perfect.start() if perfect else span.start
        yield from _event(article, sentence, verb, begin, span.end, passive=bool(passive))


def _is_reporters(article: Examined, span: Span, sentence: Span) -> bool:
    if article.quoted.meet(span) or article.attributed.meet(span) or article.is_headline(span):
        return False
    start, end = max(sentence.start, span.start - REACH), min(sentence.end, span.end + CLAUSE)
    return not _OTHERWISE.search(article.text, start, end)


def _event(article: Examined, sentence: Span, verb: str, start: int, end: int, *, passive: bool) -> Iterator[Event]:
    """The event of a verb whose first word begins at `start`; none where it does not say whom it happens to."""
    text = article.text
    before = _SUBJECT.search(text, max(sentence.start, start - REACH), start)
    subject = _noun(before["words"].split(), last=True) if before else ()
    after = _NOUNS.match(text, end, min(sentence.end, end + CLAUSE))
    object_ = _noun(_until_stop(after["words"].split()), last=False, is_named=bool(after["which"])) if after else ()
    if passive:
        whom, who, stop = subject, None, end
    elif object_ and after:
        whom, who, stop = object_, subject[0] if subject else None, after.start("words")
    elif not after or text[end : end + 1] in ".,;:" or not _until_stop(after["words"].split()):
        whom, who, stop = subject, None, end  # the verb is followed by nothing that it could happen to
    else:
        return
    if whom:
        time = next((t for t in article.times_in(Span(start, min(sentence.end, end + CLAUSE)))), None)
        last = _end(text, whom, stop, min(sentence.end, end + CLAUSE)) if whom is object_ else stop
        first = _begin(text, subject, before.start("words"), start) if before and subject else start
        needs_day = verb not in _ONCE or not (passive or whom is object_ or verb in _ALONE)
        yield Event(verb, whom, who, Span(first, max(last, end)), time, needs_day)


def _begin(text: str, subject: Sequence[str], start: int, stop: int) -> int:
    """Where the subject begins, with the word before it that says which one it is."""
    found = [match.start() for match in _word(subject[-1]).finditer(text, start, stop)]
    if not found:
        return stop
    which = _WHICH.search(text, start, found[-1])
    return which.start() if which else found[-1]


def _end(text: str, whom: Sequence[str], start: int, stop: int) -> int:
    found = _word(whom[0]).search(text, start, stop)
    return found.end() if found else start


def _word(word: str) -> re.Pattern[str]:
    """A word in any case, looked for in place: the whole text in lower case each time would take the square of it."""
    return re.compile(re.escape(word), re.IGNORECASE)


def _until_stop(words: list[str]) -> list[str]:
    found: list[str] = []
    for word in words:
        if word.lower() in _STOPS:
            break
        found.append(word)
        if word[-1] in ".,;:!?" and not re.fullmatch(r"(?:[A-Z]\.)+|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov)\.", word):
            break
    return found


def _noun(words: list[str], *, last: bool, is_named: bool = False) -> tuple[str, ...]:
    """The words of one definite thing, its last word first; none where they are vague, or no thing."""
    if last:
        kept: list[str] = []
        for word in reversed(words):
            if word.lower() in _STOPS or word[-1] in ".,;:!?":
                break
            kept.insert(0, word)
            if word.lower() in _DETERMINERS:
                break
        words = kept
    plain = [word.strip(".,;:!?’'").removesuffix("’s").removesuffix("'s") for word in words]
    if not plain or not all(plain) or plain[0].lower() in _VAGUE:
        return ()
    definite = is_named or plain[0].lower() in _DETERMINERS or plain[-1][:1].isupper()
    if plain[0].lower() in _DETERMINERS:
        plain = plain[1:]
    if not definite or not plain:
        return ()
    return tuple(word.lower() for word in reversed(plain))


def _forms(verb: str) -> list[str]:
    """The past and the participle of a verb."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb].split()
    if verb.endswith("e"):
        return [f"{verb}d"]
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return [f"{verb[:-1]}ied"]
    return [f"{verb}ed", f"{verb}{verb[-1]}ed"]


def _base(participle: str) -> str | None:
    """The verb of a participle."""
    for verb, forms in _IRREGULAR.items():
        if participle in forms.split():
            return verb
    if not participle.endswith("ed"):
        return None
    stems = (participle[:-1], participle[:-2], f"{participle[:-3]}y", participle[:-3])
    known = next((stem for stem in stems if stem in _ONCE), None)
    return known or participle[:-2]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
