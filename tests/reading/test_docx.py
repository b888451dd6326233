"""A Word document is its paragraphs, and one that is made to do harm is refused."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from onrecord.article import Article
from onrecord.errors import BadFormat, InputCut, InputError, InputTooLarge, InputUnreadable, NoArticle
from onrecord.reading.docx import read_docx
from onrecord.reading.inputs import read_inputs
from tests.reading.documents import W, docx, paragraph

STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="L"><w:name w:val="List Bullet"/></w:style></w:styles>'
)


def test_paragraphs_headings_and_items() -> None:
    article = read_docx(
        docx(
            paragraph("Pier to close", "berschrift1"),
            "The pier will close, Ana Brooks said.",
            paragraph("It is old.", "L"),
            "<w:tbl><w:tr><w:tc>" + paragraph("Spent") + "</w:tc><w:tc>" + paragraph("$2m") + "</w:tc></w:tr></w:tbl>",
            word_styles=STYLES,
        )
    )
    assert [(block.kind, block.span.of(article.text)) for block in article.blocks] == [
        ("heading", "Pier to close"),
        ("paragraph", "The pier will close, Ana Brooks said."),
        ("list-item", "It is old."),
        ("paragraph", "Spent"),
        ("paragraph", "$2m"),
    ]
    assert article.title == "Pier to close"


def test_what_was_struck_out_is_gone_and_what_was_put_in_is_there() -> None:
    words = (
        "<w:p><w:r><w:t xml:space='preserve'>The pier is </w:t></w:r>"
        "<w:del><w:r><w:delText>un</w:delText><w:t>un</w:t></w:r></w:del><w:ins><w:r><w:t>very </w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret </w:t></w:r><w:r><w:t>safe,</w:t><w:br/><w:t>she</w:t><w:tab/>"
        "<w:t>said.</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert read_docx(docx(words)).text == "The pier is very safe, she said."


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    words = (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        "</mc:AlternateContent></w:r><w:r><w:t>Beside it.</w:t></w:r></w:p>"
    )
    assert read_docx(docx(words)).text == "Beside it.\n\nIn the box."


def test_headers_and_comments_are_not_in_the_text_and_footnotes_come_last() -> None:
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote>{paragraph("A note.")}</w:footnote></w:footnotes>'
    article = read_docx(docx("The text.", word_header1=paragraph("Head"), word_comments="x", word_footnotes=notes))
    assert article.text == "The text.\n\nA note."


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (docx("a" * 3_000_000), InputTooLarge, "Unpacked it holds more than"),
        (docx("She said no.")[:-30], InputCut, "breaks off"),
        (b"PK\x03\x04 no archive", InputCut, "breaks off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), InputUnreadable, "password"),
        (docx(), NoArticle, "no text"),
        (docx("<w:p>"), BadFormat, "markup"),
        (docx("x", before='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'), BadFormat, "document type"),
        (docx("<w:p>&b;</w:p>", before='<!DOCTYPE a [<!ENTITY b "secret">]>'), BadFormat, "document type"),
        (b"", BadFormat, "no Word document"),
    ],
)
def test_what_cannot_be_read(data: bytes, error: type[InputError], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_MAX_BYTES", "500000")
    with pytest.raises(error, match=words):
        read_docx(data)


def test_a_bomb_is_refused_in_no_time_and_memory() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(300):
            part.write(b" " * 1_000_000)
    begin = time.process_time()
    with pytest.raises(InputTooLarge):
        read_docx(packed.getvalue())
    assert time.process_time() - begin < 5


def test_an_archive_that_lies_about_its_sizes_or_is_damaged_is_an_error() -> None:
    whole = docx("She said no on Monday.", "Nobody knew.")
    for at in range(0, len(whole), 7):
        data = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        try:
            read_docx(data)
        except InputError:
            continue


def test_a_billion_laughs_and_a_deep_tree() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    with pytest.raises(BadFormat):
        read_docx(docx("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", before=f'<!DOCTYPE a [<!ENTITY l0 "ha">{entities}]>'))
    with pytest.raises(InputError):
        read_docx(docx("<w:p>" * 5_000 + "</w:p>" * 5_000))


def test_a_file_is_known_by_its_name_and_by_its_beginning(tmp_path: Path) -> None:
    for name in ("a.docx", "noname"):
        (tmp_path / name).write_bytes(docx("She said no."))
    found = [each for each in read_inputs([tmp_path / "a.docx", tmp_path / "noname"]) if isinstance(each, Article)]
    assert [each.text for each in found] == ["She said no."] * 2
