"""Rules are chosen by their codes, and what is found comes in the order of the text."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import onrecord.checks
from onrecord.checks.registry import RULES, checked, checks, chosen
from onrecord.errors import UsageError
from tests.checks.pages import PAGES, examples
from tests.markup import marked_record

FOLDER = Path(onrecord.checks.__file__).parent
NOUNS = {"__init__", "events", "examined", "outlets", "page_lines", "registry", "rule"}


def test_one_check_is_one_file_with_its_name():
    assert {path.stem for path in FOLDER.glob("*.py")} - NOUNS == {code.replace("-", "_") for code in RULES}


@pytest.mark.parametrize("code", RULES)
def test_the_file_says_first_which_check_it_is(code):
    source = (FOLDER / f"{code.replace('-', '_')}.py").read_text(encoding="utf-8")
    assert (ast.get_docstring(ast.parse(source)) or "").startswith(f"`{code}`: ")


def test_what_is_on():
    codes = [rule.code for rule in chosen()]
    assert codes == [code for code, rule in RULES.items() if rule.off is None]
    assert {code for code, rule in RULES.items() if rule.off} == {"repeated-quote", "scare-quote", "unclear-speaker"}


def test_named_codes_win_over_all():
    assert [rule.code for rule in chosen(on=["hedged"], off=["all"])] == ["hedged"]
    assert [rule.code for rule in chosen(on=["all"], off=["hedged"])] == [code for code in RULES if code != "hedged"]
    assert chosen(off=["all"]) == ()
    assert len(chosen(on=["all"])) == len(RULES)


def test_off_wins_over_on():
    assert "hedged" not in [rule.code for rule in chosen(on=["hedged"], off=["hedged"])]


@pytest.mark.parametrize("given", [{"on": ["heged"]}, {"off": ["heged"]}])
def test_a_code_that_there_is_not_is_answered_with_those_that_there_are(given):
    with pytest.raises(UsageError, match=r"no check 'heged'.*unnamed-source.*all"):
        chosen(**given)


def test_observations_come_in_the_order_of_the_text_and_of_the_article_first():
    every = [example.record for code in RULES for example in examples(PAGES / f"{code}.md")[0]]
    for record in every:
        starts = [min(check.spans, default=(-1, -1)) for check in checks(record, on=["all"])]
        assert starts == sorted(starts)


def test_checked_replaces_the_checks_and_nothing_else():
    record = marked_record("The meeting reportedly took place.")
    again = checked(checked(record))
    assert [check.code for check in again.checks] == ["hedged"]
    assert (again.article, again.statements, again.model) == (record.article, record.statements, record.model)
    assert checked(again, off=["all"]) == record


def test_every_message_is_one_sentence_that_says_what_would_settle_it():
    for code in RULES:
        for example in examples(PAGES / f"{code}.md")[0]:
            for check in checks(example.record, on=[code], off=["all"], elsewhere=example.elsewhere()):
                plain = re.sub(r"“[^”]*”|\([^()]*(?:\([^()]*\)[^()]*)*\)", "", check.message)
                assert plain.endswith("."), check.message
                assert not re.search(r"[.!?]\s+[A-Z]", plain), check.message
                assert "would settle" in check.message, check.message
                assert not re.search(r"\b(?:false|wrong|lies?|lying|untrue|fake)\b", plain), check.message


def test_the_rules_that_weigh_more_say_so_by_their_messages():
    heavy, light = [], []
    for example in examples(PAGES / "unnamed-source.md")[0]:
        for check in checks(example.record, on=["unnamed-source"], off=["all"]):
            (heavy if RULES[check.code].weighs_more(check) else light).append(check.message)
    assert heavy
    assert all("rests on" in message or "accusation" in message for message in heavy)
    assert not set(heavy) & set(light)
