"""The day on which something was observed, as people say it: it lies behind.

So a day and a month are enough: `14 Feb` is the last 14 February. That it is meant is confirmed.
"""

from datetime import date

from screener.interview.date_refusals import no_year
from screener.interview.folding import fold_case, without_end
from screener.interview.readings import Proposed, Refused
from screener.interview.typed_dates import read_date
from screener.interview.weekdays import either
from screener.interview.yearless import YEARS_APART, such_days


def read_observed(text: str, on: date) -> Proposed | Refused:
    """Read when something was observed, as of the reference date."""
    read = read_date(text, on)
    if read != no_year():
        return read
    years = range(on.year, on.year - YEARS_APART - 1, -1)
    days = such_days(without_end(fold_case(text)), on, years, lambda day: day <= on)
    return either(days, text.strip(), certain=False) if days else read
