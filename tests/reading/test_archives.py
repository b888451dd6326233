"""Archives are read to their end or are said to break off: WARC, gzip, Parquet, JSON lines with named columns."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.article import Article
from onrecord.errors import BadFormat, ExtraMissing, InputCut, InputError, InputTooLarge, NoArticle, UsageError
from onrecord.reading import compressed
from onrecord.reading.columns import Columns
from onrecord.reading.compressed import Gunzipped, gunzipped, inflated
from onrecord.reading.http import answer_of
from onrecord.reading.inputs import read_inputs
from onrecord.reading.warc import WarcRecord, read_warc, warc_records

TEXT = "The mayor said on Monday that she would not sell the harbour."
WORDS = f"<h1>Harbour sale off</h1><p>{TEXT}</p><p>“No,” said Lew Orr, {{}}.</p>"
PAGE = f"<html><body><article>{WORDS}</article></body></html>"


def answer(number: int, *headers: str, body: bytes | None = None, status: str = "200 OK") -> bytes:
    """An answer of a server with a page of its own."""
    body = PAGE.format(f"the clerk of pier {number}").encode() if body is None else body
    head = "\r\n".join((f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers))
    return head.encode() + b"\r\n\r\n" + body


def record(
    block: bytes, *headers: str, kind: str = "response", length: int | None = None, url: str = "https://a.example/1"
) -> bytes:
    lines = (
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        "WARC-Record-ID: <urn:uuid:0>",
        *headers,
        f"Content-Length: {len(block) if length is None else length}",
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def crawl(count: int = 3) -> list[bytes]:
    """The records of a small crawl: what it is, then a request and an answer for each page."""
    records = [record(b"software: a\r\n", "Content-Type: application/warc-fields", kind="warcinfo")]
    for number in range(count):
        url = f"https://a.example/{number}"
        records.append(record(b"GET / HTTP/1.1\r\n\r\n", kind="request", url=url))
        records.append(record(answer(number), url=url))
    return records


def read(*given: str, **options: object) -> list[Article | InputError]:
    return list(read_inputs(given, **options))  # type: ignore[arg-type]


def kinds(results: list[Article | InputError]) -> list[str]:
    return [type(result).__name__ for result in results]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("name", "pack"), [("a.warc", bytes), ("a.warc.gz", gzip.compress), ("a.bin", gzip.compress)])
def test_the_pages_of_a_crawl_are_articles(folder: Path, name: str, pack: object) -> None:
    (folder / name).write_bytes(b"".join(map(pack, crawl())))  # type: ignore[arg-type]
    results = read(name)
    assert kinds(results) == ["Article"] * 3
    assert [(each.origin, each.url) for each in results if isinstance(each, Article)] == [
        (f"{name}:{3 + 2 * n}", f"https://a.example/{n}") for n in range(3)
    ]
    first = results[0]
    assert isinstance(first, Article)
    assert first.text.startswith("Harbour sale off\n\n" + TEXT)


def test_only_pages_that_were_there_are_read(folder: Path) -> None:
    records = [
        record(answer(0, status="404 Not Found")),
        record(answer(0, status="301 Moved", body=b"")),
        record(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
        record(answer(0), kind="revisit"),
        record(TEXT.encode(), "Content-Type: text/plain", kind="conversion", url="https://a.example/wet"),
        record(PAGE.format("x").encode(), "Content-Type: text/html", kind="resource"),
        record(answer(1), "WARC-Truncated: length"),
        record(b"no answer"),
    ]
    (folder / "a.warc").write_bytes(b"".join(records))
    results = read("a.warc")
    assert kinds(results) == ["Article", "Article", "InputCut", "BadFormat"]
    assert [each.origin for each in results] == ["a.warc:5", "a.warc:6", "a.warc:7", "a.warc:8"]
    (folder / "b.warc").write_bytes(b"".join(records[:4]))
    assert kinds(read("b.warc")) == ["NoArticle"]
    (folder / "c.warc").write_bytes(b"")
    assert kinds(read("c.warc")) == ["NoArticle"]


@pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "gzip"])
def test_a_crawl_cut_anywhere_is_reported_and_never_silently_short(is_packed: bool) -> None:
    records = [gzip.compress(each) if is_packed else each for each in crawl(2)]
    whole = b"".join(records)
    ends = {sum(map(len, records[:count])): crawl(2)[:count] for count in range(len(records) + 1)}

    def walk(data: bytes) -> list[WarcRecord | InputError]:
        opened = io.BytesIO(data)
        stream = cast(BinaryIO, gunzipped(opened, origin="a")) if is_packed else opened
        return list(warc_records(stream, origin="a"))

    complete = walk(whole)
    assert [each.url for each in complete if isinstance(each, WarcRecord)] == [
        "https://a.example/0",
        "https://a.example/1",
    ]
    for cut in range(len(whole)):
        results = walk(whole[:cut])
        if cut in ends:
            # Between two records nobody can see a cut; everything before it is there.
            assert results == complete[: sum(b"200 OK" in each for each in ends[cut])]
        else:
            assert results[:-1] == complete[: len(results) - 1]
            assert type(results[-1]) is InputCut, cut
    article, cut_short = read_warc(io.BytesIO(b"".join(crawl(2))[:-100]), origin="a")
    assert isinstance(article, Article)
    assert str(cut_short).startswith("a: It breaks off within record 5. What came before was read.")


def test_a_damaged_place_costs_what_is_in_it_and_no_more(folder: Path) -> None:
    one, two, three = (record(answer(n), url=f"https://a.example/{n}") for n in range(3))
    broken = gzip.compress(two)
    broken = broken[:40] + b"\xff" * 40 + broken[80:]
    (folder / "a.warc.gz").write_bytes(gzip.compress(one) + broken + gzip.compress(three))
    results = read("a.warc.gz")
    assert kinds(results) == ["Article", "BadFormat", "Article"]
    (folder / "a.warc").write_bytes(one + b"rubbish\r\nmore rubbish\r\n" + three)
    results = read("a.warc")
    assert kinds(results) == ["Article", "BadFormat", "Article"]
    (folder / "b.warc").write_bytes(one + record(answer(1), length=20) + three)
    assert kinds(read("b.warc")) == ["Article", "BadFormat", "Article"]
    (folder / "c.warc").write_bytes(one + b"WARC/1.0\r\nContent-Length: no\r\n\r\n" + three)
    assert kinds(read("c.warc")) == ["Article", "BadFormat", "Article"]


def test_a_page_beyond_the_limit_is_an_error_and_the_next_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_MAX_BYTES", "2000")
    large = record(answer(1, body=b"<p>" + b"x" * 100_000))
    (folder / "a.warc").write_bytes(record(answer(0)) + large + record(answer(2)))
    assert kinds(read("a.warc")) == ["Article", "InputTooLarge", "Article"]


@given(st.binary(max_size=300), st.integers(0, 6))
@settings(max_examples=80)
def test_any_bytes_in_a_crawl_are_articles_or_errors(noise: bytes, place: int) -> None:
    records = crawl(3)
    data = b"".join(records[:place]) + noise + b"".join(records[place:])
    for result in read_warc(io.BytesIO(data), origin="a"):
        assert isinstance(result, Article | InputError)


def test_answers_come_out_of_chunks_and_compression() -> None:
    page = PAGE.format("x").encode()
    packed = gzip.compress(page)
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(packed[at : at + 50]), packed[at : at + 50]) for at in range(0, len(packed), 50)
    )
    for headers, body in (
        (("Transfer-Encoding: chunked", "Content-Encoding: gzip"), chunks + b"0\r\n\r\n"),
        (("Content-Encoding: deflate",), zlib.compress(page)),
        (("Content-Encoding: deflate",), zlib.compress(page)[2:-4]),
        (("Content-Encoding: gzip",), page),  # undone by the crawler, the header left
        (("Transfer-Encoding: chunked", "Content-Encoding: br"), page),
    ):
        assert answer_of(answer(0, *headers, body=body), origin="a").body(limit=10_000) == page
    with pytest.raises(BadFormat, match="'br'"):
        answer_of(answer(0, "Content-Encoding: br", body=b"\x0b\x00\x80"), origin="a").body(limit=10_000)
    with pytest.raises(InputTooLarge):
        answer_of(answer(0, "Content-Encoding: gzip", body=gzip.compress(bytes(20_000))), origin="a").body(limit=10_000)


def test_compressed_files_of_every_kind_are_read(folder: Path) -> None:
    line = json.dumps({"text": TEXT}).encode() + b"\n"
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(line) + gzip.compress(line) + bytes(512))
    (folder / "b.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (folder / "c.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (folder / "d").write_bytes(gzip.compress(line))
    assert [each.origin for each in read("a.jsonl.gz", "b.txt.gz", "c.html.gz", "d")] == [
        "a.jsonl.gz:1", "a.jsonl.gz:2", "b.txt.gz", "c.html.gz", "d:1",
    ]  # fmt: skip
    assert [each.origin for each in read(str(folder))] == [
        f"{folder}/{n}" for n in ("a.jsonl.gz:1", "a.jsonl.gz:2", "b.txt.gz", "c.html.gz")
    ]
    stdin = io.BytesIO(gzip.compress(line * 2))
    assert kinds(read("-", stdin=stdin)) == ["Article", "Article"]


def test_a_compressed_file_cut_anywhere_gives_its_whole_lines_and_says_that_it_is_cut(folder: Path) -> None:
    lines = [json.dumps({"text": f"{TEXT} Number {n} of {n * 7919 % 1000}."}).encode() + b"\n" for n in range(40)]
    whole = gzip.compress(b"".join(lines))
    for cut in range(1, len(whole), 3):
        (folder / "a.jsonl.gz").write_bytes(whole[:cut])
        results = read("a.jsonl.gz")
        assert kinds(results)[-1] == "InputCut", cut
        assert set(kinds(results)[:-1]) <= {"Article"}
    (folder / "a.jsonl.gz").write_bytes(whole[:60] + b"\xff" * 20 + whole[80:])
    assert kinds(read("a.jsonl.gz"))[-1] == "BadFormat"


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "GROWTH_MEASURED", 1 << 20)
    bomb = gzip.compress(bytes(60_000_000))
    assert len(bomb) < 100_000
    for name in ("a.jsonl.gz", "a.txt.gz", "a.warc.gz", "a.bin", "a.mbox.gz"):
        (folder / name).write_bytes(bomb)
        (error,) = read(name)[-1:]
        assert isinstance(error, InputTooLarge | BadFormat), name
    taken = Gunzipped(io.BytesIO(bomb), origin="a")
    with pytest.raises(InputTooLarge, match="made to exhaust"):
        taken.readall()
    assert taken._given <= 2 << 20
    with pytest.raises(InputTooLarge):
        inflated(gzip.compress(bytes(10_000)), limit=9_999, origin="a")
    with pytest.raises(InputCut):
        inflated(gzip.compress(TEXT.encode())[:-9], limit=9_999, origin="a")


def test_columns_are_named_once_and_never_guessed(folder: Path) -> None:
    row = {"body": TEXT, "headline": "Harbour sale off", "by": ["Ana Brooks", "Lew Orr"], "when": "2024-03-05", "n": 1}
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps(row).encode()))
    (error,) = read("a.jsonl.gz")
    assert "It has body, headline, by, when, n: say which is what with --columns" in str(error)
    columns = Columns.parse("text=body, title=headline,author=by,published=when")
    (article,) = read("a.jsonl.gz", columns=columns)
    assert isinstance(article, Article)
    assert (article.text, article.title, article.author, article.published) == (
        TEXT, "Harbour sale off", "Ana Brooks; Lew Orr", "2024-03-05",
    )  # fmt: skip
    (folder / "b.jsonl").write_text(json.dumps({"raw": PAGE, "title": "Sale off"}))
    (article,) = read("b.jsonl", columns=Columns.parse("html=raw"))
    assert isinstance(article, Article)
    assert article.title == "Sale off"
    assert TEXT in article.text
    for wrong in ("body", "words=body", "text=a,text=b", "text="):
        with pytest.raises(UsageError):
            Columns.parse(wrong)


def test_parquet_is_read_row_by_row(folder: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    rows = (
        f"SELECT '{TEXT} It was number ' || i AS body, DATE '2024-03-05' AS day, ['A', 'B'] AS who FROM range(500) t(i)"
    )
    name = "a [1]*'?.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({rows}) TO 'plain.parquet' (FORMAT parquet)")
    (folder / "plain.parquet").rename(folder / name)
    (error,) = read(name)
    assert 'no column "text", but body, day, who' in str(error)
    results = read(name, columns=Columns.parse("text=body,published=day,author=who"))
    assert kinds(results) == ["Article"] * 500
    first, last = results[0], results[-1]
    assert isinstance(first, Article)
    assert (first.origin, first.published, first.author) == (f"{name}:1", "2024-03-05", "A; B")
    assert last.origin == f"{name}:500"
    data = (folder / name).read_bytes()
    columns = Columns.parse("text=body")
    for cut in (0, 3, 100, len(data) // 2, len(data) - 1):
        (folder / "cut.parquet").write_bytes(data[:cut])
        assert kinds(read("cut.parquet", columns=columns)) == ["BadFormat"]
    (folder / "e.parquet").write_bytes(data)
    assert kinds(read("e.parquet", "none.parquet", columns=columns))[-1] == "InputMissing"


def test_parquet_without_duckdb_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    (folder / "a.parquet").write_bytes(b"PAR1")
    (error,) = read("a.parquet")
    assert isinstance(error, ExtraMissing)
    assert "pip install 'onrecord[parquet]'" in str(error)


def test_an_empty_table_is_no_article(folder: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as connection:
        connection.execute("COPY (SELECT 'a' AS text WHERE false) TO 'a.parquet' (FORMAT parquet)")
    (error,) = read("a.parquet")
    assert isinstance(error, NoArticle)
