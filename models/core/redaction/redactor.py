"""Replaces the secrets of texts by tags."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from models.core.redaction.finding import Found, find_secrets


class Redactor:
    """Replaces secrets by stable tags: all texts given to one redactor have the same tag for the same secret.

    Applying it to its own output changes nothing.
    """

    def __init__(self, *, contacts: bool = False) -> None:
        """`contacts` redacts e-mail addresses and phone numbers too (an account's choice)."""
        self._contacts = contacts
        self._tags: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}

    def redact(self, text: str, *, released: Collection[tuple[int, int]] = ()) -> str:
        """The text with every secret replaced, as in `[password-1 redacted]`.

        released: places (start and end, in characters) that a person said are not secret.  A finding that lies within
        one stays as it is; one that reaches beyond it is replaced.
        """
        kept = [one for one in find_secrets(text, contacts_too=self._contacts) if not _lies_within(one, released)]
        return self._replaced(text, kept, 0, len(text))

    def redact_part(self, text: str, start: int, end: int) -> str:
        """The characters from `start` to `end`, with every secret replaced that the whole text shows there.

        A secret that reaches into the part is replaced whole; cut first, it might not be recognised.
        """
        found = find_secrets(text, contacts_too=self._contacts)
        return self._replaced(text, [one for one in found if one.start < end and start < one.end], start, end)

    def _replaced(self, text: str, secrets: Iterable[Found], start: int, end: int) -> str:
        parts, position = [], start
        for secret in secrets:
            parts += [text[position : secret.start], self._tag(secret.kind, text[secret.start : secret.end])]
            position = secret.end
        return "".join((*parts, text[position:end]))

    def _tag(self, kind: str, secret: str) -> str:
        if (kind, secret) not in self._tags:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._tags[kind, secret] = f"[{kind}-{self._counts[kind]} redacted]"
        return self._tags[kind, secret]


def _lies_within(secret: Found, places: Collection[tuple[int, int]]) -> bool:
    return any(start <= secret.start and secret.end <= end for start, end in places)
