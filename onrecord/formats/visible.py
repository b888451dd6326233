"""Characters that a screen would obey instead of show are shown, so that an article cannot draw on the page around it.

An article may hold escape sequences that recolour or retitle a terminal, overrides of the reading direction that
make a line read backwards, or characters with no width. Each becomes its number, `<U+202E>`; everything else stays.
"""

from __future__ import annotations

import re
import unicodedata

_JOINERS = "\u00ad\u200c\u200d"
"""Soft hyphen and the two joiners: without width, but part of ordinary words and of emoji."""

_SUSPECT = re.compile(r"\r\n|[^\x20-\x7e\n\t\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027\u2030-\u205e]")
"""What is not plainly printable, and so is looked up; the rest of an English article skips the look-up."""


def visible(text: str) -> str:
    """The text with every control, direction and lone surrogate character written out; line breaks and tabs stay."""
    return _SUSPECT.sub(_shown, text)


def on_one_line(text: str) -> str:
    """The text, visible, with every run of white space made one space: for a cell, a heading, a message."""
    return visible(" ".join(text.split()))


def _shown(found: re.Match[str]) -> str:
    character = found.group()
    if character == "\r\n" or character in _JOINERS:
        return character
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    return f"<U+{ord(character):04X}>" if hidden else character
