"""Bytes become text in one of a few ways, each of them provable from the bytes; otherwise they are refused.

A wrong guess would put words on the record that nobody published, so the order is: a byte-order mark, an
encoding that is declared and fits, strict UTF-8, and Windows-1252 only where the bytes look like nothing else.
"""

from __future__ import annotations

import codecs
import re

from onrecord.errors import NotText

MOST_CONTROL_CHARACTERS = 0.01
"""Share of the text: terminal logs have a few, binary data without a NUL byte has one in ten."""

MOST_HIGH_BYTES = 0.25
"""Share of the bytes: French has 5 %, Windows-1252 prose never 10 %; Russian or Greek in its own code page has 80 %."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)

_MAGIC = (
    (b"%PDF-", "a PDF document", "Name the file .pdf."),
    (
        b"PK\x03\x04",
        "a ZIP archive or an Office document",
        "Unpack it; a Word document is read if its name ends in .docx.",
    ),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office document, or one with a password",
        "Open it and save it as .docx without a password.",
    ),
    (b"{\\rtf", "a rich text (RTF) document", "Save the document as plain text."),
    (b"\x1f\x8b", "gzip-compressed data", "Name the file .gz, as in .txt.gz, or unpack it first."),
    (b"BZh", "bzip2-compressed data", "Unpack it first, for example with bunzip2."),
    (b"\xfd7zXZ\x00", "xz-compressed data", "Unpack it first, for example with unxz."),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed data", "Unpack it first, for example with unzstd."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it first."),
    (b"\x89PNG\r\n", "a PNG image", "Give the words of the article, not a picture of them."),
    (b"\xff\xd8\xff", "a JPEG image", "Give the words of the article, not a picture of them."),
    (b"PAR1", "a Parquet file", "Name the file .parquet."),
    (b"GIF8", "a GIF image", "Give the words of the article, not a picture of them."),
    (b"SQLite format 3\x00", "an SQLite database", "Give the articles themselves."),
    (b"\x7fELF", "a program", "Give the words of an article."),
    (b"ID3", "a sound recording", "Give a transcript of it."),
    (b"OggS", "a sound recording", "Give a transcript of it."),
)

_SAVE_AS_UTF8 = "Save it as UTF-8 text."
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_HIGH_BYTES = bytes(range(0x80, 0x100))

_SINGLE_BYTE = {"iso8859-1": "cp1252", "ascii": "cp1252", "cp1252": "cp1252", "iso8859-9": "cp1254"}
"""Declared encodings that browsers read as a larger one; "latin-1" pages hold curly quotation marks all the time."""

_DECLARABLE = re.compile(
    r"iso8859-\d+|cp125\d|cp437|koi8-[rtu]|mac-roman|gbk|gb2312|gb18030|big5|shift_jis|cp932|euc_.*"
)
"""Python's names of the encodings a page may declare; UTF-7 and the like, which hide words from a reader, are not."""


def decode(data: bytes, *, origin: str, declared: str | None = None) -> str:
    """The text that the bytes are, its byte-order mark dropped.

    `declared` is the encoding that a page or a server says it is; it is believed where it fits the bytes.
    Raises NotText, saying what the bytes are where that can be told.
    """
    refuse_known_binary(data, origin)
    for mark, encoding, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _checked(_strictly(data[len(mark) :], encoding, name, origin), origin)
    if b"\x00" in data:
        raise NotText(origin, _nul_problem(data), _SAVE_AS_UTF8)
    codec = _codec(declared)
    if codec and codec not in ("utf-8", "cp1252"):
        try:
            return _checked(data.decode(codec), origin)
        except UnicodeDecodeError:
            pass
    try:
        return _checked(data.decode("utf-8"), origin)
    except UnicodeDecodeError as error:
        return _checked(_with_windows_1252(data, error, origin, is_declared=codec == "cp1252"), origin)


def refuse_known_binary(data: bytes, origin: str) -> None:
    """Raise NotText, naming what it is, for data that begins as a well-known kind of file does."""
    for magic, name, advice in _MAGIC:
        if data.startswith(magic) and not (magic.isalnum() and data[:64].isascii() and _is_prose(data)):
            raise NotText(origin, f"This is {name}, not text.", advice)
    if data[4:8] == b"ftyp" or (data.startswith(b"RIFF") and data[8:12] in (b"WAVE", b"AVI ", b"WEBP")):
        raise NotText(origin, "This is a recording or a picture, not text.", "Give a transcript of it.")


def _is_prose(data: bytes) -> bool:
    """Whether data that begins with letters which are also a magic number ("ID3", "BZh") is text all the same."""
    return not _CONTROL.search(data[:512].decode("ascii", "replace")) and b"\x00" not in data[:512]


def _strictly(data: bytes, encoding: str, name: str, origin: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"It begins with the mark of {name} but is no {name} at byte {error.start}."
        raise NotText(origin, problem, _SAVE_AS_UTF8) from error


def _checked(text: str, origin: str) -> str:
    """The text, unless it holds the control characters of binary data."""
    if "\x00" in text:
        raise NotText(origin, "It holds NUL characters, as binary data does.", "Give a text file.")
    controls = len(_CONTROL.findall(text))
    if controls > 2 and controls > MOST_CONTROL_CHARACTERS * len(text):
        raise NotText(origin, "It is full of control characters, as binary data is.", "Give a text file.")
    return text


def _nul_problem(data: bytes) -> str:
    head = data[:4096]
    half = len(head) // 2
    if half and max(head[0::2].count(0), head[1::2].count(0)) > half * 0.7:
        return "It looks like UTF-16 without a byte-order mark."
    return "It holds NUL bytes, as binary data does."


def _codec(declared: str | None) -> str | None:
    """Python's name of a declared encoding that may be used; None for an unknown or unsafe one."""
    if not declared or not declared.isascii():
        return None
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):
        return None
    if name in ("utf-8", "utf-8-sig"):
        return "utf-8"
    if name in _SINGLE_BYTE:
        return _SINGLE_BYTE[name]
    return name if _DECLARABLE.fullmatch(name) else None


def _with_windows_1252(data: bytes, error: UnicodeDecodeError, origin: str, *, is_declared: bool) -> str:
    """Text that is not UTF-8 throughout: Windows-1252, or UTF-8 into which bytes of Windows-1252 were pasted."""
    if error.reason == "unexpected end of data" and error.end == len(data) and _MULTIBYTE.search(data):
        problem = f"It ends in the middle of a character, at byte {error.start}."
        raise NotText(origin, problem, "The file may have been cut short: copy it again.")
    whole, stray = _count_sequences(data)
    advice = "Save it as UTF-8 text, choosing the encoding it was written in."
    if whole == 0 or whole * 20 <= stray:
        if not is_declared and _MAC_QUOTES.search(data) and not _WINDOWS_QUOTES.search(data):
            problem = f"It seems to be Mac Roman: byte {error.start} is a quotation mark or letter there."
            raise NotText(origin, problem, "Save it as UTF-8 text, for example with iconv -f MACINTOSH -t UTF-8.")
        if is_declared or _is_plausible_windows_1252(data):
            try:
                return data.decode("cp1252")
            except UnicodeDecodeError as unmapped:
                problem = f"Byte {unmapped.start} is a character neither of UTF-8 nor of Windows-1252."
                raise NotText(origin, problem, advice) from unmapped
        raise NotText(origin, f"It is not UTF-8 at byte {error.start}, nor in any encoding we can be sure of.", advice)
    if stray > whole:
        problem = (
            f"It mixes two encodings: {whole} characters are UTF-8, {stray} bytes are not, the first at {error.start}."
        )
        raise NotText(origin, problem, advice)
    try:
        return data.decode("utf-8", _STRAY_BYTES)
    except UnicodeDecodeError as unmapped:
        problem = f"Byte {unmapped.start} is a character neither of UTF-8 nor of Windows-1252."
        raise NotText(origin, problem, advice) from unmapped


def _count_sequences(data: bytes) -> tuple[int, int]:
    """How many characters outside ASCII are whole in UTF-8, and how many bytes belong to none."""
    whole = sum(1 for character in data.decode("utf-8", "ignore") if character >= "\x80")
    kept = len(data.decode("utf-8", "ignore").encode("utf-8"))
    return whole, len(data) - kept


def _is_plausible_windows_1252(data: bytes) -> bool:
    """Whether the bytes outside ASCII are as rare as accents and quotation marks are in a Western language."""
    high = len(data) - len(data.translate(None, _HIGH_BYTES))
    return high <= MOST_HIGH_BYTES * len(data)


def _stray_byte(error: UnicodeError) -> tuple[str, int]:
    """The Windows-1252 characters of bytes that are not UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    try:
        return stray.decode("cp1252"), error.end
    except UnicodeDecodeError:
        raise error from None


_MAC_QUOTES = re.compile(rb"(?:^|[\s(])\xd2[A-Za-z]|[A-Za-z.,!?]\xd3(?:[\s,.)]|$)|[a-z]\xd5[a-z]")
"""Curly quotation marks and apostrophes of Mac Roman, which Windows-1252 would show as capital letters with accents."""

_WINDOWS_QUOTES = re.compile(rb"[\x91-\x94]")

_STRAY_BYTES = "onrecord-windows-1252"
codecs.register_error(_STRAY_BYTES, _stray_byte)
