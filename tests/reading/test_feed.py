"""A feed is a list of what is new, however badly it is formed; robots.txt is what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article import Article
from onrecord.errors import BadFormat, InputError, NoArticle
from onrecord.reading.feed import parse_feed, read_feed
from onrecord.reading.inputs import read_inputs
from onrecord.reading.robots import parse_robots

WHOLE = (
    "<p>The pier will close on Monday, Ana Brooks said.</p>" + "<p>“Nobody is in danger,” she told reporters.</p>" * 30
)
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE rss [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Carrow &amp; Dispatch</title><ttl>60</ttl>
<item><title>Pier to&nbsp;close</title><link>https://carrow.example/1</link><guid isPermaLink="false">a1</guid>
<pubDate>Tue, 05 Mar 2024 18:42:00 +0100</pubDate><dc:creator>Lew Orr</dc:creator>
<description>Short.</description><content:encoded><![CDATA[{WHOLE}]]></content:encoded></item>
<item><title>&secret;</title><link>/2</link>
<description>The mayor &lt;b&gt;said&lt;/b&gt; no. [&hellip;]</description></item>
<item><guid>https://carrow.example/3</guid></item>
<item><title>nothing</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Dispatch</title>
<entry><id>tag:1</id><title type="html">Pier &lt;i&gt;closes&lt;/i&gt;</title>
<link rel="self" href="https://carrow.example/self"/><link href="/a/1"/><author><name>Ana Brooks</name></author>
<published>2024-03-05T18:42:00Z</published><updated>2024-03-06T00:00:00Z</updated><summary>No.</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>D</title><sy:updatePeriod>hourly</sy:updatePeriod>
 <sy:updateFrequency>2</sy:updateFrequency></channel><item><title>One</title><link>https://carrow.example/1</link></item></rdf:RDF>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Dispatch",
        "items": [
            {"id": "1", "url": "https://carrow.example/1", "content_html": WHOLE, "date_published": "2024-03-05"},
            5,
        ],
    }
)


def test_rss_with_all_that_is_wrong_with_it() -> None:
    feed = parse_feed(RSS.encode(), origin="a", url="https://carrow.example/feed")
    assert (feed.title, feed.minutes, feed.is_partial) == ("The Carrow & Dispatch", 60, False)
    first, second, third = feed.entries
    assert (first.id, first.link, first.title, first.author, first.published) == (
        "a1", "https://carrow.example/1", "Pier to close", "Lew Orr", "2024-03-05T18:42:00+01:00",
    )  # fmt: skip
    assert first.body == WHOLE
    assert (second.id, second.link, second.body) == ("https://carrow.example/2", "https://carrow.example/2", None)
    assert "root" not in str(second)
    assert third.link == "https://carrow.example/3"


def test_atom_rdf_and_json() -> None:
    (entry,) = parse_feed(ATOM.encode(), origin="a", url="https://carrow.example/feed").entries
    assert (entry.id, entry.link, entry.title, entry.author, entry.published) == (
        "tag:1", "https://carrow.example/a/1", "Pier closes", "Ana Brooks", "2024-03-05T18:42:00+00:00",
    )  # fmt: skip
    rdf = parse_feed(RDF.encode(), origin="a")
    assert (rdf.minutes, [each.link for each in rdf.entries]) == (30, ["https://carrow.example/1"])
    (entry,) = parse_feed(JSON.encode(), origin="a").entries
    assert (entry.link, entry.published, entry.body) == ("https://carrow.example/1", "2024-03-05", WHOLE)


def test_a_feed_that_is_read_gives_its_articles_and_says_what_is_only_a_teaser(tmp_path: Path) -> None:
    for name, data in (("a.rss", RSS), ("noname", RSS), ("feed.json", JSON)):
        (tmp_path / name).write_text(data, encoding="utf-8")
        first, *rest = read_inputs([tmp_path / name])
        assert isinstance(first, Article)
        assert "“Nobody is in danger,” she told reporters." in first.text
        assert first.origin.endswith(f"{name}:1")
        assert all(isinstance(each, NoArticle) and "onrecord follow" in str(each) for each in rest)
    (empty,) = [type(error) for error in read_inputs([tmp_path / "none.rss"])]
    assert empty.__name__ == "InputMissing"


@pytest.mark.parametrize(
    "encoded",
    [
        RSS.replace("utf-8", "iso-8859-1").encode("cp1252"),
        RSS.encode("utf-16"),
        b"\xef\xbb\xbf\n\n" + RSS.encode(),
        RSS.encode() + b"<script>",
        RSS.replace("&amp;", "&").encode(),
    ],
)
def test_broken_feeds_are_read_as_far_as_they_go(encoded: bytes) -> None:
    assert parse_feed(encoded, origin="a", url="https://carrow.example/").entries[0].link == "https://carrow.example/1"


def test_a_feed_that_is_cut_says_that_it_is() -> None:
    cut = RSS[: RSS.index("<guid>https")].encode()
    feed = parse_feed(cut, origin="a", url="https://carrow.example/")
    assert feed.is_partial
    assert len(feed.entries) >= 2


def test_laughs_and_what_is_no_feed() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{entities}]><rss><channel><item><link>https://a.example/&l9;</link></item></channel></rss>'
    assert len(str(parse_feed(laughs.encode(), origin="a"))) < 1_000
    for data in (b"", b"<html><body>no</body></html>", b"{}", b'{"items": 5}', b"<rss", b"text"):
        with pytest.raises(InputError):
            list(read_feed(data, origin="a"))
    with pytest.raises(BadFormat):
        parse_feed(b"<html/>", origin="a")


@given(
    st.lists(
        st.sampled_from(
            ["<rss>", "<item>", "</item>", "<link>", "http://a", "]]>", "&", "<![CDATA[", "<guid>", "\x00", "<a:b>"]
        )
    )
)
def test_any_pieces_are_a_feed_or_an_error(pieces: list[str]) -> None:
    try:
        parse_feed("".join(pieces).encode(), origin="a")
    except InputError:
        return


@pytest.mark.parametrize(
    ("rules", "path", "is_allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /a", "/a/b", False),
        ("User-agent: *\nDisallow: /a", "/b", True),
        ("User-agent: *\nDisallow:", "/b", True),
        ("User-agent: *\nDisallow: /\nAllow: /a", "/a/b", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/a.pdf?b", True),
        ("User-agent: *\nDisallow: /*/private*/x", "/a/private-1/x", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Onrecord\nDisallow: /b", "/a", True),
        ("User-agent: onrecord/1.0\nUser-agent: other\nDisallow: /", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("user-AGENT : * # all\n disallow : /caf%c3%a9", "/café", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("Disallow: /\n\ufeff", "/a", True),
        ("User-agent: *\nDisallow: /a?b=*&c", "/a?b=1&c=2", False),
    ],
)
def test_what_robots_txt_lets_be_read(rules: str, path: str, is_allowed: bool) -> None:
    assert parse_robots(rules.encode()).allows(f"https://a.example{path}") is is_allowed


def test_the_pause_that_a_site_asks_for_and_rules_made_to_be_slow() -> None:
    assert parse_robots(b"User-agent: *\nCrawl-delay: 7\nDisallow: /x").delay == 7
    assert parse_robots(b"User-agent: *\nCrawl-delay: 999999").delay == 60
    slow = parse_robots(b"User-agent: *\n" + b"Disallow: /" + b"*a" * 20_000 + b"$")
    assert slow.allows("https://a.example/" + "a" * 2_000)
    assert parse_robots(b"\xff\xfe\x00" * 1_000).allows("https://a.example/")
