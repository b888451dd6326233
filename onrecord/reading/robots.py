"""What a site lets programs read, as its robots.txt says (RFC 9309).

The group of the longest name that is in ours counts, else that for everybody; of its rules the longest that fits. A
site without the file lets everything be read; one whose file cannot be had for now lets nothing be read for now.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

NAME = "onrecord"
"""What we are called in robots.txt."""

LARGEST = 512_000
"""Bytes of the file that are read, as the standard asks for at least."""

MOST_RULES = 2_000
"""Rules of a group; more are not looked at."""

LONGEST_DELAY = 60.0
"""Seconds between two requests that a site may ask for; beyond that it is followed as if it had asked for so much."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a group."""

    pattern: str
    """The beginning of the paths it is about, with `*` for anything and `$` for the end."""

    is_allowed: bool
    """Whether they may be read."""


@dataclass(frozen=True, slots=True)
class Robots:
    """What a site lets us read."""

    rules: tuple[Rule, ...] = ()
    """The rules that are for us."""

    delay: float | None = None
    """Seconds between two requests that the site asks for (`Crawl-delay`, which is in no standard)."""

    def allows(self, url: str) -> bool:
        """Whether the address may be read."""
        parts = urlsplit(url)
        path = _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        fitting = [rule for rule in self.rules if _fits(rule.pattern, path)]
        best = max(fitting, key=lambda rule: (len(rule.pattern), rule.is_allowed), default=None)
        return best is None or best.is_allowed


NOTHING = Robots((Rule("/", False),))
"""A site that lets nothing be read."""


def parse_robots(data: bytes) -> Robots:
    """The rules for us in a robots.txt, however it is written."""
    groups: dict[str, list[Rule]] = {}
    delays: dict[str, float] = {}
    names: list[str] = []
    is_open = False
    for line in data[:LARGEST].decode("utf-8-sig", "replace").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            names = [*names, value.lower()] if is_open else [value.lower()]
            is_open = True
            groups.setdefault(value.lower(), [])
            continue
        is_open = False
        if key in ("allow", "disallow"):
            for name in names:
                if value and len(groups[name]) < MOST_RULES:
                    groups[name].append(Rule(_normal(value), key == "allow"))
        elif key == "crawl-delay" and re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", value):
            delays |= dict.fromkeys(names, min(float(value), LONGEST_DELAY))
    ours = [
        name for name in groups if name != "*" and NAME.startswith(re.split(r"[/\s]", name)[0]) and name[:1].isalpha()
    ]
    chosen = max(ours, key=len, default="*")
    return Robots(tuple(groups.get(chosen, ())), delays.get(chosen))


def _normal(path: str) -> str:
    """A path with the same characters escaped however it was written."""
    return quote(unquote(path), safe="/*$?&=;:@!'(),+~-._%|[]{}^")


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern fits the beginning of a path, in time linear in both for each star."""
    is_ended = pattern.endswith("$")
    first, *rest = (pattern[:-1] if is_ended else pattern).split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for number, piece in enumerate(rest, start=1):
        if is_ended and number == len(rest):
            return path.endswith(piece) and len(path) - len(piece) >= at
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return not is_ended or at == len(path)
