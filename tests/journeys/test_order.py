"""The order of the questions in the app: what decides soonest first, or the protocol's."""

import pytest

from screener.cli.options import DEFAULT_RULES
from screener.record.events import Order
from screens.settings import Settings

#: Nothing set: what somebody has who is new here.
UNSET = Settings()


async def test_a_new_screening_asks_by_effort_where_nothing_is_set(at_work):
    async with at_work(settings=UNSET) as nurse:
        await nurse.begin()
        assert nurse.state.order is Order.EFFORT
        assert nurse.question == "consent"


async def test_the_order_is_switched_by_a_command_and_told(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/order")
        assert nurse.state.order is Order.EFFORT
        assert "nearest for the least effort" in nurse.talk
        await nurse.type("/order")
        assert "The questions come in the protocol's order." in nurse.talk


@pytest.mark.parametrize("settings", [UNSET, None])
async def test_the_real_protocol_begins_with_consent_in_either_order(at_work, settings):
    async with at_work(rules=DEFAULT_RULES, settings=settings) as nurse:
        await nurse.begin()
        assert nurse.question == "consent"
        await nurse.press("y")
        assert nurse.interview.sitting.question(nurse.question).section == "consent"
