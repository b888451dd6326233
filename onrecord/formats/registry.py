"""Every format by name, with the sentence that the help prints, so that the help and the code cannot drift apart.

A format's module is imported when something is written in it, never to show its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TextIO, cast

from onrecord.record import Record


@dataclass(frozen=True, slots=True)
class Format:
    """One format that records can be written in."""

    name: str
    """What it is called on the command line."""

    sentence: str
    """What it is, in a few words."""

    module: str
    """The module that has its `write`."""

    in_folder: bool = False
    """Whether it gives several files an article, so that only a folder can hold more than one article."""

    def write(self, records: Iterator[Record], out: TextIO) -> None:
        """Write the records, in order, to a text stream that takes Unicode and leaves line ends alone."""
        import_module(self.module).write(records, out)

    def files(self, record: Record) -> dict[str, str]:
        """For a format that is kept in a folder: the ends of the file names of one article, and what each holds."""
        return cast(dict[str, str], import_module(self.module).files(record))

    def companions(self) -> dict[str, str]:
        """For a format that is kept in a folder: the files that the folder needs beside those of the articles."""
        return cast(dict[str, str], import_module(self.module).COMPANIONS)


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("json", "one JSON object, or an array of them for several articles", "onrecord.formats.json"),
        Format("jsonl", "JSON lines, one article a line", "onrecord.formats.jsonl"),
        Format("csv", "a spreadsheet, one statement a row", "onrecord.formats.csv"),
        Format("html", "a page of the article with its statements marked", "onrecord.formats.html"),
        Format("brat", "brat stand-off; several articles need a folder as --output", "onrecord.formats.brat", True),
        Format("webanno", "W3C Web Annotation, JSON-LD", "onrecord.formats.webanno"),
        Format("schemaorg", "schema.org, JSON-LD: quotations and claims", "onrecord.formats.schemaorg"),
    )
}
"""Every format, by name, in the order that the help lists them."""
