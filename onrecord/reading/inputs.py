"""Whatever is given becomes articles, one after the other; what cannot is yielded as an error in its place.

A reporter gives a folder of a thousand files at night and wants the 999 in the morning: so nothing that is wrong
with one input is ever raised, and no more than one of them is in memory at a time.
"""

from __future__ import annotations

import glob
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from onrecord.article import Article
from onrecord.errors import InputError, InputMissing, InputUnreadable, NotEnglish, UsageError
from onrecord.reading.address import fetch
from onrecord.reading.decoding import decode
from onrecord.reading.files import files_in, open_file, read_whole, shown, too_large, unreadable
from onrecord.reading.form import MEDIA_TYPES, PEEK, SUFFIXES, Form, form_of, refuse_page_as_text
from onrecord.reading.jsonlines import read_jsonlines
from onrecord.reading.page import charset_of, read_page
from onrecord.reading.records import read_document
from onrecord.reading.text import read_text
from onrecord.record import Record
from onrecord.settings import MAX_BYTES

STANDARD_INPUT = "-"
"""The input that means standard input."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_SUFFIX_LIST = ", ".join(SUFFIXES)


def read_inputs(
    inputs: Iterable[str | os.PathLike[str]], *, stdin: BinaryIO | None = None, records: bool = False
) -> Iterator[Article | Record | InputError]:
    """Every article of every input, in order, each read when it is asked for; an error stands where one cannot be.

    An input is a file, a folder, a glob pattern, an http or https address, or `-` for standard input, which `stdin`
    stands in for. With `records`, what Onrecord itself wrote as JSON comes as the record that it is. Raises UsageError
    when `inputs` is one string, or holds something that is no path.
    """
    if isinstance(inputs, str | bytes | os.PathLike):
        raise UsageError(f"The inputs are a list, and {inputs!r} is one of them. Write [{inputs!r}].")
    return _read_all(inputs, stdin, records)


def _read_all(
    inputs: Iterable[str | os.PathLike[str]], stdin: BinaryIO | None, records: bool
) -> Iterator[Article | Record | InputError]:
    for given in inputs:
        if not isinstance(given, str | os.PathLike):
            raise UsageError(f"{given!r} is not an input. Give a path, a pattern, an address, or - as a string.")
        name = os.fsdecode(given)
        try:
            for result in _read_one(name, stdin, records):
                yield result if isinstance(result, Record) else in_english(result)
        except InputError as error:
            yield error
        except OSError as error:
            yield unreadable(name, error)


def in_english(result: Article | InputError) -> Article | InputError:
    """The result, or the error that it is in a language the model does not read."""
    if isinstance(result, InputError) or result.language in (None, "en"):
        return result
    problem = f'It is written in another language than English ("{result.language}").'
    return NotEnglish(result.origin, problem, "Leave it out, or give its English edition.")


def _read_one(name: str, stdin: BinaryIO | None, records: bool) -> Iterator[Article | Record | InputError]:
    if name in (STANDARD_INPUT, "/dev/stdin"):
        return _read_stdin(stdin, records)
    if _ADDRESS.match(name):
        return _read_address(name, records)
    if os.path.isdir(name):
        return _read_found(name, files_in(name), "folder", records)
    if glob.has_magic(name) and not os.path.lexists(name):
        return _read_found(name, _matches(name), "pattern", records)
    return _read_file(name, records)


def _read_found(
    name: str, found: Iterable[str | InputError], kind: str, records: bool
) -> Iterator[Article | Record | InputError]:
    """What a folder holds or a pattern matches; nothing at all is an error, for it is surely not what was meant."""
    is_empty = True
    for path in found:
        is_empty = False
        if isinstance(path, InputError):
            yield path
            continue
        try:
            yield from _read_file(path, records)
        except InputError as error:
            yield error
        except OSError as error:
            yield unreadable(path, error)
    if is_empty and kind == "folder":
        yield InputMissing(shown(name), "The folder holds no article.", f"Articles are files ending in {_SUFFIX_LIST}.")
    elif is_empty:
        yield InputMissing(shown(name), "Nothing matches the pattern.", "Check the folder and the suffix it names.")


def _matches(pattern: str) -> Iterator[str | InputError]:
    for path in sorted(glob.iglob(pattern, recursive=True)):
        if os.path.isdir(path):
            if "**" not in pattern:
                yield from files_in(path)
        else:
            yield path


def _read_file(path: str, records: bool) -> Iterator[Article | Record | InputError]:
    origin = shown(path)
    with open_file(path) as stream:
        form = SUFFIXES.get(os.path.splitext(path)[1].lower())
        if form is None:
            form = form_of(stream.read(PEEK) or b"", origin=origin)
            stream.seek(0)
        if form == "json-lines":
            yield from read_jsonlines(stream, origin=origin, records=records)
            return
        if os.fstat(stream.fileno()).st_size > MAX_BYTES.value():
            raise too_large(origin)
        data = read_whole(stream, origin=origin)
    yield from _read_bytes(data, form, origin=origin, records=records)


def _read_stdin(given: BinaryIO | None, records: bool) -> Iterator[Article | Record | InputError]:
    stream = given if given is not None else getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise InputUnreadable(STANDARD_INPUT, "There is no standard input.", "Give a file instead of -.")
    first = b""
    while not first.strip() and len(first) < PEEK:
        line = stream.readline(PEEK)
        if not line:
            break
        first += line
    form = form_of(first, origin=STANDARD_INPUT)
    if form == "json-lines":
        yield from read_jsonlines(stream, origin=STANDARD_INPUT, first=first, records=records)
    else:
        data = read_whole(stream, origin=STANDARD_INPUT, first=first)
        form = form_of(data[:PEEK], origin=STANDARD_INPUT)
        yield from _read_bytes(data, form, origin=STANDARD_INPUT, records=records)


def _read_address(address: str, records: bool) -> Iterator[Article | Record | InputError]:
    answer = fetch(address)
    origin = shown(address)
    form = MEDIA_TYPES.get(answer.media_type) or form_of(answer.body[:PEEK], origin=origin)
    if form == "json-lines":
        yield from read_jsonlines(io.BytesIO(answer.body), origin=origin, records=records)
    else:
        url, charset = answer.url, answer.charset
        yield from _read_bytes(answer.body, form, origin=origin, records=records, url=url, charset=charset)


def _read_bytes(
    data: bytes, form: Form, *, origin: str, records: bool, url: str | None = None, charset: str | None = None
) -> Iterator[Article | Record | InputError]:
    if form == "page":
        text = decode(data, origin=origin, declared=charset or charset_of(data))
        yield read_page(text, origin=origin, url=url)
        return
    text = decode(data, origin=origin, declared=charset)
    if form == "json" or form == "json-lines":
        yield from read_document(text, origin=origin, records=records)
        return
    refuse_page_as_text(text, origin=origin)
    yield read_text(text, origin=origin, url=url)
