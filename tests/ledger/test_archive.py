"""The archive that the benchmarks are made with plants what it says it plants, and the copies in it are found."""

from __future__ import annotations

from itertools import islice

from benchmarks.archive import Archive
from benchmarks.asked import WAYS, questions, quotations, sampled
from benchmarks.ledger import _holds, fill, prepare
from onrecord.ledger.ledger import Ledger


def test_the_same_seed_gives_the_same_archive_and_another_gives_another():
    first, same, other = (list(islice(Archive(seed, topics=20).articles(300), 30)) for seed in (1, 1, 2))
    assert first == same != other


def test_what_is_planted_is_there():
    archive = Archive(3, topics=20)
    people = {person.id: person for person in archive.people}
    seen = {"exact": 0, "truncated": 0, "altered": 0, "joined": 0, "once": 0}
    for planted in archive.articles(3_000):
        text, statements = planted.record.article.text, planted.record.statements
        assert len(statements) == len(planted.persons) == len(planted.families) == len(planted.variants)
        for statement, person, variant in zip(statements, planted.persons, planted.variants, strict=True):
            seen[variant] += 1
            assert all(0 <= span.start < span.end <= len(text) for span in statement.spans())
            assert people[person].last in statement.source[0].of(text)
            assert people[person].last in statement.speaker.name
            content = statement.content[0].of(text)
            assert content.startswith("“") == content.endswith("”") == (statement.form == "direct")
    assert all(seen.values())
    assert len({person.name for person in people.values()}) < len(people)


def test_planted_copies_are_found_and_nothing_else_is_one(tmp_path):
    planted = list(Archive(5, topics=60).articles(4_000))
    with Ledger(tmp_path / "news.db") as ledger:
        ledger.add(each.record for each in planted)
        with ledger._reading() as connection:
            rows = dict(connection.execute("SELECT url, copy_of FROM articles"))
    copies = [each for each in planted if each.copy_of]
    assert len(copies) >= 20
    found = [each for each in copies if rows[each.record.article.url] == rows[each.copy_of]]
    assert len(found) >= 0.98 * len(copies)
    groups = len(set(rows.values()))
    assert groups >= len(planted) - len(copies)


def test_questions_and_quotations_are_of_every_sort_and_what_was_said_is_found(tmp_path):
    prepared = tmp_path / "archive.jsonl"
    prepare(prepared, 2_000, seed=4)
    records = sampled(prepared, 60, seed=1)
    asked = questions(records, 120)
    assert {key for question in asked for key in question} >= {
        "words", "sort", "speaker", "to", "kind", "sourcing", "form", "outlet", "from_", "until", "about",
    }  # fmt: skip
    quoted = quotations(records, 42)
    assert {quotation.way for quotation in quoted} == set(WAYS)
    assert any(quotation.speaker for quotation in quoted)
    with Ledger(tmp_path / "archive.db") as ledger:
        steps = fill(ledger, prepared, print)
        assert sum(step.statements for step in steps) >= 2_000
        for quotation in quoted:
            answer = ledger.verify(quotation.words, speaker=quotation.speaker)
            if quotation.way == "verbatim" and quotation.speaker is None:
                assert any(_holds(match.reported, quotation.said[0]) for match in answer.matches)
            if quotation.way == "never said":
                assert answer.answer == "not found"
