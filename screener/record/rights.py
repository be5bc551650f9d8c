"""What each role may do: one table, which the app and the command line obey."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from screener.language import N_, _
from screener.protocol.roles import Role
from screener.record.errors import StoreError
from screener.record.events import OF_THE_STORE, EventKind

_SITE = (Role.SCREENER, Role.INVESTIGATOR)


class Right(StrEnum):
    """What somebody may do, or not."""

    SCREEN = "screen"
    DECIDE = "decide"
    JUDGE = "judge"
    SIGN = "sign"
    QUERY = "query"
    COPY = "copy"
    LOG = "log"
    AWAITED = "awaited"
    AUDIT = "audit"
    REDACT = "redact"
    APPROVE_RULES = "approve_rules"
    ACCOUNTS = "accounts"
    BACKUP = "backup"
    RESTORE = "restore"


#: Who may do it, and what it is called.
RIGHTS: Mapping[Right, tuple[tuple[Role, ...], str]] = MappingProxyType(
    {
        Right.SCREEN: (_SITE, N_("screen candidates")),
        Right.DECIDE: (_SITE, N_("record a decision")),
        Right.JUDGE: ((Role.INVESTIGATOR,), N_("answer the investigator's questions")),
        Right.SIGN: ((Role.INVESTIGATOR,), N_("sign a decision")),
        Right.QUERY: ((Role.INVESTIGATOR,), N_("send a criterion back with a query")),
        Right.COPY: ((*_SITE, Role.AUDITOR), N_("write copies of a decision")),
        Right.LOG: ((*_SITE, Role.AUDITOR), N_("see and export the screening log")),
        Right.AWAITED: ((*_SITE, Role.AUDITOR), N_("see and export the awaited results")),
        Right.AUDIT: ((Role.INVESTIGATOR, Role.AUDITOR), N_("see the audit trail")),
        # It shows what a screening holds, which nobody sees who manages accounts alone.
        Right.REDACT: ((Role.INVESTIGATOR,), N_("redact what was typed by mistake")),
        Right.APPROVE_RULES: ((Role.AUTHOR, Role.INVESTIGATOR), N_("approve rules")),
        Right.ACCOUNTS: ((Role.ADMINISTRATOR,), N_("manage accounts")),
        Right.BACKUP: ((Role.ADMINISTRATOR,), N_("back up the store")),
        Right.RESTORE: ((Role.ADMINISTRATOR,), N_("restore the store")),
    }
)

#: What each event takes. Those of a screening take the right to screen where nothing is said; the
#: other ones of the store are nobody's to choose.
_NEEDS: Mapping[EventKind, Right] = MappingProxyType(
    {
        EventKind.RULES_APPROVED: Right.APPROVE_RULES,
        EventKind.ACCOUNT_ADDED: Right.ACCOUNTS,
        EventKind.ROLES_CHANGED: Right.ACCOUNTS,
        EventKind.ACCOUNT_CLOSED: Right.ACCOUNTS,
        EventKind.BACKED_UP: Right.BACKUP,
        EventKind.RESTORED: Right.RESTORE,
        EventKind.LOG_EXPORTED: Right.LOG,
        EventKind.TRAIL_EXPORTED: Right.AUDIT,
        EventKind.AWAITED_EXPORTED: Right.AWAITED,
        EventKind.CLOSED_UNDETERMINED: Right.DECIDE,
        EventKind.DECISION_RECORDED: Right.DECIDE,
        EventKind.CRITERION_AGREED: Right.SIGN,
        EventKind.QUERY_RAISED: Right.QUERY,
        EventKind.QUERY_CLOSED: Right.QUERY,
        EventKind.SIGNED: Right.SIGN,
        EventKind.COPY_WRITTEN: Right.COPY,
        EventKind.PACKET_WRITTEN: Right.COPY,
        EventKind.REDACTED: Right.REDACT,
    }
)

_ROLES: Mapping[str, str] = {
    Role.SCREENER: N_("screener"),
    Role.INVESTIGATOR: N_("investigator"),
    Role.AUTHOR: N_("author"),
    Role.AUDITOR: N_("auditor"),
    Role.ADMINISTRATOR: N_("administrator"),
    Role.PROGRAM: N_("the program"),
}


class NotAllowed(StoreError):
    """The role of the one who asks does not permit it."""

    def __init__(self, right: Right, role: Role) -> None:
        roles, told = RIGHTS[right]
        super().__init__(
            _("As {role} you may not {act}.").format(role=role_told(role), act=_(told)),
            _("It takes the role {roles}; whoever has it signs in with it.").format(
                roles=_(" or ").join(map(role_told, roles))
            ),
        )


def role_told(role: str) -> str:
    """Give what a role is called."""
    return _(_ROLES[role])


def may(role: Role, right: Right) -> bool:
    """Tell whether a role permits something."""
    return role in RIGHTS[right][0]


def require_for(kind: EventKind, role: Role) -> None:
    """Refuse an event that a role does not permit; what the program records itself, it may.

    Raises:
        NotAllowed: It does not.
    """
    right = _NEEDS.get(kind)
    if right is None and kind not in OF_THE_STORE:
        right = Right.SCREEN
    if right is not None and role is not Role.PROGRAM:
        require(role, right)


def require(role: Role, right: Right) -> None:
    """Refuse what a role does not permit.

    Raises:
        NotAllowed: It does not.
    """
    if not may(role, right):
        raise NotAllowed(right, role)
