"""Laws of checked answers: what is stored comes back the same, and nothing else is ever raised."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from screener.protocol import exact_json
from screener.protocol.answering.answer_checks import check_answer, check_answers
from screener.protocol.answering.answer_data import answer_to_data
from screener.protocol.answers import Answer
from screener.protocol.conditions import REFERENCE, Place
from screener.protocol.model import Question, QuestionType
from screener.protocol.problems import AnswerError
from screener.protocol.text import Text

ON = date(2026, 1, 31)
PLACE = Place(1, 1)
OPTIONS = {name: Text.plain(name.upper()) for name in ("a", "b", "c")}
UNITS = {"mmol/L": Decimal(1), "mg/dL": Decimal("0.0555")}
PLAIN = {
    "boolean": Question("boolean", QuestionType.BOOLEAN, PLACE),
    "choice": Question("choice", QuestionType.CHOICE, PLACE, options=OPTIONS),
    "choices": Question("choices", QuestionType.CHOICES, PLACE, options=OPTIONS),
    "integer": Question("integer", QuestionType.INTEGER, PLACE, minimum=Decimal(-1000)),
    "decimal": Question("decimal", QuestionType.DECIMAL, PLACE, maximum=Decimal(1000)),
    "quantity": Question("quantity", QuestionType.QUANTITY, PLACE, unit="mmol/L", units=UNITS),
    "date": Question("date", QuestionType.DATE, PLACE, maximum=REFERENCE, ongoing=True),
    "text": Question("text", QuestionType.TEXT, PLACE),
}
FIELDS = {f"a_{name}": question for name, question in PLAIN.items()}
QUESTIONS = {
    **PLAIN,
    "series": Question("series", QuestionType.SERIES, PLACE, fields=FIELDS),
}

numbers = (
    st.integers()
    | st.integers(-(10**39), 10**39)
    | st.decimals()
    | st.floats()
    | st.decimals(-1000, 1000, places=2)
)
amounts = st.decimals(-1000, 1000, places=2).map(str)
measures = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "<", ">", "< "]),
    amounts,
    st.sampled_from(["", " mmol/L", "mg/dL", " kg"]),
)
days = st.dates(date(1850, 1, 1), date(2027, 1, 1))
partials = st.builds(
    lambda day, length: day.isoformat()[:length], days, st.sampled_from([4, 7, 10])
)
dates = days | partials | st.builds("{}/{}".format, partials, partials) | st.just("ongoing")
options = st.sampled_from([*OPTIONS, "d"])
texts = st.text(st.characters(codec=None)) | st.text()
scalars = st.none() | st.booleans() | numbers | measures | dates | options | texts | st.datetimes()
words = st.sampled_from(
    [
        *("value", "missing", "due", "observed_on", "source", "note", "kind", "reference"),
        *("through", "pending", "unknown", "not_done", "refused", "chart", "candidate", "staff"),
        *QUESTIONS,
    ]
)
anything = st.recursive(
    scalars | words | st.binary() | st.complex_numbers(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner)
        | st.frozensets(st.text() | options, max_size=3)
        | st.dictionaries(words | st.integers() | st.none() | texts, inner, max_size=5)
    ),
    max_leaves=12,
)

values: Mapping[str, st.SearchStrategy] = {
    "boolean": st.booleans(),
    "choice": options,
    "choices": st.lists(options, unique=True) | st.frozensets(options),
    "integer": st.integers(-1000, 10**39) | measures,
    "decimal": numbers | measures,
    "quantity": numbers | measures,
    "date": dates,
    "text": texts,
}
rows = st.fixed_dictionaries(
    {"date": days}, optional={f"a_{name}": value for name, value in values.items()}
)
sources = st.sampled_from(["candidate", "chart"]) | st.fixed_dictionaries(
    {"kind": st.sampled_from(["relative", "examination", "laboratory_report", "other_document"])},
    optional={"reference": texts, "through": st.sampled_from(["professional", "staff"])},
)
carried = {"observed_on": partials | days, "source": sources, "note": texts}


@st.composite
def raw_answers(draw):
    kind = draw(st.sampled_from([*values, "series"]))
    value = draw(values[kind] if kind in values else st.lists(rows, max_size=4))
    missing = {"missing": draw(st.sampled_from(["unknown", "not_done", "refused"]))}
    pending = {"missing": "pending", "due": draw(days)}
    wrapped = draw(st.sampled_from([{"value": value}, {"value": value}, missing, pending]))
    return kind, wrapped | draw(st.fixed_dictionaries({}, optional=carried))


def checked(kind: str, raw: object) -> Answer | None:
    try:
        return check_answer(QUESTIONS[kind], raw, ON)
    except AnswerError:
        return None


@given(raw_answers())
def test_an_answer_stored_and_read_again_is_the_same(given_answer):
    kind, raw = given_answer
    answer = checked(kind, raw)
    if answer is not None:
        data = answer_to_data(QUESTIONS[kind], answer)
        assert check_answer(QUESTIONS[kind], data, ON) == answer
        stored = exact_json.loads(exact_json.dumps(data))
        assert check_answer(QUESTIONS[kind], stored, ON) == answer


@given(raw_answers())
def test_a_note_beside_a_value_changes_nothing_about_it(given_answer):
    kind, raw = given_answer
    bare = checked(kind, raw.get("value"))
    noted = checked(kind, {"value": raw.get("value"), "note": "x"})
    assert noted == (None if bare is None else replace(bare, note="x"))


@given(st.sampled_from(list(QUESTIONS)), anything)
def test_whatever_is_given_is_an_answer_or_an_answer_error(kind, raw):
    answer = checked(kind, raw)
    assert answer is None or (answer.value is None) != (answer.missing is None)


@given(anything | st.dictionaries(st.sampled_from([*QUESTIONS, "x"]), anything))
def test_whatever_the_answers_are_they_are_good_or_an_answer_error_with_words(raw):
    words, answers = "", {}
    try:
        answers = check_answers(QUESTIONS, raw, ON)
    except AnswerError as error:
        words = str(error)
    assert words or set(answers) <= set(raw)


@given(st.lists(rows, min_size=2, max_size=5))
def test_entries_come_in_order_of_date(given_rows):
    answer = checked("series", given_rows)
    if answer is not None:
        assert isinstance(answer.value, tuple)
        found = [entry.date for entry in answer.value]
        assert found == sorted(row["date"] for row in given_rows)
