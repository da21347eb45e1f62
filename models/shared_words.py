"""Prepares the texts of a session for readers outside the account, who open it by a link.

Secrets and the names of other clients are masked in every text.  What somebody said to the copilot is otherwise shown
as it is.  What the copilot or the record wrote may repeat a note for colleagues, so that its sentences that do are left
out.
"""

from __future__ import annotations

import time

from models.client_guard import InternalTexts, sentences_in
from models.client_names import OtherClients, apart
from models.core.redaction import Redactor

ANOTHER_CLIENT = "[another client]"


class SharedWords:
    """For the texts of one session; a secret has the same tag in all of them."""

    def __init__(self, others: OtherClients, *, masks_contacts: bool) -> None:
        """`masks_contacts` masks e-mail addresses and phone numbers too (an account's choice)."""
        self._redactor = Redactor(contacts=masks_contacts)
        self._others = others
        self._said: dict[str, str] = {}

    def said(self, text: str) -> str:
        """The text without secrets and other clients' names."""
        # A recorded action is a step and an attempt.
        if text not in self._said:
            self._said[text] = self._masked(text)
        return self._said[text]

    def written(self, text: str, internal: InternalTexts) -> str:
        """The same without the sentences that repeat an internal text; the rest stays in its place."""
        parts, position = [], 0
        for start, end, _ in sentences_in(text):
            if internal.are_repeated_in(text[start:end]):
                parts.append(text[position:start])
                position = end
        return self.said("".join((*parts, text[position:])))

    def _masked(self, text: str) -> str:
        # A page has hundreds of texts; a web process can answer others between two of them.
        time.sleep(0)
        shown = self._redactor.redact(text)
        parts, position = [], 0
        for place in apart(self._others.places_in(shown)):
            parts += [shown[position : place.start], ANOTHER_CLIENT]
            position = place.end
        return "".join((*parts, shown[position:]))
