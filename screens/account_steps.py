"""What is asked about an account, one thing after another: a name, roles, a password twice."""

from collections.abc import Sequence

from screener.language import _
from screener.protocol.roles import Role
from screener.record.rights import role_told
from screens.widgets.form import Given, Step

NAME, ROLE, ROLES, PASSWORD, NEW, AGAIN = "name", "role", "roles", "password", "new", "again"


def name_step(value: str = "") -> Step:
    """Ask for the name of a new account."""
    prompt = _("The full name, as it is to be printed")
    return Step(NAME, _("Name"), prompt, value, check=_wrong_name)


def password_step(name: str = "") -> Step:
    """Ask for the password that somebody has."""
    prompt = _("Password of {name}").format(name=name) if name else _("Password")
    return Step(PASSWORD, _("Password"), prompt, secret=True)


def new_password_steps(name: str = "") -> tuple[Step, Step]:
    """Ask for a new password, twice: nobody sees what is typed. `name` is whose where known."""

    def unfit(text: str, given: Given) -> str:
        from screener.record.passwords import unfit

        return unfit(text, name or given[NAME]) or ""

    def differs(text: str, given: Given) -> str:
        said = _("That is not the same. Type it again, or Escape to begin with another password.")
        return "" if text == given[NEW] else said

    said = _("A new password, of at least 12 characters; several words are easy to keep")
    return (
        Step(NEW, _("New password"), said, secret=True, check=unfit),
        Step(AGAIN, _("Once more"), _("The same once more"), secret=True, check=differs),
    )


def roles_step(roles: Sequence[Role], prompt: str, ticked: Sequence[Role] = ()) -> Step:
    """Ask for some of these roles; an administrator's, where it is not among them, is had too."""
    options = tuple((role.value, role_told(role)) for role in roles)
    fixed = () if Role.ADMINISTRATOR in roles else (role_told(Role.ADMINISTRATOR),)
    ids = " ".join(ticked)
    return Step(ROLES, _("Roles"), prompt, ids, options=options, several=True, fixed=fixed)


def role_step(roles: Sequence[Role]) -> Step:
    """Ask for the one role to sign in with."""
    options = tuple((role.value, role_told(role)) for role in roles)
    return Step(ROLE, _("Role"), _("As what?"), options=options)


def _wrong_name(text: str, given: Given) -> str:
    from screener.record.accounts import AccountRefused, check_name

    try:
        check_name(text)
    except AccountRefused as error:
        return str(error)
    return ""


def roles_of(given: Given) -> list[Role]:
    """Read the roles that were ticked."""
    return [Role(role) for role in given[ROLES].split()]
