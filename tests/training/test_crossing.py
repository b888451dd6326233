"""Voices are asked about articles that they did not learn from, and what they said is kept whole."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.extraction.heard import ASKED, KINDS, SOURCINGS, TYPES
from training.crossing import crossed, half, load, save

CODES = len(KINDS) + len(SOURCINGS) + len(TYPES)
KEYS = [(f"article-{n // 3}", f"E{n}") for n in range(30)]


@pytest.fixture
def found():
    taught: set[int] = set()

    def teach(rows):
        taught.clear()
        taught.update(rows.tolist())

    def ask(rows):
        assert taught.isdisjoint(rows)
        assert {KEYS[row][0] for row in rows}.isdisjoint(KEYS[row][0] for row in taught)
        codes = np.arange(CODES)[None] + np.array(rows)[:, None]
        return codes, [np.full((2 + row % 3, len(ASKED)), row) for row in rows]

    return crossed(KEYS, [row % 2 for row in range(30)], teach, ask)


def test_nobody_is_asked_about_an_article_it_learned_from_and_every_statement_is_asked_about(found):
    assert {half(doc) for doc, _ in KEYS} == {0, 1}
    assert list(found.place) == KEYS


def test_what_was_said_of_a_statement_is_found_by_its_name(found):
    heard = found.heard(KEYS[7], 100)
    assert heard.kind == tuple(float(n) for n in range(7, 7 + len(KINDS)))
    assert heard.type[-1] == 7 + CODES - 1
    assert heard.first == 99
    assert heard.asked.tolist() == [[7.0] * len(ASKED)] * 3
    assert found.heard(("nowhere", "E1"), 100) is None


def test_what_is_saved_is_loaded(found, tmp_path):
    save(found, tmp_path / "voices.heard.npz")
    again = load(tmp_path / "voices.heard.npz")
    assert again.place == found.place
    for name in found._fields[1:]:
        assert np.array_equal(getattr(again, name), getattr(found, name))
