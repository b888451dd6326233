"""Every check does on every example of its page what the page says, and every check has a page."""

from __future__ import annotations

import pytest

from onrecord.checks.registry import RULES, checks
from tests.checks.pages import PAGES, examples

FIRES = [pytest.param(e, id=f"{c}:{e.line}") for c in RULES for e in examples(PAGES / f"{c}.md")[0]]
QUIET = [pytest.param(e, id=f"{c}:{e.line}") for c in RULES for e in examples(PAGES / f"{c}.md")[1]]


def found(example):
    only = checks(example.record, on=[example.code], off=["all"], elsewhere=example.elsewhere())
    assert {check.code for check in only} <= {example.code}
    return only


@pytest.mark.parametrize("example", FIRES)
def test_it_fires_on_these_words(example):
    assert frozenset(check.spans for check in found(example)) == example.expected
    assert example.expected


@pytest.mark.parametrize("example", QUIET)
def test_it_does_not_fire(example):
    assert not example.expected, "an example that must not fire marks no words"
    assert found(example) == ()


def test_every_check_has_a_page_with_examples_of_both_kinds():
    assert {path.stem for path in PAGES.glob("*.md")} == {*RULES, "README"}
    for code in RULES:
        fires, quiet = examples(PAGES / f"{code}.md")
        assert len(fires) >= 2, code
        assert len(quiet) >= 2, code


@pytest.mark.parametrize("code", RULES)
def test_the_page_says_what_the_rule_says(code):
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    rule = RULES[code]
    assert page.startswith(f"# {code}\n")
    assert rule.sentence in " ".join(page.split())
    assert ("It is off unless asked for" in page) is (rule.off is not None)
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert f"[`{code}`]({code}.md)" in index
    assert rule.sentence in index
