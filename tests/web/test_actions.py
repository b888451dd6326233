"""What a person does in the reading room is in the ledger, and can be taken back."""

from __future__ import annotations

import json
import time

import pytest

from onrecord.errors import NoArticle
from tests.web.conftest import OURS, FakeReader


def do(client, address, /, **data):
    answer = client.post(address, data=data, headers=OURS)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def refused(client, address, /, **data):
    answer = client.post(address, data=data, headers={**OURS, "accept": "application/json"})
    assert answer.status_code == 400
    return answer.json()["error"]


def test_a_statement_is_corrected_shown_as_made_by_a_person_and_undone(client):
    place = client.get("/articles/2.json").json()["places"]["3"]
    leads = do(client, "/articles/2/corrections", statement=place["statement"], verb="speaker", speaker="Mia Holm")
    assert leads == "/articles/2#n3"
    page = client.get("/articles/2").text
    assert '<span class="hand">corrected by hand</span>' in page
    assert "is by Mia Holm, not by Ana Brooks." in page
    assert client.get("/search.json?speaker=Holm").json()["total"] == 1
    kept = client.get("/articles/2.json").json()["corrections"][0]
    assert do(client, f"/corrections/{kept['id']}/undo") == "/articles/2#corrections"
    page = client.get("/articles/2").text
    assert "corrected by hand</span>" not in page
    assert "undone" in page
    assert client.get("/search.json?speaker=Holm").json()["total"] == 0


def test_no_statement_and_another_end(client):
    places = client.get("/articles/2.json").json()["places"]
    do(client, "/articles/2/corrections", statement=places["7"]["statement"], verb="end", last_words="open its books")
    leads = do(client, "/articles/2/corrections", statement=places["6"]["statement"], verb="none")
    assert leads == "/articles/2#corrections"
    record = client.get("/articles/2.json").json()["record"]
    assert len(record["statements"]) == 6
    start, end = record["statements"][5]["content"][0]
    assert record["article"]["text"][start:end] == "that the board open its books"


def test_corrections_that_make_no_sense_are_told(client):
    statement = client.get("/articles/2.json").json()["places"]["1"]["statement"]
    assert "needs the statement" in refused(client, "/articles/2/corrections", verb="none")
    assert "There is no verb" in refused(client, "/articles/2/corrections", verb="eat", statement=statement)
    assert "no statement" in refused(client, "/articles/3/corrections", verb="none", statement=statement)
    assert "Give the speaker's name" in refused(client, "/articles/2/corrections", verb="speaker", statement=statement)
    assert "do not stand" in refused(client, "/articles/2/corrections", verb="end", statement=statement)
    assert "There is no correction 9" in refused(client, "/corrections/9/undo")


def test_people_are_split_joined_renamed_and_all_of_it_undone(client, ledger):
    brooks = ledger.who("Ana Brooks")[0].id
    leads = do(client, f"/people/{brooks}/split", articles="https://coastwire.example/a/1\n")
    other = int(leads.rpartition("/")[2])
    assert client.get(f"{leads}.json").json()["person"]["statements"] == 1
    assert do(client, f"/people/{brooks}/join", other=str(other)) == f"/people/{brooks}"
    assert client.get(f"/people/{brooks}.json").json()["person"]["statements"] == 13
    do(client, f"/people/{brooks}/rename", name="Ana Brooks (chair)")
    page = client.get(f"/people/{brooks}").text
    assert "Ana Brooks (chair)" in page
    assert "decided by hand" in page
    for decision in client.get("/people.json").json()["decisions"]:
        do(client, f"/people/decisions/{decision['id']}/undo")
    assert ledger.who("Ana Brooks")[0].statements == 13
    assert all(each.undone for each in ledger.people.decisions())


def test_decisions_that_make_no_sense_are_told(client):
    assert "Give the other person" in refused(client, "/people/2/join")
    assert "one person already" in refused(client, "/people/2/join", other="2")
    assert "Nobody in the ledger" in refused(client, "/people/2/join", other="Zeno")
    assert "Give the articles" in refused(client, "/people/2/split", articles="\n")
    assert "is no name" in refused(client, "/people/2/rename", name="x" * 300)


class TestAdding:
    """Files, texts and addresses are read by the pipeline while pages are answered."""

    def wait(self, client, leads):
        for _ in range(600):
            item = client.get(f"{leads}.json").json()["item"]
            if item["state"] in ("done", "failed"):
                return item
            time.sleep(0.05)
        raise AssertionError("it is still being read")

    def test_a_text(self, client, ledger):
        leads = do(
            client, "/add", text="[s1 Mia Holm] [c1 said] [t1 that lamps were lit].", title="Lamps", outlet="The Tide"
        )
        item = self.wait(client, leads)
        assert (item["state"], item["articles"], item["statements"], item["stored"]) == ("done", 1, 1, 1)
        assert f'href="/articles/{item["leads_to"]}">Read it' in client.get(leads).text
        assert ledger.find("lamps were lit").found[0].outlet == "The Tide"
        assert "Lamps" in client.get("/add").text

    def test_a_file_under_its_own_name_and_the_same_again(self, client, ledger):
        for path in ("C:\\news\\lamps.txt", "../../etc/lamps.txt"):
            file = {"file": (path, b"[s1 Mia Holm] [c1 said] [t1 that lamps were lit].", "text/plain")}
            answer = client.post("/add", files=file, headers=OURS)
            item = self.wait(client, answer.headers["location"])
            assert item["name"] == "lamps.txt"
            assert item["state"] == "done"
        assert (item["stored"], item["unchanged"]) == (0, 1)
        assert item["leads_to"]
        assert ledger.find("lamps were lit").found[0].origin == "lamps.txt"

    def test_what_onrecord_wrote_is_taken_without_the_model(self, made, ledger):
        def no_model():
            raise AssertionError("the model was asked for")

        client = made(reader=no_model)
        records = [record.to_dict() for record in ledger.export()][:2]
        records[0]["article"] |= {"url": "https://new.example/1", "title": "New"}
        lines = "\n".join(json.dumps(record) for record in records).encode()
        answer = client.post("/add", files={"file": ("all.jsonl", lines, "application/json")}, headers=OURS)
        item = self.wait(client, answer.headers["location"])
        assert (item["state"], item["stored"], item["unchanged"]) == ("done", 1, 1)

    def test_what_cannot_be_read_is_told_without_paths(self, client, tmp_path):
        answer = client.post("/add", files={"file": ("a.png", b"\x89PNG\r\n\x1a\n", "image/png")}, headers=OURS)
        item = self.wait(client, answer.headers["location"])
        assert item["state"] == "failed"
        assert item["problems"][0].startswith("a.png: This is a PNG image")
        assert "It could not be read." in client.get(answer.headers["location"]).text

    @pytest.mark.parametrize(
        "address",
        [
            "http://127.0.0.1:8787/index.json",
            "http://169.254.169.254/latest/meta-data",
            "http://[::1]/",
            "http://localhost/",
        ],
    )
    def test_addresses_of_this_machine_and_network_are_not_fetched(self, client, address):
        item = self.wait(client, do(client, "/add", address=address))
        assert item["state"] == "failed"
        assert item["stored"] == 0

    @pytest.mark.parametrize("address", ["/etc/passwd", "file:///etc/passwd", "*", "-", "ftp://a.example/x", "samples"])
    def test_no_path_of_this_machine_is_read(self, client, address):
        assert "An address begins with https://" in refused(client, "/add", address=address)

    def test_nothing_is_told_to_be_nothing(self, client):
        assert "There is nothing to add" in refused(client, "/add")
        assert "There is nothing to add" in refused(client, "/add", text="  ")
        assert client.get("/add/99").status_code == 404

    def test_one_that_fails_does_not_stop_the_next_and_only_so_many_wait(self, made):
        class Slow(FakeReader):
            def read(self, article):
                if "wait" in article.text:
                    time.sleep(0.2)
                if "break" in article.text:
                    raise RuntimeError("/secret/path")
                if "nothing" in article.text:
                    raise NoArticle("-", "There is no text in it.", "Give an article.")
                return super().read(article)

        client = made(reader=Slow)
        first = do(client, "/add", text="break it")
        second = do(client, "/add", text="nothing in it")
        last = do(client, "/add", text="[s1 Mia] [c1 said] [t1 it]. wait")
        assert self.wait(client, first)["problems"] == ["It could not be read (RuntimeError)."]
        assert self.wait(client, second)["problems"] == ["-: There is no text in it. Give an article."]
        assert self.wait(client, last)["state"] == "done"
        answers = [
            client.post("/add", data={"text": f"[s1 Mia] [c1 said] [t1 it {n}]. wait"}, headers=OURS) for n in range(40)
        ]
        statuses = {answer.status_code for answer in answers}
        assert statuses == {303, 400}
