"""The name of a copy's file is read as a whole path, and a command is never taken for one."""

import pytest

from screener.interview.copy_path import copy_path
from screener.interview.refusals import Refused


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("typed", ["s.txt", "./s.txt", "~/s.txt"])
def test_a_name_is_of_a_file_in_a_folder_that_is_said(folder, typed):
    assert copy_path(typed) == folder / "s.txt"


@pytest.mark.parametrize("typed", ["/copy", "/copy text", "/co", "/LIST"])
def test_a_command_is_no_file(typed):
    with pytest.raises(Refused, match="is a command, and no file"):
        copy_path(typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/", "/ is a folder"),
        ("-", "“-” stands for standard output, and is no file's name. Give the name"),
        ("./-", "stands for standard output"),
        (".", "is a folder. Give the name of a file in it"),
        ("none/s.txt", "There is no folder .*none"),
        ("~nobody_of_this_name/s.txt", "There is no folder ~nobody_of_this_name"),
        ("x" * 5000 + "/s.txt", "There is no folder"),
    ],
)
def test_what_cannot_be_written_is_refused_with_what_would_do(typed, said):
    with pytest.raises(Refused, match=said):
        copy_path(typed)
