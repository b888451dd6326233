from __future__ import annotations

import dataclasses
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article import BLOCK_KINDS, Article, Block
from onrecord.span import Span

TEXT = "Pier closes\n\nAna Brooks said so."
BLOCKS = (Block("heading", Span(0, 11)), Block("paragraph", Span(13, 32)))


def test_the_json_has_every_field_and_null_where_nothing_is_known():
    article = Article(TEXT, BLOCKS)
    assert article.to_dict() == {
        "id": "sha256:" + hashlib.sha256(TEXT.encode()).hexdigest(),
        "origin": "-",
        "url": None,
        "title": None,
        "outlet": None,
        "author": None,
        "published": None,
        "language": None,
        "text": TEXT,
        "blocks": [{"kind": "heading", "span": [0, 11]}, {"kind": "paragraph", "span": [13, 32]}],
    }


def test_the_same_words_are_the_same_article_wherever_they_were_read():
    one = Article(TEXT, BLOCKS, origin="a.txt", title="A")
    assert one.id == Article(TEXT, (), origin="b.txt").id
    assert one.id != Article(TEXT + " ", BLOCKS).id


@given(st.text(st.characters()))
def test_any_text_has_an_identity_and_json(text):
    article = Article(text, ())
    assert article.id == Article(text, ()).id
    assert json.loads(json.dumps(article.to_dict()))["text"] == text


def test_an_article_is_never_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Article(TEXT, BLOCKS).text = "other"
    with pytest.raises(dataclasses.FrozenInstanceError):
        BLOCKS[0].kind = "caption"


def test_the_kinds_of_blocks_are_those_of_the_design():
    assert BLOCK_KINDS == ("paragraph", "heading", "list-item", "quotation", "caption")
