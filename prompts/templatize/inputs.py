"""What a proposal of parameters is based on."""

from __future__ import annotations

from prompts.session import SessionInput


class TemplatizeInput(SessionInput):
    """A script that becomes a template; with the problem and the facts if it was drafted for a fix of a session."""

    language: str
    script_title: str
    script_purpose: str
    body: str
    in_session: bool = False
