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
from typing import BinaryIO, cast

from onrecord.article import Article
from onrecord.errors import BadFormat, InputError, InputMissing, InputUnreadable, NotEnglish, UsageError
from onrecord.reading.address import fetch
from onrecord.reading.columns import Columns
from onrecord.reading.compressed import gunzipped
from onrecord.reading.files import Rejoined, files_in, open_file, read_whole, shown, some, too_large, unreadable
from onrecord.reading.form import GZIP, MEDIA_TYPES, PEEK, STREAMED, SUFFIXES, Form, form_by_name, form_of
from onrecord.reading.jsonlines import read_jsonlines
from onrecord.reading.whole import Reading, read_bytes
from onrecord.record import Record
from onrecord.settings import MAX_BYTES

STANDARD_INPUT = "-"
"""The input that means standard input."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_SUFFIX_LIST = ", ".join(SUFFIXES)


def read_inputs(
    inputs: Iterable[str | os.PathLike[str]],
    *,
    stdin: BinaryIO | None = None,
    records: bool = False,
    columns: Columns | None = None,
) -> Iterator[Article | Record | InputError]:
    """Every article of every input, in order, each read when it is asked for; an error stands where one cannot be.

    An input is a file, a folder, a glob pattern, an http or https address, or `-` for standard input, which `stdin`
    stands in for. With `records`, what Onrecord itself wrote as JSON comes as the record that it is; `columns` says
    what the parts of an article are called in Parquet and JSON. Raises UsageError when `inputs` is one string, or holds
    something that is no path.
    """
    if isinstance(inputs, str | bytes | os.PathLike):
        raise UsageError(f"The inputs are a list, and {inputs!r} is one of them. Write [{inputs!r}].")
    return _read_all(inputs, stdin, Reading(records, columns))


def _read_all(
    inputs: Iterable[str | os.PathLike[str]], stdin: BinaryIO | None, reading: Reading
) -> Iterator[Article | Record | InputError]:
    for given in inputs:
        if not isinstance(given, str | os.PathLike):
            raise UsageError(f"{given!r} is not an input. Give a path, a pattern, an address, or - as a string.")
        name = os.fsdecode(given)
        try:
            for result in _read_one(name, stdin, reading):
                yield result if isinstance(result, Record) else in_english(result)
        except InputError as error:
            yield error
        except OSError as error:
            yield unreadable(name, error)


def single_inputs(inputs: Iterable[str | os.PathLike[str]]) -> Iterator[str | InputError]:
    """The inputs with folders and patterns taken apart into their files, in the order that `read_inputs` has.

    What stands for nothing (an empty folder, a pattern without a match) comes as it is: reading it says so.
    """
    for given in inputs:
        name = os.fsdecode(given)
        if name in (STANDARD_INPUT, "/dev/stdin") or _ADDRESS.match(name):
            yield name
            continue
        is_pattern = glob.has_magic(name) and not os.path.lexists(name)
        found = files_in(name) if os.path.isdir(name) else _matches(name) if is_pattern else iter((name,))
        first = next(found, name)
        yield first
        yield from found


def in_english(result: Article | InputError) -> Article | InputError:
    """The result, or the error that it is in a language the model does not read."""
    if isinstance(result, InputError) or result.language in (None, "en"):
        return result
    problem = f'It is written in another language than English ("{result.language}").'
    return NotEnglish(result.origin, problem, "Leave it out, or give its English edition.")


def _read_one(name: str, stdin: BinaryIO | None, reading: Reading) -> Iterator[Article | Record | InputError]:
    if name in (STANDARD_INPUT, "/dev/stdin"):
        return _read_stdin(stdin, reading)
    if _ADDRESS.match(name):
        return _read_address(name, reading)
    if os.path.isdir(name):
        return _read_found(name, files_in(name), "folder", reading)
    if glob.has_magic(name) and not os.path.lexists(name):
        return _read_found(name, _matches(name), "pattern", reading)
    return _read_file(name, reading)


def _read_found(
    name: str, found: Iterable[str | InputError], kind: str, reading: Reading
) -> Iterator[Article | Record | InputError]:
    """What a folder holds or a pattern matches; nothing at all is an error, for it is surely not what was meant."""
    is_empty = True
    for path in found:
        is_empty = False
        if isinstance(path, InputError):
            yield path
            continue
        try:
            yield from _read_file(path, reading)
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


def _read_file(path: str, reading: Reading) -> Iterator[Article | Record | InputError]:
    origin = shown(path)
    form, is_compressed = form_by_name(path)
    with open_file(path) as stream:
        head = stream.read(PEEK) or b""
        stream.seek(0)
        if form == "parquet" or (form is None and head.startswith(b"PAR1")):
            from onrecord.reading.parquet import read_parquet

            yield from read_parquet(path, origin=origin, columns=reading.columns)
            return
        if form not in STREAMED and not is_compressed and os.fstat(stream.fileno()).st_size > MAX_BYTES.value():
            form = form or form_of(head, origin=origin)
            if form not in STREAMED and not head.startswith(GZIP):
                raise too_large(origin)
        is_compressed = is_compressed or (head.startswith(GZIP) and (form is None or form in STREAMED))
        yield from _read_stream(stream, form, is_compressed, origin=origin, reading=reading)


def _read_stdin(given: BinaryIO | None, reading: Reading) -> Iterator[Article | Record | InputError]:
    stream = given if given is not None else getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise InputUnreadable(STANDARD_INPUT, "There is no standard input.", "Give a file instead of -.")
    first = b""
    while not first.strip() and len(first) < PEEK:
        line = stream.readline(PEEK)
        if not line:
            break
        first += line
    if first.lstrip().startswith(b"{") and form_of(first, origin=STANDARD_INPUT) == "json-lines":
        # Each line is read as it comes: whoever writes them may be writing still.
        records, columns = reading.records, reading.columns
        yield from read_jsonlines(stream, origin=STANDARD_INPUT, first=first, records=records, columns=columns)
        return
    whole = cast(BinaryIO, io.BufferedReader(Rejoined(first, stream)))
    yield from _read_stream(whole, None, first.startswith(GZIP), origin=STANDARD_INPUT, reading=reading)


def _read_address(address: str, reading: Reading) -> Iterator[Article | Record | InputError]:
    answer = fetch(address)
    form, whole = MEDIA_TYPES.get(answer.media_type), io.BytesIO(answer.body)
    url, charset = answer.url, answer.charset
    is_compressed = form is None and answer.body.startswith(GZIP)
    origin = shown(address)
    yield from _read_stream(whole, form, is_compressed, origin=origin, reading=reading, url=url, charset=charset)


def _read_stream(
    stream: BinaryIO,
    form: Form | None,
    is_compressed: bool,
    *,
    origin: str,
    reading: Reading,
    url: str | None = None,
    charset: str | None = None,
) -> Iterator[Article | Record | InputError]:
    """What a stream holds that is read once from its beginning; without a form, its beginning says what it is."""
    if is_compressed:
        stream = cast(BinaryIO, gunzipped(stream, origin=origin))
    if form is None:
        head = _head(stream)
        form = form_of(head, origin=origin)
        stream = cast(BinaryIO, io.BufferedReader(Rejoined(head, stream)))
    if form == "json-lines":
        yield from read_jsonlines(stream, origin=origin, records=reading.records, columns=reading.columns)
    elif form == "warc":
        from onrecord.reading.warc import read_warc

        yield from read_warc(stream, origin=origin)
    elif form == "mailbox":
        from onrecord.reading.mailbox import read_mailbox

        yield from read_mailbox(stream, origin=origin)
    elif form == "parquet":
        raise BadFormat(origin, "It is a Parquet file that is not read from the disk.", "Save it, and give its path.")
    else:
        data = read_whole(stream, origin=origin)
        yield from read_bytes(data, form, origin=origin, reading=reading, url=url, charset=charset)


def _head(stream: BinaryIO) -> bytes:
    """The beginning of a stream, as much as tells its form; less where it breaks off, which is told when it is read."""
    head = b""
    try:
        while len(head) < PEEK and (part := some(stream, PEEK - len(head))):
            head += part
    except InputError:
        if not head:
            raise
    return head
