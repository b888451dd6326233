"""Every page of the reading room: one file, one dataclass with a sentence for every field, and how it is read."""

from __future__ import annotations

from onrecord.web.page import Action, Page
from onrecord.web.pages import add, article, families, family, front, people, person, positions, search, versions

PAGES: tuple[Page, ...] = (
    front.PAGE,
    search.PAGE,
    article.PAGE,
    versions.PAGE,
    people.PAGE,
    person.PAGE,
    families.PAGE,
    family.PAGE,
    positions.PAGE,
    add.PAGE,
    add.PROGRESS,
)
"""Every page, in the order of the description."""

ACTIONS: tuple[Action, ...] = (*article.ACTIONS, *person.ACTIONS, *add.ACTIONS)
"""Everything that a page can do."""
