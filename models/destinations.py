"""Where a text of a session may go: to colleagues, or to the client.

They are different types without a common base and without a conversion, so that a type checker refuses an internal
text where a client's is expected.  Neither has a default, and only a named reader makes a `ClientText`.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.core.errors import Invalid


@dataclass(frozen=True)
class InternalNote:
    """A text that only members of the account and their ticket's internal notes may show."""

    text: str


@dataclass(frozen=True)
class ClientText:
    """A text that this client will see.  Made by `client_text`."""

    text: str
    reader: str


class WrongReader(Invalid):
    message = "Name the client who will read this."


def client_text(text: str, *, reader: str, client_name: str | None) -> ClientText:
    """The text for this reader, who has to be the session's client (`client_name`).

    Raises WrongReader (422), so that a stale screen cannot send a text to another client than the one it names.
    """
    check_reader(reader, client_name=client_name)
    return ClientText(text, reader)


def is_same_client(one: str, other: str) -> bool:
    """Whether two names mean one client: capitals and the number of spaces do not matter."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def check_reader(reader: str, *, client_name: str | None) -> None:
    """Raises WrongReader (422) unless `reader` is the session's client."""
    if client_name is None:
        raise WrongReader(detail={"reader": ["This session has no client. Link it to one first."]})
    if reader != client_name:
        raise WrongReader(detail={"reader": [f"This session's client is {client_name}."]})
