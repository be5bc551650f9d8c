"""Settings rebind keys; what cannot be used is told and left at its default."""

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
        write(tmp_path, 'theme = "screener-light"\n[keys]\nsign = "ctrl+d"\nnote = "f11"\n')
    )
    assert dict(settings.keys) == {"sign": "ctrl+d", "note": "f11"}
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


def test_two_keys_may_be_exchanged(tmp_path):
    settings = read_settings(write(tmp_path, '[keys]\nhelp = "f2"\nwhy = "f1"\n'))
    assert dict(settings.keys) == {"help": "f2", "why": "f1"}


def test_a_file_that_is_no_toml_is_told(tmp_path):
    settings = read_settings(write(tmp_path, "keys = ["))
    assert "settings.toml" in settings.problems[0]


def test_the_settings_stand_in_the_platforms_folder(home):
    assert settings_path().is_relative_to(home)
