"""schema.org: whatever the articles say, one graph of valid JSON with a node for each article and statement."""

from __future__ import annotations

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from onrecord.formats import schemaorg
from onrecord.span import words
from tests.formats.strategies import records


@given(st.lists(records(), max_size=3))
def test_any_records_are_one_graph(made):
    out = io.StringIO()
    schemaorg.write(iter(made), out)
    nodes = json.loads(out.getvalue())["@graph"]
    assert len(nodes) == sum(1 + len(record.statements) for record in made)
    said = [node for node in nodes if node["@type"] != "NewsArticle"]
    expected = [(record.article.text, statement) for record in made for statement in record.statements]
    for node, (text, statement) in zip(said, expected, strict=True):
        assert node["text"] == words(text, statement.content)
        assert node["@type"] == ("Quotation" if statement.form == "direct" else "Claim")
        assert ("description" in node) == (statement.sourcing is not None)
    assert None not in [value for node in nodes for value in node.values()]
