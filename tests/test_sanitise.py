"""What is shown of text from people and files never commands the terminal and never hides."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.sanitise import visible

any_text = st.text(st.characters(codec=None))


def test_plain_text_is_left_alone():
    assert visible("Smith [/] O'Neil, 94 mg/dL (≤ 5.2)") == "Smith [/] O'Neil, 94 mg/dL (≤ 5.2)"


@pytest.mark.parametrize(
    "text",
    [
        "脊髓损伤，２０１９年５月",
        "Ñandú e\u0301",
        "مرحبا",
        "🙂 ❤",
        "שלום",
        "a\u00a0b\u3000c",
        "1\u20e3",
    ],
)
def test_letters_of_every_script_emoji_and_spaces_are_kept(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x00", "␀"),
        ("a\tb", "a␉b"),
        ("a\nb", "a␊b"),
        ("a\rb", "a␍b"),
        ("\x7f", "␡"),
        ("\x9b31m", "⟨U+009B⟩31m"),
        ("\x85", "⟨U+0085⟩"),
        ("\u202e12", "⟨U+202E⟩12"),
        ("\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"),
        ("a\u200bb", "a⟨U+200B⟩b"),
        ("\ufeffa", "⟨U+FEFF⟩a"),
        ("a\u00adb", "a⟨U+00AD⟩b"),
        ("a\u2028b\u2029c", "a⟨U+2028⟩b⟨U+2029⟩c"),
        ("👩\u200d⚕\ufe0f", "👩⟨U+200D⟩⚕⟨U+FE0F⟩"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("\u3164", "⟨U+3164⟩"),
        ("\ud83d", "⟨U+D83D⟩"),
        ("\uffff", "⟨U+FFFF⟩"),
    ],
)
def test_what_a_terminal_would_act_on_or_hide_is_shown(text, shown):
    assert visible(text) == shown


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_breaks_stay_where_they_are_wanted(end):
    assert visible(f"one{end}two\x1b", newlines=True) == "one\ntwo␛"


def test_a_lone_carriage_return_is_never_a_line_break():
    assert visible("one\rtwo", newlines=True) == "one␍two"


def test_no_character_at_all_gets_through_that_draws_nothing_or_commands():
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    let_through = {unicodedata.category(character) for character in visible(everything)}
    assert not let_through & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_every_letter_number_and_symbol_gets_through():
    fillers = {"\u115f", "\u1160", "\u3164", "\uffa0"}
    for character in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.category(character)[0] in "LNPS" and character not in fillers:
            assert visible(character) == character


@given(any_text)
def test_what_is_shown_can_be_encoded_and_is_one_line(text):
    assert len(visible(text).encode().splitlines()) <= 1


@given(any_text, st.booleans())
def test_showing_twice_changes_nothing(text, newlines):
    once = visible(text, newlines)
    assert visible(once, newlines) == once


@given(any_text, any_text)
def test_a_text_is_shown_the_same_in_pieces(first, second):
    assert visible(first + second) == visible(first) + visible(second)
