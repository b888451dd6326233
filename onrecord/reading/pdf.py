"""A PDF file is where letters stand on paper; what they say in which order is worked out from that.

The letters come from a process of its own (onrecord/reading/pdfium.py), which is ended when it takes too long; the
order of lines is the business of layout.py, and paragraphs are put together in paragraphs.py. A file that was scanned
and has no letters in it is said to be that; nothing is guessed from pictures.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.article import Article
from onrecord.errors import BadFormat, ExtraMissing, InputError, InputTooLarge, InputUnreadable, NoArticle, NotText
from onrecord.reading.language import language_of
from onrecord.reading.layout import Fragment, lines_of
from onrecord.reading.paragraphs import passages_of_pages
from onrecord.reading.passages import joined
from onrecord.settings import PDF_PAGES, PDF_SECONDS

MOST_UNREADABLE = 0.1
"""Share of characters that are none: some files draw letters without saying which they are."""


def read_pdf(data: bytes, *, origin: str = "-", url: str | None = None) -> Article:
    """The article that a PDF file is, without its running heads and page numbers.

    Raises BadFormat, InputUnreadable (a password), InputTooLarge, NoArticle, NotText and ExtraMissing.
    """
    if b"%PDF-" not in data[:1024]:
        raise BadFormat(origin, "It is no PDF file.", "Give the file as it was published.")
    pages = [lines_of(page) for page in _PROCESS.pages(data, origin)]
    passages, title = passages_of_pages(pages)
    if not passages:
        problem = "There are no letters in it: it is a scan, or pictures of pages."
        raise NoArticle(origin, problem, "Have its text recognised first, for example with ocrmypdf.")
    words, blocks = joined(passages)
    unreadable = sum(words.count(character) for character in set(words) if _is_no_character(character))
    if unreadable > MOST_UNREADABLE * len(words):
        problem = "Its fonts do not say which letters they draw."
        raise NotText(origin, problem, "Have its text recognised, for example with ocrmypdf --force-ocr.")
    return Article(words, blocks, origin, url, title, None, None, None, language_of(words))


def _is_no_character(character: str) -> bool:
    return character == "\ufffd" or "\ue000" <= character <= "\uf8ff" or (character < " " and character != "\n")


class _Process:
    """The process that takes PDF files apart; it is started with the first file, and again after it was ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def pages(self, data: bytes, origin: str) -> list[list[Fragment]]:
        """The fragments of every page; raises the InputError that says why there are none."""
        with self._lock:
            process = self._started()
            is_late = threading.Event()

            def end() -> None:
                is_late.set()
                process.kill()

            timer = threading.Timer(PDF_SECONDS.value(), end)
            timer.daemon = True
            timer.start()
            try:
                return list(_answers(process, data, origin))
            except (OSError, EOFError, ValueError) as error:
                self.close()
                if is_late.is_set():
                    problem = f"Its pages could not be read within {PDF_SECONDS.value()} seconds."
                    advice = f"Split it, or set {PDF_SECONDS.variable} to more."
                    raise InputTooLarge(origin, problem, advice) from error
                problem = "It is so damaged, or so large, that what reads PDF files broke down."
                raise BadFormat(origin, problem, "Open it in a viewer and print it to a new PDF file.") from error
            except InputError:
                raise
            except BaseException:
                self.close()
                raise
            finally:
                timer.cancel()
                timer.join()

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.communicate()

    def _started(self) -> subprocess.Popen[bytes]:
        # A process that was forked from this one must not talk into the same pipe.
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self.close()
            # -P: the folder that one happens to be in, perhaps full of what was downloaded, is no place for modules.
            command = [sys.executable, "-P", _PROGRAM]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            self._owner = os.getpid()
        return self._process


def _answers(process: subprocess.Popen[bytes], data: bytes, origin: str) -> Iterator[list[Fragment]]:
    """The pages as the process gives them; raises OSError, EOFError or ValueError when it breaks down."""
    assert process.stdin is not None
    assert process.stdout is not None
    most = PDF_PAGES.value()
    request = json.dumps({"size": len(data), "most_pages": most}).encode("ascii")
    process.stdin.write(request + b"\n" + data)
    process.stdin.flush()
    first = _line(process)
    if "error" in first:
        raise _fault(first["error"], origin)
    if first["pages"] > most:
        problem = f"It has {first['pages']:,} pages, and the limit is {most:,}."
        raise InputTooLarge(origin, problem, f"Split it, or set {PDF_PAGES.variable} to more.")
    lost = []
    for number in range(1, first["pages"] + 1):
        page = _line(process)
        if isinstance(page, dict):
            raise _fault(page.get("error", ""), origin)
        if page is None:
            lost.append(number)
        yield [Fragment(*fragment) for fragment in page or ()]
    _line(process)
    if lost:
        raise BadFormat(
            origin, f"Its page {lost[0]} is damaged.", "Open it in a viewer and print it to a new PDF file."
        )


def _line(process: subprocess.Popen[bytes]) -> Any:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    return json.loads(line)


def _fault(kind: str, origin: str) -> InputError:
    if kind == "missing":
        return ExtraMissing(origin, "What reads PDF files is not installed.", "Install it: pip install 'onrecord[pdf]'")
    if kind == "password":
        problem = "It is protected with a password."
        return InputUnreadable(origin, problem, "Open it with the password and print it to a new PDF file.")
    if kind == "memory":
        return InputTooLarge(origin, "Its pages take too much memory.", "Split it.")
    return BadFormat(origin, "It is a damaged PDF file, or was cut short.", "Fetch or copy the file again.")


_PROGRAM = str(Path(__file__).with_name("pdfium.py"))
_PROCESS = _Process()
atexit.register(_PROCESS.close)
