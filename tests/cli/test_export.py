"""`onrecord export`: everything in every format, and back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from onrecord.cli.main import main
from onrecord.ledger.ledger import Ledger
from onrecord.statement import Said, Speaker
from tests.ledger.records import record, story

FACTS = {
    "speaker": Speaker("Ana Brooks", "person"), "sourcing": "named", "kind": "warns", "hedged": True,
    "said": Said("2026-10-01", "2026-10-03", None), "addressee": "=1+1",
}  # fmt: skip
MADE = [
    record(
        "[s1 She] [c1 said] [t1 “no”]. [s2 They] [c2 say] [t2 a]; [t2 b].", FACTS,
        url="https://a.example/1", outlet="Post",
    ),
    record("[s1 She] [c1 said] [t1 “no”]. Nothing more.", url="https://a.example/1", outlet="Post"),
    story(3),
]  # fmt: skip


@pytest.fixture
def onrecord(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with Ledger("onrecord.db") as ledger:
        ledger.add(MADE)

    def run(*arguments):
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_what_is_exported_can_be_added_to_another_ledger_and_is_the_same(onrecord):
    assert onrecord("export", "--all-versions", "--output", "all.jsonl") == (0, "", "")
    assert onrecord("add", "all.jsonl", "--ledger", "again.db")[0] == 0
    with Ledger("onrecord.db") as one, Ledger("again.db") as other:
        assert list(one.export(all_versions=True)) == list(other.export(all_versions=True)) == MADE
        assert list(one.export()) == list(other.export()) == MADE[1:]


def test_the_newest_versions_go_to_the_screen_as_json_lines(onrecord):
    status, out, _ = onrecord("export")
    assert status == 0
    assert [json.loads(line) for line in out.splitlines()] == [each.to_dict() for each in MADE[1:]]


def test_csv_has_a_row_a_statement(onrecord):
    onrecord("export", "--format", "csv", "--output", "s.csv", "--all-versions")
    with open("s.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["content"] for row in rows] == ["“no”", "a … b", "“no”", "that harbour 3 was closed"]
    assert rows[0]["addressee"] == "'=1+1"


def test_parquet_has_typed_columns(onrecord):
    duckdb = pytest.importorskip("duckdb")
    assert onrecord("export", "-f", "parquet", "-o", "it's.parquet", "--all-versions") == (0, "", "")
    with duckdb.connect() as connection:
        found = connection.execute("SELECT * FROM read_parquet('it''s.parquet')")
        types = {column[0]: str(column[1]) for column in found.description}
        rows = [dict(zip(types, row, strict=True)) for row in found.fetchall()]
        typed = dict(connection.execute("SELECT name, type FROM parquet_schema('it''s.parquet')").fetchall())
    assert (types["said_from"], types["hedged"], types["confidence"]) == ("DATE", "BOOLEAN", "DOUBLE")
    assert typed["statement"] == "INT32"
    assert str(rows[0]["said_to"]) == "2026-10-03"
    assert rows[0]["addressee"] == "=1+1"
    assert rows[0]["content_spans"] == [{"start": 9, "end": 13}]
    assert rows[1]["speaker"] is None
    assert [row["statement"] for row in rows] == [1, 2, 1, 1]
    assert sorted(path.name for path in Path().iterdir() if path.suffix != ".db") == ["it's.parquet"]


def test_parquet_is_not_for_the_screen(onrecord):
    assert onrecord("export", "-f", "parquet")[::2] == (
        2, "onrecord: Parquet is not for the screen: name a file with --output.\n"
    )  # fmt: skip


def test_brat_is_a_folder(onrecord):
    onrecord("export", "-f", "brat", "-o", "brat")
    assert len([path for path in Path("brat").iterdir() if path.suffix == ".ann"]) == 2


def test_schemaorg_has_quotations_claims_and_the_sourcing_in_words(onrecord):
    graph = json.loads(onrecord("export", "-f", "schemaorg", "--all-versions")[1])
    assert graph["@context"] == "https://schema.org"
    article, quotation, claim = graph["@graph"][:3]
    assert article["@type"] == "NewsArticle"
    assert article["publisher"] == {"@type": "Organization", "name": "Post"}
    assert quotation == {
        "@type": "Quotation",
        "@id": f"urn:{MADE[0].article.id}:statement:1",
        "text": "“no”",
        "spokenByCharacter": {"@type": "Person", "name": "Ana Brooks"},
        "isPartOf": {"@id": "https://a.example/1"},
        "description": "On the word of a named source.",
        "temporalCoverage": "2026-10-01/2026-10-03",
        "genre": "warns",
        "audience": {"@type": "Audience", "name": "=1+1"},
    }
    assert claim == {
        "@type": "Claim",
        "@id": f"urn:{MADE[0].article.id}:statement:2",
        "text": "a … b",
        "author": {"@type": "Thing", "name": "They"},
        "appearance": {"@id": "https://a.example/1"},
    }


@pytest.mark.parametrize("form", ["json", "html", "webanno"])
def test_every_other_format_is_written(onrecord, form):
    status, out, err = onrecord("export", "-f", form)
    assert (status, err) == (0, "")
    assert "harbour 3" in out


def test_a_format_that_is_not_there_is_answered_with_those_that_are(onrecord):
    assert "Choose one of: json, jsonl, csv" in onrecord("export", "-f", "xml")[2]


def test_a_ledger_that_is_not_there_leaves_what_was_exported_before(onrecord):
    Path("old.jsonl").write_text("old", encoding="utf-8")
    status, _, err = onrecord("export", "-l", "none.db", "-o", "old.jsonl")
    assert status == 1
    assert "There is no such ledger" in err
    assert Path("old.jsonl").read_text(encoding="utf-8") == "old"
