"""One page that needs nothing but itself: the article's words, marked, and beside each block who says what in it.

Nothing from an article is executed, fetched or rendered unescaped. All text passes through `shown()`; the policy in
the page's head allows one style sheet, by its digest, and nothing else: no script, image, font, frame or form.
Source, cue and content differ in weight, slant and underline as well as in colour, and a legend says how. The page
works without a mouse: each number in the text leads to its note and back, and so does each question mark with a number
to the check that is about these words.

The page is written while articles come in, so the table of contents of several articles is written last; the style
sheet draws it first, and a link at the top of the page leads to it.
"""

from __future__ import annotations

import base64
import hashlib
import html
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain as chained
from itertools import count, takewhile
from typing import TextIO

from onrecord import chain
from onrecord.article import BlockKind
from onrecord.formats import heading
from onrecord.formats.highlight import Passage, Remark, Segment, passages
from onrecord.formats.page_style import STYLE
from onrecord.formats.visible import on_one_line, visible
from onrecord.record import Check, Record
from onrecord.span import words
from onrecord.statement import UNSURE, Statement

_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"
"""The content security policy of the page."""

_ELEMENTS: dict[BlockKind, tuple[str, str]] = {
    "paragraph": ("<p>", "</p>"),
    "heading": ("<h3>", "</h3>"),
    "list-item": ("<ul><li>", "</li></ul>"),
    "quotation": ("<blockquote><p>", "</p></blockquote>"),
    "caption": ('<p class="caption">', "</p>"),
}
_LONGEST = 160
"""Characters of the words that a check is about which are repeated beside them."""
_HUES = 8
"""How many statements of one block can be told apart when a note is pointed at; the style sheet has a rule for each."""


def write(records: Iterator[Record], out: TextIO) -> None:
    """Write one page with every record, in order."""
    first, second = next(records, None), next(records, None)
    several = second is not None
    title = heading.title(first.article) if first and not several else "Who said what"
    out.write(_head(title, several=several))
    if first is None:
        out.write("<main><p>There is no article here.</p></main>\n")
    else:
        out.write("<main>\n")
        titles: list[str] = []
        ahead = (first,) if second is None else (first, second)
        for number, record in enumerate(chained(ahead, records), 1):
            titles.append(heading.title(record.article))
            for part in article(record, number, element="h2" if several else "h1"):
                out.write(part)
        out.write("</main>\n")
        if several:
            out.write(_contents(titles))
    out.write("</body>\n</html>\n")


def article(record: Record, number: int, *, element: str) -> Iterator[str]:
    """The parts of one `<article>` element, in order; `number` keeps its links apart from those of other articles."""
    prefix = f"a{number}"
    found = record.article
    by_id = {statement.id: statement for statement in record.statements}
    parts = tuple(passages(found, record.statements, checks=record.checks))
    beside = _beside(record.checks, parts)
    places = _places(parts)
    titled = bool(parts) and parts[0].block.kind == "heading" and parts[0].block.span.of(found.text) == found.title
    yield f'<article id="{prefix}">\n<header>\n'
    if found.outlet:
        yield f'<p class="outlet">{shown(on_one_line(found.outlet))}</p>\n'
    if titled:
        yield _row(found.text, parts[0], by_id, prefix, places, element=element, checks=beside.get(0, ()))
    else:
        yield f"<{element}>{shown(heading.title(found))}</{element}>\n"
    facts = heading.facts(found.author, found.published, found.url or heading.origin(found), article=found)
    yield f'<p class="facts">{shown(facts)}</p>\n'
    if not record.statements:
        yield '<p class="none">No statement was found in this article.</p>\n'
    whole = [_check(found.text, n, check, prefix) for n, check in enumerate(record.checks, 1) if not check.spans]
    if whole:
        yield f'<ol class="notes" aria-label="Checks of the whole article">{"".join(whole)}</ol>\n'
    yield "</header>\n"
    for number, passage in enumerate(parts[titled:], titled):
        yield _row(found.text, passage, by_id, prefix, places, checks=beside.get(number, ()))
    yield "</article>\n"


def shown(text: str) -> str:
    """The text for a page: escaped, and with every character written out that would be obeyed instead of shown."""
    return html.escape(visible(text))


def _row(
    text: str,
    passage: Passage,
    by_id: Mapping[int, Statement],
    prefix: str,
    places: Mapping[Remark, int],
    *,
    element: str | None = None,
    checks: Sequence[tuple[int, Check]] = (),
) -> str:
    """One block with the notes beside it; `places` says where each run of words that a check is about begins."""
    before, after = (f"<{element}>", f"</{element}>") if element else _ELEMENTS[passage.block.kind]
    present = sorted((*passage.opened, *passage.continued), key=lambda statement: statement.id)
    hues = {statement.id: hue % _HUES + 1 for hue, statement in enumerate(present)}
    opened = {statement.id for statement in passage.opened}
    body: list[str] = []
    for segment in passage.segments:
        begins = sorted({mark.statement for mark in segment.marks} & opened)
        opened.difference_update(begins)
        body.extend(_number(prefix, number) for number in begins)
        start = segment.span.start
        body.extend(_question(prefix, remark) for remark in segment.remarks if places[remark] == start)
        body.append(_marked(text, segment, hues))
    first = {statement.id for statement in passage.opened}
    notes = "".join(
        _note(text, statement, by_id, prefix, hues[statement.id])
        if statement.id in first
        else _continued(text, statement, prefix, hues[statement.id])
        for statement in present
    )
    notes += "".join(_check(text, number, check, prefix, _of(places, number)) for number, check in checks)
    beside = f'\n<ol class="notes" aria-label="Who said what">{notes}</ol>' if notes else ""
    return f'<div class="row">\n<div class="block">{before}{"".join(body)}{after}</div>{beside}\n</div>\n'


def _beside(checks: Iterable[Check], parts: Sequence[Passage]) -> dict[int, list[tuple[int, Check]]]:
    """The checks with their numbers, by the number of the passage that their first words are in."""
    starts = [passage.block.span.start for passage in parts]
    found: dict[int, list[tuple[int, Check]]] = {}
    for number, check in enumerate(checks, 1):
        if check.spans:
            place = max(0, bisect_right(starts, min(check.spans).start) - 1)
            found.setdefault(place, []).append((number, check))
    return found


def _places(parts: Iterable[Passage]) -> dict[Remark, int]:
    """Where each run of words that a check is about begins on the page, by where its first segment does."""
    found: dict[Remark, int] = {}
    for passage in parts:
        for segment in passage.segments:
            for remark in segment.remarks:
                found.setdefault(remark, segment.span.start)
    return found


def _of(places: Mapping[Remark, int], check: int) -> Iterator[Remark]:
    """The places of one check, which are numbered without a gap unless one is on no passage."""
    return takewhile(places.__contains__, (Remark(check, place) for place in count(1)))


def _check(text: str, number: int, check: Check, prefix: str, places: Iterable[Remark] = ()) -> str:
    """One observation: its code, the words that it is about, which it leads to, and why it matters."""
    about = on_one_line(words(text, check.spans))
    if len(about) > _LONGEST:
        about = f"{about[:_LONGEST]} …"
    quoted = f' <span class="own">“{shown(about)}”</span>' if about else ""
    message = shown(on_one_line(check.message))
    back = "".join(
        f'<a class="back" href="#{prefix}-q{number}-{remark.place}" aria-label="{_spoken(remark)} in the text">'
        f"{_asked(remark)}</a> "
        for remark in places
    )
    return (
        f'<li id="{prefix}-c{number}" class="check">{back}<span class="code">{shown(on_one_line(check.code))}</span>'
        f'{quoted}<span class="more">{message}</span></li>'
    )


def _question(prefix: str, remark: Remark) -> str:
    """The number of a check in the text, where words that it is about begin."""
    return (
        f'<sup><a class="ask" id="{prefix}-q{remark.check}-{remark.place}" href="#{prefix}-c{remark.check}" '
        f'aria-label="{_spoken(remark)}">{_asked(remark)}</a></sup>'
    )


def _asked(remark: Remark) -> str:
    """?2 for the second check; its further places are ?2b, ?2c and so on while there are letters."""
    further = "" if remark.place == 1 else "abcdefghijklmnopqrstuvwxyz"[remark.place - 1 : remark.place] or "+"
    return f"?{remark.check}{further}"


def _spoken(remark: Remark) -> str:
    return f"Check {remark.check}" + (f", place {remark.place}" if remark.place > 1 else "")


def _number(prefix: str, number: int) -> str:
    """A statement's number in the text, where it begins."""
    return (
        f'<sup><a id="{prefix}-s{number}" href="#{prefix}-n{number}" aria-label="Statement {number}">{number}</a></sup>'
    )


def _marked(text: str, segment: Segment, hues: dict[int, int]) -> str:
    """The words of a segment, in one element with a class for each of its marks."""
    inside = shown(segment.span.of(text))
    if not segment.marks and not segment.remarks:
        return inside
    classes: list[str] = list(dict.fromkeys(mark.role for mark in segment.marks))
    if sum(mark.role == "content" for mark in segment.marks) > 1:
        classes.append("nested")
    numbers = dict.fromkeys(f"k{hues[mark.statement]}" for mark in segment.marks)
    questions = ["checked"] if segment.remarks else []
    return f'<span class="{" ".join((*classes, *numbers, *questions))}">{inside}</span>'


def _note(text: str, statement: Statement, by_id: Mapping[int, Statement], prefix: str, hue: int) -> str:
    """Who said it, with which words it is attributed, through whom it came, and what else is known of it."""
    number = statement.id
    cue = f' <span class="how">{shown(on_one_line(words(text, statement.cue)))}</span>'
    parts = [f'<span class="form">{statement.form}</span>']
    if statement.confidence < UNSURE:
        parts.append('<span class="unsure">unsure</span>')
    parts.extend(known for known in (statement.kind, statement.sourcing) if known)
    if statement.channel:
        parts.append(f"channel: {shown(on_one_line(statement.channel))}")
    if statement.said is not None:
        days = dict.fromkeys((statement.said.earliest, statement.said.latest))
        parts.append("said " + " to ".join(f'<time datetime="{shown(day)}">{shown(day)}</time>' for day in days))
    if statement.condition is not None:
        parts.append(f"condition: “{shown(on_one_line(statement.condition.of(text)))}”")
    return (
        f'<li id="{prefix}-n{number}" class="k{hue}"><a class="back" href="#{prefix}-s{number}" '
        f'aria-label="Statement {number} in the text">{number}</a> <span class="who">{_speaker(text, statement)}</span>'
        f"{cue}{_chain(text, statement, by_id, prefix)}"
        f'<span class="more">{" · ".join(parts)}</span></li>'
    )


def _chain(text: str, statement: Statement, by_id: Mapping[int, Statement], prefix: str) -> str:
    """Who said it, to whom and as told by whom, in words, where that is more than who; each leads to its note."""
    if not chain.says_more(statement, by_id):
        return ""
    own, *outer = chain.links(text, statement, by_id)
    through = (
        f'<a href="#{prefix}-n{link.statement.id}">{link.statement.id} {shown(on_one_line(link.words))}</a>'
        for link in outer
    )
    told = chain.AS_TOLD_BY.join((shown(on_one_line(own.words)), *through))
    return f'<span class="chain">{told}</span>'


def _continued(text: str, statement: Statement, prefix: str, hue: int) -> str:
    """That a statement of an earlier block goes on in this one."""
    who = shown(_who(text, statement))
    number = statement.id
    return f'<li class="k{hue} continued"><a href="#{prefix}-n{number}">{number} {who}</a>, continued</li>'


def _speaker(text: str, statement: Statement) -> str:
    """Whom the source means, and the source's own words where they are others."""
    who = shown(_who(text, statement))
    own = on_one_line(words(text, statement.source))
    if statement.speaker and own and own != on_one_line(statement.speaker.name):
        return f'{who} <span class="own">“{shown(own)}”</span>'
    return who


def _who(text: str, statement: Statement) -> str:
    return on_one_line(chain.who(text, statement))


def _head(title: str, *, several: bool) -> str:
    skip = '<a class="skip" href="#contents">All articles of this page</a>\n' if several else ""
    heading = f'<header class="page"><h1>{shown(title)}</h1></header>\n' if several else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="generator" content="Onrecord">\n'
        f"<title>{shown(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{skip}{heading}"
        '<p class="legend">In the text: <span class="source">source</span>, who is given as the origin · '
        '<span class="cue">cue</span>, the words that attribute · '
        '<span class="content">content</span>, what is attributed · '
        '<span class="content nested">content within content</span> · '
        '<span class="checked">what a check asks about</span></p>\n'
    )


def _contents(titles: Sequence[str]) -> str:
    items = "".join(f'<li><a href="#a{number}">{shown(title)}</a></li>' for number, title in enumerate(titles, 1))
    return f'<nav id="contents" aria-label="All articles of this page"><h2>Articles</h2><ol>{items}</ol></nav>\n'
