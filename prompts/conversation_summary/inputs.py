"""What a summary is made from."""

from __future__ import annotations

from prompts.session import SessionInput


class ConversationSummaryInput(SessionInput):
    """A session whose `turns` follow those that `summary` covers; the new summary covers both."""
