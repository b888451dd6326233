from __future__ import annotations

import pytest

from onrecord import settings
from onrecord.errors import OnrecordError, UsageError
from onrecord.settings import SETTINGS, Choice, Setting

NUMBERS = [setting for setting in SETTINGS if isinstance(setting, Setting)]
CHOICES = [setting for setting in SETTINGS if isinstance(setting, Choice)]


@pytest.fixture(autouse=True)
def _clean(monkeypatch):
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)


@pytest.mark.parametrize("setting", NUMBERS, ids=lambda s: s.name)
def test_a_setting_has_a_default_that_it_would_take_itself_and_a_sentence(setting, monkeypatch):
    assert setting.value() == setting.default >= setting.least
    assert setting.meaning.endswith(".")
    assert setting.variable == "ONRECORD_" + setting.name.upper()
    monkeypatch.setenv(setting.variable, str(setting.least))
    assert setting.value() == setting.least


@pytest.mark.parametrize("setting", NUMBERS, ids=lambda s: s.name)
@pytest.mark.parametrize("given", ["many", "1.5", "-1", "1e6", "10 MB", "0x10", "∞"])
def test_a_value_that_is_no_number_is_an_error_with_the_variable_and_the_value(setting, given, monkeypatch):
    monkeypatch.setenv(setting.variable, given)
    with pytest.raises(UsageError) as caught:
        setting.value()
    for part in (setting.variable, repr(given), str(setting.default), setting.meaning):
        assert part in str(caught.value)
    assert isinstance(caught.value, OnrecordError)


@pytest.mark.parametrize("setting", CHOICES, ids=lambda s: s.name)
def test_a_choice_has_a_default_and_is_one_of_its_words(setting, monkeypatch):
    assert setting.value() == setting.default
    assert setting.default in setting.choices
    assert setting.meaning.endswith(".")
    for word in setting.choices:
        monkeypatch.setenv(setting.variable, f" {word.upper()} ")
        assert setting.value() == word
        assert setting.value(setting.default) == setting.default
    for given in ("", "  "):
        monkeypatch.setenv(setting.variable, given)
        assert setting.value() == setting.default
    monkeypatch.setenv(setting.variable, "tpu")
    for given, named in ((None, setting.variable), ("abacus", f"{setting.name} 'abacus'"), ("", f"{setting.name} ''")):
        with pytest.raises(UsageError, match=named) as caught:
            setting.value(given)
        assert all(word in str(caught.value) for word in (*setting.choices, setting.meaning))


def test_less_than_the_least_is_an_error(monkeypatch):
    monkeypatch.setenv("ONRECORD_MAX_BYTES", "0")
    with pytest.raises(UsageError, match="at least 1"):
        settings.MAX_BYTES.value()


@pytest.mark.parametrize("given", ["", "  "])
def test_nothing_means_the_default(given, monkeypatch):
    monkeypatch.setenv("ONRECORD_MAX_BYTES", given)
    assert settings.MAX_BYTES.value() == settings.MAX_BYTES.default


def test_the_environment_is_asked_each_time(monkeypatch):
    for number in (7, 8):
        monkeypatch.setenv("ONRECORD_THREADS", f" {number} ")
        assert settings.THREADS.value() == number


def test_every_setting_of_the_module_is_in_the_list():
    assert [v for v in vars(settings).values() if isinstance(v, Setting | Choice)] == list(SETTINGS)
