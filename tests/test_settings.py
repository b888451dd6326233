from __future__ import annotations

import pytest

from onrecord import settings
from onrecord.errors import OnrecordError, UsageError
from onrecord.settings import SETTINGS, Setting


@pytest.fixture(autouse=True)
def _clean(monkeypatch):
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.name)
def test_a_setting_has_a_default_that_it_would_take_itself_and_a_sentence(setting, monkeypatch):
    assert setting.value() == setting.default >= setting.least
    assert setting.meaning.endswith(".")
    assert setting.variable == "ONRECORD_" + setting.name.upper()
    monkeypatch.setenv(setting.variable, str(setting.least))
    assert setting.value() == setting.least


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.name)
@pytest.mark.parametrize("given", ["many", "1.5", "-1", "1e6", "10 MB", "0x10", "∞"])
def test_a_value_that_is_no_number_is_an_error_with_the_variable_and_the_value(setting, given, monkeypatch):
    monkeypatch.setenv(setting.variable, given)
    with pytest.raises(UsageError) as caught:
        setting.value()
    for part in (setting.variable, repr(given), str(setting.default), setting.meaning):
        assert part in str(caught.value)
    assert isinstance(caught.value, OnrecordError)


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
    assert [v for v in vars(settings).values() if isinstance(v, Setting)] == list(SETTINGS)
