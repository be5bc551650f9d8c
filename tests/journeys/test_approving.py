"""Approving the rules in the app; under any others screenings are training, wherever they show."""

import pytest

from screener.record.expected import Expected
from screens.dialogs import Reading
from tests.journeys.conftest import RULES, approve_rules, on_worklist, place

pytestmark = pytest.mark.slow


def header(person):
    return " ".join(str(w.content) for w in person.app.screen.query("TopLine PlainText"))


async def test_an_author_and_an_investigator_approve_the_rules_and_screenings_are_real(at_work):
    """record 24"""
    async with at_work() as nurse:
        await nurse.begin("DL-001")
        assert "S-0001 · DL-001 training" in header(nurse)
    for name, role, said in (
        ("Eva Author", "author", "Another one is needed"),
        ("Ben Doctor", "investigator", "begin now are no training"),
    ):
        async with at_work(name=name, role=role, authenticated=True) as person:
            await person.type("/approve")
            assert "SHA-256" in person.shown
            await person.press("enter")
            assert "Approve these rules?" in person.shown
            assert said not in person.shown
            await person.press("enter")
            assert said in person.shown
    async with at_work() as nurse:
        await nurse.begin("DL-002")
        assert "training" not in header(nurse)
        await nurse.type("/list")
        first, second = (str(o.prompt) for o in nurse.app.screen.query_one("#screenings").options)
        assert "training" in second
        assert "training" not in first


async def test_a_screener_sees_how_far_the_approval_has_come_and_cannot_give_it(at_work):
    async with at_work() as nurse:
        await nurse.type("/approve")
        assert "It takes the approval of an author and of an investigator" in nurse.shown
        assert isinstance(nurse.app.screen, Reading), "none was approved that it could differ from"
        await nurse.press("escape")
        assert on_worklist(nurse)


async def test_what_is_new_is_offered_once_a_version_was_approved(at_work, rules_file):
    async with at_work(approved=True):
        rules_file.write_text(rules_file.read_text("utf-8") + "# a remark\n", encoding="utf-8")
    async with at_work() as nurse:
        await nurse.type("/approve")
        await nurse.press("enter")
        assert "+# a remark" in nurse.shown


async def test_whoever_has_approved_is_told_that_the_other_approval_is_somebody_elses(at_work):
    async with at_work(name="Eva Author", role="investigator", authenticated=True) as eva:
        await eva.type("/approve")
        await eva.press("enter", "enter")
    async with at_work(name="Eva Author", role="author", authenticated=True) as eva:
        await eva.type("/approve")
        assert "You have approved these rules already, as investigator." in eva.shown
        assert "The other approval is somebody else's" in eva.shown


async def test_a_rules_file_that_breaks_meanwhile_is_told_and_not_approved(at_work, rules_file):
    async with at_work(role="author", authenticated=True) as author:
        rules_file.write_text("screener: 1\n", encoding="utf-8")
        await author.type("/approve")
        assert "No new screening can begin until the rules file is mended" in author.shown


async def test_before_it_begins_a_screening_is_said_to_be_for_training_and_in_its_help(at_work):
    async with at_work() as nurse:
        await nurse.press("ctrl+n")
        assert "this screening will be for training. /approve" in nurse.shown
        await nurse.type("DL-001")
        await nurse.press("f1")
        told = "\n".join(line.text for line in nurse.app.screen._lines)
        assert "Training: It began under rules that were not approved by then" in told
    async with at_work(approved=True) as nurse:
        await nurse.press("ctrl+n")
        assert "training" not in nurse.shown


REAL = "this screening will be real, not for training. Nothing has begun yet."
TRAINING = "this screening will be for training."


async def test_whether_a_screening_is_for_training_is_asked_of_the_record_when_it_begins(
    at_work, tmp_path, rules_file, clock
):
    """record 24"""
    store = tmp_path / "store.db"
    async with at_work() as nurse:
        await nurse.press("ctrl+n")
        assert TRAINING in nurse.shown
        approve_rules(store, rules_file, clock)
        await nurse.type("DL-001")
        assert REAL in nurse.shown
        await nurse.press("escape")
        assert on_worklist(nurse)
        assert not nurse.app.store.numbers()
        await nurse.press("ctrl+n")
        assert "training" not in nurse.shown
        rules_file.write_text(RULES + "# a remark\n", encoding="utf-8")
        await nurse.type("DL-001")
        assert f"the rules are not approved now, and {TRAINING[:-1]}" in nurse.shown
        assert not nurse.app.store.numbers()
        await nurse.press("enter")
        assert "training" in header(nurse)


async def test_a_code_with_the_command_begins_nothing_real_where_the_list_knew_of_training(
    at_work, tmp_path, rules_file, clock
):
    """record 24"""
    async with at_work() as nurse:
        approve_rules(tmp_path / "store.db", rules_file, clock)
        await nurse.type("/new DL-001")
        assert REAL in nurse.shown
        await nurse.press("enter")
        assert "training" not in header(nurse)
        assert nurse.state.candidate == "DL-001"


async def test_rules_that_are_approved_between_the_last_look_and_the_beginning_ask_again(
    at_work, tmp_path, rules_file, clock
):
    """record 24"""
    async with at_work() as nurse:
        approve_rules(tmp_path / "store.db", rules_file, clock)
        nurse.app.worklist.begin("DL-001", Expected(unused=True, training=True))
        await nurse.settle()
        assert REAL in nurse.shown
        assert not nurse.app.store.numbers()
        await nurse.press("enter")
        assert "training" not in header(nurse)


async def test_the_list_asks_no_longer_for_an_approval_that_others_gave(
    at_work, tmp_path, rules_file, clock
):
    async with at_work(name="Cem Doctor", role="investigator", authenticated=True) as doctor:
        assert "The rules are not approved yet" in doctor.shown
        approve_rules(tmp_path / "store.db", rules_file, clock)
        doctor.app.worklist._look()
        await doctor.settle()
        assert "The rules are not approved yet" not in doctor.shown


async def test_the_list_asks_who_may_approve_the_rules_for_it_until_they_have(at_work):
    ASKED = "The rules are not approved yet: new screenings are for training. /approve"
    async with at_work() as nurse:
        assert ASKED not in nurse.shown
    async with at_work(name="Eva Author", role="author", authenticated=True) as author:
        assert ASKED in author.shown
        await author.type("/approve")
        await author.press("enter")
        await author.press("escape")
        assert "recorded" not in author.shown
        await author.type("/approve")
        await author.press("enter")
        await author.press("enter")
        await author.type("/approve")
        assert "Approved by Eva Author" in author.shown
        assert isinstance(author.app.screen, Reading), "nothing is left to her"
    async with at_work(name="Eva Author", role="author") as author:
        assert ASKED not in author.shown


@pytest.mark.parametrize(("language", "mark"), [("en", "training"), ("zh", "培训")])
async def test_on_every_screen_of_a_screening_the_mark_of_training_is_seen_whole_at_every_width(
    at_work, language, mark
):
    # record 24
    async def marked(*keys, shows):
        await person.press(*keys)
        assert shows == place(person)
        for width, height in ((40, 12), (60, 24), (80, 24)):
            await person.pilot.resize_terminal(width, height)
            await person.settle()
            top = person.app.screen._compositor.render_strips()[0].text
            assert top.startswith(" S-0001 ")
            assert mark in top, (shows, width, top)

    async with at_work(role="investigator", language=language) as person:
        await person.begin("SITE-0012-CANDIDATE-000481-B")
        await marked(shows="interview")
        await person.press("n")
        await person.type("/check")
        await marked(shows="review")
        await marked("escape", "f10", shows="decision")
        await person.press("f10", "enter")
        await marked("f10", shows="signing")
        await person.press("escape", "escape")
        await person.type("/audit")
        await marked(shows="audit")
        await marked("enter", shows="travel")
        await person.pilot.resize_terminal(40, 12)
        await person.type("/why")
        box = person.app.screen.query_one(".box").region
        assert (box.y, box.bottom) == (1, 11)  # the line at the top is seen above it
