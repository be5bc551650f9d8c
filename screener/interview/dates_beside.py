"""The dates that are asked beside an answer, as questions of their own."""

from screener.protocol.conditions import REFERENCE, Place
from screener.protocol.model import Question, QuestionType

_NOWHERE = Place(1, 1)
#: When a value was observed: a day, a month or a year.
OBSERVED = Question("observed_on", QuestionType.DATE, _NOWHERE, maximum=REFERENCE)
#: The day of a row of a table.
ROW_DATE = Question("date", QuestionType.DATE, _NOWHERE, maximum=REFERENCE)
#: When something awaited is due.
DUE = Question("due", QuestionType.DATE, _NOWHERE, future=True)
