"""A store that is gone from its place is told wherever it shows, and nobody believes to record."""


async def test_an_answer_is_refused_and_told_with_the_copy_that_was_kept(at_work, tmp_path):
    async with at_work() as nurse:
        await nurse.begin()
        nurse.app.store.path.unlink()
        await nurse.press("y")
        assert "is gone from its place" in nurse.shown
        assert "Nothing was written" in nurse.shown
        assert nurse.question == "consent"
        assert nurse.answer("consent") is None
    assert list(tmp_path.glob("*-kept-*"))


async def test_the_list_tells_it(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        nurse.app.store.path.unlink()
        await nurse.type("/list")
        assert "is gone from its place" in nurse.shown


async def test_the_decision_tells_it_and_is_not_recorded(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.answer_all()
        await nurse.press("f10", "f10", "enter")
        assert len(nurse.state.decisions) == 1
        await nurse.press("escape")
        nurse.app.store.path.unlink()
        await nurse.press("f10")
        assert "is gone from its place" in nurse.shown


async def test_a_code_with_which_nothing_could_be_begun_stays_on_the_line(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/list")
        store = nurse.app.store.path
        store.rename(store.with_name("away.db"))
        await nurse.press("ctrl+n")
        await nurse.type("DL-050")
        assert "is gone from its place" in nurse.shown
        assert nurse.app.screen.query_one("#line").value == "/new DL-050"
        store.with_name("away.db").rename(store)
        await nurse.press("enter")
        assert nurse.state.candidate == "DL-050"
