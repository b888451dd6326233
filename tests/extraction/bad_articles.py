"""Articles as they reach people and as nobody would wish them, each with its expected reading marked up in the text.

The people, places and outlets are invented. `speakers` says for the content of a statement whom its source means: the
fullest name in the article without titles, or None where the article does not tell.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BadArticle:
    """One article and what a careful reader makes of it."""

    name: str
    """What is bad about it."""

    text: str
    """Its marked-up paragraphs (tests/markup.py)."""

    speakers: tuple[tuple[str, str | None], ...]
    """The first words of a content, and whom its source means."""

    published: str | None = None
    """When it was published."""

    title: str | None = None
    """Its headline."""

    said: tuple[tuple[str, str | None, str | None], ...] = ()
    """The first words of a content, and the first and last day it can have been said on."""


ARTICLES = (
    BadArticle(
        name="no date",
        text=(
            "[t1 The ferry to Corran Isle will stop on Friday], [s1 harbour master Edda Lowe] [c1 said] on Tuesday.\n\n"
            "[t2 “We have no crew,”] [s2 she] [c2 told] reporters last week. In June 2019, [s3 the ferry company] "
            "[c3 promised] [t3 that the boats would run all winter].\n\n"
            "[s4 Lowe] [c4 said] yesterday [t4 that a notice would follow]."
        ),
        speakers=(
            ("The ferry to Corran Isle", "Edda Lowe"),
            ("“We have no crew", "Edda Lowe"),
            ("that the boats would run", "the ferry company"),
            ("that a notice would follow", "Edda Lowe"),
        ),
        said=(
            ("The ferry to Corran Isle", None, None),
            ("“We have no crew", None, None),
            ("that the boats would run", "2019-06-01", "2019-06-30"),
            ("that a notice would follow", None, None),
        ),
    ),
    BadArticle(
        name="dates in the future",
        published="2044-03-09",
        text=(
            "On Monday, [s1 Minister Tarek Onslow] [c1 said] [t1 the dam would be finished by 2061].\n\n"
            "[s2 The report, issued on 2 January 2045,] [c2 found] [t2 that it would never be finished]. "
            "[s3 Onslow] [c3 said] in December 2044 [t3 that he had not seen it].\n\n"
            "[t4 “Come back in 2070,”] [s4 he] [c4 said] on Tuesday."
        ),
        speakers=(
            ("the dam would be finished", "Tarek Onslow"),
            ("that it would never be", "The report"),
            ("that he had not seen it", "Tarek Onslow"),
            ("“Come back in 2070", "Tarek Onslow"),
        ),
        said=(
            ("the dam would be finished", "2044-03-07", "2044-03-07"),
            ("that it would never be", None, None),
            ("that he had not seen it", None, None),
            ("“Come back in 2070", "2044-03-08", "2044-03-08"),
        ),
    ),
    BadArticle(
        name="two people of one surname",
        published="2026-05-20",
        text=(
            "[s1 Marla Quist], the mayor of Halden, [c1 said] [t1 the bridge was safe]. [s2 Her brother, Senator Dov "
            "Quist,] [c2 said] [t2 it was not].\n\n"
            "[t3 “I have crossed it every day,”] [s3 Ms. Quist] [c3 said]. [s4 Mr. Quist] [c4 answered] [t4 that he "
            "walks around it].\n\n"
            "[s5 The senator] [c5 asked] [t5 for a new report]; [s6 the mayor] [c6 refused] [t6 to pay for one].\n\n"
            "A spokesman handed out a note by the family: [t7 “Neither of us will say more,”] [s7 Quist] [c7 wrote]."
        ),
        speakers=(
            ("the bridge was safe", "Marla Quist"),
            ("it was not", "Dov Quist"),
            ("“I have crossed it", "Marla Quist"),
            ("that he walks around it", "Dov Quist"),
            ("for a new report", "Dov Quist"),
            ("to pay for one", "Marla Quist"),
            ("“Neither of us", None),
        ),
    ),
    BadArticle(
        name="names that are common words",
        published="2026-05-20",
        text=(
            "[t1 Banks must lend more to shops], [s1 Treasurer Will Banks] [c1 said] on Monday. [s2 Banks] [c2 said] "
            "[t2 that banks had done nothing for a year].\n\n"
            "[s3 May Price], who runs a bakery, [c3 said] [t3 the price of flour may rise]. [t4 “It will,”] [s4 Price] "
            "[c4 added]. [t4 “It always does in May.”]\n\n"
            "[s5 Mark Case], a lawyer, [c5 warned] [t5 that in any case the mark was lost]."
        ),
        speakers=(
            ("Banks must lend more", "Will Banks"),
            ("that banks had done nothing", "Will Banks"),
            ("the price of flour may rise", "May Price"),
            ("“It will", "May Price"),
            ("that in any case", "Mark Case"),
        ),
        said=(("Banks must lend more", "2026-05-18", "2026-05-18"), ("“It will", None, None)),
    ),
    BadArticle(
        name="bylines and names in capitals",
        published="2026-05-20",
        title="BRIDGE TO CLOSE",
        text=(
            "BRIDGE TO CLOSE\n\n"
            "BY LORNA TEALE\n\n"
            "HALDEN BAY — [t1 The bridge over the bay will close in June], [s1 MAYOR RUTH OSEI] [c1 said].\n\n"
            "[t2 “NOBODY HAS TO SWIM,”] [s2 OSEI] [c2 told] THE COUNCIL. [s3 She] [c3 promised] [t3 a ferry].\n\n"
            "LORNA TEALE IS A STAFF WRITER."
        ),
        speakers=(
            ("The bridge over the bay", "Ruth Osei"),
            ("“NOBODY HAS TO SWIM", "Ruth Osei"),
            ("a ferry", "Ruth Osei"),
        ),
    ),
    BadArticle(
        name="transcript",
        published="2026-05-20",
        text=(
            "The following is a transcript of the talk between Lorna Teale and Mayor Ruth Osei.\n\n"
            "[s1 TEALE][c1 :] [t1 Good evening. Will the bridge close?]\n\n"
            "[s2 OSEI][c2 :] [t2 It will. [s3 The engineers] [c3 told] me [t3 that it must be mended by winter].]\n\n"
            "[s4 TEALE][c4 :] [t4 And who will pay for it?]\n\n"
            "[s5 OSEI][c5 :] [t5 We all will, if the council agrees.]\n\n"
            "[s6 UNIDENTIFIED MAN][c6 :] [t6 Not with my money!]"
        ),
        speakers=(
            ("Good evening", "Lorna Teale"),
            ("It will", "Ruth Osei"),
            ("that it must be mended", "The engineers"),
            ("And who will pay", "Lorna Teale"),
            ("We all will", "Ruth Osei"),
            ("Not with my money", None),
        ),
    ),
    BadArticle(
        name="headlines only",
        text=(
            "[s1 Mayor Osei][c1 :] [t1 Bridge to close in June]\n\n"
            "[s2 Union] [c2 says] [t2 strike at Vantor is off]\n\n"
            "[s3 Onslow] [c3 denies] [t3 he knew of cracks in dam]\n\n"
            "Flour dearer again"
        ),
        speakers=(
            ("Bridge to close in June", "Osei"),
            ("strike at Vantor is off", "Union"),
            ("he knew of cracks", "Onslow"),
        ),
    ),
    BadArticle(
        name="press release",
        published="2026-05-20",
        title="Commission Fines Vantor",
        text=(
            "FOR IMMEDIATE RELEASE\n\n"
            "HALDEN, May 20, 2026 -- [s1 The Harbour Commission] today [c1 announced] [t1 a fine of $2 million against "
            "Vantor Lines].\n\n"
            "[t2 “Nobody is above the rules of the harbour,”] [c2 -][s2 Commissioner Dana Whitlock]\n\n"
            "[t3 “We will pay and appeal.”] [c3 —] [s3 Pia Sand, Vantor Lines]\n\n"
            "Contact: press@commission.example\n\n###"
        ),
        speakers=(
            ("a fine of $2 million", "The Harbour Commission"),
            ("“Nobody is above", "Dana Whitlock"),
            ("“We will pay", "Pia Sand"),
        ),
        said=(("a fine of $2 million", "2026-05-20", "2026-05-20"),),
    ),
    BadArticle(
        name="list of quotations",
        published="2026-05-20",
        text=(
            "What they said about the bridge:\n\n"
            "[t1 “It was always going to fall down.”] [c1 —] [s1 Ada Finch, baker]\n\n"
            "[t2 “I will miss the view of the bay.”] [c2 —] [s2 Ivo Lund]\n\n"
            "[t3 “No comment at all, thank you.”] [c3 —] [s3 a woman who gave no name]\n\n"
            "[t4 “We cross it or we starve.”] [c4 —] [s4 the fishermen of Corran Isle]"
        ),
        speakers=(
            ("“It was always", "Ada Finch"),
            ("“I will miss", "Ivo Lund"),
            ("“No comment", None),
            ("“We cross it", "the fishermen of Corran Isle"),
        ),
    ),
    BadArticle(
        name="pronouns over several sentences and quotations that go on",
        published="2026-05-20",
        text=(
            "[s1 Sir Anselm Grove, who followed Tessa Farrow in July,] [c1 said] [t1 the plan was dead]. Farrow was "
            "not there. It had rained all day, and the hall was cold.\n\n"
            "[t2 “We buried it,”] [s2 he] [c2 said]. [t2 “And we will not dig it up.”]\n\n"
            "[s3 Farrow’s office] [c3 called] [t3 the speech “a shame”]. [s4 She] [c4 declined] [t4 to comment]."
        ),
        speakers=(
            ("the plan was dead", "Anselm Grove"),
            ("“We buried it", "Anselm Grove"),
            ("the speech “a shame”", "Farrow’s office"),
            ("to comment", "Tessa Farrow"),
        ),
    ),
    BadArticle(
        name="hearsay at two removes",
        published="2026-05-20",
        text=(
            "[c1 According to] [s1 two people close to the talks], [t1 [s2 Onslow] reportedly [c2 told] Osei in April "
            "[t2 that the dam would be finished if the bridge was closed]].\n\n"
            "[s3 Both offices] [c3 declined] [t3 to comment]. Tarek Onslow is the minister, Ruth Osei the mayor."
        ),
        speakers=(
            ("Onslow reportedly told", None),
            ("that the dam would be", "Tarek Onslow"),
            ("to comment", "Both offices"),
        ),
        said=(("that the dam would be", "2026-04-01", "2026-04-30"),),
    ),
)
