"""Makes text of people and machines harmless inside a prompt: it may inform the model, never steer our parsing.

Applied to everything that is not our own template, engineers' messages included.  Secrets are `prompts.redaction`.
"""

from __future__ import annotations

import re
from typing import Literal

from prompts.markers import TAGS

Source = Literal["ticket", "log", "paste", "kb"]

FENCE_TAGS = ("untrusted", "session_state", "session_record", "conversation")

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
_MARKER = re.compile(rf"\[(?=\s*(?:{'|'.join(TAGS)})\b)", re.IGNORECASE)
_FENCE = re.compile(rf"<(?=\s*/?\s*(?:{'|'.join(FENCE_TAGS)})\b)", re.IGNORECASE)


def neutralise(text: str) -> str:
    """The text without invisible characters, with our markers and fence tags defused; safe to apply twice."""
    text = _INVISIBLE.sub("", text)
    return _FENCE.sub("&lt;", _MARKER.sub("(", text))


def fenced(source: Source, text: str) -> str:
    """The text as quoted material of a named source; belongs in user turns only."""
    return f'<untrusted source="{source}">\n{neutralise(text)}\n</untrusted>'
