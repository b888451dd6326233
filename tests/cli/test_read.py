import csv
import io
import json
import os
import stat

import pytest

from onrecord.formats.registry import FORMATS
from tests.cli.fake import FakeReader


def test_a_table_is_what_one_gets(onrecord, article):
    status, out, err = onrecord("read", article)
    assert (status, err) == (0, "")
    assert out == (
        f"A title\n{article}\n"
        "#  who         how      what\n"
        "1  Ana Brooks  said  M  the pier would “close”\n\n"
        "D direct, I indirect, M mixed; ? the reader is unsure\n"
    )


def test_json_of_one_article_is_its_object(onrecord, article):
    status, out, _ = onrecord("read", article, "--format", "json")
    data = json.loads(out)
    assert status == 0
    assert list(data) == ["article", "statements", "checks", "model"]
    assert data["article"]["origin"] == article


def test_json_of_several_is_an_array_and_jsonl_is_lines(onrecord, article):
    assert len(json.loads(onrecord("read", article, article, "-f", "json")[1])) == 2
    assert len(onrecord("read", article, article, "-f", "jsonl")[1].splitlines()) == 2


@pytest.mark.parametrize("form", ["table", *FORMATS])
def test_every_format_goes_to_the_screen(onrecord, article, form):
    status, out, err = onrecord("read", article, "--format", form)
    assert (status, err) == (0, "")
    assert "Ana Brooks" in out


@pytest.mark.parametrize("form", ["table", *(name for name in FORMATS if name != "brat")])
def test_a_file_holds_what_the_screen_shows(onrecord, article, tmp_path, form):
    target = tmp_path / "made" / "here.out"
    target.parent.mkdir()
    status, out, _ = onrecord("read", article, "--format", form, "--output", str(target))
    assert (status, out) == (0, "")
    assert target.read_bytes().decode() == onrecord("read", article, "--format", form)[1]
    assert os.listdir(target.parent) == ["here.out"]
    assert stat.S_IMODE(target.stat().st_mode) & 0o600 == 0o600


def test_an_ending_of_another_format_is_pointed_out(onrecord, article, tmp_path):
    target = tmp_path / "statements.CSV"
    status, _, err = onrecord("read", article, "--output", str(target))
    assert status == 0
    assert err == f"{target} is written as a table; for csv add --format csv.\n"
    assert onrecord("read", article, "-f", "csv", "--output", str(target))[2] == ""
    assert onrecord("read", article, "-f", "csv", "--output", str(tmp_path / "notes.txt"))[2] == ""


def test_what_fails_is_listed_and_the_rest_is_read(onrecord, article):
    status, out, err = onrecord("read", "bad:a.txt", article, "bad:b.txt", "-f", "csv")
    assert status == 1
    assert len(list(csv.reader(io.StringIO(out)))) == 2
    assert err == (
        "2 of 3 inputs could not be read:\n"
        "  a.txt: There is no such file. Check the name.\n"
        "  b.txt: There is no such file. Check the name.\n"
    )


def test_the_list_of_failures_obeys_nothing(onrecord):
    _, _, err = onrecord("read", "bad:\x1b]0;title\x07\nfake line", "--quiet")
    assert err.splitlines()[1:] == ["  <U+001B>]0;title<U+0007> fake line: There is no such file. Check the name."]


def test_when_nothing_could_be_read_the_file_stays_as_it_was(onrecord, tmp_path):
    target = tmp_path / "kept.csv"
    assert onrecord("read", "bad:x", "-f", "csv", "-o", str(target))[0] == 1
    assert not target.exists()
    target.write_text("precious")
    assert onrecord("read", "bad:x", "-f", "csv", "-o", str(target))[0] == 1
    assert target.read_text() == "precious"
    assert os.listdir(tmp_path) == ["kept.csv"]


def test_a_link_is_written_through_and_keeps_its_mode(onrecord, article, tmp_path):
    target, link = tmp_path / "real.csv", tmp_path / "link.csv"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    assert onrecord("read", article, "-f", "csv", "-o", str(link))[0] == 0
    assert link.is_symlink()
    assert target.read_text().startswith("article,")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_brat_fills_a_folder_with_pairs(onrecord, article, tmp_path):
    target = tmp_path / "brat"
    assert onrecord("read", article, article, "many:2", "bad:x", "-f", "brat", "-o", str(target))[0] == 1
    pairs = ["many-0.ann", "many-0.txt", "many-1.ann", "many-1.txt", "pier-2.ann", "pier-2.txt", "pier.ann", "pier.txt"]
    assert sorted(os.listdir(target)) == sorted(["annotation.conf", *pairs])
    assert (target / "pier.txt").read_text(encoding="utf-8").startswith("Ana Brooks")


def test_brat_names_stay_in_the_folder_and_apart(tmp_path):
    from onrecord.cli.output import folder

    names = ["../../etc/passwd", "https://a.example/x/", "wire.jsonl:3", "x", "x-2", "x", "X", "-", "é" * 300, "a\0b"]
    with folder(tmp_path / "in") as place:
        for name in names:
            place.add(name, {".txt": ""})
    assert os.listdir(tmp_path) == ["in"]
    found = os.listdir(tmp_path / "in")
    assert len({name.casefold() for name in found}) == len(names)
    assert {"passwd.txt", "x.txt", "wire-3.txt", "article.txt", "a-b.txt"} <= set(found)


def test_brat_on_the_screen_takes_one_article(onrecord, article):
    status, out, err = onrecord("read", article, article, "-f", "brat")
    assert (status, out) == (2, "")
    assert "name a folder with --output" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["read", "x", "--format", "xml"], "table, json, jsonl, csv, html, brat, webanno"),
        (["read", "x", "--output", "/", "-f", "csv"], "is a folder"),
        (["read", "x", "--output", "/no/such/place.csv", "-f", "csv"], "No such file or directory"),
        (["read", "--threads", "0"], "--threads"),
        (["read", "--nope"], "--nope"),
        (["raed"], "raed"),
    ],
)
def test_a_call_that_is_off_ends_with_2(onrecord, arguments, said):
    status, out, err = onrecord(*arguments)
    assert (status, out) == (2, "")
    assert said in err


def test_threads_reach_the_reader(onrecord, article):
    onrecord("read", article, "--threads", "3")
    onrecord("read", article)
    assert [reader.threads for reader in FakeReader.made] == [3, None]


def test_a_full_disk_is_a_message(onrecord, article):
    status, _, err = onrecord("read", article, "-f", "csv", "--output", "/dev/full")
    assert status == 1
    assert err == "onrecord: The output cannot be written: No space left on device.\n"
