"""Archives of articles as files: a crawl (WARC, gzipped record by record) and a table (Parquet), from a seed.

The pages of the crawl carry what pages carry besides an article: styles, scripts, menus, links to other articles and
a foot, as many bytes as are asked for. The median page of news in Common Crawl's news crawl is some 100 kB.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.archive import Archive
from onrecord.article import Article

PAGE_BYTES = 100_000
"""Bytes of a page, before it is packed."""
SHORT = "“{0} {1},” {2} {3} told reporters on Monday. Critics say that {1} is late, and {3} denied it."
"""An article of a dozen and a half words."""


def synthetic(count: int, seed: int = 1) -> list[Article]:
    """The first articles of the seeded archive: 350 words and 10 statements each, on average."""
    return [planted.record.article for planted in islice(Archive(seed=seed).articles(count * 100), count)]


def short(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Rows of a table of very short articles, no two alike, so that many of them can be read while one waits."""
    draw = random.Random(seed)
    for number in range(count):
        words = [draw.choice(WORDS) for _ in range(3)]
        text = SHORT.format("The", words[0], draw.choice(NAMES), draw.choice(NAMES))
        yield {"text": f"{text} It was day {number} of the {words[1]} and the {words[2]}.", "url": address(number)}


WORDS = "pier bridge harbour dam school budget ferry tram hospital library council strike road plan report".split()
NAMES = "Brooks Orr Vance Marlow Leddon Ortega Haines Pell Quist Sayer Thorne Udall Varga Wexler Young".split()


def address(number: int) -> str:
    """Where an article would lie."""
    return f"https://news{number % 60}.example/{number}"


def write_table(rows: Iterable[dict[str, Any]], path: Path) -> None:
    """Write rows with the columns text and url as Parquet."""
    import json

    import duckdb

    lines = path.with_suffix(".jsonl")
    with lines.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_json('{lines}', columns = {{text: 'VARCHAR', url: 'VARCHAR'}})) "
            f"TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
        )
    lines.unlink()


def rows_of(articles: Iterable[Article]) -> Iterator[dict[str, Any]]:
    """The rows of a table of articles."""
    for number, article in enumerate(articles):
        yield {"text": article.text, "url": article.url or address(number)}


def write_crawl(articles: Iterable[Article], path: Path, *, page_bytes: int = PAGE_BYTES) -> int:
    """Write a crawl with a page for each article; gives how many bytes the pages have before they are packed."""
    size = 0
    with path.open("wb") as out:
        out.write(gzip.compress(_record(b"software: benchmark\r\n", "", kind="warcinfo")))
        for number, article in enumerate(articles):
            page = page_of(article, number, page_bytes)
            size += len(page)
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            out.write(gzip.compress(_record(head + page, article.url or address(number)), 6))
    return size


def page_of(article: Article, number: int, page_bytes: int) -> bytes:
    """A page of about `page_bytes` bytes with the article in it."""
    draw = random.Random(number)
    title = escape(article.title or article.text[:60])
    body = "".join(f"<p>{escape(part)}</p>\n" for part in article.text.split("\n\n"))
    links = "".join(
        f'<li><a href="{address(draw.randrange(10**6))}">{draw.choice(NAMES)} on the {draw.choice(WORDS)}</a></li>\n'
        for _ in range(60)
    )
    day = article.published or "2024-05-06"
    start = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>\n'
        f'<meta property="article:published_time" content="{day}T08:00:00Z">\n<style>'
    )
    middle = (
        f"</style></head>\n<body><nav><ul>{links}</ul></nav>\n<main><article><h1>{title}</h1>\n{body}</article></main>\n"
        f"<aside><ul>{links}</ul></aside><footer><p>All of it is invented.</p></footer>\n<script>"
    )
    end = "</script></body></html>\n"
    left = max(0, page_bytes - len((start + middle + end).encode()))
    rules = (f".c{draw.randrange(10**9):09}{{margin:{draw.randrange(99):02}px}}\n" for _ in range(left // 26 + 1))
    filler = "".join(rules)
    half = left // 2
    return (start + filler[:half] + middle + f"var x = {filler[half:left]!r};" + end).encode()


def _record(block: bytes, url: str, *, kind: str = "response") -> bytes:
    lines = ["WARC/1.0", f"WARC-Type: {kind}", "WARC-Date: 2024-05-06T08:00:00Z", "WARC-Record-ID: <urn:uuid:0>"]
    lines += [f"WARC-Target-URI: {url}"] if url else []
    lines.append(f"Content-Length: {len(block)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"
