"""The HTTP API, one module per resource.  A view parses the input, calls one operation or query and returns."""

from __future__ import annotations

from web.api.account import account
from web.api.ai_sessions import ai_sessions
from web.api.ai_usage import ai_budget, ai_usage
from web.api.analytics import analytics
from web.api.attachments import attachments
from web.api.audit_log import audit_log
from web.api.auth import auth
from web.api.cases import cases, session_cases
from web.api.client_updates import client_updates
from web.api.deliveries import deliveries
from web.api.documentation import documentation
from web.api.facts import facts
from web.api.fix_templates import fix_templates
from web.api.guides import guides
from web.api.handoffs import handoffs
from web.api.hypotheses import hypotheses
from web.api.notification_channels import notification_channels
from web.api.notifications import notifications
from web.api.personal_tokens import personal_tokens
from web.api.preferences import preferences
from web.api.presence import presence
from web.api.previews import previews
from web.api.psa_connection import psa_connection
from web.api.psa_new_tickets import psa_new_tickets, session_ticket
from web.api.psa_pushes import psa_pushes
from web.api.psa_tickets import psa_tickets, psa_webhooks
from web.api.push_subscriptions import push_subscriptions
from web.api.redactions import redactions
from web.api.script_builder import script_builder
from web.api.script_files import script_files
from web.api.scripts import scripts
from web.api.shares import shared, shares
from web.api.signals import session_signals, signals
from web.api.stream import stream
from web.api.suggested_fixes import suggested_fixes
from web.api.task_lane import task_lane
from web.api.templatizations import templatizations
from web.api.tree_drafts import tree_drafts
from web.api.tree_runs import session_tree_runs, tree_runs, tree_sessions
from web.api.trees import trees

RESOURCES = (
    *(
        auth,
        personal_tokens,
        push_subscriptions,
        preferences,
        account,
        audit_log,
        stream,
        presence,
        handoffs,
        deliveries,
        ai_sessions,
        facts,
        hypotheses,
        task_lane,
        suggested_fixes,
        script_builder,
        templatizations,
        redactions,
        documentation,
        client_updates,
        psa_pushes,
        psa_new_tickets,
        session_ticket,
        previews,
        session_cases,
        fix_templates,
        cases,
        tree_sessions,
        tree_drafts,
        tree_runs,
        session_tree_runs,
        scripts,
        script_files,
        attachments,
        shares,
        shared,
        notifications,
        notification_channels,
        signals,
        session_signals,
        guides,
        trees,
        psa_tickets,
        psa_webhooks,
        psa_connection,
        analytics,
        ai_usage,
        ai_budget,
    ),
)
