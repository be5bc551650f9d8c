"""A store to look around in: a dozen screenings, one in every state.

Each went through a `Sitting`, as everything in a store does, with the clock set back; the answers
are those of the rules file's own examples, their dates moved with it.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from screener.interview.sitting import Given, Sitting
from screener.language import _
from screener.protocol.answering.answer_data import answer_to_data
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import Decision, Example, Protocol, QuestionType
from screener.protocol.roles import Role
from screener.record.clock import Clock, SteppingClock, SystemClock
from screener.record.errors import StoreError
from screener.record.events import Person
from screener.record.outcomes import Code, Outcome
from screener.record.store import Seen, Store
from screener.sanitise import visible

NURSE = Person("Li Na", Role.SCREENER)
SECOND_NURSE = Person("Wang Fang", Role.SCREENER)
INVESTIGATOR = Person("Dr. Zhao Min", Role.INVESTIGATOR)

#: Where the study runs.
TIME_ZONE = "Asia/Shanghai"
#: How long it takes, on the average, to ask a question and enter its answer.
_STEP = timedelta(seconds=25)
#: Longer ago than any of the screenings.
_BEFORE = timedelta(days=400)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")

Raw = Mapping[str, object]


def build_demo(path: Path, rules: bytes, clock: Clock | None = None) -> None:
    """Make a demonstration store at `path`, its screenings of the days up to the clock's now.

    `rules` is the file of NCT04213131, or of a version of it.

    Raises:
        StoreError: There is something at `path` already, or it cannot be written.
        ProtocolError: The rules cannot be used.
        ValueError: The rules lack the examples that the screenings take their answers from.
    """
    if path.exists():
        raise StoreError(
            _("{path} is there already.").format(path=visible(str(path))),
            _("Name a file that does not exist yet."),
        )
    protocol = load_bytes(rules, "criteria.yaml")
    people = _People(protocol)
    now = (clock or SystemClock()).now()
    stepping = SteppingClock(now - _BEFORE, _STEP)
    with Store.open(path, time_zone=TIME_ZONE, clock=stepping) as store:
        demo = _Demo(store, stepping, people, now)
        demo.stale()
        demo.declined()
        demo.turned_down_at_once()
        demo.turned_down_for_every_reason()
        demo.withdrawn()
        demo.stopped()
        demo.not_enrolled()
        demo.undetermined()
        demo.enrolled()
        demo.eligible()
        demo.awaiting()
        demo.held()
        demo.corrected()
        demo.in_progress()
        demo.screened_again()
        demo.new()


class _People:
    """The eligible man and the eligible woman of the rules file's examples."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        eligible = [e for e in protocol.examples if e.expect.decision is Decision.ELIGIBLE]
        self.man = _of_sex(eligible, "male")
        self.woman = _of_sex(eligible, "female")


class _Demo:
    """Tells the stories of the screenings, the earliest first."""

    def __init__(
        self, store: Store, clock: SteppingClock, people: "_People", now: datetime
    ) -> None:
        self.store = store
        self.clock = clock
        self.protocol = people.protocol
        self.man = people.man
        self.woman = people.woman
        self.now = now

    def stale(self) -> None:
        """Eligible six weeks ago; by now the laboratory's results are too old."""
        sitting = self._opened("DL-003", 41)
        self._whole(sitting, self._answers(self.man, sitting.on))

    def enrolled(self) -> None:
        """Eligible, and enrolled on the same day."""
        sitting = self._decided("DL-018", 4, self.woman)
        sitting.record_outcome(Outcome.ENROLLED, on=sitting.on)

    def not_enrolled(self) -> None:
        """Eligible, and then nobody could reach the candidate any more."""
        sitting = self._decided("DL-016", 6, self.man)
        sitting.record_outcome(Outcome.NOT_ENROLLED, code=Code.LOST)

    def declined(self) -> None:
        """The candidate does not consent; nothing else is asked."""
        sitting = self._opened("DL-008", 12, SECOND_NURSE)
        sitting.give("consent", Given({"value": "declined"}, "2"))
        sitting.record_decision()
        sitting.record_outcome(Outcome.DECLINED, code=Code.BURDEN)

    def turned_down_at_once(self) -> None:
        """Steel in the spine: the interview ends at the first failed criterion."""
        sitting = self._opened("DL-011", 10)
        changes = {"fixator_materials": {"value": ["titanium", "steel"], "source": "chart"}}
        self._talk(sitting, self._answers(self.man, sitting.on, changes))
        sitting.record_decision()

    def turned_down_for_every_reason(self) -> None:
        """Diabetes, then on to the end, to record whatever else there is.

        One result is still to come, and is overdue by now: somebody needs it all the same.
        """
        sitting = self._opened("DL-012", 7, SECOND_NURSE)
        due = sitting.on + timedelta(days=5)
        changes: dict[str, Raw] = {
            "hiv_antibody": {"missing": "pending", "due": due.isoformat()},
            "diabetes_mellitus": {"value": True, "source": "candidate"},
            "pacemaker": {"value": True, "source": "chart", "note": "implanted 2015"},
        }
        answers = self._answers(self.man, sitting.on, changes)
        self._talk(sitting, answers)
        sitting.continue_after_failure()
        self._whole(sitting, answers)

    def withdrawn(self) -> None:
        """The candidate withdraws in the middle."""
        sitting = self._opened("DL-014", 7)
        self._talk(sitting, self._answers(self.man, sitting.on), until="spinal_imaging")
        sitting.withdraw("does not want to travel to the visits", Code.BURDEN)

    def stopped(self) -> None:
        """The interview ends before its end, for a reason of the site's."""
        sitting = self._opened("DL-015", 6, SECOND_NURSE)
        self._talk(sitting, self._answers(self.woman, sitting.on), until="consciousness_disorder")
        sitting.stop("moved to another hospital, the chart has to be sent for")

    def undetermined(self) -> None:
        """Nobody knows what the screws are made of, and nobody will."""
        sitting = self._opened("DL-017", 5)
        note = "operated on abroad in 2009, the implant passport is lost"
        changes = {"fixator_materials": {"missing": "unknown", "note": note}}
        self._whole(sitting, self._answers(self.man, sitting.on, changes))

    def eligible(self) -> None:
        """Everything is answered, by the nurse and by the investigator."""
        sitting = self._opened("DL-019", 3)
        changes: dict[str, Raw] = {"date_of_injury": {"value": str(sitting.on.year - 3)}}
        self._whole(sitting, self._answers(self.woman, sitting.on, changes))

    def awaiting(self) -> None:
        """All that can be answered is; two results are awaited."""
        sitting = self._opened("DL-020", 3, SECOND_NURSE)
        due = sitting.on + timedelta(days=9)
        changes: dict[str, Raw] = {
            "urodynamics": {"missing": "pending", "due": due.isoformat()},
            "syphilis_antibody": {"missing": "pending", "due": due.isoformat()},
        }
        self._interview(sitting, self._answers(self.man, sitting.on, changes))

    def held(self) -> None:
        """The nurse is done; what is left is the investigator's."""
        sitting = self._opened("DL-021", 2)
        self._talk(sitting, self._answers(self.man, sitting.on))

    def corrected(self) -> None:
        """A slip taken back at once, and a correction with its reason; asked in Chinese."""
        sitting = self._opened("DL-022", 1, SECOND_NURSE, "zh")
        answers = self._answers(self.woman, sitting.on)
        self._talk(sitting, answers, until="date_of_birth")
        # The examples' days were moved: what is typed is told from the day that came of it.
        born = date.fromisoformat(str(answers["date_of_birth"]["value"]))
        slip, year = str(born.year + 1), str(born.year)
        sitting.give("date_of_birth", Given({"value": slip}, f"{slip}年", "zh"))
        sitting.undo()
        sitting.give("date_of_birth", Given({"value": year}, f"{year}年", "zh"))
        self._talk(sitting, answers, until="decompression")
        typed = f"{year}年{born.month}月{born.day}日"
        sitting.give(
            "date_of_birth",
            Given(answers["date_of_birth"], typed, "zh"),
            reason="the identity card gives the day",
        )
        self._talk(sitting, answers, until="pacemaker")

    def in_progress(self) -> None:
        """In the middle of the neurological examinations."""
        sitting = self._opened("DL-023", 0)
        sitting.set_source({"kind": "candidate", "through": "professional"})
        # No one's word is a source for a material.
        card = {"kind": "other_document", "reference": "implant card"}
        changes: dict[str, Raw] = {"fixator_materials": {"value": ["titanium"], "source": card}}
        answers = self._answers(self.man, sitting.on, changes)
        self._talk(sitting, answers, until="neurological_examinations")
        sitting.set_source({"kind": "chart", "reference": "K-20881"})
        rows = answers["neurological_examinations"]["value"]
        for row in rows[:2] if isinstance(rows, list) else ():
            sitting.save_row("neurological_examinations", row)
        sitting.add_note("the third examination is on another ward", "neurological_examinations")

    def screened_again(self) -> None:
        """The steel is out, and the candidate consents anew; what cannot change is offered."""
        before = self._sit("DL-011")
        before.add_note("fixator replaced by titanium, the candidate asks to be screened again")
        sitting = self._opened("DL-011", 0, after=Seen(before.number, before.version))
        self._talk(sitting, self._answers(self.man, sitting.on), until="date_of_birth")

    def new(self) -> None:
        """Just opened."""
        self._opened("DL-024", 0)

    def _decided(self, code: str, days_ago: int, example: Example) -> Sitting:
        """Interview to the end and record the decision; the nurse goes on."""
        sitting = self._opened(code, days_ago)
        self._whole(sitting, self._answers(example, sitting.on))
        return Sitting.open(self.store, sitting.number, NURSE, sitting.language)

    def _opened(
        self,
        code: str,
        days_ago: int,
        person: Person = NURSE,
        language: str = "en",
        after: Seen | None = None,
    ) -> Sitting:
        # An hour each, so that everything lies before now.
        # One after another: a clock that goes back is an event.
        day = self.now - timedelta(days=days_ago, hours=1)
        self.clock.moment = max(self.clock.moment, day)
        rules = self.protocol.source_bytes
        number = self.store.new_screening(rules, code, person, language, after=after)
        return Sitting.open(self.store, number, person, language)

    def _sit(self, code: str) -> Sitting:
        """Sit down to the screening of a candidate."""
        number = next(one.number for one in self.store.screenings() if one.candidate == code)
        return Sitting.open(self.store, number, NURSE, "en")

    def _answers(
        self, example: Example, on: date, changes: Mapping[str, Raw] | None = None
    ) -> dict[str, Raw]:
        """Give an example's answers as if it were of the day `on`, with some of them changed."""
        by = on - example.on
        answers = {
            id: _moved(answer_to_data(self.protocol.questions[id], answer), by)
            for id, answer in example.answers.items()
        }
        return {**answers, **(changes or {})}

    def _whole(self, sitting: Sitting, answers: Mapping[str, Raw]) -> None:
        """Interview to the end and record the decision."""
        self._interview(sitting, answers).record_decision()

    def _interview(self, sitting: Sitting, answers: Mapping[str, Raw]) -> Sitting:
        """Let the nurse ask, then the investigator what is theirs."""
        self._talk(sitting, answers)
        theirs = Sitting.open(self.store, sitting.number, INVESTIGATOR, sitting.language)
        self._talk(theirs, answers)
        return theirs

    def _talk(self, sitting: Sitting, answers: Mapping[str, Raw], until: str | None = None) -> None:
        """Answer what is asked, up to a question, or to the end."""
        while (id := sitting.current()) is not None and id != until:
            question = sitting.question(id)
            raw = answers.get(id, {"missing": "unknown"})
            if question.type is QuestionType.SERIES and "value" in raw:
                rows = raw["value"]
                for row in rows if isinstance(rows, list) else ():
                    sitting.save_row(id, row)
                sitting.complete_series(id)
            else:
                sitting.give(id, Given(raw, None, sitting.language))


def _of_sex(examples: list[Example], sex: str) -> Example:
    for example in examples:
        answer = example.answers.get("sex")
        if answer is not None and answer.value == sex:
            return example
    raise ValueError(f"the rules have no eligible example whose sex is {sex}")


def _moved(data: Raw, by: timedelta) -> Raw:
    """Move every full date of an answer."""
    moved = {key: _moved_value(value, by) for key, value in data.items()}
    return {**moved, "note": data["note"]} if "note" in data else moved


def _moved_value(value: object, by: timedelta) -> object:
    match value:
        case str() if _DATE.match(value):
            return (date.fromisoformat(value) + by).isoformat()
        case list():
            return [_moved_value(member, by) for member in value]
        case Mapping():
            return {key: _moved_value(member, by) for key, member in value.items()}
    return value
