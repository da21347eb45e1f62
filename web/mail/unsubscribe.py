"""/unsubscribe/{token}: stops mail of one kind without a login.

A mail program sends the POST by itself (RFC 8058).  GET only asks, because programs that look for malware open every
link of a mail.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, make_response, render_template
from werkzeug.exceptions import NotFound

from models.notice_event import NoticeEvent
from models.operations.unsubscribing import stop_mail
from models.unsubscribe_link import UnsubscribeLink
from web.edge.access import PUBLIC, declare

unsubscribe = Blueprint("unsubscribe", __name__)

WORDS: dict[NoticeEvent, str] = {
    NoticeEvent.ESCALATION_CREATED: "new escalations to the team",
    NoticeEvent.ESCALATION_TARGETED: "escalations to you",
    NoticeEvent.ESCALATION_CLAIMED: "somebody picking up what you escalated",
    NoticeEvent.ESCALATION_WITHDRAWN: "escalations that are withdrawn",
    NoticeEvent.ESCALATION_WAITING: "escalations that nobody has picked up",
    NoticeEvent.SESSION_RESOLVED: "sessions of yours that somebody else resolved",
    NoticeEvent.FIX_REMINDER: "fixes that wait to be verified",
    NoticeEvent.PSA_PUSH_FAILED: "write-ups that could not be added to a ticket",
    NoticeEvent.CHANNEL_SWITCHED_OFF: "channels that are switched off",
    NoticeEvent.PSA_CONNECTION_FAILING: "a ticket system that cannot be reached",
    NoticeEvent.AI_BUDGET_80: "an AI budget that is nearly used up",
    NoticeEvent.AI_BUDGET_REACHED: "an AI budget that is used up",
    NoticeEvent.SUBSCRIPTION_CHANGED: "changes of the subscription",
    NoticeEvent.DIGEST: "anything that you can switch off",
}
"""What mail of a kind is about; only these can be switched off."""


@unsubscribe.get("/unsubscribe/<token>")
def ask(token: str) -> Response:
    return _page(_link(token), is_done=False)


@unsubscribe.post("/unsubscribe/<token>")
def stop(token: str) -> Response:
    link = _link(token)
    stop_mail(link)
    return _page(link, is_done=True)


declare(stop, PUBLIC, takes_json=False)


def _link(token: str) -> UnsubscribeLink:
    """Raises NotFound unless we signed it for mail that can be switched off."""
    link = UnsubscribeLink.parse(token, secret_key=current_app.extensions["settings"].secret_key)
    if link is None or link.event not in WORDS:
        raise NotFound
    return link


def _page(link: UnsubscribeLink, *, is_done: bool) -> Response:
    """Not stored and not indexed: whoever has the link can use it."""
    page = make_response(render_template("unsubscribe.html", about=WORDS[link.event], is_done=is_done))
    page.headers["X-Robots-Tag"] = "noindex"
    page.headers["Cache-Control"] = "no-store"
    return page
