from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article import Block
from onrecord.extraction.windows import CASES, QUOTES, STARTS, batch, cut, tokenized
from onrecord.extraction.wordpiece import END, START, words
from onrecord.reading.text import blocks_of
from onrecord.span import Span

TEXTS = st.text(
    st.one_of(
        st.sampled_from("abcAB   .,!?:“”\"'«»\n\n"), st.sampled_from("é\u0301中🙂\t\u00a0\u200d\x1b"), st.characters()
    ),
    max_size=200,
)
LONG = "The pier will close on Monday, the mayor said. “We have no money,” she added. "


def made(text):
    return tokenized(text, blocks_of(text))


@given(TEXTS)
def test_every_word_is_described_once_in_order_and_within_its_block(text):
    tokens = made(text)
    assert len(tokens.features) == len(tokens.words)
    assert [b for pair in tokens.blocks for b in pair] == sorted(b for pair in tokens.blocks for b in pair)
    assert len(tokens.blocks) == len(tokens.glued) == len(tokens.quotations)
    joined = [n for first, end in tokens.blocks for n in range(first, end)]
    assert joined == list(range(len(tokens.words)))
    assert [text[w.start : w.end] for w in tokens.words] == [text[w.start : w.end] for w in words(text)]
    for case, quote, start in tokens.features:
        assert (case in range(CASES), quote in range(QUOTES), start in range(STARTS)) == (True, True, True)
    starts = {first for first, _ in tokens.blocks}
    assert {n for n, f in enumerate(tokens.features) if f.start} == starts


@given(st.lists(TEXTS, max_size=4).map("\n\n".join), st.integers(3, 40))
def test_windows_joined_are_the_words_each_once_and_none_is_too_large(text, limit):
    tokens = made(text)
    windows = cut(tokens, limit)
    assert [n for w in windows for n in range(w.first, w.end)] == list(range(len(tokens.words)))
    for window in windows:
        assert window.pieces == 2 + sum(len(word.pieces) for word in tokens.words[window.first : window.end])
        assert window.pieces <= limit or window.end - window.first == 1


@pytest.mark.parametrize("limit", [64, 128, 256])
def test_a_block_that_fits_is_never_cut(limit):
    text = "\n\n".join(LONG * n for n in (1, 2, 1, 1, 2, 1))
    tokens = made(text)
    edges = {window.first for window in cut(tokens, limit)}
    assert edges <= {first for first, _ in tokens.blocks}


def test_a_long_block_is_cut_at_the_ends_of_sentences():
    text = LONG * 40
    tokens = made(text)
    windows = cut(tokens, 128)
    assert len(windows) > 5
    for window in windows[:-1]:
        last = tokens.words[window.end - 1]
        assert text[last.start : last.end] in ".”"
        assert window.pieces > 64


def test_a_colon_and_an_open_quotation_keep_paragraphs_together():
    filler = "word " * 20
    for end in ("He said:", "He said: “We stay."):
        text = f"{filler}\n\n{filler}{end}\n\n“We fight,” {filler}"
        tokens = made(text)
        assert tokens.glued == (False, True, False)
        first, second = cut(tokens, 60)
        assert (first.end, second.first) == (tokens.blocks[0][1], tokens.blocks[1][0])
        assert second.end == tokens.blocks[2][1]


def test_case_quotation_and_start_of_each_word():
    text = "He SAID “No, I won’t” 7"
    tokens = tokenized(text, [Block("paragraph", Span(0, len(text)))])
    shown = [(text[w.start : w.end], *f) for w, f in zip(tokens.words, tokens.features, strict=True)]
    assert shown == [
        ("He", 2, 0, 1),
        ("SAID", 3, 0, 0),
        ("“", 0, 2, 0),
        ("No", 2, 1, 0),
        (",", 0, 1, 0),
        ("I", 2, 1, 0),
        ("won", 1, 1, 0),
        ("’", 0, 1, 0),
        ("t", 1, 1, 0),
        ("”", 0, 3, 0),
        ("7", 0, 0, 0),
    ]
    heading = tokenized("Pier", [Block("heading", Span(0, 4))])
    assert heading.features[0].start == 2


def test_an_open_quotation_ends_with_its_paragraph():
    tokens = made("“We stay\n\nand fight")
    assert [f.quote for f in tokens.features] == [2, 1, 1, 0, 0]


@given(st.lists(TEXTS.filter(lambda t: words(t)), min_size=1, max_size=5))
def test_a_batch_holds_each_window_and_zeros_beyond_it(texts):
    pairs = [(tokens, window) for tokens in map(made, texts) for window in cut(tokens, 30)]
    arrays = batch(pairs)
    b, t = len(pairs), max(window.pieces for _, window in pairs)
    w = max(window.end - window.first for _, window in pairs)
    assert [a.shape for a in arrays] == [(b, t)] * 4 + [(b, w)]
    assert all(a.dtype == np.int64 for a in arrays)
    for row, (tokens, window) in enumerate(pairs):
        mine = tokens.words[window.first : window.end]
        ids = [START, *(piece for word in mine for piece in word.pieces), END]
        assert arrays.ids[row].tolist() == ids + [0] * (t - len(ids))
        assert arrays.words[row, len(mine) :].tolist() == [0] * (w - len(mine))
        for n, word in enumerate(mine):
            at, features = arrays.words[row, n], tokens.features[window.first + n]
            assert arrays.ids[row, at] == word.pieces[0]
            assert set(arrays.case[row, at : at + len(word.pieces)].tolist()) == {features.case}
            assert set(arrays.quote[row, at : at + len(word.pieces)].tolist()) == {features.quote}
            assert arrays.start[row, at : at + len(word.pieces)].tolist() == [features.start] + [0] * (
                len(word.pieces) - 1
            )
        for layer in (arrays.case, arrays.quote, arrays.start):
            assert not layer[row, len(ids) - 1 :].any()


def test_the_same_window_gives_the_same_row_in_any_company():
    one, other = made("He said no."), made(LONG * 2)
    alone = batch([(one, cut(one)[0])])
    together = batch([(other, cut(other)[0]), (one, cut(one)[0])])
    for a, b in zip(alone, together, strict=True):
        assert b[1, : a.shape[1]].tolist() == a[0].tolist()
        assert not b[1, a.shape[1] :].any()
