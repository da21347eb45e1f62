"""The HTTP contract: one module a resource.  A view parses, calls one operation or query, returns."""

from __future__ import annotations

from web.api.account import account
from web.api.ai_sessions import ai_sessions
from web.api.analytics import analytics
from web.api.auth import auth
from web.api.handoffs import handoffs
from web.api.notifications import notifications
from web.api.personal_tokens import personal_tokens
from web.api.stream import stream
from web.api.suggested_fixes import suggested_fixes

RESOURCES = (auth, personal_tokens, account, stream, handoffs, ai_sessions, suggested_fixes, notifications, analytics)
