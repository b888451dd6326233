import io
import json

from hypothesis import given

from onrecord.formats.webanno import write
from tests.formats.strategies import records
from tests.markup import marked_record


def page(*given_records):
    out = io.StringIO()
    write(iter(given_records), out)
    return json.loads(out.getvalue())


def test_a_statement_is_an_annotation():
    found = page(
        marked_record("The day after, [s1 Ana Brooks] [c1 said] [t1 the pier would close].", url="https://a.example/1")
    )
    assert (found["@context"], found["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    (item,) = found["items"]
    assert (item["type"], item["motivation"], item["body"][1]["value"]) == ("Annotation", "tagging", "indirect")
    assert json.loads(item["body"][2]["value"])["form"] == "indirect"
    assert [target["styleClass"] for target in item["target"]] == ["source", "cue", "content"]
    assert item["target"][0]["source"] == "https://a.example/1"
    assert item["target"][1]["selector"] == [
        {"type": "TextPositionSelector", "start": 26, "end": 30},
        {
            "type": "TextQuoteSelector",
            "exact": "said",
            "prefix": "The day after, Ana Brooks ",
            "suffix": " the pier would close.",
        },
    ]


def test_an_article_without_address_has_its_digest_as_source():
    (item,) = page(marked_record("[s1 He] [c1 said] [t1 no]."))["items"]
    assert item["target"][0]["source"].startswith("urn:sha256:")
    assert item["id"].endswith(":statement:1")


def test_a_page_without_annotations_is_a_page():
    assert page(marked_record("Nothing."))["items"] == page()["items"] == []


@given(records(), records())
def test_the_selectors_agree(one, two):
    items = iter(page(one, two)["items"])
    for record in (one, two):
        text = record.article.text
        for statement, item in zip(record.statements, items, strict=False):
            spans = [*statement.source, *statement.cue, *statement.content]
            for span, target in zip(spans, item["target"], strict=True):
                position, quote = target["selector"]
                assert text[position["start"] : position["end"]] == quote["exact"] == span.of(text)
                assert text[: span.start].endswith(quote["prefix"])
                assert text[span.end :].startswith(quote["suffix"])
