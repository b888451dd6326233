"""The page as a browser shows it. Pictures of it are left in out/pages, to be looked at."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.article import Article, Block
from onrecord.formats.html import write
from onrecord.record import Record
from onrecord.statement import Speaker
from tests.conftest import PATIENCE
from tests.markup import marked_record

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "out" / "pages"
HOSTILE = """</article></main></body><script>window.hit = 1</script>

[s1 <img src=x onerror="window.hit=2">] [c1 </span><svg onload=window.hit=3>] [t1 <!-- <style>*{display:none}</style> \
<meta http-equiv=refresh content="0;url=http://a.example"> <iframe src="javascript:parent.hit=4"></iframe>].

[s2 \u202eEve\u2066] [c2 said] [t2 <a href="javascript:window.hit=5">x</a> " onmouseover="window.hit=6" \x00\x1b &lt;].

{{constructor.constructor('window.hit=7')()}} ${window.hit=8}
<base href=//a.example> <form action=//a.example><button>"""
PIER = """Marlow Sound pier to close

[s1 The town’s harbour board] [c1 said] [t1 an inspection had found cracks in the piles that hold up its end].

[t2 “I would rather lose a season than lose a life,”] [c2 said] [s2 Ana Brooks]. [s3 She] [c3 told] a crowded meeting \
that [t3 the decision had been “the hardest in my eleven years here”].

But [s4 two people who work for the board] [c4 said] that [t4 [s5 the chief engineer, Robert Vane], had [c5 told] \
Ms Brooks in August that [t5 the pier ought to be shut]]. It was [c6 alleged] [t6 that a letter went missing].

Ms Brooks read from a card. [t7 “This pier was built by people who had very little.

“So let me say what will happen. We will mend it, and we will not hide behind lawyers.”] [s7 She] [c7 said] so.

The pier at low tide. Photograph: Tom Adair"""


@pytest.fixture
def opened(browser, tmp_path):
    """Open the page of some records; gives the page, what it complained of, and what it asked for."""
    contexts = []

    def show(*records, width=1100, theme="light"):
        path = tmp_path / "page.html"
        with path.open("w", encoding="utf-8", newline="") as out:
            write(iter(records), out)
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.complaints, page.asked = [], []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(path.as_uri())
        assert page.asked == [path.as_uri()]
        return page

    yield show
    for context in contexts:
        context.close()


def pier():
    record = marked_record(
        PIER,
        title="Marlow Sound pier to close",
        outlet="The Tidewater Post",
        author="Ines Calloway",
        published="2026-10-14",
        origin="harbour.html",
    )
    kinds = ("heading", "paragraph", "list-item", "paragraph", "quotation", "paragraph", "caption")
    article = replace(
        record.article,
        blocks=tuple(Block(kind, block.span) for kind, block in zip(kinds, record.article.blocks, strict=True)),
    )
    she = replace(record.statements[2], speaker=Speaker("Ana Brooks", "person"), confidence=0.4)
    return replace(record, article=article, statements=(*record.statements[:2], she, *record.statements[3:]))


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize(("width", "theme"), [(1100, "light"), (1100, "dark"), (390, "light"), (320, "dark")])
def test_it_fits_the_screen_and_complains_of_nothing(opened, width, theme):
    page = opened(pier(), marked_record("Nothing was said.", title="A second article"), width=width, theme=theme)
    assert page.complaints == []
    assert overflow(page) == 0
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"page-{theme}-{width}.png", full_page=True)


def test_the_style_sheet_passes_the_policy(opened):
    page = opened(pier())
    style = page.locator(".block .content").first.evaluate("e => getComputedStyle(e).borderBottomStyle")
    assert style == "solid"
    beside = page.locator(".row").nth(1)
    block, notes = beside.locator(".block").bounding_box(), beside.locator(".notes").bounding_box()
    assert notes["x"] > block["x"] + block["width"]


def test_a_hostile_article_runs_and_fetches_nothing(opened):
    record = marked_record(HOSTILE, title="</title><script>window.hit = 9</script>", url="javascript:window.hit=10")
    page = opened(record, replace(record, statements=()), theme="dark")
    for link in page.locator("a").all():
        link.evaluate("e => e.click()")
    page.mouse.move(200, 300)
    assert page.evaluate("window.hit") is None
    assert page.complaints == []
    assert page.locator("script, img, svg, iframe, form, base, style + style").count() == 0
    assert page.locator("article").count() == 2
    words = page.locator("article").first.inner_text()
    assert "<script>window.hit = 1</script>" in words
    assert "<U+202E>Eve<U+2066>" in words
    page.screenshot(path=PICTURES / "page-hostile.png", full_page=True)


def test_the_keyboard_leads_from_a_number_to_its_note_and_back(opened):
    page = opened(pier())
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.id === 'a1-s1'")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector(':target')?.id === 'a1-n1'")
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.className === 'back'")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector(':target')?.id === 'a1-s1'")


def test_pointing_at_a_note_marks_its_words(opened):
    page = opened(pier())
    words = page.locator(".block .source").first
    before = words.evaluate("e => getComputedStyle(e).backgroundColor")
    page.locator("#a1-n1").hover()
    page.wait_for_function(
        "before => getComputedStyle(document.querySelector('.block .source')).backgroundColor !== before", arg=before
    )


def test_a_huge_article_opens(opened):
    paragraph = "[s{0} He] [c{0} said] [t{0} “the pier would close” and that " + "very " * 60 + "much].\n\n"
    record = marked_record("".join(paragraph.format(number) for number in range(1, 1501)) + "x" * 5000)
    page = opened(record, width=390)
    assert page.locator(".notes li").count() == 1500
    assert overflow(page) == 0


def test_it_prints(opened):
    page = opened(pier(), theme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(253, 252, 249)"
    pdf = page.pdf(path=PICTURES / "page.pdf", format="A4")
    assert pdf.startswith(b"%PDF")


def test_an_article_with_nothing_but_text_is_a_page(opened):
    record = Record(Article("lost words", ()), (), (), pier().model)
    assert "lost words" in opened(record).locator("article").inner_text()
    out = io.StringIO()
    write(iter(()), out)
    assert "There is no article here." in out.getvalue()
