"""Names in the GUM corpus (Zeldes 2017), whose annotators marked every entity, its kind and its words."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from evaluation.gate import corpora

PROPER = frozenset(("NNP", "NNPS"))
_INNER = frozenset(("NNP", "NNPS", "NN", "IN", "DT", "CC", "HYPH", "POS", ",", "."))
_KINDS = {"person": 1, "organization": 2, "place": 3}
"""Kinds of entities as places among the pairs of NAME_LABELS; every other kind is the fourth."""


@dataclass
class Document:
    """A text with what is named in it."""

    name: str
    text: str = ""
    tags: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By the start of each token its end and its part of speech."""
    entities: list[tuple[int, int, int]] = field(default_factory=list)
    """(start, end, kind) of every marked entity, names or not."""

    def names(self) -> Iterator[tuple[int, int, int]]:
        """(start, end, kind) of the entities that are names: proper nouns from first to last, shortest first."""
        for start, end, kind in sorted(self.entities, key=lambda e: e[1] - e[0]):
            tags = [tag for at, (_, tag) in self.tags.items() if start <= at < end]
            if not tags or len(tags) > 9 or tags[-1] not in PROPER or not set(tags) <= _INNER:
                continue
            first = next((at for at in sorted(self.tags) if start <= at < end and self.tags[at][1] in PROPER), start)
            if kind == 1 and any(tag in ("IN", "CC") for tag in tags):
                continue
            yield first, end, kind


def documents(part: str) -> Iterator[Document]:
    """The documents of `train` or `dev`; raises FileNotFoundError where the corpora are missing."""
    document: Document | None = None
    open_: list[tuple[str, int, int]] = []
    whole, whole_end, inside = 0, 0, 0
    with gzip.open(corpora() / "gum" / f"{part}.conllu.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                if document:
                    yield document
                document, open_ = Document(line.split("=")[1].strip()), []
            elif line.startswith("# newpar") and document and document.text and "newpar_block" not in line:
                document.text = document.text.rstrip(" ") + "\n\n"
            if document is None or not line[:1].isdigit():
                continue
            columns = line.split("\t")
            number, form, misc = columns[0], columns[1], columns[9]
            after = "" if "SpaceAfter=No" in misc else " "
            if "-" in number:
                whole_end, whole, inside = int(number.split("-")[1]), len(document.text), 0
                document.text += form + after
                continue
            if "." in number:
                continue
            if int(number) <= whole_end:
                start = whole + inside
                inside += len(form)
            else:
                start = len(document.text)
                document.text += form + after
            whole_end = 0 if int(number) >= whole_end else whole_end
            document.tags[start] = (start + len(form), columns[4])
            _entities(document, open_, misc, start, start + len(form))
    if document:
        yield document


def _entities(document: Document, open_: list[tuple[str, int, int]], misc: str, start: int, end: int) -> None:
    found = re.search(r"Entity=([^|]*)", misc)
    for mark in re.findall(r"\([^()]+\)?|[^()]+\)", found[1]) if found else ():
        if mark.startswith("("):
            number, kind = mark.strip("()").split("-")[:2]
            open_.append((number, _KINDS.get(kind, 4), start))
            if not mark.endswith(")"):
                continue
            place = len(open_) - 1
        else:
            place = next((n for n in range(len(open_) - 1, -1, -1) if open_[n][0] == mark.rstrip(")")), -1)
            if place < 0:
                continue
        _, kind_, begin = open_.pop(place)
        document.entities.append((begin, end, kind_))
