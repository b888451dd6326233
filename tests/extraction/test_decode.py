"""Decoding against counting: on a few words every path can be written down, scored and compared."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.decode import EVIDENT, QUIET, candidates, paths, ranges
from onrecord.extraction.network import EVIDENCE, LABELS
from tests.extraction.fake import scores, tuning

CONTENTS = {LABELS.index("B-content"), LABELS.index("I-content")}


def scores_of(links, *, anchor=0.0, contents=None, place=0):
    """The scores of one window with one anchor."""
    links = np.asarray(links, np.float32)
    words = len(links)
    anchors = np.full((1, words), anchor, np.float32)
    given = np.zeros((1, words)) if contents is None else np.asarray([contents])
    return scores(
        anchors=anchors,
        contents=given.astype(np.float32),
        rows=np.zeros(1, np.int64),
        places=np.full(1, place, np.int64),
        links=links[None],
    )


def counted(links, tuned):
    """The best path with a content, and the logs of: its score, that of the empty path, the sum over all paths."""
    table, first = np.asarray(tuned.transitions), np.asarray(tuned.first)
    links = np.asarray(links, np.float64)
    links = links - links[:, :1]
    every = {}
    for labels in itertools.product(range(len(LABELS)), repeat=len(links)):
        score = first[labels[0]] + sum(links[at, label] for at, label in enumerate(labels))
        every[labels] = score + sum(table[a, b] for a, b in itertools.pairwise(labels))
    whole = math.log(math.fsum(math.exp(score) for score in every.values()))
    best = max((labels for labels in every if CONTENTS & set(labels)), key=every.__getitem__)
    return best, every[best], every[(0,) * len(links)], whole


def numbers(shape, spread=3.0):
    return st.builds(
        lambda seed: np.random.default_rng(seed).normal(0, spread, shape).round(3), st.integers(0, 2**32 - 1)
    )


def transitions():
    legal = np.asarray(tuning().transitions)
    return numbers((7, 7), 1.0).map(lambda extra: tuple(map(tuple, (legal + extra).tolist())))


@given(st.integers(1, 4).flatmap(lambda words: numbers((words, 7))), transitions(), st.data())
def test_the_path_and_its_evidence_are_those_of_counting_every_path(links, table, data):
    tuned = tuning(transitions=table)
    contents = data.draw(numbers(len(links)))
    (found,) = paths(scores_of(links, anchor=1.5, contents=contents), [len(links)], tuned)
    best, score, empty, whole = counted(np.asarray(links, np.float32), tuned)
    assert [found.labels.get(at, 0) for at in range(len(links))] == list(best)
    any_words = math.log(-math.expm1(min(empty - whole, -1e-9)))
    share = any_words - (empty - whole)
    mean = float(np.mean([contents[at] for at, label in enumerate(best) if label in CONTENTS]))
    sourced = float(LABELS.index("B-source") in best)
    pieces = float(best.count(LABELS.index("B-content")) > 1)
    expected = (1.5, share, score - whole - any_words, mean, sourced, pieces)
    assert found.evidence == pytest.approx([max(-EVIDENT, min(EVIDENT, x)) for x in expected], abs=1e-4)


@given(numbers((3, 7)), numbers((3, 7)))
def test_words_far_from_everything_change_no_path(before, after):
    """Quiet words are not looked at; the path over the others is the one that looking at all would give."""
    links = np.concatenate([np.zeros((4, 7)), before, after, np.zeros((4, 7))])
    links[:4, 1:] = links[-4:, 1:] = -3 * QUIET
    tuned = tuning()
    (found,) = paths(scores_of(links, place=4), [len(links)], tuned)
    (alone,) = paths(scores_of(links[3:-3], place=1), [len(links) - 6], tuned)
    assert found.labels == {at + 3: label for at, label in alone.labels.items()}
    assert found.evidence == pytest.approx(alone.evidence, abs=1e-3)


def test_a_window_s_anchors_do_not_change_one_another_and_nothing_beyond_its_words_counts():
    dice = np.random.default_rng(3)
    links = dice.normal(0, 4, (5, 9, 7)).astype(np.float32)
    rows, places = np.array([0, 0, 1, 2, 2]), np.array([0, 3, 2, 1, 4])
    lengths = [9, 6, 5]
    anchors, contents = dice.normal(0, 1, (2, 3, 9)).astype(np.float32)
    together = list(
        paths(scores(anchors=anchors, contents=contents, rows=rows, places=places, links=links), lengths, tuning())
    )
    for n, (row, place) in enumerate(zip(rows, places, strict=True)):
        size = lengths[row]
        (alone,) = paths(
            scores(
                anchors=anchors[row : row + 1, :size],
                contents=contents[row : row + 1, :size],
                rows=np.zeros(1, np.int64),
                places=places[n : n + 1],
                links=links[n : n + 1, :size],
            ),
            [size],
            tuning(),
        )
        assert (together[n].row, together[n].anchor) == (row, place)
        assert together[n].labels == alone.labels
        assert max(together[n].labels) < size
        assert together[n].evidence == pytest.approx(alone.evidence, abs=1e-6)


def test_labels_become_ranges_by_role():
    names = "O B-source I-source B-source O B-content I-content I-content O I-cue I-content".split()
    labels = {at: LABELS.index(name) for at, name in enumerate(names) if name != "O"}
    assert list(ranges(labels, "source")) == [(1, 3), (3, 4)]
    assert list(ranges(labels, "content")) == [(5, 8), (10, 11)]
    assert list(ranges(labels, "cue")) == [(9, 10)]


def test_confidence_is_the_weighed_evidence():
    links = np.full((2, 7), -9.0)
    links[0, LABELS.index("B-cue")] = links[1, LABELS.index("B-content")] = 9.0
    tuned = tuning(weights=(0.5, *[0.0] * (len(EVIDENCE) - 1)), bias=-1.0)
    ((found,),) = candidates(scores_of(links, anchor=4.0), [2], tuned)
    assert found.anchor == 0
    assert (found.cue, found.content, found.source) == (((0, 1),), ((1, 2),), ())
    assert found.confidence == pytest.approx(1 / (1 + math.exp(-1.0)))


def test_more_evidence_of_each_kind_means_more_confidence():
    links = np.full((2, 7), -9.0)
    links[0, LABELS.index("B-cue")] = links[1, LABELS.index("B-content")] = 9.0
    for number in range(EVIDENCE.index("sourced")):
        weights = tuple(float(at == number) for at in range(len(EVIDENCE)))
        weak = candidates(scores_of(links * 0.2, anchor=-1.0, contents=[-1, -1]), [2], tuning(weights=weights))
        strong = candidates(scores_of(links, anchor=1.0, contents=[1, 1]), [2], tuning(weights=weights))
        assert weak[0][0].confidence < strong[0][0].confidence, EVIDENCE[number]


def test_a_source_and_several_pieces_are_evidence():
    links = np.full((5, 7), -9.0)
    links[[0, 1, 3], [LABELS.index(name) for name in ("B-cue", "B-content", "B-content")]] = 9.0
    links[[2, 4], 0] = 9.0
    alone = candidates(scores_of(links, anchor=1.0), [5], tuning(weights=(0.0,) * 4 + (1.0, 2.0)))[0][0]
    links[4, [0, LABELS.index("B-source")]] = -9.0, 9.0
    sourced = candidates(scores_of(links, anchor=1.0), [5], tuning(weights=(0.0,) * 4 + (1.0, 2.0)))[0][0]
    assert (alone.source, sourced.source) == ((), ((4, 5),))
    assert alone.confidence == pytest.approx(1 / (1 + math.exp(-2.0)))
    assert sourced.confidence == pytest.approx(1 / (1 + math.exp(-3.0)))


def test_no_anchors_no_candidates():
    empty = scores(
        anchors=np.zeros((2, 5), np.float32),
        contents=np.zeros((2, 5), np.float32),
        rows=np.zeros(0, np.int64),
        places=np.zeros(0, np.int64),
        links=np.zeros((0, 5, 7), np.float32),
    )
    assert candidates(empty, [5, 3], tuning()) == [[], []]
