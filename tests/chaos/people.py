"""The people of a run: they open sessions, write, ask for texts, hand over and claim, over HTTP.

They never give up on an answer: one that is lost on the way is asked for again under the same Idempotency-Key, as the
SPA does.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from uuid import UUID

from tests.support.desk import API, Desk, Person

ANSWER_SECONDS = 12.0
PATIENCE_SECONDS = 90.0
PAUSE_SECONDS = 0.15


@dataclass
class Ledger:
    """What the people were promised; written by all of them."""

    sessions: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    """Ids of the steps that a 202 named."""
    handoffs: list[str] = field(default_factory=list)
    winners: dict[str, list[str]] = field(default_factory=dict)
    """By handoff, the people who were told that they claimed it."""
    statuses: Counter[int] = field(default_factory=Counter)
    asked_again: int = 0
    given_up: int = 0
    bare_500: int = 0
    """Answers that did not say that something was away, as a 503 does."""
    jobs: int = 0
    """As far as the answers tell; the outbox knows exactly."""


class Caller:
    """One person's calls, each tried until somebody answers it."""

    def __init__(self, port: int, person: Person, ledger: Ledger, chance: random.Random) -> None:
        cookie = person.client.get_cookie("flowpilot")
        assert cookie, "not signed in"
        self._headers = {
            "Cookie": f"flowpilot={cookie.value}",
            "X-CSRF-Token": person.csrf_token,
            "Content-Type": "application/json",
        }
        self.person_id = person.id
        self._port, self._ledger, self._chance = port, ledger, chance

    def post(self, path: str, **body: Any) -> tuple[int, Any]:
        """Status and body of the first answer that is one; (0, None) when nobody answered in all that time.

        `idempotency_conflict` says that the first try still runs: no two calls here share a key.
        """
        key = str(UUID(int=self._chance.getrandbits(128)))
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            status, answer = self._try(path, body, key)
            if status and status < 500 and answer.get("code") != "idempotency_conflict":
                self._ledger.statuses[status] += 1
                return status, answer
            self._ledger.asked_again += 1
            if status == 500:
                self._ledger.bare_500 += 1
            time.sleep(PAUSE_SECONDS)
        self._ledger.given_up += 1
        return 0, None

    def _try(self, path: str, body: dict[str, Any], key: str) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_SECONDS)
        try:
            connection.request("POST", API + path, json.dumps(body), self._headers | {"Idempotency-Key": key})
            response = connection.getresponse()
            return response.status, json.loads(response.read() or b"{}")
        except (OSError, HTTPException, ValueError):
            return 0, None
        finally:
            connection.close()


class Team:
    """One account's people, working until they are told to stop; `may_go_on` holds them back to the run's pace."""

    def __init__(
        self, port: int, desk: Desk, ledger: Ledger, chance: random.Random, may_go_on: Callable[[], bool]
    ) -> None:
        def caller(person: Person) -> Caller:
            return Caller(port, person, ledger, random.Random(chance.random()))

        self._junior = caller(desk.junior)
        self._claimers = [caller(desk.senior), caller(desk.owner)]
        self._ledger, self._chance, self._may_go_on = ledger, chance, may_go_on
        self._open: list[str] = []
        self._stopped = threading.Event()

    def work(self) -> None:
        acts = (self._opens, self._writes, self._hands_over, self._stops, self._previews, self._documents)
        with ThreadPoolExecutor(len(self._claimers)) as self._together:
            while not self._stopped.is_set():
                if not self._may_go_on():
                    self._stopped.wait(0.05)
                elif self._open:
                    self._chance.choices(acts, (4, 5, 2, 1, 3, 2))[0]()
                else:
                    self._opens()

    def stop(self) -> None:
        self._stopped.set()

    def _opens(self) -> None:
        status, answer = self._junior.post("/ai-sessions", problem="The printer on the second floor is offline")
        if status == 201:
            self._ledger.sessions.append(answer["id"])
            self._ledger.jobs += 1
            self._open.append(answer["id"])

    def _writes(self) -> None:
        path = f"/ai-sessions/{self._chance.choice(self._open)}/messages"
        status, answer = self._junior.post(path, content="I restarted it; the queue is still full.")
        if status == 202:
            self._ledger.messages.append(answer["step"]["id"])
            self._ledger.jobs += 1

    def _hands_over(self) -> None:
        ai_session = self._open.pop(self._chance.randrange(len(self._open)))
        status, handoff = self._junior.post(f"/ai-sessions/{ai_session}/handoff", intent="escalate", reason="Stuck")
        if status != 201:
            return
        self._ledger.handoffs.append(handoff["id"])
        self._ledger.jobs += 2
        path = f"/ai-sessions/{ai_session}/handoffs/{handoff['id']}/claim"
        answers = self._together.map(lambda caller: (caller.person_id, caller.post(path)[0]), self._claimers)
        self._ledger.winners[handoff["id"]] = [person for person, status in answers if status == 200]

    def _stops(self) -> None:
        self._junior.post(f"/ai-sessions/{self._chance.choice(self._open)}/reply/cancel")

    def _previews(self) -> None:
        """Two people ask at once, as an engineer with two tabs does: at most one job."""
        kind = self._chance.choice(("resolution-note", "escalation-package"))
        self._asks_for(f"previews/{kind}", times=2)

    def _documents(self) -> None:
        self._asks_for(self._chance.choice(("documentation", "client-update")), times=1)

    def _asks_for(self, text: str, *, times: int) -> None:
        path = f"/ai-sessions/{self._chance.choice(self._open)}/{text}"
        statuses = list(self._together.map(lambda _: self._junior.post(path)[0], range(times)))
        self._ledger.jobs += 202 in statuses
