"""`onrecord check` prints what was observed in every form, turns checks on and off, and ends as it says."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given

from onrecord.article import Article, Block
from onrecord.checks.registry import RULES, checked
from onrecord.cli import check_table, sarif
from onrecord.cli.check import elsewhere
from onrecord.ledger.ledger import Ledger
from onrecord.record import Check, Record
from onrecord.span import Span
from tests.formats.strategies import records
from tests.markup import FAKE_MODEL, marked_record

TEXT = "The meeting reportedly took place.\n\nKey points include:\n\nThese points [s1 Brooks] [c1 did] not [t1 like].\n"


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "draft.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


@pytest.fixture
def quiet(tmp_path):
    path = tmp_path / "quiet.txt"
    path.write_text("The ferry left at noon.\n", encoding="utf-8")
    return str(path)


def test_the_table_has_the_words_and_why(onrecord, draft):
    status, out, err = onrecord("check", draft)
    assert (status, err) == (0, "")
    assert "  hedged        reportedly\n" in out
    assert "  missing-list  Key points include:\n" in out
    assert "would settle it." in " ".join(out.split())
    assert "\n2 observations in 1 article: hedged 1, missing-list 1\n" in out


def test_an_article_without_observations_says_so(onrecord, quiet):
    assert onrecord("check", quiet, "--strict") == (0, f"A title\n{quiet}\nNothing was observed in this article.\n", "")


def test_strict_ends_with_one_when_anything_was_observed(onrecord, draft):
    assert onrecord("check", draft, "--strict")[0] == 1
    assert onrecord("check", draft, "--strict", "--off", "hedged", "--off", "missing-list")[0] == 0
    assert onrecord("check", draft, "--strict", "--off", "hedged,missing-list")[0] == 0
    assert onrecord("check", draft, "--strict", "--off", "all")[0] == 0


def test_what_cannot_be_read_is_listed_and_the_rest_checked(onrecord, draft):
    status, out, err = onrecord("check", "bad:nothing.txt", draft)
    assert status == 1
    assert "hedged" in out
    assert "1 of 2 inputs could not be read" in err


def test_a_code_or_form_that_there_is_not_is_told_before_anything_is_read(onrecord, draft):
    status, out, err = onrecord("check", draft, "--off", "heged")
    assert (status, out) == (2, "")
    assert "no check 'heged'" in err
    status, out, err = onrecord("check", draft, "--format", "xml")
    assert (status, out) == (2, "")
    assert "table, json, html, sarif" in err


def test_the_list_has_every_check(onrecord):
    status, out, _ = onrecord("check", "--list")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == list(RULES)
    assert "(off: " in out
    assert "(with --ledger)" in out


def test_json_is_that_of_the_article(onrecord, draft):
    data = json.loads(onrecord("check", draft, "--format", "json")[1])
    found = [(check["code"], data["article"]["text"][slice(*check["spans"][0])]) for check in data["checks"]]
    assert found == [("hedged", "reportedly"), ("missing-list", "Key points include:")]


def test_the_page_has_the_checks(onrecord, draft, tmp_path):
    target = tmp_path / "page.html"
    assert onrecord("check", draft, "--format", "html", "--output", str(target)) == (0, "", "")
    page = target.read_text(encoding="utf-8")
    assert '<span class="code">hedged</span> <span class="own">“reportedly”</span>' in page


def test_sarif_points_at_the_words_of_the_file(onrecord, draft):
    log = json.loads(onrecord("check", draft, "--format", "sarif")[1])
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(RULES)
    hedged, missing = run["results"]
    region = hedged["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (1, 13, 23)
    assert region["snippet"]["text"] == "reportedly"
    assert missing["locations"][0]["physicalLocation"]["region"]["startLine"] == 3
    assert run["artifacts"][0]["location"]["uri"].endswith("draft.txt")
    assert len(run["artifacts"]) == 1


def test_sarif_of_a_page_brings_the_text_that_its_offsets_are_of():
    text = "He reportedly left.\n\nShe stayed."
    record = Record(Article(text, (Block("paragraph", Span(0, 19)),), origin="pages/a b.html"), (), (), FAKE_MODEL)
    out = io.StringIO()
    sarif.write(iter([checked(record)]), out)
    (run,) = json.loads(out.getvalue())["runs"]
    page, within = run["artifacts"]
    assert page["location"]["uri"] == "pages/a%20b.html"
    assert (within["parentIndex"], within["contents"]["text"]) == (0, text)
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == {"index": 1}


@given(record=records())
def test_sarif_of_any_record_is_json_whose_regions_are_the_words(record):
    whole = Check("another-version", (), "x")
    record = Record(record.article, record.statements, (*record.checks, whole), record.model)
    out = io.StringIO()
    sarif.write(iter([record, record]), out)
    (run,) = json.loads(out.getvalue())["runs"]
    assert len(run["results"]) == 2 * len(record.checks)
    text = record.article.text
    for result in run["results"]:
        assert result["locations"]
        assert result["level"] in ("note", "warning")
        if "ruleIndex" in result:
            assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        for place in (*result["locations"], *result.get("relatedLocations", ())):
            region = place["physicalLocation"].get("region")
            if region:
                start = region["charOffset"]
                assert region["snippet"]["text"] == text[start : start + region["charLength"]]
                assert 1 <= region["startLine"] <= region["endLine"]
                assert region["startColumn"] >= 1


@given(record=records())
def test_the_table_of_any_record_obeys_nothing(record):
    out = io.StringIO()
    check_table.write(iter([record]), out)
    assert not set("\x1b\x9b\u202e\x00") & set(out.getvalue())


def test_a_ledger_tells_what_others_report_in_other_words(onrecord, tmp_path):
    theirs = "[s1 Ana Brooks] [c1 said], [t1 “We will not sell the ferries to anybody from outside the island.”]"
    ours = "[s1 Ana Brooks] [c1 said], [t1 “We will never sell the ferries to anybody from outside the island.”]"
    with Ledger(tmp_path / "news.db") as ledger:
        ledger.add([marked_record(theirs, outlet="The Tide", origin="tide.txt", published="2024-03-05")])
    path = tmp_path / "ours.txt"
    path.write_text(ours, encoding="utf-8")
    status, out, err = onrecord("check", str(path), "--ledger", str(tmp_path / "news.db"))
    assert (status, err) == (0, "")
    assert "quote-differs" in out
    assert "The Tide, 2024-03-05" in " ".join(out.split())
    assert "quote-differs" not in onrecord("check", str(path))[1]


def test_the_articles_own_report_and_the_same_words_are_no_difference(tmp_path):
    words = "We will not sell the ferries to anybody from outside the island."
    mine = marked_record(f"[s1 Ana Brooks] [c1 said], [t1 “{words}”]", outlet="The Tide", origin="tide.txt")
    with Ledger(tmp_path / "news.db") as ledger:
        ledger.add([mine])
        another = Article("x", (), origin="else.txt")
        assert elsewhere(ledger, another)(words, None) == ()
        changed = words.replace("not", "never")
        assert [report.outlet for report in elsewhere(ledger, another)(changed, "Ana Brooks")] == ["The Tide"]
        assert elsewhere(ledger, mine.article)(changed, None) == ()


def test_read_leaves_out_what_is_off_and_makes_what_is_on(onrecord, draft):
    def codes(*options):
        status, out, err = onrecord("read", draft, "--format", "json", *options)
        assert (status, err) == (0, "")
        return [check["code"] for check in json.loads(out)["checks"]]

    assert codes("--off", "unclear-speaker") == ["hedged", "missing-list"]
    assert codes("--off", "hedged") == ["missing-list"]
    assert codes("--off", "hedged,missing-list") == []
    assert codes("--off", "all", "--on", "hedged") == ["hedged"]
    status, out, err = onrecord("read", "no-such-file.txt", "--off", "spelling")
    assert (status, out) == (2, "")
    assert "There is no check 'spelling'." in err
