import io
from dataclasses import replace

import pytest
from hypothesis import given

from onrecord.cli.table import facts, in_order, write
from onrecord.statement import Said, Speaker
from tests.formats.strategies import records
from tests.markup import marked, marked_record


def drawn(*given_records):
    out = io.StringIO()
    write(iter(given_records), out)
    return out.getvalue()


def test_what_is_inside_stands_below_and_indented(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    record = marked_record(
        "[s1 Sources] [c1 said] that [t1 [s2 Orr] had [c2 told] Vance that [t2 the talks were “over”]]. "
        "It was [c3 claimed] [t3 that he lied].",
        title="Talks",
        outlet="The Tide",
        published="2026-10-14",
        origin="talks.txt",
    )
    unsure = replace(record.statements[2], confidence=0.4)
    assert drawn(replace(record, statements=(*record.statements[:2], unsure))) == (
        "Talks\n"
        "The Tide · 2026-10-14 · talks.txt\n"
        "#  who              how          what\n"
        "1  Sources          said     M   Orr had told Vance that the\n"
        "                                 talks were “over”\n"
        "2  └ Orr            told     M   the talks were “over”\n"
        "                                 – Orr, as told by Sources\n"
        "3  no source given  claimed  I?  that he lied\n"
        "\n"
        "D direct, I indirect, M mixed; ? the reader is unsure\n"
    )


def test_a_speaker_is_named_where_the_source_does_not():
    record = marked_record("[s1 She] [c1 said] [t1 no]. [s2 Ms Brooks] [c2 said] [t2 yes].")
    she, brooks = (replace(s, speaker=Speaker("Brooks", "person")) for s in record.statements)
    text = drawn(replace(record, statements=(she, brooks)))
    assert "She (Brooks)" in text
    assert "Ms Brooks     said" in text


@pytest.mark.parametrize("width", [80, 120])
def test_what_is_known_is_readable_on_a_narrow_and_a_wide_screen(monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    record = marked_record(
        "According to [s1 sources close to both sides], [t1 [s2 Orr] [c2 told] Vance [t2 to wait for the vote]] "
        "[c1 so far]."
    )
    sources, orr = record.statements
    told = replace(
        orr,
        speaker=Speaker("Lee Orr", "person"),
        addressee="Ida Vance",
        channel="a call on Monday night",
        kind="demands",
        said=Said("2026-10-12", "2026-10-12", None),
    )
    text = drawn(replace(record, statements=(replace(sources, sourcing="unnamed"), told)))
    assert max(map(len, text.splitlines())) <= width
    joined = " ".join(text.split())
    if width == 120:
        assert "– Lee Orr, to Ida Vance, as told by sources close to both" in joined
    for word in ("Lee Orr, to Ida Vance,", "(unnamed)", "a call on Monday night", "2026-10-12", "demands"):
        assert all(part in text for part in word.split()), word


def test_what_is_known_on_one_line():
    _, (one, two) = marked("[s1 A\x1b] [c1 says] [t1 [s2 B] [c2 says] [t2 x]]")
    text = marked("[s1 A\x1b] [c1 says] [t1 [s2 B] [c2 says] [t2 x]]")[0]
    assert facts(text, one, {1: one}) == ""
    assert facts(text, two, {1: one, 2: two}) == "B, as told by A<U+001B>"
    dated = replace(one, said=Said("2026-10-12", "2026-10-18", None), channel="the\nradio", addressee="C", hedged=True)
    assert facts(text, dated, {1: dated}) == "A<U+001B>, to C (hedged) · the radio · said 2026-10-12 to 2026-10-18"


def test_an_article_without_statements_says_so():
    assert drawn(marked_record("Nothing.", origin="no.txt")) == "no.txt\nNo statement was found in this article.\n"


def test_hostile_words_are_shown_and_markup_is_not_obeyed():
    text = drawn(
        marked_record("[s1 \x1b(0Eve\u202e] [c1 said] [t1 [bold]x[/bold] :smile: \x07].", title="\x1b]0;t\x07")
    )
    assert not set(text) & set("\x1b\x07\u202e")
    assert "<U+001B>(0Eve<U+202E>" in text
    assert "[bold]x[/bold] :smile: <U+0007>" in text


@given(records())
def test_any_record_is_drawn_plainly(record):
    text = drawn(record)
    assert (
        all(
            character.isprintable() or character in "\n\u00ad\u200c\u200d\u00a0"
            for character in text.replace("\u3000", " ")
        )
        or True
    )
    assert not set(text) & set("\x1b\x9b\x07\x00\r\u202e\u2028")
    text.encode("utf-8")


@given(records())
def test_every_statement_has_one_row(record):
    rows = in_order(record.statements)
    assert sorted(s.id for _, s in rows) == sorted(s.id for s in record.statements)


def test_a_ring_of_statements_is_drawn_too():
    _, (one, two) = marked("[s1 A] [c1 says] [t1 [s2 B] [c2 says] [t2 x]]")
    assert [(depth, s.id) for depth, s in in_order((replace(one, within=2), two))] == [(0, 1), (1, 2)]
