"""Registers an account, adds users to it, and changes its name and subscription."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from models import events
from models.account import PAST_DUE_GRACE, Account, Subscription, SubscriptionStatus
from models.audit_entry import AuditAction
from models.core import clock, ids, passwords
from models.core.database.tables import JsonObject
from models.core.errors import Conflict, NotFound
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.notice import SubjectKind
from models.notice_event import NoticeEvent
from models.operations import audit
from models.operations.admin_notices import tell_admins
from models.operations.open_invitations import close_for
from models.user import Role, User, normalise_address


class AddressTaken(Conflict):
    code, message = "address_taken", "Somebody already signs in with this address."


@dataclass(frozen=True, kw_only=True)
class NewUser:
    name: str
    email: str
    password: str
    role: Role


def register_account(name: str, *, first: NewUser, is_demo: bool = False) -> User:
    """Create the account with its first owner and a free, active subscription.  The unit of work enters the account.

    Raises AddressTaken (409), because a login address belongs to one person in all accounts.
    """
    account = Account(id=ids.new_id(), name=name.strip(), is_demo=is_demo)
    current().enter_account(account.id)
    db_session().add(account)
    db_session().flush()
    db_session().add(Subscription(account_id=account.id, plan="free", status=SubscriptionStatus.ACTIVE))
    owner = add_user(first)
    audit.record(AuditAction.ACCOUNT_REGISTERED, account, by=owner)
    return owner


def add_user(new: NewUser) -> User:
    """Add a person to the current account.  Raises AddressTaken (409)."""
    user = User(
        account_id=current().account_id,
        name=new.name.strip(),
        email=normalise_address(new.email),
        password_hash=passwords.hash_password(new.password),
        role=new.role,
    )
    db_session().add(user)
    try:
        db_session().flush()
    except IntegrityError as error:
        raise AddressTaken from error
    return user


def create_user(account_id: UUID, new: NewUser) -> User:
    """For operators: add a person without an invitation.  Raises NotFound (the account), AddressTaken (409)."""
    current().enter_account(account_id)
    if db_session().get(Account, account_id) is None:
        raise NotFound("There is no such account.")
    locked(Account, account_id)
    user = add_user(new)
    close_for(user.email, by=audit.OPERATOR, reason="joined")
    audit.record(AuditAction.MEMBER_CREATED, user, by=audit.OPERATOR, role=new.role)
    return user


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What an admin changes of the account; `settings` holds only those that change."""

    name: str | None = None
    settings: JsonObject = field(default_factory=dict)


def change_account(account: Account, changes: Changes, *, by: User) -> Account:
    """Change the account's name and settings."""
    if changes.name is not None and changes.name != account.name:
        before, account.name = account.name, changes.name
        audit.record(AuditAction.ACCOUNT_RENAMED, account, by=by, before=before)
    _change_settings(account, changes.settings, by=by)
    return account


def _change_settings(account: Account, settings: JsonObject, *, by: User) -> None:
    current_values = {name: getattr(account.effective_settings, name) for name in settings}
    changed = {name: value for name, value in settings.items() if current_values[name] != value}
    if changed:
        account.settings = account.settings | changed
        before = {name: current_values[name] for name in changed}
        audit.record(AuditAction.SETTINGS_CHANGED, account, by=by, before=before, after=changed)


def set_subscription(account_id: UUID, *, plan: str, status: SubscriptionStatus) -> Subscription:
    """For operators: change plan and status.  Raises NotFound (the account)."""
    current().enter_account(account_id)
    account = db_session().get(Account, account_id)
    if account is None:
        raise NotFound("There is no such account.")
    if account.subscription is None:
        account.subscription = Subscription(account_id=account_id)
    before = {"plan": account.subscription.plan, "status": account.subscription.status}
    account.subscription.change(plan=plan, status=status)
    if before != {"plan": plan, "status": status}:
        _tell_of_subscription(account, plan, status)
    events.account_rights_changed()
    audit.record(AuditAction.SUBSCRIPTION_CHANGED, account, by=audit.OPERATOR, before=before, plan=plan, status=status)
    return account.subscription


def _tell_of_subscription(account: Account, plan: str, status: SubscriptionStatus) -> None:
    tell_admins(
        NoticeEvent.SUBSCRIPTION_CHANGED,
        SubjectKind.ACCOUNT,
        account.id,
        title=f"Your subscription is now {plan}, {_STATUS_WORDS[status]}",
        link="/account",
        occasion=clock.rfc3339(clock.now()),
        more={"plan": plan, "status": _STATUS_WORDS[status], "consequence": _CONSEQUENCES.get(status)},
    )


_STATUS_WORDS = {
    SubscriptionStatus.TRIALING: "in its trial",
    SubscriptionStatus.ACTIVE: "active",
    SubscriptionStatus.PAST_DUE: "past due",
    SubscriptionStatus.LOCKED: "locked",
    SubscriptionStatus.CANCELED: "canceled",
}
_CONSEQUENCES = {
    SubscriptionStatus.PAST_DUE: f"Everything works for {PAST_DUE_GRACE.days} more days. Then only this account's "
    "settings can be reached until the subscription is paid.",
    SubscriptionStatus.LOCKED: "Your data is kept. Nobody can work in FlowPilot until it is active again.",
    SubscriptionStatus.CANCELED: "Your data is kept. Nobody can work in FlowPilot until there is a subscription again.",
}
