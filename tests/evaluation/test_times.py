"""The dates of GUM are read as GUM means them, and right is what means the same days."""

from evaluation.times import Mark, documents, found_at, is_right, main, table, tally
from onrecord.extraction.times.expressions import expressions
from onrecord.span import Span

HEAD = """# newdoc id = GUM_news_pier
# meta::dateCreated = 2017-07-18
# newpar
# newpar_block = p (1 s)
# text = It's said
"""


def token(number: str, form: str, misc: str = "_") -> str:
    return "\t".join([number, form, *["_"] * 7, misc])


def document(*tokens: str) -> str:
    return HEAD + "\n".join(tokens) + "\n\n"


SAMPLE = document(
    token("1-2", "It's"),
    token("1", "It"),
    token("2", "'s"),
    token("3", "from", "Entity=1)"),
    token("4", "Tuesday", 'SpaceAfter=No|XML=<date when:::"2017-07-18"></date>'),
    token("5", ","),
    token("6", "July", 'XML=<p><date when:::"2017-07">'),
    token("7", "2017", "XML=</date></p>"),
    token("8", "since"),
    token("9", "2014", 'XML=<date when:::"2014"></date>'),
    token("10", "yesterday", 'XML=<date when:::"--07"></date>'),
    token("11", "fall", 'XML=<date notBefore:::"2004-09" notAfter:::"2004-12">'),
    token("12", "2004", "XML=</date>"),
) + "# newpar\n" + token("1", "Then") + "\n\n"  # fmt: skip


def test_documents_are_put_together_with_their_marks():
    (one,) = documents(SAMPLE.splitlines())
    assert one.text == "It's from Tuesday, July 2017 since 2014 yesterday fall 2004\n\nThen"
    assert (one.name, one.published, one.unreadable) == ("GUM_news_pier", "2017-07-18", 1)
    assert [(mark.span.of(one.text), mark.first, mark.last, mark.exact, mark.kind) for mark in one.marks] == [
        ("Tuesday", "2017-07-18", "2017-07-18", True, "day"),
        ("July 2017", "2017-07-01", "2017-07-31", True, "month"),
        ("2014", "2014-01-01", "2014-12-31", True, "year"),
        ("fall 2004", "2004-09-01", "2004-12-31", False, "bounds"),
    ]


def test_what_is_found_is_counted():
    counted = tally(documents(SAMPLE.splitlines()), misses := [])
    assert sum(counted.marks.values()) == sum(counted.found.values()) == sum(counted.right.values()) == 4
    assert (counted.extra, counted.unreadable, misses) == (1, 1, [])
    assert table(counted)[-2].split() == ["all", "4", "4", "4", "0", "100.0", "100.0"]


def right(text: str, first: str | None, last: str | None, *, exact: bool = True) -> bool:
    found = expressions(text, None, "2017-07-18")
    mark = Mark(Span(0, len(text)), first, last, exact, "day")
    one = found_at(mark, found)
    return one is not None and is_right(mark, one)


def test_the_same_days_are_right():
    assert right("last week", "2017-07-10", "2017-07-16")
    assert not right("last week", "2017-07-10", "2017-07-17")
    assert not right("nothing", "2017-07-10", "2017-07-17")


def test_one_end_of_a_range_decides_where_the_mark_is_that_end():
    assert right("since 2014", "2014-01-01", "2014-12-31")
    assert not right("since 2014", "2013-01-01", "2013-12-31")
    assert right("until 2014", "2014-01-01", "2014-12-31")


def test_days_within_bounds_are_right():
    assert right("a few weeks ago", None, "2017-07-18", exact=False)
    assert not right("a few weeks ago", "2017-01-01", "2017-07-18", exact=False)
    assert not right("2018", None, "2017-07-18", exact=False)


def test_nothing_is_counted_in_nothing():
    assert table(tally([]))[1].split() == ["all", "0", "0", "0", "0"]


def test_without_corpora_it_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ONRECORD_CORPORA", str(tmp_path))
    assert main([]) == 0
    assert "nothing was measured" in capsys.readouterr().out
