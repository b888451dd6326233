"""The chain of a statement as a reporter would say it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from onrecord import chain
from onrecord.statement import Speaker
from tests.formats.strategies import records
from tests.markup import marked


def told(marked_text, **facts):
    """The chain of the last statement; `facts` are fields by `s` and the statement's number."""
    text, statements = marked(marked_text)
    known = {s.id: replace(s, **facts.get(f"s{s.id}", {})) for s in statements}
    return chain.in_words(text, known[max(known)], known)


TALKS = "[c1 According to] [s1 sources close to both sides], [t1 [s2 Putin] [c2 told] Trump [t2 that the war goes on]]."


def test_who_to_whom_and_through_whom():
    assert (
        told(
            TALKS,
            s1={"sourcing": "unnamed"},
            s2={"speaker": Speaker("Vladimir Putin", "person"), "addressee": "Donald Trump", "sourcing": "named"},
        )
        == "Vladimir Putin, to Donald Trump, as told by sources close to both sides (unnamed)"
    )


def test_where_nothing_is_known_it_is_the_article_s_own_words():
    assert told(TALKS) == "Putin, as told by sources close to both sides"


def test_what_weakens_a_word_stands_behind_whose_word_it_is():
    assert told("[s1 Critics] [c1 said] [t1 no].", s1={"sourcing": "collective", "hedged": True}) == (
        "Critics (collective, hedged)"
    )
    assert told(TALKS, s2={"hedged": True, "addressee": "Trump"}) == (
        "Putin, to Trump (hedged), as told by sources close to both sides"
    )


def test_nobody_and_the_author():
    assert told("It was [c1 claimed] [t1 that he lied].") == "no source given"
    assert told("It was [c1 claimed] [t1 that he lied].", s1={"hedged": True}) == "no source given (hedged)"
    assert told("[t1 The talks] [c1 seemed] [t1 over].", s1={"sourcing": "author"}) == "the author"


def test_several_speakers_are_listed_as_one_would_say_them():
    def they(name):
        return told("[s1 They] [c1 said] [t1 no].", s1={"speaker": Speaker(name, "person")})

    assert they("Ana Brooks; Lee Orr") == "Ana Brooks and Lee Orr"
    assert they("Ana Brooks; Lee Orr; Kim") == "Ana Brooks, Lee Orr and Kim"
    assert they(" ; ;") == "They"


def test_a_chain_ends_even_where_it_bites_its_tail():
    text, (one, two) = marked("[s1 A] [c1 says] [t1 [s2 B] [c2 says] [t2 x]]")
    assert chain.outer(two, {1: one, 2: two}) == (one,)
    ring = replace(one, within=2)
    assert chain.outer(two, {1: ring, 2: two}) == (ring,)
    assert chain.in_words(text, two, {1: ring, 2: two}) == "B, as told by A"
    assert chain.outer(replace(two, within=9), {1: one}) == ()


def test_it_says_more_than_who_where_there_is_more():
    _, (one, two) = marked("[s1 A] [c1 says] [t1 [s2 B] [c2 says] [t2 x]]")
    known = {1: one, 2: two}
    assert not chain.says_more(one, known)
    assert not chain.says_more(replace(one, sourcing="named"), known)
    assert chain.says_more(two, known)
    assert not chain.says_more(two, {2: two})
    for more in ({"addressee": "B"}, {"hedged": True}, {"sourcing": "unnamed"}):
        assert chain.says_more(replace(one, **more), known)


@given(records())
def test_any_chain_is_one_line_of_words(record):
    by_id = {statement.id: statement for statement in record.statements}
    for statement in record.statements:
        said = chain.in_words(record.article.text, statement, by_id)
        assert said.strip()
        assert "\n" not in said
        assert said == chain.AS_TOLD_BY.join(link.words for link in chain.links(record.article.text, statement, by_id))
