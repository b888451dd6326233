from __future__ import annotations

import dataclasses
import inspect

import pytest

from onrecord import article, record, statement
from onrecord.span import Span
from onrecord.statement import Said, Speaker, Statement

SHORT = Statement(1, (), (Span(20, 24),), (Span(0, 7), Span(26, 40)), "mixed", 0.5)


def test_the_json_has_every_field_of_the_design_in_its_order():
    assert SHORT.to_dict() == {
        "id": 1,
        "source": [],
        "cue": [[20, 24]],
        "content": [[0, 7], [26, 40]],
        "form": "mixed",
        "speaker": None,
        "sourcing": None,
        "addressee": None,
        "channel": None,
        "kind": None,
        "said": None,
        "hedged": None,
        "condition": None,
        "within": None,
        "confidence": 0.5,
    }
    fields = (
        "id source cue content form speaker sourcing addressee channel kind said hedged condition within confidence"
    )
    assert list(SHORT.to_dict()) == fields.split()


def test_what_hangs_on_a_statement_is_written_with_it():
    full = dataclasses.replace(
        SHORT,
        speaker=Speaker("Ana Brooks", "person"),
        said=Said("2026-01-01", "2026-01-31", Span(41, 48)),
        condition=Span(30, 40),
        hedged=False,
    )
    written = full.to_dict()
    assert written["speaker"] == {"name": "Ana Brooks", "type": "person"}
    assert written["said"] == {"from": "2026-01-01", "to": "2026-01-31", "span": [41, 48]}
    assert written["condition"] == [30, 40]
    assert written["hedged"] is False
    assert Said("2026-01-01", "2026-01-01", None).to_dict()["span"] is None


def test_spans_come_in_the_order_of_the_text():
    assert SHORT.spans() == (Span(0, 7), Span(20, 24), Span(26, 40))


@pytest.mark.parametrize("module", [article, record, statement], ids=lambda m: m.__name__)
def test_every_noun_is_frozen_and_every_field_has_its_sentence(module):
    source = inspect.getsource(module)
    found = [c for c in vars(module).values() if dataclasses.is_dataclass(c) and c.__module__ == module.__name__]
    assert found
    for noun in found:
        assert noun.__dataclass_params__.frozen, noun
        body = source[source.index(f"class {noun.__name__}") :]
        for field in dataclasses.fields(noun):
            after = body[body.index(f"\n    {field.name}: ") :].split("\n")[2]
            assert after.strip().startswith('"""'), f"{noun.__name__}.{field.name} has no sentence"
