"""Events about sessions of the script builder and about proposals to make a template."""

from __future__ import annotations

from models.core.outgoing import live
from models.events.publishing import publish
from models.events.types import EventType
from models.script_session import ScriptMessage, ScriptSession
from models.templatization import Templatization


def script_changed(script_session: ScriptSession) -> None:
    """Its draft, a message or its status changed; `version` counts its drafts."""
    data = {"script_session_id": script_session.id, "version": script_session.draft_version}
    publish(EventType.SCRIPT_CHANGED, [live.script_topic(script_session.id)], data)


def script_reply_started(message: ScriptMessage) -> None:
    """As `reply_started` in a chat: the text of a later attempt replaces that of an earlier one."""
    _about_reply(EventType.REPLY_STARTED, message, {"attempt": message.attempt})


def script_reply_finished(message: ScriptMessage) -> None:
    _about_reply(EventType.REPLY_FINISHED, message, {"step_id": None})


def script_reply_failed(message: ScriptMessage) -> None:
    """It failed or was stopped; `code` says which and why."""
    _about_reply(EventType.REPLY_FAILED, message, {"step_id": None, "code": message.code})


def templatize_ready(templatization: Templatization) -> None:
    """To the person who asked: the proposal is there, or `code` says why there is none."""
    data = {
        "templatization_id": templatization.id,
        "status": templatization.status,
        "code": templatization.error,
    }
    publish(EventType.TEMPLATIZE_READY, [live.user_topic(templatization.requested_by_id)], data)


def _about_reply(event_type: EventType, message: ScriptMessage, data: dict[str, object]) -> None:
    topic = live.script_topic(message.script_session_id)
    about = {"session_id": message.script_session_id, "reply_id": message.id}
    publish(event_type, [topic], {**about, **data})
