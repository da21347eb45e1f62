"""What the case of a session is based on."""

from __future__ import annotations

from prompts.session import SessionInput


class CaseInput(SessionInput):
    """A session at any time.

    `resolution` is how it was solved in the words of the person who resolved it; `verification` how they know.
    """

    resolution: str | None = None
    verification: str | None = None
