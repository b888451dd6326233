"""Whatever is given becomes articles; what cannot is an error in its place, and the rest goes on."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.article import Article
from onrecord.errors import (
    AddressRefused,
    BadFormat,
    InputError,
    InputMissing,
    InputTooLarge,
    InputUnreadable,
    NoArticle,
    NotEnglish,
    NotText,
    UsageError,
)
from onrecord.reading import inputs as inputs_module
from onrecord.reading.inputs import read_inputs

TEXT = "The mayor said on Monday that she would not sell the harbour."
GERMAN = (
    "Der Bürgermeister sagte am Montag, dass die Stadt den Hafen nicht verkaufen werde. Die Partei ist dagegen, "
    "und sie will mit der Stadt nicht mehr über den Plan reden."
)
PIECES = (
    '<p> </p> <q> <figure> <li> &amp; <!-- { "text" : } [ \n \x85 <blockquote> <cite> <aside> \ue100 said no.'.split(
        " "
    )
)
PAGE = f"<!doctype html><html><body><article><h1>Harbour sale off</h1><p>{TEXT}</p></article></body></html>"


def read(*given: str | os.PathLike[str], stdin: bytes | None = None) -> list[Article | InputError]:
    return list(read_inputs(given, stdin=None if stdin is None else io.BytesIO(stdin)))


def one_error(*given: str, stdin: bytes | None = None) -> InputError:
    (result,) = read(*given, stdin=stdin)
    assert isinstance(result, InputError)
    assert "\n" not in str(result)
    assert str(result).endswith(".")
    return result


def texts(results: list[Article | InputError]) -> list[str]:
    return [result.text if isinstance(result, Article) else type(result).__name__ for result in results]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_text_file_keeps_its_line_ends_and_offsets(folder: Path) -> None:
    raw = "Sale off\r\n\r\n“No,” she said on Monday.\r\n"
    (folder / "a.txt").write_bytes(b"\xef\xbb\xbf" + raw.encode())
    (article,) = read("a.txt")
    assert isinstance(article, Article)
    assert (article.text, article.title, article.origin) == (raw, "Sale off", "a.txt")


def test_a_folder_is_read_in_the_order_of_names(folder: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/B.HTML", ".hidden.txt", ".git/c.txt", "photo.jpg", "c.jsonl"):
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text({"B.HTML": PAGE, "c.jsonl": json.dumps({"text": TEXT})}.get(path.name, TEXT))
    (folder / "in" / "loop").symlink_to(folder / "in")
    assert [r.origin for r in read("in")] == ["in/a/B.HTML", "in/a/z.txt", "in/b.txt", "in/c.jsonl:1"]
    assert [r.origin for r in read("in/*.txt")] == ["in/b.txt"]
    assert [r.origin for r in read(Path("in") / "b.txt")] == ["in/b.txt"]


def test_one_bad_input_never_stops_the_others(folder: Path) -> None:
    (folder / "good.txt").write_text(TEXT)
    (folder / "bad.txt").write_bytes(b"\x00\x01")
    assert texts(read("bad.txt", "missing.txt", "good.txt", "ftp://x", "good.txt")) == [
        "NotText", "InputMissing", TEXT, "AddressRefused", TEXT,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["ftp://example.org/x", "file:///etc/passwd", "gopher://x", "javascript://x"])
def test_other_schemes_are_refused(name: str) -> None:
    assert type(one_error(name)) is AddressRefused


@pytest.mark.parametrize("name", ["missing.txt", "", "a\0b", "none*.txt", "x" * 300, "missing/"])
def test_what_is_not_there_is_missing_or_unreadable(folder: Path, name: str) -> None:
    assert isinstance(one_error(name), InputMissing | InputUnreadable)


def test_a_folder_without_articles_is_missing(folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    assert type(one_error("in")) is InputMissing


def test_a_pipe_a_device_and_a_ring_of_links_are_refused_at_once(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    (folder / "ring.txt").symlink_to(folder / "ring.txt")
    for name in ("pipe.txt", "/dev/zero", "ring.txt"):
        assert type(one_error(name)) is InputUnreadable


def test_a_file_that_fails_while_it_is_read_is_unreadable() -> None:
    assert type(one_error("/proc/self/mem")) is InputUnreadable


def test_a_file_beyond_the_limit_is_too_large(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_MAX_BYTES", "40")
    (folder / "a.txt").write_text(TEXT)
    assert type(one_error("a.txt")) is InputTooLarge
    assert type(one_error("-", stdin=TEXT.encode())) is InputTooLarge
    assert "ONRECORD_MAX_BYTES" in one_error("a.txt").advice


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a"])
def test_nothing_is_no_article(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    assert type(one_error(name)) is NoArticle
    assert type(one_error("-", stdin=data)) is NoArticle


def test_another_language_is_refused(folder: Path) -> None:
    (folder / "a.txt").write_text(GERMAN, encoding="utf-8")
    assert type(one_error("a.txt")) is NotEnglish
    assert '"de"' in one_error("a.txt").problem


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT, [TEXT]),
        ("{Updated} " + TEXT, ["{Updated} " + TEXT]),
        (PAGE, [f"Harbour sale off\n\n{TEXT}"]),
        (f"\n <p>{TEXT}</p>", [TEXT]),
        ('{"text": "She said no."}\n{"text": "He said yes."}\n', ["She said no.", "He said yes."]),
        ('{\n "article": {"text": "She said no."}\n}', ["She said no."]),
        ('[{"text": "She said no."},\n {"title": "x"}]', ["She said no.", "BadFormat"]),
        ("<?xml version='1.0'?><rss><channel/></rss>", ["NoArticle"]),
        ("<?xml version='1.0'?>\n<html><body><p>She said no on Monday.</p></body></html>", ["She said no on Monday."]),
        ("<?xml version='1.0'?><invoice/>", ["BadFormat"]),
        ("%PDF-1.4", ["BadFormat"]),
    ],
)
def test_the_form_is_told_from_the_first_characters(folder: Path, data: str, expected: list[str]) -> None:
    (folder / "noname").write_text(data)
    assert texts(read("noname")) == expected
    assert texts(read("-", stdin=data.encode())) == expected


def test_a_web_page_named_as_text_is_refused(folder: Path) -> None:
    (folder / "a.txt").write_text(PAGE)
    assert type(one_error("a.txt")) is BadFormat


def test_json_lines_fail_one_by_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_MAX_LINE_BYTES", "200")
    rows = [
        b'{"text": "She said no.", "title": "Sale off", "published": "2024-03-05T10:00Z", "url": null}',
        b"{bad", b"[1]", b'{"title": "x"}', b'{"text": 1}', b"", b'{"text": " "}', b'{"text": "x", "author": ["a"]}',
        b'{"text": "x", "published": "March 5"}', b'{"text": "\xff"}', b'{"text": "' + b"x" * 300 + b'"}',
        b'{"text": "a \\ud800 b"}', b"[" * 150,
        b'{"article": {"id": "sha256:1", "text": "He said yes.", "outlet": "Courier", "blocks": []}, "checks": []}',
    ]  # fmt: skip
    (folder / "a.jsonl").write_bytes(b"\r\n".join(rows))
    results = read("a.jsonl")
    assert texts(results) == [
        "She said no.", "BadFormat", "BadFormat", "BadFormat", "BadFormat", "NoArticle", "BadFormat", "BadFormat",
        "BadFormat", "BadFormat", "a \ufffd b", "BadFormat", "He said yes.",
    ]  # fmt: skip
    assert [r.origin for r in results] == [f"a.jsonl:{n}" for n in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14)]
    first, last = results[0], results[-1]
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.title, first.published, first.url) == ("Sale off", "2024-03-05T10:00:00+00:00", None)
    assert last.outlet == "Courier"


def test_json_lines_that_are_binary_are_one_error(folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(b"\x1f\x8b\x08\x00\n\n\n\x00\n")
    (folder / "b.jsonl").write_bytes('{"text": "x"}\n'.encode("utf-16"))
    assert texts(read("a.jsonl", "b.jsonl")) == ["InputCut", "NotText"]


def test_json_lines_are_read_as_they_are_asked_for() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readline(self, size: int | None = -1, /) -> bytes:
            return b'{"text": "She said no."}\n'

    stream = read_inputs(["-"], stdin=Endless())  # type: ignore[arg-type]  # as much of a stream as is needed
    assert [next(stream).origin for _ in range(3)] == ["-:1", "-:2", "-:3"]


def test_one_string_is_not_a_list_of_inputs() -> None:
    with pytest.raises(UsageError, match="list"):
        read_inputs("a.txt")
    with pytest.raises(UsageError, match="not an input"):
        list(read_inputs([1]))  # type: ignore[list-item]  # the misuse that is tested


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=120),
        st.text(max_size=80).map(str.encode),
        st.lists(st.sampled_from(PIECES), max_size=25)
        .map(lambda pieces: "".join(pieces).encode()),
    ),
    st.sampled_from(["a.txt", "a.html", "a.jsonl", "a"]),
)  # fmt: skip
def test_any_bytes_are_articles_or_errors(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(data)
    results = read(str(path))
    assert results
    for result in results:
        assert isinstance(result, Article | InputError)
        if isinstance(result, Article):
            assert all(block.span.of(result.text).strip() for block in result.blocks)


def test_the_same_bytes_give_the_same_articles(folder: Path) -> None:
    (folder / "a.html").write_text(PAGE)
    assert read("a.html") == read("a.html")


def test_importing_the_reader_imports_no_heavy_library() -> None:
    code = (
        f"import sys, {inputs_module.__name__}\n"
        "print(sorted({'lxml', 'trafilatura', 'httpx2', 'httpcore2', 'numpy'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_not_text_names_what_it_is(folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"%PDF-1.7")
    error = one_error("a.txt")
    assert type(error) is NotText
    assert "PDF" in error.problem
