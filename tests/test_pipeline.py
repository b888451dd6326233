"""A Reader gives records for what it is given, in order, and errors in the place of what it cannot read."""

from __future__ import annotations

import pytest

import onrecord
from onrecord.article import Article
from onrecord.errors import InputMissing, ModelError, NoArticle, NotEnglish, UsageError
from onrecord.pipeline import Reader
from onrecord.record import Record
from tests.extraction.fake import Silent
from tests.markup import marked_article

GERMAN = "Der Minister sagte, dass die Brücke nicht sicher ist und dass sie im Winter geschlossen wird. " * 3


@pytest.fixture
def reader():
    return Reader(network=Silent(), threads=2)


def test_a_text_is_read_with_what_is_known_of_it(reader):
    record = reader.read(text="It rained.", title="Rain", outlet="The Tidewater Post", published="2026-10-14")
    assert (record.article.text, record.article.title) == ("It rained.", "Rain")
    assert (record.article.outlet, record.article.published) == ("The Tidewater Post", "2026-10-14")
    assert record.model == Silent.model


def test_the_times_of_an_article_are_kept_with_it_those_of_no_statement_too(reader):
    text = "It rained on Monday. It will rain next week.\n\nIt was dry in 2014."
    record = reader.read(text=text, published="2026-10-14")
    assert [(one.span.of(text), one.earliest) for one in record.times] == [
        ("Monday", "2026-10-12"),
        ("next week", "2026-10-19"),
        ("2014", "2014-01-01"),
    ]


def test_an_article_is_read_as_it_is(reader):
    article, _ = marked_article("[s1 Ana Brooks] [c1 said] [t1 no].")
    assert reader.read(article).article is article


def test_a_file_is_read(reader, tmp_path):
    (tmp_path / "a.txt").write_text("It rained all day in Marlow Sound.")
    assert reader.read(tmp_path / "a.txt").article.text == "It rained all day in Marlow Sound."


@pytest.mark.parametrize("given", [{}, {"source": "a.txt", "text": "It rained."}])
def test_either_a_source_or_a_text(reader, given):
    with pytest.raises(UsageError, match="either a source"):
        reader.read(**given)


def test_one_record_is_asked_for_and_several_are_there(reader, tmp_path):
    (tmp_path / "many.jsonl").write_text('{"text": "It rained."}\n{"text": "It snowed."}\n')
    with pytest.raises(UsageError, match="several articles: use read_all"):
        reader.read(tmp_path / "many.jsonl")


@pytest.mark.parametrize("threads", [0, -1])
def test_no_threads_is_an_error(threads):
    with pytest.raises(UsageError, match="less than 1"):
        Reader(threads=threads)


def test_what_cannot_be_read_is_raised_by_read(reader):
    with pytest.raises(InputMissing):
        reader.read("no-such-file.txt")
    with pytest.raises(NoArticle):
        reader.read(text=" \n ")
    with pytest.raises(NotEnglish):
        reader.read(text=GERMAN)
    with pytest.raises(NoArticle):
        reader.read(Article("", ()))


def test_what_cannot_be_read_is_given_in_its_place_by_read_all(reader, tmp_path):
    (tmp_path / "a.txt").write_text("It rained all day.")
    (tmp_path / "b.txt").write_text(GERMAN)
    article, _ = marked_article("[s1 Ana Brooks] [c1 said] [t1 no].")
    inputs = [tmp_path / "b.txt", article, "no-such-file.txt", tmp_path / "a.txt", Article("", ())]
    results = list(reader.read_all(inputs))
    assert [type(result) for result in results] == [NotEnglish, Record, InputMissing, Record, NoArticle]


def test_a_network_that_fails_is_no_input_error(tmp_path):
    class Broken(Silent):
        def __call__(self, batch):
            raise ModelError("the graph is damaged")

    (tmp_path / "a.txt").write_text("It rained all day.")
    with pytest.raises(ModelError):
        list(Reader(network=Broken(), threads=1).read_all([tmp_path / "a.txt"]))


def test_articles_are_read_when_they_are_asked_for(reader):
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield marked_article("[s1 Ana Brooks] [c1 said] [t1 no].")[0]

    results = reader.read_all(endless())
    for _ in range(5):
        next(results)
    results.close()
    assert len(taken) < 20


def test_a_reader_says_what_it_is():
    assert repr(Reader(threads=1)) == "<Reader with 1 thread, its model not loaded yet>"
    assert "2 threads" in repr(Reader(network=Silent(), threads=2))


def test_the_names_are_there_and_no_others():
    assert onrecord.read.__doc__
    with pytest.raises(AttributeError, match="it has Added, AddressRefused"):
        onrecord.no_such_name  # noqa: B018
