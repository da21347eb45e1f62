"""What the resolution note is based on."""

from __future__ import annotations

from prompts.session import SessionInput


class ResolutionNoteInput(SessionInput):
    """A session at any time."""
