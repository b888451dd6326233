"""The verbs that compare, as a person sees them."""

from __future__ import annotations

import json

import pytest

from onrecord.cli.main import main
from onrecord.ledger.ledger import Ledger
from onrecord.statement import Speaker
from tests.ledger.records import record

WALL = "We will mend the sea wall by May, and the harbour will pay for it."


def article(number, words, name, *, day, outlet, kind="promises", **facts):
    return record(
        f"[s1 {name}, the mayor,] [c1 said] [t1 “{words}”] Story {number} goes on.",
        {"speaker": Speaker(name, "person"), "kind": kind, "sourcing": "named", **facts},
        url=f"https://{number}.example/a", outlet=outlet, published=f"2026-06-{day:02}",
    )  # fmt: skip


@pytest.fixture
def news(tmp_path, monkeypatch):
    path = str(tmp_path / "news.db")
    with Ledger(path) as ledger:
        ledger.add(
            [
                article(1, WALL, "Ana Brooks", day=3, outlet="The Tide"),
                article(2, WALL.replace("May", "June"), "Ana Brooks", day=2, outlet="Post"),
                article(3, WALL, "Ana Brooks", day=4, outlet="Herald"),
                article(
                    4,
                    "The wall \x1b(0must\x07 wait for the new council",
                    "Cal Orr",
                    day=5,
                    outlet="Post",
                    kind="demands",
                ),
            ]
        )
    monkeypatch.setenv("ONRECORD_LEDGER", path)
    monkeypatch.setenv("COLUMNS", "100")
    return path


def said(capsys, *arguments, status=0):
    assert main(arguments) == status
    return capsys.readouterr().out


def test_verify_is_an_answer_and_the_reports_it_rests_on(news, capsys):
    assert said(capsys, "verify", "We will mend the sea wall by May") == (
        "Did anybody say “We will mend the sea wall by May”?\n"
        "Yes, with something left out: Ana Brooks (The Tide, 2026-06-03).\n"
        "\n"
        "1 truncated: 2026-06-03, The Tide, Ana Brooks\n"
        "   it says: [We will mend the sea wall by May] and the harbour will pay for it\n"
        "   in the same words: 2026-06-04, Herald\n"
        "   https://1.example/a\n"
        "\n"
        "2 altered: 2026-06-02, Post, Ana Brooks\n"
        "   it says: [We will mend the sea wall by June] and the harbour will pay for it\n"
        "   changed: “May” for “June”\n"
        "   https://2.example/a\n"
    )


def test_verify_says_who_else(news, capsys):
    text = said(capsys, "verify", WALL, "--speaker", "Cal Orr", "--limit", "1")
    assert (
        "Not by Cal Orr, as far as the ledger knows. Given to Ana Brooks are these words (The Tide,\n  2026-06-03).\n"
    ) in text
    assert "1 verbatim, by somebody else: 2026-06-03, The Tide, Ana Brooks" in text


def test_verify_finds_nothing_and_says_what_that_means(news, capsys):
    text = said(capsys, "verify", "herring is too dear")
    assert "does not mean that it was not said" in text


def test_families_show_each_variant_against_the_fullest(news, capsys):
    assert said(capsys, "families") == (
        "1 3 reports in 3 outlets, first 2026-06-02, Post\n"
        f"   “{WALL}”\n"
        "   fullest: 2026-06-03, The Tide, Ana Brooks\n"
        "   altered: 2026-06-02, Post, Ana Brooks\n"
        "     “June” where the fullest has “May”\n"
        "   the same words: 2026-06-04, Herald, Ana Brooks\n"
    )
    assert said(capsys, "families", "--outlets", "4") == "No words are reported in so many outlets.\n"


def test_who_is_a_page(news, capsys):
    text = said(capsys, "who", "Brooks")
    assert text.startswith("Ana Brooks person 1\n  3 statements in 3 articles: Herald 1, Post 1, The Tide 1\n")
    assert "  2026: 3 statements; promises 3; named 3\n" in text
    assert said(capsys, "who", "Nemo") == "Nobody in the ledger is called Nemo.\n"


def test_people_are_decided_of_and_decisions_undone(news, capsys):
    assert said(capsys, "people") == "Nothing is doubtful.\n"
    assert said(capsys, "people", "decisions") == "Nothing was decided yet.\n"
    assert said(capsys, "people", "split", "Ana Brooks", "https://2.example/a") == (
        "1 split: Ana Brooks (1) is somebody else in 1 article: (3).\n"
    )
    assert said(capsys, "people", "rename", "3", "Another Brooks") == (
        "2 rename: Ana Brooks (3) is called Another Brooks.\n"
    )
    assert said(capsys, "people", "join", "1", "3") == "3 join: Another Brooks (3) is Ana Brooks (1).\n"
    assert said(capsys, "people", "undo") == "3 join: Another Brooks (3) is Ana Brooks (1). Undone.\n"
    listed = said(capsys, "people", "decisions").splitlines()
    assert [line.split(":")[0] for line in listed] == ["1 split", "2 rename", "3 join"]


def test_positions_are_rows_of_words(news, capsys):
    assert said(capsys, "positions", "wall", "--since", "2026-06-05") == (
        "Who stands where on “wall”? What moved since 2026-06-05?\n"
        "\n"
        "What moved since 2026-06-05\n"
        "  Cal Orr, demands: “The wall <U+001B>(0must<U+0007> wait for the new council” (2026-06-05, Post,\n"
        "    Cal Orr)\n"
        "    before: nothing\n"
        "\n"
        "Ana Brooks\n"
        f"  promises: “{WALL}” (2026-06-04,\n"
        "    Herald, Ana Brooks, also in The Tide)\n"
        f"  and: “{WALL.replace('May', 'June')}” (2026-06-02, Post, Ana\n"
        "    Brooks)\n"
        "\n"
        "Cal Orr\n"
        "  demands: “The wall <U+001B>(0must<U+0007> wait for the new council” (2026-06-05, Post, Cal Orr)\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [("verify", WALL), ("families",), ("who", "Brooks"), ("people",), ("people", "decisions"), ("positions", "wall")],
)
def test_every_answer_is_json_too_and_nothing_on_a_screen_is_obeyed(news, capsys, arguments):
    assert json.loads(said(capsys, *arguments, "--format", "json")) is not None
    assert not set(said(capsys, *arguments)) & set("\x1b\x07")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("verify", "…"), "no word"),
        (("verify", WALL, "--format", "xml"), "no format 'xml'"),
        (("people", "marry"), "no 'marry' of people"),
        (("people", "join", "1"), "people join takes two persons"),
        (("people", "join", "1", "999"), "Nobody in the ledger is called '999'"),
        (("people", "undo", "first"), "no number of a decision"),
        (("people", "undo"), "no decision to undo"),
        (("positions", "wall", "--speaker", "Nemo"), "Nobody in the ledger is called 'Nemo'"),
    ],
)
def test_what_is_off_is_said_in_a_line(news, capsys, arguments, problem):
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert problem in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [("verify", "x"), ("families",), ("who", "x"), ("people",), ("people", "join", "1", "2"), ("positions", "x")],
)
def test_a_ledger_that_is_not_there_is_named_and_not_made(tmp_path, capsys, arguments):
    path = tmp_path / "none.db"
    assert main((*arguments, "--ledger", str(path))) == 1
    assert "There is no such ledger" in capsys.readouterr().err
    assert not path.exists()
