"""The reading room as a browser shows it. Pictures of every page are left in out/room, to be looked at."""

from __future__ import annotations

import shutil

import pytest

from onrecord.ledger.ledger import Ledger
from tests.conftest import PATIENCE
from tests.web.addresses import PAGES
from tests.web.conftest import PICTURES

pytestmark = pytest.mark.browser

WIDTHS = {"phone": 360, "desk": 1280, "wall": 2200}


@pytest.fixture
def opened(browser):
    """Open a page; gives it with what it complained of and what it asked for elsewhere."""
    contexts = []

    def show(address, *, width=1280, theme="light", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.complaints, page.foreign = [], []
        base = address[: address.index("/", 8)]
        page.on("console", lambda m: page.complaints.append(m.text) if "404" not in m.text else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda r: page.foreign.append(r.url) if not r.url.startswith(base) else None)
        page.goto(address)
        return page

    yield show
    for context in contexts:
        context.close()


@pytest.fixture
def newsroom(filled, tmp_path, live):
    """The address of the reading room over the newsroom's ledger."""
    shutil.copy(filled / "newsroom.db", tmp_path / "live.db")
    return live(tmp_path / "live.db")


@pytest.fixture
def bad(filled, tmp_path, live):
    """The address of the reading room over hostile articles."""
    shutil.copy(filled / "hostile.db", tmp_path / "bad.db")
    return live(tmp_path / "bad.db")


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", WIDTHS)
def test_every_page_fits_the_screen_and_complains_of_nothing(newsroom, opened, size, theme):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = opened(f"{newsroom}/", width=WIDTHS[size], theme=theme)
    for name, address in PAGES.items():
        page.goto(newsroom + address)
        assert page.complaints == [], name
        assert page.foreign == [], name
        assert overflow(page) == 0, name
        assert page.title()
        page.screenshot(path=PICTURES / f"{name}-{size}-{theme}.png", full_page=True)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_is_for_everybody(newsroom, opened, width, theme):
    """WCAG 2.2 AA, as far as axe can tell."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    # axe is put into the page by its own script, which the policy would refuse: as it should.
    page = opened(f"{newsroom}/", width=width, theme=theme, bypass_csp=True)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    for name, address in PAGES.items():
        page.goto(newsroom + address)
        found = axe.run(page, options={"runOnly": {"type": "tag", "values": tags}})
        violations = [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found.response["violations"]]
        assert violations == [], name
    page.goto(f"{newsroom}/articles/2#n4")
    found = axe.run(page, options={"runOnly": {"type": "tag", "values": tags}})
    assert [v["id"] for v in found.response["violations"]] == [], "with a statement pointed at"


def test_a_hostile_article_runs_and_fetches_nothing_on_any_page(bad, opened):
    from onrecord.web.pages import PAGES as ALL

    page = opened(f"{bad}/")
    visited = set()
    waiting = ["/", "/search?words=pier", "/search?sourcing=unnamed", "/search?words=more&speaker=mallory",
               "/articles/1?correct=1", "/articles/1?correct=2", "/people?name=mallory", "/families",
               "/families?words=words", "/positions?topic=pier", "/positions?topic=pier&since=2020",
               "/search?words=%3Cscript%3Ewindow.hit%3D1%3C%2Fscript%3E", "/people?name=%22%3E%3Cscript%3E",
               "/%3Cscript%3Ealert(1)%3C/script%3E"]  # fmt: skip
    while waiting and len(visited) < 80:
        address = waiting.pop(0)
        if address in visited:
            continue
        visited.add(address)
        page.goto(bad + address)
        assert page.evaluate("window.hit") is None, address
        assert page.locator("main").count() == 1, address
        assert page.locator("script:not([src]), iframe, img, base, [onload], [onerror], style, [style]").count() == 0
        assert page.locator("meta[http-equiv]").count() == 0
        assert page.locator("form:not([action^='/'])").count() == 0
        links = page.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        assert [link for link in links if not link.startswith(("/", "#", "?", "http"))] == [], address
        for dot in page.locator("[aria-label]").all():
            assert "\u202e" not in (dot.get_attribute("aria-label") or "")
        waiting += [link for link in links if link.startswith("/") and ".json" not in link and ".atom" not in link]
    assert "\u202e" not in page.content()
    assert page.complaints == []
    assert page.foreign == []
    kinds = {p.path.replace("{article}", "1").replace("{person}", "1").replace("{family}", "1") for p in ALL}
    missing = kinds - {address.partition("?")[0] for address in visited}
    assert missing <= {"/articles/1/against/{other}", "/add/{item}", "/people/1", "/families/1"}, missing
    assert any(address.startswith("/people/") for address in visited)
    assert any(address.startswith("/families/") for address in visited)


def test_what_hostile_articles_hold_is_shown_as_words(bad, opened):
    page = opened(f"{bad}/articles/1")
    text = page.locator("article").inner_text()
    assert "<script>window.hit = 1</script>" in text
    assert "<U+202E>Eve" in text
    assert "{{ 7*7 }}" in text
    page.screenshot(path=PICTURES / "hostile.png", full_page=True)


def test_an_inline_script_would_not_run(newsroom, opened):
    page = opened(f"{newsroom}/")
    page.evaluate(
        "() => { const s = document.createElement('div'); try { s.innerHTML = '<img src=x onerror=window.hit=1>'; "
        "document.body.append(s); } catch (error) { window.refused = error.name; } }"
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.hit") is None
    assert page.evaluate("window.refused") == "TypeError"


def test_keys_go_from_statement_to_statement_and_to_their_words(newsroom, opened):
    page = opened(f"{newsroom}/articles/2")
    focused = "document.activeElement.id"
    page.keyboard.press("j")
    assert page.evaluate(focused) == "n1"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate(focused) == "n2"
    assert page.url.endswith("#n2")
    page.keyboard.press("t")
    assert page.evaluate(focused) == "s2"
    page.keyboard.press("Enter")
    assert page.url.endswith("#n2")
    page.locator("#find").focus()
    page.keyboard.press("j")
    assert page.evaluate(focused) == "find"


def test_a_note_that_is_pointed_at_shows_its_words(newsroom, opened):
    page = opened(f"{newsroom}/articles/2")
    words = page.locator(".content", has_text="lose a season").first
    before = words.evaluate("e => getComputedStyle(e).backgroundColor")
    page.locator("#n2").hover()
    assert words.evaluate("e => getComputedStyle(e).backgroundColor") != before
    other = page.locator(".content", has_text="that the board open its books").first
    assert other.evaluate("e => getComputedStyle(e).backgroundColor") == before


def test_everything_is_reached_by_the_keyboard_alone(newsroom, opened):
    page = opened(f"{newsroom}/articles/2?correct=4")
    reached = []
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.outerHTML.slice(0, 300)"))
        assert page.evaluate("document.activeElement.matches(':focus-visible')")
        if "application/json" in reached[-1] or ".json" in reached[-1]:
            break
    assert "To the page itself" in reached[0]
    for wanted in (
        'href="#n1"',
        'href="#s1"',
        'name="speaker"',
        'name="last_words"',
        "This is no statement",
        "compare",
    ):
        assert any(wanted in each for each in reached), wanted


def test_a_statement_is_corrected_in_the_browser_with_the_words_that_are_selected(newsroom, opened):
    page = opened(f"{newsroom}/articles/2")
    page.locator("a[aria-label='Correct statement 7']").click()
    page.evaluate(
        "() => { const node = [...document.querySelectorAll('.block .content')].find(e => e.textContent.includes("
        "'open its books')).firstChild; const range = document.createRange(); const at = node.textContent.indexOf("
        "'its books'); range.setStart(node, at); range.setEnd(node, at + 9); getSelection().removeAllRanges(); "
        "getSelection().addRange(range); }"
    )
    page.wait_for_function("document.querySelector('[data-selection]').value === 'its books'")
    page.locator("form:has([data-selection]) button").click()
    page.wait_for_url("**/articles/2#n7")
    assert page.locator("#n7 .hand").inner_text() == "corrected by hand"
    ends = page.locator(".content", has_text="that the board open").first.inner_text()
    assert ends == "that the board open its books"
    page.locator("button", has_text="Undo").click()
    page.wait_for_url("**/articles/2#corrections")
    assert page.locator("#n7 .hand").count() == 0
    assert page.complaints == []


def test_a_text_and_a_dropped_file_are_added_with_their_progress(newsroom, opened):
    page = opened(f"{newsroom}/add")
    page.locator("#text").fill("[s1 Mia Holm] [c1 said] [t1 that lamps were lit].")
    page.locator("#title").fill("Lamps")
    page.locator("button", has_text="Add the text").click()
    page.locator("a", has_text="Read it").click()
    assert page.locator("h1").inner_text() == "Lamps"
    page.goto(f"{newsroom}/add")
    page.evaluate(
        "() => { const data = new DataTransfer(); data.items.add(new File(['[s1 Mia Holm] [c1 said] [t1 it is so].'], "
        "'dropped.txt')); document.querySelector('[data-drop]').dispatchEvent(new DragEvent('drop', "
        "{ dataTransfer: data, bubbles: true, cancelable: true })); }"
    )
    page.locator("a", has_text="Read it").click()
    assert page.locator("h1").inner_text() == "dropped.txt"
    assert page.complaints == []


def test_a_page_elsewhere_cannot_post_here(newsroom, opened, tmp_path, filled):
    """A form of another origin is sent, and refused."""
    page = opened(f"{newsroom}/")
    form = (
        f'<form method=post action="{newsroom}/people/2/rename"><input name=name value=Eve><button>Go</button></form>'
    )
    page.goto("about:blank")
    page.set_content(form)
    page.locator("button").click()
    page.wait_for_load_state()
    assert "has to come from a page of the reading room" in page.content()
    with Ledger(tmp_path / "live.db") as ledger:
        assert ledger.people.decisions() == ()


def test_it_prints(newsroom, opened):
    page = opened(f"{newsroom}/articles/2")
    page.emulate_media(media="print")
    assert page.locator("header.room").is_hidden()
    assert page.locator(".correct-link").first.is_hidden()
    page.pdf(path=PICTURES / "article.pdf")
    assert (PICTURES / "article.pdf").stat().st_size > 5_000


def test_without_scripts_everything_is_there(newsroom, opened):
    page = opened(f"{newsroom}/articles/2", java_script_enabled=False)
    page.locator("sup a").first.click()
    assert page.url.endswith("#n1")
    page.goto(f"{newsroom}/add")
    page.locator("#text").fill("[s1 Mia Holm] [c1 said] [t1 that lamps were out].")
    page.locator("button", has_text="Add the text").click()
    page.locator("a", has_text="Read it").click(timeout=PATIENCE)
