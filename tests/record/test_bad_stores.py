"""A store that cannot be used is told apart, named with its path, and left as it is."""

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from screener.record.database_errors import told
from screener.record.errors import StoreError
from screener.record.events import EventKind
from screener.record.store import Store
from screener.record.verification import verify


def refusal(path, **options):
    with pytest.raises(StoreError) as refused:
        Store.open(path, **options)
    return refused.value


def test_a_folder_is_no_store(tmp_path):
    error = refusal(tmp_path)
    assert str(tmp_path) in error.message
    assert "folder" in error.message
    assert "--store" in error.hint


def test_a_store_that_should_be_there_and_is_not(tmp_path):
    error = refusal(tmp_path / "none.db", create=False)
    assert str(tmp_path / "none.db") in error.message
    assert not (tmp_path / "none.db").exists()


def test_an_empty_file_is_no_store_to_who_only_looks(tmp_path):
    path = tmp_path / "empty.db"
    path.touch()
    assert "the file is empty" in refusal(path, create=False).message
    with pytest.raises(StoreError, match="the file is empty"):
        verify(path)
    assert path.read_bytes() == b""
    assert path.stat().st_size == 0


@pytest.mark.parametrize("version", [-1, 0, 2])
def test_a_store_whose_version_was_changed_stays_as_it_is(store, path, version):
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    before = path.read_bytes()
    assert "it was changed" in refusal(path).message
    with pytest.raises(StoreError, match="it was changed"):
        verify(path)
    assert path.read_bytes() == before


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "file").write_text("x")
    error = refusal(tmp_path / "file" / "s.db")
    assert "cannot be opened" in error.message


@pytest.mark.parametrize("content", [b"name,age\n" * 200, b"\x00" * 5000, os.urandom(4096)])
def test_another_file_is_no_database_and_stays_as_it_is(tmp_path, content):
    path = tmp_path / "s.db"
    path.write_bytes(content)
    mode = path.stat().st_mode
    error = refusal(path)
    assert str(path) in error.message
    assert "not a database" in error.message
    assert (path.read_bytes(), path.stat().st_mode) == (content, mode)


def test_another_programs_database_stays_as_it_is(tmp_path):
    path = tmp_path / "s.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (name)")
    other.close()
    content, mode = path.read_bytes(), path.stat().st_mode
    assert "another program" in refusal(path).message
    assert (path.read_bytes(), path.stat().st_mode) == (content, mode)


def test_another_programs_empty_database_stays_as_it_is(tmp_path):
    path = tmp_path / "s.db"
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA application_id = 7")
    other.close()
    assert "another program" in refusal(path).message


def test_a_store_of_a_newer_version_stays_as_it_is(store, path):
    store.close()
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    error = refusal(path)
    assert "newer version" in error.message
    assert "Update" in error.hint


def test_an_empty_file_becomes_a_store(tmp_path, rules, nurse):
    path = tmp_path / "s.db"
    path.touch()
    with Store.open(path) as store:
        assert store.new_screening(rules, "A", nurse, "en") == "S-0001"


def test_a_locked_store_is_told_and_can_be_used_afterwards(store, path, number, nurse):
    with Store.open(path, busy_timeout=0.01) as waiting:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked") as refused:
            waiting.append(number, 1, EventKind.NOTE_ADDED, {"text": "x"}, nurse)
        assert str(path) in refused.value.message
        assert len(waiting.events(number)) == 1, "reading goes on"
        assert "locked" in refusal(path, busy_timeout=0.01).message
        holder.execute("ROLLBACK")
        holder.close()
        waiting.append(number, 1, EventKind.NOTE_ADDED, {"text": "x"}, nurse)
        assert len(waiting.events(number)) == 2


def test_a_full_disk_loses_nothing_recorded(store, path, number, nurse):
    before = store.events(number)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="full") as refused:
        store.append(number, 1, EventKind.NOTE_ADDED, {"text": "x" * 100_000}, nurse)
    assert str(path) in refused.value.message
    assert store.events(number) == before
    store._connection.execute("PRAGMA max_page_count = 1000000")
    store.append(number, 1, EventKind.NOTE_ADDED, {"text": "x" * 100_000}, nurse)
    assert len(store.events(number)) == 2


@pytest.mark.parametrize(("free", "message"), [(8192, "is full"), (10**9, "disk I/O error")])
def test_a_disk_too_full_for_the_files_beside_a_store_is_told(path, monkeypatch, free, message):
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR | 19 << 8
    monkeypatch.setattr("shutil.disk_usage", lambda place: SimpleNamespace(free=free))
    assert message in told(error, path).message


def test_a_disk_full_at_the_start_is_told(tmp_path, monkeypatch):
    def full(*_arguments, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("screener.record.files.os.open", full)
    assert "full" in refusal(tmp_path / "s.db").message


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS])
def test_a_folder_that_may_not_be_written_is_told(tmp_path, monkeypatch, code):
    def refuse(*_arguments, **_options):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("screener.record.files.os.open", refuse)
    error = refusal(tmp_path / "s.db")
    assert "cannot be written" in error.message
    assert "permission" in error.hint


@pytest.mark.parametrize(
    ("uri", "words"), [("mode=ro", "cannot be written"), ("mode=rw", "cannot be opened")]
)
def test_what_sqlite_says_is_told_with_the_path(store, path, tmp_path, uri, words):
    target = path if uri == "mode=ro" else tmp_path / "none" / "s.db"
    with pytest.raises(sqlite3.OperationalError) as error:
        sqlite3.connect(f"file:{target}?{uri}", uri=True).execute("PRAGMA user_version = 3")
    found = told(error.value, Path("/where/it/is.db"))
    assert words in found.message
    assert "/where/it/is.db" in found.message


def test_a_read_only_store_is_told_at_once(store, path, number, tmp_path, unprivileged):
    store.close()
    tmp_path.chmod(0o755)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    with unprivileged():
        error = refusal(path)
    assert error.message == f"{path} cannot be written."


def test_nothing_stays_beside_a_read_only_store_that_could_not_be_written_later(
    store, path, number, tmp_path, unprivileged
):
    store.close()
    tmp_path.chmod(0o755)
    path.chmod(0o444)
    path.parent.chmod(0o777)
    with unprivileged():
        error = refusal(path)
    assert error.message == f"{path} cannot be written."
    assert not list(path.parent.glob(f"{path.name}-*"))


def test_a_folder_in_which_nothing_may_be_made_is_told_at_once(tmp_path, unprivileged):
    tmp_path.chmod(0o555)
    with unprivileged():
        error = refusal(tmp_path / "data" / "s.db")
    assert error.message == f"{tmp_path / 'data' / 's.db'} cannot be written."


def test_a_truncated_store_is_told(store, path, number):
    store.close()
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(StoreError) as refused, Store.open(path) as broken:
        broken.events(number)
    assert str(path) in refused.value.message
    assert "damaged" in refused.value.message


def test_a_hostile_path_reaches_no_terminal(tmp_path):
    path = tmp_path / "a\x1b[31mb"
    path.mkdir()
    assert "\x1b" not in str(refusal(path))
