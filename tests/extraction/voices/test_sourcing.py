"""What tells how a speaker is known: the source's looks, the words around, and the statements before."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.extraction.heard import SOURCINGS, Heard
from onrecord.extraction.voices.entities import entities
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.names import names
from onrecord.extraction.voices.phrases import phrase
from onrecord.extraction.voices.ranking import candidates
from onrecord.extraction.voices.setting import Place, Query, Setting
from onrecord.extraction.voices.sourcing import FACTS, Attributed, Before, facts
from onrecord.span import Span
from tests.extraction.voices.named import marked

EVEN = np.zeros(len(SOURCINGS))
UNNAMED, COLLECTIVE = SOURCINGS.index("unnamed"), SOURCINGS.index("collective")


def attributed(source, *, who, cue, form="indirect", inside=False):
    """The statement of a text, the candidates for its source, and what that source is."""
    text, tokens, labels = marked(source)
    found = names(text, tokens, labels)
    known, of = entities(text, found)
    layout = Layout()
    layout.add(text, tokens)
    start = text.index(cue)
    spans = [Span(text.index(who), text.index(who) + len(who))] if who else []
    taken = phrase(text, spans, [name for name in found if any(name.span.meets(span) for span in spans)])
    at = layout.at(spans[0].start if spans else start)
    query = Query(taken, Place(at, layout.sentence[at], layout.block[at]), (), 0, ())
    choices = candidates(query, Setting(known, of, layout, []), [])
    return Attributed(text, cue, start, form, inside, taken, None), choices


def told(source, before=None, **given):
    one, choices = attributed(source, **given)
    shares = [1 / len(choices)] * len(choices)
    row = facts(one, EVEN, choices, shares, before or Before())
    assert row.shape == (len(FACTS),)
    assert np.isfinite(row).all()
    return {name for name, value in zip(FACTS, row.tolist(), strict=True) if value == 1.0}


def test_an_official_who_must_not_be_named_looks_like_one():
    seen = told(
        "Two officials said, on condition of anonymity, that the pier is safe.", who="Two officials", cue="said"
    )
    assert {"description near anonymity", "confidant", "confidants"} <= seen
    assert "class" not in seen


def test_a_class_of_people_does_not_look_like_an_official():
    seen = told("Many voters said that the pier is safe.", who="Many voters", cue="said")
    assert "class" in seen
    assert not {"confidant", "description near anonymity", "outlet"} & seen


def test_a_pronoun_takes_up_the_one_before_and_a_name_does_not():
    before = Before()
    one, _ = attributed("A nurse said it is safe.", who="A nurse", cue="said")
    before.note(one.taken, UNNAMED)
    assert "one person after unnamed" in told("She said it is safe.", before, who="She", cue="said")
    assert "they after unnamed" in told("They said it is safe.", before, who="They", cue="said")
    assert "nothing after unnamed" in told("“It is safe.”", before, who="", cue="safe")
    assert not {
        fact for fact in told("[p Ana Brooks] said it.", before, who="Ana Brooks", cue="said") if "after" in fact
    }


@pytest.mark.parametrize("again", ["The nurse", "The nurses"])
def test_a_description_is_what_its_head_was_before(again):
    before = Before()
    one, _ = attributed("A nurse said it is safe.", who="A nurse", cue="said")
    before.note(one.taken, UNNAMED)
    other, _ = attributed("Critics said it is not.", who="Critics", cue="said")
    before.note(other.taken, COLLECTIVE)
    seen = told(f"{again} said it is safe.", before, who=again, cue="said")
    assert "the same as unnamed before" in seen
    assert not {"one person after collective", "the same as collective before"} & seen


def test_an_outlet_that_reports_is_seen():
    seen = told("The [o Dunmore Post] reported that it is safe.", who="The Dunmore Post", cue="reported")
    assert {"outlet", "outlet reports", "outlet alone"} <= seen
    assert "outlet" not in told("[p Ana Brooks] reported that it is safe.", who="Ana Brooks", cue="reported")


def test_a_cue_without_a_source_tells_of_hearsay_and_of_questions():
    assert "nobody, hearsay" in told("He is expected to resign.", who="", cue="is expected")
    assert "nobody asked" in told("Asked why, he left.", who="", cue="Asked")
    assert "nobody within" in told("He is expected to resign.", who="", cue="is expected", inside=True)


def test_what_the_network_hears_is_told_in_shares_that_sum_to_one():
    one, choices = attributed("She said it is safe.", who="She", cue="said")
    heard = Heard((0.0,) * 13, (3.0, 0.0, 0.0, 0.0, 0.0, -90.0), (0.0,) * 6, 0, np.zeros((0, 3)))
    row = facts(one._replace(heard=heard), EVEN, choices, [1.0] + [0.0] * (len(choices) - 1), Before())
    assert np.exp(row[:5]).sum() == pytest.approx(1.0, abs=1e-6)
    assert row[5] == -8.0  # what is as good as impossible does not outweigh the rest
