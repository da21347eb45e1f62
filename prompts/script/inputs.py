"""What a reply of the script builder is based on."""

from __future__ import annotations

from pydantic import Field

from prompts.session import Input, SessionInput


class ParameterIn(Input):
    """A parameter of the script, as `models.scripting.parameters.Parameter`."""

    name: str
    label: str
    type: str
    required: bool = True
    default: str | None = None
    choices: list[str] | None = None
    pattern: str | None = None
    help: str | None = None


class ScriptIn(Input):
    """The script as it is now."""

    title: str
    purpose: str
    language: str
    body: str
    parameters: list[ParameterIn] = Field(default_factory=list)


class ScriptInput(SessionInput):
    """A conversation about one script; the last turn is the engineer's.

    Inside an AI session it has the problem, the facts and the fix (as the only one) of that session; elsewhere the
    problem is what the engineer said first.
    """

    language: str
    script: ScriptIn | None = None
    in_session: bool = False

    @property
    def request(self) -> str:
        """What the engineer wants now."""
        return next((turn.content for turn in reversed(self.turns) if turn.role == "engineer"), "")
