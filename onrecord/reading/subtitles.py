"""Subtitles become a transcript: what one person says in one piece is a paragraph, with the name before it.

Who speaks is in the cue: `<v Ana Brooks>` in WebVTT (https://www.w3.org/TR/webvtt1/), `ANA BROOKS:` or `>> BROOKS:` in
captions for the deaf. All are written as transcripts in newspapers are, ANA BROOKS: and the words, since that is a form
that is read as who said what. Nobody is put before words that the file gives to nobody.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.article import Article
from onrecord.errors import BadFormat, NoArticle
from onrecord.reading.language import language_of
from onrecord.reading.passages import Passage, joined

LONGEST_SILENCE = 4.0
"""Seconds without a word after which a new paragraph begins where nobody is named."""

LONGEST_PARAGRAPH = 1_200
"""Characters after which a paragraph of one voice ends at the next end of a sentence."""

FLASH = 0.1
"""Seconds: a cue that is shorter, or this soon after another, is a step of a caption that rolls."""

Cue = tuple[float, float, list[str]]
"""Begin and end in seconds, and the lines."""

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"[ \t]*{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]{1,200})>")
_TAG = re.compile(r"</?[A-Za-z0-9:][^<>]{0,500}>|\{\\[^{}]{0,200}\}")
_LABEL = re.compile(r"(?:>{2,3}|»|[-–—])?\s*([^\W\d_][^:\n<>“”\"!?]{0,60}?)\s?:(?=\s|$)\s*")
_CAPITALS = re.compile(r"[^\Wa-z_][^a-z]*(?:\([^)]{0,40}\))?")
_WORD = r"(?:(?:[Dd]e|[Vv]an|[Vv]on|al|bin) )?[A-Z][\w.'’-]*"
_NAME = re.compile(rf"{_WORD}(?: {_WORD}){{1,3}}")
_TURN = re.compile(r"(?:>{2,3}|»)\s*")
_DASH = re.compile(r"[-–—]\s?(?=\S)")
_SOUND = re.compile(r"[\[(♪♫][^\])♪♫]{0,200}[\])♪♫]|[♪♫]")
_ENDS_SENTENCE = re.compile(r"[.!?…][\"”’)]*$")
_NO_NAMES = re.compile(r"(?:note|warning|update|http|https|re|ps|q\d|time|chapter|kind|language)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    """Some words in one voice."""

    start: float
    """When they begin, in seconds."""

    end: float
    """When they are gone from the screen."""

    speaker: str | None
    """Who speaks, as the cue has it; None where it does not say."""

    is_turn: bool
    """Whether the cue says that somebody else begins to speak here."""

    words: str
    """What is said, in one line."""


def read_subtitles(text: str, *, origin: str = "-", url: str | None = None) -> Article:
    """The transcript that WebVTT or SubRip subtitles are.

    Raises BadFormat where there is no cue, and NoArticle where nobody says anything in them.
    """
    cues = list(_cues(text))
    if not cues:
        raise BadFormat(origin, "There is no cue with a time in it.", "Give a .vtt or .srt file with its times.")
    passages = [Passage("paragraph", words) for words in _paragraphs(_said(_unrolled(cues)))]
    if not passages:
        raise NoArticle(origin, "Nothing is said in it.", "Give the subtitles with their words.")
    words, blocks = joined(passages)
    return Article(words, blocks, origin, url, None, None, None, None, language_of(words))


def _cues(text: str) -> Iterator[Cue]:
    """Begin, end and lines of every cue; what stands between cues (numbers, notes, styles) is passed over."""
    begin = end = 0.0
    lines: list[str] | None = None
    for line in re.split(r"\r\n|\r|\n", text):
        timing = _TIMING.match(line)
        if timing:
            if lines:
                yield begin, end, lines[:-1] if lines[-1].strip().isdigit() else lines
            numbers = [int(number or 0) for number in timing.groups()]
            begin, end = _seconds(numbers[:4], timing.group(4)), _seconds(numbers[4:], timing.group(8))
            lines = []
        elif lines is not None and line.strip():
            lines.append(line)
        elif lines:
            yield begin, end, lines
            lines = None
    if lines:
        yield begin, end, lines


def _seconds(numbers: list[int], fraction: str) -> float:
    hours, minutes, seconds, parts = numbers
    return float(hours * 3600 + minutes * 60 + seconds + parts / 10 ** len(fraction))


def _said(cues: Iterable[Cue]) -> Iterator[_Said]:
    """What is said in each cue, divided where another voice begins."""
    for begin, end, lines in cues:
        is_dialogue = sum(bool(_DASH.match(_plain(line))) for line in lines) > 1
        for number, line in enumerate(lines):
            voices = _VOICE.split(line)
            for at in range(0, len(voices), 2):
                words = _plain(voices[at])
                named = html.unescape(voices[at - 1]).strip() if at else None
                turn = _TURN.match(words)
                is_turn = bool(turn) or (is_dialogue and bool(_DASH.match(words)))
                if named is None:
                    named, words = _labelled(words, is_first=number == 0 or is_turn)
                words = _TURN.sub("", words, count=1) if turn else words
                words = _DASH.sub("", words, count=1) if is_dialogue else words
                words = " ".join(_SOUND.sub(" ", words).split())
                if words or named:
                    yield _Said(begin, end, named, is_turn, words)


def _labelled(words: str, *, is_first: bool) -> tuple[str | None, str]:
    """Who a label before the words says that speaks, and the words without it.

    A label is in capitals, or a name of two words and more at the beginning of a cue: "So: we go" is none.
    """
    label = _LABEL.match(words)
    if not label or _NO_NAMES.search(label.group(1)):
        return None, words
    name = label.group(1)
    is_capitals = len(name) > 1 and bool(_CAPITALS.fullmatch(name))
    if is_capitals or (is_first and _NAME.fullmatch(name)):
        return name, words[label.end() :]
    return None, words


def _plain(line: str) -> str:
    """The words of a line without tags and entities."""
    return " ".join(html.unescape(_TAG.sub("", line)).replace("\u200e", "").split())


def _unrolled(cues: Iterable[Cue]) -> Iterator[Cue]:
    """The cues without what a rolling caption shows again: the lines that the cue straight before had shown already.

    A whole cue said twice is no rolling caption, unless it only flashes up.
    """
    shown: list[str] = []
    gone = -1.0
    for begin, end, lines in cues:
        plain = [_plain(line) for line in lines]
        is_rolling = begin - gone < FLASH and (len(lines) > 1 or end - begin < FLASH)
        fresh = [line for line, words in zip(lines, plain, strict=True) if not (is_rolling and words in shown)]
        shown, gone = [words for words in plain if words], end
        yield begin, end, fresh


def _paragraphs(pieces: Iterator[_Said]) -> Iterator[str]:
    """One paragraph for what one voice says in one piece."""
    speaker: str | None = None
    words: list[str] = []
    size, end = 0, 0.0
    label = ""
    for piece in pieces:
        is_other = piece.speaker is not None and piece.speaker != speaker
        is_pause = piece.start - end > LONGEST_SILENCE
        is_long = size > LONGEST_PARAGRAPH and bool(_ENDS_SENTENCE.search(words[-1]))
        is_unnamed_turn = piece.is_turn and piece.speaker is None
        if words and (is_other or is_pause or is_long or is_unnamed_turn):
            yield label + " ".join(words)
            words, size = [], 0
        if is_other:
            speaker = piece.speaker
        elif is_unnamed_turn or (is_pause and piece.speaker is None):
            speaker = None  # somebody else, or after a silence perhaps: the file does not say who
        if not words:
            label = f"{speaker.upper()}: " if speaker else ""
        if piece.words:
            words.append(piece.words)
            size += len(piece.words)
        end = piece.end
    if words:
        yield label + " ".join(words)
