"""Tables of what a reporter writes and what it means, and the laws that hold for every text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.times import expressions as times
from onrecord.extraction.times.expressions import expressions, publication_day
from onrecord.extraction.times.tense import tense
from onrecord.extraction.times.words import (
    AFTER,
    BEFORE,
    CENTURIES,
    DECADES,
    HOLIDAYS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    PHRASE,
    RULES,
    SEASONS,
    WEEKDAYS,
    plain,
)
from onrecord.span import Span
from onrecord.time_expression import TimeExpression

WEDNESDAY = "2024-03-06"


def check(marked: str, published: str | None, first: str | None, last: str | None) -> TimeExpression:
    """The one expression of a text, which is the words in brackets and means the days from first to last."""
    text = marked.replace("[", "").replace("]", "")
    (one,) = expressions(text, None, published)
    assert one.span.of(text) == marked[marked.index("[") + 1 : marked.index("]")]
    assert (one.earliest, one.latest) == (first, last)
    return one


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("He said on [Thursday] that the pier would close.", "2024-02-29"),
        ("She told reporters [Wednesday] it was over.", "2024-03-06"),
        ("He spoke [Monday night] in Ohio.", "2024-03-04"),
        ("He was seen [early Tuesday].", "2024-03-05"),
        ("They met [last Friday].", "2024-03-01"),
        ("They met [last Wednesday].", "2024-02-28"),
        ("They will meet on [Tuesday].", "2024-03-12"),
        ("The bill is expected to be signed on [Friday].", "2024-03-08"),
        ("She said the council will be asked on [Friday].", "2024-03-08"),
        ("He will leave, officials said [Friday].", "2024-03-01"),
        ("The vote is set for [next Tuesday].", "2024-03-12"),
        ("Offers are open until noon; the shop closes by [Friday].", "2024-03-08"),
        ("The committee meets [Thursday].", "2024-03-07"),
        ("In a [Friday] tweet, he said so.", "2024-03-01"),
        ("On [Thursday], he will speak.", "2024-03-07"),
        ("On [Thursday], he spoke.", "2024-02-29"),
        ("He will win. She said so on [Thursday].", "2024-02-29"),
        ("[Yesterday] it rained.", "2024-03-05"),
        ("He comes [tomorrow morning].", "2024-03-07"),
        ("He spoke [last night].", "2024-03-05"),
        ("It opens [tonight].", "2024-03-06"),
        ("[This morning] it rained.", "2024-03-06"),
        ("It happened [the day before yesterday].", "2024-03-04"),
        ("It happened [three days ago].", "2024-03-03"),
        ("It happened [24 hours ago].", "2024-03-05"),
        ("He died on [Dec. 31].", "2023-12-31"),
        ("The deadline is [Nov. 5] and he will keep it.", "2024-11-05"),
        ("He will speak on [March 9].", "2024-03-09"),
        ("He died [on the 5th].", "2024-03-05"),
        ("He died on [Christmas Eve].", "2023-12-24"),
    ],
)
def test_days_are_counted_from_the_publication_by_the_tense(text, day):
    assert check(text, WEDNESDAY, day, day).granularity == "day"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("[12 October 2016]", "2016-10-12"),
        ("[October 12th, 2016]", "2016-10-12"),
        ("[the 12th of October, 2016]", "2016-10-12"),
        ("[Wednesday, Oct. 12, 2016]", "2016-10-12"),
        ("[2016-10-12]", "2016-10-12"),
        ("[2016/10/12]", "2016-10-12"),
        ("[13/12/2016]", "2016-12-13"),
        ("[12/13/2016]", "2016-12-13"),
        ("[12.10.2016]", "2016-10-12"),
        ("[29 February 2024]", "2024-02-29"),
        ("the attacks of [9/11]", "2001-09-11"),
        ("the [Sept. 11] attacks", "2001-09-11"),
        ("[8 February 1700]", "1700-02-08"),
    ],
)
def test_full_dates_need_no_publication_date(text, day):
    assert check(text, None, day, day).certain


@pytest.mark.parametrize(
    ("text", "first", "last", "granularity"),
    [
        ("[last week]", "2024-02-26", "2024-03-03", "week"),
        ("[earlier this week]", "2024-03-04", "2024-03-06", "week"),
        ("[two weeks ago]", "2024-02-19", "2024-02-25", "week"),
        ("[this weekend]", "2024-03-09", "2024-03-10", "weekend"),
        ("They met [over the weekend].", "2024-03-02", "2024-03-03", "weekend"),
        ("[last weekend]", "2024-03-02", "2024-03-03", "weekend"),
        ("[last month]", "2024-02-01", "2024-02-29", "month"),
        ("[earlier this month]", "2024-03-01", "2024-03-06", "month"),
        ("He left in [January].", "2024-01-01", "2024-01-31", "month"),
        ("He left in [May].", "2023-05-01", "2023-05-31", "month"),
        ("He will leave in [May].", "2024-05-01", "2024-05-31", "month"),
        ("He left in [early January].", "2024-01-01", "2024-01-10", "month"),
        ("[last August]", "2023-08-01", "2023-08-31", "month"),
        ("[December 2008]", "2008-12-01", "2008-12-31", "month"),
        ("[late May of last year]", "2023-05-21", "2023-05-31", "month"),
        ("[last spring]", "2023-03-01", "2023-05-31", "season"),
        ("[next spring]", "2025-03-01", "2025-05-31", "season"),
        ("[the summer of 2010]", "2010-06-01", "2010-08-31", "season"),
        ("[the fall of last year]", "2023-09-01", "2023-11-30", "season"),
        ("[winter 2016]", "2016-12-01", "2017-02-28", "season"),
        ("[last quarter]", "2023-10-01", "2023-12-31", "quarter"),
        ("[the third quarter of 2023]", "2023-07-01", "2023-09-30", "quarter"),
        ("[Q2 2020]", "2020-04-01", "2020-06-30", "quarter"),
        ("[the first half of last year]", "2023-01-01", "2023-06-30", "half"),
        ("[the second half of the year]", "2024-07-01", "2024-12-31", "half"),
        ("[last year]", "2023-01-01", "2023-12-31", "year"),
        ("[later this year]", "2024-03-06", "2024-12-31", "year"),
        ("[late last year]", "2023-09-01", "2023-12-31", "year"),
        ("in [mid-2025]", "2025-05-01", "2025-08-31", "year"),
        ("[late 2019]", "2019-09-01", "2019-12-31", "year"),
        ("[the end of the year]", "2024-12-01", "2024-12-31", "year"),
        ("by [year’s end]", "2024-12-01", "2024-12-31", "year"),
        ("[two and a half years ago]", "2022-01-01", "2022-12-31", "year"),
        ("her first years ([1892 – 94])", "1892-01-01", "1894-12-31", "year"),
        ("[a decade ago]", "2014-01-01", "2014-12-31", "year"),
        ("[more than 20 years ago]", "2004-01-01", "2004-12-31", "year"),
        ("the [2016] election", "2016-01-01", "2016-12-31", "year"),
        ("in [1876]", "1876-01-01", "1876-12-31", "year"),
        ("the [2015-16] season", "2015-01-01", "2016-12-31", "year"),
        ("[the 1990s]", "1990-01-01", "1999-12-31", "decade"),
        ("[the early 1980s]", "1980-01-01", "1984-12-31", "decade"),
        ("[the '60s]", "1960-01-01", "1969-12-31", "decade"),
        ("[the sixties]", "1960-01-01", "1969-12-31", "decade"),
        ("[the 20th century]", "1900-01-01", "1999-12-31", "century"),
        ("in [the past three years]", "2021-03-07", "2024-03-06", "year"),
        ("over [the last decade]", "2014-03-07", "2024-03-06", "decade"),
        ("[the next two weeks]", "2024-03-06", "2024-03-20", "week"),
        ("[in two weeks’ time]", "2024-03-18", "2024-03-24", "week"),
        ("He will go [in three days].", "2024-03-09", "2024-03-09", "day"),
    ],
)
def test_longer_times_are_intervals(text, first, last, granularity):
    assert check(text, WEDNESDAY, first, last).granularity == granularity


@pytest.mark.parametrize(
    ("text", "first", "last", "rule"),
    [
        ("[between 2015 and 2018]", "2015-01-01", "2018-12-31", "range"),
        ("[from 2015 to 2018]", "2015-01-01", "2018-12-31", "range"),
        ("[from May to June 2016]", "2016-05-01", "2016-06-30", "range"),
        ("[January – June 2016]", "2016-01-01", "2016-06-30", "range"),
        ("[December to March 2016]", "2015-12-01", "2016-03-31", "range"),
        ("[from January 23 through March 9]", "2024-01-23", "2024-03-09", "range"),
        ("[5–6 September 2019]", "2019-09-05", "2019-09-06", "day-month"),
        ("[October 12-14, 2016]", "2016-10-12", "2016-10-14", "month-day"),
        ("[since 2014]", "2014-01-01", WEDNESDAY, "since"),
        ("He has been ill [since Tuesday].", "2024-03-05", WEDNESDAY, "since"),
        ("[until March]", None, "2024-03-31", "until"),
    ],
)
def test_ranges_have_the_words_of_both_ends(text, first, last, rule):
    assert check(text, WEDNESDAY, first, last).rule == rule


@pytest.mark.parametrize(
    "text",
    [
        "[a day earlier]",
        "[the following day]",
        "[three years later]",
        "[the third year of the war]",
        "[that night]",
        "[two days after] the vote",
        "[the night before]",
        "[the same week]",
    ],
)
def test_what_counts_from_another_event_stays_open(text):
    assert check(text, WEDNESDAY, None, None).granularity == "relative"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("In 2014 it opened. [That year] it rained.", "2014-01-01", "2014-12-31"),
        ("In 2014 it opened. [That same year] it rained.", "2014-01-01", "2014-12-31"),
        ("In 2014 it opened. [The following year] it closed.", "2015-01-01", "2015-12-31"),
        ("In 2014 it opened; [the previous year] it rained.", "2013-01-01", "2013-12-31"),
        ("In 2014 it opened. [Two years later], it closed.", "2016-01-01", "2016-12-31"),
        ("In 2014 it opened, [ten years earlier] it was built.", "2004-01-01", "2004-12-31"),
        ("In 2014 it opened. [About ten years later], it closed.", None, None),
        ("In 2014 it opened. [Several years later], it closed.", None, None),
        ("In 2014 it opened. [Two months later], it closed.", None, None),
        ("In 2014 it opened. " + "It rained. " * 30 + "[Two years later], it closed.", None, None),
    ],
)
def test_years_are_told_on_from_a_year_that_was_named_just_before(text, first, last):
    one = expressions(text.replace("[", "").replace("]", ""), None, WEDNESDAY)[-1]
    assert one.span.of(text.replace("[", "").replace("]", "")) == text[text.index("[") + 1 : text.index("]")]
    assert (one.earliest, one.latest) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["on [Thursday]", "[yesterday]", "[two weeks ago]", "[last month]", "in [May]", "on [Dec. 31]", "[this spring]",
     "[the past three years]", "[a few weeks ago]", "[next Tuesday]", "[over the weekend]", "[Christmas Eve]",
     "[on the 5th]", "[the second half of last year]", "[in two weeks’ time]", "[recent months]"],
)  # fmt: skip
def test_without_a_publication_date_relative_times_stay_open(text):
    one = check(text, None, None, None)
    assert not one.is_resolved()


def test_an_unknown_amount_leaves_its_end_open():
    check("[a few weeks ago]", WEDNESDAY, None, WEDNESDAY)
    check("in [the past few days]", WEDNESDAY, None, WEDNESDAY)
    check("in [the coming weeks]", WEDNESDAY, WEDNESDAY, None)
    check("in [recent months]", WEDNESDAY, None, WEDNESDAY)


def test_a_date_in_figures_that_can_be_read_both_ways_stays_open():
    assert not check("[10/12/2016]", WEDNESDAY, None, None).certain


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May said so.", "May said so.", "It may 5 be.", "He might march on Rome.", "the March on Washington",
        "said to May", "The Sunday Times said", "Friday Night Lights", "USA Today reported", "the Today show",
        "on Black Friday", "Super Tuesday", "Sunday Telegraph", "He works on Mondays.", "every Friday night",
        "on Saturday mornings", "a Monday", "ABC’s This Week", "April said", "June Carter sang", "an august body",
        "this august body", "2016 dollars", "more than 2000 people", "2000 voters", "$2016", "No. 2016", "Vision 2030",
        "Room 2016", "20,160 people", "2016.5", "more than 20 years", "It took in three days", "On Feb. 30 he",
        "31/31/2016", "spring water", "the fall of Rome", "1650 metres", "the sun sat", "Jan is Mar’s friend",
        "the second half was dull",
        "temperatures in the 30s°F",
    ],
)  # fmt: skip
def test_names_and_numbers_that_are_no_dates(text):
    assert [one.span.of(text) for one in expressions(text, None, WEDNESDAY)] == []


def test_all_expressions_of_an_article_are_found_in_order():
    text = (
        "Published Tuesday.\n\nOn Monday the mayor, elected in 2016, said the pier opened a decade ago.\n\nMay agreed."
    )
    found = expressions(text, None, "2024-03-05T08:00:00+01:00")
    assert [one.span.of(text) for one in found] == ["Tuesday", "Monday", "2016", "a decade ago"]
    assert [one.earliest for one in found] == ["2024-03-05", "2024-03-04", "2016-01-01", "2014-01-01"]


def test_blocks_do_not_run_into_each_other():
    text = "The first quarter\nof 2016 was good, from May\nto June."
    whole = [one.span.of(text) for one in expressions(text, None, WEDNESDAY)]
    assert whole == ["The first quarter\nof 2016", "from May\nto June"]
    line = text.index("\n")
    blocks = [Span(0, line), Span(line + 1, len(text))]
    assert expressions(text, blocks, WEDNESDAY)[0].span.of(text) == "2016"


def test_a_month_goes_with_a_year_that_was_told_of_just_before():
    text = "The revolt of January 1831 failed. On July 14 he was arrested."
    assert expressions(text, None, WEDNESDAY)[1].earliest == "1831-07-14"


def test_a_weekday_tells_the_year_of_a_date_without_one():
    assert check("He was born on [Sunday, Dec. 31].", WEDNESDAY, "2023-12-31", "2023-12-31").certain
    assert check("[Saturday, Dec. 31]", WEDNESDAY, "2022-12-31", "2022-12-31").certain
    check("[Monday, Feb. 29]", WEDNESDAY, "2024-02-29", "2024-02-29")


def test_a_week_from_a_day_is_another_day():
    check("He will leave a week from [Friday].", WEDNESDAY, None, None)


def test_dates_in_the_future_are_dates():
    check("[12 October 2090]", WEDNESDAY, "2090-10-12", "2090-10-12")


@pytest.mark.parametrize("published", [None, "", "soon", "2024", "2024-13-01", "0000-00-00"])
def test_a_publication_date_that_is_none_is_none(published):
    assert publication_day(published) is None


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar(published):
    text = (
        "yesterday, tomorrow, 999 years ago, last century, next decade, in 900 years’ time, next winter, last Friday, "
        "the past decade, on Dec. 31, early next year, the next 900 years, this weekend, over the last quarter"
    )
    for one in expressions(text, None, published):
        assert one.earliest is None or one.latest is None or one.earliest <= one.latest


WORDS = [
    *MONTHS, *WEEKDAYS, *SEASONS, *HOLIDAYS, *DECADES, *NUMBERS, *ORDINALS, *CENTURIES,
    *"yesterday today tonight tomorrow minutes hour day days night week weekend month quarter year years".split(),
    *"decade century centuries morning the last next this past coming recent ago back later earlier in on at".split(),
    *"over since until from to between and of early mid- late - – 2016 1990s 31 9 12/10/2016 2016-10-12 9/11".split(),
    *"19th q3 2015-16 will said half ’s , . “ ( May's İstanbul 90s".split(),
    "a few", "\n", "\n\n", "the end of", "from now", "more than",
]  # fmt: skip
PROSE = st.lists(st.sampled_from([*WORDS, *(word.title() for word in WORDS)]), max_size=60).map(" ".join)
DATES = st.none() | st.dates().map(date.isoformat)


@given(PROSE | st.text(), DATES)
def test_spans_are_in_bounds_in_order_and_disjoint_and_no_interval_ends_before_it_begins(text, published):
    found = expressions(text, None, published)
    end = 0
    for one in found:
        assert end <= one.span.start < one.span.end <= len(text)
        assert one.span.of(text).strip() == one.span.of(text)
        assert "\n\n" not in one.span.of(text)
        end = one.span.end
        for day in (one.earliest, one.latest):
            assert day is None or date.fromisoformat(day).isoformat() == day
        if one.earliest is not None and one.latest is not None:
            assert one.earliest <= one.latest
    assert found == expressions(text, None, published)


@given(st.text())
def test_every_character_keeps_its_place_in_the_plain_text(text):
    assert len(plain(text)) == len(text)


def test_every_character_there_is_keeps_its_place():
    assert all(len(plain(chr(code))) == 1 for code in range(0x110000))


HOSTILE = [
    "the last ", "more than ", "a ", "1", "12/", "2016-", "May ", "mon, ", "between May and ", "early ", " ",
    "will be ",
    "three ", "Monday ", "in the ", "the first ", "Jan. 1 ", ". ", "A. ", "st. ", "years ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_rule_looks_farther_than_its_reach_however_the_text_is_made(piece):
    text = plain(piece * 200)
    for start in range(0, 60):
        match = PHRASE.match(text, start)
        assert match is None or match.end() - start <= BEFORE + 2 * AFTER


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_work_grows_with_the_length_of_the_text(piece, monkeypatch):
    """Counted, not timed: how often the grammar is asked and how much text it is given."""
    asked = []
    original = times._regions
    monkeypatch.setattr(times, "_regions", lambda words: (asked.append(r[1] - r[0]) or r for r in original(words)))
    calls = []
    monkeypatch.setattr(times, "tense", lambda *given: calls.append(given) or tense(*given))

    def work(times_over: int) -> tuple[int, int]:
        asked.clear()
        calls.clear()
        expressions(piece * times_over, None, WEDNESDAY)
        return sum(asked), len(calls)

    small, large = work(200), work(2000)
    assert large[0] <= 10 * small[0] + 200
    assert large[1] <= 10 * small[1] + 200
    assert small[0] <= len(piece) * 200 + BEFORE + AFTER


def test_each_rule_has_a_resolver():
    assert set(times.RESOLVERS) == set(RULES)
