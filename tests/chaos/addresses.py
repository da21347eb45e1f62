"""`make chaos ARGS="--addresses 10000"`: so many mails to fifty addresses, two of which always fail.

One of the two is refused for now each time, the other never gets an answer.  Held to: the mails to the 48 good ones,
one of which is slow, take hardly longer than the same mails without the two.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session

from models.notice import SubjectKind
from models.notice_event import NoticeEvent
from models.operations.notices import NewNotice, give_notice_to_address
from tests.outside.mail_server import MailServer
from tests.support.desk import Desk
from tests.support.eventually import eventually
from tests.support.fleet import Fleet
from tests.support.installation import Installation, new_installation
from tests.support.own_postgres import running_postgres
from tests.support.own_redis import OwnRedis

GOOD = [f"good{number}@reader.test" for number in range(48)]
SLOW, REFUSED, SILENT = GOOD[0], "full@reader.test", "silent@reader.test"
SLOW_SECONDS = 0.1
PATIENCE_SECONDS = 1_800.0
LIMIT = 1.5
ROUND = 100
"""Notices in one transaction."""


@dataclass
class SlowMailServer(MailServer):
    slow: set[str] = field(default_factory=lambda: {SLOW})

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.slow & set(envelope.rcpt_tos):
            await asyncio.sleep(SLOW_SECONDS)
        return await super().handle_DATA(server, session, envelope)


@dataclass
class Measured:
    factor: float = 0.0
    """By how much the good addresses took longer beside the bad ones."""


def measure(folder: Path, measured: Measured, *, deliveries: int) -> Iterator[str]:
    """Lines of the table, as they are known; the result is in `measured`."""
    for name in ("postgres", "redis", "logs", "data"):
        (folder / name).mkdir()
    each = max(1, deliveries // (len(GOOD) + 2))
    with (
        running_postgres(folder / "postgres") as postgres,
        OwnRedis(folder / "redis") as redis,
        SlowMailServer(refusals={REFUSED: "451 Mailbox full"}, held={SILENT}) as server,
    ):
        variables = {"SMTP_URL": server.url("smtp"), "FLOWPILOT_DATA": str(folder / "data")}
        with new_installation(postgres.addresses, redis, name="addresses", variables=variables) as installation:
            fleet = Fleet(installation.environment, folder / "logs")
            try:
                for name in ("worker", "relay"):
                    fleet.start(name)
                alone = _drained(installation, server, GOOD, each)
                yield _line(f"{each * len(GOOD):,} mails to 48 good addresses alone", alone)
                beside = _drained(installation, server, [*GOOD, REFUSED, SILENT], each)
                yield _line(
                    f"the same beside {each * 2:,} to one that is always refused and one that is silent", beside
                )
                measured.factor = beside / alone
                yield f"  longer by a factor of {measured.factor:.2f}; limit {LIMIT}"
                yield f"  mails accepted twice: {len(server.accepted) - len({one.content for one in server.accepted})}"
            finally:
                fleet.end()


def _drained(installation: Installation, server: MailServer, addresses: Sequence[str], each: int) -> float:
    """Seconds until the good ones have got theirs."""
    desk, before = installation.open_desk(), _got(server)
    began = time.monotonic()
    _plan(desk, addresses, each)
    wanted = before + each * len(GOOD)
    assert eventually(lambda: _got(server) >= wanted, patience=PATIENCE_SECONDS), f"{_got(server)} of {wanted}"
    return time.monotonic() - began


def _got(server: MailServer) -> int:
    return sum(one.recipient in GOOD for one in server.accepted[:])


def _plan(desk: Desk, addresses: Sequence[str], each: int) -> None:
    """In turn, as fifty people are told of one event after the other."""
    todo = [address for _ in range(each) for address in addresses]
    for start in range(0, len(todo), ROUND):
        with desk.unit():
            for address in todo[start : start + ROUND]:
                give_notice_to_address(_notice(), address)


def _notice() -> NewNotice:
    return NewNotice(
        event=NoticeEvent.CHANNEL_SWITCHED_OFF,
        subject_kind=SubjectKind.ACCOUNT,
        subject_id=uuid4(),
        title="The channel Service desk is switched off",
        link="/account",
        more={"channel": "Service desk", "reason": "ten calls in a row failed"},
    )


def _line(words: str, seconds: float) -> str:
    return f"  {words:<90}{seconds:8.1f} s"
