"""Settings rebind keys; what cannot be used is told and left at its default."""

import pytest

from screener.settings_file import settings_path
from screens.settings import read_settings
from screens.themes import DARK, LIGHT


def write(tmp_path, text):
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_means_the_defaults(tmp_path):
    settings = read_settings(tmp_path / "settings.toml")
    assert (dict(settings.keys), settings.theme, settings.problems) == ({}, DARK.name, ())


def test_keys_and_theme_are_taken(tmp_path):
    settings = read_settings(
        write(tmp_path, 'theme = "screener-light"\n[keys]\nsign = "ctrl+y"\nnote = "f11"\n')
    )
    assert dict(settings.keys) == {"sign": "ctrl+y", "note": "f11"}
    assert settings.theme == LIGHT.name
    assert settings.problems == ()


def test_what_cannot_be_used_is_told(tmp_path):
    settings = read_settings(
        write(tmp_path, 'theme = "neon"\n[keys]\nfly = "f2"\nnote = 3\nsign = "f1"\n')
    )
    assert dict(settings.keys) == {}
    assert settings.theme == DARK.name
    told = " ".join(settings.problems)
    assert all(word in told for word in ("neon", "fly", "note", "f1 cannot be sign"))


@pytest.mark.parametrize(("text", "minutes"), [("", 10), ("lock_after = 2", 2)])
def test_the_minutes_until_the_screen_locks_are_taken(tmp_path, text, minutes):
    settings = read_settings(write(tmp_path, text))
    assert (settings.lock_after, settings.problems) == (minutes, ())


@pytest.mark.parametrize("given", ["0", "61", "-1", "true", '"5"', "2.5"])
def test_a_lock_that_never_comes_cannot_be_set(tmp_path, given):
    settings = read_settings(write(tmp_path, f"lock_after = {given}"))
    assert settings.lock_after == 10
    assert "from 1 to 60; it stays at 10" in settings.problems[0]


def test_two_keys_may_be_exchanged(tmp_path):
    settings = read_settings(write(tmp_path, '[keys]\nhelp = "f2"\nwhy = "f1"\n'))
    assert dict(settings.keys) == {"help": "f2", "why": "f1"}


def test_a_file_that_is_no_toml_is_told(tmp_path):
    settings = read_settings(write(tmp_path, "keys = ["))
    assert "settings.toml" in settings.problems[0]


def test_the_settings_stand_in_the_platforms_folder(home):
    assert settings_path().is_relative_to(home)
