"""An answer of a server as it went over the wire becomes its status, its media type and its page.

Crawlers store answers as they came (RFC 9112): with the body in chunks, or compressed. Some undo that and leave the
headers that speak of it, so a header is believed only where the bytes agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.errors import BadFormat
from onrecord.reading.compressed import inflated
from onrecord.reading.files import too_large
from onrecord.reading.form import GZIP, media_type_of

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")
_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_COMPRESSED = {"gzip", "x-gzip", "deflate"}


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What a server answered, as a crawler stored it."""

    status: int
    """Its status: 200 for a page that is there."""

    headers: dict[str, str]
    """Its headers by their names in lower case; of several with one name, the last."""

    payload: bytes
    """What came after the headers, as it was stored."""

    origin: str
    """Where it stands, for the errors."""

    @property
    def media_type(self) -> str:
        """Its media type in lower case, without parameters."""
        return media_type_of(self.headers.get("content-type", ""))

    @property
    def charset(self) -> str | None:
        """The encoding that the server said it has."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        return found.group(1) if found else None

    def body(self, *, limit: int) -> bytes:
        """The page, out of its chunks and decompressed; raises BadFormat, InputCut and InputTooLarge."""
        data = self.payload
        if "chunked" in self.headers.get("transfer-encoding", "").lower() and _CHUNK.match(data):
            data = _dechunked(data)
        codings = [coding.strip().lower() for coding in self.headers.get("content-encoding", "").split(",")]
        for coding in reversed([coding for coding in codings if coding not in ("", "identity")]):
            if coding not in _COMPRESSED:
                if b"<" in data[:512] and b"\x00" not in data[:512]:
                    continue  # the crawler has decompressed it, and left the header
                problem = f"The page is compressed with {coding[:20]!r}."
                raise BadFormat(self.origin, problem, "Only gzip and deflate are read: fetch the page itself.")
            if coding == "deflate" or data.startswith(GZIP):
                try:
                    data = inflated(data, limit=limit, origin=self.origin)
                except BadFormat:
                    if b"<" not in data[:512]:
                        raise
        if len(data) > limit:
            raise too_large(self.origin)
        return data


def answer_of(block: bytes, *, origin: str) -> StoredAnswer:
    """The answer that a record holds; raises BadFormat where it is none."""
    status = _STATUS.match(block)
    if not status:
        raise BadFormat(origin, "The record holds no answer of a server.", "Leave it out, or crawl the page again.")
    end = _END.search(block)
    head, payload = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return StoredAnswer(int(status.group(1)), headers, payload, origin)


def _dechunked(data: bytes) -> bytes:
    """The chunks in one; what is not in chunks after all is given as it is."""
    parts: list[bytes] = []
    at = 0
    while True:
        size = _CHUNK.match(data, at)
        if not size:
            return data
        length = int(size.group(1), 16)
        if length == 0:
            return b"".join(parts)
        parts.append(data[size.end() : size.end() + length])
        if len(parts[-1]) < length:
            return data
        at = size.end() + length
        at += 2 if data.startswith(b"\r\n", at) else 1 if data.startswith(b"\n", at) else 0
