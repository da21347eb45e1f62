"""Credentials in a script: passwords, tokens and keys that somebody wrote into the body.

The rules are those of the redaction, which already know variables, prompts and placeholders of many kinds.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.core.redaction import find_secrets
from models.scripting.placeholders import PLACEHOLDER
from models.scripting.syntax import Lines


@dataclass(frozen=True)
class Credential:
    """Where something looks like a credential (line and column from 1), how long it is, and what it looks like.

    The text itself is left out on purpose: this goes into answers and logs.
    """

    line: int
    column: int
    text_length: int
    label: str


def found_in(body: str) -> list[Credential]:
    """In the order of the text.  A placeholder, a variable or a prompt is not a credential."""
    lines = Lines(body)
    found = [one for one in find_secrets(body) if not PLACEHOLDER.search(body, one.start, one.end)]
    return [
        Credential(*lines.place(one.start), text_length=one.end - one.start, label=one.kind.replace("-", " "))
        for one in found
    ]
