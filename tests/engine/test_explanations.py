"""Each criterion explained from the rules alone: what it asks, what was answered, what follows."""

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from screener.engine.decide import decide, decide_checked
from screener.protocol.loading.loader import load, load_bytes

ON = date(2026, 1, 31)
HERE = Path(__file__).parent
RULES = HERE.parents[1] / "rules" / "criteria.yaml"
HEAD = "screener: 1\nprotocol: {id: P, version: 1, title: P}\n"


#: Dates not known exactly, rows with a gap, results that are awaited or too old, parts of criteria.
PARTLY = {
    "consent_date": "2026-01",
    "date_of_birth": "2006",
    "date_of_injury": "2025",
    "spinal_imaging": "done",
    "imaging_confirms_injury": True,
    "neurological_examinations": [
        {
            "date": "2025-07-10",
            "asia_motor": 50,
            "asia_light_touch": 60,
            "asia_pin_prick": 60,
            "ais_grade": "B",
        },
        {"date": "2026-01-20", "asia_motor": 50, "asia_light_touch": 60, "ais_grade": "B"},
    ],
    "recovery_changed": False,
    "decompression": {"missing": "pending", "due": "2026-03-01"},
    "haematoma_clearance": "will_not_be_done",
    "caused_by_trauma": True,
    "sensory_deficit": False,
    "motor_deficit": {"missing": "refused"},
    "blood_routine": {"value": "normal", "observed_on": "2026-01-02"},
    "urine_routine": {"value": "normal", "observed_on": "2026-01-20"},
    "hiv_antibody": {"missing": "pending", "due": "2026-02-02"},
    "sex": "female",
    "fertility_ending_operations": [],
    "no_periods_for_12_months": True,
    "diabetes_mellitus": False,
    "metal_fixator": True,
    "pacemaker": False,
}


def explained(rules, criterion, **answers):
    protocol = load_bytes((HEAD + dedent(rules)).encode(), "rules.yaml")
    return decide(protocol, answers, ON).explain("en")[criterion]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_criterion_of_the_protocol_is_explained(language, snapshot):
    """Who passes all, each who fails one, one of whom nothing is known, and one partly answered."""
    snapshot.snapshot_dir = HERE / "snapshots" / "explanations"
    protocol, told = load(RULES), []
    for example in protocol.examples:
        result = decide_checked(protocol, example.answers, example.on)
        whole = example is protocol.examples[0]
        shown = [id for id, one in result.criteria.items() if whole or one.status == "fail"]
        explanations = result.explain(language)
        told += [f"== {example.name}", *(str(explanations[id]) for id in shown)] if shown else []
    told += ["== Consent is given, and nothing else is known"]
    consent = {"consent": "signed", "consent_date": "2026-01-30", "ethics_approval": "approved"}
    told += map(str, decide(protocol, consent, ON).explain(language).values())
    told += ["== Much was answered, and it is not enough"]
    partly = decide(protocol, {**consent, **PARTLY}, ON).explain(language)
    told += [str(partly[id]) for id in ("I1", "I2", "I3", "I4", "I5", "I7", "I8", "E3", "E5")]
    snapshot.assert_match("\n\n".join(told) + "\n", f"{language}.txt")


def test_only_the_tests_that_decided_are_told():
    told = explained(
        """
        questions:
          a: {type: boolean, ask: A?}
          b: {type: boolean, ask: B?}
        exclusion:
          - {id: E1, text: E1, rule: {any: [{a: yes}, {b: yes}]}}
        """,
        "E1",
        a=False,
        b=True,
    )
    assert [step.line for step in told.steps] == ["“B?”: yes"]
    assert told.follows == "So it fails."
    assert told.missing == ()


def test_a_question_that_does_not_apply_says_why():
    told = explained(
        """
        questions:
          sex: {type: choice, ask: Sex?, options: {f: Female, m: Male}}
          pregnant: {type: boolean, ask: Pregnant?, when: {sex: f}}
        exclusion:
          - {id: E1, text: E1, rule: {pregnant: yes}}
        """,
        "E1",
        sex="m",
    )
    lines = [(step.depth, step.line) for step in told.steps]
    assert lines == [(0, "“Pregnant?”: does not apply"), (1, "“Sex?”: Male")]


def test_of_a_number_the_test_is_told_beside_the_answer():
    rules = """
        questions:
          glucose: {type: quantity, ask: Glucose?, unit: mmol/L}
        inclusion:
          - {id: I1, text: I1, rule: {glucose: {at_least: 4, below: 7}}}
        """
    told = explained(rules, "I1", glucose="<5")
    assert [step.line for step in told.steps] == [
        "“Glucose?”: <5 mmol/L; this is at least 4 mmol/L: not known; this is below 7 mmol/L: so"
    ]
    told = explained(rules, "I1")
    (lacking,) = told.missing
    assert lacking.effects == (
        "below 4 mmol/L, 7 mmol/L or more: it would fail",
        "from 4 mmol/L, below 7 mmol/L: it would pass",
    )


def test_what_each_answer_to_a_missing_question_would_do_is_told():
    told = explained(
        """
        questions:
          born: {type: date, ask: Born?, max: reference}
          drugs: {type: choices, ask: Drugs?, options: {x: X, y: Y}}
          age: {type: integer, derive: {age: born}}
        inclusion:
          - {id: I1, text: I1, rule: {all: [{age: {at_least: 18}}, {drugs: {none_of: [x]}}]}}
        """,
        "I1",
    )
    assert [one.line for one in told.missing] == [
        "“Born?”: not answered yet; before 1 February 2008: it would stay open;"
        " on or after 1 February 2008: it would fail",
        "“Drugs?”: not answered yet; any without X: it would stay open; any with X: it would fail",
    ]


def test_of_what_the_rule_does_not_read_it_is_told_that_it_opens_the_section_of_what_it_reads():
    rules = """
        sections:
          - {id: consent, title: Consent}
          - {id: visit, title: The visit, after: {all: [{signed: yes}, {approved: yes}]}}
          - {id: scan, title: The scan, after: {signed: yes}}
        questions:
          signed: {type: boolean, section: consent, ask: "Signed?"}
          approved: {type: boolean, section: consent, ask: "Approved?"}
          lesions: {type: boolean, section: visit, ask: "Lesions?"}
          imaged: {type: boolean, section: scan, ask: "Imaged?"}
        inclusion:
          - {id: I1, text: Consent, rule: {signed: yes}}
          - {id: I2, text: Scan, rule: {all: [{lesions: no}, {imaged: yes}]}}
        """
    protocol = load_bytes((HEAD + dedent(rules)).encode(), "rules.yaml")
    consent, scan = decide(protocol, {}, ON).explain("en").values()
    assert [one.effects for one in consent.missing] == [
        ("yes: it would pass", "no: it would fail"),
    ]
    assert {one.question: one.effects for one in scan.missing} == {
        "signed": ("it decides whether these sections open: “The visit”, “The scan”",),
        "approved": ("it decides whether this section opens: “The visit”",),
        "lesions": ("yes: it would fail", "no: it would stay open"),
        "imaged": ("yes: it would stay open", "no: it would fail"),
    }


def test_a_set_of_nothing_that_settles_nothing_is_what_is_wanting():
    rules = """
        questions:
          metals: {type: choices, ask: Which metals?, options: {gold: Gold, iron: Iron}}
          base:
            type: integer
            ask: Base metal
            derive:
              case:
                - {when: {metals: {any_of: [iron]}}, value: 1}
                - {when: {metals: {any_of: [gold]}}, value: 0}
        exclusion:
          - {id: E1, text: E1, rule: {base: 1}}
        """
    told = explained(rules, "E1", metals=[])
    assert told.follows == "So it stays open."
    (lacking,) = told.missing
    assert lacking.question == "metals"
    assert "Gold alone: it would pass" in lacking.effects
    assert explained(rules, "E1", metals=["gold"]).missing == ()


INJURY = """
    questions:
      trauma: {type: boolean, ask: Trauma?}
      sensory: {type: boolean, ask: Sensory?}
      motor: {type: boolean, ask: Motor?}
      autonomic: {type: boolean, ask: Autonomic?}
    inclusion:
      - {id: I1, text: I1, rule: {all: [{trauma: yes}, {any: [{sensory: yes}, {motor: yes}, {autonomic: yes}]}]}}
    """  # noqa: E501


def test_of_an_open_criterion_what_was_answered_is_told_beside_what_is_missing():
    told = explained(INJURY, "I1", trauma=True, sensory=False, motor={"missing": "refused"})
    assert [step.line for step in told.steps] == ["“Trauma?”: yes", "“Sensory?”: no"]
    assert [one.line for one in told.missing] == [
        "“Motor?”: refused; yes: it would pass; no: it would stay open",
        "“Autonomic?”: not answered yet; yes: it would pass; no: it would stay open",
    ]


def test_of_a_part_that_is_decided_only_what_decided_it_is_told():
    told = explained(INJURY, "I1", sensory=True, motor=False)
    assert [step.line for step in told.steps] == ["“Sensory?”: yes"]


EXAMS = """
    questions:
      exams:
        type: series
        ask: Examinations?
        fields:
          motor: {type: integer, ask: Motor score}
          touch: {type: integer, ask: Light touch}
          grade: {type: choice, ask: Grade, options: {a: A, b: B}}
    inclusion:
      - {id: I1, text: I1, rule: {exams: {unchanged: [motor, touch], for: 6 months}}}
      - {id: I2, text: I2, rule: {exams: {latest: {any: [{touch: 3}, {grade: a}]}}}}
      - {id: I3, text: I3, rule: {exams: {any: {motor: {above: 60}}}}}
    """
ROWS = (
    {"date": "2025-02-01", "touch": 1},
    {"date": "2025-05-01", "motor": 50, "touch": 2},
    {"date": "2025-12-01", "motor": "<55"},
)


@pytest.mark.parametrize(
    ("criterion", "rows", "said"),
    [
        (
            "I1",
            ROWS[1:],
            "the row of 1 December 2025 has no “Light touch”; in the row of 1 December 2025 this "
            "is not exact enough: “Motor score”",
        ),
        ("I2", ROWS, "the row of 1 December 2025 has no “Light touch”, “Grade”"),
        ("I3", ROWS, "the row of 1 February 2025 has no “Motor score”"),
    ],
)
def test_which_row_lacks_what_is_said(criterion, rows, said):
    assert explained(EXAMS, criterion, exams=rows).missing[0].not_enough == said


def test_what_rows_would_do_is_told_by_all_that_has_to_be_so_together():
    rules = """
        questions:
          exams: {type: series, ask: Examinations?, fields: {motor: {type: integer, ask: Motor score}}}
        inclusion:
          - id: I1
            text: I1
            rule:
              all:
                - exams: {unchanged: [motor], for: 6 months, within: 12 months}
                - exams: {latest: {date: {on_or_before: reference}}, within: 1 month}
        """  # noqa: E501
    kept = "this, in the 12 months up to the day of the decision: unchanged for 6 months are "
    lately = "this, in the 1 month up to the day of the decision: there is a row"
    (lacking,) = explained(rules, "I1").missing
    assert lacking.effects == (
        f"if it is not so that {kept}“Motor score”: it would fail",
        f"if {kept}“Motor score”, and also {lately}: it would pass",
    )
    # What holds already is nothing to find out.
    present = [{"date": "2025-06-01", "motor": 50}, {"date": "2026-01-20"}]
    (lacking,) = explained(rules, "I1", exams=present).missing
    assert lacking.effects == (
        f"if {kept}“Motor score”: it would pass",
        "if not: it would fail",
    )


WOMEN = """
    questions:
      sex: {type: choice, ask: Sex?, options: {f: Female, m: Male}}
      periods: {type: boolean, ask: Periods?, when: {sex: f}}
      pregnant: {type: boolean, ask: Pregnant?, when: {periods: yes}}
    exclusion:
      - {id: E1, text: E1, rule: {pregnant: yes}}
    """


def test_a_question_that_may_apply_is_named_with_what_says_whether_it_does():
    told = explained(WOMEN, "E1", sex="f")
    assert [(step.depth, step.line) for step in told.steps] == [
        (0, "“Pregnant?”: not known whether it applies"),
        (0, "“Sex?”: Female; it makes this apply: “Periods?”"),
    ]
    assert [one.line for one in told.missing] == [
        "“Periods?”: not answered yet; yes: it would stay open, and “Pregnant?” would apply;"
        " no: it would pass"
    ]


def test_an_answer_that_counts_by_what_applies_or_is_chosen_for_it_says_so():
    told = explained(WOMEN, "E1", sex="f", periods=True, pregnant=True)
    assert [step.line for step in told.steps] == [
        "“Pregnant?”: yes",
        "“Sex?”: Female; it makes this apply: “Periods?”, “Pregnant?”",
        "“Periods?”: yes; it makes this apply: “Pregnant?”",
    ]
    told = explained(
        """
        questions:
          sex: {type: choice, ask: Sex?, options: {f: Female, m: Male}}
          blood: {type: decimal, ask: Haemoglobin?}
          limit:
            type: decimal
            ask: Lower limit
            derive: {case: [{when: {sex: f}, value: 120}, {value: 130}]}
        inclusion:
          - {id: I1, text: I1, rule: {blood: {at_least: {question: limit}}}}
        """,
        "I1",
        sex="f",
        blood=125,
    )
    assert told.steps[-1].line == "“Sex?”: Female; it counts for: Lower limit"


def test_an_answer_that_is_missing_says_how_it_would_count_where_it_closes_nothing():
    rules = """
        questions:
          visits: {type: series, ask: Visits?, fields: {score: {type: integer, ask: Score}}}
          drug: {type: boolean, ask: Drug?, when: {visits: {any: {score: {above: 2}}}}}
          blood: {type: decimal, ask: Haemoglobin?}
          sex: {type: choice, ask: Sex?, options: {f: Female, m: Male}}
          limit:
            type: decimal
            ask: Lower limit
            derive: {case: [{when: {sex: f}, value: 120}, {value: 130}]}
        inclusion:
          - {id: I1, text: I1, rule: {any: [{drug: yes}, {blood: {at_least: {question: limit}}}]}}
        """
    missing = {one.text: one.effects for one in explained(rules, "I1").missing}
    assert missing["“Visits?”"] == (
        "any answer: it would stay open",
        "it decides whether this applies: “Drug?”",
    )
    assert missing["“Sex?”"] == ("any answer: it would stay open", "it counts for: Lower limit")


def test_each_set_of_options_is_told_under_what_it_does():
    told = explained(
        """
        questions:
          metals:
            type: choices
            ask: Metals?
            options: {titanium: Titanium, steel: Steel, cobalt: Cobalt, other: Another}
        exclusion:
          - id: E1
            text: E1
            rule:
              any:
                - metals: {any_of: [steel, cobalt, other]}
                - metals: {none_of: [titanium, steel, cobalt, other]}
        """,
        "E1",
    )
    assert told.missing[0].effects == (
        "any with Steel, Cobalt or Another; or none of them: it would fail",
        "Titanium alone: it would pass",
    )


def test_a_value_of_which_nobody_knows_whether_it_applies_is_said_to_be_that() -> None:
    rules = """
        questions:
          sex: {type: choice, ask: Sex?, options: {f: F, m: M}}
          born: {type: date, ask: Born?}
          limit: {type: integer, when: {sex: f}, derive: {case: [{when: {sex: f}, value: 1}]}}
          age: {type: integer, when: {sex: f}, derive: {age: born}}
        inclusion:
          - {id: I1, text: Limit, rule: {limit: 1}}
          - {id: I2, text: Age, rule: {age: {at_least: 18}}}
        """
    (step,) = explained(rules, "I1").steps
    assert step.line == "limit: not known whether it applies"
    (step,) = explained(rules, "I2", born="1990-01-01").steps
    assert step.answers == ("“Born?”: 1 January 1990", "age: 36 (not known whether it applies)")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_line_of_an_explanation_is_blank(language) -> None:
    protocol = load(RULES)
    for example in protocol.examples:
        result = decide_checked(protocol, example.answers, example.on, finish=True)
        for one in result.explain(language).values():
            assert all(step.line for step in one.steps), (example.name, one.criterion)


def test_of_a_fixator_every_answer_does_what_is_said_of_it() -> None:
    """What no answer can bring about is not said to make a criterion fail."""
    protocol = load(RULES)
    said = decide(protocol, {}, ON, finish=True).explain("en")["E5"]
    assert said.asks == (
        "It fails where “Does the candidate have a pacemaker in the body?” is answered yes or "
        "Number of fixator materials other than titanium is at least 1."
    )
    for chosen, status, count in (
        (["titanium"], "pass", 0),
        (["titanium", "steel"], "fail", 1),
        (["steel", "other"], "fail", 2),
        (["titanium", "steel", "cobalt_chromium", "other"], "fail", 3),
        ([], "open", None),
    ):
        answers = {"pacemaker": False, "metal_fixator": True, "fixator_materials": chosen}
        result = decide(protocol, answers, ON, finish=True)
        assert result.criteria["E5"].status == status
        assert result.value("materials_beside_titanium") == count


def test_how_an_answer_counts_stands_in_one_pair_of_brackets() -> None:
    rules = """
        questions:
          hb: {type: integer, ask: Hb?, valid_for: 28 days}
          urine:
            {type: choice, ask: Urine?, options: {ok: Good (in range), bad: B}, valid_for: 9 days}
        inclusion: [{id: I1, text: Results, rule: {all: [{hb: {above: 1}}, {urine: ok}]}}]
        """
    old = {"observed_on": "2025-12-01"}
    hb, urine = explained(rules, "I1", hb={"value": 3} | old, urine={"value": "ok"} | old).missing
    assert (
        hb.reason
        == "3 (observed on 1 December 2025, counts for 28 days; too old, to be done again)"
    )
    assert urine.reason == (
        "Good (in range), observed on 1 December 2025, counts for 9 days; too old, to be done again"
    )


def test_of_a_set_of_nothing_what_would_do_otherwise_is_told() -> None:
    answers = {"pacemaker": False, "metal_fixator": True, "fixator_materials": []}
    (lacking,) = decide(load(RULES), answers, ON, finish=True).explain("en")["E5"].missing
    assert lacking.line == (
        "“Of which materials are the metal internal fixators?”: none of them; "
        "Titanium or titanium alloy alone: it would pass; "
        "any with Stainless steel, Cobalt-chromium or Another metal: it would fail"
    )


def test_a_day_in_a_rule_is_written_as_in_an_answer() -> None:
    rules = """
        questions: {scan: {type: date, ask: Scan?}}
        inclusion: [{id: I1, text: Scan, rule: {scan: {on_or_after: 2025-10-01}}}]
        """
    told = explained(rules, "I1", scan="2025-11-02")
    assert told.asks == "It passes where “Scan?” is on or after 1 October 2025."
    assert told.steps[0].line == "“Scan?”: 2 November 2025; this is on or after 1 October 2025: so"


def test_what_is_open_where_the_interview_ends_at_a_failure_is_not_assessed() -> None:
    """Nothing is waited for; where it goes on all the same, it stays open."""
    rules = """
        questions:
          a: {type: boolean, ask: A?}
          b: {type: boolean, ask: B?}
        inclusion:
          - {id: I1, text: A, rule: {a: true}}
        exclusion:
          - {id: E1, text: B, rule: {b: true}}
    """
    ended = "It is not assessed: the interview ends at what fails."
    assert explained(rules, "I1", a=False).follows == "So it fails."
    assert explained(rules, "E1", a=False).follows == ended
    head = HEAD.replace("title: P", "title: P, on_failure: continue")
    goes_on = load_bytes((head + dedent(rules)).encode(), "rules.yaml")
    assert decide(goes_on, {"a": False}, ON).explain("en")["E1"].follows == "So it stays open."
    assert explained(rules, "E1", a=True).follows == "So it stays open."
