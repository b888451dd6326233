"""Meanings are learned from marks: a word that no mark has is taken as those that mean the same."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from onrecord.extraction.heard import KINDS, SOURCINGS  # noqa: E402  # the rest needs what is above
from onrecord.extraction.voices.meaning import Meanings, hashed  # noqa: E402
from onrecord.extraction.voices.wording import Words  # noqa: E402
from training import meanings  # noqa: E402
from training.lexis import SIZE, Lexis, load, save, standing, vocabulary  # noqa: E402
from training.meanings import Known, learned, listed, report, told  # noqa: E402

PRAISES, ACCUSES = KINDS.index("praises"), KINDS.index("accuses")
WARM, COLD = ("lauded", "praised", "saluted", "hailed"), ("blamed", "chided", "scolded", "slammed")


def lexis():
    """Words of two sorts, each beside its like."""
    chance = np.random.default_rng(3)
    words = sorted((*WARM, *COLD, "ferry", "skippers"))
    vectors = chance.normal(0, 0.3, (len(words), SIZE)).astype(np.float32)
    for number, word in enumerate(words):
        vectors[number, :4] += 3.0 * (word in WARM) - 3.0 * (word in COLD)
    return Lexis(words, vectors, np.ones(len(words), np.float32))


def statement(cue):
    return Words(np.zeros(0, np.int64), ["skippers"], [cue], ["ferry"])


def known(cues, kinds):
    classes = len(KINDS) + len(SOURCINGS)
    size = len(cues)
    return Known(
        [statement(cue) for cue in cues], np.zeros((size, classes)), np.array(kinds), np.zeros(size, np.int64),
        np.ones(size, np.float32),
    )  # fmt: skip


@pytest.fixture(scope="module")
def taught():
    cues = [*WARM[:3], *COLD[:3]] * 120
    return learned(lexis(), known(cues, ([PRAISES] * 3 + [ACCUSES] * 3) * 120))


def test_words_that_no_mark_has_are_as_those_beside_them(taught):
    unseen = known([WARM[3], COLD[3]], [PRAISES, ACCUSES])
    assert told(taught, unseen)[:, : len(KINDS)].argmax(1).tolist() == [PRAISES, ACCUSES]
    assert report(told(taught, unseen), unseen)["kind"] == 100.0


def test_the_arrays_are_those_that_the_reader_takes(taught):
    assert Meanings(taught).mean(["lauded"]).any()
    assert all(array.dtype != np.float64 for array in taught.values())


def test_a_list_is_ascending_and_no_number_is_lost_but_to_rounding():
    some = lexis()
    vectors = some.vectors[:, : meanings.SIZE]
    arrays = listed(some, vectors)
    assert (np.diff(arrays["hashes"].astype(np.int64)) > 0).all()
    back = {h: v * arrays["scale"] for h, v in zip(arrays["hashes"], arrays["vectors"], strict=True)}
    for word, vector in zip(some.words, vectors, strict=True):
        assert np.abs(back[hashed(word)] - vector).max() <= arrays["scale"].max() / 2 + 1e-6


def test_a_vocabulary_has_the_words_of_train_and_of_the_lists_that_are_letters(tmp_path):
    path = tmp_path / "words"
    path.write_text("Quay\nquay's\n[unused1]\n##ing\nferry\n\n2016\n", "utf-8")
    assert vocabulary({"pier": 3, "2016": 5, "b4": 1}, [path]) == ["b4", "ferry", "pier", "quay"]
    assert standing(statement("praised")) == {"skippers", "praised", "ferry"}


def test_what_is_saved_is_what_is_loaded(tmp_path):
    some = lexis()
    save(some, tmp_path / "lexis.npz")
    again = load(tmp_path / "lexis.npz")
    assert again.words == some.words
    assert np.abs(again.vectors - some.vectors).max() < 0.01
    assert np.array_equal(again.rarity, some.rarity)
