"""Who stands where: each in their own words, the latest first, with what it hangs on."""

from __future__ import annotations

import pytest

from onrecord.errors import UsageError
from onrecord.span import Span
from onrecord.statement import Speaker
from tests.ledger.records import record


def article(number, words, name, kind, *, day, condition=None, outlet="The Tide", title="News", type="person"):
    text = f"[s1 {name}] [c1 said] [t1 {words}]. This is story {number}, and it has some words of its own."
    made = record(
        text,
        {"speaker": Speaker(name, type), "kind": kind, "sourcing": "named"},
        url=f"https://{number}.example/a", outlet=outlet, title=title, published=f"2026-05-{day:02}",
    )  # fmt: skip
    if condition:
        at = made.article.text.index(condition)
        facts = {"speaker": Speaker(name, type), "kind": kind, "condition": Span(at, at + len(condition))}
        made = record(text, facts, url=made.article.url, outlet=outlet, title=title, published=made.article.published)
    return made


@pytest.fixture
def pier(ledger):
    ledger.add(
        [
            article(1, "that the pier must stay open", "Ana Brooks", "demands", day=1),
            article(2, "that the pier must stay open all winter", "Ana Brooks", "demands", day=9),
            article(3, "she would rebuild the pier if the harbour pays", "Ana Brooks", "promises", day=3,
                    condition="if the harbour pays"),
            article(4, "that Brooks had let the pier rot", "Cal Orr", "accuses", day=4, outlet="Post"),
            article(5, "that he would close the pier", "Cal Orr", "warns", day=10),
            article(6, "that the pier is old", "Cal Orr", "states", day=2),
            article(7, "that Orr slept through every meeting", "Ana Brooks", "states", day=6, title="The pier vote"),
            article(8, "that the pier was lost", "critics", "predicts", day=6, type="group"),
            article(9, "that the ferry must go on", "Dee Finn", "demands", day=6),
        ]
    )  # fmt: skip
    return ledger


def cells(party):
    return {name: [position.found.content for position in cell] for name, cell in party.cells.items()}


def test_a_row_a_party_and_a_column_a_kind_the_latest_first(pier):
    found = pier.positions("pier")
    assert found.question == "Who stands where on “pier”?"
    rows = {party.name: party for party in found.parties}
    assert next(iter(rows)) == "Ana Brooks"
    assert cells(rows["Ana Brooks"]) == {
        "demands": ["that the pier must stay open all winter", "that the pier must stay open"],
        "promises": ["she would rebuild the pier if the harbour pays"],
        "of the others": ["that Orr slept through every meeting"],  # by the headline, and by whom it names
    }
    assert cells(rows["Cal Orr"]) == {
        "threatens": ["that he would close the pier"],
        "of the others": ["that Brooks had let the pier rot"],
    }
    assert rows["Cal Orr"].others == 1
    assert rows["Cal Orr"].cells["of the others"][0].of == ("Ana Brooks",)
    assert rows["critics"].person is None
    assert "Dee Finn" not in rows


def test_a_condition_stays_with_what_follows_from_it(pier):
    (brooks, *_) = pier.positions("pier").parties
    (promise,) = brooks.cells["promises"]
    assert (promise.condition, promise.follows) == ("if the harbour pays", "she would rebuild the pier")


def test_what_moved_since_is_what_was_not_said_before(pier):
    found = pier.positions("pier", since="2026-05-08")
    moves = {(move.party, move.column): move for move in found.moves}
    # That it must stay open "all winter" is nearly what she said before: it is new, but it is no move.
    assert set(moves) == {("Cal Orr", "threatens")}
    assert moves["Cal Orr", "threatens"].before is None
    assert found.parties[0].cells["demands"][0].new
    pier.add([article(10, "that the pier be torn down at once", "Ana Brooks", "demands", day=20)])
    (move,) = [m for m in pier.positions("pier", since="2026-05-11").moves if m.party == "Ana Brooks"]
    assert move.now.found.content == "that the pier be torn down at once"
    assert move.before.found.content == "that the pier must stay open all winter"


def test_speakers_outlets_and_days_narrow(pier):
    assert [party.name for party in pier.positions("pier", speakers=["Orr"]).parties] == ["Cal Orr"]
    (party,) = pier.positions("pier", outlets=["Post"]).parties
    assert cells(party) == {"of the others": ["that Brooks had let the pier rot"]}
    early = pier.positions("pier", until="2026-05-03", from_="2026-05-02")
    assert {party.name for party in early.parties} == {"Ana Brooks"}
    assert early.question == "Who stands where on “pier” from 2026-05-02 on until 2026-05-03?"


def test_what_makes_no_sense_is_said(pier):
    with pytest.raises(UsageError, match="Nobody in the ledger is called 'Nemo'"):
        pier.positions("pier", speakers=["Nemo"])
    with pytest.raises(UsageError, match="is no day"):
        pier.positions("pier", since="yesterday")
    with pytest.raises(UsageError, match="no word"):
        pier.positions(" … ")
    assert pier.positions("herring'; DROP TABLE statements").parties == ()


def test_the_table_as_json_has_every_cell(pier):
    data = pier.positions("pier", since="2026-05-08").to_dict()
    assert (
        data["parties"][0]["cells"]["demands"][0]["statement"]["content"] == "that the pier must stay open all winter"
    )
    assert data["moves"][0]["before"] is None
