"""An article with its names marked, read as far as the voices need it, and statements in it by their words."""

from __future__ import annotations

import numpy as np

from onrecord.extraction.heard import NOBODY, Heard
from onrecord.extraction.voices.entities import entities
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.names import names
from onrecord.extraction.voices.resolve import Asked
from onrecord.extraction.voices.saying import Saying
from onrecord.extraction.voices.setting import Setting
from onrecord.span import Span
from tests.extraction.voices.named import marked


def read(source):
    """The text, where its words stand, and its candidates."""
    text, tokens, labels = marked(source)
    found = names(text, tokens, labels)
    known, of = entities(text, found)
    layout = Layout()
    layout.add(text, tokens)
    return text, layout, Setting(known, of, layout, [])


def span(text, words, nth=0):
    """The nth place of some words; no span for none."""
    if not words:
        return ()
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return (Span(start, start + len(words)),)


def asked(text, source, cue, content, nth=0, form="indirect", heard=None):
    """A statement by its words; `nth` is the place of the cue."""
    return Asked(span(text, source), span(text, cue, nth), span(text, content), form, None, heard)


def listening(layout, answers):
    """What a network says that gives these words these scores as the addressee."""
    said = np.full((len(layout), 3), NOBODY, np.float16)
    for word, score in answers.items():
        said[layout.words.index(word), 1] = score
    return Heard((0.0,) * 13, (0.0,) * 6, (0.0,) * 6, 0, said)


def sayings(setting, rows):
    """Statements in order, each given as what was asked and the name of its speaker or None."""
    found = []
    for number, (one, name) in enumerate(rows):
        entity = next((e for e in setting.entities if e.name == name), None)
        found.append(Saying(number, one, entity, name, "named" if name else None, None))
    return found
