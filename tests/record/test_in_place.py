"""Nothing is called recorded that went into a file which is not the store any more."""

import os
import shutil
import sqlite3

import pytest

from screener.record.errors import Conflict, StoreError
from screener.record.events import EventKind
from screener.record.in_place import needless_copies
from screener.record.store import Store
from screener.record.verification import verify

NOTE = {"text": "x"}


def refused(store, number, nurse, seen=1):
    with pytest.raises(StoreError) as error:
        store.append(number, seen, EventKind.NOTE_ADDED, NOTE, nurse)
    return error.value


def copies(path):
    return sorted(path.parent.glob(f"{path.stem}-kept-*{path.suffix}"))


def test_an_answer_is_refused_once_the_store_was_deleted(store, path, number, nurse):
    path.unlink()
    error = refused(store, number, nurse)
    assert str(path) in error.message
    assert "gone from its place" in error.message
    assert "Nothing was written" in error.hint


@pytest.mark.parametrize("read", ["screenings", "numbers", "store_events"])
def test_the_list_tells_it_too(store, path, number, read):
    path.unlink()
    with pytest.raises(StoreError, match="gone from its place"):
        getattr(store, read)()


def test_a_store_deleted_after_another_wrote_holds_nobody_up(store, path, number, nurse):
    with Store.open(path) as other:
        other.append(number, 1, EventKind.NOTE_ADDED, NOTE, nurse)
        path.unlink()
        with pytest.raises(Conflict):
            store.append(number, 1, EventKind.NOTE_ADDED, NOTE, nurse)
    with pytest.raises(StoreError, match="gone from its place"):
        store.events(number)
    with Store.open(copies(path)[0]) as kept:
        assert len(kept.events(number)) == 2


def test_no_screening_begins_in_a_store_that_was_deleted(store, path, number, rules, nurse):
    path.unlink()
    with pytest.raises(StoreError, match="gone from its place"):
        store.new_screening(rules, "DL-018", nurse, "en")


def test_a_store_that_another_took_the_place_of_is_not_written(store, path, number, nurse):
    backup = path.with_name("backup.db")
    shutil.copyfile(path, backup)
    backup.replace(path)
    assert "replaced" in refused(store, number, nurse).message
    with Store.open(path) as other:
        assert len(other.events(number)) == 1


def test_a_store_deleted_in_the_middle_of_an_append_keeps_nothing_of_it(store, path, number, nurse):
    with pytest.raises(StoreError, match="gone from its place"):
        store.append(number, 1, EventKind.NOTE_ADDED, NOTE, nurse, lambda event: path.unlink())
    with Store.open(copies(path)[0]) as kept:
        assert len(kept.events(number)) == 1


def test_what_was_recorded_before_is_copied_once_beside_the_place(
    posix, store, path, number, nurse
):
    store.append(number, 1, EventKind.NOTE_ADDED, {"text": "kept"}, nurse)
    before = store.events(number)
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    hint = refused(store, number, nurse, seen=2).hint
    refused(store, number, nurse, seen=2)
    (copy,) = copies(path)
    assert str(copy) in hint
    assert copy.stat().st_mode & 0o777 == 0o600
    store.close()
    with Store.open(copy) as kept:
        assert kept.events(number) == before


@pytest.mark.parametrize("gone", [lambda path: path.unlink(), lambda path: path.rename("away.db")])
def test_the_copy_put_in_the_place_of_the_store_is_whole(
    store, path, number, nurse, gone, monkeypatch
):
    """What lies beside the place belongs to the store that is gone, and is not taken for its."""
    monkeypatch.chdir(path.parent)
    for version in range(1, 41):
        store.append(number, version, EventKind.NOTE_ADDED, {"text": "x" * 500}, nurse)
    before = store.events(number)
    gone(path)
    hint = refused(store, number, nurse, seen=41).hint
    assert "-wal" not in hint
    store.close()
    (copy,) = copies(path)
    copy.rename(path)
    assert verify(path).findings == ()
    with Store.open(path) as kept:
        assert kept.events(number) == before
        kept.append(number, 41, EventKind.NOTE_ADDED, NOTE, nurse)
    assert verify(path).findings == ()
    if (away := path.with_name("away.db")).exists():
        with Store.open(away) as moved:
            assert moved.events(number) == before


def test_where_another_store_came_to_the_place_what_is_to_be_deleted_first_is_named(
    store, path, number, nurse
):
    """The log beside it may be that one's: it is left alone."""
    backup = path.with_name("backup.db")
    shutil.copyfile(path, backup)
    backup.replace(path)
    hint = refused(store, number, nurse).hint
    assert f"delete {path}-wal and {path}-shm, and put {copies(path)[0]} in its place" in hint


def test_a_store_that_is_moved_back_goes_on(store, path, number, nurse):
    away = path.with_name("away.db")
    path.rename(away)
    assert "move it back" in refused(store, number, nurse).hint
    away.rename(path)
    store.append(number, 1, EventKind.NOTE_ADDED, NOTE, nurse)
    assert len(store.events(number)) == 2


def test_where_no_copy_can_be_made_none_is_promised(store, path, number, nurse):
    shutil.rmtree(path.parent)
    hint = refused(store, number, nurse).hint
    assert "backup" in hint
    assert "-kept-" not in hint
    assert not path.parent.exists()


def test_where_files_are_not_numbered_a_store_in_its_place_is_written(
    tmp_path, rules, nurse, monkeypatch
):
    real = os.stat

    def unnumbered(*arguments, **options):
        status = real(*arguments, **options)
        return os.stat_result((status.st_mode, 0, *status[2:]))

    monkeypatch.setattr("screener.record.in_place.os.stat", unnumbered)
    with Store.open(tmp_path / "s.db") as store:
        assert store.new_screening(rules, "A", nurse, "en") == "S-0001"


def test_the_file_alone_is_a_store_from_its_first_moment(store, path, tmp_path):
    alone = tmp_path / "alone.db"
    shutil.copyfile(path, alone)
    with sqlite3.connect(alone) as copy:
        assert copy.execute("SELECT count(*) FROM sqlite_schema").fetchone() != (0,)
    copy.close()


def test_the_file_alone_holds_every_screening_that_was_opened(store, path, tmp_path, rules, nurse):
    opened = [store.new_screening(rules, code, nurse, "en") for code in ("A", "B")]
    alone = tmp_path / "alone.db"
    shutil.copyfile(path, alone)
    with Store.open(alone) as copy:
        assert copy.numbers() == opened


def test_a_store_found_after_a_kill_is_whole_in_its_file_once_opened(
    store, path, number, nurse, tmp_path
):
    store.append(number, 1, EventKind.NOTE_ADDED, NOTE, nurse)
    left = tmp_path / "left" / "s.db"
    left.parent.mkdir()
    for ending in ("", "-wal"):
        shutil.copyfile(f"{path}{ending}", f"{left}{ending}")
    with Store.open(left):
        shutil.copyfile(left, tmp_path / "alone.db")
    with Store.open(tmp_path / "alone.db") as alone:
        assert len(alone.events(number)) == 2


# A copy goes once the store holds all of it again.


def moved_away_and_written_to(store, path, number, nurse):
    away = path.with_name("away.db")
    path.rename(away)
    refused(store, number, nurse)
    assert len(copies(path)) == 1
    return away


def test_the_copy_goes_once_the_store_is_back_and_holds_all_of_it(store, path, number, nurse):
    moved_away_and_written_to(store, path, number, nurse).rename(path)
    store.append(number, 1, EventKind.NOTE_ADDED, NOTE, nurse)
    assert copies(path) == []


def test_a_copy_that_holds_more_than_the_store_stays(store, path, number, nurse):
    away = moved_away_and_written_to(store, path, number, nurse)
    (copy,) = copies(path)
    with Store.open(copy) as kept:
        kept.append(number, 1, EventKind.NOTE_ADDED, NOTE, nurse)
    away.rename(path)
    store.events(number)
    assert copies(path) == [copy]
    assert needless_copies(path) == ()


def test_a_copy_left_by_a_program_that_has_ended_is_found_needless(store, path, number, nurse):
    away = moved_away_and_written_to(store, path, number, nurse)
    store.close()
    away.rename(path)
    with Store.open(path) as again:
        assert needless_copies(path) == tuple(copies(path))
        assert len(again.events(number)) == 1


def test_what_only_looks_like_a_copy_is_left_alone(store, path, number):
    path.with_name(f"{path.stem}-kept-notes{path.suffix}").write_text("my own")
    assert needless_copies(path) == ()
