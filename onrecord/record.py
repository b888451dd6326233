"""A record is what reading one article gives: the article, its statements, its checks, and which model read it.

It is the object that crosses every boundary: `to_dict()` is the JSON of an article, and `from_dict()` takes it
back without loss, so that what one command wrote another can use.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import Any

from onrecord.article import Article, Block
from onrecord.chain import in_words
from onrecord.span import Span, words
from onrecord.statement import Said, Speaker, Statement
from onrecord.time_expression import TimeExpression


@dataclass(frozen=True, slots=True)
class Check:
    """An observation about an article: never a verdict on truth."""

    code: str
    """What was observed, a lower-case name with hyphens (`unnamed-source`)."""

    spans: tuple[Span, ...]
    """The words it is about; empty when it is about the article as a whole."""

    message: str
    """One sentence on why it matters."""

    def to_dict(self) -> dict[str, Any]:
        """The check as the JSON of an article has it."""
        return {"code": self.code, "spans": [list(span) for span in self.spans], "message": self.message}


@dataclass(frozen=True, slots=True)
class Model:
    """Which model read the article; the same bytes read by the same model give the same record."""

    name: str
    """The model's name."""

    version: str
    """The model's version, a digest of all that decides what it reads; with `+fp16` at its end on a GPU."""

    def to_dict(self) -> dict[str, Any]:
        """The model as the JSON of an article has it."""
        return {"name": self.name, "version": self.version}


@dataclass(frozen=True, slots=True, repr=False)
class Record:
    """One article, read."""

    article: Article
    """What was published."""

    statements: tuple[Statement, ...]
    """Who said what in it, in the order of first characters."""

    checks: tuple[Check, ...]
    """What an editor would ask of it."""

    model: Model
    """What read it."""

    times: tuple[TimeExpression, ...] = field(default=(), compare=False)
    """The article's time expressions, in order; no part of its JSON, so empty in a record that came from there."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON of an article (docs/reference/json.md)."""
        return {
            "article": self.article.to_dict(),
            "statements": [statement.to_dict() for statement in self.statements],
            "checks": [check.to_dict() for check in self.checks],
            "model": self.model.to_dict(),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Record:
        """The record that `to_dict()` gave; raises KeyError or TypeError when a field is missing or of another kind.

        Its `times` are empty: the JSON has none. They follow from the article and its date, so two records that
        differ in them alone are equal.
        """
        given = dict(data["article"])
        given.pop("id", None)
        blocks = tuple(Block(block["kind"], Span(*block["span"])) for block in given.pop("blocks"))
        return cls(
            article=Article(blocks=blocks, **given),
            statements=tuple(_statement(item) for item in data["statements"]),
            checks=tuple(Check(item["code"], _spans(item["spans"]), item["message"]) for item in data["checks"]),
            model=Model(**data["model"]),
        )

    def __repr__(self) -> str:
        count = len(self.statements)
        return f"<Record of {self.article.title or self.article.origin!r}: {count} statement{'s' * (count != 1)}>"

    def _repr_html_(self) -> str:
        """A table for a notebook: who, how, what, and the chain in words, of every statement."""
        text = self.article.text
        by_id = {statement.id: statement for statement in self.statements}
        rows = "".join(
            "<tr>"
            + "".join(
                f"<td style='text-align:left'>{html.escape(cell)}</td>"
                for cell in (
                    words(text, s.source),
                    words(text, s.cue),
                    words(text, s.content),
                    s.form,
                    in_words(text, s, by_id),
                    s.said.in_words() if s.said else "",
                )
            )
            + "</tr>"
            for s in self.statements
        )
        head = "".join(f"<th>{name}</th>" for name in ("source", "cue", "content", "form", "chain", "said"))
        title = html.escape(self.article.title or self.article.origin)
        return f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)


def _statement(item: dict[str, Any]) -> Statement:
    given = dict(item)
    for role in ("source", "cue", "content"):
        given[role] = _spans(given[role])
    if given["speaker"]:
        given["speaker"] = Speaker(**given["speaker"])
    if given["said"]:
        said = given["said"]
        given["said"] = Said(said["from"], said["to"], Span(*said["span"]) if said["span"] else None)
    if given["condition"]:
        given["condition"] = Span(*given["condition"])
    return Statement(**given)
