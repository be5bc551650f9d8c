"""Changing one's own password: the one there is, then a new one twice."""

from typing import TYPE_CHECKING

from screener.language import _
from screener.record.accounts import Accounts
from screener.record.sign_in import SignIn, SignInRefused
from screens.account_steps import NEW, PASSWORD, new_password_steps, password_step
from screens.form_dialog import FormDialog
from screens.widgets.form import Given

if TYPE_CHECKING:
    from screener.record.errors import StoreError
    from screener.record.events import Person
    from screener.record.store import Store


def own_password(store: "Store", person: "Person") -> FormDialog:
    """Make the box in which somebody changes their password."""

    def change(given: Given) -> None:
        SignIn(store).confirm(person, given[PASSWORD])
        Accounts(store).set_password(person.name, given[NEW], person)

    def refused(error: "StoreError") -> str:
        return PASSWORD if isinstance(error, SignInRefused) else NEW

    steps = (password_step(_("now")), *new_password_steps(person.name))
    return FormDialog(_("My password"), steps, change, refused)
