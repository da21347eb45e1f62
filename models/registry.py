"""Every table, imported once so that the metadata is whole for migrations and relationships resolve."""

from __future__ import annotations

from models.account import Account, Subscription
from models.ai_session import AiSession
from models.ai_usage import AiUsage
from models.audit_entry import AuditEntry
from models.core.outbox import OutboxRow
from models.delivery import Delivery
from models.fact import Fact
from models.handoff import Handoff
from models.idempotency_key import IdempotencyKey
from models.invitation import Invitation
from models.login import Login, LoginFailure
from models.notification import Notification
from models.password_reset import PasswordReset
from models.personal_token import PersonalToken
from models.reply import Reply
from models.step import Step
from models.suggested_fix import SuggestedFix
from models.user import User

TABLES = (
    Account,
    AiSession,
    AiUsage,
    AuditEntry,
    Delivery,
    Fact,
    Handoff,
    IdempotencyKey,
    Invitation,
    Login,
    LoginFailure,
    Notification,
    OutboxRow,
    PasswordReset,
    PersonalToken,
    Reply,
    Step,
    Subscription,
    SuggestedFix,
    User,
)
