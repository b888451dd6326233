"""From the network's words to statements, with a network that says what marked-up text says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction import sections as cutting
from onrecord.extraction.extractor import BATCH_PIECES, batches, extract
from onrecord.extraction.sections import sections
from onrecord.extraction.windows import WINDOW_PIECES, cut, tokenized
from onrecord.reading.text import blocks_of, read_text
from onrecord.span import words
from tests.extraction.fake import Arbitrary, Marked, Silent, tuning
from tests.laws.law_of_spans import check_statements
from tests.markup import marked_article


def shown(text, statement):
    """What a test compares of a statement."""
    parts = [words(text, spans) for spans in (statement.source, statement.cue, statement.content)]
    return (statement.id, *parts, statement.form, statement.within)


@pytest.mark.parametrize(
    "text",
    [
        "[s1 Ana Brooks] [c1 said] [t1 the pier would close].",
        "[t1 “The pier will close,”] [s1 she] [c1 said].",
        "[t1 “It is over,”] [s1 she] [c1 told] reporters, [t1 “and we know it.”]",
        "[c1 According to] [s1 the report], [t1 the pier is “not safe”].",
        "[t1 The pier will close], it was [c1 announced].",
        "[s1 He] [c1 said] [t1 no]. [s2 She] [c2 said] [t2 yes].\n\n[s3 They] [c3 said] [t3 nothing].",
        "[s1 Sources] [c1 said] [t1 that [s2 Orr] [c2 told] Vance [t2 to “wait for the vote”]].",
        "[s1 Kim] [c1 said] [t1 that [s2 Orr] [c2 told] me [t2 that [s3 Brooks] [c3 thinks] [t3 the vote is lost]]].",
        "“[t1 [s2 The mayor] [c2 told] me [t2 to wait for the vote]],” [s1 she] [c1 said].",
        "[t1 “[s2 He] [c2 said] [t2 that we must all wait].] "
        "[t1 [s3 She] [c3 said] [t3 that we need not wait]],” [s1 Kim] [c1 said].",
        "A heading\n\nNobody speaks here.",
        "[s1 The U.S. Navy] [c1 said] [t1 that it paid $5].",
        "🙂 [s1 Zoë O’Neil] 🙂 [c1 said] [t1 nous “restons”, 東京 (it is said)].",
    ],
)
def test_what_the_network_says_is_what_is_read(text):
    article, statements = marked_article(text)
    found = extract(article, Marked(article, statements)).statements
    assert [_bare(shown(article.text, s)) for s in found] == [_bare(shown(article.text, s)) for s in statements]
    check_statements(article, found)


def _bare(item):
    """Without the quotation marks at the edges: assembling adds them, and a reporter may mark either way.

    The form of what is within is compared by a test of its own.
    """
    *parts, form, within = item
    parts = [part.strip("“”").rstrip(".,") if isinstance(part, str) else part for part in parts]
    return (*parts, form if within is None else None, within)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("“[t1 [s2 Orr] [c2 told] me [t2 to wait for it]],” [s1 she] [c1 said].", ["direct", "indirect"]),
        ("“[t1 [s2 Orr] [c2 told] me, [t2 ‘Wait for it’]],” [s1 she] [c1 said].", ["direct", "direct"]),
        ("[s1 She] [c1 said] [t1 [s2 Orr] [c2 told] her [t2 to “wait for” it]].", ["mixed", "mixed"]),
    ],
)
def test_quotation_marks_are_those_of_the_speaker_and_not_of_whom_the_speaker_reports(text, forms):
    article, statements = marked_article(text)
    assert [s.form for s in extract(article, Marked(article, statements)).statements] == forms


@pytest.mark.parametrize(
    "text",
    [
        "[s1 He] [c1 said]: [t1 “One thing.]\n\n[t1 “Another thing.”] Then he left.",
        "[s1 He] [c1 said]: [t1 “One thing.]\n\n[t1 “Another thing.]\n\n[t1 “A third.”]",
        '[s1 He] [c1 said]: [t1 "One thing.]\n\n[t1 "Another thing."]',
        "[s1 He] [c1 said]: [t1 “One thing.”]\n\n“Another thing.”",  # closed: the next is somebody else's
        "[s1 He] [c1 said]: [t1 “One thing.]\n\nAnother thing.”",  # not opened again
        "[s1 He] [c1 said]: [t1 “One thing.]\n\n[t2 “Another thing,”] [s2 she] [c2 said].",  # hers
        "[s1 He] [c1 said] [t1 one thing] of “two.\n\n“Another thing.”",  # what is open is not of the content
        "[s1 He] [c1 said]: [t1 “One thing.]\n\n“”",  # nothing in it
    ],
)
def test_a_quotation_that_runs_on_over_paragraphs_is_one_content(text):
    article, statements = marked_article(text)
    told = [replace(s, content=s.content[:1]) for s in statements]
    found = extract(article, Marked(article, told)).statements
    assert [words(article.text, s.content) for s in found] == [words(article.text, s.content) for s in statements]
    check_statements(article, found)


def test_what_goes_on_in_the_next_paragraph_never_takes_the_words_of_its_own_cue_or_source():
    article, (statement,) = marked_article("[t1 “One thing.]\n\n“Another thing [s1 he] [c1 said] to us all.”")
    found = extract(article, Marked(article, [statement], tuning(cue_words=frozenset()))).statements
    check_statements(article, found)
    assert [words(article.text, s.content) for s in found] == ["“One thing."]


def test_chains_end_at_the_deepest_that_is_told_apart():
    text = (
        "[s1 A man] [c1 said] [t1 that [s2 a boy] [c2 said] [t2 that [s3 a girl] [c3 said] "
        "[t3 that [s4 a dog] [c4 said] [t4 that all of it was quite wrong]]]]."
    )
    article, statements = marked_article(text)
    found = extract(article, Marked(article, statements)).statements
    assert [s.within for s in found] == [None, 1, 2]


def test_a_content_without_a_word_that_can_be_a_cue_is_not_read_again():
    article, statements = marked_article("[s1 Kim] [c1 said] [t1 that the pier would close very soon].")
    network = Marked(article, statements)
    extract(article, network)
    assert len(network.batches) == 1
    curious = Marked(article, statements, tuning(cue_words=frozenset(("close",))))
    extract(article, curious)
    assert len(curious.batches) == 2


def test_doubt_below_the_threshold_is_left_out():
    article, statements = marked_article("[s1 Kim] [c1 said] [t1 that the pier would close].")
    low = {"bias": -40.0, "threshold": 0.3, "orphan_threshold": 0.3}
    assert extract(article, Marked(article, statements, tuning(**low))).statements == ()


def test_confidence_has_two_decimals():
    article, statements = marked_article("[s1 Kim] [c1 said] [t1 that the pier would close].")
    (found,) = extract(article, Marked(article, statements, tuning(weights=(0.05, *[0.0] * 5)))).statements
    assert found.confidence == round(found.confidence, 2) == 0.42  # the logistic of 0.05 × 12, and how sure "Kim" is


PARAGRAPHS = st.lists(
    st.text(st.one_of(st.sampled_from("abc ABC.,“”\"':é"), st.characters()), min_size=1, max_size=80),
    min_size=1,
    max_size=12,
).map("\n\n".join)


@given(PARAGRAPHS.filter(lambda text: blocks_of(text)), st.integers(0, 3))
def test_any_scores_on_any_text_keep_the_law_and_are_read_the_same_twice(text, seed):
    article = read_text(text)
    found = extract(article, Arbitrary(seed)).statements
    check_statements(article, found)
    assert extract(article, Arbitrary(seed)).statements == found


def test_an_article_s_windows_are_batched_within_bounds_and_each_is_read_once():
    text = "\n\n".join("The pier will close, said the mayor. " * n for n in (1, 40, 3, 90, 2, 2, 30, 7) * 3)
    parts = [tokenized(text, blocks_of(text)), tokenized("He said no.", blocks_of("He said no."))]
    seen = []
    for group in batches(parts):
        longest = max(window.pieces for _, window in group)
        assert longest <= WINDOW_PIECES
        assert len(group) == 1 or longest * len(group) <= BATCH_PIECES
        seen.extend(group)
    assert sorted(seen) == [(owner, window) for owner, tokens in enumerate(parts) for window in cut(tokens)]


def test_an_article_without_words_is_read_as_nothing():
    assert extract(read_text("\u200b \u0301"), Silent()) == ((), ())


@given(PARAGRAPHS, st.integers(5, 60))
def test_sections_hold_every_word_once_and_are_bounded(text, least):
    blocks = blocks_of(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "SECTION", least)
        parts = list(sections(text, blocks))
    spans = [block.span for part in parts for block in part]
    assert "".join("".join(span.of(text) for span in spans).split()) == "".join(text.split())
    for part in parts:
        assert sum(block.span.end - block.span.start for block in part) < 3 * least
    if parts and all(block.span.end - block.span.start <= least for block in blocks):
        assert [block for part in parts for block in part] == list(blocks)


def test_a_long_article_is_read_in_sections_as_if_it_were_whole(monkeypatch):
    one = "[s{0} Kim] [c{0} said]: [t{0} “The pier closes on day {0}.]\n\n[t{0} “It closes for good.”] Nobody knew."
    article, statements = marked_article("\n\n".join(one.format(n) for n in range(1, 40)))
    network = Marked(article, statements)
    whole = extract(article, network).statements
    assert len(whole) == 39
    read_at_once = len(network.batches)
    monkeypatch.setattr(cutting, "SECTION", 120)
    assert extract(article, network).statements == whole
    assert len(network.batches) - read_at_once > 10


def test_a_statement_is_dated_by_its_own_words():
    article, statements = marked_article(
        "[s1 Sources] [c1 said] on Thursday [t1 that [s2 Orr] [c2 told] Vance [t2 to “wait for it all”] on 3 May 2026]."
    )
    read = extract(replace_published(article, "2026-10-16"), Marked(article, statements)).statements
    assert [(s.said.earliest, s.said.latest) if s.said else None for s in read] == [
        ("2026-10-15", "2026-10-15"),
        ("2026-05-03", "2026-05-03"),
    ]
    assert [s.said for s in extract(article, Marked(article, statements)).statements[:1]] == [None]


def replace_published(article, day):
    return replace(article, published=day)


@pytest.mark.parametrize(
    ("text", "hedged"),
    [
        ("[s1 Brooks] reportedly [c1 said] [t1 the pier would close].", [True]),
        ("[s1 Brooks] [c1 said] [t1 the pier would reportedly close].", [False]),
        ("[s1 Aides] [c1 said] [t1 that [s2 Brooks] reportedly [c2 told] them [t2 to wait for it]].", [False, True]),
        ("Reportedly, [s1 Aides] [c1 said] [t1 [s2 Brooks] [c2 told] them [t2 to wait for it]].", [True, False]),
    ],
)
def test_a_hedge_is_of_the_statement_whose_words_it_stands_in(text, hedged):
    article, statements = marked_article(text)
    assert [s.hedged for s in extract(article, Marked(article, statements)).statements] == hedged


def test_a_condition_is_a_part_of_the_content():
    article, statements = marked_article(
        "[s1 Kim] [c1 said] [t1 the pier would close if it rained]. [s2 Orr] [c2 said] [t2 no]."
    )
    one, other = extract(article, Marked(article, statements)).statements
    assert one.condition is not None
    assert one.condition.of(article.text) == "if it rained"
    assert other.condition is None
