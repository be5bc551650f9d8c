"""The whole way on the real protocol, to each decision in both languages, as people type."""

import pytest

from screens.answer_flow import AnswerFlow
from screens.commands import INTERVIEW
from screens.decision import Decision
from screens.draft import Stage
from tests.journeys.conftest import ROOT, Person_at_work, place

RULES = ROOT / "rules" / "criteria.yaml"
OBSERVED = {"en": "20 Jan 2026", "zh": "2026年1月20日"}
#: What is entered for each question, field after field for a row; all others are answered no.
ANSWERS = {
    "consent": "1",
    "consent_date": {"en": "12 Jan 2026", "zh": "2026年1月12日"},
    "consent_form_version": "2.0 of 2019-11-04",
    "consent_form_language": "1",
    "consent_obtained_by": "Physician of the spinal clinic",
    "consent_signature": "1",
    "consent_interpreter": {"en": "1", "zh": "１"},
    "ethics_approval": "1",
    "ethics_approval_number": "EC-2019-117",
    "date_of_birth": {"en": "17 May 1978", "zh": "1978年5月17日"},
    "sex": {"en": "2", "zh": "２"},
    "date_of_injury": {"en": "August 2016", "zh": "2016年8月"},
    "caused_by_trauma": {"en": "y", "zh": "是"},
    "sensory_deficit": "y",
    "motor_deficit": "y",
    "autonomic_deficit": "y",
    "decompression": "1",
    "haematoma_clearance": "2",
    "spinal_imaging": "1",
    "spinal_imaging_kinds": "1 2",
    "imaging_confirms_injury": "y",
    "electromyography": "1",
    "urodynamics": "1",
    **dict.fromkeys(
        (
            "blood_routine",
            "urine_routine",
            "stool_routine",
            "blood_biochemistry",
            "coagulation",
            "immune_indices",
            "electrocardiogram",
            "chest_radiograph",
            "hiv_antibody",
            "syphilis_antibody",
        ),
        "1",
    ),
}
ROWS = [
    ("2025-05-20", "Examiner A", "50", "76", "74", "b"),
    ("2025-09-05", "Examiner B", "50", "76", "74", "b"),
    ("2026-01-12", "Examiner A", "50", "76", "74", "b"),
]


class Screening:
    """Leads one person through the questions, with other answers where they are given."""

    def __init__(self, person: Person_at_work, language: str, answers=None) -> None:
        self.person = person
        self.language = language
        self.answers = {**ANSWERS, **(answers or {})}

    async def to_the_end(self) -> None:
        while (question := self.person.question) is not None:
            if question == "neurological_examinations":
                await self._rows()
            else:
                await self._answer(self.answers.get(question, "n"))
            flow = self.person.interview.exchange.flow
            if isinstance(flow, AnswerFlow) and flow.stage is Stage.OBSERVED:
                await self.person.type(OBSERVED[self.language])
            assert self.person.question != question, question

    async def _rows(self) -> None:
        for row in ROWS:
            for entry in row:
                await self.person.type(entry)
        await self.person.press("enter")  # these are all
        await self.person.press("enter")

    async def _answer(self, given) -> None:
        if isinstance(given, dict):
            given = given[self.language]
        for entry in [given] if isinstance(given, str) else given:
            flow = self.person.interview.exchange.flow
            if entry == "":
                await self.person.press("enter")
            elif len(entry) == 1 and flow is not None and flow.prompt().single:
                await self.person.press(entry)
            else:
                await self.person.type(entry)


async def decide(person: Person_at_work) -> str:
    """Record the decision; gives what the screen says."""
    await person.press("f10")
    screen = person.app.screen
    assert isinstance(screen, Decision)
    said = "\n".join(line.text for line in screen.lines())
    await person.press("f10", "enter")
    assert len(person.state.decisions) == 1
    await person.press("escape")
    assert place(person) == INTERVIEW
    return said


@pytest.fixture(params=["en", pytest.param("zh", marks=pytest.mark.slow)])
def language(request) -> str:
    return str(request.param)


@pytest.mark.slow
async def test_eligible_by_a_nurse_and_an_investigator(at_work, language, snapshot):
    async with at_work(rules=RULES, language=language, size=(80, 24)) as nurse:
        await nurse.begin()
        await Screening(nurse, language).to_the_end()
        assert nurse.interview.sitting.held()
    async with at_work(
        role="investigator", name="Dr. Sun", language=language, number="S-0001", rules=RULES
    ) as doctor:
        await Screening(doctor, language).to_the_end()
        said = await decide(doctor)
        assert doctor.state.decisions[-1].body["decision"] == "eligible"
        snapshot.assert_match(f"{doctor.talk}\n\n{said}\n", "conversation.txt")


async def test_not_eligible_at_the_first_criterion_that_fails(at_work, language, snapshot):
    steel = {"metal_fixator": "y", "fixator_materials": ["2", ""]}
    async with at_work(rules=RULES, language=language, size=(80, 24)) as nurse:
        await nurse.begin()
        await Screening(nurse, language, steel).to_the_end()
        said = await decide(nurse)
        assert nurse.state.decisions[-1].body["decision"] == "ineligible"
        snapshot.assert_match(f"{nurse.talk}\n\n{said}\n", "conversation.txt")


@pytest.mark.slow
async def test_undetermined_until_an_awaited_result_comes(at_work, language, snapshot):
    awaited = {"hiv_antibody": ["/pending", "2026-02-14"]}
    async with at_work(
        role="investigator", name="Dr. Sun", rules=RULES, language=language, size=(140, 40)
    ) as doctor:
        await doctor.begin()
        await Screening(doctor, language, awaited).to_the_end()
        said = await decide(doctor)
        assert doctor.state.decisions[-1].body["decision"] == "undetermined"
        snapshot.assert_match(f"{doctor.talk}\n\n{said}\n", "conversation.txt")
