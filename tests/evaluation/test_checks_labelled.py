"""Firings are found again in labels, and labels in labels, by code and sentence; the data hold no words."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from evaluation import checks_labelled
from evaluation.checks_labelled import Label, Place, Reading, against, agreement, digits, labelled, lines, readings
from evaluation.score import Ratio
from onrecord.checks.registry import RULES
from onrecord.record import Check, Record
from onrecord.span import Span
from tests.markup import marked_record

TEXT = (
    "The pier is closed. An official said so on Tuesday. Nobody asked the official why.\n\n"
    "Read more: The crane\n\n"
    "Orlov reportedly left. A diver said he had seen him, and a clerk said she had not."
)


def record(*checks: tuple[str, tuple[str, ...]], origin: str = "pier") -> Record:
    """The text with checks about these words of it."""
    spans = [
        (code, tuple(Span(TEXT.index(word), TEXT.index(word) + len(word)) for word in words)) for code, words in checks
    ]
    return replace(marked_record(TEXT, origin=origin), checks=tuple(Check(code, found, "x.") for code, found in spans))


def label(code: str, word: str) -> Label:
    return Label(code, TEXT.index(word))


def reading(*labels: Label, judge: str = "A", origin: str = "pier") -> Reading:
    return Reading(digits(origin), judge, labels)


def measured(made: Record, *labels: Label) -> dict[str, Ratio]:
    return against({digits("pier"): made}, [reading(*labels)])


def test_a_firing_matches_a_label_in_the_same_sentence_and_of_the_same_check():
    made = record(("unnamed-source", ("An official",)), ("hedged", ("reportedly",)))
    assert measured(made, label("unnamed-source", "said so"), label("second-hand", "Orlov")) == {
        "unnamed-source": Ratio(1, 1, 1),
        "hedged": Ratio(0, 1, 0),
        "second-hand": Ratio(0, 0, 1),
    }


def test_the_sentence_beside_does_not_count_but_every_sentence_of_a_firing_does():
    near = record(("unnamed-source", ("An official",)))
    far = record(("unnamed-source", ("An official", "the official why")))
    asked = label("unnamed-source", "Nobody")
    assert measured(near, asked) == {"unnamed-source": Ratio(0, 1, 1)}
    assert measured(far, asked) == {"unnamed-source": Ratio(1, 1, 1)}


def test_a_span_over_several_sentences_meets_each_of_them():
    made = record(("unclosed-quote", ("closed. An official said so on Tuesday. Nobody",)))
    for word, right in (("The pier", 1), ("said so", 1), ("official why", 1), ("Read more", 0)):
        assert measured(made, label("unclosed-quote", word)) == {"unclosed-quote": Ratio(right, 1, 1)}, word


def test_one_firing_is_not_two_labels_and_two_firings_are_not_one():
    once = record(("unnamed-source", ("A diver",)))
    twice = record(("unnamed-source", ("A diver",)), ("unnamed-source", ("a clerk",)))
    both = label("unnamed-source", "A diver"), label("unnamed-source", "a clerk")
    assert measured(once, *both) == {"unnamed-source": Ratio(1, 1, 2)}
    assert measured(twice, both[0]) == {"unnamed-source": Ratio(1, 2, 1)}
    assert measured(twice, *both) == {"unnamed-source": Ratio(2, 2, 2)}


def test_as_many_pairs_are_made_as_can_be():
    one, two, three = Span(0, 1), Span(2, 3), Span(4, 5)
    wide, narrow = Place("hedged", frozenset({one, two})), Place("hedged", frozenset({one}))
    chained = Place("hedged", frozenset({two, three}))
    theirs = [Place("hedged", frozenset({each})) for each in (one, two, three)]
    assert checks_labelled.pairs([wide, narrow], theirs) == [(0, 1), (1, 0)]
    assert checks_labelled.pairs([wide, chained, narrow], theirs) == [(0, 1), (1, 2), (2, 0)]


def test_what_is_about_the_article_as_a_whole_has_no_place():
    made = record(("only-unnamed", ()))
    assert measured(made, Label("only-unnamed", 0)) == {"only-unnamed": Ratio(1, 1, 1)}
    assert measured(made) == {"only-unnamed": Ratio(0, 1, 0)}


def test_an_article_that_nobody_labelled_and_a_reading_of_another_count_nothing():
    made = record(("hedged", ("reportedly",)))
    assert against({digits("pier"): made}, [reading(label("hedged", "Orlov"), origin="crane")]) == {}


def test_what_needs_other_articles_is_not_counted():
    assert measured(record(("quote-differs", ("Orlov",)))) == {}


def test_judges_agree_by_sentences_on_what_both_have_read():
    records = {digits("pier"): record()}
    one = [reading(label("hedged", "Orlov"), label("unnamed-source", "A diver")), reading(origin="crane")]
    other = [reading(label("hedged", "reportedly"), label("foreign-text", "Read more"), judge="B")]
    counts = agreement(records, one, other)
    assert counts == {
        "hedged": Ratio(1, 1, 1),
        "unnamed-source": Ratio(0, 1, 0),
        "foreign-text": Ratio(0, 0, 1),
    }
    assert sum(counts.values(), Ratio()).f1 == 50


def test_a_label_in_a_blank_place_meets_no_sentence():
    made = record(("hedged", ("reportedly",)))
    gap = TEXT.index("\n\nOrlov")
    assert not fits(labelled(made, [Label("hedged", gap)])[0], made)
    assert fits(labelled(made, [Label("hedged", gap + 2)])[0], made)


def fits(place: Place, made: Record) -> bool:
    return any(place.matches(one) for one in checks_labelled.fired(made))


def test_the_lines_tell_each_judge_and_how_far_they_agree():
    hedge = "Orlov reportedly left the island.\n\nIt rained."
    records = [marked_record(hedge, origin="pier"), marked_record("It rained.", origin="crane")]
    judged = [
        reading(Label("hedged", 6)),
        reading(origin="crane"),
        reading(Label("hedged", 0), Label("foreign-text", 35), judge="B"),
        reading(Label("hedged", 0), judge="C"),
    ]
    told = list(lines(records, judged))
    assert told[0] == "against judge A, 2 articles:"
    assert told[1].split() == "hedged found 1 of 1 (100 %) right 1 of 1 (100 %)".split()
    assert "  foreign-text             found       0 of 1 (0 %)  right             0 of 0" in told
    assert "against what was settled, 1 articles:" in told
    assert told[-4] == "A and B agree, F1 of labels on 1 articles:"
    assert told[-1].split() == "all 66.7 1 of 1 and 2".split()


def test_checks_that_are_off_are_measured_too():
    made = marked_record("The council put its “reform” off for another year.", origin="pier")
    told = "\n".join(lines([made], [reading(Label("scare-quote", 20))]))
    assert re.search(r"scare-quote \(off\) +found +1 of 1", told)


def test_without_labels_nothing_is_said_to_be_measured():
    assert list(lines([record()], [])) == ["Recall was not measured: checks-labelled.jsonl has no labels."]


def test_the_sample_is_the_same_whatever_the_order_and_moves_by_one():
    names = [f"article-{number}" for number in range(84)]
    drawn = checks_labelled.sample(names)
    assert len(drawn) == 60
    assert checks_labelled.sample(reversed(names)) == drawn
    assert len(set(checks_labelled.sample(names[:-1])) - set(drawn)) <= 1
    assert checks_labelled.sample(names, seed="another") != drawn


def test_readings_are_read_and_bad_ones_are_refused(tmp_path):
    path = tmp_path / "labels.jsonl"
    assert readings(path) == []
    good = {"article": "0123abcd", "judge": "A", "labels": [["hedged", 9], ["only-unnamed", 0]]}
    path.write_text(json.dumps(good) + "\n" + json.dumps(good | {"judge": "B", "labels": []}) + "\n", encoding="utf-8")
    assert readings(path) == [
        Reading("0123abcd", "A", (Label("only-unnamed", 0), Label("hedged", 9))),
        Reading("0123abcd", "B", ()),
    ]
    for bad in ([good, good], [good | {"labels": [["verdict", 1]]}], [good | {"labels": [["hedged", -1]]}]):
        path.write_text("\n".join(json.dumps(row) for row in bad), encoding="utf-8")
        with pytest.raises(ValueError, match=f"line {len(bad)}"):
            readings(path)


def test_the_labels_that_are_kept_are_codes_and_offsets_alone():
    for one in readings():
        assert re.fullmatch(r"[0-9a-f]{8}", one.article)
        assert re.fullmatch(r"[A-Z]", one.judge)
        assert {each.code for each in one.labels} <= RULES.keys() - checks_labelled.NOT_LABELLED
