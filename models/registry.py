"""Imports every table, so that the metadata is complete for migrations and relationships resolve."""

from __future__ import annotations

from models.account import Account, Subscription
from models.ai_session import AiSession
from models.ai_usage import AiUsage
from models.attachment import Attachment
from models.audit_entry import AuditEntry
from models.case import Case, CaseDraft
from models.client_update import ClientUpdate
from models.conversation_summary import ConversationSummary
from models.core.outgoing.outbox import OutboxRow
from models.delivery import BellDelivery, Delivery
from models.documentation import Documentation
from models.fact import Fact
from models.handoff import Handoff
from models.hypothesis import Hypothesis
from models.idempotency_key import IdempotencyKey
from models.invitation import Invitation
from models.lane_item import LaneItem
from models.login import Login, LoginFailure
from models.notice import Notice
from models.notification import Notification
from models.notification_channel import ChannelCall, NotificationChannel
from models.password_reset import PasswordReset
from models.personal_token import PersonalToken
from models.preview import Preview
from models.psa_connection import PsaConnection
from models.psa_lookup import PsaLookup
from models.psa_operation import PsaOperation
from models.psa_person import PsaPerson
from models.psa_push import PsaPush
from models.psa_ticket import PsaTicket
from models.push_subscription import PushSubscription
from models.reply import Reply
from models.reset_request import ResetRequest
from models.script import Script, ScriptVersion
from models.script_session import ScriptMessage, ScriptSession
from models.server_key import ServerKey
from models.share import Share
from models.step import Step
from models.suggested_fix import SuggestedFix
from models.templatization import Templatization
from models.tree import Tree, TreeDraft, TreeVersion
from models.tree_run import TreeRun
from models.user import User

TABLES = (
    Account,
    AiSession,
    AiUsage,
    Attachment,
    AuditEntry,
    ChannelCall,
    BellDelivery,
    Case,
    CaseDraft,
    ConversationSummary,
    ClientUpdate,
    Delivery,
    Documentation,
    Fact,
    Handoff,
    Hypothesis,
    IdempotencyKey,
    Invitation,
    LaneItem,
    Login,
    LoginFailure,
    Notice,
    Notification,
    NotificationChannel,
    OutboxRow,
    PasswordReset,
    PersonalToken,
    Preview,
    PsaConnection,
    PsaOperation,
    PsaPush,
    PsaLookup,
    PsaPerson,
    PsaTicket,
    PushSubscription,
    Reply,
    ResetRequest,
    Script,
    ScriptMessage,
    ScriptSession,
    ScriptVersion,
    ServerKey,
    Share,
    Step,
    Subscription,
    SuggestedFix,
    Templatization,
    Tree,
    TreeDraft,
    TreeRun,
    TreeVersion,
    User,
)
