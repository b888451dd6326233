"""The verdict is about words: what is the same is called the same, and nothing else ever is."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onrecord.ledger.alignment import common_words
from onrecord.ledger.compare import compare
from onrecord.ledger.wording import GAP, wording
from onrecord.span import Span

WALL = "“We will mend the wall, and the harbour will pay for it.”"


def verdict(asked, reported, **quoted):
    return compare(asked, reported, **quoted).verdict


def different(asked, reported):
    return [(p.asked, p.reported) for p in compare(asked, reported).pieces if not p.same]


@pytest.mark.parametrize(
    ("asked", "reported"),
    [
        ("We will mend the wall, and the harbour will pay for it.", WALL),
        ("WE WILL MEND THE WALL — and the harbour will pay for it", WALL),
        ("we won't go", "“We won’t go.”"),
        ("It costs $1,000", "“It costs $1000.”"),
        ("It is over.", "“It is over. Go home.”"),
        ("Go home!", "“It is over. Go home.”"),
        ("We will go.", "“[W]e will go.”"),
        ("We will go (laughter) home", "“We will go home.”"),
        ("Is it over", "“Is it over?”"),
        ("We left", "“We are tired,” “We left. …”"),
    ],
)
def test_the_same_words_are_verbatim_whatever_the_typography(asked, reported):
    assert verdict(asked, reported) == "verbatim"


@pytest.mark.parametrize(
    ("asked", "left_out"),
    [
        ("We will mend the wall", ("and the harbour will pay for it",)),
        ("the harbour will pay for it", ("We will mend the wall, and",)),
        ("We will mend the wall … pay for it", ("and the harbour will",)),
        ("will mend … will pay", ("We", "the wall, and the harbour", "for it")),
    ],
)
def test_what_a_truncated_quotation_leaves_out_is_told(asked, left_out):
    found = compare(asked, WALL)
    assert (found.verdict, found.left_out) == ("truncated", left_out)


@pytest.mark.parametrize(
    ("asked", "reported", "changes"),
    [
        ("We will never mend the wall", "“We will mend the wall.”", [("never", "")]),
        ("We did it for money", "“We did not do it for money.”", [("", "not do")]),
        ("We will mend the bridge", "“We will mend the wall.”", [("bridge", "wall")]),
        ("We will not go", "“We won’t go.”", [("will not", "won’t")]),
        ("It costs $5 million", "“It costs $5 billion.”", [("million", "billion")]),
        ("It is 5 degrees", "“It is -5 degrees.”", [("5", "-5")]),
        ("They gave it to us all", "“They gave it to US all.”", [("us", "US")]),
        ("He will go home", "“[He] will go home.”", [("He", "[He]")]),
        ("José Orr was there", "“Jose Orr was there.”", [("José", "Jose")]),
        ("We will go home", "“We … will go home.”", [("", "…")]),
        ("It's over now", "“It is over now.”", [("It's", "It is")]),
    ],
)
def test_what_is_changed_is_altered_and_shown_word_by_word(asked, reported, changes):
    assert verdict(asked, reported) == "altered"
    assert different(asked, reported) == changes


@pytest.mark.parametrize(
    ("asked", "reported"),
    [
        ("Orr will pay", "“I think Mr. Orr will pay.”"),
        ("Vance will go", "“I know,” “Vance will go if he must.”"),
        ("Senate will vote", "“In the U.S. Senate will vote.”"),
        ("We go", "“They say that We go.”"),
    ],
)
def test_half_a_sentence_is_never_verbatim(asked, reported):
    assert verdict(asked, reported) != "verbatim"


def test_a_question_is_not_a_statement():
    assert verdict("He took the money.", "“He took the money?”") == "altered"
    assert verdict("He took the money?", "“He took the money.”") == "altered"


def test_words_outside_of_quotation_marks_are_nobodys_quotation():
    reported = "she would mend the wall"
    assert verdict("she would mend the wall", reported, quoted=()) == "paraphrased"
    assert verdict("I'll mend that wall", "he said the wall must be mended", quoted=()) == "paraphrased"
    assert verdict("the fish is green", reported, quoted=()) == "different"


def test_of_a_partly_quoted_statement_only_the_quoted_part_counts():
    reported = "she would “mend the wall by May” if asked"
    quoted = (Span(10, 32),)
    assert compare("mend the wall by May", reported, quoted=quoted).verdict == "verbatim"
    assert compare("mend the wall", reported, quoted=quoted).left_out == ("by May",)
    whole = compare("she would mend the wall by May", reported, quoted=quoted)
    assert whole.verdict == "paraphrased"
    assert "mend the wall by May" in whole.notes[0]


def test_what_the_report_leaves_out_itself_is_said():
    found = compare("We will go home soon", "“We will … go home soon.”")
    assert found.verdict == "altered"
    assert any("leaves something out" in note for note in found.notes)


WORDS = st.sampled_from(
    "we they will must not mend break the a wall pier harbour today never if and boats 12 $ %".split()
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=25)


@given(SENTENCES)
def test_any_words_are_verbatim_of_themselves(words):
    text = " ".join(words)
    assume(wording(text))
    assert verdict(text, f"“{text}.”") == "verbatim"


@given(SENTENCES, SENTENCES)
def test_verbatim_is_said_of_no_words_that_are_not_there_in_their_order(asked, reported):
    """The law that matters most, checked by code that shares nothing with the comparison but the cutting of words."""
    found = compare(" ".join(asked), " ".join(reported))
    mine = [w.exact for w in wording(" ".join(asked)) if w.exact != GAP]
    theirs = [w.exact for w in wording(" ".join(reported))]
    contained = any(theirs[at : at + len(mine)] == mine for at in range(len(theirs) - len(mine) + 1))
    if found.verdict == "verbatim":
        assert mine == theirs
    if found.verdict == "truncated":
        assert contained
    if contained and mine:
        assert found.verdict in ("verbatim", "truncated")


@given(SENTENCES, st.integers(0, 24), WORDS)
def test_one_word_more_less_or_other_is_never_verbatim(words, at, other):
    text = " ".join(words)
    at %= len(words)
    before, after = words[:at], words[at + 1 :]
    for changed in ([*before, *after], [*before, other, words[at], *after], [*before, other, *after]):
        if changed != words and wording(" ".join(changed)):
            assert verdict(" ".join(changed), text) != "verbatim"


@given(SENTENCES, SENTENCES)
def test_the_pieces_hold_all_words_of_the_quotation_and_the_matched_part_of_the_report(asked, reported):
    left, right = " ".join(asked), " ".join(reported)
    found = compare(left, right)
    if found.pieces:
        assert " ".join(p.asked for p in found.pieces if p.asked).split() == left.split()
        whole = " ".join(part for part in (found.before, *(p.reported for p in found.pieces), found.after) if part)
        assert whole.split() == right.split()


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_compared(asked, reported):
    assert compare(asked, reported).verdict


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, max_size=12))
def test_the_quick_count_of_common_words_is_the_slow_one(left, right):
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            table[i + 1][j + 1] = table[i][j] + 1 if one == other else max(table[i][j + 1], table[i + 1][j])
    assert common_words(left, right) == table[-1][-1]


def test_a_word_a_thousand_times_takes_no_time():
    start = time.process_time()
    compare("go " * 300, "“" + "go " * 20_000 + "”")
    compare("go stay " * 150, "“" + "stay go went " * 7_000 + "”")
    assert time.process_time() - start < 5
