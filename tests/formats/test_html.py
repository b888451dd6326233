import html
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.formats.html import POLICY, write
from onrecord.formats.page_style import DARK, LIGHT, STYLE
from onrecord.formats.visible import visible
from onrecord.record import Check
from onrecord.span import Span
from onrecord.statement import Said, Speaker
from tests.formats.strategies import records
from tests.markup import marked_record

VOID = {"meta", "br"}
ALLOWED = {
    "html", "head", "title", "style", "body", "main", "header", "article", "nav", "div", "p", "a", "span", "sup",
    "time",
    "ol", "ul", "li", "h1", "h2", "h3", "blockquote", "meta",
}  # fmt: skip


class Page(HTMLParser):
    """The elements of a page, well nested or not at all, and the words of its blocks."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.attributes, self.blocks, self.links, self.ids = [], [], set(), [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        given_attributes = dict(attrs)
        if "id" in given_attributes:
            self.ids.append(given_attributes["id"])
        if "href" in given_attributes:
            self.links.append(given_attributes["href"])
        if tag not in VOID:
            self.open.append((tag, given_attributes.get("class")))
        if given_attributes.get("class") == "block":
            self.blocks.append("")

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if ("div", "block") in self.open and ("sup", None) not in self.open:
            self.blocks[-1] += data


def written(*given_records):
    out = io.StringIO()
    write(iter(given_records), out)
    return out.getvalue()


@given(st.lists(records(), max_size=3))
def test_nothing_of_an_article_is_markup(several):
    page = Page(written(*several))
    assert set(page.tags) <= ALLOWED
    assert page.attributes <= {
        "class",
        "id",
        "href",
        "aria-label",
        "lang",
        "charset",
        "http-equiv",
        "content",
        "datetime",
        "name",
    }
    assert all(link.startswith("#") for link in page.links)
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links} <= set(page.ids)


@given(records())
def test_the_words_of_every_block_are_on_the_page(record):
    expected = [visible(block.span.of(record.article.text)) for block in record.article.blocks]
    assert Page(written(record)).blocks == expected


def test_a_row_says_who_said_what():
    page = written(marked_record("[s1 Ana Brooks] [c1 said] [t1 “no”] & left."))
    assert (
        '<p><sup><a id="a1-s1" href="#a1-n1" aria-label="Statement 1">1</a></sup>'
        '<span class="source k1">Ana Brooks</span> <span class="cue k1">said</span> '
        '<span class="content k1">“no”</span> &amp; left.</p>'
    ) in page
    assert '<span class="who">Ana Brooks</span> <span class="how">said</span>' in page
    assert '<span class="form">direct</span>' in page
    assert "unsure" not in page.split("</style>")[1]


def test_what_a_check_is_about_is_marked_and_leads_to_it_and_back():
    record = marked_record("[s1 An aide] [c1 said] [t1 “no”]. Then he left.\n\nHe left again.")
    text = record.article.text
    there = [Span(at, at + len("left")) for at in (text.index("left"), text.rindex("left"))]
    checks = (
        Check("only-unnamed", (), "Nobody has a name."),
        Check("unnamed-source", record.statements[0].source, "No name."),
        Check("date-conflict", tuple(there), "Twice."),
    )
    page = written(replace(record, checks=checks))
    assert (
        '<sup><a id="a1-s1" href="#a1-n1" aria-label="Statement 1">1</a></sup>'
        '<sup><a class="ask" id="a1-q2-1" href="#a1-c2" aria-label="Check 2">?2</a></sup>'
        '<span class="source k1 checked">An aide</span>'
    ) in page
    assert 'Then he <sup><a class="ask" id="a1-q3-1" href="#a1-c3" aria-label="Check 3">?3</a></sup>' in page
    assert '<a class="ask" id="a1-q3-2" href="#a1-c3" aria-label="Check 3, place 2">?3b</a>' in page
    assert (
        '<li id="a1-c3" class="check"><a class="back" href="#a1-q3-1" aria-label="Check 3 in the text">?3</a> '
        '<a class="back" href="#a1-q3-2" aria-label="Check 3, place 2 in the text">?3b</a> '
        '<span class="code">date-conflict</span>'
    ) in page
    assert '<li id="a1-c1" class="check"><span class="code">only-unnamed</span>' in page
    assert page.split("</style>")[1].count('class="checked"') == 3  # of these, one in the legend


def test_a_chain_and_a_missing_source_are_told():
    page = written(marked_record("It was [c1 claimed] [t1 that [s2 Orr] [c2 said] [t2 no]]."))
    assert '<span class="who">no source given</span>' in page
    assert '<span class="chain">Orr, as told by <a href="#a1-n1">1 no source given</a></span>' in page
    assert '<span class="content nested k1 k2">no</span>' in page


def test_a_statement_that_runs_on_has_a_note_beside_each_block():
    page = written(marked_record("[s1 He] [c1 said]: [t1 “One.\n\n“Two.”]"))
    assert page.count("</ol>") == 2
    assert '<a href="#a1-n1">1 He</a>, continued' in page


def test_several_articles_have_contents_and_one_has_none():
    one = marked_record("[s1 He] [c1 said] [t1 no].", title="First & foremost", outlet="The Tide")
    two = marked_record("Nothing was said.", origin="two.txt")
    assert "<nav" not in written(one)
    page = written(one, two)
    assert '<li><a href="#a1">First &amp; foremost</a></li><li><a href="#a2">two.txt</a></li>' in page
    assert page.count("<article id=") == 2
    assert "No statement was found in this article." in page


def test_hostile_words_are_shown():
    page = written(
        marked_record("[s1 </article><script>alert(1)</script>] [c1 said] [t1 <img src=x onerror=1> \u202e\x1b].")
    )
    assert "<script" not in page
    assert "<img" not in page
    assert html.escape("<U+202E><U+001B>") in page


def test_the_policy_allows_the_one_style_sheet():
    assert html.escape(POLICY, quote=False) in written()
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'", POLICY
    )
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def luminance(colour):
    def linear(part):
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[at : at + 2]) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "source", "cue", "link", "quiet"])
@pytest.mark.parametrize("ground", ["paper", "tint", "deep", "pointed"])
def test_contrast_meets_wcag_aa(theme, ink, ground):
    if ink == "quiet" and ground == "pointed":
        ink = "ink"  # a note that is pointed at has its quiet words in ink
    bright, dim = sorted((luminance(theme[ink]), luminance(theme[ground])), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Said("2026-10-14", "2026-10-14", None), 'said <time datetime="2026-10-14">2026-10-14</time>'),
        (Said("2026-10-01", "2026-10-31", None), '2026-10-01</time> to <time datetime="2026-10-31">'),
    ],
)
def test_the_note_says_when_it_was_said(said, expected):
    record = marked_record("[s1 Ana Brooks] [c1 said] [t1 no].")
    dated = replace(record, statements=(replace(record.statements[0], said=said),))
    assert expected in written(dated)
    assert "<time" not in written(record)


def test_the_note_says_all_that_is_known():
    record = marked_record("[s1 Aides] [c1 said] that [t1 [s2 he] [c2 told] her [t2 to go if it <rains>]].")
    aides, he = record.statements
    start = record.article.text.index("if it")
    told = replace(
        he,
        speaker=Speaker("Lee Orr", "person"),
        addressee="Ana <Brooks>",
        sourcing="named",
        kind="demands",
        channel="a call & a letter",
        said=Said("2026-10-12", "2026-10-12", None),
        hedged=True,
        condition=Span(start, start + len("if it <rains>")),
    )
    page = written(replace(record, statements=(replace(aides, sourcing="unnamed"), told)))
    assert '<span class="chain">Aides (unnamed)</span>' in page
    assert (
        '<span class="chain">Lee Orr, to Ana &lt;Brooks&gt; (hedged), as told by '
        '<a href="#a1-n1">1 Aides (unnamed)</a></span>'
    ) in page
    assert (
        '<span class="form">indirect</span> · demands · named · channel: a call &amp; a letter · '
        'said <time datetime="2026-10-12">2026-10-12</time> · condition: “if it &lt;rains&gt;”</span>'
    ) in page
    assert "chain" not in written(marked_record("[s1 Orr] [c1 said] [t1 no].")).split("</style>")[1]
