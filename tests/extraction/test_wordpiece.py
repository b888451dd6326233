"""The pieces are those of the uncased BERT tokenizer, to the id and the offset: its own library is the judge."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.extraction.wordpiece import END, LONGEST_WORD, PAD, START, UNKNOWN, Word, words

tokenizers = pytest.importorskip("tokenizers", reason="the tokenizers library comes with the extra `dev`")


@lru_cache(maxsize=1)
def _judge():
    lines = files("onrecord.extraction").joinpath("model", "vocabulary.txt").read_text("utf-8").split("\n")
    vocabulary = {piece: number for number, piece in enumerate(lines) if piece}
    made = tokenizers.Tokenizer(
        tokenizers.models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=LONGEST_WORD)
    )
    made.normalizer = tokenizers.normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True
    )
    made.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    return made


_BREAKS = re.compile("[\x0b\x0c\x1c-\x1f\x85]")
"""White space to Unicode and to whoever reads the page; the library drops it, which would glue two words together."""


def judged(text):
    """The words of the text as the library has them, but for two things that a reader sees otherwise.

    Line ends of every kind divide words, and the accents at the end of a word are a part of it.
    """
    found = []
    encoded = _judge().encode(_BREAKS.sub(" ", text), add_special_tokens=False)
    last = None
    for piece, (start, end), word in zip(encoded.ids, encoded.offsets, encoded.word_ids, strict=True):
        if word == last:
            found[-1] = Word(found[-1].start, max(found[-1].end, end), (*found[-1].pieces, piece))
        else:
            found.append(Word(start, end, (piece,)))
        last = word
    return [word._replace(end=_with_accents(text, word)) for word in found]


def _with_accents(text, word):
    end = word.end
    last = text[end - 1]
    stands_alone = unicodedata.category(last)[0] == "P" or last in "$+<=>^`|~" or "CJK" in unicodedata.name(last, "")
    if not stands_alone:
        for at in range(word.end, len(text)):
            if all(unicodedata.category(c) == "Mn" for c in unicodedata.normalize("NFD", text[at])):
                end = at + 1
            elif unicodedata.category(text[at]) not in ("Cc", "Cf") or _BREAKS.match(text[at]) or text[at].isspace():
                break
    return end


HARD = [
    "",
    "   \n\t ",
    "Ana Brooks said the pier would close.",
    "“It’s over,” he said — “and we know it…”",
    "«Nous restons», a déclaré François Hollande à l’Élysée.",
    "Zoë’s naïve coöperation; Ångström, İstanbul, ẞ and ﬁne ligatures",
    "e\u0301a\u0300 combining, \u0301leading and trailing\u0301",
    "\u0301\u0302",
    "don't, won’t, O'Neill, U.S., 9/11, 3.5%, $1,000, a@b.org, C++",
    "northwestern unaffordable antidisestablishmentarianism xqzzk",
    "東京は日本の首都です。 北京 中文字符mixed随意",
    "Москва и Київ, Ελλάδα, ירושלים, القاهرة, हिन्दी, ไทย",
    "👩‍👩‍👧 said 🇬🇧 “no” 🙂🙂",
    "zero\u200bwidth joi\u200dned soft\u00adhyphen bom\ufeffmark \u202eright",
    "non\u00a0breaking\u2003spaces\u3000wide\u2028line\u2029paragraph\x85next",
    "con\x00trol \x01\x02 chars\x7f and \ufffd the replacement",
    "tab\tseparated\r\nlines\rof\x0btext\x0c",
    "a" * LONGEST_WORD,
    "a" * (LONGEST_WORD + 1),
    "!" * 50,
    "½ ² ³ ﬀ ㎏ Ⅳ ①",
    "ǅ ŉ İ ı K Å ſ",
    "𝕳𝖊𝖑𝖑𝖔 𐐀 🄰",
    "snake_case kebab-case `code` ~tilde~ ^caret^ |pipe| <tag>",
    "한국어 분해 가각",
    "[CLS] [SEP] [PAD] [UNK] [MASK] ##ing",
]


@pytest.mark.parametrize("text", HARD)
def test_hard_texts_give_the_library_s_pieces_and_offsets(text):
    assert words(text) == judged(text)


def _is_old(character):
    """Whether the character was known to Unicode 8, whose tables the library has; later ones may differ."""
    return unicodedata.ucd_3_2_0.category(character) != "Cn"


ANYTHING = st.text(
    st.one_of(
        st.sampled_from("abcdeABC  .,;:!?'’‘“”\"-–—…()é\u0301ß中日\n\t0123%$"),
        st.characters(exclude_categories=("Cs", "Cn", "Co")).filter(_is_old),
    ),
    max_size=40,
)


@settings(max_examples=400)
@given(ANYTHING)
@example("a\u200d\u0301b")
def test_any_text_gives_the_library_s_pieces_and_offsets(text):
    assert words(text) == judged(text)


@given(st.text(st.characters()))
def test_any_string_at_all_gives_words_in_order_and_in_bounds(text):
    place = 0
    for word in words(text):
        assert place <= word.start < word.end <= len(text)
        assert word.pieces
        assert not text[word.start].isspace()
        place = word.end


@pytest.mark.parametrize("length", [4095, 4096, 4097, 10_000, 100_000])
def test_a_run_without_white_space_is_read_to_its_end(length):
    found = words("x" + "ab" * length + " end")
    assert found[0].start == 0
    assert found[-1][:2] == (2 * length + 2, 2 * length + 5)
    assert sum(word.end - word.start for word in found) == 2 * length + 4


def test_what_was_read_before_changes_nothing():
    text = "Ana Brooks said Ana Brooks, (Ana) Brooks-Ana."
    assert words(text) == words(text)
    assert [w.pieces for w in words("x " + text)][1:] == [w.pieces for w in words(text)]


def test_the_pieces_with_a_meaning_of_their_own():
    named = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
    assert tuple(_judge().token_to_id(name) for name in named) == (PAD, UNKNOWN, START, END)
