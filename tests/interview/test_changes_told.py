"""What would change a decision, in words: findings, with what is there now, and no advice."""

import json

import pytest

from screener.interview.account import Account
from screener.interview.changes_told import CHANGES, changes_said
from screener.interview.sitting import Sitting
from tests.interview.setting import NURSE, missing, value

LEAD = "Answers change only by new findings. To become eligible, this would have to be found:"
STUCK = "On this day no new finding would do, since this stays as it is:"
RULES = """\
screener: 1
protocol: {id: P, version: 1, title: P, on_failure: continue}
questions:
  hb: {type: quantity, unit: g/L, ask: "Haemoglobin", min: 0, max: 300, changes: can}
  height: {type: quantity, unit: m, ask: "Height", min: 0.3, max: 3}
  weight: {type: quantity, unit: kg, ask: "Weight", min: 1, max: 400, changes: can}
  bmi: {type: quantity, unit: kg/m2, derive: {bmi: {weight: weight, height: height}}}
  least: {type: quantity, unit: g/L, ask: "Least", min: 20, max: 200, changes: can}
  urine:
    {type: choice, ask: "Urine?", options: {normal: Normal, abnormal: Abnormal}, changes: can}
  cleared: {type: boolean, ask: "Cleared?", changes: can}
  relieved: {type: boolean, ask: "Relieved?", changes: can}
  epilepsy: {type: boolean, ask: "Ever epilepsy?"}
  metals:
    {type: choices, ask: "Which metals?", options: {titanium: Titanium, steel: Steel}, changes: can}
  visits:
    type: series
    ask: "Visits"
    changes: with_time
    fields: {score: {type: integer, ask: "Score"}}
  stays:
    type: series
    ask: "Stays"
    changes: can
    fields: {score: {type: integer, ask: "Score"}}
  exams:
    type: series
    ask: "Exams"
    changes: with_time
    fields:
      score: {type: integer, ask: "Score", max: 9}
      grade: {type: integer, ask: "Grade", max: 9}
  born: {type: date, ask: "Born"}
  age: {type: integer, derive: {age: born}}
"""
CRITERIA = {
    "hb": "inclusion:\n  - {id: I1, label: '1', text: Hb, rule: {hb: {at_least: 80}}}\n",
    "hb and urine": (
        "inclusion:\n  - {id: I1, text: Hb, rule: {hb: {at_least: 80}}}\n"
        "  - {id: I2, text: Urine, rule: {urine: normal}}\n"
    ),
    "bmi": "inclusion:\n  - {id: I1, text: BMI, rule: {bmi: {below: 30}}}\n",
    "either": (
        "inclusion:\n  - {id: I1, text: One, rule: {any: [{cleared: yes}, {relieved: yes}]}}\n"
    ),
    "epilepsy": (
        "inclusion:\n  - {id: I1, text: Hb, rule: {hb: {at_least: 80}}}\n"
        "exclusion:\n  - {id: E1, text: Epilepsy, rule: {epilepsy: yes}}\n"
    ),
    "metals": "inclusion:\n  - {id: I1, text: Metal, rule: {metals: {all_of: [titanium]}}}\n",
    "alloys": (
        "inclusion:\n  - {id: I1, text: Metal, "
        "rule: {metals: {all_of: [titanium], none_of: [steel]}}}\n"
    ),
    "visits": (
        "inclusion:\n  - {id: I1, text: Lately, "
        "rule: {visits: {latest: {score: {at_least: 0}}, within: 1 month}}}\n"
    ),
    "unchanged": (
        "inclusion:\n  - {id: I1, text: Alike, "
        "rule: {exams: {unchanged: [score, grade], for: 6 months}}}\n"
    ),
    "counted": "inclusion:\n  - {id: I1, text: Three, rule: {exams: {count: {at_least: 3}}}}\n",
    "few": "inclusion:\n  - {id: I1, text: One, rule: {stays: {count: {at_most: 1}}}}\n",
    "none": "inclusion:\n  - {id: I1, text: None, rule: {stays: {count: {at_most: 0}}}}\n",
    "many": "inclusion:\n  - {id: I1, text: Two, rule: {stays: {count: {at_least: 2}}}}\n",
    "any": "inclusion:\n  - {id: I1, text: Five, rule: {stays: {any: {score: 5}}}}\n",
    "two low": (
        "inclusion:\n  - {id: I1, text: Low, "
        "rule: {all: [{stays: {count: {at_least: 2}}}, {stays: {every: {score: {below: 5}}}}]}}\n"
    ),
    "low": "inclusion:\n  - {id: I1, text: Low, rule: {stays: {every: {score: {below: 5}}}}}\n",
    "scores": (
        "inclusion:\n  - {id: I1, text: All, rule: {all: [{visits: {any: {score: 1}}}, "
        "{visits: {any: {score: 5}}}, {visits: {any: {score: 9}}}]}}\n"
    ),
    "compared": (
        "inclusion:\n  - {id: I1, text: Least, "
        "rule: {all: [{hb: {below: 140}}, {hb: {at_least: {question: least, times: 2}}}, "
        "{least: {below: 90}}]}}\n"
    ),
    "born": "inclusion:\n  - {id: I1, text: Adults, rule: {age: {at_least: 18}}}\n",
}


@pytest.fixture
def answered(store):
    """Answer under some of the criteria."""

    def answered(criteria, **answers):
        rules = (RULES + CRITERIA[criteria]).encode()
        sitting = Sitting.open(store, store.new_screening(rules, "DL-1", NURSE, "en"), NURSE, "en")
        for id, given in answers.items():
            if isinstance(given, list):
                for row in given:
                    sitting.save_row(id, row)
                sitting.complete_series(id)
            else:
                sitting.give(id, given)
        return sitting

    return answered


def told(sitting):
    account = Account.of_now(sitting.standing, "en", str)
    return [" ".join(filter(None, (said.label, said.text))) for said in changes_said(account)]


def test_what_fails_is_told_with_what_would_have_to_be_found_and_what_is_there_now(answered):
    assert told(answered("hb", hb=value(70))) == [
        LEAD,
        "I1 (inclusion 1) “Haemoglobin”: 80 g/L or more (now 70 g/L)",
    ]


def test_answers_still_to_be_given_are_counted_and_not_suggested(answered):
    assert told(answered("hb and urine", hb=value(70)))[-1] == (
        "Besides, 1 question has no answer yet."
    )
    nothing_fails = answered("hb and urine", hb=value(90), urine=missing("pending"))
    assert told(nothing_fails) == [
        "Nothing that was answered stands in the way. 1 question has no answer yet."
    ]


def test_of_several_ways_each_stands_on_a_line(answered):
    assert told(answered("either", cleared=value(False), relieved=value(False))) == [
        LEAD,
        "I1 “Cleared?”: yes (now no)",
        "or “Relieved?”: yes (now no)",
    ]


def test_what_never_changes_is_named_alone(answered):
    failing = answered("epilepsy", hb=value(70), epilepsy=value(True))
    assert told(failing) == [STUCK, "E1 “Ever epilepsy?”: yes"]


def test_a_bound_with_endless_digits_is_rounded_to_the_safe_side(answered):
    sitting = answered("bmi", height=value("1.73 m"), weight=value(100))
    # 30 kg/m² of 1.73 m are 89.787 kg.
    assert told(sitting)[1] == "I1 “Weight”: below 89.787 kg (now 100 kg)"
    sitting = answered("bmi", height=value("1.73333333333 m"), weight=value(100))
    assert told(sitting)[1] == "I1 “Weight”: 90.1333 kg or less (now 100 kg)"


def test_of_sets_all_are_told_that_would_do(answered):
    assert told(answered("metals", metals=value(["steel"])))[1] == (
        "I1 “Which metals?”: any with Titanium (now Steel)"
    )
    assert told(answered("alloys", metals=value(["steel"])))[1] == (
        "I1 “Which metals?”: Titanium alone (now Steel)"
    )


def test_a_series_that_grows_would_need_another_row(answered):
    sitting = answered("visits", visits=[{"date": "2025-06-01", "score": 5}])
    assert told(sitting)[1] == "I1 “Visits”: with another row"


def test_a_series_with_a_gap_would_need_another_row_or_what_the_row_lacks(answered):
    sitting = answered("visits", visits=[{"date": "2026-02-20"}])
    assert told(sitting) == [
        LEAD,
        "I1 “Visits”: with “Score” in the row of 20 February 2026, or with another row",
    ]


def test_a_row_that_lacks_something_is_named_where_another_row_is_not_enough(answered):
    sitting = answered("unchanged", exams=[{"date": "2025-08-10", "score": 5}])
    assert told(sitting)[1] == (
        "I1 “Exams”: with another row, and also with “Grade” in the row of 10 August 2025, "
        "or with more rows"
    )


def test_of_many_rows_that_lack_something_it_is_told_how_many(answered):
    days = ["2025-08-10", "2025-11-10", "2025-12-10", "2026-02-10"]
    sitting = answered("unchanged", exams=[{"date": day, "score": 5} for day in days])
    assert told(sitting)[1].startswith("I1 “Exams”: with what is lacking in 4 rows")


def test_a_series_that_lacks_several_rows_would_need_more_rows(answered):
    sitting = answered("counted", exams=[{"date": "2026-02-20"}])
    assert told(sitting)[1] == "I1 “Exams”: with more rows"


@pytest.mark.parametrize(
    ("criteria", "scores", "wanted"),
    [
        ("few", [3, 3], "with other rows, perhaps fewer of them"),
        ("none", [3], "without a row"),
        ("many", [3], "with other rows, or more of them"),
        ("any", [3], "with other rows, or more of them"),
        ("two low", [7], "with other rows, perhaps more of them"),
        ("low", [7], "with other rows"),
    ],
)
def test_rows_that_can_change_would_have_to_be_others_or_more_or_fewer(
    answered, criteria, scores, wanted
):
    sitting = answered(criteria, stays=[{"date": "2026-02-20", "score": one} for one in scores])
    assert told(sitting)[1] == f"I1 “Stays”: {wanted}"


def test_what_was_not_worked_out_is_not_told_as_hopeless(answered):
    assert told(answered("scores", visits=[{"date": "2026-02-20"}]))[-1] == (
        "I1 what would have to be found was not worked out"
    )


def test_an_answer_that_is_not_exact_enough_is_named(answered):
    assert told(answered("born", born=value("2008"))) == [
        "Nothing that was answered stands in the way. Not known exactly enough: “Born”."
    ]


def test_nothing_is_told_of_who_is_eligible_or_withdrew(answered):
    assert told(answered("hb", hb=value(90))) == []
    withdrawn = answered("hb", hb=value(70))
    withdrawn.withdraw("no time")
    assert told(withdrawn) == []


def test_answers_that_are_compared_are_told_each_beside_the_other(answered):
    sitting = answered("compared", hb=value(200), least=value(150))
    assert told(sitting)[1] == (
        "I1 “Haemoglobin”: from 80 g/L, below 140 g/L (now 200 g/L; with “Least”: 40 g/L); "
        "“Least”: 50 g/L or less (now 150 g/L; with “Haemoglobin”: 100 g/L)"
    )
    sitting.record_decision()
    (group,) = json.loads(sitting.copy("json"))["changes"]["groups"]
    assert group["ways"] == [
        {"hb": [{"at_least": 80, "below": 140}], "least": [{"at_most": 50}]},
    ]
    assert group["beside"] == [{"hb": 100, "least": 40}]


def test_a_copy_has_it_in_words_and_as_data(answered):
    sitting = answered("hb", hb=value(70))
    sitting.record_decision()
    assert CHANGES in sitting.copy("text")
    assert json.loads(sitting.copy("json"))["changes"] == {
        "possible": True,
        "groups": [
            {
                "criteria": ["I1"],
                "complete": True,
                "ways": [{"hb": [{"at_least": 80}]}],
                "beside": [{}],
            }
        ],
        "stuck": [],
    }


def test_the_plain_mode_says_it_with_the_decision(talk, rules):
    rules.write_text(RULES + CRITERIA["hb"], encoding="utf-8")
    said = " ".join(talk("/new DL-1", "70", "", "/sign").split())
    assert "“Haemoglobin”: 80 g/L or more (now 70 g/L)" in said
