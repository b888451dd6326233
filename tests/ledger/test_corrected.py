"""What a person corrects is in the ledger and in all that is worked out from it, and every part of it can be undone."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from onrecord.errors import UsageError
from onrecord.ledger.corrected import Change
from onrecord.ledger.rows import STATEMENT_COLUMNS
from onrecord.record import Record
from onrecord.statement import Speaker
from tests.ledger.records import contents, intact, record

PIER = (
    "[s1 Ana Brooks] [c1 said] [t1 “the pier is quite safe today and always was”]. "
    "[s2 Tom Orr] [c2 denied] [t2 that [s3 aides] [c3 said] [t3 the ferry was late]]. The rest of it."
)


def spoken(name, kind="person"):
    return {"speaker": Speaker(name, kind), "sourcing": "named"}


@pytest.fixture
def pier(ledger):
    ledger.add(
        [
            record(PIER, spoken("Ana Brooks"), spoken("Tom Orr"), url="https://a.example/1", outlet="The Tide"),
            record(
                "[s1 Brooks] [c1 said] [t1 “the pier is quite safe today and always was”].",
                spoken("Ana Brooks"), url="https://b.example/2", outlet="Marlow Post",
            ),
        ]
    )  # fmt: skip
    return ledger


def number(ledger, article, statement):
    return ledger.shelf.article(article).places[statement].statement


def reported(ledger):
    (family,) = ledger.families()
    return [family.fullest.words, *(variant.words for variant in family.variants)]


def all_of(ledger, rows):
    """Everything that corrections may change, but for the numbers of persons and families that were gone meanwhile."""

    def unnumbered(found):
        return [{key: value for key, value in each.to_dict().items() if key != "id"} for each in found]

    columns = ", ".join(name for name in STATEMENT_COLUMNS if name != "speaker_id")
    return (
        [each.to_dict() for each in ledger.export()],
        unnumbered((*ledger.who("Brooks"), *ledger.who("Orr"))),
        unnumbered(ledger.families()),
        rows(f"SELECT {columns}, superseded FROM statements ORDER BY id"),
        rows("SELECT word, sum(times) FROM person_company GROUP BY 1 HAVING sum(times) ORDER BY 1"),
        rows("SELECT word, sum(times) FROM person_company JOIN persons ON id = person GROUP BY 1 ORDER BY 1"),
        rows("SELECT name, speakers FROM persons ORDER BY 1"),
    )


def test_a_statement_by_somebody_else_moves_to_that_person(pier):
    kept = pier.shelf.correct(1, Change(number(pier, 1, 1), "speaker", speaker="Mia Holm"))
    assert kept.sentence.endswith("is by Mia Holm, not by Ana Brooks.")
    assert contents(pier.find(speaker="Holm")) == ["“the pier is quite safe today and always was”"]
    (holm,), (brooks,) = pier.who("Holm"), pier.who("Ana Brooks")
    assert (holm.statements, brooks.statements) == (1, 1)
    assert set(pier.families()[0].speakers) == {"Ana Brooks", "Mia Holm"}
    intact(pier.path)


def test_what_is_no_statement_is_gone_and_what_was_inside_of_it_stays(pier):
    pier.shelf.correct(1, Change(number(pier, 1, 2), "none"))
    found = pier.shelf.article(1).record
    assert [(s.id, s.within) for s in found.statements] == [(1, None), (2, None)]
    assert pier.find("late").total == 1
    assert pier.find(speaker="Orr").total == 0
    assert pier.who("Tom Orr") == ()
    intact(pier.path)


def test_a_quotation_ends_where_a_person_says_and_takes_its_family_along(pier):
    whole = "“the pier is quite safe today and always was”"
    assert reported(pier) == [whole, whole]
    pier.shelf.correct(1, Change(number(pier, 1, 1), "end", last_words="quite  safe\ntoday"))
    first = pier.shelf.article(1).record
    assert first.statements[0].content[0].of(first.article.text) == "“the pier is quite safe today"
    assert first.statements[0].form == "direct"
    assert sorted(reported(pier)) == ["“the pier is quite safe today", whole]
    assert pier.find('"and always was"').total == 1
    intact(pier.path)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_corrections_are_undone_in_any_order_and_leave_nothing(pier, rows, order):
    before = all_of(pier, rows)
    made = [
        pier.shelf.correct(1, Change(number(pier, 1, 1), "speaker", speaker="Mia Holm")),
        pier.shelf.correct(1, Change(number(pier, 1, 2), "none")),
        pier.shelf.correct(1, Change(number(pier, 1, 1), "end", last_words="safe")),
    ]
    for at in order:
        pier.shelf.undo(made[at].id)
        intact(pier.path)
    assert all_of(pier, rows) == before
    assert all(each.undone for each in pier.shelf.corrections(1))


def test_a_correction_of_what_another_takes_away_holds_again_when_that_is_undone(pier):
    one = number(pier, 1, 1)
    pier.shelf.correct(1, Change(one, "speaker", speaker="Mia Holm"))
    gone = pier.shelf.correct(1, Change(one, "none"))
    assert pier.find(speaker="Holm").total == 0
    pier.shelf.undo(gone.id)
    assert pier.find(speaker="Holm").total == 1


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda n: Change(n + 999, "none"), "has no statement"),
        (lambda n: Change(n, "speaker", speaker=" "), "Give the speaker's name"),
        (lambda n: Change(n, "speaker", speaker="x", type="robot"), "A speaker is one of"),
        (lambda n: Change(n, "end", last_words="words that are not there"), "do not stand after"),
        (lambda n: Change(n, "end", end=10_000), "do not stand after"),
        (lambda n: Change(n, "end", end=0), "do not stand after"),
        (lambda n: Change(n, "all"), "no correction of that kind"),
    ],
)
def test_what_makes_no_sense_changes_nothing(pier, rows, change, what):
    before = all_of(pier, rows)
    with pytest.raises(UsageError, match=what):
        pier.shelf.correct(1, change(number(pier, 1, 1)))
    assert all_of(pier, rows) == before
    assert pier.shelf.corrections(1) == ()


def test_a_content_may_not_swallow_its_own_cue(ledger):
    ledger.add([record("[t1 “No,”] [s1 she] [c1 said] plainly to him.", url="https://a.example/1")])
    with pytest.raises(UsageError, match="hold its own source"):
        ledger.shelf.correct(1, Change(number(ledger, 1, 1), "end", last_words="plainly"))


def test_no_such_article_or_correction(pier):
    with pytest.raises(UsageError, match="no article 77"):
        pier.shelf.correct(77, Change(1, "none"))
    with pytest.raises(UsageError, match="no correction 5"):
        pier.shelf.undo(5)
    kept = pier.shelf.correct(1, Change(number(pier, 1, 1), "none"))
    pier.shelf.undo(kept.id)
    with pytest.raises(UsageError, match="undone already"):
        pier.shelf.undo(kept.id)


def test_corrections_go_with_their_article_and_a_record_that_was_corrected_is_a_record(pier):
    pier.shelf.correct(1, Change(number(pier, 1, 1), "none"))
    exported = next(iter(pier.export()))
    assert Record.from_dict(exported.to_dict()) == exported
    pier.remove("https://a.example/1")
    assert pier.shelf.corrections(1) == ()
    intact(pier.path)


def test_what_an_earlier_version_said_too_does_not_come_back_by_a_correction(pier, rows):
    pier.add([record(PIER.replace("The rest", "More"), spoken("Ana Brooks"), url="https://a.example/1")])
    before = all_of(pier, rows)
    newest = 3
    kept = pier.shelf.correct(newest, Change(number(pier, newest, 1), "none"))
    assert [found.outlet for found in pier.find("pier quite safe").found] == ["Marlow Post"]
    assert pier.families() == ()
    pier.shelf.undo(kept.id)
    assert all_of(pier, rows) == before
    rows("INSERT INTO statement_words (statement_words, rank) VALUES ('integrity-check', 1)")


def whole(path):
    """Fail unless the file and its indexes are whole, statements that a newer version says again left aside."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for index in ("statement_words", "article_words"):
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")


def newer(text, *facts, **known):
    known = {"url": "https://a.example/1", "outlet": "The Tide"} | known
    return record(text, *(facts or (spoken("Ana Brooks"), spoken("Tom Orr"))), **known)


LONGER = "It rained.\n\n" + PIER.replace("quite safe", "quite  safe") + " More of it."


def test_a_newer_version_keeps_what_was_corrected_where_its_words_still_are(pier):
    first = pier.shelf.correct(1, Change(number(pier, 1, 1), "speaker", speaker="Mia Holm"))
    pier.shelf.correct(1, Change(number(pier, 1, 3), "none"))
    pier.add([newer(LONGER)])
    here = pier.shelf.corrections(3)
    assert [(kept.article, kept.undone, kept.carried) for kept in here] == [(3, None, 1), (3, None, 2)]
    assert here[0].sentence.endswith(first.sentence[-40:])
    assert [s.speaker.name for s in pier.shelf.article(3).record.statements] == ["Mia Holm", "Tom Orr"]
    assert pier.who("Holm")[0].statements == 1
    whole(pier.path)
    pier.shelf.undo(here[0].id)  # each version's correction is undone by itself
    assert pier.shelf.article(3).record.statements[0].speaker.name == "Ana Brooks"
    assert pier.shelf.article(1).record.statements[0].speaker.name == "Mia Holm"
    whole(pier.path)


def test_an_end_is_carried_to_its_place_in_the_newer_text(pier):
    pier.shelf.correct(1, Change(number(pier, 1, 1), "end", last_words="quite safe today"))
    pier.add([newer(LONGER)])
    (kept,) = pier.shelf.corrections(3)
    found = pier.shelf.article(3).record
    assert found.statements[0].content[0].of(found.article.text) == "“the pier is quite  safe today"
    assert kept.carried == 1
    pier.add([newer("Again. " + LONGER)])
    assert pier.shelf.corrections(4)[0].carried == kept.id
    whole(pier.path)


@pytest.mark.parametrize(
    "text",
    [
        PIER.replace("always was", "always will be"),  # other words
        PIER.replace("c1 said", "c1 told"),
        f"{PIER} [s4 Ana Brooks] [c4 said] [t4 “the pier is quite safe today and always was”].",  # twice
    ],
)
def test_what_fits_no_statement_or_several_stays_where_it_was_made(pier, text):
    pier.shelf.correct(1, Change(number(pier, 1, 1), "speaker", speaker="Mia Holm"))
    pier.add([newer(text)])
    assert pier.shelf.corrections(3) == ()
    assert pier.shelf.article(3).record.statements[0].speaker.name == "Ana Brooks"
    whole(pier.path)


def test_what_was_undone_and_what_is_another_article_are_not_carried(pier):
    kept = pier.shelf.correct(1, Change(number(pier, 1, 1), "none"))
    pier.shelf.undo(kept.id)
    pier.add([newer(LONGER)])
    assert pier.shelf.corrections(3) == ()
    pier.shelf.correct(3, Change(number(pier, 3, 1), "none"))
    pier.add([newer(LONGER, url="https://c.example/3")])
    assert pier.shelf.corrections(4) == ()
