"""Every search and person has an Atom feed, well-formed whatever the articles hold."""

from __future__ import annotations

import shutil
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from onrecord.ledger.ledger import Ledger
from onrecord.web import server
from tests.web.newsroom import SEASON

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_search_as_a_feed(client):
    answer = client.get("/search.atom?words=pier&kind=asks")
    assert answer.headers["content-type"] == "application/atom+xml"
    root = ElementTree.fromstring(answer.content)
    assert root.findtext(f"{ATOM}title").startswith("Which statements hold “pier” and are of the kind “asks”?")
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 9
    assert entries[0].findtext(f"{ATOM}title").startswith("Tom Orr: who will pay for the pier and its 9 lamps")
    ids = [each.text for each in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == 10
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == "http://127.0.0.1:8787/search.atom?words=pier&kind=asks"
    assert client.get(links["alternate"]).status_code == 200
    assert client.get(entries[0].find(f"{ATOM}link").get("href").partition("#")[0]).status_code == 200
    assert root.findtext(f"{ATOM}updated").endswith("+00:00")


def test_a_feed_says_the_same_each_time(client):
    assert client.get("/people/2.atom").content == client.get("/people/2.atom").content


def test_a_person_as_a_feed_that_the_page_leads_to(client):
    root = ElementTree.fromstring(client.get("/people/2.atom").content)
    assert root.findtext(f"{ATOM}title") == "What Ana Brooks said"
    assert any(SEASON in entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry"))
    link = '<link rel="alternate" type="application/atom+xml" title="What Ana Brooks said" href="/people/2.atom">'
    assert link in client.get("/people/2").text


def test_a_feed_of_nothing_is_refused_and_an_empty_one_is_a_feed(client):
    assert client.get("/search.atom").status_code == 400
    assert ElementTree.fromstring(client.get("/search.atom?words=zeppelin").content).findall(f"{ATOM}entry") == []
    assert client.get("/people/999.atom").status_code == 404


@pytest.mark.parametrize("address", ["/search.atom?words=pier", "/people/1.atom", "/search.atom?sourcing=unnamed"])
def test_hostile_articles_make_no_markup(filled, tmp_path, address):
    shutil.copy(filled / "hostile.db", tmp_path / "bad.db")
    with Ledger(tmp_path / "bad.db") as ledger:
        assert ledger.find("pier").total
    client = TestClient(server.opened(str(tmp_path / "bad.db"), server.door("127.0.0.1")), base_url="http://127.0.0.1")
    root = ElementTree.fromstring(client.get(address).content)
    assert root.findall(f"{ATOM}entry")
    assert {each.tag for each in root.iter()} <= {
        f"{ATOM}{name}" for name in "feed title id updated link author name entry content".split()
    }
