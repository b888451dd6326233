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
    from onrecord.ledger.ledger import Ledger
    from onrecord.pipeline import Reader, read
    from onrecord.record import Check, Model, Record
    from onrecord.span import Span
    from onrecord.statement import Said, Speaker, Statement
    from onrecord.time_expression import TimeExpression

__version__ = "0.1.0"

_HOMES = {
    "Article": "article",
    "Block": "article",
    "Check": "record",
    "CorrectionWarning": "corrections",
    "Corrections": "corrections",
    "Ledger": "ledger.ledger",
    "Model": "record",
    "Reader": "pipeline",
    "Record": "record",
    "Said": "statement",
    "Span": "span",
    "Speaker": "statement",
    "Statement": "statement",
    "TimeExpression": "time_expression",
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
    "AddressRefused",
    "Article",
    "BadFormat",
    "BatchError",
    "Block",
    "Check",
    "CorrectionWarning",
    "Corrections",
    "ExtraMissing",
    "FetchError",
    "FetchFailed",
    "FetchLimit",
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
    "Model",
    "ModelError",
    "NoArticle",
    "NotEnglish",
    "NotLedger",
    "NotText",
    "OnrecordError",
    "Reader",
    "Record",
    "Said",
    "SetAside",
    "Span",
    "Speaker",
    "Statement",
    "TimeExpression",
    "UsageError",
    "read",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}; it has {', '.join(__all__)}")
    from importlib import import_module

    return getattr(import_module(f"onrecord.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
