"""Every page is there, as a page and as JSON that is what its description says, and says what the ledger holds."""

from __future__ import annotations

import re

import pytest
from jsonschema_rs import validator_for

from onrecord.record import Record
from onrecord.web.description import description, json_path
from onrecord.web.pages import PAGES
from tests.web.addresses import PAGES as ADDRESSES
from tests.web.addresses import as_json
from tests.web.newsroom import SEASON


def described(page):
    whole = description()
    schema = whole["paths"][json_path(page.path)]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return validator_for({**schema, "components": whole["components"]})


def page_of(address):
    path = address.partition("?")[0]
    return next(p for p in PAGES if re.fullmatch(re.sub(r"\{\w+\}", r"\\d+", p.path), path))


@pytest.mark.parametrize("name", [name for name in ADDRESSES if name != "missing"])
def test_the_page_and_its_json(client, name):
    address = ADDRESSES[name]
    page, data = client.get(address), client.get(as_json(address))
    assert (page.status_code, data.status_code) == (200, 200)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert data.headers["content-type"] == "application/json"
    assert "None" not in re.sub("<[^>]*>", "", page.text).replace("None. Try", "")
    described(page_of(address)).validate(data.json())


def test_every_page_is_looked_at_here():
    assert {page_of(address).path for address in ADDRESSES.values()} == {p.path for p in PAGES} - {"/add/{item}"}


def test_every_field_of_every_class_has_its_sentence():
    for name, found in description()["components"]["schemas"].items():
        assert found["description"], name
        for field, schema in found.get("properties", {}).items():
            assert schema.get("description"), f"{name}.{field}"


def test_the_description_is_complete_and_says_what_may_be_asked(client):
    found = client.get("/openapi.json").json()
    assert found == description()
    assert {json_path(page.path) for page in PAGES} <= set(found["paths"])
    kind = next(p for p in found["paths"]["/search.json"]["get"]["parameters"] if p["name"] == "kind")
    assert "denies" in kind["schema"]["enum"]


def test_an_article_is_the_record_of_the_ledger(client, ledger):
    data = client.get("/articles/2.json").json()
    record = Record.from_dict(data["record"])
    assert record == list(ledger.export(all_versions=True))[1]
    assert [len(data[name]) for name in ("versions", "copies", "corrections")] == [2, 0, 0]
    assert data["places"]["2"]["person"] == ledger.who("Ana Brooks")[0].id


def test_an_article_says_who_said_what_beside_its_words(client):
    page = client.get("/articles/2").text
    assert '<span class="source k2">two people who work for the board' not in page
    assert re.search(r'<span class="source k\d checked">two people who work for the board</span>', page)
    assert "The accusation rests on people without a name" in page
    assert "Nobody with a name says that the board knew." in page
    assert re.search(r"as told by <a href=\"#n4\">4 two people who work for the board \(unnamed\)", page)
    assert "condition: “if the rain went on”" in page
    assert '<span class="unsure">unsure</span>' in page
    assert 'id="s7"' in page
    assert 'id="n7"' in page
    assert '<a href="https://tidewater.example/pier" rel="noreferrer noopener external">' in page


def test_an_older_version_says_so_and_what_changed_is_compared(client):
    assert "There is a" in client.get("/articles/1").text
    data = client.get("/articles/1/against/2.json").json()
    assert (data["older"]["version"], data["newer"]["version"]) == (1, 2)
    assert [told["content"] for told in data["came"]] == ["that a letter went missing"]
    assert [told["content"] for told in data["went"]] == ["that all was well"]
    runs = [run for paragraph in data["paragraphs"] for run in paragraph]
    assert {"what": "added", "text": "on Tuesday"} in runs
    text = " ".join(run["text"] for run in runs if run["what"] != "removed")
    newest = client.get("/articles/2.json").json()["record"]["article"]["text"]
    assert text.split() == newest.split()
    assert client.get("/articles/1/against/3").status_code == 404


def test_a_search_asks_in_english_counts_and_shows_the_words_in_place(client):
    data = client.get("/search.json?words=pier&kind=asks&sort=first").json()
    assert data["question"] == "Which statements hold “pier” and are of the kind “asks”? The first said first."
    assert data["total"] == len(data["found"]) == 9
    assert data["facets"]["kind"] == [["asks", 9]]
    assert data["facets"]["outlet"] == [["Harbour Mail", 5], ["Coast Wire", 4]]
    assert [day for day, _ in data["facets"]["days"]] == [f"2026-0{month}-04" for month in range(1, 10)]
    place = data["places"][str(data["found"][0]["statement"])]
    (start, end) = place["statement"]["content"][0]
    assert place["text"][start:end] == data["found"][0]["content"]
    page = client.get("/search?words=piers&kind=asks").text
    assert re.search(r'<span class="content hit">pier</span>', page)
    assert 'href="/search?words=piers&amp;kind=asks&amp;outlet=Coast+Wire"' in page


def test_a_person_over_time_by_outlet_and_about_what(client, ledger):
    id = ledger.who("Ana Brooks")[0].id
    data = client.get(f"/people/{id}.json").json()
    assert sum(count for _, count in data["said"]["months"]) == data["person"]["statements"] == 13
    assert sum(each["statements"] for each in data["said"]["outlets"]) == 13
    assert ["pier", 9] in data["said"]["about"]
    page = client.get(f"/people/{id}").text
    assert '<svg class="chart"' in page
    assert "2026-10 4." in page


def test_the_pages_of_a_person_hold_every_statement_once(ledger):
    id = ledger.who("Ana Brooks")[0].id
    seen, before = [], None
    while True:
        said = ledger.shelf.said(id, before=before, limit=5)
        seen += [each.statement for each in said.statements]
        before = said.older
        if before is None:
            break
    assert len(seen) == len(set(seen)) == 13


def test_a_family_shows_what_differs_and_who_was_first(client):
    (found,) = client.get("/families.json?words=season").json()["found"]
    page = client.get(f"/families/{found['id']}").text
    assert found["outlets"] == 3
    assert found["first"]["outlet"] == "The Tidewater Post"
    assert SEASON in page.replace("&#39;", "'")
    assert '<span class="relation altered">altered</span>' in page
    assert re.search(r"<del><span class=\"away\">\[only in the fullest\] </span>I would</del>", page)


def test_positions_side_by_side_with_a_timeline(client):
    page = client.get("/positions?topic=pier&since=2026-10-15").text
    assert "What moved since 2026-10-15" in page
    assert page.count('class="dot demands"') > 1
    assert '<th scope="col">rejects</th>' in page
    assert 'aria-label="Marlow Harbour Board rejects: any talk of selling the pier (2026-10-16)"' in page


def test_the_front_page_counts_and_lists(client):
    data = client.get("/index.json").json()
    assert (data["articles"], data["statements"]) == (12, 38)
    assert data["newest"][0]["id"] == 13
    assert [line["unnamed"] for line in data["unnamed"]] == [1, 1]
    assert data["widest"][0]["outlets"] == 3


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/articles/77.json", 404, "There is no article 77 in the ledger."),
        ("/people/9999.json", 404, "There is no person 9999 in the ledger; perhaps it was joined with another."),
        ("/families/99.json", 404, "There is no family 99 in the ledger."),
        ("/articles/99999999999999999999.json", 400, "article is a whole number"),
        ("/articles/x.json", 404, "There is no such page."),
        ("/search.json?kind=sings&words=a", 400, "There is no kind 'sings'. Choose one of:"),
        ("/search.json?from=yesterday", 400, "'yesterday' is no day."),
        ("/search.json?words=---", 400, "There is no word in '---'."),
        ("/search.json?words=pier&limit=0", 400, "limit is 1 to 200, not 0."),
        ("/search.json?words=pier&limit=-1", 400, "limit is a whole number"),
        (f"/search.json?words={'x' * 1001}", 400, "words is longer than 1,000 characters."),
        ("/people/2.json?before=1e3", 400, "before is a whole number"),
        ("/add/1.json", 404, "Nothing is remembered that was handed in as 1."),
        ("/nowhere.json", 404, "There is no such page."),
    ],
)
def test_what_makes_no_sense_is_told_in_a_sentence(client, address, status, sentence):
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.json()["error"].startswith(sentence)


def test_an_error_is_a_page_for_who_reads_pages(client):
    answer = client.get("/articles/77", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "There is no article 77 in the ledger." in answer.text
    assert client.get("/search?kind=sings&words=a").status_code == 400
