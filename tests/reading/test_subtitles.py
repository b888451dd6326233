"""Subtitles are transcripts: who speaks is in the cue, and nobody is made to speak who is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadFormat, InputError, NoArticle
from onrecord.reading.subtitles import read_subtitles


def cues(*said: str, gap: float = 0.0, long: float = 2.0) -> str:
    """SubRip subtitles, one cue after the other."""
    lines = []
    for number, words in enumerate(said):
        begin = number * (long + gap)
        lines += [str(number + 1), f"{clock(begin)} --> {clock(begin + long)}", words, ""]
    return "\n".join(lines)


def clock(seconds: float) -> str:
    return f"00:{int(seconds // 60):02}:{int(seconds % 60):02},{round(seconds * 1000) % 1000:03}"


def paragraphs(text: str) -> list[str]:
    article = read_subtitles(text)
    assert [block.span.of(article.text) for block in article.blocks] == article.text.split("\n\n")
    return article.text.split("\n\n")


def test_voices_of_webvtt() -> None:
    text = """\ufeffWEBVTT - Council
Kind: captions

STYLE
::cue { color: red }

NOTE not said
00:00:01.000 --> 00:00:09.000 looks like a time

intro
00:01.000 --> 00:03.000 align:start
<v Ana Brooks>The pier is <i>safe</i> &amp; sound,</v>

00:03.000 --> 00:05.000
<v Ana Brooks>and it stays open.

00:05.500 --> 00:07.000
<v.loud Lew Orr>Is it?</v> <v Ana Brooks>Yes.</v>
""".replace("00:00:01.000 --> 00:00:09.000 looks like a time\n", "")
    assert paragraphs(text.lstrip("\ufeff")) == [
        "ANA BROOKS: The pier is safe & sound, and it stays open.",
        "LEW ORR: Is it?",
        "ANA BROOKS: Yes.",
    ]


def test_labels_of_captions_for_the_deaf() -> None:
    text = cues(
        ">> ANA BROOKS: The pier\nis safe.",
        "[APPLAUSE] It stays open.",
        ">> And for how long?",
        "Lew Orr: For ever.",
        "♪ music ♪",
        "So: we shall see. He said: no.",
        "MR. WARSAME (via phone): Good.",
    )
    assert paragraphs(text) == [
        "ANA BROOKS: The pier is safe. It stays open.",
        "And for how long?",
        "LEW ORR: For ever. So: we shall see. He said: no.",
        "MR. WARSAME (VIA PHONE): Good.",
    ]


def test_after_a_silence_nobody_is_taken_to_speak_on() -> None:
    assert paragraphs(cues("ANA BROOKS: Yes.", "No.", gap=10)) == ["ANA BROOKS: Yes.", "No."]


def test_two_who_speak_in_one_cue() -> None:
    assert paragraphs(cues("- Is it safe?\n- It is.")) == ["Is it safe?", "It is."]


def test_a_rolling_caption_is_read_once_and_what_is_said_twice_is_kept() -> None:
    rolling = """WEBVTT

00:00:00.000 --> 00:00:02.000
the pier<00:00:01.000><c> is safe</c>

00:00:02.000 --> 00:00:02.010
the pier is safe

00:00:02.010 --> 00:00:04.000
the pier is safe
she said

00:00:04.000 --> 00:00:06.000
she said
on Monday
"""
    assert paragraphs(rolling) == ["the pier is safe she said on Monday"]
    assert paragraphs(cues("No.", "No.")) == ["No. No."]


def test_a_long_speech_is_in_paragraphs() -> None:
    speech = ["We looked at every pile of the pier, and each was as good as on the first day."] * 40
    found = paragraphs(cues("ANA BROOKS: " + speech[0], *speech[1:]))
    assert len(found) > 1
    assert all(each.startswith("ANA BROOKS: We looked") and each.endswith("day.") for each in found)


def test_without_cues_or_words() -> None:
    with pytest.raises(BadFormat, match="no cue"):
        read_subtitles("WEBVTT\n\nShe said no.")
    with pytest.raises(NoArticle):
        read_subtitles(cues("[MUSIC]", "♪"))


@given(
    st.lists(st.sampled_from(["00:01.0 --> 00:02.0", "\n", "<v A", ">", "A B: ", "- ", ">> ", "x", "[", "&#x0;", "1"]))
)
def test_any_pieces_are_a_transcript_or_an_error(pieces: list[str]) -> None:
    try:
        paragraphs("WEBVTT\n\n" + "".join(pieces))
    except InputError:
        return
