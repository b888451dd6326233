"""A Word document is its paragraphs, headings, list items and table cells, as a reader of the printed page has them.

A .docx is a ZIP archive of XML (ECMA-376). Of its parts only the body is read, so headers, footers, comments and notes
in the margin never come between two sentences; what was struck out in review is left out, and what was put in is kept.
Footnotes come last, where a page would have them. The archive may be made to exhaust a machine: sizes are counted while
unpacking and not believed, no entity is expanded and nothing outside is looked up.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.article import Article, BlockKind
from onrecord.errors import BadFormat, InputCut, InputTooLarge, InputUnreadable, NoArticle
from onrecord.reading.language import language_of
from onrecord.reading.passages import Passage, joined
from onrecord.settings import MAX_BYTES

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_GROWTH = 5
"""How many times MAX_BYTES a part may be unpacked: the XML of a paragraph is several times its words."""

DEEPEST = 200
"""Levels of elements; a text box in a table in a table has 40."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DOCUMENT, _STYLES, _FOOTNOTES, _CORE = (
    "word/document.xml",
    "word/styles.xml",
    "word/footnotes.xml",
    "docProps/core.xml",
)
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_HEADING = re.compile(r"(?:heading ?\d|title)$", re.IGNORECASE)
_LIST = re.compile(r"list", re.IGNORECASE)
_QUOTE = re.compile(r"(?:intense )?quote$|block ?text$", re.IGNORECASE)
_CAPTION = re.compile(r"caption$", re.IGNORECASE)
_LEFT_OUT = frozenset(
    ("del", "moveFrom", "instrText", "delText", "fldData", "pPr", "tblPr", "trPr", "tcPr", "sectPr", "Fallback")
)
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": " "}
_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ADVICE = "Open it in a word processor and save it again, or give its text."


def read_docx(data: bytes, *, origin: str = "-", url: str | None = None) -> Article:
    """The article that a Word document is.

    Raises BadFormat, InputCut, InputTooLarge, InputUnreadable (a password) and NoArticle.
    """
    if data.startswith(_ENCRYPTED):
        problem = "It is protected with a password, or an old .doc document."
        raise InputUnreadable(origin, problem, "Save it as .docx without a password.")
    with _opened(data, origin) as archive:
        document = _part(archive, _DOCUMENT, origin)
        if document is None:
            raise BadFormat(origin, "It is no Word document.", _ADVICE)
        names = _style_names(_part(archive, _STYLES, origin))
        passages = [*_passages(document, names), *_passages(_part(archive, _FOOTNOTES, origin), names)]
        stated = _part(archive, _CORE, origin)
    if not passages:
        raise NoArticle(origin, "There is no text in it.", "If it is a picture of a text, give the text.")
    words, blocks = joined(passages)
    first = passages[0]
    title = first.text if first.kind == "heading" else _stated_title(stated)
    return Article(words, blocks, origin, url, title, None, None, None, language_of(words))


def _opened(data: bytes, origin: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        if data.startswith(b"PK\x03\x04") and b"PK\x05\x06" not in data[-66_000:]:
            raise InputCut(origin, "It breaks off before its end.", "Fetch or copy the file again.") from error
        raise BadFormat(origin, "It is no Word document, or a damaged one.", _ADVICE) from error


def _part(archive: zipfile.ZipFile, name: str, origin: str) -> _Element | None:
    """The root of one part of the document; None where it has no such part."""
    from lxml import etree

    limit = MOST_GROWTH * MAX_BYTES.value()
    try:
        with archive.open(name) as stream:
            data = stream.read(limit + 1)
    except KeyError:
        return None
    except RuntimeError as error:  # how zipfile says that a member is encrypted
        raise InputUnreadable(origin, "It is protected with a password.", "Save it without.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise BadFormat(origin, "It is a damaged Word document.", _ADVICE) from error
    if len(data) > limit:
        problem = f"Unpacked it holds more than {limit} bytes."
        raise InputTooLarge(origin, problem, f"Split it, or set {MAX_BYTES.variable} to more.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)
    try:
        root = etree.fromstring(data.replace(_STRICT[1:-1].encode(), _W[1:-1].encode()), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadFormat(origin, "Its markup is damaged.", _ADVICE) from error
    if getattr(root.getroottree().docinfo, "doctype", ""):  # no program writes one, and it can only do harm
        raise BadFormat(origin, "It has a document type of its own, as no Word document has.", _ADVICE)
    return root


def _style_names(styles: _Element | None) -> dict[str, str]:
    """The name of each style by its id: ids are translated ("berschrift1"), names are not."""
    found: dict[str, str] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        name = style.find(f"{_W}name")
        if name is not None:
            found[style.get(f"{_W}styleId", "")] = name.get(f"{_W}val", "")
    return found


def _stated_title(core: _Element | None) -> str | None:
    title = core.findtext(f".//{_TITLE}") if core is not None else None
    return " ".join(title.split())[:500] or None if title else None


def _passages(root: _Element | None, names: dict[str, str]) -> Iterator[Passage]:
    """The paragraphs below an element, in the order of the document; one within another (a text box) comes after it."""
    waiting = [] if root is None else [root]
    while waiting:
        for paragraph in waiting.pop(0).iter(f"{_W}p"):
            if _is_inner(paragraph):
                continue
            inner: list[_Element] = []
            text = _text(paragraph, inner)
            yield from _divided(text, _kind(paragraph, names))
            for box in inner:
                yield from _divided(_text(box, []), _kind(box, names))


def _is_inner(paragraph: _Element) -> bool:
    """Whether it stands in another paragraph, or in what is left out."""
    above = (str(each.tag).rpartition("}")[2] for each in paragraph.iterancestors())
    return any(tag == "p" or tag in _LEFT_OUT for tag in above)


def _divided(text: str, kind: BlockKind) -> Iterator[Passage]:
    """A paragraph in two where it has an empty line in it, as people make who do not know of paragraphs."""
    for part in re.split(r"\n[^\S\n]*\n", text):
        words = " ".join(part.split())
        if words:
            yield Passage(kind, words)


def _text(paragraph: _Element, inner: list[_Element]) -> str:
    """The words of a paragraph, without those of the paragraphs in it, which are put aside."""
    from lxml import etree

    pieces: list[str] = []
    depth = 0
    walk = etree.iterwalk(paragraph, events=("start", "end"))
    for event, element in walk:
        tag = str(element.tag).rpartition("}")[2]
        depth += 1 if event == "start" else -1
        if event == "end":
            continue
        if tag in _LEFT_OUT or depth > DEEPEST or (tag == "r" and _is_hidden(element)):
            walk.skip_subtree()
        elif tag == "p" and element is not paragraph:
            inner.append(element)
            walk.skip_subtree()
        elif tag == "t":
            pieces.append(element.text or "")
        elif tag in _BREAKS:
            pieces.append(_BREAKS[tag])
    return "".join(pieces)


def _is_hidden(run: _Element) -> bool:
    hidden = run.find(f"{_W}rPr/{_W}vanish")
    return hidden is not None and hidden.get(f"{_W}val") not in ("0", "false", "off")


def _kind(paragraph: _Element, names: dict[str, str]) -> BlockKind:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    given = style.get(f"{_W}val", "") if style is not None else ""
    name = names.get(given, given)
    if _HEADING.match(name):
        return "heading"
    if paragraph.find(f"{_W}pPr/{_W}numPr") is not None or _LIST.match(name):
        return "list-item"
    if _QUOTE.match(name):
        return "quotation"
    return "caption" if _CAPTION.match(name) else "paragraph"
