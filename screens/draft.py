"""What has been entered of an answer, and what is asked beside it."""

from dataclasses import dataclass, field
from enum import StrEnum

from screener.interview.earlier import EarlierAnswer
from screener.interview.sitting import Given
from screener.record.events import Act
from screener.record.state import Entry


class Stage(StrEnum):
    """What is asked now."""

    VALUE = "value"
    DUE = "due"
    ACT = "act"
    OBSERVED = "observed"
    CONFIRM = "confirm"
    NOTE = "note"
    REASON = "reason"


@dataclass(slots=True)
class Draft:
    """What has been entered so far."""

    data: object = None
    echo: str = ""
    typed: str | None = None
    act: Act | None = None
    observed_on: str | None = None
    due: str | None = None
    note: str | None = None
    reason: str | None = None
    asked: set[Stage] = field(default_factory=set)
    #: The language in which the question was asked.
    language: str = ""
    #: The criteria that it was shown to fail.
    shown: tuple[str, ...] = ()
    #: The answer of an earlier screening that is taken over, where that is what was entered.
    earlier: EarlierAnswer | None = None
    #: Whether someone else wrote before it was recorded, so that it is to be confirmed anew.
    met: bool = False
    #: The answer that someone else gave to the question meanwhile.
    theirs: Entry | None = None
    #: Whether the answer beside which it was entered was taken back, so that none stands there.
    taken_back: bool = False
    #: Whether that answer was redacted, so that there is none to correct.
    taken_out: bool = False
    #: The reason that was given for correcting the answer before theirs; offered again.
    reason_before: str = ""

    @property
    def missing(self) -> str | None:
        """The missing reason, where that is what was entered."""
        if isinstance(self.data, dict) and "missing" in self.data:
            return str(self.data["missing"])
        return None

    def corrects(self, needed: bool) -> bool:
        """Tell whether it corrects the answer before: as was said, or as is `needed`."""
        return self.act is Act.CORRECTION or (needed and self.act is not Act.NEWER)

    def given(self) -> Given:
        """Give the answer as it would be recorded."""
        if self.earlier is not None:
            return self.earlier.given(self.language, self.note)
        raw: dict[str, object] = {"value": self.data}
        if isinstance(self.data, dict) and self.missing:
            raw = dict(self.data)
        extras = {"due": self.due, "observed_on": self.observed_on, "note": self.note}
        raw |= {key: value for key, value in extras.items() if value is not None}
        return Given(raw=raw, typed=self.typed, language=self.language)
