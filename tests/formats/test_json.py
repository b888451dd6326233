import io
import json

from hypothesis import given
from hypothesis import strategies as st

from onrecord.formats.registry import FORMATS
from onrecord.record import Record
from tests.formats.strategies import records
from tests.markup import marked_record


def written(name, *given_records):
    out = io.StringIO()
    FORMATS[name].write(iter(given_records), out)
    return out.getvalue()


@given(records())
def test_one_record_is_one_object_and_comes_back_whole(record):
    data = json.loads(written("json", record))
    assert data == record.to_dict()
    assert Record.from_dict(data) == record


@given(st.lists(records(), min_size=2, max_size=3))
def test_several_records_are_an_array(several):
    assert json.loads(written("json", *several)) == [record.to_dict() for record in several]


def test_no_record_is_valid_json_too():
    assert json.loads(written("json")) == []
    assert written("jsonl") == ""


@given(st.lists(records(), max_size=3))
def test_json_lines_are_one_object_a_line_for_every_reader(several):
    lines = written("jsonl", *several).splitlines()
    assert [json.loads(line) for line in lines] == [record.to_dict() for record in several]


@given(records())
def test_json_is_utf8_and_harmless_on_a_terminal(record):
    for name in ("json", "jsonl"):
        text = written(name, record)
        text.encode("utf-8")
        assert not set(text) & set("\x1b\x7f\x85\x9b\u202e\u2066\u2028")


def test_a_span_stands_on_one_line():
    text = written("json", marked_record("[s1 He] [c1 said] [t1 no].\n[\n  1,\n  2\n]"))
    assert '"source": [\n        [0, 2]\n      ]' in text
    assert json.loads(text)["article"]["text"].endswith("[\n  1,\n  2\n]")


def test_records_are_written_while_they_come():
    out = io.StringIO()
    record = marked_record("[s1 He] [c1 said] [t1 no].")

    def coming():
        yield record
        yield record
        seen.append(out.getvalue())
        yield record
        seen.append(out.getvalue())

    for name in ("json", "jsonl", "csv", "html", "webanno"):
        seen: list[str] = []
        out.seek(0)
        out.truncate()
        FORMATS[name].write(coming(), out)
        assert 0 < len(seen[0]) < len(seen[1]) <= len(out.getvalue()), name
