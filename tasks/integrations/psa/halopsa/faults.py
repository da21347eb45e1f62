"""Reads what HaloPSA answers when it refuses, which it writes in many ways."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tasks.integrations.psa.errors import (
    Conflicting,
    OutcomeUnknown,
    PermissionMissing,
    PsaFailed,
    RemoteUnavailable,
    TicketNotFound,
    ValidationFailed,
    WrongAddress,
    WrongCredentials,
)
from tasks.integrations.psa.halopsa.text import to_plain
from tasks.integrations.psa.http import Response

_NO_ACCESS = re.compile(r"\b(?:do|does) ?n[o']t have (?:access|permission)|\bno (?:access|permission)\b", re.IGNORECASE)
_NO_ACTION = re.compile(r"\baccess to (?:this|the) action\b", re.IGNORECASE)
_NO_OUTCOME = re.compile(r"\boutcome\b.{0,40}\b(?:must|required)\b|\bmust\b.{0,40}\boutcome\b", re.IGNORECASE)
"""The last two are known to be said instead of carrying the request out, whatever the status of the answer is."""


def said(response: Response) -> str:
    """What an answer says in words, without our credentials."""
    text = _message(response.content) or (to_plain(response.text) if response.content is None else "")
    return response.hide(" ".join(text.split()))[:300]


def failure(response: Response, *, is_write: bool, about_ticket: bool) -> PsaFailed:
    """The error for an answer that is not a success."""
    status, words = response.status, said(response)
    if status == 401:
        return WrongCredentials(words)
    if status == 403 or _NO_ACTION.search(words) or (status < 500 and _NO_ACCESS.search(words)):
        return PermissionMissing(words)
    if _NO_OUTCOME.search(words):
        return ValidationFailed(words, fields=("outcome_id",))
    if status >= 500:
        # HaloPSA also refuses bad data with a 500, but nobody says that it never does so after a change.
        return OutcomeUnknown(words) if is_write else RemoteUnavailable(words)
    if status == 404:
        return TicketNotFound(words) if about_ticket else WrongAddress(words)
    return Conflicting(words) if status == 409 else ValidationFailed(words)


def _message(content: object) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return _message(content[0]) if content else ""
    if not isinstance(content, Mapping):
        return ""
    by_name = {str(name).lower(): value for name, value in content.items()}
    names = ("errormessage", "message", "error_description", "error", "title")
    return next((value for name in names if isinstance(value := by_name.get(name), str) and value.strip()), "")
