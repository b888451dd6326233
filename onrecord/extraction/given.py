"""Whose words statements are whose spans are already known: marked by people, or mended by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from onrecord.article import Article
from onrecord.extraction.assemble import form_of
from onrecord.extraction.decode import heard_of
from onrecord.extraction.extractor import batches
from onrecord.extraction.heard import Heard
from onrecord.extraction.network import Network
from onrecord.extraction.voices.layout import Layout
from onrecord.extraction.voices.names import names
from onrecord.extraction.voices.resolve import ArticleVoices, Asked, Voice
from onrecord.extraction.windows import Tokens, batch, tokenized
from onrecord.span import Span

Roles = Mapping[str, tuple[Span, ...]]
"""The spans of a statement by `source`, `cue` and `content`; the first may be empty."""


class Given(NamedTuple):
    """An article with statements that were given."""

    state: ArticleVoices
    """What is known of the article and of them."""
    asked: list[Asked]
    """The statements, in the order in which they were given."""
    layout: Layout
    """Where the article's words stand."""


def given(article: Article, statements: Sequence[Roles], network: Network) -> Given:
    """Read an article for statements whose spans are known; they stand in the order of the text, each with a cue."""
    text = article.text
    tokens = tokenized(text, article.blocks)
    labels, heard = _heard(tokens, network)
    layout = Layout()
    layout.add(text, tokens)
    quoted = [run.inner for runs in tokens.quotations for run in runs]
    asked = []
    for roles in statements:
        anchor = anchor_of(layout, roles["cue"])
        form = form_of(text, roles["content"], quoted)
        asked.append(Asked(roles["source"], roles["cue"], roles["content"], form, None, heard.get(anchor)))
    found = names(text, tokens, labels)
    return Given(ArticleVoices(text, layout, found, asked, article.author, network.weights), asked, layout)


def anchor_of(layout: Layout, cue: Sequence[Span]) -> int:
    """The word of the article that stands for a cue: its first, marks aside."""
    first, end = layout.range(cue[0])
    return next((n for n in range(first, end) if layout.words[n][0].isalnum()), first)


def voices_given(article: Article, statements: Sequence[Roles], network: Network) -> list[Voice]:
    """The voices of statements whose spans are known, as in `given`."""
    return given(article, statements, network).state.voices()


def _heard(tokens: Tokens, network: Network) -> tuple[list[int], dict[int, Heard]]:
    """What each word is to a name, and what the network says of every word that it took for an anchor."""
    labels = [0] * len(tokens.words)
    heard: dict[int, Heard] = {}
    for group in batches([tokens], network.batch_pieces):
        scores = network(batch([(tokens, window) for _, window in group]))
        for row, (_, window) in enumerate(group):
            labels[window.first : window.end] = scores.names[row, : window.end - window.first].tolist()
        for number, (row, place) in enumerate(zip(scores.rows.tolist(), scores.places.tolist(), strict=True)):
            window = group[row][1]
            heard[window.first + place] = heard_of(scores, number, window.end - window.first).moved(window.first)
    return labels, heard
