"""A PDF file is read in the order a person reads it, and one that is made to do harm is an error."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from onrecord.article import Article
from onrecord.errors import BadFormat, ExtraMissing, InputError, InputTooLarge, InputUnreadable, NoArticle
from onrecord.reading import pdf as pdf_module
from onrecord.reading.inputs import read_inputs
from onrecord.reading.layout import Fragment, lines_of
from onrecord.reading.paragraphs import passages_of_pages
from onrecord.reading.pdf import read_pdf
from tests.reading.documents import pdf, typeset

pytest.importorskip("pypdfium2")
pytest.importorskip("reportlab")

SAID = (
    "The harbour office said on Monday that the pier at Marlow Sound would close for the winter after cracks were "
    "found in its piles. “We cannot let anybody walk on it,” Ana Brooks, the harbour master, told reporters. "
    "According to two people briefed on the inspection, the well-known structure had been in a poor state since May."
)
STORY = [f"This is paragraph number {number}. {SAID}" for number in range(1, 31)]


def text_of(data: bytes) -> list[str]:
    article = read_pdf(data)
    return [block.span.of(article.text) for block in article.blocks]


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_columns_pages_and_running_heads(columns: int) -> None:
    head, foot = "Marlow Sound Harbour Office | Annual report {}", "Page {} of 9"
    data = typeset(STORY, columns=columns, head=head, foot=foot, title="Pier to close for the winter")
    assert text_of(data) == ["Pier to close for the winter", *STORY]
    article = read_pdf(data)
    assert article.title == "Pier to close for the winter"
    assert [block.kind for block in article.blocks] == ["heading", *["paragraph"] * 30]


def test_a_line_that_is_on_top_of_every_page_is_no_head_where_it_is_the_text() -> None:
    def draw(canvas: Any, number: int) -> None:
        canvas.setFont("Times-Roman", 10)
        for line, words in enumerate(
            ("She said no, again and again,", f"on day {'one two three'.split()[number - 1]}.")
        ):
            canvas.drawString(60, 780 - 12 * line, words)

    assert " ".join(text_of(pdf(draw, 3))).count("She said no") == 3


def draw_lines(*lines: str, step: float = 12, left: float = 60, top: float = 700) -> Any:
    def draw(canvas: Any, number: int) -> None:
        canvas.setFont("Times-Roman", 10)
        for at, words in enumerate(lines):
            canvas.drawString(left, top - step * at, words)

    return draw


def test_hyphens_at_the_ends_of_lines() -> None:
    words = draw_lines(
        "The inspectors found a well-known flaw in the founda-",
        "tion of the pier, Ana Brooks said. It is a well-",
        "known flaw, she added, and the foundation is self-",
        "supporting; the Anglo-",
        "Saxon piles of 2020-",
        "21 are not part of it, as the office has con-",
        "firmed since then.",
    )
    assert text_of(pdf(words)) == [
        "The inspectors found a well-known flaw in the foundation of the pier, Ana Brooks said. It is a well-known "
        "flaw, she added, and the foundation is self-supporting; the Anglo-Saxon piles of 2020-21 are not part of it, "
        "as the office has confirmed since then."
    ]


def test_notes_at_the_foot_do_not_come_between_two_halves_of_a_sentence() -> None:
    def draw(canvas: Any, number: int) -> None:
        canvas.setFont("Times-Roman", 10)
        upper = (
            "The pier will be closed for the whole winter, Ana Brooks",
            "said on Monday, after cracks were found in it by the",
        )
        lower = ("inspectors of the harbour office. Nobody had known of them.",)
        for at, words in enumerate(upper if number == 1 else lower):
            canvas.drawString(60, 780 - 12 * at, words)
        if number == 1:
            canvas.setFont("Times-Roman", 7)
            canvas.drawString(60, 100, "1 She spoke at a meeting of the council in Marlow.")
            canvas.setFont("Times-Roman", 6)
            canvas.drawString(60 + canvas.stringWidth("said on Monday,", "Times-Roman", 10), 771.5, "1")

    assert text_of(pdf(draw, 2)) == [
        "The pier will be closed for the whole winter, Ana Brooks said on Monday, after cracks were found in it by the "
        "inspectors of the harbour office. Nobody had known of them.",
        "1 She spoke at a meeting of the council in Marlow.",
    ]


def test_a_table_is_read_row_by_row() -> None:
    def draw(canvas: Any, number: int) -> None:
        for row, cells in enumerate((("Year", "Spent"), ("2024", "$1.2m"), ("2025", "$1.9m"), ("2026", "$4.2m"))):
            for at, cell in enumerate(cells):
                canvas.drawString(60 + 200 * at, 700 - 14 * row, cell)

    assert text_of(pdf(draw)) == ["Year Spent", "2024 $1.2m", "2025 $1.9m", "2026 $4.2m"]


def test_a_page_on_its_side_and_a_stamp_across_it() -> None:
    def draw(canvas: Any, number: int) -> None:
        canvas.saveState()
        canvas.translate(300, 100)
        canvas.rotate(90)
        draw_lines("The pier will be closed for the winter,", "Ana Brooks said on Monday.", left=0, top=0)(canvas, 1)
        canvas.restoreState()
        canvas.rotate(40)
        canvas.drawString(300, 300, "DRAFT")

    assert text_of(pdf(draw)) == ["The pier will be closed for the winter, Ana Brooks said on Monday."]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no chromium")
@pytest.mark.browser
def test_a_page_that_a_browser_has_printed(tmp_path: Path) -> None:
    words = "".join(f"<p>{each}</p>" for each in STORY[:8])
    page = tmp_path / "a.html"
    page.write_text(
        f"<meta charset=utf-8><h1>Pier to close</h1><div style='columns:2;text-align:justify'>{words}</div>"
    )
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--print-to-pdf={tmp_path / 'a.pdf'}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert text_of((tmp_path / "a.pdf").read_bytes()) == ["Pier to close", *STORY[:8]]


def test_a_file_with_a_password_is_not_read_and_one_without_to_open_is() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    words = draw_lines("Ana Brooks said no on Monday.")
    with pytest.raises(InputUnreadable, match="password"):
        read_pdf(pdf(words, encrypt=StandardEncryption("secret", canPrint=0)))
    assert text_of(pdf(words, encrypt=StandardEncryption("", ownerPassword="owner"))) == [
        "Ana Brooks said no on Monday."
    ]


def test_ten_thousand_pages_are_said_to_be_too_many_at_once() -> None:
    data = pdf(draw_lines("Ana Brooks said no on Monday."), 10_000)
    begin = time.monotonic()
    with pytest.raises(InputTooLarge, match=r"10,000 pages, and the limit is 1,000.*ONRECORD_PDF_PAGES"):
        read_pdf(data)
    assert time.monotonic() - begin < 30
    assert text_of(pdf(draw_lines("Ana Brooks said no."))) == ["Ana Brooks said no."]


def test_a_file_that_takes_too_long_is_ended_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data = pdf(draw_lines("Ana Brooks said no on Monday."))
    slow = tmp_path / "slow.py"
    slow.write_text("import sys, time; sys.stdin.buffer.readline(); time.sleep(100)")
    monkeypatch.setenv("ONRECORD_PDF_SECONDS", "1")
    begin = time.monotonic()
    monkeypatch.setattr(pdf_module, "_PROGRAM", str(slow))
    pdf_module._PROCESS.close()
    with pytest.raises(InputTooLarge, match="within 1 seconds"):
        read_pdf(data)
    monkeypatch.undo()
    assert time.monotonic() - begin < 60
    assert text_of(pdf(draw_lines("Ana Brooks said no."))) == ["Ana Brooks said no."]


def test_a_reader_that_was_killed_is_started_again() -> None:
    assert text_of(pdf(draw_lines("One."))) == ["One."]
    process = pdf_module._PROCESS._process
    assert process is not None
    process.kill()
    process.wait()
    assert text_of(pdf(draw_lines("Two."))) == ["Two."]


def _forked(data: bytes, results: Any) -> None:
    results.put(read_pdf(data).text)
    pdf_module._PROCESS.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_two_forked_processes_have_each_a_reader_of_their_own() -> None:
    assert text_of(pdf(draw_lines("One."))) == ["One."]
    fork = multiprocessing.get_context("fork")
    results = fork.Queue()
    workers = [fork.Process(target=_forked, args=(pdf(draw_lines(f"Words {n}.")), results)) for n in range(3)]
    for worker in workers:
        worker.start()
    assert sorted(results.get(timeout=60) for _ in workers) == ["Words 0.", "Words 1.", "Words 2."]
    for worker in workers:
        worker.join(60)
    assert text_of(pdf(draw_lines("Three."))) == ["Three."]


def test_a_scan_is_said_to_be_one() -> None:
    with pytest.raises(NoArticle, match=r"scan.*ocrmypdf"):
        read_pdf(pdf(lambda canvas, number: canvas.rect(100, 100, 200, 200, fill=1)))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n" + bytes(1_000), b"hello"])
def test_what_is_no_pdf_is_an_error(data: bytes) -> None:
    with pytest.raises(BadFormat):
        read_pdf(data)


def test_a_file_cut_or_damaged_anywhere_never_gives_half_of_it_in_silence() -> None:
    whole = pdf(draw_lines("Ana Brooks said no on Monday.", "Lew Orr said yes."), 3)
    expected = read_pdf(whole).text
    for cut in range(0, len(whole) - 20, 101):
        try:
            text = read_pdf(whole[:cut]).text
        except InputError:
            continue
        assert text == expected, cut  # PDFium finds the objects of a file without its table again
    for at in range(0, len(whole), 97):
        try:
            read_pdf(whole[:at] + b"\xff\x00>>" + whole[at + 4 :])
        except InputError:
            continue


def test_without_pdfium_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pypdfium2").mkdir()
    (tmp_path / "pypdfium2" / "__init__.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    pdf_module._PROCESS.close()
    try:
        for _ in range(2):
            with pytest.raises(ExtraMissing, match=r"pip install 'onrecord\[pdf\]'"):
                read_pdf(pdf(draw_lines("One.")))
    finally:
        pdf_module._PROCESS.close()


def test_no_module_is_taken_from_the_folder_one_is_in(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken')")
    (tmp_path / "a.pdf").write_bytes(pdf(draw_lines("One.")))
    code = "from onrecord.reading.inputs import read_inputs; print([each.text for each in read_inputs(['a.pdf'])])"
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "['One.']\n"


def test_a_file_is_known_by_its_name_and_by_its_beginning(tmp_path: Path) -> None:
    for name in ("a.pdf", "noname"):
        (tmp_path / name).write_bytes(pdf(draw_lines("One.")))
    found = list(read_inputs([tmp_path / "a.pdf", tmp_path / "noname"]))
    assert [each.text for each in found if isinstance(each, Article)] == ["One.", "One."]


def test_a_page_of_a_hundred_thousand_pieces_is_put_in_order_in_bounded_time() -> None:
    pieces = [Fragment("word", x * 7 % 500, y, x * 7 % 500 + 4, y + 10) for x in range(300) for y in range(300)]
    begin = time.process_time()
    passages_of_pages([lines_of(pieces)])
    assert time.process_time() - begin < 20
    few = [
        Fragment("words of a line that is long", x * 150, y * 3, x * 150 + 140, y * 3 + 2.5)
        for x in range(4)
        for y in range(450)
    ]
    begin = time.process_time()
    lines_of(few)
    assert time.process_time() - begin < 20
