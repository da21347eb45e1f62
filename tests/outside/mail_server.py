"""A mail server on the loopback: it keeps what it accepts, and refuses, hangs or hangs up as a test asks."""

from __future__ import annotations

import asyncio
import email
import email.policy
import ssl
import threading
import warnings
from dataclasses import dataclass, field
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

USER, PASSWORD = "flow@pilot", "p:/?#%"


@dataclass(frozen=True)
class Accepted:
    recipient: str
    content: bytes
    connection: int

    @property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.content, policy=email.policy.default)  # type: ignore[return-value]


@dataclass
class MailServer:
    """`refusals`: replies to RCPT by recipient; `replies`: one reply each to DATA of the next messages, None for 250.

    `hangs_up`: the recipients whose message is accepted and then not confirmed, once each.  RCPT is not answered for
    `held` recipients until `release` is called.
    """

    tls: ssl.SSLContext | None = None
    implicit_tls: bool = False
    requires_login: bool = False
    smtputf8: bool = True
    refusals: dict[str, str] = field(default_factory=dict)
    message_refusals: dict[str, str] = field(default_factory=dict)
    hangs_up: set[str] = field(default_factory=set)
    accepted: list[Accepted] = field(default_factory=list)
    port: int = 0
    connections: int = 0
    open_now: int = 0
    most_open: int = 0
    held: set[str] = field(default_factory=set)

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._started = threading.Event()
        self._thread.start()
        assert self._started.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def url(self, scheme: str, *, login: str = "") -> str:
        return f"{scheme}://{login}127.0.0.1:{self.port}"

    def to(self, recipient: str) -> list[Accepted]:
        return [one for one in self.accepted if one.recipient == recipient]

    def release(self) -> None:
        """Answer the held recipients."""
        self._loop.call_soon_threadsafe(self._released.set)

    def stop_listening(self) -> None:
        """Refuse connections from now on, as a server that is down."""
        self._loop.call_soon_threadsafe(self._server.close)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._released = asyncio.Event()
        ready = self._loop.create_server(
            self._protocol, "127.0.0.1", self.port, ssl=self.tls if self.implicit_tls else None
        )
        self._server = self._loop.run_until_complete(ready)
        self.port = self._server.sockets[0].getsockname()[1]
        self._started.set()
        self._loop.run_forever()
        self._server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _protocol(self) -> SMTP:
        with warnings.catch_warnings():
            # It warns of logins without STARTTLS, also where the whole connection is encrypted.
            warnings.simplefilter("ignore", UserWarning)
            return _Protocol(self)

    # what aiosmtpd asks of a handler

    async def handle_RCPT(  # noqa: N802 -- the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.held:
            await self._released.wait()
        if refusal := self.refusals.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        (recipient,) = envelope.rcpt_tos
        if refusal := self.message_refusals.get(recipient):
            return refusal
        assert isinstance(envelope.content, bytes)
        self.accepted.append(Accepted(recipient, envelope.content, server.number))
        if recipient in self.hangs_up:
            self.hangs_up.remove(recipient)
            server.transport.abort()
        return "250 OK"


class _Protocol(SMTP):
    def __init__(self, owner: MailServer) -> None:
        offers_starttls = owner.tls is not None and not owner.implicit_tls
        super().__init__(
            owner,
            hostname="mail.example.org",
            tls_context=owner.tls if offers_starttls else None,
            require_starttls=offers_starttls,
            auth_required=owner.requires_login,
            auth_require_tls=offers_starttls,
            authenticator=_authenticate,
            enable_SMTPUTF8=owner.smtputf8,
        )
        self._owner, self.number, self._counted = owner, 0, False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not self._counted:  # once more after STARTTLS
            self._owner.connections += 1
            self._owner.open_now += 1
            self._owner.most_open = max(self._owner.most_open, self._owner.open_now)
            self.number, self._counted = self._owner.connections, True
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self._counted:
            self._owner.open_now -= 1
            self._counted = False
        super().connection_lost(error)


def _authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
    is_right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)
