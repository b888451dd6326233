"""A person's decisions find their statements by exact words, and none is lost in silence."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.corrections import LARGEST, Correction, Corrections, CorrectionWarning
from onrecord.errors import UsageError
from onrecord.pipeline import Reader
from onrecord.statement import Speaker
from tests.extraction.fake import Marked
from tests.formats.strategies import records
from tests.laws.law_of_spans import check_statements
from tests.markup import marked_article, marked_record

TEXT = (
    "[s1 She] [c1 told] the board [t1 to wait]. [s2 She] [c2 said] [t2 no]. "
    "[s3 Aides] [c3 said] [t3 that [s4 Orr] [c4 told] her [t4 to go home, and at once]]."
)


@pytest.fixture
def record():
    return marked_record(TEXT, title="The board waits", origin="samples/board.txt", url="https://tide.example/board")


def corrected(record, text):
    return Corrections.from_text(text).applied(record)


def one(**keys):
    """A file of one correction."""
    shown = {key: str(value).lower() if isinstance(value, bool) else f'"{value}"' for key, value in keys.items()}
    return "[[correction]]\n" + "".join(f"{key} = {value}\n" for key, value in shown.items())


def test_this_source_is_that_speaker(record):
    found = corrected(record, one(source="She", cue="told", speaker="Ana Brooks", sourcing="named"))
    changed, *rest = found.record.statements
    assert (changed.speaker, changed.sourcing) == (Speaker("Ana Brooks", "person"), "named")
    assert tuple(rest) == record.statements[1:]
    assert [fit.is_applied() for fit in found.fits] == [True]
    assert found.record.article is record.article


def test_to_whom_on_what_and_what_it_does(record):
    text = one(cue="told", content="to wait", addressee="the board", channel="a call", kind="demands", hedged=True)
    changed = corrected(record, text).record.statements[0]
    assert (changed.addressee, changed.channel, changed.kind, changed.hedged) == (
        "the board",
        "a call",
        "demands",
        True,
    )


def test_a_type_is_kept_unless_another_is_given(record):
    known = replace(record.statements[2], speaker=Speaker("aides", "group"))
    grouped = replace(record, statements=(*record.statements[:2], known, record.statements[3]))
    aides = corrected(grouped, one(source="Aides", speaker="Brooks's aides")).record.statements[2]
    assert aides.speaker == Speaker("Brooks's aides", "group")
    board = corrected(grouped, one(source="Aides", speaker="The board", type="organisation")).record.statements[2]
    assert board.speaker == Speaker("The board", "organisation")
    assert corrected(grouped, one(source="Aides", speaker="")).record.statements[2].speaker is None


def test_what_is_no_statement_is_left_out_and_what_was_inside_of_it_stays(record):
    found = corrected(record, one(source="Aides", statement=False)).record
    check_statements(found.article, tuple(replace(s, hedged=False) for s in found.statements))
    assert [s.id for s in found.statements] == [1, 2, 3]
    assert found.statements[2].within is None
    assert found.statements[2].cue == record.statements[3].cue


def test_what_was_two_deep_is_then_one_deep():
    record = marked_record("[s1 A] [c1 says] [t1 [s2 B] [c2 says] [t2 [s3 C] [c3 says] [t3 no]]].")
    assert [s.within for s in corrected(record, one(source="B", statement=False)).record.statements] == [None, 1]


def test_a_content_may_be_given_by_its_beginning(record):
    assert corrected(record, one(content="to go …", kind="demands")).record.statements[3].kind == "demands"
    assert not corrected(record, one(content="go home…", kind="demands")).fits[0].is_applied()


def test_words_are_compared_as_people_copy_them():
    record = marked_record("[s1 Ana  Brooks] [c1 said] [t1 one\nthing], she said, and [t1 another].")
    found = corrected(record, one(source="Ana Brooks", content="one thing … another", kind="states"))
    assert found.record.statements[0].kind == "states"


def test_a_statement_without_a_source_is_found_by_an_empty_one():
    record = marked_record("It was [c1 said] [t1 no]. [s2 Orr] [c2 said] [t2 yes].")
    assert corrected(record, one(source="", cue="said", kind="states")).fits[0].statements == (1,)


@pytest.mark.parametrize(
    ("keys", "statements", "says"),
    [
        ({"source": "Kim"}, (), "No statement has these words now"),
        ({"source": "She"}, (1, 2), "2 statements have these words (1, 2). Add the cue or the content"),
        ({"cue": "told"}, (1, 4), "every = true"),
    ],
)
def test_what_does_not_fit_changes_nothing_and_is_told(record, keys, statements, says):
    found = corrected(record, one(**keys, speaker="X"))
    assert found.record == record
    (fit,) = found.fits
    assert fit.statements == statements
    assert says in fit.problem()
    assert str(fit.correction).startswith("line 1: ")


def test_every_statement_with_these_words_where_that_is_meant(record):
    found = corrected(record, one(source="She", speaker="Ana Brooks", every=True))
    assert [s.speaker is not None for s in found.record.statements] == [True, True, False, False]


@pytest.mark.parametrize("name", ["samples/board.txt", "The board waits", "https://tide.example/board", None])
def test_the_article_is_named_by_path_title_address_or_id(record, name):
    text = one(article=name or record.article.id, source="Orr", speaker="Lee Orr")
    assert len(corrected(record, text).fits) == 1
    assert corrected(record, text.replace('article = "', 'article = "x')).fits == ()


def test_the_later_decision_stands(record):
    text = one(source="Orr", speaker="A") + one(source="Orr", speaker="B") + one(source="Orr", addressee="her")
    changed = corrected(record, text).record.statements[3]
    assert (changed.speaker, changed.addressee) == (Speaker("B", "person"), "her")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[correction]\n", "is not TOML"),
        ("\n[[correction]]\nsource = 'She'\nspeeker = 'x'\n", "line 4: there is no 'speeker' in a correction. Choose"),
        ("[[correction]]\nsource = 3\nspeaker = 'x'", "line 2: source is text"),
        ("[[correction]]\nsource = 'She'\nhedged = 'yes'", "line 3: hedged is true or false"),
        ("[[correction]]\nsource = 'She'\nkind = 'shouts'", "line 3: kind is one of: states, denies"),
        ("[[correction]]\nsource = 'She'\nsourcing = 'me'", "line 3: sourcing is one of: named"),
        ("[[correction]]\nspeaker = 'x'", "line 1: it says of no statement what its words are"),
        ("# one\n\n[[correction]]\nsource = 'She'", "line 3: it changes nothing"),
        ("[[correction]]\nsource = 'She'\nstatement = true", "line 3: only what is no statement"),
        (
            "[[correction]]\nsource = 'She'\nstatement = false\nkind = 'states'",
            "line 3: what is no statement has no kind",
        ),
        ("[[correction]]\nsource = 'She'\ntype = 'person'", "line 3: the type is that of a speaker"),
        ("[[correction]]\narticle = ''\nsource = 'She'\nkind = 'states'", "line 2: it names no article"),
        ("\n[[decision]]\nsource = 'She'", "line 2: 'decision' is out of place"),
        ("correction = 3", "'correction' is out of place"),
        ("correction = [3]", "'correction' is out of place"),
        ("a = " + "[" * 5000, "nested too deeply"),
        ("\na." * 1 + "a." * 50_000 + "a = 1", "line 2: it is nested too deeply"),
        ("a = " + "9" * 5000, "is not TOML"),
    ],
)
def test_a_file_that_is_off_names_the_line_and_what_to_do(text, says):
    begun = perf_counter()
    with pytest.raises(UsageError) as caught:
        Corrections.from_text(text, path="mine.toml")
    assert says in str(caught.value)
    assert str(caught.value).startswith("mine.toml")
    assert len(str(caught.value)) < 300
    assert perf_counter() - begun < 2


def test_a_file_that_is_none(tmp_path):
    for name, data, says in (
        ("a.toml", b"\xff\xfe\n", "line 1: this is not UTF-8"),
        ("b.toml", b"#" * (LARGEST + 1), "larger than"),
        ("missing.toml", None, "cannot be read"),
    ):
        if data is not None:
            (tmp_path / name).write_bytes(data)
        with pytest.raises(UsageError, match=says):
            Corrections.from_file(tmp_path / name)
    with pytest.raises(UsageError, match="cannot be read"):
        Corrections.from_file(tmp_path)
    (tmp_path / "mark.toml").write_text("\ufeff" + one(source="She", kind="states"), encoding="utf-8")
    assert len(Corrections.from_file(tmp_path / "mark.toml").items) == 1
    (tmp_path / "empty.toml").write_text("")
    assert Corrections.from_file(tmp_path / "empty.toml").items == ()


def test_a_heading_inside_of_a_text_is_no_heading():
    text = "[[correction]]\nsource = '''\n[[correction]]\n'''\nkind = 'no'\n"
    with pytest.raises(UsageError, match="line 5: kind is one of"):
        Corrections.from_text(text)


def test_a_reader_applies_them_and_warns_of_what_does_not_fit():
    article, statements = marked_article("[s1 She] [c1 said] [t1 the pier would close].")
    reader = Reader(network=Marked(article, statements), threads=1)
    good = Corrections.from_text(one(source="She", speaker="Ana Brooks"))
    assert reader.read(article, corrections=good).statements[0].speaker == Speaker("Ana Brooks", "person")
    with pytest.warns(CorrectionWarning, match="line 1: source “He”: No statement"):
        record = reader.read(article, corrections=Corrections.from_text(one(source="He", speaker="Lee Orr")))
    assert record == reader.read(article)


KEYS = st.fixed_dictionaries(
    {},
    optional={
        "source": st.sampled_from(["", "a", "b"]),
        "cue": st.sampled_from(["a", "b"]),
        "content": st.sampled_from(["a", "…", "b…"]),
        "every": st.booleans(),
        "is_statement": st.booleans(),
        "changes": st.sampled_from([{"kind": "states"}, {"speaker": "X"}, {"speaker": None}, {"addressee": "b"}]),
    },
)


@given(records(), st.lists(KEYS, max_size=4))
def test_any_decisions_about_any_record_leave_a_record(record, several):
    found = Corrections(tuple(Correction(line=n, **keys) for n, keys in enumerate(several, 1))).applied(record)
    assert len(found.fits) == len(several)
    dropped = {n for fit in found.fits if fit.is_applied() and not fit.correction.is_statement for n in fit.statements}
    assert len(found.record.statements) == len(record.statements) - len(dropped)
    if dropped:
        assert [s.id for s in found.record.statements] == list(range(1, len(found.record.statements) + 1))
    if not any(fit.is_applied() for fit in found.fits):
        assert found.record == record
