"""An article is refused for its language only where its own words leave no doubt."""

from __future__ import annotations

import pytest

from onrecord.reading.language import language_of

SENTENCES = {
    "en": "The mayor said on Monday that the city would not sell the harbour, and that she was against the plan.",
    "de": "Der Bürgermeister sagte am Montag, dass die Stadt den Hafen nicht verkaufen werde. Die Partei ist dagegen.",
    "fr": "Le maire a déclaré lundi que la ville ne vendrait pas le port. Les syndicats sont opposés au projet de loi.",
    "es": "El alcalde dijo el lunes que la ciudad no vendería el puerto. Los sindicatos están en contra del plan.",
    "it": "Il sindaco ha detto lunedì che la città non venderà il porto. I sindacati sono contrari al piano.",
    "pt": "O prefeito disse na segunda-feira que a cidade não venderá o porto. Os sindicatos são contra o plano.",
    "nl": "De burgemeester zei maandag dat de stad de haven niet zal verkopen. De vakbonden zijn tegen het plan.",
    "sv": "Borgmästaren sade på måndagen att staden inte kommer att sälja hamnen. Facken är emot planen som har lagts.",
    "pl": "Burmistrz powiedział w poniedziałek, że miasto nie sprzeda portu. Związki są przeciwne temu, co jest.",
    "ru": "Мэр заявил в понедельник, что город не будет продавать порт.",
    "uk": "Мер заявив у понеділок, що місто не продаватиме порт.",
    "ar": "قال رئيس البلدية يوم الاثنين إن المدينة لن تبيع الميناء.",
    "zh": "市长星期一表示,该市不会出售港口。",
    "ja": "市長は月曜日、市は港を売却しないと述べた。",
    "ko": "시장은 월요일 시가 항구를 팔지 않겠다고 말했다.",
    "el": "Ο δήμαρχος είπε τη Δευτέρα ότι η πόλη δεν θα πουλήσει το λιμάνι.",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_language_is_known_by_its_own_words(code: str) -> None:
    assert language_of(SENTENCES[code]) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Smith said no.",
        "María de la Cruz, Juan de la Torre, Ana de los Ríos, Luis de la Vega, Pedro de la Fuente, Eva de la Mora",
        "Smith Jones Miller Garcia Lopez Kim Park Lee Chen Wang Sato Suzuki Rossi Bianchi Novak Svoboda",
        "1 2 3 4 5 6 7 8 9 10 11 12 13",
    ],
)
def test_too_little_to_tell_is_none(text: str) -> None:
    assert language_of(text) is None


def test_an_english_article_that_quotes_another_language_is_english() -> None:
    assert language_of(SENTENCES["en"] + " “" + SENTENCES["de"][:70] + "” " + SENTENCES["en"]) == "en"


def test_the_middle_and_the_end_of_a_long_text_are_asked_too() -> None:
    german_with_an_english_note = SENTENCES["en"] + "\n\n" + (SENTENCES["de"] + " ") * 300
    assert language_of(german_with_an_english_note) == "de"
