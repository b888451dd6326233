"""The style sheet of the page: source, cue and content can be told apart without seeing colour, in light and dark.

Contrast of every text colour on every ground it can stand on is at least 4.5 to 1; a test works it out from
`LIGHT` and `DARK`. The source is bold with a double underline, the cue is slanted with a dotted one, and the content
has a rule below it and a tinted ground; content within content has a dashed rule and a deeper ground. What a check is
about has a dotted rule above it.
"""

from __future__ import annotations

LIGHT: dict[str, str] = {
    "paper": "#fdfcf9",
    "ink": "#1d1c1a",
    "quiet": "#5c5850",
    "line": "#d8d3c7",
    "source": "#7a2e0e",
    "cue": "#0b5a3c",
    "rule": "#5577a3",
    "tint": "#edf2f9",
    "deep": "#dae4f2",
    "pointed": "#ffe9a8",
    "link": "#1f4e8c",
}
"""The colours of the light page by what they are for."""

DARK: dict[str, str] = {
    "paper": "#16171a",
    "ink": "#e8e5de",
    "quiet": "#aaa69c",
    "line": "#3a3b40",
    "source": "#f2ac86",
    "cue": "#86d3ae",
    "rule": "#7f9fcb",
    "tint": "#1f2733",
    "deep": "#2b384b",
    "pointed": "#54450f",
    "link": "#9dc1f2",
}
"""The colours of the dark page."""


def _variables(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in colours.items())


_POINTED = ",".join(f".row:has(.notes .k{hue}:is(:hover,:focus-within,:target)) .block .k{hue}" for hue in range(1, 9))

STYLE = f"""
:root{{color-scheme:light dark;{_variables(LIGHT)}}}
@media (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}
*{{box-sizing:border-box}}
html{{-webkit-text-size-adjust:100%;text-size-adjust:100%}}
body{{margin:0 auto;padding:1.5rem clamp(1rem,4vw,3rem) 4rem;max-width:68rem;display:flex;flex-direction:column;
background:var(--paper);color:var(--ink);font:1.125rem/1.62 Charter,"Bitstream Charter","Source Serif 4",Georgia,
"Liberation Serif",serif;overflow-wrap:anywhere}}
h1,h2,h3{{line-height:1.2;font-weight:700;margin:0 0 .5rem;text-wrap:balance}}
h1,article h2{{font-size:clamp(1.6rem,4.5vw,2.35rem);letter-spacing:-.012em}}
h3{{font-size:1.2rem;margin-top:1rem}}
p,ul,blockquote{{margin:0}}
a{{color:var(--link);text-underline-offset:.15em}}
a:focus-visible{{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}}
.skip{{order:-4;position:absolute;left:-999rem}}
.skip:focus{{position:static;margin-bottom:1rem}}
.page{{order:-3}}
.legend{{order:-1;color:var(--quiet);border-bottom:1px solid var(--line);padding-bottom:.9rem;margin-bottom:1.6rem}}
nav{{order:-2;margin-bottom:1.4rem}}
nav h2{{font-size:1rem;margin:0}}
nav ol{{margin:.3rem 0 0;padding-left:1.6rem}}
.legend,.facts,.outlet,.notes,.none,nav,.skip{{font-family:"Source Sans 3","Helvetica Neue",Arial,"Liberation Sans",
sans-serif;font-size:.9rem;line-height:1.45}}
article{{margin-bottom:4rem}}
article+article{{border-top:3px double var(--line);padding-top:2rem}}
article header{{margin-bottom:1.6rem}}
article header .row{{margin:0}}
.outlet{{text-transform:uppercase;letter-spacing:.08em;font-weight:700;color:var(--source);margin-bottom:.4rem}}
.facts,.none{{color:var(--quiet)}}
.none{{margin-top:.8rem;font-weight:700}}
.row{{margin-bottom:1rem}}
.block{{max-width:40rem}}
.block ul{{padding-left:1.3rem}}
blockquote{{border-left:3px solid var(--line);padding-left:1rem}}
.caption{{font-size:.95rem;color:var(--quiet)}}
.source{{font-weight:700;color:var(--source);text-decoration:underline double 1px;text-underline-offset:.16em}}
.cue{{font-style:italic;color:var(--cue);text-decoration:underline dotted 2px;text-underline-offset:.16em}}
.content{{background:var(--tint);border-bottom:2px solid var(--rule);padding-bottom:.06em;
-webkit-box-decoration-break:clone;box-decoration-break:clone}}
.nested{{background:var(--deep);border-bottom-style:dashed}}
.checked{{border-top:2px dotted var(--source);padding-top:.06em;
-webkit-box-decoration-break:clone;box-decoration-break:clone}}
.block :is(.source,.cue,.content,.checked){{font-size:inherit}}
sup{{white-space:nowrap;font:700 .68rem/0 "Helvetica Neue",Arial,"Liberation Sans",sans-serif;margin-right:.15em}}
sup a{{text-decoration:none;padding:.35em .2em}}
.ask{{color:var(--source)}}
.notes{{list-style:none;margin:.45rem 0 .4rem;padding:0 0 0 .9rem;border-left:3px solid var(--line)}}
.notes li{{padding:.15rem .35rem;scroll-margin-top:2rem}}
.notes li:is(:hover,:focus-within,:target){{background:var(--pointed)}}
.notes li:is(:hover,:focus-within,:target) :is(.how,.more,.chain,.own){{color:var(--ink)}}
.back{{font-weight:700;text-decoration:none;padding:0 .25em;margin-left:-.25em}}
.who{{font-weight:700}}
.code{{font-weight:700;border:1px dashed currentColor;border-radius:3px;padding:0 .3em}}
.own{{font-weight:400;color:var(--quiet)}}
.how{{font-style:italic;color:var(--cue)}}
.more,.chain{{display:block;color:var(--quiet)}}
.unsure{{font-weight:700;border:1px solid currentColor;border-radius:3px;padding:0 .3em}}
:is(sup:has(:target)+span,sup:has(:target)+sup+span){{outline:2px solid var(--link);outline-offset:1px}}
{_POINTED}{{background:var(--pointed)}}
@media (min-width:60rem){{
.row{{display:grid;grid-template-columns:minmax(0,40rem) minmax(14rem,1fr);column-gap:2.4rem;align-items:start}}
.notes{{margin-top:.2rem}}
}}
@media print{{
:root{{color-scheme:light;{_variables(LIGHT)}}}
body{{max-width:none;padding:0;font-size:10.5pt}}
.row{{display:grid;grid-template-columns:minmax(0,2.2fr) minmax(0,1fr);column-gap:1.2rem;break-inside:avoid}}
.skip{{display:none}}
article+article{{break-before:page;border:0}}
.content,.notes li{{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
a{{color:inherit}}
}}
"""
"""The whole sheet. Its digest is in the page's content security policy, so it holds nothing from an article."""
