"""Observations are counted against what was judged of them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from evaluation.checks import Observation, judgements, tally
from onrecord.checks.registry import RULES
from onrecord.record import Check
from onrecord.span import Span
from tests.markup import marked_record


def test_right_wrong_and_not_judged_are_told_apart():
    record = marked_record("The meeting took place.", origin="pier")
    name = hashlib.sha256(b"pier").hexdigest()[:8]
    made = (*(Check("hedged", (Span(at, at + 2),), "x.") for at in (0, 4, 8)), Check("only-unnamed", (), "x."))
    judged = {Observation(name, "hedged", 0): True, Observation(name, "hedged", 4): False}
    found = tally([replace(record, checks=made), record], judged)
    assert (found.articles, found.fired["hedged"], found.right["hedged"], found.wrong["hedged"]) == (2, 3, 1, 1)
    assert found.unjudged == [Observation(name, "hedged", 8), Observation(name, "only-unnamed", 0)]
    assert list(found.lines())[1] == "hedged             150.0 per 100 articles, right 1 of 2"


def test_the_judgements_are_of_checks_that_there_are_and_hold_no_words():
    judged = judgements()
    assert judged
    for one in judged:
        assert one.code in RULES
        assert len(one.article) == 8
        int(one.article, 16)


def test_a_check_that_is_on_is_right_where_it_was_judged():
    judged = judgements()
    for code, rule in RULES.items():
        mine = [right for one, right in judged.items() if one.code == code]
        assert rule.off or not mine or sum(mine) / len(mine) >= 0.8, code
