"""What a given name tells of whom it names: a man, a woman, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

Gender = Literal["man", "woman"]


def given_gender(words: Sequence[str]) -> Gender | None:
    """What the given name of a person's name tells; None when there is none or it tells nothing."""
    return given().get(words[0]) if len(words) > 1 else None


@cache
def given() -> Mapping[str, Gender]:
    """Given names in lower case, and whose they are."""
    table: dict[str, Gender] = {}
    gender: Gender = "man"
    lines = files("onrecord.extraction.voices").joinpath("given_names.txt").read_text("utf-8").splitlines()
    for line in lines:
        if line in ("man", "woman"):
            gender = line  # type: ignore[assignment]
        elif not line.startswith("#"):
            table.update(dict.fromkeys(line.split(), gender))
    return table
