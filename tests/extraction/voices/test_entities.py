"""Names become persons, organisations and places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.voices.entities import entities
from onrecord.extraction.voices.known import known_name
from tests.extraction.voices.named import named


def joined(source):
    """For each name of a text, in order, the name of the entity it means."""
    text, found = named(source)
    _, of = entities(text, found)
    return [of[name].name for name in found]


def test_a_short_name_means_the_full_one_even_before_it():
    assert joined("[p Brooks] won. [p Ana Brooks] is glad; [p Ana] said so.") == ["Ana Brooks"] * 3


def test_two_of_one_surname_are_told_apart_by_a_title():
    assert joined("[p Paul Osei] met [p Helen Osei]. [p Mrs. Osei] spoke; [p Mr. Osei] did not.") == [
        "Paul Osei",
        "Helen Osei",
        "Helen Osei",
        "Paul Osei",
    ]


def test_of_two_of_one_surname_the_one_more_is_said_about_is_meant():
    text = "[p Helen Osei] came. [p Helen Osei] stayed. [p Paul Osei] left. [p Osei] spoke."
    assert joined(text)[-1] == "Helen Osei"


def test_a_title_that_clashes_does_not_join():
    assert joined("[p Helen Osei] came. [p Mr. Osei] left.")[-1] == "Osei"


def test_father_and_son():
    assert joined("[p Tom Pike] and [p Tom Pike Jr.] and [p Pike]")[:2] == ["Tom Pike", "Tom Pike Jr."]


def test_short_forms_of_a_given_name_are_one_person():
    assert len(set(joined("[p Bill Varga] and [p William Varga]"))) == 1


def test_acronyms_and_parts_of_organisations():
    assert (
        joined("The [o Harbour Safety Board] ([o HSB]) met; the [o Harbour Safety] people left.")
        == ["Harbour Safety Board"] * 3
    )


def test_a_known_surname_alone_has_its_full_name_and_a_namesake_has_not():
    text, found = named("Mr. [p Obama] spoke.")
    assert [known_name(e) for e in entities(text, found)[0]] == ["Barack Obama"]
    text, found = named("[p Ruth Obama] spoke.")
    assert [known_name(e) for e in entities(text, found)[0]] == ["Ruth Obama"]
    text, found = named("The [o Obama] spoke.")
    assert [known_name(e) for e in entities(text, found)[0]] == ["Obama"]


@given(st.lists(st.sampled_from(["[p Ana Brooks]", "[p Brooks]", "[p Mr. Brooks]", "[p Tom Brooks Jr.]", "[o HSB]"])))
def test_every_name_is_somebody_s_and_nobody_has_two(parts):
    text, found = named(" met ".join(parts))
    known, of = entities(text, found)
    assert [name for entity in known for name in entity.mentions if of[name] is not entity] == []
    assert sum(len(entity.mentions) for entity in known) == len(found)
    assert [entity.number for entity in known] == list(range(len(known)))


def test_accents_and_doubled_letters_make_no_other_person():
    assert joined("[p Tomás Osei] came. [p Tomas Osei] left. [p Osei] spoke.") == ["Tomás Osei"] * 3
    assert joined("[p Phillip Hart] came. [p Philip Hart] left.") == ["Phillip Hart"] * 2
    assert joined("[p Philip Hart] came. [p Paul Hart] left.") == ["Philip Hart", "Paul Hart"]


def test_the_middle_of_three_names_is_a_surname_where_nobody_else_bears_it():
    assert joined("[p Elba Rivas Pinto] came. [p Ms. Rivas] left.")[-1] == "Elba Rivas Pinto"
    assert joined("[p Elba Rivas Pinto] came. [p Marta Rivas] stayed. [p Ms. Rivas] left.")[-1] == "Marta Rivas"


def test_a_couple_shares_the_surname_of_the_second():
    assert joined("[p Jonas] and [p Ana Brooks] came. [p Mr. Brooks] spoke, then [p Mrs. Brooks].") == [
        "Jonas Brooks",
        "Ana Brooks",
        "Jonas Brooks",
        "Ana Brooks",
    ]


def test_a_surname_before_a_full_name_is_no_given_name():
    assert joined("[p Keel] and [p Ana Brooks] came. [p Keel] spoke.") == ["Keel", "Ana Brooks", "Keel"]
    assert joined("[p Tom Keel] came. [p Keel] and [p Ana Brooks] left.")[1] == "Tom Keel"
