"""What the network is taught says the same as what people marked."""

import pytest

from evaluation.score import Scores
from onrecord.extraction.assemble import drafts
from onrecord.extraction.decode import Candidate, ranges
from onrecord.extraction.windows import Window
from tests.markup import marked
from training import corpora
from training.corpora import ROLES, Annotated, Layers
from training.labels import ENTITIES, IGNORED, POS, RELATIONS, example


def told(article):
    """The drafts of an article, if the network said exactly what it was taught."""
    taught = example(article, None, {})
    window = Window(0, len(taught.tokens.words), 0)
    candidates = []
    for gold in taught.versions[0]:
        labels = dict(gold.labels)
        pieces = {role: tuple(ranges(labels, role)) for role in ROLES}
        if len(pieces["cue"]) == 1 and pieces["content"]:
            candidates.append(Candidate(gold.anchor, confidence=1.0, content_odds=9.0, **pieces))
    return drafts(article.text, taught.tokens, window, candidates)


def annotated(text):
    plain, statements = marked(text)
    gold = tuple({"id": s.id, "source": s.source, "cue": s.cue, "content": s.content} for s in statements)
    return Annotated("article", plain, (gold,))


@pytest.mark.parametrize(
    "text",
    [
        "[s1 Ana Brooks] [c1 said] [t1 the pier would close].",
        "[t1 “We stay,”] [s1 she] [c1 said]. [t1 “For good.”]",
        "[c1 According to] [s1 the report], [t1 costs rose 3%].",
        "[t1 The pier], [s1 he] [c1 said], [t1 would close]; [s2 others] [c2 denied] [t2 it].",
        "[s1 Sen. Ivo Lund (North Shore)] [c1 called] [t1 the plan “a mess.”]",
        "[c1 It was alleged that] [t1 $4 million was missing].",
        "[s1 BROOKS][c1 :] [t1 It is over.] [s2 LUND][c2 :] [t2 It is not.]",
        "[t1 “The end.”] [c1 ―] [s1 Ana Brooks (@brooks)]",
        "[t1 ''It is over,''] [s1 she] [c1 said]. [t1 ''For good.'']",
    ],
)
def test_what_is_taught_is_what_was_marked(text):
    article = annotated(text)
    made = told(article)
    wanted = [{role: [tuple(span) for span in item[role]] for role in ROLES} for item in article.versions[0]]
    scores = Scores()
    scores.add(article.text, made, wanted)
    assert scores.ratios["strict"].f1 == 100.0


def test_two_cues_that_begin_with_one_word_are_taught_once():
    text, _ = marked("[s1 Ana] [c1 said] [t1 it].")
    item = {"id": 1, "source": [(0, 3)], "cue": [(4, 8)], "content": [(9, 11)]}
    taught = example(Annotated("article", text, ((item, item),)), None, {})
    assert len(taught.versions[0]) == 1


def test_the_layers_go_to_the_words_that_begin_where_their_tokens_do():
    text = "Ana can't stay."
    layers = Layers(
        (
            (0, 3, "NNP", "PERSON", 3, "nsubj"),
            (4, 6, "MD", "O", 3, "aux"),
            (6, 9, "RB", "O", 3, "neg"),
            (10, 14, "VB", "O", -1, "root"),
            (14, 15, ".", "O", 3, "punct"),
        )
    )
    taught = example(Annotated("article", text, ((),)), layers, {})
    words = [text[word.start : word.end] for word in taught.tokens.words]
    assert words == ["Ana", "can", "'", "t", "stay", "."]
    verb = 4
    assert taught.layers[0] == (POS.index("NNP"), ENTITIES.index("PERSON"), RELATIONS.index("nsubj"), verb)
    assert taught.layers[1][0] == POS.index("MD")  # "can" begins where "ca" does
    assert taught.layers[2] == taught.layers[3] == (IGNORED,) * 4  # "'" and "t" begin where no token does
    assert taught.layers[verb] == (POS.index("VB"), ENTITIES.index("O"), RELATIONS.index("root"), verb)


@pytest.mark.corpora
def test_what_is_taught_of_the_corpus_is_nearly_all_that_was_marked():
    try:
        articles = [article for article in corpora.polnear("train") if corpora.held_out(article.doc)]
    except FileNotFoundError:
        pytest.skip("the corpora are not beside the repository")
    scores = Scores()
    for article in articles:
        scores.add(article.text, told(article), article.versions[0])
    assert scores.ratios["strict"].f1 > 98
    assert scores.ratios["content token"].f1 > 99
