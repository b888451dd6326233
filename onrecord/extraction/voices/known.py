"""Full names that are beyond doubt where an article gives only the surname: heads of state and the like.

An article that says "Mr. Obama" and nothing else means one man, and a record that calls him "Obama" cannot be
compared with others. So a few public persons, whom news in English names by the surname alone, have their full names
here. They are used only for a person whom the article never names in full, and never for a namesake that it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.extraction.voices.entities import Entity

_NAMES = (
    "Barack Obama", "Donald Trump", "Joe Biden", "Kamala Harris", "Vladimir Putin", "Volodymyr Zelenskyy",
    "Angela Merkel", "Emmanuel Macron", "Boris Johnson", "Theresa May", "Keir Starmer", "Rishi Sunak", "Xi Jinping",
    "Benjamin Netanyahu", "Recep Tayyip Erdogan", "Narendra Modi", "Justin Trudeau", "Bashar al-Assad",
    "Jair Bolsonaro",     "Viktor Orban", "Nicolas Maduro", "Olaf Scholz", "Friedrich Merz", "Giorgia Meloni",
    "Silvio Berlusconi",
    "Saddam Hussein", "Muammar Gaddafi", "Osama bin Laden", "Hosni Mubarak", "Hassan Rouhani", "Mahmoud Abbas",
    "Abdel Fattah el-Sisi", "Rodrigo Duterte", "Fidel Castro", "Mikhail Gorbachev", "Ronald Reagan", "Nelson Mandela",
)  # fmt: skip
_COMMON = frozenset("johnson may harris modi".split())
"""Surnames of theirs that are too many people's, or a word, to tell by themselves."""

_BY_SURNAME: Mapping[str, str] = {
    name.split()[0 if name == "Xi Jinping" else -1].lower().replace("-", " "): name
    for name in _NAMES
    if name.split()[-1].lower() not in _COMMON
} | {"zelensky": "Volodymyr Zelenskyy", "zelenskiy": "Volodymyr Zelenskyy"}
SURNAMES = frozenset(_BY_SURNAME)
"""The surnames that are beyond doubt, in lower case."""


def known_name(entity: Entity) -> str:
    """The fullest name of an entity: the article's, or the one beyond doubt where it gives a known surname alone."""
    if len(entity.words) == 1 and entity.type == "person" and not entity.rivals:
        return _BY_SURNAME.get(entity.words[0], entity.name)
    return entity.name
