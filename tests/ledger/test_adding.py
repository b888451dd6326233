"""What is added is kept: once, without loss, with its versions and its copies."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from onrecord.errors import InputMissing, NotText
from onrecord.ledger import ledger as ledger_module
from onrecord.ledger.ledger import Ledger
from onrecord.record import Record
from onrecord.statement import Said, Speaker
from tests.formats.strategies import records
from tests.ledger.records import contents, intact, record, story

LONG = " ".join(f"word{number}" for number in range(80))


def storable(made: Record) -> bool:
    return "\\ud" not in json.dumps(made.to_dict()) or not any(
        "\ud800" <= c <= "\udfff" for c in json.dumps(made.to_dict(), ensure_ascii=False)
    )


@settings(max_examples=40)
@given(records().filter(storable))
def test_a_record_comes_out_as_it_went_in(tmp_path_factory, made):
    with Ledger(tmp_path_factory.mktemp("any") / "news.db") as ledger:
        added = ledger.add([made])
        assert (added.new, added.statements) == (1, len(made.statements))
        assert list(ledger.export()) == [made]
        intact(ledger.path)


def test_every_field_of_a_statement_is_stored_and_can_be_read_by_any_tool(ledger, rows):
    facts = {
        "speaker": Speaker("Ana Brooks", "person"), "sourcing": "named", "addressee": "the council", "channel": "CNN",
        "kind": "warns", "said": Said("2026-10-01", "2026-10-03", None), "hedged": True, "confidence": 0.25,
    }  # fmt: skip
    made = record("[s1 She] [c1 warned] [t1 that the pier would fall].", facts, outlet="Post", published="2026-10-05")
    ledger.add([made])
    assert list(ledger.export()) == [made]
    columns = "day, outlet, speaker, source, cue, content, form, sourcing, kind, addressee, channel, hedged, confidence"
    assert rows(f"SELECT {columns} FROM who_said_what") == [
        ("2026-10-03", "Post", "Ana Brooks", "She", "warned", "that the pier would fall", "indirect", "named", "warns",
         "the council", "CNN", 1, 0.25)
    ]  # fmt: skip
    assert rows("SELECT * FROM outlets") == [("Post", 1, 1, "2026-10-03", "2026-10-03")]


def test_the_same_again_changes_nothing(ledger, rows):
    made = [story(1), story(2)]
    ledger.add(made)
    before = rows("SELECT * FROM statements"), rows("SELECT * FROM articles"), rows("SELECT * FROM meta")
    again = ledger.add(made)
    assert (again.articles, again.statements, again.unchanged) == (0, 0, 2)
    assert (rows("SELECT * FROM statements"), rows("SELECT * FROM articles"), rows("SELECT * FROM meta")) == before


def test_the_same_twice_in_one_batch_is_stored_once(ledger):
    added = ledger.add([story(1), story(1)])
    assert (added.new, added.unchanged) == (1, 1)


def test_a_changed_article_at_the_same_address_is_a_new_version_and_the_old_is_kept(ledger, rows):
    first = record("[s1 Ana] [c1 said] [t1 no]. [s2 Bo] [c2 said] [t2 yes].", url="https://a.example/1", origin="x")
    second = record("[s1 Ana] [c1 said] [t1 No]! Bo was silent.", url="https://a.example/1", origin="y")
    ledger.add([first])
    added = ledger.add([second])
    assert (added.new, added.versions) == (0, 1)
    assert rows("SELECT version, latest FROM articles ORDER BY id") == [(1, 0), (2, 1)]
    assert list(ledger.export(all_versions=True)) == [first, second]
    assert list(ledger.export()) == [second]


def test_what_a_newer_version_says_again_is_found_once_and_what_it_dropped_is_still_found(ledger):
    url = "https://a.example/1"
    ledger.add([record("[s1 Ana] [c1 said] [t1 never]. [s2 Bo] [c2 said] [t2 for ever].", url=url)])
    ledger.add([record("[s1 Ana] [c1 said] [t1 “Never”]. Bo was silent.", url=url)])
    assert [(f.content, f.withdrawn) for f in ledger.find("never").found] == [("“Never”", False)]
    assert [(f.content, f.withdrawn) for f in ledger.find("ever").found] == [("for ever", True)]


def test_a_path_that_is_used_again_for_something_else_is_no_version(ledger, rows):
    ledger.add([story(1, url=None, origin="draft.txt"), story(2, url=None, origin="draft.txt")])
    assert rows("SELECT version, latest FROM articles") == [(1, 1), (1, 1)]


def test_a_path_whose_text_was_edited_is_a_version(ledger, rows):
    made = story(1, url=None, origin="draft.txt")
    edited = replace(made.article, text=made.article.text.replace("w1x59", "changed"))
    ledger.add([made, replace(made, article=edited)])
    assert rows("SELECT version, latest FROM articles ORDER BY id") == [(1, 0), (2, 1)]


def test_standard_input_is_no_address(ledger, rows):
    made = story(1, url=None, origin="-")
    edited = replace(made.article, text=made.article.text.replace("w1x59", "changed"))
    ledger.add([made, replace(made, article=edited)])
    assert rows("SELECT address, version FROM articles") == [(None, 1), (None, 1)]


def test_a_new_headline_alone_is_a_new_version(ledger):
    ledger.add([story(1, title="Pier closed")])
    assert ledger.add([story(1, title="Pier saved")]).versions == 1


def test_a_wire_story_in_several_outlets_is_one_report(ledger):
    wire = f"[s1 Ana Brooks] [c1 said] [t1 that the pier was closed]. {LONG}."
    cut = " ".join(LONG.split()[:60])
    ledger.add([record(wire, outlet="Wire", url="https://w.example/1", published="2026-10-01")])
    added = ledger.add(
        [
            record(f"{wire} More to come.", outlet="Post", url="https://p.example/9", published="2026-10-02"),
            record(f"[s1 Ana Brooks] [c1 said] [t1 that the pier was closed]. {cut}.", outlet="Sun", url="https://s.example/3"),
            record("[s1 Ana Brooks] [c1 said] [t1 that the pier was closed]. Nothing more.", outlet="Moon", url="https://m.example/3"),
        ]
    )  # fmt: skip
    assert added.copies == 2
    answer = ledger.find("pier closed", sort="first")
    assert [(found.outlet, found.also_in) for found in answer.found] == [("Wire", ("Post", "Sun")), ("Moon", ())]
    assert answer.total == 4


def test_a_copy_is_found_by_its_own_outlet(ledger):
    wire = f"[s1 Ana Brooks] [c1 said] [t1 that the pier was closed]. {LONG}."
    ledger.add([record(wire, outlet=name, url=f"https://{name}.example/") for name in ("Wire", "Post")])
    assert [f.outlet for f in ledger.find("pier", outlet="post").found] == ["Post"]


def test_versions_of_one_article_are_no_copies_of_each_other(ledger):
    made = story(1)
    edited = replace(made.article, text=made.article.text.replace("w1x59", "changed"))
    assert ledger.add([made, replace(made, article=edited)]).copies == 0
    assert ledger.find("harbour").found[0].also_in == ()


def test_what_could_not_be_read_is_kept_until_it_can(ledger):
    failure = InputMissing("1.txt", "There is no such file.", "Check the path.")
    added = ledger.add([story(2), failure])
    assert (added.new, added.failures) == (1, (failure,))
    ledger.add([failure])
    assert [(u.origin, u.problem, u.tries) for u in ledger.unread()] == [("1.txt", "There is no such file.", 2)]
    ledger.add([story(1)])
    assert ledger.unread() == ()


def test_what_was_tried_again_and_is_named_otherwise_now_is_struck_off(ledger):
    ledger.add([InputMissing(name, "No.", "Check.") for name in ("a.jsonl:1", "a.jsonl:2")])
    ledger.add([story(1), InputMissing("a.jsonl:2", "No.", "Check.")], retried=["a.jsonl:1", "a.jsonl:2"])
    assert [unread.origin for unread in ledger.unread()] == ["a.jsonl:2"]


@pytest.mark.parametrize("field", ["text", "title", "addressee"])
def test_half_a_character_is_refused_and_stops_nothing_else(ledger, field):
    facts = {"addressee": "\ud800"} if field == "addressee" else {}
    words = "no \udfff" if field == "text" else "no"
    broken = record(f"[s1 He] [c1 said] [t1 {words}].", facts, title="\ud800" if field == "title" else None)
    added = ledger.add([broken, story(1)])
    assert added.new == 1
    assert [type(failure) for failure in added.failures] == [NotText]


def test_told_hears_of_each_batch_and_the_last_is_the_whole(ledger, monkeypatch):
    monkeypatch.setattr(ledger_module, "BATCH_ARTICLES", 3)
    heard = []
    added = ledger.add([story(number) for number in range(8)], told=heard.append)
    assert [each.new for each in heard] == [3, 6, 8]
    assert heard[-1] == added


def test_ctrl_c_keeps_what_was_read(ledger):
    def interrupted():
        yield story(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.add(interrupted())
    assert len(list(ledger.export())) == 1


def test_a_hook_that_fails_undoes_the_batch(ledger, monkeypatch):
    ledger.add([story(1)])
    monkeypatch.setattr("onrecord.ledger.hooks.WHEN_ADDED", ["tests.ledger.test_adding:failing"])
    with pytest.raises(ZeroDivisionError):
        ledger.add([story(2)])
    assert contents(ledger.find("harbour")) == ["that harbour 1 was closed"]
    intact(ledger.path)


def failing(connection, batch):
    assert batch[0].statements == (2,)
    raise ZeroDivisionError


def test_numbers_are_never_given_twice(ledger, rows):
    ledger.add([story(1), story(2)])
    ledger.remove("https://a.example/2")
    ledger.add([story(3)])
    assert rows("SELECT id FROM articles") == [(1,), (3,)]
    assert rows("SELECT id FROM statements") == [(1,), (3,)]


def test_speakers_are_rows_of_their_article(ledger, rows):
    ana, bo = Speaker("Ana", "person"), Speaker("Bo", "person")
    text = "[s1 Ana] [c1 said] [t1 a]. [s2 Bo] [c2 said] [t2 b]. [s3 She] [c3 said] [t3 c]. [s4 Who] [c4 said] [t4 d]."
    ledger.add([record(text, *({"speaker": each} for each in (ana, bo, ana)))])
    joined = "SELECT s.number, k.name, k.article FROM statements s LEFT JOIN speakers k ON k.id = s.speaker_id"
    assert rows(f"{joined} ORDER BY 1") == [(1, "Ana", 1), (2, "Bo", 1), (3, "Ana", 1), (4, None, None)]
