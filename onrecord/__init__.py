"""Onrecord reads the news and keeps the record of who said what, to whom, when, and on whose word.

    >>> import onrecord
    >>> record = onrecord.read(text="The pier is safe, Ana Brooks said.")  # doctest: +SKIP

Names are loaded when they are first asked for: importing the package costs nothing that is not used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.article import Article, Block
    from onrecord.corrections import Corrections, CorrectionWarning
    from onrecord.errors import (
        AddressRefused,
        BadFormat,
        BatchError,
        ExtraMissing,
        FetchError,
        FetchFailed,
        FetchLimit,
        InputCut,
        InputError,
        InputMissing,
        InputTooLarge,
        InputUnreadable,
        LedgerBusy,
        LedgerDamaged,
        LedgerError,
        LedgerFull,
        LedgerMissing,
        LedgerReadOnly,
        LedgerTooNew,
        ModelError,
        NoArticle,
        NotEnglish,
        NotLedger,
        NotText,
        OnrecordError,
        SetAside,
        UsageError,
    )
    from onrecord.ledger.answers import Added, Answer, Forgotten, Found, Unread
    from onrecord.ledger.compare import Comparison, Piece
    from onrecord.ledger.families.reading import Family, Variant
    from onrecord.ledger.ledger import Ledger
    from onrecord.ledger.people.decisions import Decision
    from onrecord.ledger.people.pages import Offer, Person, Year
    from onrecord.ledger.positions import Move, Party, Position, Positions
    from onrecord.ledger.verify import Match, Verification
    from onrecord.pipeline import Reader, read
    from onrecord.record import Check, Model, Record
    from onrecord.span import Span
    from onrecord.statement import Said, Speaker, Statement
    from onrecord.time_expression import TimeExpression

__version__ = "0.1.0"

_HOMES = {
    "Added": "ledger.answers",
    "Answer": "ledger.answers",
    "Article": "article",
    "Block": "article",
    "Check": "record",
    "Comparison": "ledger.compare",
    "CorrectionWarning": "corrections",
    "Corrections": "corrections",
    "Decision": "ledger.people.decisions",
    "Family": "ledger.families.reading",
    "Forgotten": "ledger.answers",
    "Found": "ledger.answers",
    "Ledger": "ledger.ledger",
    "Match": "ledger.verify",
    "Model": "record",
    "Move": "ledger.positions",
    "Offer": "ledger.people.pages",
    "Party": "ledger.positions",
    "Person": "ledger.people.pages",
    "Piece": "ledger.compare",
    "Position": "ledger.positions",
    "Positions": "ledger.positions",
    "Reader": "pipeline",
    "Record": "record",
    "Said": "statement",
    "Span": "span",
    "Speaker": "statement",
    "Statement": "statement",
    "TimeExpression": "time_expression",
    "Unread": "ledger.answers",
    "Variant": "ledger.families.reading",
    "Verification": "ledger.verify",
    "Year": "ledger.people.pages",
    "read": "pipeline",
    **dict.fromkeys(
        (
            "AddressRefused",
            "BadFormat",
            "BatchError",
            "ExtraMissing",
            "FetchError",
            "FetchFailed",
            "FetchLimit",
            "InputCut",
            "InputError",
            "InputMissing",
            "InputTooLarge",
            "InputUnreadable",
            "LedgerBusy",
            "LedgerDamaged",
            "LedgerError",
            "LedgerFull",
            "LedgerMissing",
            "LedgerReadOnly",
            "LedgerTooNew",
            "ModelError",
            "NoArticle",
            "NotEnglish",
            "NotLedger",
            "NotText",
            "OnrecordError",
            "SetAside",
            "UsageError",
        ),
        "errors",
    ),
}

__all__ = [
    "Added",
    "AddressRefused",
    "Answer",
    "Article",
    "BadFormat",
    "BatchError",
    "Block",
    "Check",
    "Comparison",
    "CorrectionWarning",
    "Corrections",
    "Decision",
    "ExtraMissing",
    "Family",
    "FetchError",
    "FetchFailed",
    "FetchLimit",
    "Forgotten",
    "Found",
    "InputCut",
    "InputError",
    "InputMissing",
    "InputTooLarge",
    "InputUnreadable",
    "Ledger",
    "LedgerBusy",
    "LedgerDamaged",
    "LedgerError",
    "LedgerFull",
    "LedgerMissing",
    "LedgerReadOnly",
    "LedgerTooNew",
    "Match",
    "Model",
    "ModelError",
    "Move",
    "NoArticle",
    "NotEnglish",
    "NotLedger",
    "NotText",
    "Offer",
    "OnrecordError",
    "Party",
    "Person",
    "Piece",
    "Position",
    "Positions",
    "Reader",
    "Record",
    "Said",
    "SetAside",
    "Span",
    "Speaker",
    "Statement",
    "TimeExpression",
    "Unread",
    "UsageError",
    "Variant",
    "Verification",
    "Year",
    "read",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}; it has {', '.join(__all__)}")
    from importlib import import_module

    return getattr(import_module(f"onrecord.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
