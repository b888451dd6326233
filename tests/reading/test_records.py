"""A record that Onrecord wrote comes back exactly, and one that somebody has tampered with is refused by name."""

from __future__ import annotations

import copy
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article import Article
from onrecord.errors import BadFormat, InputError
from onrecord.formats import jsonl
from onrecord.reading.inputs import read_inputs
from onrecord.reading.records import read_either
from onrecord.record import Record
from tests.formats.strategies import records
from tests.markup import marked_record

GOOD = marked_record("[s1 Ana] [c1 said] [t1 no]. [s2 Bo] [c2 said] [t2 yes].", origin="a.txt", title="T").to_dict()


def read(lines, **options):
    return list(read_inputs(["-"], stdin=io.BytesIO(lines), **options))


def written(made):
    out = io.StringIO()
    jsonl.write(iter(made), out)
    return out.getvalue().encode()


def is_whole(made):
    """Whether the record is one that the reader could have made; the strategy makes others too."""
    article, ids = made.article, {s.id for s in made.statements}
    return (
        all(s.content and s.within != s.id and (s.within is None or s.within in ids) for s in made.statements)
        and all(s.speaker is None or s.speaker.name for s in made.statements)
        and not any("\ud800" <= c <= "\udfff" for c in json.dumps(made.to_dict(), ensure_ascii=False))
        and article.origin != ""
    )


@given(records().filter(is_whole))
def test_what_was_written_comes_back(made):
    assert read(written([made]), records=True) == [made]


def test_without_being_asked_for_a_record_is_its_article():
    (found,) = read(written([Record.from_dict(GOOD)]))
    assert isinstance(found, Article)


def test_an_array_of_records_and_articles_comes_back():
    data = json.dumps([GOOD, {"text": "The pier is safe, Ana said."}]).encode()
    first, second = read(data, records=True)
    assert first == Record.from_dict(GOOD)
    assert isinstance(second, Article)


def changed(path, value):
    data = copy.deepcopy(GOOD)
    at = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return data


FIRST = ("statements", 0)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("article", "text"), GOOD["article"]["text"] + " ", "the text was changed"),
        (("article", "text"), "", '"text" is no text'),
        (("article", "text"), 5, '"text" is no text'),
        (("article", "id"), "sha256:0", "the text was changed"),
        (("article", "title"), ["x"], '"title" is no string'),
        (("article", "published"), "yesterday", "no ISO 8601 date"),
        (("article", "blocks"), None, "blocks is no list"),
        (("article", "blocks"), [{"kind": "song", "span": [0, 1]}], "a block's kind"),
        (("article", "blocks"), [{"kind": "paragraph", "span": [0, 9999]}], "the text has"),
        (("article", "blocks"), [{"kind": "heading", "span": [0, 5]}, {"kind": "heading", "span": [4, 6]}], "overlap"),
        (("statements",), {}, "statements is no list"),
        (("statements",), [7], "the statement is no object"),
        ((*FIRST, "id"), 2, "two of its statements have one id"),
        ((*FIRST, "id"), 0, "no whole number"),
        ((*FIRST, "id"), True, "no whole number"),
        ((*FIRST, "id"), 10**30, "no whole number"),
        ((*FIRST, "source"), None, "source of statement 1 is no list"),
        ((*FIRST, "source"), [[0, 0]], "has the span 0-0"),
        ((*FIRST, "source"), [[-1, 2]], "has the span -1-2"),
        ((*FIRST, "source"), [[0, 1e9]], "no pair of whole numbers"),
        ((*FIRST, "source"), [[0, 1, 2]], "no pair of whole numbers"),
        ((*FIRST, "source"), [[False, True]], "no pair of whole numbers"),
        ((*FIRST, "cue"), [], "no cue or no content"),
        ((*FIRST, "content"), [], "no cue or no content"),
        ((*FIRST, "form"), None, "the form of its statement 1 is none of: direct"),
        ((*FIRST, "form"), ["direct"], "the form of its statement 1"),
        ((*FIRST, "kind"), "shouts", "the kind of its statement 1"),
        ((*FIRST, "sourcing"), {}, "the sourcing of its statement 1"),
        ((*FIRST, "within"), 9, "within one that is not there"),
        ((*FIRST, "within"), 1, "within one that is not there"),
        ((*FIRST, "confidence"), 2, "no number from 0 to 1"),
        ((*FIRST, "confidence"), None, "no number from 0 to 1"),
        ((*FIRST, "confidence"), float("nan"), "no number from 0 to 1"),
        ((*FIRST, "hedged"), 1, "neither true nor false"),
        ((*FIRST, "condition"), [5], "no pair of whole numbers"),
        ((*FIRST, "addressee"), 5, '"addressee" is no string'),
        ((*FIRST, "speaker"), "Ana", "speaker of statement 1 is no object"),
        ((*FIRST, "speaker"), {"name": "", "type": "person"}, "has no name"),
        ((*FIRST, "speaker"), {"name": "Ana", "type": "ghost"}, "has no name, or a type"),
        ((*FIRST, "said"), {"from": "2016", "to": "2017"}, "no two days"),
        ((*FIRST, "said"), {"from": "20160101", "to": "20160101"}, "no two days"),
        ((*FIRST, "said"), {"from": "2016-02-01", "to": "2016-01-01"}, "ends before it begins"),
        (("checks",), [{}], "no code or no message"),
        (("model",), None, "the model is no object"),
        (("model",), {"name": "x"}, "no name or no version"),
    ],
)
def test_a_record_that_cannot_be_ours_is_refused_by_what_is_wrong_with_it(path, value, message):
    with pytest.raises(BadFormat, match="It is a record, but ") as caught:
        read_either(changed(path, value), origin="x.jsonl:3")
    assert message in str(caught.value)
    assert caught.value.origin == "x.jsonl:3"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PLACES = [
    ("article",), ("article", "text"), ("article", "blocks"), ("article", "origin"), ("article", "published"),
    ("statements",), ("checks",), ("model",), *((*FIRST, field) for field in GOOD["statements"][0]),
]  # fmt: skip


@given(st.sampled_from(PLACES), JSON)
def test_anything_anywhere_is_a_record_an_article_or_an_error(place, value):
    try:
        found = read_either(changed(place, value), origin="x")
    except InputError:
        return
    text = found.article.text if isinstance(found, Record) else found.text
    if isinstance(found, Record):
        assert all(0 <= s.start < s.end <= len(text) for each in found.statements for s in each.spans())
        assert found.to_dict()


@pytest.mark.parametrize("field", ["title", "origin"])
def test_a_bad_line_stops_no_other(field):
    lines = [json.dumps(changed(("article", field), 5)), json.dumps(GOOD)]
    first, second = read("\n".join(lines).encode(), records=True)
    assert isinstance(first, BadFormat)
    assert second == Record.from_dict(GOOD)
