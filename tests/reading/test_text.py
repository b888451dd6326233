"""Plain text: blocks are spans into the unchanged text."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.errors import NoArticle
from onrecord.reading.text import blocks_of, read_text

LINES = st.lists(
    st.sampled_from(
        ["", " ", "\t", "•", "- item one", "1. first", "# Title", "The mayor said no.", "and went on", "Ünïcode 日本",
         "x" * 70 + " word", "HOST: Welcome.", "\u00a0", "\ufeff", "“Quote,” she said"]
    ),
    max_size=12,
)  # fmt: skip
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\u2028", "\u2029", "\v", "\f", "\r\r\n"])
TEXTS = st.one_of(st.text(max_size=200), st.builds(lambda lines, end: end.join(lines), LINES, ENDS))


def shown(text: str) -> list[str]:
    """The blocks as a reporter would mark them: the kind's first letter, and the words."""
    marks = {"paragraph": "p", "heading": "h", "list-item": "*", "quotation": "q", "caption": "c"}
    return [f"{marks[block.kind]} {block.span.of(text)}" for block in blocks_of(text)]


@settings(max_examples=200, deadline=None)
@given(TEXTS)
@example("")
@example("\ud800")
def test_blocks_cover_every_character_that_is_no_space_once_and_in_order(text: str) -> None:
    covered: set[int] = set()
    last = 0
    for block in blocks_of(text):
        assert last <= block.span.start < block.span.end <= len(text)
        words = block.span.of(text)
        assert words == words.strip()
        covered.update(range(block.span.start, block.span.end))
        last = block.span.end
    assert all(index in covered for index, character in enumerate(text) if not character.isspace())


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_text_is_unchanged(text: str) -> None:
    try:
        assert read_text(text).text == text
    except NoArticle:
        assert not text.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Head line\n\nShe said no.\n\nHe agreed.", ["h Head line", "p She said no.", "p He agreed."]),
        ("She said no.\nHe agreed.\nThey left.", ["p She said no.", "p He agreed.", "p They left."]),
        ("She said no.\r\n\r\nHe agreed.\r\n", ["p She said no.", "p He agreed."]),
        ("She said no.\rHe agreed.", ["p She said no.", "p He agreed."]),
        ("She said no.\u2029He agreed.", ["p She said no.", "p He agreed."]),
        ("Wanted:\n\n• “No,” said Abt.\n• A vote.", ["p Wanted:", "* • “No,” said Abt.", "* • A vote."]),
        ("Rules.\n\n1. Ask.\n2) Ask again.\n- Do it.", ["p Rules.", "* 1. Ask.", "* 2) Ask again.", "* - Do it."]),
        ("– I will go, she said.\n– Go.", ["* – I will go, she said.", "* – Go."]),
        ("-5 degrees were measured.\n1.5 metres fell.", ["p -5 degrees were measured.", "p 1.5 metres fell."]),
        ("Only one line", ["p Only one line"]),
        ("By Ines Okafor\n\nShe said no.", ["p By Ines Okafor", "p She said no."]),
        ("HOST: Welcome to it\nGUEST: Thank you", ["p HOST: Welcome to it", "p GUEST: Thank you"]),
        ("Poll: Most want a vote\nShe said no.", ["h Poll: Most want a vote", "p She said no."]),
        ("Will it be sold?\n\nShe said no.", ["h Will it be sold?", "p She said no."]),
        ("# The harbour\n\nShe said no.", ["h # The harbour", "p She said no."]),
        ("", []),
        (" \n\t\u00a0\n", []),
    ],
)  # fmt: skip
def test_blocks_are_what_a_reader_sees(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


WRAPPED = """\
Harbour sale off the table

BRACKWATER - The city will not sell the harbour, Mayor Lena Abt said on
Tuesday, ending a dispute that has divided the council for more than a
year.

   "It was an insult to the people who work there," she said, adding that
she would fight any new offer, from whomever it came.
"""


def test_a_hard_wrapped_paragraph_is_one_block() -> None:
    blocks = blocks_of(WRAPPED)
    assert [block.kind for block in blocks] == ["heading", "paragraph", "paragraph"]
    assert blocks[1].span.of(WRAPPED).endswith("more than a\nyear.")


def test_a_wrapped_list_item_is_one_block() -> None:
    text = "They want:\n\n* a vote of the whole city before the\n  end of the year\n* an apology\n"
    assert shown(text) == [
        "p They want:",
        "* * a vote of the whole city before the\n  end of the year",
        "* * an apology",
    ]


def test_lines_that_are_sentences_are_blocks_even_between_blank_lines() -> None:
    text = "She said the sale was off.\nHe said it had never been on, and left the room.\n\nThey met again."
    assert len(blocks_of(text)) == 3


def test_the_headline_is_the_title_unless_one_is_given() -> None:
    text = "Harbour sale off\n\nThe mayor said no."
    assert read_text(text).title == "Harbour sale off"
    assert read_text(text, title="Other").title == "Other"
    assert read_text("# Harbour  sale\n\nThe mayor said no.").title == "Harbour sale"


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\u2028"])
def test_nothing_is_no_article(text: str) -> None:
    with pytest.raises(NoArticle, match=r"a\.txt: There is no text in it\."):
        read_text(text, origin="a.txt")


@pytest.mark.parametrize("piece", ["The mayor said no.\n\n", "a\n", "\r", " \n", "x" * 70 + " y\n", "1", "- a\n", ". "])
def test_blocks_take_time_linear_in_the_length(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        begin = time.process_time()
        blocks_of(text)
        return time.process_time() - begin

    large = min(seconds(400_000) for _ in range(3))  # the least of a few: others use the machine too
    assert large < 40 * max(seconds(40_000), 0.01)
