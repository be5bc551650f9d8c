"""The day of a row of a table: always one full day."""

from datetime import date

from screener.interview.date_fractions import in_whole_numbers
from screener.interview.date_refusals import leaves_open, not_a_date, such_as_a_full_date
from screener.interview.folding import fold_case, without_end
from screener.interview.readings import Proposed, Refused
from screener.interview.typed_dates import read_date


def read_row_date(text: str, on: date) -> Proposed | Refused:
    """Read the day of a row, as of the reference date; where it is none, name full days alone."""
    read = read_date(text, on)
    if not isinstance(read, Refused):
        return read
    less = {not_a_date(text).hint, leaves_open(text).hint}
    counted = in_whole_numbers(without_end(fold_case(text)), text.strip())
    if read.hint in less or read == counted:
        return read._replace(hint=such_as_a_full_date())
    return read
