"""Documents made for the tests: Word and PDF files, with what is wrong with them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(words: str, style: str = "") -> str:
    """The markup of a paragraph of a Word document."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:t>{escape(words)}</w:t></w:r></w:p>"


def docx(*paragraphs: str, before: str = "", **parts: str | bytes) -> bytes:
    """A Word document of some paragraphs, each its words or its markup; `parts` are more parts by name (`_` is `/`)."""
    body = "".join(each if each.startswith("<") else paragraph(each) for each in paragraphs)
    document = f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        for name, content in parts.items():
            archive.writestr(f"{name.replace('_', '/')}.xml", content)
    return packed.getvalue()


def pdf(draw: Callable[[Any, int], None], pages: int = 1, **options: Any) -> bytes:
    """A PDF file whose pages are drawn with a canvas of reportlab, by the number of the page from 1."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4, **options)
    for number in range(1, pages + 1):
        draw(canvas, number)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def typeset(
    story: Sequence[str], *, columns: int = 1, head: str = "", foot: str = "", title: str = "", hyphens: bool = False
) -> bytes:
    """A PDF file in which paragraphs are set in columns, with running heads and feet (`{}` is the page)."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, NextPageTemplate, PageTemplate, Paragraph

    width, height = A4
    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, alignment=4, spaceAfter=6)
    if hyphens:
        body.embeddedHyphenation = 1
    large = ParagraphStyle("title", fontName="Times-Bold", fontSize=20, leading=24)

    def margins(canvas: Any, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, height - 40, head.format(document.page))
        canvas.drawCentredString(width / 2, 30, foot.format(document.page))

    each = (width - 120 - 20 * (columns - 1)) / columns
    first, later = [
        [Frame(60 + at * (each + 20), 60, each, height - 120 - less, id=f"{at}{less}") for at in range(columns)]
        for less in (100, 0)
    ]
    over = [Frame(60, height - 160, width - 120, 90, id="over")]
    made = io.BytesIO()
    document = BaseDocTemplate(made, pagesize=A4)
    document.addPageTemplates(
        [PageTemplate("first", [*over, *first], onPage=margins), PageTemplate("later", later, onPage=margins)]
    )
    flow: list[Any] = [Paragraph(title or " ", large), NextPageTemplate("later"), FrameBreak()]
    document.build([*flow, *(Paragraph(words, body) for words in story)])
    return made.getvalue()
