"""`quote-differs`: others report a quotation in other words. It needs a ledger with what others report.

Which reports are of the same words is the ledger's matter; here it is only asked. Nothing says which of them is right.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.checks.examined import Examined, lowered
from onrecord.checks.rule import Rule
from onrecord.record import Check
from onrecord.span import Span

LEAST, MOST = 6, 200
"""Words of a quotation at least and at most."""


def find(article: Examined) -> Iterator[Check]:
    """One observation for each quotation that is reported in other words elsewhere."""
    if article.elsewhere is None:
        return
    for statement in article.statements:
        for piece in statement.content:
            for quotation in _quotations(article, piece):
                words = quotation.of(article.text)
                if not LEAST <= len(lowered(words)) <= MOST:
                    continue
                speaker = statement.speaker.name if statement.speaker else None
                reports = article.elsewhere(words, speaker)
                if reports:
                    first = reports[0]
                    where = f"{first.outlet}{f', {first.day}' if first.day else ''}"
                    told = " ".join(first.words.split())
                    more = f" and {len(reports) - 1} more" if len(reports) > 1 else ""
                    yield Check(
                        RULE.code,
                        (quotation,),
                        f"Reported in other words elsewhere ({where}{more}: “{told.strip('“”')}”), so at least one of "
                        "the reports is not what was said: the recording or text would settle which.",
                    )


def _quotations(article: Examined, piece: Span) -> Iterator[Span]:
    number = article.block_at(piece.start)
    for quotation in article.quotations[number] if number is not None else ():
        if piece.meets(quotation.span) and quotation.inner.start < quotation.inner.end:
            yield quotation.inner


RULE = Rule("quote-differs", "a quotation is reported in other words elsewhere", find, needs_ledger=True)
