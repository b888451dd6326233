"""A web page becomes the article it was made for."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.article import Article
from onrecord.errors import BadFormat, NoArticle
from onrecord.reading import page as page_module
from onrecord.reading.markup import charset_of
from onrecord.reading.page import read_page

PAGES = Path(__file__).parent / "pages"
SENTENCE = "The mayor said on Tuesday that the harbour would not be sold to anyone."
MORE = "Critics say that she changed her mind only after a poll had shown what people think."


def blocks(article: Article) -> list[str]:
    return [f"{block.kind}: {block.span.of(article.text)}" for block in article.blocks]


def article(body: str, head: str = "") -> Article:
    return read_page(f"<html><head>{head}</head><body><article>{body}</article></body></html>", origin="page.html")


def test_a_whole_page() -> None:
    read = read_page((PAGES / "harbour.html").read_text(encoding="utf-8"), origin="harbour.html")
    assert blocks(read) == [
        "heading: Harbour sale off the table, mayor says",
        "paragraph: The city will not sell the harbour, Mayor Lena Abt said on Tuesday, ending a dispute that has "
        "divided the council for a year.",
        "paragraph: Abt told reporters outside the town hall that the offer had been “an insult to the people who work "
        "there” and that she would fight any new one.",
        "quotation: “We built those docks with our own hands, and we will not see them sold,” said a welder at the "
        "gate.",
        "caption: Jonas Veld, dock worker",
        "paragraph: What the parties want:",
        "list-item: “Sell nothing,” said Marta Quill of the Greens.",
        "list-item: The Liberals demand a referendum, according to their leader, Paul Ostrander.",
        "list-item: “We want our money back,” the investor’s lawyer said.",
        "heading: A long dispute",
        "paragraph: Critics say the mayor changed her mind only after a poll showed that most people in the city were "
        "against the sale.",
        "quotation: The harbour is ours. It was never theirs to sell.",
        "caption: Letter to the council, 3 March",
        "quotation: “I would rather resign than sign that contract,” Abt said.",
        "quotation: Proud of our city tonight. The harbour stays public.",
        "quotation: — Gov. Rosa Lee (@govlee) March 5, 2024",
        "caption: The old dock at dusk. Photo: Nils Arn",
        "paragraph: The investor, Northgate Holdings, did not respond to a request for comment. A spokesman had said "
        "last month that the company was “confident of a deal”.",
        "paragraph: Abt said the council would vote on Thursday.",
    ]
    assert read.text == "\n\n".join(block.span.of(read.text) for block in read.blocks)
    assert (read.title, read.author, read.outlet, read.published, read.url, read.language) == (
        "Harbour sale off the table, mayor says", "Ines Okafor; Tom Reyl", "The Brackwater Courier",
        "2024-03-05T18:42:00+01:00", "https://courier.example/news/harbour-sale", "en",
    )  # fmt: skip


LINKED = (
    '<script type="application/ld+json">{"@type": ["NewsArticle"], "datePublished": "2024-03-05", "author": "Al Fox", '
    '"publisher": {"@id": "#p"}}</script><script type="application/ld+json">{"@id": "#p", "name": "Courier"}</script>'
)
META = (
    '<meta property="article:published_time" content="2024-03-05T10:00:00Z"><meta name="author" content="By Al Fox">'
    '<meta property="og:site_name" content="Courier">'
)
BROKEN = '<script type="application/ld+json">{broken</script><meta name="date" content="2024-03-05">'


@pytest.mark.parametrize(
    ("head", "published", "author", "outlet"),
    [
        (META, "2024-03-05T10:00:00+00:00", "Al Fox", "Courier"),
        (LINKED, "2024-03-05", "Al Fox", "Courier"),
        (BROKEN, "2024-03-05", None, None),
    ],
)
def test_facts_are_those_that_the_page_states(
    head: str, published: str, author: str | None, outlet: str | None
) -> None:
    read = article(f"<p>{SENTENCE}</p><p>{MORE}</p>", head)
    assert (read.published, read.author, read.outlet) == (published, author, outlet)


def test_a_time_element_gives_the_date() -> None:
    read = article(
        f'<h1>Sale off</h1><time datetime="2024-03-05T18:42+01:00">5 March</time><p>{SENTENCE}</p><p>{MORE}</p>'
    )
    assert read.published == "2024-03-05T18:42:00+01:00"


def test_a_headline_that_is_only_in_the_head_becomes_the_first_block() -> None:
    read = article(f"<p>{SENTENCE}</p><p>{MORE}</p>", '<meta property="og:title" content="Sale &amp; lease off">')
    assert blocks(read)[0] == "heading: Sale & lease off"
    assert read.title == "Sale & lease off"


def test_teasers_are_left_out_and_sentences_with_links_kept() -> None:
    read = article(
        f'<p>{SENTENCE}</p><p>Also read: <a href="/x">Ferry fares to rise</a></p>'
        '<p><a href="/y">Storm closes bridge</a></p>'
        f'<p>Read more about it in the report, <a href="/z">he said</a> on Monday evening at the hall.</p><p>{MORE}</p>'
    )
    assert "Ferry" not in read.text
    assert "Storm" not in read.text
    assert "Read more about it in the report, he said on Monday" in read.text


def test_what_is_repeated_stands_once() -> None:
    read = article(f"<p>{SENTENCE}</p><p>{MORE}</p><div><p>{SENTENCE}</p></div>")
    assert read.text.count(SENTENCE) == 1


def test_quotation_marks_of_q_are_written() -> None:
    read = article(f"<p>{SENTENCE}</p><p>She called it <q>a <q>deal</q> for fools</q>, and left the room at once.</p>")
    assert "She called it “a ‘deal’ for fools”, and left" in read.text


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<!-- nothing -->",
        '<ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ul>',
        "<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>",
        "<p>Please log in to continue reading this.</p>",
    ],
)
def test_a_page_without_an_article(markup: str) -> None:
    with pytest.raises(NoArticle):
        read_page(markup, origin="page.html")


@pytest.mark.parametrize(
    ("tag", "times"),
    [
        ("<div>", 100_000),
        ("<q>", 20_000),
        ("<blockquote>", 20_000),
        ("<p><b>", 5_000),
        ("<table><tr><td>", 5_000),
        ("<ul><li>", 5_000),
        ("<span>x ", 5_000),
    ],
)
def test_a_page_nested_too_deep_loses_no_word(tag: str, times: int) -> None:
    read = read_page(f"<html><body>{tag * times}<p>{SENTENCE}</p><p>{MORE}</p>", origin="page.html")
    assert "said on Tuesday that the harbour" in read.text
    assert "only after a poll" in read.text


def test_entities_are_not_expanded_and_files_not_read() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE html [<!ENTITY e0 "lol">{entities}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    read = read_page(f"{doctype}<html><body><p>{SENTENCE} &e11; &x;</p></body></html>", origin="page.html")
    assert read.text == f"{SENTENCE} &e11; &x;"


def test_a_script_is_no_part_of_the_text() -> None:
    read = article(f"<p>{SENTENCE}<script>document.write('evil words')</script></p><style>p {{}}</style><p>{MORE}</p>")
    assert "evil" not in read.text


def test_a_huge_page_is_read_by_our_own_walk() -> None:
    body = "".join(f"<p>The mayor said that number {n} would not be sold.</p>" for n in range(13_000))
    read = read_page(f"<html><body><nav><a href=/>Home</a> <a href=/n>News</a></nav>{body}</body></html>")
    assert len(read.blocks) == 13_000


def test_an_error_of_the_library_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def fail(*_: object, **__: object) -> None:
        raise AttributeError("text")

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    with pytest.raises(BadFormat, match=r"page\.html: The page cannot be taken apart \(AttributeError\)"):
        article(f"<p>{SENTENCE}</p>")


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (b'<meta charset="windows-1252">', "windows-1252"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb2312"),
        (b'<?xml version="1.0" encoding="utf-8"?><html>', "utf-8"),
        (b"<p>charset=latin-1</p>", None),
    ],
)
def test_the_declared_encoding(data: bytes, charset: str | None) -> None:
    assert charset_of(data) == charset
    assert page_module.charset_of is charset_of
