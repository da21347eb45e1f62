"""Open an account, and change what it subscribes to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from models.account import Account, Subscription, SubscriptionStatus
from models.audit_entry import AuditAction
from models.core import ids, passwords
from models.core.errors import Conflict, NotFound
from models.core.unit_of_work import current, db_session
from models.operations import audit
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
    """Make the account, its role owner and a free, active subscription; the unit of work enters the account.

    Raises AddressTaken (409): a login address names one person on the whole desk.
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
    """A person of the current account.  Raises AddressTaken (409)."""
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
    """For operators: a person without an invitation.  Raises NotFound for an unknown account, AddressTaken (409)."""
    current().enter_account(account_id)
    if db_session().get(Account, account_id) is None:
        raise NotFound("There is no such account.")
    user = add_user(new)
    audit.record(AuditAction.MEMBER_CREATED, user, by=audit.OPERATOR, role=new.role)
    return user


def rename_account(account: Account, name: str, *, by: User) -> Account:
    """Give the account another name."""
    before, account.name = account.name, name
    if before != name:
        audit.record(AuditAction.ACCOUNT_RENAMED, account, by=by, before=before)
    return account


def set_subscription(account_id: UUID, *, plan: str, status: SubscriptionStatus) -> Subscription:
    """For operators.  Raises NotFound for an unknown account."""
    current().enter_account(account_id)
    account = db_session().get(Account, account_id)
    if account is None:
        raise NotFound("There is no such account.")
    if account.subscription is None:
        account.subscription = Subscription(account_id=account_id)
    before = {"plan": account.subscription.plan, "status": account.subscription.status}
    account.subscription.change(plan=plan, status=status)
    audit.record(AuditAction.SUBSCRIPTION_CHANGED, account, by=audit.OPERATOR, before=before, plan=plan, status=status)
    return account.subscription
