"""A file of answers: JSON or YAML, each value read by what its question expects."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.protocol.answering.answer_checks import check_answers
from screener.protocol.answering.answer_nodes import coerce_answers
from screener.protocol.answering.answers_file import read_answers_file
from screener.protocol.answers import Answer, Missing, Source, SourceKind
from screener.protocol.conditions import Place
from screener.protocol.loading.nodes import MappingNode, read_nodes
from screener.protocol.model import Question, QuestionType
from screener.protocol.problems import AnswerError
from screener.protocol.text import Text
from screener.protocol.values import DateRange, Entry, NumberRange

ON = date(2026, 1, 31)
PLACE = Place(1, 1)
OPTIONS = {"No1": Text.plain("No. 1"), "on": Text.plain("On"), "NULL": Text.plain("Null")}
UNITS = {"mmol/L": Decimal(1), "mg/dL": Decimal("0.0555")}
FIELDS = {
    "motor": Question("motor", QuestionType.INTEGER, PLACE),
    "normal": Question("normal", QuestionType.BOOLEAN, PLACE),
}
QUESTIONS = {
    question.id: question
    for question in (
        Question("signed", QuestionType.BOOLEAN, PLACE),
        Question("grade", QuestionType.CHOICE, PLACE, options=OPTIONS),
        Question("parts", QuestionType.CHOICES, PLACE, options=OPTIONS),
        Question("age", QuestionType.INTEGER, PLACE),
        Question("score", QuestionType.DECIMAL, PLACE),
        Question("glucose", QuestionType.QUANTITY, PLACE, unit="mmol/L", units=UNITS),
        Question("injured", QuestionType.DATE, PLACE, ongoing=True),
        Question("form", QuestionType.TEXT, PLACE),
        Question("visits", QuestionType.SERIES, PLACE, fields=FIELDS),
    )
}


def read(content: str | bytes, name: str = "answers.yaml") -> dict[str, object]:
    data = content.encode() if isinstance(content, str) else content
    return read_answers_file(data, name, QUESTIONS)


def answers(content: str | bytes, name: str = "answers.yaml") -> dict[str, Answer]:
    return check_answers(QUESTIONS, read(content, name), ON)


def refusal(content: str | bytes, name: str = "answers.yaml") -> str:
    with pytest.raises(AnswerError) as caught:
        answers(content, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("signed: yes", True),
        ("signed: NO", False),
        ("signed: True", True),
        ("grade: No1", "No1"),
        ("grade: on", "on"),
        ("grade: NULL", "NULL"),
        ("parts: [on, No1]", frozenset({"on", "No1"})),
        ("parts: []", frozenset()),
        ("age: 012", Decimal(12)),
        ("age: 5.0", Decimal(5)),
        ("score: 1e3", Decimal(1000)),
        ("score: .5", Decimal("0.5")),
        ("score: 0.1000000000000000000000001", Decimal("0.1000000000000000000000001")),
        ("score: <0.2", NumberRange(None, Decimal("0.2"), open_high=True)),
        ("glucose: 94 mg/dL", Decimal("5.2170")),
        ("glucose: 5.2", Decimal("5.2")),
        ("glucose: '>1000 mg/dL'", NumberRange(Decimal("55.5"), None, open_low=True)),
        ("injured: 2019-05-17", date(2019, 5, 17)),
        ("injured: '2019-05-17'", date(2019, 5, 17)),
        ("injured: 2019", DateRange(date(2019, 1, 1), date(2019, 12, 31))),
        ("injured: 2018/2019", DateRange(date(2018, 1, 1), date(2019, 12, 31))),
        ("form: 1.10", "1.10"),
        ("form: no", "no"),
        ("form: 2019-05-17", "2019-05-17"),
        ("form: 'null'", "null"),
        ("form: ''", ""),
        (
            "visits: [{date: 2025-06-01, motor: 50, normal: yes}]",
            (Entry(date(2025, 6, 1), {"motor": Decimal(50), "normal": True}),),
        ),
        ("visits: [{date: 2025-06-01, motor: ~}]", (Entry(date(2025, 6, 1), {}),)),
        ("visits: []", ()),
    ],
)
def test_a_plain_scalar_is_read_by_what_its_question_expects(line, value):
    (answer,) = answers(line).values()
    assert answer == Answer(value)


@pytest.mark.parametrize("null", ["", "~", "null", "Null", "NULL"])
@pytest.mark.parametrize("question", ["signed", "age", "injured", "form", "visits", "glucose"])
def test_null_is_the_same_as_leaving_out(question, null):
    assert answers(f"{question}: {null}") == {}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("signed: 'yes'", "neither yes nor no"),
        ("signed: y", "neither yes nor no"),
        ("signed: on", "neither yes nor no"),
        ("signed: 1", "neither yes nor no"),
        ("age: '5'", "write the number without quotes"),
        ("age: 0x10", "`0x10` is not a number"),
        ("age: 0o17", "`0o17` is not a number"),
        ("age: 1_000", "`1_000` is not a number"),
        ("age: 1:30", "`1:30` is not a number"),
        ("age: yes", "`yes` is not a number"),
        ("score: .nan", "`.nan` is not a number"),
        ("score: -.inf", "`-.inf` is not a number"),
        ("score: 1e99", "40 digits"),
        ("score: " + "9" * 1_000_000, "40 digits"),
        ("glucose: '5.2'", 'or with its unit: "5.2 mmol/L"'),
        ("glucose: 5.2 g/L", "the unit of `5.2 g/L` is not accepted"),
        ("score: >5", 'put a limit in quotes: ">5"'),
        ("score: >1000", 'put a limit in quotes: ">5"'),
        ("glucose: > 600 mg/dL", 'put a limit in quotes: ">5"'),
        ("injured: 2019-02-30", "no date of the calendar"),
        ("injured: 2019-05-17T10:00:00Z", "is not a date"),
        ("grade: [on]", "one option is wanted, and a list is given"),
        ("parts: on", "is not a list of options"),
        ("parts: [on, on]", "`on` is given twice"),
        ("parts: [on, ~]", "one option is wanted, and nothing is given"),
        ("form: [a]", "a list is not text"),
        ("visits: {date: 2025-06-01}", "there is no key `date`"),
        ("visits: [{date: 2025-06}]", "is not a full date"),
        ("signet: yes", "did you mean `signed`?"),
    ],
)
def test_a_bad_answer_is_told_by_its_question(line, words):
    assert words in refusal(line)


def test_an_answer_may_be_written_out():
    content = """
    # read from the chart
    signed: {value: yes, observed_on: 2025, source: {kind: chart, reference: 12}, note: no doubt}
    age: {missing: pending, due: 2026-02-14}
    form: {value: null}
    """
    assert answers(content) == {
        "signed": Answer(
            True,
            observed_on=DateRange(date(2025, 1, 1), date(2025, 12, 31)),
            source=Source(SourceKind.CHART, "12"),
            note="no doubt",
        ),
        "age": Answer(missing=Missing.PENDING, due=date(2026, 2, 14)),
    }


@pytest.mark.parametrize(
    "content", ["", "\n\n", "# nothing yet\n", "---\n", "~", "null", "{}", b"\xef\xbb\xbf"]
)
def test_an_empty_file_holds_no_answers(content):
    assert read(content) == {}


def test_json_is_read_as_json():
    content = """{"signed": true, "score": 0.1, "age": 5.0, "injured": "2019", "parts": ["on"],
        "glucose": {"value": "94 mg/dL", "note": null}, "form": "no", "grade": null}"""
    assert answers(content, "answers.json") == {
        "signed": Answer(True),
        "score": Answer(Decimal("0.1")),
        "age": Answer(Decimal(5)),
        "injured": Answer(DateRange(date(2019, 1, 1), date(2019, 12, 31))),
        "parts": Answer(frozenset({"on"})),
        "glucose": Answer(Decimal("5.2170")),
        "form": Answer("no"),
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"signed": "yes"}', "neither yes nor no"),
        ('{"injured": 2019}', 'write a year as text: "2019"'),
        ('{"form": 1.10}', "`1.10` is not text"),
        ('{"score": NaN}', "score: `NaN` is not a number"),
        ('{"score": -Infinity}', "score: `-Infinity` is not a number"),
        ('{"score": 1e400}', "40 digits"),
        ('{"score": 1e99999999999999999999999}', "score: "),
        ('{"age": ' + "9" * 1_000_000 + "}", "40 digits"),
        ('{"age": 5, "age": 6}', "answers.json:1:12: the key `age` is given twice in one mapping"),
        ('{"a\\"ge": 5,\n "a\\"ge":\t6}', 'answers.json:2:2: the key `a"ge` is given twice'),
        ('{"age": 5,\n "form": "age", "\\u0061ge": 6}', "answers.json:2:17: the key `age` is"),
        (
            '{"visits": [{"date": "2025-01-01", "date": "2025-01-02"}]}',
            "1:36: the key `date` is given",
        ),
        ('{"age": 5\n"score": 6}', "answers.json:2:1: the file is not JSON here"),
        ("[" * 100_000, "answers.json:1:101: the file is nested deeper than 100 levels"),
        ('{"age":\n' + "[" * 150 + "]" * 150 + "}", "answers.json:2:100: the file is nested"),
        ('{"age":\n' + "[" * 100 + "]" * 100 + "}", "answers.json:2:100: the file is nested"),
        ("[1, 2]", "no mapping from question id to answer"),
        ('"age"', "no mapping from question id to answer"),
    ],
)
def test_bad_json_is_told(content, words):
    assert words in refusal(content, "answers.json")


def test_json_may_be_nested_as_deep_as_yaml():
    content = '{"form": ' + "[" * 99 + "]" * 99 + "}"
    assert "a list is not text" in refusal(content, "answers.json")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("age: 5\nscore: [1, 2\nform: x\n", "answers.yaml:3:"),
        ("age: 5\n\nage: 6\n", "answers.yaml:3:1: the key `age` is given twice"),
        ("age: 5\n---\nage: 6\n", "second document"),
        ("age: !!python/object:os.system {}\n", "answers.yaml:1:"),
        ("<<: {age: 5}\n", "merge key"),
        ("- age\n", "no mapping from question id to answer"),
        ("age\n", "no mapping from question id to answer"),
        ("a: " + "[" * 200 + "]" * 200, "deeper than 100 levels"),
        (b"form: caf\xe9\n", "not UTF-8"),
        ("age: 5".encode("utf-16"), "UTF-16"),
        (b"form: a\x1bb", "control character"),
        ("form: " + "x" * (1024 * 1024), "1 MiB"),
        (b"\x00" * 100, "answers.yaml:1:1"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_line(content, words):
    assert words in refusal(content)


def test_an_alias_bomb_is_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "100,000" in refusal("\n".join(lines))


def test_every_problem_of_a_file_is_told():
    words = refusal("age: 5\nage: 6\nform: x\nform: y\n")
    assert ("answers.yaml:2:1" in words, "answers.yaml:4:1" in words) == (True, True)
    words = refusal('{"age": 5,\n"age": 6, "form": [],\n"form": 6}', "answers.json")
    assert ("answers.json:2:1" in words, "answers.json:3:1" in words) == (True, True)


def test_the_place_of_each_answer_is_known():
    node, _problems = read_nodes(b"age: 5\nsignet: yes\nform: {value: x}\n", "rules.yaml")
    assert isinstance(node, MappingNode)
    read = coerce_answers(node, QUESTIONS)
    assert read.answers == {"age": Decimal(5), "signet": "yes", "form": {"value": "x"}}
    assert read.places == {"age": Place(1, 6), "signet": Place(2, 1), "form": Place(3, 7)}


@given(st.binary() | st.text().map(str.encode))
def test_whatever_the_bytes_are_they_are_answers_or_an_answer_error(data):
    words, found = "", None
    try:
        found = check_answers(QUESTIONS, read_answers_file(data, "x", QUESTIONS), ON)
    except AnswerError as error:
        words = str(error)
    assert words or found is not None
