"""Every check by its code, and the one way to run them.

An article's checks come in the order of the text, those about the article as a whole first. What is found in words
that are no part of the article (`foreign-text`) is left out: it is not about the article.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from onrecord.checks import (
    channel_conflict,
    date_conflict,
    foreign_text,
    hedged,
    missing_list,
    only_unnamed,
    orphan_quote,
    quote_differs,
    repeated_quote,
    scare_quote,
    second_hand,
    unclear_speaker,
    unclosed_quote,
    unnamed_source,
)
from onrecord.checks.examined import Elsewhere, Examined
from onrecord.checks.rule import Rule
from onrecord.errors import UsageError
from onrecord.record import Check, Record

RULES: dict[str, Rule] = {
    module.RULE.code: module.RULE
    for module in (
        unnamed_source,
        only_unnamed,
        second_hand,
        hedged,
        channel_conflict,
        date_conflict,
        missing_list,
        foreign_text,
        unclear_speaker,
        unclosed_quote,
        scare_quote,
        orphan_quote,
        repeated_quote,
        quote_differs,
    )
}
"""Every rule by its code, in the order of the documentation."""


def checks(
    record: Record, *, on: Iterable[str] = (), off: Iterable[str] = (), elsewhere: Elsewhere | None = None
) -> tuple[Check, ...]:
    """What an editor would ask of an article.

    The codes `on` are run although they are off unless asked for, the codes `off` are not run, and `all` in either
    stands for every code; what is named wins over `all`. `elsewhere` is asked how others report a quotation. Raises
    UsageError for a code that there is not.
    """
    article = Examined(record, elsewhere)
    foreign = foreign_text.claims(article)
    found: list[Check] = []
    for rule in chosen(on=on, off=off):
        for check in rule.find(article):
            if rule is foreign_text.RULE or not check.spans or not all(foreign.meet(span) for span in check.spans):
                found.append(check)
    order = {code: number for number, code in enumerate(RULES)}
    return tuple(sorted(found, key=lambda each: (min(each.spans, default=(-1, -1)), order[each.code], each.spans)))


def checked(
    record: Record, *, on: Iterable[str] = (), off: Iterable[str] = (), elsewhere: Elsewhere | None = None
) -> Record:
    """The record with its checks made anew; see `checks`."""
    return replace(record, checks=checks(record, on=on, off=off, elsewhere=elsewhere))


def chosen(*, on: Iterable[str] = (), off: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules that are run; raises UsageError for a code that there is not."""
    wanted, unwanted = _known(on), _known(off)
    return tuple(rule for rule in RULES.values() if _is_run(rule, wanted, unwanted))


def _is_run(rule: Rule, on: Collection[str], off: Collection[str]) -> bool:
    if rule.code in off:
        return False
    if rule.code in on:
        return True
    if ALL in off:
        return False
    return rule.off is None or ALL in on


ALL = "all"
"""What stands for every code."""


def _known(codes: Iterable[str]) -> frozenset[str]:
    given = frozenset(codes)
    unknown = sorted(given - RULES.keys() - {ALL})
    if unknown:
        raise UsageError(f"There is no check {unknown[0]!r}. Choose among: {', '.join((*RULES, ALL))}.")
    return given
