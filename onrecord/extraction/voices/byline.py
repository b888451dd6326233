"""Who wrote an article, by its byline: the name that "told me" stands for."""

from __future__ import annotations

import re

_BY = re.compile(r"\s*by\s+", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:,|;|\||@|\band\b|\bwith\b|&|/|\()", re.IGNORECASE)
_JOINED = re.compile(r"\s+(?:and|with)\s+|\s*[&;|/]\s*|,(?=\S)", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){1,4}")


def reporter(byline: str | None) -> str | None:
    """The first name of a byline as it is written in a text; None when there is none."""
    if not byline:
        return None
    words = " ".join(byline.split())
    begun = _BY.match(words)
    words = words[begun.end() :] if begun else words
    end = _ENDS.search(words)
    words = words[: end.start()] if end else words
    if not _NAME.fullmatch(words):
        return None
    return " ".join(word.capitalize() if word.isupper() and len(word) > 2 else word for word in words.split())


def writers(byline: str | None) -> str | None:
    """All names of a byline as they are written in a text, joined by "; "; None when there is none.

    What a comma sets after the last of them is where they write.
    """
    *before, last = _JOINED.split(byline or "")
    parts = [name for part in before for name in part.split(",")] + [last]
    found = [reporter(part) for part in parts]
    return "; ".join(dict.fromkeys(name for name in found if name)) or None
