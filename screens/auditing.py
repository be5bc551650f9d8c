"""The way to the audit trail, from the list and from an interview."""

from functools import partial
from typing import TYPE_CHECKING

from screener.language import _
from screens.prompts import Line, Tone

if TYPE_CHECKING:
    from screens.app import ScreenerApp

#: What stands for all screenings where a number could.
_ALL = "all"


def show_audit(app: "ScreenerApp", number: str, mark: int = 0) -> None:
    """Read a screening's trail beside the screen, then show it; `all`, or none, is that of all.

    `mark` is the sequence of the event that is marked to begin with.
    """
    wanted = number.strip().lower()
    everything = wanted in ("", _ALL, _("all"))
    read = partial(_read, app, None if everything else wanted, mark)
    app.run_worker(read, thread=True, exclusive=True, group="sit")


def _read(app: "ScreenerApp", number: str | None, mark: int) -> None:
    from screener.interview.audit import ScreeningAudit, StoreAudit
    from screener.record.errors import StoreError
    from screens.audit import Audit

    store = app.store
    if store is None:
        return
    try:
        source: ScreeningAudit | StoreAudit
        if number is None:
            source = StoreAudit(store, app.language)
        else:
            source = ScreeningAudit(store, number, app.language)
    except StoreError as error:
        line = Line(str(error), Tone.FAIL)
        app.call_from_thread(lambda: app.place_screen().tell(line))
        return
    app.call_from_thread(app.show_screen, Audit(source, mark))
