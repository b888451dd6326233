"""Every command and every line of Python on the README's and the documentation's pages is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.examples import ROOT, Session, blocks, comparisons, is_shown, missing, pages, rewrite, rewritten

MODEL = ROOT / "onrecord" / "extraction" / "model" / "reader.onnx"
EXAMPLES = [
    pytest.param(page, number, id=f"{page.relative_to(ROOT)}:{block.line}")
    for page in pages()
    for number, block in enumerate(blocks(page))
]


@pytest.fixture(scope="module")
def sessions(tmp_path_factory):
    """One session for each page, made when it is first asked for."""
    made: dict[Path, Session] = {}

    def session(page):
        if page not in made:
            made[page] = Session.of(page, tmp_path_factory.mktemp(page.stem))
        return made[page]

    return session


@pytest.mark.parametrize(("page", "number"), EXAMPLES)
def test_example_does_what_the_page_shows(page, number, sessions):
    block = blocks(page)[number]
    if block.not_run:
        pytest.skip(block.not_run)
    if missing(block):
        pytest.skip(f"this machine has no {missing(block)}")
    if not MODEL.exists():
        pytest.skip("the model is not in the package: onrecord/extraction/model/reader.onnx is missing")
    outputs = sessions(page).outcome(number)
    assert outputs is not None
    for _, shown, output in comparisons(page, block, outputs):
        assert is_shown(shown, output), f"the page shows\n{shown}\n\nand what comes out is\n{output}"


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_make_targets_on_the_pages_are_in_the_makefile(page):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:`|^)make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{page}: the Makefile has no {target}"


LACKING = ("needs the network", "needs a crawl", "needs a cluster", "needs a GPU", "needs GPUs")
"""What no machine that runs the tests is sure to have."""


def test_what_is_not_run_says_why():
    skipped = [(page.name, block.not_run) for page in pages() for block in blocks(page) if block.not_run]
    could = [one for one in skipped if one[1] not in LACKING]
    assert len(could) <= 6, f"more and more is not run: {could}"


@pytest.mark.parametrize(
    ("shown", "output"),
    [
        ("1 of 2", "1 of 2"),
        ("a\n…\nd", "a\nb\nc\nd"),
        ("a\n…\nd", "a\nd"),
        ("a … d", "a b c d"),
        ("a\n…", "a"),
        ("…\nd", "b\nc\nd"),
        ("(x) [y] *", "(x) [y] *"),
    ],
)
def test_an_ellipsis_stands_for_anything_on_its_line_and_alone_for_any_lines(shown, output):
    assert is_shown(shown, output)


@pytest.mark.parametrize(
    ("shown", "output"), [("a\nd", "a\nb\nd"), ("a … d", "a b\nc d"), ("a", "ab"), ("a\n…\nd", "a\nb"), ("a.c", "abc")]
)
def test_what_differs_is_told(shown, output):
    assert not is_shown(shown, output)


def test_what_was_cut_short_is_cut_short_again():
    assert rewritten("a\nb\n…", "x\ny\nz\nend") == "x\ny\n…"
    assert rewritten("a\nb", "x\ny\nz") == "x\ny\nz"


def test_a_dialogue_is_commands_and_what_they_show(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```console\n$ cat <<END\n> one\n> END\none\n$ false\n$ echo $?\n1\n```\n", encoding="utf-8")
    (block,) = blocks(page)
    assert [(each.words, each.shown) for each in block.commands] == [
        ("cat <<END\none\nEND", "one"),
        ("false", ""),
        ("echo $?", "1"),
    ]
    assert Session(page, tmp_path).outcome(0) == ["one", "", "1"]


def test_a_command_that_fails_unasked_fails_the_page(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo so; exit_with() { return 3; }; exit_with\n$ true\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="status 3"):
        Session(page, tmp_path).outcome(0)


def test_python_prints_what_the_text_after_it_shows(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```python\nx = 1\nprint(x + 1)\n```\n\n```text\n3\n```\n", encoding="utf-8")
    (block,) = blocks(page)
    outputs = Session(page, tmp_path).outcome(0)
    assert outputs is not None
    assert [(shown, output) for _, shown, output in comparisons(page, block, outputs)] == [("3", "2")]


def test_what_comes_out_is_written_where_it_is_not_what_is_shown(tmp_path):
    page = tmp_path / "page.md"
    console = "```console\n$ printf 'a\\nb\\nc\\n'\nx\n…\n$ echo same\nsame\n```\n"
    python = "```python\nprint(2)\n```\n\n```text\n1\n```\n"
    before = f"# A page\n\n{console}\n{python}\nEnd\n"
    page.write_text(before, encoding="utf-8")
    assert rewrite(page)
    assert page.read_text(encoding="utf-8") == before.replace("\nx\n…", "\na\n…").replace("text\n1", "text\n2")
    assert not rewrite(page)
