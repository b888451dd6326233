"""The score counts what its docstring says, and what the project's reference scorer counts."""

import json
import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from evaluation.score import MEASURES, Ratio, Scores, covers, lenient, pairs
from tests.evaluation.reference import reference_scorer
from tests.markup import marked

GOLD = "[s1 Ana Brooks] [c1 said] [t1 the pier would close], and [s2 critics] [c2 warned of] [t2 a long winter]."


def f1(predicted, gold=GOLD):
    text, wanted = marked(gold)
    other, found = marked(predicted)
    assert text == other
    scores = Scores()
    scores.add(text, found, wanted)
    return {name: round(ratio.f1, 1) for name, ratio in scores.ratios.items()}


def test_the_same_reading_scores_in_full():
    assert f1(GOLD) == dict.fromkeys(MEASURES, 100.0)


def test_a_wrong_cue_costs_strict_but_not_lenient():
    scores = f1(
        "[s1 Ana Brooks] [c1 said] [t1 the pier would close], and [s2 critics] [c2 warned] of [t2 a long winter]."
    )
    assert (scores["strict"], scores["lenient"], scores["cue exact"], scores["content exact"]) == (50, 100, 50, 100)


def test_a_content_of_less_than_half_is_not_found():
    scores = f1(
        "[s1 Ana Brooks] [c1 said] [t1 the] pier would close, and [s2 critics] [c2 warned of] [t2 a long winter]."
    )
    assert (scores["strict"], scores["lenient"]) == (50, 50)


def test_another_speaker_is_not_lenient():
    scores = f1("Ana Brooks [c1 said] [t1 the pier would close], and [s2 critics] [c2 warned of] [t2 a long winter].")
    assert (scores["lenient"], scores["source exact"], scores["content exact"]) == (50, 66.7, 100)


def test_punctuation_at_the_edges_is_not_scored():
    text = "“We stay,” she said."
    cover = covers(text)
    assert cover([(0, 10)]) == cover([(1, 8)]) == {1, 2}


def test_ratios_add_up():
    whole = Ratio(1, 2, 4) + Ratio(2, 2, 2)
    assert (whole.precision, whole.recall, round(whole.f1, 1)) == (75.0, 50.0, 60.0)


def test_nothing_scores_nothing():
    assert Ratio().f1 == Ratio().precision == Ratio().recall == 0.0


@given(st.integers(0, 10_000))
def test_the_reference_scorer_counts_the_same(seed):
    reference = reference_scorer()
    rng = random.Random(seed)
    text = " ".join(rng.choice(["alpha", "b.", "“c", "d”", "e-f", "…"]) for _ in range(30))

    def side():
        made = []
        for _ in range(rng.randint(0, 5)):
            ends = sorted(rng.sample(range(len(text) + 1), 6))
            spans = [[ends[0], ends[1]], [ends[2], ends[3]], [ends[4], ends[5]]]
            rng.shuffle(spans)
            source = spans[:1] if rng.random() < 0.8 else []
            made.append({"source": source, "cue": spans[1:2], "content": spans[2:]})
        return made

    predicted, gold = side(), side()
    mine, theirs = Scores(), reference.Tally()
    mine.add(text, predicted, gold)
    theirs.add(text, predicted, gold)
    counted = theirs.report()
    for name, ratio in mine.ratios.items():
        assert round(ratio.f1, 1) == counted[name]["F1"]
        assert round(ratio.precision, 1) == counted[name]["P"]


def test_pairs_are_one_to_one():
    one = {"source": frozenset({1}), "cue": frozenset({2}), "content": frozenset({3, 4})}
    assert pairs([one, one], [one], lenient) == [(0, 0)]


def test_the_pin_holds_no_words_of_the_corpus():
    pin = Path(__file__).resolve().parents[2] / "evaluation" / "pin.json"
    data = json.loads(pin.read_text("utf-8"))
    for code in (*data["found"], *data["invented"]):
        article, _, place = code.partition(":")
        assert len(article) == 8
        assert int(article, 16) >= 0
        assert len(place) < 16
