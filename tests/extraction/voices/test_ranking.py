"""Who can be meant by a source at all."""

from __future__ import annotations

import pytest

from onrecord.extraction.voices.phrases import SUBJECTS, phrase
from onrecord.extraction.voices.ranking import candidates
from onrecord.extraction.voices.setting import Place, Query
from onrecord.span import Span
from tests.extraction.voices.reading import read


@pytest.mark.parametrize(
    ("source", "pronoun", "cue", "expected"),
    [
        ("[p Ana Brooks] came. [p Eva Hart] left. She told Hart that it rains.", "She", "told", {"Ana Brooks"}),
        ("[p Ana Brooks] came. [p Eva Hart] left. She said of Hart, that she left.", "She", "said", {"Ana Brooks"}),
        ("[p Ana Brooks] came. [p Eva Hart] left. She said, Hart left.", "She", "said", {"Ana Brooks", "Eva Hart"}),
        ("[p Ana Brooks] came. [p Eva Hart] left. Her plea to Hart was heard.", "Her", "plea",
         {"Ana Brooks", "Eva Hart"}),
    ],
)  # fmt: skip
def test_whom_a_verb_names_right_after_it_is_not_its_subject(source, pronoun, cue, expected):
    text, layout, setting = read(source.replace(" Hart ", " [p Hart] ").replace(" Hart,", " [p Hart],"))
    span = Span(text.index(pronoun), text.index(pronoun) + len(pronoun))
    taken, at = phrase(text, [span], []), layout.at(span.start)
    cue_at = layout.at(text.index(cue))
    objects = layout.after(at, (cue_at, cue_at + 1)) if taken.head in SUBJECTS else (0, 0)
    place = Place(at, layout.sentence[at], layout.block[at])
    choices = candidates(Query(taken, place, (), 0, (), objects), setting, [])
    assert {one.entity.name for one in choices if one.entity} == expected


@pytest.mark.parametrize(("source", "titled"), [("Mrs. [p Brooks]", True), ("[p Brooks]", False)])
def test_a_title_that_fits_tells_more_than_a_surname(source, titled):
    text, layout, setting = read(f"[p Ana Brooks] came. [p Eva Brooks] left. {source} spoke.")
    start = text.index("Mrs.") if titled else text.rindex("Brooks")
    span = Span(start, text.rindex("Brooks") + 6)
    taken, at = phrase(text, [span], [setting.names[-1]]), layout.at(start)
    choices = candidates(Query(taken, Place(at, layout.sentence[at], layout.block[at]), (), 0, ()), setting, [])
    assert len(choices) == 3
    assert {one.titled for one in choices if one.entity} == {titled}
