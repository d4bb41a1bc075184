"""Thresholds are an instance's private settings: read from its file, never shown, never silently wrong."""

from __future__ import annotations

import pytest

from longuevue.engine.disclosure.settings import DisclosureSettings, read_settings, settings_from
from longuevue.terms.refusal import Refusal


def test_the_thresholds_do_not_show_in_a_log_line():
    settings = settings_from({"classes": {"persons": {"minimum_units": 7, "p_percent": 12.5}}})
    assert "7" not in f"{settings!r} {settings} {settings.classes['persons']!r}"


def test_a_wrong_setting_is_named_without_its_value():
    with pytest.raises(Refusal) as refusal:
        settings_from({"classes": {"persons": {"minimum_units": 1, "secret": 77}}})
    assert "classes.persons.minimum_units" in str(refusal.value) and "77" not in str(refusal.value)


def test_an_instance_that_restates_one_class_keeps_the_others():
    settings = settings_from({"classes": {"persons": {"minimum_units": 7}}})
    assert settings.rules("persons").minimum_units == 7
    assert settings.rules("sensitive_persons").minimum_units == 11
    assert settings.rules("legal_persons").minimum_units == 3


def test_settings_are_read_from_the_folder_of_the_observatory(tmp_path):
    assert read_settings(tmp_path) == DisclosureSettings()
    (tmp_path / "observatory.toml").write_text('name = "Valmont"\n[disclosure]\ntestimony_k = 8\n')
    assert read_settings(tmp_path).testimony_k == 8
    (tmp_path / "observatory.toml").write_text("[disclosure\n")
    with pytest.raises(Refusal, match="ne se lit pas"):
        read_settings(tmp_path)
