"""Requirement 22 of a long record, which several processes verify."""

import os

import pytest

from screener.record.chain_check import Wrong
from screener.record.verification import verify
from tests.record.forging import forge
from tests.record.verifying import fill, found


@pytest.fixture(autouse=True)
def long(monkeypatch):
    """Take every chain for a long one."""
    monkeypatch.setattr("screener.record.verification._FEW", 1)


@pytest.fixture
def filled(path, clock, rules, nurse):
    fill(path, clock, rules, nurse)
    return path


def test_a_long_chain_that_nobody_touched_verifies(filled):
    checked = verify(filled)
    assert (checked.findings, checked.events, checked.sealed) == ((), 14, 13)


@pytest.mark.parametrize("sequence", [1, 2, 7, 8, 13, 14])
def test_a_long_chain_names_the_first_event_that_was_altered(filled, sequence):
    forge(filled, ("UPDATE bodies SET salt = ? WHERE sequence = ?", bytes(16), sequence))
    assert found(filled)[0] == (Wrong.ALTERED, sequence)


@pytest.mark.parametrize("column", ["events SET header", "bodies SET body"])
def test_a_long_chain_names_the_event_whose_text_is_none(filled, column):
    forge(filled, (f"UPDATE {column} = CAST(x'7bff7d' AS TEXT) WHERE sequence = 8",))
    assert found(filled)[0] == (Wrong.ALTERED, 8)


def test_a_long_chain_names_an_event_of_another_order_in_its_screening(filled):
    forge(filled, ("UPDATE events SET version = 9 WHERE sequence = 8",))
    assert found(filled)[0] == (Wrong.ALTERED, 8)


def test_a_long_chain_misses_its_rules(filled):
    forge(filled, ("DELETE FROM rules",))
    assert found(filled) == [(Wrong.REMOVED, None)]


def ends_at_once(path, first, last):
    """Stands for reading a mapped file of which a part cannot be read: the process is killed."""
    os._exit(1)


@pytest.mark.parametrize("broken", [False, True])
def test_where_a_process_ends_that_verified_this_one_does(filled, monkeypatch, broken):
    monkeypatch.setattr("screener.record.verification._stretch", ends_at_once)
    if broken:
        forge(filled, ("UPDATE bodies SET salt = ? WHERE sequence = 7", bytes(16)))
    assert found(filled) == ([(Wrong.ALTERED, 7)] if broken else [])
