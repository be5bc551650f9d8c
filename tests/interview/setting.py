"""A protocol with one of everything the interview has to do with, and a candidate's answers."""

from datetime import UTC, datetime
from pathlib import Path

from screener.interview.compared import since_earlier
from screener.interview.sitting import Given
from screener.protocol.roles import Role
from screener.record.events import Person

RULES = """\
screener: 1
protocol:
  id: P1
  version: "2"
  title: {en: A small protocol, zh: 小方案}
  languages: [en, zh]
sections:
  - {id: consent, title: {en: Consent, zh: 同意}}
  - {id: body, title: {en: The body, zh: 身体}, after: {consent: yes}}
  - {id: judgement, title: {en: Judgement, zh: 判断}, after: {consent: yes}}
questions:
  consent: {type: boolean, section: consent, ask: {en: Consented?, zh: 同意吗？}}
  form: {type: text, section: consent, ask: Which form?, for_record: yes, when: {consent: yes}}
  suitable:
    {type: boolean, section: judgement, ask: Suitable?, answered_by: investigator}
  born: {type: date, section: body, ask: Born when?}
  age: {type: integer, derive: {age: born}}
  sex:
    type: choice
    section: body
    ask: {en: Sex?, zh: 性别？}
    options: {female: {en: Female, zh: 女}, male: {en: Male, zh: 男}}
  pregnant:
    {type: boolean, section: body, ask: Pregnant?, when: {sex: female}, valid_for: 7 days}
  glucose:
    type: quantity
    section: body
    ask: Glucose?
    unit: mmol/L
    units: {mg/dL: 0.0555}
    min: 1
    max: 40
    valid_for: 28 days
    changes: can
  visits:
    type: series
    section: body
    ask: Which visits?
    fields:
      score: {type: integer, ask: Score, min: 0, max: 100}
definitions:
  grown: {age: {at_least: 18}}
inclusion:
  - {id: I1, label: "1", text: Adults, rule: {definition: grown}}
  - {id: I2, label: "2", text: Informed consent, rule: {consent: yes}}
  - {id: I3, label: "3", text: Normal glucose, rule: {glucose: {below: 7}}}
exclusion:
  - {id: E1, label: "1", text: Pregnant women, rule: {pregnant: yes}}
  - {id: E2, label: "2", text: A low score, rule: {visits: {latest: {score: {below: 10}}}}}
  - {id: E3, label: "3", text: Not suitable, rule: {suitable: no}}
"""

NURSE = Person("Ana Nurse", Role.SCREENER)
OTHER_NURSE = Person("Eva Nurse", Role.SCREENER)
DOCTOR = Person("Ben Doctor", Role.INVESTIGATOR)
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
#: Lines at the plain mode: a screening begins.
OPEN = "/new DL-017"
#: As far as the glucose, with nothing that has to be confirmed.
BODY = (OPEN, "y", "2.0", "17.5.1980", "2")
#: As far as the series.
SERIES = (*BODY, "5", "2026-02-20")
REAL_RULES = Path(__file__).parents[2] / "rules" / "criteria.yaml"


def value(value, observed_on=None, **more):
    raw = {"value": value, **more}
    if observed_on:
        raw["observed_on"] = observed_on
    return Given(raw, str(value), "en")


def missing(reason, **more):
    return Given({"missing": reason, **more}, None, "en")


ANSWERS = {
    "consent": value(True),
    "form": value("2.0"),
    "born": value("1980-05-17"),
    "sex": value("female"),
    "pregnant": value(False, "2026-03-01"),
    "glucose": value("94 mg/dL", "2026-02-20"),
    "suitable": value(True),
}


def answer_until(sitting, stop=None):
    """Answer what is asked with the candidate's answers, up to a question."""
    asked = []
    while (id := sitting.current()) is not None and id != stop:
        asked.append(id)
        if id == "visits":
            sitting.save_row("visits", {"date": "2026-02-01", "score": 50})
            sitting.complete_series("visits")
        else:
            sitting.give(id, ANSWERS[id])
    return asked


def answer_consent(sitting):
    sitting.give("consent", value(True))
    sitting.give("form", value("3.0"))
    return sitting


def kinds(store, number):
    return [event.kind for event in store.events(number)]


def raw_of(sitting, id):
    return sitting.state.current(id).answer


def standings(sitting, id):
    return [entry.standing for entry in sitting.state.answers[id].history]


def said_since(sitting):
    return [f"{said.label}: {said.text}".removeprefix(": ") for said in since_earlier(sitting)]
