"""Every answer explained in the app: what is enough, what is only said, when it turns, and why."""

import pytest

from screens.widgets.lines import Lines
from tests.journeys.conftest import ROOT
from tests.journeys.test_decisions import Screening

INJURY_RULES = """\
screener: 1
protocol:
  id: DEMO
  version: "1"
  title: {en: A small study, zh: 小型研究}
  languages: [en, zh]
  on_failure: continue
questions:
  sex:
    type: choice
    ask: {en: Sex, zh: 性别}
    options: {female: {en: Female, zh: 女}, male: {en: Male, zh: 男}}
  pregnancy:
    type: choice
    ask: {en: Pregnancy test, zh: 妊娠试验}
    options: {positive: {en: Positive, zh: 阳性}, negative: {en: Negative, zh: 阴性}}
    when: {sex: female}
  feeding:
    type: boolean
    ask: {en: Breast-feeding, zh: 哺乳}
    when: {sex: female}
  injury:
    type: date
    ask: {en: Day of the injury, zh: 受伤日期}
    max: reference
  sensory: {type: boolean, ask: {en: Loss of feeling, zh: 感觉丧失}}
  motor: {type: boolean, ask: {en: Loss of strength, zh: 肌力丧失}}
  haemoglobin:
    type: quantity
    ask: {en: Haemoglobin, zh: 血红蛋白}
    unit: g/L
    min: 10
    max: 300
    changes: can
inclusion:
  - id: I1
    text: {en: A year since the injury, zh: 受伤满一年}
    rule: {injury: {ago: {at_least: 1 year}}}
  - id: I2
    text: {en: A deficit, zh: 神经功能缺损}
    rule: {any: [{sensory: yes}, {motor: yes}]}
  - id: I3
    text: {en: Haemoglobin of at least 80 g/L, zh: 血红蛋白至少80 g/L}
    rule: {haemoglobin: {at_least: 80}}
exclusion:
  - id: E1
    text: {en: Pregnancy or lactation, zh: 妊娠或哺乳}
    rule: {any: [{pregnancy: positive}, {feeding: yes}]}
"""
#: What is typed and what the app says then, by language.
SAID = {
    "en": {
        "candidate": "candidate",
        "from": "Eligible from 2 May 2026, when it is 1 year since “Day of the injury”.",
        "reported": "Only the candidate reported it: “Day of the injury”.",
        "all reported": "Only the candidate reported all of them.",
        "stays": "since this stays as it is: · I1 “Day of the injury”: 2 May 2025",
        "asks": "I3 Haemoglobin of at least 80 g/L It passes where “Haemoglobin”",
        "follows": "· “Day of the injury”: 2 May 2025",
        "fails": "✓ passes → ✗ fails I3",
        "either": "Either of these is enough: “Day of the injury” “Haemoglobin”",
        "found": "this would have to be found: · I3 “Haemoglobin”: 80 g/L or more (now 70 g/L)",
    },
    "zh": {
        "candidate": "候选人",
        "from": "自2026年5月2日起符合入组资格，届时距“受伤日期”正好1年。",
        "reported": "仅由候选人本人告知：“受伤日期”。",
        "all reported": "全部仅由候选人本人告知。",
        "stays": "因为以下各项不会改变： · I1 “受伤日期”：2025年5月2日",
        "asks": "I3 血红蛋白至少80 g/L 通过的条件：“血红蛋白”",
        "follows": "· “受伤日期”：2025年5月2日",
        "fails": "✓ 通过 → ✗ 未通过 I3",
        "either": "以下两者有其一即足够： “受伤日期” “血红蛋白”",
        "found": "须有以下发现： · I3 “血红蛋白”：不低于80 g/L（现为70 g/L）",
    },
}


@pytest.fixture
def injury_rules(tmp_path):
    path = tmp_path / "injury.yaml"
    path.write_text(INJURY_RULES, encoding="utf-8")
    return path


def read(person):
    """Read the whole of what can be scrolled through, on one line."""
    lines = person.app.screen.query_one(Lines).lines
    return " ".join(" ".join(line.text for line in lines).split())


def shown(person):
    """Read what is shown, on one line."""
    return " ".join(person.shown.split())


def assert_told(text, said, *names):
    for name in names:
        assert said[name] in text


async def change(nurse, question, answer):
    """Go as far as the question whether a change shall count."""
    await nurse.press("f4")
    await nurse.type(question)
    if len(answer) == 1:
        await nurse.press(answer)
    else:
        await nurse.type(answer)


@pytest.fixture(params=["en", pytest.param("zh", marks=pytest.mark.slow)])
def language(request):
    return request.param


async def test_a_failed_case_says_what_is_enough_who_only_said_it_when_it_turns_and_why(
    at_work, injury_rules, language
):
    said = SAID[language]
    async with at_work(rules=injury_rules, language=language) as nurse:
        await nurse.begin()
        await nurse.press("f7")
        await nurse.type(said["candidate"])
        await nurse.press("enter")
        await nurse.press("2")
        await nurse.type("2025-05-02")
        await nurse.press("enter")  # it shall count, although it fails a criterion
        await nurse.press("y")
        await nurse.type("90")
        await nurse.press("f10")
        assert_told(read(nurse), said, "from", "reported", "stays")
        await nurse.press("f2")
        assert_told(read(nurse), said, "asks", "follows")
        await nurse.press("escape", "escape")

        await change(nurse, "90", "70")
        await nurse.type("1")  # a correction, no newer observation
        assert_told(shown(nurse), said, "fails")
        await nurse.press("enter")
        await nurse.type("misread")
        await nurse.press("f10")
        assert_told(read(nurse), said, "either", "all reported")
        assert said["from"] not in read(nurse)
        await nurse.press("escape")

        await change(nurse, "2025", "2024-05-02")
        await nurse.press("enter")
        await nurse.type("misread")
        await nurse.press("f10")
        assert_told(read(nurse), said, "found")


async def test_a_correction_says_which_questions_come_up_and_which_fall_away(at_work, injury_rules):
    async with at_work(rules=injury_rules, size=(80, 24)) as nurse:
        await nurse.begin()
        await nurse.press("2")
        await nurse.type("2024-05-02")
        await nurse.press("y")
        await nurse.type("90")
        await change(nurse, "sex", "1")
        asked = "2 more questions are then asked: “Pregnancy test”, “Breast-feeding”"
        assert asked in shown(nurse)
        assert "Decision: eligible → cannot be determined yet" in shown(nurse)
        await nurse.press("enter")
        await nurse.type("wrong box")
        assert nurse.question == "pregnancy"
        await nurse.type("neg")
        await change(nurse, "sex", "2")
        assert "1 answer no longer applies: “Pregnancy test”" in shown(nurse)
        assert "1 question is then asked no more: “Breast-feeding”" in shown(nurse)
        await nurse.press("enter")
        await nurse.type("it was right")
        assert nurse.question is None
        await change(nurse, "sex", "1")
        assert "1 answer applies again: “Pregnancy test”" in shown(nurse)
        assert "1 more question is then asked: “Breast-feeding”" in shown(nurse)


@pytest.mark.slow
async def test_the_real_protocol_says_what_is_open_why_and_what_another_sex_would_bring_up(
    at_work,
):
    async with at_work(rules=ROOT / "rules" / "criteria.yaml", size=(80, 24)) as nurse:
        await nurse.begin()
        await Screening(nurse, "en").to_the_end()
        await nurse.press("f10")
        assert "The results that count now all do so until 17 February 2026, when" in read(nurse)
        await nurse.press("f2")
        unanswered = "“Does the candidate have damage to liver function?” not answered yet"
        assert f"{unanswered} yes: it would fail" in read(nurse)
        await nurse.press("escape", "escape")
        await change(nurse, "candidate's sex", "1")
        operations = "Which of these operations are documented for the candidate?"
        assert f"3 more questions are then asked: “{operations}”" in shown(nurse)
        await nurse.press("enter")
        await nurse.type("wrong box")
        assert nurse.question == "fertility_ending_operations"
