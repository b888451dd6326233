from onrecord.article import Article
from onrecord.formats.heading import facts, origin, title


def test_an_article_is_called_by_its_headline_or_where_it_came_from():
    assert title(Article("x", (), title="Pier\nto \x1b close")) == "Pier to <U+001B> close"
    assert title(Article("x", (), title=" ", origin="a/b.txt")) == "a/b.txt"
    assert title(Article("x", ())) == origin(Article("x", ())) == "standard input"


def test_facts_leave_out_what_is_not_known_and_what_is_the_title():
    article = Article("x", (), origin="b.txt")
    assert facts("The Tide", None, " ", "b.txt", article=article) == "The Tide"
    assert facts("A", "B", article=article) == "A · B"
