"""What words mean: words that were never taught are taken as those that mean the same."""

from __future__ import annotations

import io

import numpy as np
import pytest

from onrecord import read
from onrecord.errors import ModelError
from onrecord.extraction.heard import KINDS, SOURCINGS
from onrecord.extraction.network import packaged_weights
from onrecord.extraction.voices.meaning import LEARNED, LISTED, SIZE, Meanings, facts, hashed, nothing
from onrecord.extraction.voices.wording import words_of
from onrecord.span import Span

CLASSES = len(KINDS) + len(SOURCINGS)


def meanings(**words):
    """Meanings of some words: the number of the column that is 1, and how rare the word is."""
    order = sorted(words, key=hashed)
    vectors = np.zeros((len(order), SIZE), np.int8)
    for row, word in enumerate(order):
        vectors[row, words[word][0]] = 2
    listed = {
        "hashes": np.array([hashed(word) for word in order], np.uint32), "vectors": vectors,
        "scale": np.full(SIZE, 0.5, np.float32), "rarity": np.array([words[w][1] for w in order], np.float16),
    }  # fmt: skip
    return Meanings({**nothing(), **listed})


def test_a_mean_is_of_the_words_in_the_list_the_rare_ones_more():
    known = meanings(pier=(0, 1.0), harbour=(1, 3.0))
    assert known.mean(["pier"])[:2].tolist() == [1.0, 0.0]
    assert known.mean(["pier", "harbour"])[:2].tolist() == [0.25, 0.75]
    assert known.mean(["pier", "pier", "quay", "harbour"])[:2].tolist() == [0.4, 0.6]  # as often as it is said


@pytest.mark.parametrize("words", [[], ["quay"], ["", "’"], ["pier" * 10_000]])
def test_words_that_are_not_in_the_list_count_for_nothing(words):
    assert not meanings(pier=(0, 1.0)).mean(words).any()
    assert not Meanings(nothing()).mean(words).any()


def test_the_last_and_the_first_hash_are_found():
    words = {f"w{n}": (n % SIZE, 1.0) for n in range(200)}
    known = meanings(**words)
    assert all(known.mean([word])[column] == 1.0 for word, (column, _) in words.items())


def test_kind_rests_on_cue_and_content_and_sourcing_on_source_and_cue():
    source, cue, content = (np.full(SIZE, value) for value in (1.0, 2.0, 3.0))
    does, known = facts(np.zeros(CLASSES), source, cue, content)
    assert set(does[len(KINDS) :]) == {2.0, 3.0}
    assert set(known[len(SOURCINGS) :]) == {1.0, 2.0}


@pytest.mark.parametrize("name", [*LISTED, *LEARNED])
def test_meanings_without_one_of_their_arrays_are_refused(name):
    with pytest.raises(ModelError, match=name):
        Meanings({key: array for key, array in nothing().items() if key != name})


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"pier"])
def test_a_damaged_file_is_refused(content):
    with pytest.raises(ModelError, match="meanings are damaged"):
        Meanings.read(content)


def test_an_array_of_objects_is_never_loaded():
    file = io.BytesIO()
    np.savez(file, **{**nothing(), "hashes": np.array([{"pier": 1}], dtype=object)})
    with pytest.raises(ModelError, match="meanings are damaged"):
        Meanings.read(file.getvalue())


def said(cue, content, source="Ana Brooks"):
    text = f"{source} {cue} {content}."
    at = len(source) + 1
    spans = [Span(0, len(source))], [Span(at, at + len(cue))], [Span(at + len(cue) + 1, len(text) - 1)]
    logits = packaged_weights().worded(words_of(text, *spans, quoted=False))
    return KINDS[logits[: len(KINDS)].argmax()], SOURCINGS[logits[len(KINDS) :].argmax()]


@pytest.mark.parametrize(
    ("cue", "content", "kind"),
    [
        ("championed", "the new ferry line", "praises"), ("lauded", "the crew of the old ferry", "praises"),
        ("excoriated", "the harbour office", "accuses"), ("lambasted", "the new ferry line", "accuses"),
        ("beseeched the council", "to open the pier", "demands"), ("foresees", "a hard winter at sea", "predicts"),
        ("pledged", "to open the pier", "promises"), ("rebuffed", "the offer of the ferry line", "rejects"),
    ],
)  # fmt: skip
def test_rare_words_do_what_words_like_them_do(cue, content, kind):
    assert said(cue, content)[0] == kind


@pytest.mark.parametrize("source", ["Fishermen", "Skippers", "Many islanders"])
def test_people_of_any_kind_are_a_class(source):
    assert said("say", "the pier is unsafe", source)[1] == "collective"


def test_the_record_says_so():
    record = read(text="Ana Brooks lauded the crew of the old ferry on Tuesday.", published="2026-03-04")
    assert [statement.kind for statement in record.statements] == ["praises"]
