"""An article is refused for its language only where its own words leave no doubt.

The model reads English alone, and would find nonsense in anything else; but a list of names, a score table or
three words are no evidence of a language, so they are let through. What a page says of itself is not asked:
publishers leave `lang="en"` on every page of a template.
"""

from __future__ import annotations

import re
from collections import Counter

SAMPLE = 4_000
"""Characters taken from the beginning, the middle and the end each: an article's worth in all."""

FEWEST_WORDS = 12
"""Words, or letters of another script, needed for a verdict: a headline has too few function words to tell."""

LEAST_SHARE = 0.12
"""Share of function words that makes a language certain. News prose has 0.35 to 0.5 in its own language; English has
at most 0.06 of any other's list, headlines and names have 0.02."""

FEWEST_KINDS = 5
"""Different function words needed: a list of names has "de la" and "von" in every line."""

LEAST_LEAD = 2.0
"""How many times more function words than English has that language must show: Dutch shares "in" and "was"."""

LEAST_SCRIPT_SHARE = 0.5
"""Share of the letters in another script: an English article on a Russian poem quotes less than half in Cyrillic."""

_FUNCTION_WORDS = {
    "en": "the of and to in a is that for it was on with as he be by at said from his not are have they this but had "
    "an their she were who which her has been we i you or will would about after what when there more its one if out "
    "than so up no can do my all them me our some could into time like just him your how people also over",
    "de": "der die das und ist nicht ein eine einen einem einer mit von zu den dem des auf für im sich auch es als an "
    "wird sind hat haben bei aus nach noch wie über aber oder wurde werden ich sie er wir war dass zum zur vor",
    "fr": "le la les des et est une un du dans que qui pour pas sur au par avec il elle ce cette sont ne se plus mais "
    "nous vous ils ont été aux leur comme fait sa son ses ou où",
    "es": "el la los las de que y en un una por con para no es se del al lo como más su sus pero fue ha este esta son "
    "entre cuando muy sin sobre también hay ser dijo años desde porque",
    "it": "il lo la gli le di che e è un una per con non del della dei delle nel nella sono si da al alla ha anche "
    "come più ma dal dalla sul sulla questo questa hanno era stato suo sua ai",
    "pt": "o a os as de que e do da dos das em um uma para com não por no na nos nas se mais foi ao pela pelo ele ela "
    "são como mas ou seu sua está também disse já pelos entre quando muito é",
    "nl": "de het een en van in is dat op te zijn voor met niet die er aan om ook als bij door naar maar heeft dit uit "
    "wordt worden hebben nog ze hij wij over was tot zich deze werd of dan geen kunnen",
    "sv": "och att det som en på är av för med den till inte har de om ett han var men sig från vi så kan när år säger "
    "också ska hade efter skulle nu blir över mot eller",
    "da": "og at det som en på er af for med den til ikke har de om et han var men sig fra vi så kan når år siger også "
    "skal havde efter ville nu bliver over mod eller blev",
    "no": "og at det som en på er av for med den til ikke har de om et han var men seg fra vi så kan når år sier også "
    "skal hadde etter ville nå blir over mot eller ble",
    "pl": "i w na z nie się do że jest to o jak za od po przez dla ale co przy są był oraz które który tym może tylko "
    "już jego być ma czy tego także została został bardzo",
    "tr": "ve bir bu da de için ile çok olarak olan daha gibi kadar sonra ne ki ama en var olduğunu dedi değil her o "
    "ise göre tarafından etti oldu",
}
_WORDS_OF = {code: frozenset(words.split()) for code, words in _FUNCTION_WORDS.items()}

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff\u0750-\u077f]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)
_LETTERS_OF_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_LETTERS_OF_PERSIAN = re.compile(r"[پچژگ]")
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language that a text is surely in; None when it cannot be told."""
    sample = _sample(text)
    words = [word.lower() for word in _WORD.findall(sample)]
    by_script = _by_script(sample, "".join(words))
    if by_script is not None:
        return by_script
    return _by_function_words(words)


def _sample(text: str) -> str:
    if len(text) <= 3 * SAMPLE:
        return text
    middle = len(text) // 2
    return " ".join((text[:SAMPLE], text[middle : middle + SAMPLE], text[-SAMPLE:]))


def _by_script(sample: str, letters: str) -> str | None:
    """The language told by its script, where most letters are in one that English does not use."""
    if not letters:
        return None
    for code, script in _SCRIPTS:
        found = len(script.findall(letters))
        if code == "ja":
            if found * 10 > len(letters) and found + len(_SCRIPTS[2][1].findall(letters)) > len(letters) / 2:
                return code
        elif found > LEAST_SCRIPT_SHARE * len(letters) and found >= FEWEST_WORDS:
            if code == "ru" and _LETTERS_OF_UKRAINIAN.search(sample):
                return "uk"
            return "fa" if code == "ar" and len(_LETTERS_OF_PERSIAN.findall(sample)) * 50 > found else code
    return None


def _by_function_words(words: list[str]) -> str | None:
    """The language whose function words the text is full of."""
    if len(words) < FEWEST_WORDS:
        return None
    counts = Counter(words)
    shares = {code: sum(counts[word] for word in known) / len(words) for code, known in _WORDS_OF.items()}
    english = shares.pop("en")
    code, share = max(shares.items(), key=lambda item: item[1])
    kinds = sum(word in counts for word in _WORDS_OF[code])
    if share >= LEAST_SHARE and share >= LEAST_LEAD * english and kinds >= FEWEST_KINDS:
        return code
    return "en" if english >= LEAST_SHARE and english > share else None
