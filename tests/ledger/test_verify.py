"""Did anybody say this? The answer, who said it first, and on whose word."""

from __future__ import annotations

import contextlib
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import LedgerMissing, UsageError
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.verify import LONGEST
from onrecord.statement import Speaker
from tests.ledger.records import record

WALL = "“We will mend the sea wall by May, and the harbour will pay for it.”"


def article(number, text, *facts, day=1, outlet="The Tide"):
    return record(text, *facts, url=f"https://{number}.example/a", outlet=outlet, published=f"2026-04-{day:02}")


def by(name, **facts):
    return {"speaker": Speaker(name, "person"), "sourcing": "named", **facts}


@pytest.fixture
def town(ledger):
    """Several reports of one sentence, and others."""
    ledger.add(
        [
            article(1, f"[s1 Ana Brooks] [c1 said] [t1 {WALL}]", by("Ana Brooks"), day=3),
            article(2, f"[s1 Ana Brooks] [c1 said] [t1 {WALL}] Again.", by("Ana Brooks"), day=2, outlet="Post"),
            article(3, "[s1 Brooks] [c1 said] [t1 “We will mend the sea wall by June.”]", by("Ana Brooks"), day=5),
            article(
                4,
                "[s1 Cal Orr] [c1 denied] that [t1 the pier was ever safe for boats]. "
                "[s2 Aides] [c2 say] [t2 [s3 Dee Finn] [c3 told] him [t3 “You will never sail again from this town”]].",
                by("Cal Orr"), {}, by("Dee Finn"),
            ),
            article(5, "[s1 He] [c1 said] [t1 “The tide waits for no mayor in this town.”]", {}),
            article(
                6,
                "“[t1 We will sail at dawn],” [s1 Eve Hale] [c1 said], “[t1 whatever the weather is].”",
                by("Eve Hale"),
            ),
        ]
    )  # fmt: skip
    return ledger


@pytest.mark.parametrize(
    ("quotation", "answer", "outlet"),
    [
        ("We will mend the sea wall by May, and the harbour will pay for it", "verbatim", "Post"),
        ("We will mend the sea wall by May", "truncated", "Post"),
        ("We will mend … the harbour will pay", "truncated", "Post"),
        ("We will mend the sea wall by July", "altered", "Post"),
        ("the pier was never safe for boats", "paraphrased", "The Tide"),
        ("the pier was ever safe for boats", "paraphrased", "The Tide"),
        ("We will sail at dawn, whatever the weather is", "verbatim", "The Tide"),
        ("You will never sail again from this town", "verbatim", "The Tide"),
        ("herring has become too dear for anybody", "not found", None),
    ],
)
def test_the_answer_and_its_earliest_report(town, quotation, answer, outlet):
    found = town.verify(quotation)
    assert found.answer == answer
    assert (found.matches[0].found.outlet if found.matches else None) == outlet


def test_the_earliest_report_comes_first_with_the_others_in_the_same_words(town):
    (match, *_) = town.verify("we will mend the sea wall by may, and the harbour will pay for it").matches
    assert (match.found.day, match.reports, [each.day for each in match.also]) == ("2026-04-02", 2, ["2026-04-03"])


def test_who_told_it_to_the_reporter_is_said(town):
    (match,) = town.verify("You will never sail again from this town").matches
    assert match.through == ("Aides",)


@pytest.mark.parametrize(
    ("quotation", "speaker", "answer", "by"),
    [
        ("We will mend the sea wall by June", "Brooks", "verbatim", "asked"),
        ("We will mend the sea wall by June", "Ana Brooks", "verbatim", "asked"),
        ("We will mend the sea wall by June", "Cal Orr", "attributed to somebody else", "another"),
        ("We will mend the sea wall by June", "Nobody Known", "attributed to somebody else", "another"),
        ("The tide waits for no mayor in this town", "Ana Brooks", "not found", "unknown"),
        ("boats were never safe at that pier", "Ana Brooks", "not found", "another"),
    ],
)
def test_whether_it_was_the_one_who_is_asked_for(town, quotation, speaker, answer, by):
    found = town.verify(quotation, speaker=speaker)
    assert (found.answer, found.matches[0].by) == (answer, by)
    assert found.question == f"Did {speaker} say “{quotation}”?"


def test_one_who_is_asked_for_is_found_among_hundreds_who_said_the_same(ledger):
    words = "the harbour must be dredged before the winter storms come back"
    ledger.add([article(n, f"[s1 Orr {n}] [c1 said] [t1 “{words}”]", by(f"Cal{n} Orr{n}")) for n in range(300)])
    ledger.add([article(999, f"[s1 Ana Brooks] [c1 said] [t1 “{words}”]", by("Ana Brooks"), day=28)])
    found = ledger.verify(words, speaker="Ana Brooks")
    assert (found.answer, found.matches[0].found.speaker) == ("verbatim", "Ana Brooks")


def test_an_old_version_is_not_asked_but_what_it_alone_has_is(ledger):
    safe = "[s1 Ana] [c1 said] [t1 “The pier is safe for everybody.”]"
    ledger.add([article(1, f"{safe} [s2 She] [c2 said] [t2 “We sail at dawn tomorrow.”]")])
    ledger.add([article(1, f"{safe} Corrected.")])
    (match,) = ledger.verify("The pier is safe for everybody").matches
    assert (match.reports, match.found.withdrawn) == (1, False)
    (match,) = ledger.verify("We sail at dawn tomorrow").matches
    assert match.found.withdrawn


@pytest.mark.parametrize("quotation", ["", "   ", "…", "“”", "?!", "\x00"])
def test_without_a_word_there_is_nothing_to_ask(town, quotation):
    with pytest.raises(UsageError, match="no word"):
        town.verify(quotation)


def test_a_text_is_no_quotation(town):
    with pytest.raises(UsageError, match=f"{LONGEST + 1} words; at most {LONGEST}"):
        town.verify("pier " * (LONGEST + 1))
    assert town.verify("pier " * LONGEST).answer == "not found"


def test_a_ledger_that_is_not_there(tmp_path):
    with pytest.raises(LedgerMissing):
        Ledger(tmp_path / "none.db").verify("the pier is safe")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quotation=st.text(max_size=60), speaker=st.none() | st.text(min_size=1, max_size=20))
def test_any_question_is_answered_or_refused_in_words(town, quotation, speaker):
    with contextlib.suppress(UsageError):
        assert town.verify(quotation, speaker=speaker).sentence


@pytest.mark.parametrize(
    "question", ['") OR ("', "NEAR(a b)", "content:pier*", "'; DROP TABLE statements; --", "a AND", "🙂 pier 🙂"]
)
def test_the_syntax_of_the_index_is_words_like_any_other(town, question):
    assert town.verify(question).question
    assert town.verify(WALL).answer == "verbatim"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_a_sentence_that_is_there_is_found_and_one_with_another_word_is_never_verbatim(town, seed):
    chance = random.Random(seed)
    words = WALL.strip("“”.").split()
    at = chance.randrange(len(words))
    changed = [*words[:at], chance.choice(("herring", "not", "fifty")), *words[at + 1 :]]
    assert town.verify(" ".join(words)).answer == "verbatim"
    assert town.verify(" ".join(changed)).answer == "altered"
    size = chance.randint(3, len(words) - 1)
    part = words[chance.randint(0, len(words) - size) :][:size]
    assert town.verify(" ".join(part)).answer == "truncated"


def test_nothing_is_scanned(town):
    """Every query of a verification goes by an index."""
    seen = []
    with town._reading() as connection:
        connection.set_trace_callback(seen.append)
        town.verify("We will mend the sea wall by June", speaker="Ana Brooks")
        town.verify("the pier was never safe for boats")
        connection.set_trace_callback(None)
        own = {query for query in seen if query.lstrip().upper().startswith("SELECT") and "'main'." not in query}
        assert own
        for query in own:
            for row in connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall():
                plan = row[-1]
                assert not plan.startswith("SCAN") or "VIRTUAL TABLE" in plan or "CONSTANT" in plan or "(sub" in plan, (
                    f"{plan} in {query}"
                )
