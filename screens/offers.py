"""What typed text may mean, put to the person: one reading to be confirmed, or one of several."""

from collections.abc import Callable
from typing import NamedTuple

from screener.interview.readings import Ambiguous, Reading, Refused, Understood
from screener.joining import advised
from screener.language import _
from screens.prompts import Line, Prompt, Step, Tone
from screens.single_keys import option_number


class Offer(NamedTuple):
    """The readings of what was `typed`.

    `read` reads it again; `take` goes on with the one that is meant.
    """

    readings: tuple[Understood, ...]
    read: Callable[[], Reading]
    take: Callable[[Understood], Step]
    typed: str

    def prompt(self, heading: str) -> Prompt:
        """Ask which one is meant, or whether the only one is."""
        if len(self.readings) > 1:
            return Prompt(
                text=_("Which is meant?"),
                heading=heading,
                options=tuple(reading.echo for reading in self.readings),
                hint=_("the number of one, then Enter; Escape types it anew"),
            )
        (reading,) = self.readings
        return Prompt(
            text=_("Taken as: {reading}. Is that right?").format(reading=reading.echo),
            heading=heading,
            hint=_("Enter says yes; Escape types it anew"),
        )

    def echo(self, text: str) -> tuple[Line, ...]:
        """Say which one a number takes."""
        at = option_number(text, len(self.readings)) if len(self.readings) > 1 else None
        return () if at is None else (Line(f"→ {self.readings[at].echo}"),)


class Offering:
    """What both flows do with typed text: take what is clear, offer what is not, or say why not."""

    def __init__(self) -> None:
        self.complaint: tuple[Line, ...] = ()
        self.offer: Offer | None = None

    @property
    def offered(self) -> str:
        """What was typed of which the readings are offered now; else nothing."""
        return "" if self.offer is None else self.offer.typed

    def settle(
        self, typed: str, read: Callable[[], Reading], take: Callable[[Understood], Step]
    ) -> Step:
        """Take a reading; one that is not certain, or of several, once it is said to be meant."""
        match read():
            case Understood(certain=True) as meant:
                return take(meant)
            case Understood() as doubtful:
                self.offer = Offer((doubtful,), read, take, typed)
                return Step.MOVED
            case Ambiguous(readings=readings):
                self.offer = Offer(readings, read, take, typed)
                return Step.MOVED
            case Refused(message=message, hint=hint):
                return self.complain(message, hint)

    def enter_offer(self, offer: Offer, text: str) -> Step:
        """Take Enter alone as a yes to the only reading, else the number of one."""
        if len(offer.readings) == 1:
            if text:
                return self.complain(_("Enter alone says yes; Escape types it anew."))
            return self.choose_offer(offer, 0)
        at = option_number(text, len(offer.readings))
        if at is None:
            return self.complain(_("Type the number of one of these; Escape types it anew."))
        return self.choose_offer(offer, at)

    def choose_offer(self, offer: Offer, at: int) -> Step:
        """Take the reading at a place."""
        step = offer.take(offer.readings[at])
        if self.offer is offer:
            self.offer = None
        # What is asked has changed even where the reading cannot be taken.
        return Step.MOVED if step is Step.STAYED else step

    def offer_anew(self) -> None:
        """Say the readings in the language that is spoken now."""
        if self.offer is None:
            return
        match self.offer.read():
            case Understood() as reading:
                self.offer = self.offer._replace(readings=(reading,))
            case Ambiguous(readings=readings):
                self.offer = self.offer._replace(readings=readings)

    def complain(self, message: str, hint: str | None = None) -> Step:
        """Say what is wrong with what was entered, and what would do."""
        self.complaint = (Line(advised(message, hint), Tone.FAIL),)
        return Step.STAYED
