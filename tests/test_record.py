from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from onrecord.record import Record
from onrecord.span import Span
from onrecord.statement import Said
from onrecord.time_expression import TimeExpression
from tests.formats.strategies import records
from tests.markup import marked_record


@given(records())
def test_a_record_comes_back_from_its_json_as_it_was(record):
    written = json.dumps(record.to_dict())
    assert Record.from_dict(json.loads(written)) == record
    assert json.dumps(Record.from_dict(json.loads(written)).to_dict()) == written


def test_the_identity_is_worked_out_and_not_believed():
    data = marked_record("[s1 He] [c1 said] [t1 no].").to_dict()
    data["article"]["id"] = "sha256:0000"
    assert Record.from_dict(data).article.id != "sha256:0000"


@pytest.mark.parametrize("path", ["article", "statements", "checks", "model", "article.text", "article.blocks"])
def test_a_field_that_is_missing_is_an_error(path):
    data = marked_record("[s1 He] [c1 said] [t1 no].").to_dict()
    *folder, name = path.split(".")
    place = data[folder[0]] if folder else data
    del place[name]
    with pytest.raises((KeyError, TypeError)):
        Record.from_dict(data)


def test_a_notebook_is_shown_words_and_never_markup_of_the_article():
    shown = marked_record("[s1 <b>Orr</b>] [c1 said] [t1 <script>x</script>].", title="<i>")._repr_html_()
    assert "&lt;b&gt;Orr&lt;/b&gt;" in shown
    assert "&lt;i&gt;" in shown
    assert "<script>" not in shown


def test_a_notebook_shows_a_record_in_one_line_and_as_a_table():
    record = marked_record("[s1 Ana <Brooks>] [c1 said] [t1 no].")
    title = record.article.title or record.article.origin
    assert repr(record) == f"<Record of {title!r}: 1 statement>"
    assert "Ana &lt;Brooks&gt;" in record._repr_html_()
    assert record.article.text not in repr(record.article)


def test_times_are_of_the_record_and_not_of_its_json():
    record = marked_record("On Monday, [s1 Orr] [c1 said] [t1 no].")
    monday = TimeExpression(Span(3, 9), "2026-10-12", "2026-10-12", "day", "weekday", True)
    dated = replace(record, times=(monday,))
    assert dated.to_dict() == record.to_dict()
    assert Record.from_dict(dated.to_dict()).times == ()
    assert Record.from_dict(dated.to_dict()) == dated


def test_a_time_expression_is_shown_by_the_names_that_the_json_has_for_times():
    since = TimeExpression(Span(0, 10), "2014-01-01", None, "year", "since", True)
    assert since.to_dict() == {
        "from": "2014-01-01",
        "to": None,
        "span": [0, 10],
        "granularity": "year",
        "rule": "since",
        "certain": True,
    }
    assert not since.is_resolved()
    assert replace(since, latest="2016-01-01").is_resolved()


def test_a_notebook_shows_the_chain_and_when_it_was_said():
    record = marked_record("[s1 Aides] [c1 said] [t1 [s2 Orr] [c2 told] her [t2 to go]].")
    said = replace(record.statements[1], addressee="Ana <Brooks>", said=Said("2026-10-12", "2026-10-18", None))
    shown = replace(record, statements=(record.statements[0], said))._repr_html_()
    assert "Orr, to Ana &lt;Brooks&gt;, as told by Aides" in shown
    assert "2026-10-12 to 2026-10-18" in shown
