"""Families hold what hangs together by its words, however it came, and let go of what goes."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.ledger.families.fingerprints import SIZE, WINDOW, every, fingerprints
from onrecord.ledger.families.kinship import Run, kin
from onrecord.ledger.ledger import Ledger
from tests.ledger.records import intact, record

PIER = "The pier is rotten to its last plank and nobody in this town hall has ever paid for a repair"
FERRY = "Our ferry crews worked through every storm this winter without a single day of sick leave"


def article(number, words, *, outlet=None, quoted=True, speaker="Ana Brooks", **facts):
    left, right = ("“", "”") if quoted else ("", "")
    return record(
        f"[s1 {speaker}] [c1 said] [t1 {left}{words}{right}]. Number {number} of its kind, with words of its own.",
        url=f"https://{number}.example/story",
        origin=f"{number}.txt",
        outlet=outlet or f"Outlet {number}",
        published=f"2026-03-{number % 28 + 1:02}",
        **facts,
    )


def partition(ledger):
    """Which outlets are together in a family."""
    return {
        frozenset({family.fullest.found.outlet, *(v.found.outlet for v in family.variants)})
        for family in ledger.families(outlets=1, unquoted=True, limit=1000)
    }


def altered(words, at, other):
    parts = words.split()
    parts[at] = other
    return " ".join(parts)


def test_a_family_has_its_first_report_its_fullest_and_every_variant(ledger):
    ledger.add(
        [
            article(9, PIER),
            article(2, PIER.replace(" and nobody in this town hall has ever paid for a repair", "")),
            article(3, altered(PIER, 3, "sound")),
            article(4, f"{PIER}. {FERRY}"),
            article(5, PIER.upper()),
            article(6, FERRY),
            article(7, "Nothing that anybody else has ever said about herring or the price of salt"),
        ]
    )
    pier, ferry = sorted(ledger.families(), key=lambda family: -family.outlets)
    assert (pier.quotations, pier.articles, pier.outlets) == (5, 5, 5)
    assert pier.first.outlet == "Outlet 2"
    assert pier.fullest.found.outlet == "Outlet 5"  # of the two that have it all, the earlier
    relations = {variant.found.outlet: variant.relation for variant in pier.variants}
    assert relations == {
        "Outlet 2": "truncated", "Outlet 3": "altered", "Outlet 4": "joined", "Outlet 9": "exact",
    }  # fmt: skip
    cut = next(variant for variant in pier.variants if variant.relation == "truncated")
    assert cut.comparison.left_out == ("and nobody in this town hall has ever paid for a repair".upper(),)
    assert {ferry.fullest.found.outlet, *(v.found.outlet for v in ferry.variants)} == {"Outlet 4", "Outlet 6"}


def test_one_who_joins_two_quotations_does_not_make_them_one_family(ledger):
    ledger.add([article(1, f"{PIER}. {FERRY}"), article(2, PIER), article(3, FERRY)])
    assert partition(ledger) == {frozenset({"Outlet 1", "Outlet 2"}), frozenset({"Outlet 1", "Outlet 3"})}


def test_what_outlets_call_a_thing_is_no_family(ledger):
    name = "the North American Free Trade Agreement and President George Orr of the United States"
    ledger.add([article(1, name, quoted=False), article(2, name, quoted=False)])
    common = "I think that it is going to be what we have"
    ledger.add([article(3, common), article(4, common)])
    assert partition(ledger) == set()


def test_one_article_is_no_family(ledger):
    ledger.add(
        [record(f"[s1 Ana] [c1 said] [t1 “{PIER}”]. [s2 She] [c2 said again] [t2 “{PIER}”].", url="https://a.example")]
    )
    assert ledger.families(outlets=1) == ()


VARIANTS = st.lists(
    st.tuples(
        st.sampled_from((PIER, FERRY, f"{PIER}. {FERRY}", f"{FERRY} {PIER}")),
        st.sampled_from(("all", "front", "back", "other", "more")),
        st.booleans(),
    ),
    min_size=2,
    max_size=9,
)


def variant(words, how):
    parts = words.split()
    return {
        "all": words,
        "front": " ".join(parts[: len(parts) * 2 // 3]),
        "back": " ".join(parts[len(parts) // 2 :]),
        "other": altered(words, len(parts) // 2, "herring"),
        "more": f"{words} as everybody down at the harbour knows",
    }[how]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(variants=VARIANTS, seed=st.integers(0, 1000), gone=st.integers(0, 8))
def test_families_do_not_depend_on_the_order_nor_on_what_has_gone(tmp_path_factory, variants, seed, gone):
    articles = [article(n, variant(words, how), quoted=quoted) for n, (words, how, quoted) in enumerate(variants)]
    folder = tmp_path_factory.mktemp("families")
    found = []
    for order in (articles, random.Random(seed).sample(articles, len(articles))):
        with Ledger(folder / f"{len(found)}.db") as ledger:
            for each in order:
                ledger.add([each])
            found.append(partition(ledger))
    assert found[0] == found[1]

    # What is removed leaves no trace, unless its quotation marks made somebody's very words of another's.
    gone %= len(articles)
    left = [each for number, each in enumerate(articles) if number != gone]
    if not variants[gone][2]:
        with Ledger(folder / "1.db") as ledger, Ledger(folder / "left.db") as fresh:
            ledger.remove(articles[gone].article.url)
            fresh.add(left)
            assert partition(ledger) == partition(fresh)
        intact(str(folder / "1.db"))


def test_a_new_version_takes_the_place_of_the_old_one_and_gives_it_back(ledger, rows):
    old, other = article(1, PIER), article(2, PIER)
    new = record(
        f"[s1 Ana Brooks] [c1 said] [t1 “{PIER}”]. And one more sentence, written later.",
        url=old.article.url, origin="1.txt", outlet="Outlet 1", published="2026-03-02",
    )  # fmt: skip
    ledger.add([old, other])
    ledger.add([new])
    (family,) = ledger.families()
    assert (family.quotations, family.articles) == (2, 2)
    (removed,) = rows("SELECT text_id FROM articles WHERE version = 2")
    ledger.remove(removed[0])
    (family,) = ledger.families()
    assert (family.quotations, family.articles) == (2, 2)
    ledger.remove(other.article.url)
    assert ledger.families(outlets=1) == ()
    intact(ledger.path)


def test_words_narrow_and_the_most_widely_reported_come_first(ledger):
    ledger.add([article(n, PIER) for n in (1, 2, 3)] + [article(n, FERRY) for n in (4, 5)])
    assert [family.outlets for family in ledger.families()] == [3, 2]
    assert [family.outlets for family in ledger.families("ferry storm")] == [2]
    assert [family.outlets for family in ledger.families(outlets=3)] == [3]
    assert ledger.families("herring") == ()
    for question in ("AND OR NOT", "x" * 5000, "pier\x00*", "'; DROP TABLE families; --"):
        assert len(ledger.families(question)) <= 2
    with pytest.raises(UsageError, match="no word"):
        ledger.families('"')
    with pytest.raises(UsageError, match="1 to 1000"):
        ledger.families(limit=0)


def test_shingles_are_found_wherever_they_are_kept(ledger, monkeypatch):
    monkeypatch.setattr("onrecord.ledger.families.joining.FRESH", 2)
    for number in range(1, 7):
        ledger.add([article(number, altered(PIER, number, f"other{number}"))])
    assert len(partition(ledger)) == 1


WORDS = st.lists(st.sampled_from([f"w{n}" for n in range(60)] + ["the", "of", "and"]), min_size=1, max_size=40)


@given(WORDS, WORDS, WORDS)
def test_a_run_of_six_words_in_common_is_never_missed(before, run, after):
    run = (run * SIZE * WINDOW)[: SIZE + WINDOW - 1] if len(run) < SIZE + WINDOW - 1 else run
    assert set(fingerprints([*before, *run])) & set(fingerprints([*run, *after]))
    assert set(fingerprints([*before, *run, *after])) <= set(every([*before, *run, *after]))


@given(WORDS, WORDS, st.booleans(), st.booleans())
def test_kinship_is_the_same_both_ways(one, other, quoted, its):
    a, b = Run.of(one, quoted=quoted), Run.of(other, quoted=its)
    there, back = kin(a, b), kin(b, a)
    assert (there is None) == (back is None)
    if there and back and a.words != b.words:
        assert (there.one, there.other) == (back.other, back.one)
        assert 0 <= there.one.first < there.one.last <= len(one)
