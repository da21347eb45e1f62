"""The tags that open a marker in a reply of the chat or of the script builder.

Text from people must not contain them (`prompts.untrusted`); the shape behind each is in `prompts.chat_reply.markers`.
"""

from __future__ import annotations

from enum import StrEnum


class MarkerTag(StrEnum):
    SUGGEST_FIX = "SUGGEST_FIX"
    FACTS = "FACTS"
    QUESTIONS = "QUESTIONS"
    ACTIONS = "ACTIONS"
    FIX_OUTCOME = "FIX_OUTCOME"
    TITLE = "TITLE"
    HYPOTHESES = "HYPOTHESES"
    SCRIPT = "SCRIPT"
    """Only in the script builder (`prompts.script.results`)."""


TAGS = tuple(tag.value for tag in MarkerTag)
