"""A small ledger with everything that pages show: versions, copies, families, chains, checks, positions, people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from onrecord.article import Block
from onrecord.record import Check, Record
from onrecord.span import Span
from onrecord.statement import Said, Speaker
from tests.ledger.records import record


def by(name: str, kind: str, day: str, *, type: str = "person", sourcing: str = "named", **more: Any) -> dict[str, Any]:
    """Facts of a statement."""
    facts: dict[str, Any] = {"speaker": Speaker(name, type), "sourcing": sourcing, "kind": kind}  # type: ignore[arg-type]
    return facts | {"said": Said(day, day, None)} | more


PIER = """Marlow Sound pier to close for the winter

[s1 The town’s harbour board] [c1 said] on Tuesday [t1 an inspection had found cracks in the piles that hold it up].

[t2 “I would rather lose a season than lose a life,”] [c2 said] [s2 Ana Brooks], who chairs the board. [s3 She] [c3 \
told] a crowded meeting that [t3 the decision had been “the hardest in my eleven years here”].

But [s4 two people who work for the board] [c4 said] that [t4 [s5 the chief engineer, Robert Vane], had [c5 told] \
Ms Brooks in August that [t5 the pier ought to be shut if the rain went on]]. It was [c6 alleged] [t6 that a letter \
went missing].

[s7 Tom Orr], who runs the ferry, [c7 demanded] [t7 that the board open its books before the pier is mended].

The pier at low tide. Photograph: Tom Adair"""


def pier(text: str = PIER, **facts: Any) -> Record:
    """The article on the pier, with checks."""
    made = record(
        text,
        by("Marlow Harbour Board", "states", "2026-10-13", type="organisation"),
        by("Ana Brooks", "states", "2026-10-13"),
        by("Ana Brooks", "believes", "2026-10-13", addressee="a crowded meeting"),
        by("two people who work for the board", "accuses", "2026-10-14", type="group", sourcing="unnamed"),
        by("Robert Vane", "warns", "2026-08-20", addressee="Ms Brooks"),
        {"hedged": True, "kind": "accuses", "confidence": 0.4},
        by("Tom Orr", "demands", "2026-10-14"),
        **({"title": "Marlow Sound pier to close for the winter", "outlet": "The Tidewater Post",
            "author": "Ines Calloway", "published": "2026-10-14", "url": "https://tidewater.example/pier",
            "origin": "pier.html"} | facts),
    )  # fmt: skip
    kinds = ("heading", "paragraph", "paragraph", "paragraph", "list-item", "caption")
    blocks = tuple(Block(kind, b.span) for kind, b in zip(kinds, made.article.blocks, strict=False))
    statements = list(made.statements)
    within = made.article.text.find("if the rain went on")
    statements[4] = replace(statements[4], condition=Span(within, within + len("if the rain went on")))
    unnamed = made.statements[3].source[0]
    checks = (
        Check("unnamed-source", (unnamed,), "The accusation rests on people without a name; say why they have none."),
        Check("only-unnamed", (), "Nobody with a name says that the board knew."),
    )
    return replace(made, article=replace(made.article, blocks=blocks), statements=tuple(statements), checks=checks)


SEASON = "“I would rather lose a season than lose a life,”"


def newsroom() -> list[Record]:
    """The records, in the order in which they are added."""
    found = [
        pier(
            PIER.replace("on Tuesday ", "").replace(
                " It was [c6 alleged] [t6 that a letter went missing].",
                " And [s6 a clerk] [c6 wrote] [t6 that all was well].",
            )
        ),
        pier(),
    ]
    found.append(
        record(
            f"[t1 {SEASON}] [s1 Ana Brooks] [c1 said]. "
            "[s2 Mr Orr] [c2 promised] [t2 that the ferry would run all winter]. "
            "[s3 The harbour board] [c3 rejected] [t3 any talk of selling the pier].",
            by("Ana Brooks", "states", "2026-10-13"), by("Tom Orr", "promises", "2026-10-15"),
            by("Marlow Harbour Board", "rejects", "2026-10-16", type="organisation"),
            title="Ferry to run while the pier is mended", outlet="Coast Wire", published="2026-10-16",
            url="https://coastwire.example/a/1",
        )
    )  # fmt: skip
    found.append(
        record(
            "[t1 “I’d rather lose a season than a life,”] [s1 Brooks] [c1 told] the Mail. "
            "[s2 Aides] [c2 warned] [t2 that the pier may fall by spring]. "
            "[s3 Tom Orr] [c3 accused] [t3 Ana Brooks of hiding the report on the pier].",
            by("Ana Brooks", "states", "2026-10-17", addressee="the Mail"),
            by("aides", "warns", "2026-10-17", type="group", sourcing="unnamed"),
            by("Tom Orr", "accuses", "2026-10-17"),
            title="Chair defends closing of pier", outlet="Harbour Mail", published="2026-10-17",
            url="https://mail.example/2026/pier",
        )
    )  # fmt: skip
    for month in range(1, 10):
        found.append(
            record(
                f"[s1 Ana Brooks] [c1 promised] [t1 that the pier would be looked at in month {month} of the year]. "
                f"[s2 Tom Orr] [c2 asked] [t2 who will pay for the pier and its {month} lamps].",
                by("Ana Brooks", "promises", f"2026-0{month}-03"), by("Tom Orr", "asks", f"2026-0{month}-04"),
                title=f"Board meets for the {month}th time", outlet=("Coast Wire", "Harbour Mail")[month % 2],
                published=f"2026-0{month}-05", url=f"https://coastwire.example/b/{month}",
            )
        )  # fmt: skip
    return found


SCRIPT = "<script>window.hit = 1</script>"
HOSTILE = f"""</article></main></body>{SCRIPT}

[s1 <img src=x onerror="window.hit=2">] [c1 </span><svg onload=window.hit=3>] [t1 <!-- \
<style>*{{display:none}}</style> <meta http-equiv=refresh content="0;url=http://a.example"> \
<iframe src="javascript:parent.hit=4"></iframe> pier].

[s2 \u202eEve\u2066] [c2 said] [t2 “<a href="javascript:window.hit=5">x</a> " onmouseover="window.hit=6" \x00\x1b \
&lt; and then some more words of it”].

{{{{constructor.constructor('window.hit=7')()}}}} ${{window.hit=8}} {{% raw %}} {{{{ 7*7 }}}}
<base href=//a.example> <form action=//a.example><button>"""


def hostile(number: int = 1) -> Record:
    """An article that would run a script wherever a page forgot to escape something."""
    bad = f"\"><svg/onload=window.hit=9>{SCRIPT}'--></title></textarea>{{{{7*7}}}}\u202e"
    made = record(
        HOSTILE,
        by(f"Mallory {bad}", "demands", "2026-10-14", addressee=bad, channel=bad, sourcing="unnamed"),
        by(f"Mallory {bad}", "states", "2026-10-15", addressee=bad),
        title=f"{bad} {number}", outlet=f"{bad} {number}", author=bad, published="2026-10-14",
        url=f"javascript:window.hit=10//{number}", origin=f"{bad}.txt",
    )  # fmt: skip
    return replace(made, checks=(Check("bad-<b>code", (Span(0, 10),), bad), Check(bad, (), bad)))
