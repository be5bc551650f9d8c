"""The top line: whatever has no room gives way, but never the mark of what is training."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.interview.training import training_mark
from screener.language import set_language
from screener.protocol.roles import Role
from screener.record.events import Person
from screens.widgets.top_line import Place, fitted

LI = Person("A. Li", Role.SCREENER, True)
LONG = "SITE-0012-CANDIDATE-000481-B"


@pytest.fixture(autouse=True, params=["en", "zh"])
def language(request):
    set_language(request.param)
    yield request.param
    set_language("en")


people = st.builds(
    Person,
    st.one_of(st.text("Zhao Mín 赵敏", min_size=1, max_size=60), st.just("A. Li")),
    st.sampled_from(Role),
    st.booleans(),
)
codes = st.one_of(st.text("AB-09 候选", min_size=1, max_size=80), st.sampled_from(("DL-012", LONG)))
titles = st.sampled_from(("", "check your answers", "as it stood", "audit trail", "当时的情形"))


@settings(max_examples=60)
@given(codes, titles, people, st.one_of(st.none(), st.just((15, 15))), st.integers(40, 140))
def test_number_and_mark_stand_whole_on_every_width(code, title, person, closed, width):
    shown = fitted(Place("S-0012", code, title, training_mark()), person, closed, width)
    assert shown.cells <= width
    assert (shown.place.number, shown.place.mark) == ("S-0012", training_mark())
    assert shown.name
    assert bool(shown.unsure) is not person.authenticated


def test_the_words_beside_are_shortened_first_then_the_code_from_its_end_and_last_the_title():
    place = Place("S-0012", LONG, "as it stood", "training")
    wide, medium, narrow, least = (fitted(place, LI, (3, 15), width) for width in (120, 80, 60, 40))
    assert wide.place == medium.place == place
    assert (bool(wide.role), bool(medium.role)) == (True, False)
    assert narrow.place.code == "SITE-0012-…"
    assert least.place == place._replace(code="")
    longer = place._replace(title="where all that is there is to be seen")
    assert fitted(longer, LI, (3, 15), 40).place.title.startswith("where")


def test_what_has_room_is_said_in_full():
    shown = fitted(Place("S-0001", "DL-007"), LI, (3, 15), 140)
    assert (shown.place.named, shown.name) == ("S-0001 · DL-007", "A. Li")
    assert "15" in shown.progress
    assert shown.role
