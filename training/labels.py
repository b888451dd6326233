"""What the network should say of every word, from what people marked by characters.

Punctuation at the edges of a gold span is left out: annotators differ on it, the measure ignores it, and
`onrecord.extraction.assemble` puts the marks that belong to the words back by rule. A cue that is nothing but a mark
(the colon of a transcript, the dash before a byline) is kept as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.article import Block
from onrecord.extraction.windows import Tokens, tokenized
from training.corpora import ROLES, Annotated, Layers
from training.voices import Names, Voice, voice

POS = (
    "NN IN NNP DT , JJ . NNS VBD PRP VB RB CC VBZ VBN TO VBG VBP CD PRP$ `` '' : MD POS -RRB- -LRB- WDT WP NNPS WRB "
    "RP JJR JJS $ RBR EX RBS # PDT FW WP$ UH SYM LS"
).split()
ENTITIES = (
    "O PERSON ORGANIZATION DATE LOCATION NUMBER TITLE STATE_OR_PROVINCE DURATION MISC COUNTRY ORDINAL IDEOLOGY CITY "
    "CAUSE_OF_DEATH MONEY NATIONALITY PERCENT TIME SET RELIGION CRIMINAL_CHARGE URL"
).split()
RELATIONS = (
    "punct case det nmod compound nsubj amod dobj advmod root mark conj cc aux dep ccomp nmod:poss xcomp advcl "
    "acl:relcl cop acl appos nummod neg auxpass nsubjpass nmod:tmod parataxis mwe nmod:npmod compound:prt expl iobj "
    "det:predet discourse csubj cc:preconj csubjpass"
).split()
IGNORED = -100


@dataclass(frozen=True, slots=True)
class Gold:
    """One attribution in words."""

    anchor: int
    """The first word of its cue."""
    labels: tuple[tuple[int, int], ...]
    """(word, label) for every word that is not outside, in order."""
    voice: Voice | None = None
    """Who stands behind it and what it does, where that is marked."""


@dataclass(frozen=True, slots=True)
class Example:
    """One article, ready for training."""

    doc: str
    """Its name."""
    tokens: Tokens
    """Its words."""
    versions: tuple[tuple[Gold, ...], ...]
    """For each annotator the attributions, each anchor once."""
    layers: tuple[tuple[int, int, int, int], ...]
    """For each word its part of speech, entity, relation and head (a word; itself for the root), or IGNORED."""


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks exactly as reading makes them."""
    from onrecord.reading.text import blocks_of as reading_blocks

    return reading_blocks(text)


def example(article: Annotated, layers: Layers | None, marks: Mapping[str, Mapping[str, Any]]) -> Example:
    """The article's words with everything that is to be learned about them.

    `marks` are those of the first annotator's attributions (`training.voices`).
    """
    tokens = tokenized(article.text, blocks_of(article.text))
    versions = tuple(
        tuple(_golds(article.text, tokens, version, {} if number else marks))
        for number, version in enumerate(article.versions)
    )
    return Example(article.doc, tokens, versions, tuple(_layer_rows(tokens, layers)))


def _golds(
    text: str, tokens: Tokens, attributions: tuple[dict[str, Any], ...], marks: Mapping[str, Mapping[str, Any]]
) -> list[Gold]:
    starts = [word.start for word in tokens.words]
    names = Names(text, tokens)
    golds: dict[int, Gold] = {}
    for attribution in attributions:
        labels: dict[int, int] = {}
        anchor = None
        for role in ("content", "source", "cue"):
            for start, end in attribution[role]:
                whole = _between(tokens, starts, start, end)
                covered = list(whole)
                while covered and not _is_word(text, tokens, covered[0]):
                    covered.pop(0)
                while covered and not _is_word(text, tokens, covered[-1]):
                    covered.pop()
                if role == "cue" and not covered:
                    covered = list(whole)
                for place, at in enumerate(covered):
                    labels[at] = 1 + 2 * ROLES.index(role) + (place > 0)
                if role == "cue" and covered:
                    anchor = covered[0]
        if anchor is not None and anchor not in golds:
            mark = marks.get(attribution["id"])
            known = voice(names, anchor, mark) if mark else None
            golds[anchor] = Gold(anchor, tuple(sorted(labels.items())), known)
    return [golds[anchor] for anchor in sorted(golds)]


def _between(tokens: Tokens, starts: list[int], start: int, end: int) -> range:
    from bisect import bisect_left

    first = bisect_left(starts, start)
    if first and tokens.words[first - 1].end > start:
        first -= 1
    return range(first, bisect_left(starts, end))


def _is_word(text: str, tokens: Tokens, at: int) -> bool:
    char = text[tokens.words[at].start]
    return char.isalnum() or char == "_"


def _layer_rows(tokens: Tokens, layers: Layers | None) -> list[tuple[int, int, int, int]]:
    nothing = (IGNORED,) * 4
    if layers is None:
        return [nothing] * len(tokens.words)
    by_start = {token[0]: number for number, token in enumerate(layers.tokens)}
    word_of = {word.start: at for at, word in enumerate(tokens.words)}
    rows = []
    for at, word in enumerate(tokens.words):
        number = by_start.get(word.start)
        if number is None:
            rows.append(nothing)
            continue
        _, _, pos, entity, head, relation = layers.tokens[number]
        to = at if head < 0 else word_of.get(layers.tokens[head][0], IGNORED)
        rows.append((_index(POS, pos), _index(ENTITIES, entity), _index(RELATIONS, relation), to))
    return rows


def _index(names: list[str], name: str) -> int:
    return names.index(name) if name in names else IGNORED
