"""Near-identical articles are told from all others without comparing with all others."""

from __future__ import annotations

import random

import pytest

from onrecord.ledger.copies import bands, sequences, shared


def words(seed: int, number: int = 300) -> list[str]:
    chance = random.Random(seed)
    return [f"w{chance.randrange(20_000)}" for _ in range(number)]


def test_case_marks_and_spaces_make_no_difference():
    one = "The pier, he said, “won’t” close on Monday -- or ever."
    assert sequences(one) == sequences("the pier  he SAID won't close\non monday or ever")


@pytest.mark.parametrize(("text", "number"), [("", 0), ("?!", 0), ("one", 1), ("a b c d e", 1), ("a b c d e f", 2)])
def test_short_texts(text, number):
    assert len(sequences(text)) == number
    assert bands(sequences(text)) == []


def test_the_share_is_that_of_jaccard():
    one, other = frozenset(range(10)), frozenset(range(5, 15))
    assert shared(one, other) == 5 / 15
    assert shared(one, frozenset()) == 0


def test_copies_share_a_band_and_strangers_do_not():
    met = strangers = 0
    for seed in range(300):
        original = words(seed)
        copy = list(original)
        for at in range(0, len(copy), 40):  # every fortieth word another: Jaccard about 0.78
            copy[at] = "changed"
        one, other, third = (sequences(" ".join(text)) for text in (original, copy, words(seed + 1000)))
        assert 0.7 < shared(one, other) < 0.85
        met += bool(set(bands(one)) & set(bands(other)))
        strangers += bool(set(bands(one)) & set(bands(third)))
    assert met == 300
    assert strangers == 0


def test_bands_are_whole_numbers_that_sqlite_can_hold():
    for seed in range(50):
        made = bands(sequences(" ".join(words(seed, 13))))
        assert len(made) == 10
        assert all(0 <= band < 1 << 63 for band in made)
