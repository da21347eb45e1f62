"""Takes secrets out of an AI session before any provider sees it, and keeps what troubleshooting needs.

Addresses, SIDs, hosts, event ids and prose about passwords stay.  The patterns are `prompts.redaction_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Any, TypeVar

from pydantic import BaseModel

from prompts.redaction_rules import CARD, CONTACT_RULES, RULES, Rule

Model = TypeVar("Model", bound=BaseModel)


class Redactor:
    """Replaces secrets by stable tags: the same secret has the same tag in the whole of one prompt.

    Applying it to its own output changes nothing.
    """

    def __init__(self, *, contacts: bool = False) -> None:
        """`contacts` takes out e-mail addresses and phone numbers too (an account's choice)."""
        self._rules: tuple[Rule, ...] = RULES + CONTACT_RULES if contacts else RULES
        self._tags: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}

    def redact(self, text: str) -> str:
        """The text with every secret replaced, as in `[password-1 redacted]`."""
        for rule in self._rules:
            text = rule.pattern.sub(partial(self._replaced, rule.kind), text)
        return CARD.sub(self._card_replaced, text)

    def redact_model(self, model: Model) -> Model:
        """A copy of a typed input with every text in it redacted, in field order."""
        return type(model).model_validate(self._redact_value(model.model_dump()))

    def _redact_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.redact(value)
        if isinstance(value, dict):
            return {key: self._redact_value(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._redact_value(item) for item in value]
        return value

    def _replaced(self, kind: str, match: re.Match[str]) -> str:
        groups = [index for index in range(1, (match.re.groups or 0) + 1) if match.group(index) is not None]
        index = groups[0] if groups else 0
        start, end = match.start(index) - match.start(), match.end(index) - match.start()
        whole = match.group()
        return whole[:start] + self._tag(kind, match.group(index)) + whole[end:]

    def _card_replaced(self, match: re.Match[str]) -> str:
        digits = [int(character) for character in match.group() if character.isdigit()]
        return self._tag("card", match.group()) if _passes_luhn(digits) else match.group()

    def _tag(self, kind: str, secret: str) -> str:
        if (kind, secret) not in self._tags:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._tags[kind, secret] = f"[{kind}-{self._counts[kind]} redacted]"
        return self._tags[kind, secret]


def _passes_luhn(digits: Iterable[int]) -> bool:
    """The check digit's rule of payment cards (ISO/IEC 7812-1, annex B)."""
    doubled = [digit if index % 2 == 0 else digit * 2 for index, digit in enumerate(reversed(list(digits)))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
