"""What was done besides answering carries its time in the conversation, and who did it."""

from datetime import timedelta

from tests.journeys.test_series import to_the_walks


def checked(person):
    return [str(o.prompt) for o in person.app.screen.query_one("#answers").options]


async def test_leaving_for_later_and_the_source_carry_their_time(at_work, clock):
    async with at_work() as nurse:
        await nurse.begin()
        clock.advance(timedelta(minutes=5))
        await nurse.type("/skip")
        clock.advance(timedelta(minutes=5))
        await nurse.press("f7")
        await nurse.type("candidate")
        await nurse.press("enter")
        assert "Left for later: Has the candidate signed? 2026-01-31 09:05" in nurse.talk
        assert "From here, answers come from: the candidate 2026-01-31 09:10" in nurse.talk


async def test_a_due_date_that_is_changed_is_said_so_with_its_time_and_in_words(at_work, clock):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.type("2026-02-03")
        clock.advance(timedelta(minutes=5))
        await nurse.type("/due 14 Feb")
        await nurse.press("enter")
        await nurse.press("enter")
        assert "awaited, due 3 February 2026  [due date changed]" in nurse.talk
        assert "Awaited until 14 February 2026:" in nurse.talk
        assert "Has the candidate signed? 2026-01-31 09:05" in nurse.talk
        await nurse.press("f8")
        assert checked(nurse)[1].split("\n") == [
            "Has the candidate signed?",
            "   awaited, due 14 February 2026",
            "     A. Li, screener, 2026-01-31 09:05",
            "   Before:",
            "   awaited, due 3 February 2026",
            "     A. Li, screener, 2026-01-31 09:00",
            "     due date changed",
        ]


async def test_a_row_that_one_began_and_another_saved_names_both(at_work, clock):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type("2026-01-10")
    clock.advance(timedelta(minutes=5))
    async with at_work(number="S-0001", name="B. Wu") as other:
        await other.type("250")
        await other.press("n")
        row = "1  2026-01-10 · Metres: 250 · With help: no"
        assert f"{row} begun by A. Li" in other.talk
        await other.press("f8")
        told = " ".join("\n".join(checked(other)).split())
        assert "1 2026-01-10 250 no begun by A. Li, finished by B. Wu" in told


async def test_a_date_typed_as_the_record_writes_it_is_not_said_twice(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("1980-05-17")
        assert "17 May 1980" in nurse.talk
        assert "typed:" not in nurse.talk
        await nurse.press("f8")
        assert "typed:" not in "".join(checked(nurse))


async def test_a_clock_that_was_set_back_is_told_to_whoever_opens_the_screening(at_work, clock):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("/list")
        clock.advance(timedelta(days=-20))
        await nurse.press("enter")
        said = "The clock says 2026-01-11 09:00, but the last entry here is of 2026-01-31 09:00."
        assert said in nurse.talk
