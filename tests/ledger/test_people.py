"""Who is who: joined where articles say so, kept apart where they do not, and as a person decides in any case."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.people.names import fit, fullest, is_name, keys, person_name
from onrecord.statement import Speaker
from tests.ledger.records import intact, record

MAYOR = "the mayor of Leddon"
KEEPER = "goalkeeper of Vantor Rovers"


def article(number, *speakers, outlet="The Tide", **facts):
    """An article in which each of these speaks: (name, description) or (name, description, type)."""
    text, known = [], []
    for at, (name, description, *type) in enumerate(speakers, start=1):
        text.append(f"[s{at} {name}, {description},] [c{at} said] [t{at} that story {number} has part {at}].")
        known.append({"speaker": Speaker(name, type[0] if type else "person"), "sourcing": "named", "kind": "states"})
    facts = {"url": f"https://{number}.example/a", "origin": f"{number}.txt", "outlet": outlet} | facts
    return record(" ".join(text), *known, published=f"2026-02-{number % 28 + 1:02}", **facts)


def persons(ledger, name):
    return [(person.name, person.articles) for person in ledger.who(name, limit=50)]


def test_one_name_described_alike_is_one_person(ledger):
    ledger.add([article(1, ("Ana Brooks", MAYOR)), article(2, ("Ana Brooks", MAYOR), outlet="Post")])
    (person,) = ledger.who("brooks")
    assert (person.name, person.type, person.articles, person.statements) == ("Ana Brooks", "person", 2, 2)
    assert person.outlets == (("Post", 1), ("The Tide", 1))
    assert person.first.content.endswith("story 1 has part 1")
    assert person.last.content.endswith("story 2 has part 1")
    assert [(year.year, year.kinds, year.sourcing) for year in person.years] == [
        ("2026", (("states", 2),), (("named", 2),))
    ]


def test_two_of_one_name_stay_apart_where_the_articles_tell_them_apart(ledger):
    town = [article(n, ("Ana Brooks", MAYOR), ("Cal Orr", "a councillor")) for n in range(1, 5)]
    sport = [article(n, ("Ana Brooks", KEEPER), ("Dee Finn", "her coach")) for n in range(5, 9)]
    ledger.add([each for pair in zip(town, sport, strict=True) for each in pair])
    assert persons(ledger, "Ana Brooks") == [("Ana Brooks", 4), ("Ana Brooks", 4)]
    companies = {person.company[0][0] for person in ledger.who("Ana Brooks")}
    assert companies == {"Cal Orr", "Dee Finn"}
    intact(ledger.path)


def test_a_doubtful_join_is_left_undone_and_offered(ledger):
    ledger.add([article(1, ("Ana Brooks", MAYOR), ("Cal Orr", "a councillor"))])
    ledger.add([article(2, ("Ana Brooks", "who keeps bees"), ("Dee Finn", "a neighbour"))])
    assert persons(ledger, "Brooks") == [("Ana Brooks", 1), ("Ana Brooks", 1)]
    (offer,) = ledger.people.offers()
    assert {offer.one_name, offer.other_name} == {"Ana Brooks"}
    assert offer.reason == "never with the same people; described in other words"
    one, other = ledger.who("Brooks")
    assert one.offers == other.offers == (offer,)


def test_what_becomes_clear_later_is_joined_then(ledger):
    ledger.add([article(1, ("Ana Brooks", MAYOR), ("Cal Orr", "a councillor"))])
    ledger.add([article(2, ("Ana Brooks", "who keeps bees"), ("Dee Finn", "a neighbour"))])
    for number in range(3, 7):
        both = (("Ana Brooks", "the mayor of Leddon who keeps bees"), ("Cal Orr", "a councillor"), ("Dee Finn", "here"))
        ledger.add([article(number, *both)])
    assert persons(ledger, "Brooks") == [("Ana Brooks", 6)]
    assert ledger.people.offers() == ()


def test_a_surname_alone_is_the_one_of_the_same_article(ledger):
    ledger.add([article(n, ("Ana Brooks", MAYOR)) for n in (1, 2)] + [article(3, ("Eve Brooks", KEEPER))])
    ledger.add([article(4, ("Brooks", "in the town hall"), ("Eve Brooks", KEEPER))])
    (eve,) = [person for person in ledger.who("Eve Brooks") if person.name == "Eve Brooks"]
    assert dict(eve.names) == {"Eve Brooks": 2, "Brooks": 1}


def test_critics_and_police_are_nobody_in_particular(ledger):
    ledger.add([article(n, ("critics", "many", "group"), ("police", "there", "organisation")) for n in (1, 2)])
    assert ledger.who("critics") == ledger.who("police") == ()


def test_organisations_are_joined_by_their_names(ledger):
    ledger.add([article(1, ("the Harbour Board", "in a letter", "organisation"))])
    ledger.add([article(2, ("Harbour Board", "by phone", "organisation"))])
    ledger.add([article(3, ("Ana Harbour", MAYOR), ("Harbour Trust", "which knows", "organisation"))])
    assert persons(ledger, "Harbour Board") == [("the Harbour Board", 2)]


def test_a_new_version_has_the_persons_of_the_one_before(ledger):
    ledger.add([article(n, ("Ana Brooks", MAYOR), ("Cal Orr", "a councillor")) for n in (1, 2, 3)])
    ledger.people.split("Ana Brooks", ["https://3.example/a"])
    split = {person.id for person in ledger.who("Ana Brooks")}
    changed = article(3, ("Ana Brooks", MAYOR), ("Cal Orr", "a councillor"), ("Dee Finn", "a neighbour"))
    ledger.add([changed])
    assert {person.id for person in ledger.who("Ana Brooks")} == split
    assert sorted(person.articles for person in ledger.who("Ana Brooks")) == [1, 2]


def test_a_join_is_kept_when_more_is_added_and_can_be_undone(ledger):
    ledger.add([article(n, ("Ana Brooks", MAYOR), ("Cal Orr", "a councillor")) for n in (1, 2)])
    ledger.add([article(n, ("Ana Brooks", KEEPER), ("Dee Finn", "her coach")) for n in (5, 6)])
    one, other = (person.id for person in ledger.who("Ana Brooks"))
    decision = ledger.people.join(str(one), str(other))
    assert decision.verb == "join"
    ledger.add([article(7, ("Ana Brooks", KEEPER), ("Dee Finn", "her coach"))])
    assert persons(ledger, "Brooks") == [("Ana Brooks", 5)]
    undone = ledger.people.undo()
    assert (undone.id, undone.undone is not None) == (decision.id, True)
    # What came after the decision stays with the one who was kept; the other has its own again, and its number.
    assert sorted((p.id, p.articles) for p in ledger.who("Brooks")) == sorted([(one, 3), (other, 2)])
    with pytest.raises(UsageError, match="no decision to undo"):
        ledger.people.undo()
    with pytest.raises(UsageError, match="undone already"):
        ledger.people.undo(decision.id)
    intact(ledger.path)


def test_a_split_is_kept_when_more_is_added_and_can_be_undone(ledger):
    ledger.add([article(n, ("Ana Brooks", MAYOR), ("Cal Orr", "a councillor")) for n in (1, 2, 3)])
    with pytest.raises(UsageError, match="in no other article"):
        ledger.people.split("Ana Brooks", [f"https://{n}.example/a" for n in (1, 2, 3)])
    with pytest.raises(UsageError, match="no article 'https://9"):
        ledger.people.split("Ana Brooks", ["https://9.example/a"])
    ledger.people.split("Ana Brooks", ["https://3.example/a"])
    for number in range(4, 9):
        ledger.add([article(number, ("Ana Brooks", MAYOR), ("Cal Orr", "a councillor"))])
    found = ledger.who("Ana Brooks")
    assert len(found) >= 2
    assert sum(person.articles for person in found) == 8
    assert not any({o.one, o.other} == {p.id for p in found[:2]} for o in ledger.people.offers())
    ledger.people.undo()
    first = {person.id for person in found}
    assert any(person.articles >= 3 and person.id in first for person in ledger.who("Ana Brooks"))


def test_a_name_that_was_given_stays(ledger):
    ledger.add([article(1, ("Ana Brooks", MAYOR))])
    ledger.people.rename("Ana Brooks", "Ana Marie Brooks (Leddon)")
    for number in range(2, 6):
        ledger.add([article(number, ("Ana B. Brooks", MAYOR))])
    assert ledger.who("Brooks")[0].name == "Ana Marie Brooks (Leddon)"
    ledger.people.undo()
    assert ledger.who("Brooks")[0].name == "Ana Brooks"
    for name in ("", "  ", "x" * 300, "a\x1b[1m"):
        with pytest.raises(UsageError, match="no name"):
            ledger.people.rename("Brooks", name)


def test_a_decision_that_another_stands_on_is_not_undone_first(ledger):
    ledger.add([article(n, ("Ana Brooks", MAYOR)) for n in (1, 2, 3)])
    first = ledger.people.split("Ana Brooks", ["https://3.example/a"])
    ledger.people.rename(str(first.person), "Another Brooks")
    with pytest.raises(UsageError, match="Decision 2 stands on it"):
        ledger.people.undo(first.id)
    ledger.people.undo(2)
    ledger.people.undo(first.id)
    assert persons(ledger, "Brooks") == [("Ana Brooks", 3)]
    assert [decision.undone is not None for decision in ledger.people.decisions()] == [True, True]


def test_what_is_removed_is_forgotten_of_its_persons(ledger, rows):
    ledger.add([article(1, ("Ana Brooks", MAYOR)), article(2, ("Ana Brooks", MAYOR), ("Cal Orr", "a councillor"))])
    ledger.remove("https://2.example/a")
    assert persons(ledger, "Brooks") == [("Ana Brooks", 1)]
    assert ledger.who("Orr") == ()
    assert rows("SELECT word FROM person_company WHERE word LIKE 'with %'") == []
    ledger.remove("https://1.example/a")
    assert rows("SELECT count(*) FROM persons") == rows("SELECT count(*) FROM person_names") == [(0,)]
    intact(ledger.path)


def test_a_name_that_fits_several_has_to_be_told_by_number(ledger):
    ledger.add([article(1, ("Ana Brooks", MAYOR), ("Eve Brooks", KEEPER))])
    with pytest.raises(UsageError, match=r"may be (Ana|Eve) Brooks \(\d+, in 1 article\); "):
        ledger.people.rename("Brooks", "X")
    with pytest.raises(UsageError, match="Nobody in the ledger is called 'Nemo'"):
        ledger.people.rename("Nemo", "X")
    with pytest.raises(UsageError, match="Give a name"):
        ledger.who("  ")
    assert ledger.who("999999999999") == ledger.who("'; DROP TABLE persons; --") == ledger.who("\x00%*") == ()


def test_whom_a_person_speaks_to_and_of(ledger):
    made = record(
        "[s1 Ana Brooks] [c1 told] Cal Orr [t1 that Finn had lied]. [s2 Dee Finn] [c2 denied] [t2 it all].",
        {"speaker": Speaker("Ana Brooks", "person"), "addressee": "Cal Orr", "kind": "accuses"},
        {"speaker": Speaker("Dee Finn", "person")},
        url="https://a.example", published="2026-02-01",
    )  # fmt: skip
    ledger.add([made])
    (ana,) = ledger.who("Ana Brooks")
    assert (ana.speaks_to, ana.speaks_of, ana.company) == ((("Cal Orr", 1),), (("Dee Finn", 1),), (("Dee Finn", 1),))


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Hillary Clinton", "Hillary Rodham Clinton", "same"),
        ("H. Clinton", "Sen. Hillary Clinton", "initial"),
        ("Bill Clinton", "William J. Clinton", "same"),
        ("Clinton", "Hillary Clinton", "part"),
        ("Bill Clinton", "Hillary Clinton", None),
        ("George W. Bush", "George H. W. Bush", None),
        ("Donald Trump Jr.", "Donald Trump", "initial"),
        ("Ann Orr Jr.", "Ann Orr Sr.", None),
        ("José Peña", "Jose Pena", "same"),
        ("Dr. Orr", "orr", "same"),
    ],
)  # fmt: skip
def test_how_names_fit(one, other, how):
    assert fit(one, other, "person") == fit(other, one, "person") == how


def test_an_abbreviation_may_be_the_organisation_of_those_letters():
    assert fit("FBI", "Federal Bureau of Investigation", "organisation") == "initial"
    assert fit("The Harbour Board, Inc.", "Harbour Board", "organisation") == "same"
    assert set(keys("U.N.", "organisation")) & set(keys("United Nations", "organisation"))
    assert not is_name("voters", "group")


def test_somebody_is_called_by_the_most_frequent_name_with_a_given_one():
    assert fullest({"Brooks": 9, "Ana Brooks": 5, "Ana Marie Brooks": 1}) == "Ana Brooks"


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_compared_as_a_name(one, other):
    for type in ("person", "organisation", "group", "document"):
        assert fit(one, other, type) == fit(other, one, type)
        is_name(one, type)
        assert all(isinstance(key, str) for key in keys(one, type))
    assert person_name(one)


def test_any_speakers_are_stored(ledger):
    hostile = ["", " ", ".", "Mr.", "\x00", "%", "'\"", "Ünal Ö", "李明", "A" * 5000, "[x]", "- -"]
    ledger.add(
        [
            replace(made, statements=tuple(replace(s, speaker=Speaker(name, "person")) for s in made.statements))
            for number, name in enumerate(hostile)
            for made in [article(number, ("Ana Brooks", MAYOR))]
        ]
    )
    assert sum(person.articles for name in ("李明", "Ünal Ö") for person in ledger.who(name)) == 2
    intact(ledger.path)


def said_by(ledger, name, **filters):
    return {found.content for found in ledger.find(speaker=name, limit=50, **filters).found}


def test_a_search_by_speaker_finds_what_the_person_said_under_other_names(ledger):
    ledger.add([article(n, ("Ana Brooks", MAYOR)) for n in (1, 2)])
    ledger.add([article(3, ("Brooks", MAYOR), ("Cal Orr", "a councillor"))])
    ledger.add([article(4, ("Eve Brooks", KEEPER)), article(5, ("Brooks", KEEPER))])
    assert said_by(ledger, "Ana Brooks") == {f"that story {n} has part 1" for n in (1, 2, 3)}
    assert said_by(ledger, "Eve Brooks") == {f"that story {n} has part 1" for n in (4, 5)}
    assert said_by(ledger, "Brooks") == {f"that story {n} has part 1" for n in range(1, 6)}
    assert said_by(ledger, "Ana Brooks", words="story 3") == {"that story 3 has part 1"}
    assert ledger.find("part", speaker="Eve Brooks", sort="fit").total == 2
    assert ledger.find(speaker="Ana Brooks").question == (
        "Which statements are by a speaker called “Ana Brooks”? The last said first."
    )


def test_a_search_by_speaker_follows_what_a_person_decided(ledger):
    ledger.add([article(1, ("Ana Brooks", MAYOR)), article(2, ("Nana B.", "who sings in Leddon"))])
    assert said_by(ledger, "Ana Brooks") == {"that story 1 has part 1"}
    ledger.people.join("Ana Brooks", "Nana B.")
    for name in ("Ana Brooks", "Nana B.", str(ledger.who("Brooks")[0].id)):
        assert said_by(ledger, name) == {"that story 1 has part 1", "that story 2 has part 1"}, name
    ledger.people.rename("Ana Brooks", "Anastasia Brooks")
    assert said_by(ledger, "Anastasia Brooks") == {"that story 1 has part 1", "that story 2 has part 1"}
    ledger.people.undo()
    ledger.people.undo()
    assert said_by(ledger, "Ana Brooks") == {"that story 1 has part 1"}


@given(st.text(max_size=20))
def test_no_name_makes_a_search_by_speaker_fail(tmp_path_factory, name):
    with Ledger(tmp_path_factory.mktemp("named") / "news.db") as ledger:
        ledger.add([article(1, ("Ana Brooks", MAYOR)), article(2, ("Brooks", MAYOR))])
        with suppress(UsageError):  # there may be no word in it
            assert ledger.find(speaker=name).total <= 2


def group(number, name, sourcing, type="group"):
    made = article(number, (name, "who live by the pier", type))
    return replace(made, statements=tuple(replace(each, sourcing=sourcing) for each in made.statements))


def test_a_class_of_people_is_nobody_in_particular(ledger):
    ledger.add([group(n, "Leddon voters", "collective") for n in (1, 2)])
    ledger.add([group(n, "Leddon Harbour Guild", "named") for n in (3, 4)])
    assert ledger.who("Leddon voters") == ()
    assert persons(ledger, "Leddon Harbour Guild") == [("Leddon Harbour Guild", 2)]


@pytest.mark.parametrize(
    ("name", "type"),
    [
        ("Critics", "group"), ("Some Democrats", "group"), ("Police", "organisation"), ("IOWA Polls", "document"),
        ("Early results by CNN", "document"), ("Ana Brooks; Cal Orr", "person"), ("Kentucky Republican", "person"),
        ("Tulsa police", "person"), ("He, like Ana Brooks", "person"), ("State", "person"),
    ],
)  # fmt: skip
def test_what_begins_a_sentence_or_is_many_is_no_name(name, type):
    assert not is_name(name, type)


def test_a_surname_alone_is_not_enough_to_be_somebody_from_another_article(ledger):
    ledger.add([article(n, ("Rana Paul", MAYOR), ("Cal Orr", "a councillor")) for n in range(1, 4)])
    ledger.add([article(9, ("Paul", "the city council"), ("Dee Finn", "a neighbour"))])
    assert persons(ledger, "Rana Paul")[0] == ("Rana Paul", 3)


def test_one_abbreviation_of_two_names_does_not_make_them_one(ledger):
    full = "Drovers National Committee"
    ledger.add([article(n, (name, "of the drovers", "organisation")) for n, name in ((1, full), (2, full), (3, "DNC"))])
    ledger.add([article(4, ("Drovers National Convention", "of the drovers", "organisation"))])
    assert sorted(persons(ledger, "DNC")) == [(full, 3), ("Drovers National Convention", 1)]
