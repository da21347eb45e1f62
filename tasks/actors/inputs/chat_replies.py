"""What the assistant needs for a chat reply."""

from __future__ import annotations

from models.ai_session import AiSession
from tasks.actors.inputs.cases import cases_in
from tasks.actors.inputs.sessions import session_fields
from tasks.actors.inputs.trees import trees_in
from tasks.integrations.assistant import ChatReplyInput


def chat_reply_input(ai_session: AiSession) -> ChatReplyInput:
    return ChatReplyInput(**session_fields(ai_session), cases=cases_in(ai_session), trees=trees_in(ai_session))
