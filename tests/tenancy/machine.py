"""Random operations over twenty accounts: after each, nothing of another account in the answer, and none changed.

Operations go through HTTP and through jobs; ids of other accounts come in paths, queries, bodies, cursors, topics
of streams, and in the rows of jobs.
"""

from __future__ import annotations

import io
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from models.core import ids
from models.core.outgoing import outbox
from models.core.outgoing.broker import DoorbellBroker
from models.jobs import Job
from tasks.broker import make_broker
from tasks.runner import run_row
from tests.support.desk import API
from tests.support.installation import Installation
from tests.tenancy.acts import Act, Acts
from tests.tenancy.sight import Sight
from tests.tenancy.world import Tenant, World, learn

# Of all operations: own jobs that wait, run; rows that name another account's things, run.
JOBS_SHARE, FORGED_SHARE = 0.05, 0.03
LOOK_AT_ALL_EVERY = 1_000


@dataclass
class Tally:
    operations: int = 0
    foreign_paths: int = 0
    foreign_elsewhere: int = 0
    jobs: int = 0
    forged_jobs: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.operations:,} operations: {self.foreign_paths:,} with another account's id in the path,"
            f" {self.foreign_elsewhere:,} elsewhere; {self.jobs:,} jobs, {self.forged_jobs:,} of them naming another"
            f" account's rows; foreign rows, ids or texts: {len(self.faults)}"
        )


class Machine:
    def __init__(self, installation: Installation, world: World, sight: Sight, chance: random.Random) -> None:
        self._installation, self._world, self._sight, self._chance = installation, world, sight, chance
        self._acts = Acts(installation.app, world, chance)
        broker, self._context = make_broker(installation.settings)
        self._broker: DoorbellBroker = broker
        self.tally = Tally()

    def run(self, operations: int) -> Tally:
        """So many more operations, and a look at everything now and then."""
        for number in range(1, operations + 1):
            self.tally.operations += 1
            self._one(self._chance.random())
            if number % LOOK_AT_ALL_EVERY == 0 or number == operations:
                self._fault(*self._sight.strange_rows(self._world), *self._sight.strange_events(self._world))
        return self.tally

    def close(self) -> None:
        self._context.engine.dispose()
        self._broker.client.close()

    def _one(self, drawn: float) -> None:
        if drawn < FORGED_SHARE:
            self._forge_a_job()
        elif drawn < FORGED_SHARE + JOBS_SHARE:
            self._run_jobs()
        else:
            self._act(self._acts.next())

    def _act(self, act: Act) -> None:
        before = self._sight.versions(act.foreign)
        response = self._answer(act)
        self.tally.statuses[response.status_code] += 1
        self.tally.foreign_paths += bool(act.foreign)
        self.tally.foreign_elsewhere += act.must_fail
        self._judge(act, response, _text(response))
        if self._sight.versions(act.foreign) != before:
            self._fault(f"{act} changed another account's row")
        learn(act.tenant, act.path, act.ids, response, self._chance)
        response.close()

    def _answer(self, act: Act) -> TestResponse:
        headers = {"X-CSRF-Token": act.person.csrf_token}
        body: dict[str, Any] = {"json": act.body}
        if act.route.access and act.route.access.takes_file:
            body = {"data": {"file": (io.BytesIO(act.tenant.says("ERROR").encode()), "a.log")}}
        return act.person.client.open(
            API + act.path, method=act.route.method, headers=headers, query_string=act.query, **body
        )

    def _judge(self, act: Act, response: TestResponse, text: str) -> None:
        status, roles = response.status_code, act.route.access.roles if act.route.access else None
        may = roles is None or ("owner" if act.person is act.tenant.desk.owner else "engineer") in roles
        if status >= 500:
            self._fault(f"{act} is {status}")
        if act.foreign and status != (404 if may else 403) and not _is_refused_otherwise(act, text):
            self._fault(f"{act} is {status}: {text[:200]}")
        if act.must_fail and status < 400:
            self._fault(f"{act} is let through: {status}")
        told = self._world.foreign_words(act.tenant, text)
        if "cursor" not in act.query and "q" not in act.query and status < 400:
            told |= self._world.foreign_ids(act.tenant, text)
        if told:
            self._fault(f"{act} tells {told}")

    def _run_jobs(self) -> None:
        """Somebody asks the copilot; the oldest that were asked for are answered, by the demo assistant."""
        tenant = self._chance.choice(self._world.tenants)
        tenant.desk.junior.opens_session(tenant.says("The scanner is offline"), client_name=tenant.says("Client"))
        query = (
            "select id::text from outbox where kind = 'job' and state = 'ready' and not_before is null"
            " order by created_at limit 2"
        )
        for row in self._sight.rows(query):
            run_row(self._context, row["id"])
            self.tally.jobs += 1

    def _forge_a_job(self) -> None:
        """A row of one account that names another's reply or handoff: it ends without having touched it."""
        tenant, other = self._chance.sample(self._world.tenants, 2)
        job, args, foreign = self._forged(other)
        row_id = ids.new_id()
        with tenant.desk.unit() as unit:
            unit.request(
                outbox.Row(id=row_id, account_id=tenant.desk.account_id, kind=outbox.Kind.JOB, name=job, args=args)
            )
        before = self._sight.rows(*foreign)
        run_row(self._context, str(row_id))
        self.tally.jobs += 1
        self.tally.forged_jobs += 1
        after = self._sight.rows(*foreign)
        if after != before:
            self._fault(f"a job of account {tenant.number} changed {before} of account {other.number} to {after}")
        self._sight.rows("delete from outbox where id = %(id)s", id=str(row_id))

    def _forged(self, other: Tenant) -> tuple[Job, dict[str, Any], tuple[str]]:
        account = f"account_id = '{other.desk.account_id}'"
        handoff = self._chance.choice(other.things["handoff_id"])["handoff_id"]
        assessment = (
            f"select xmin::text, assessment_status, ai_assessment from handoffs where id = '{UUID(handoff)}'",
        )
        if self._chance.random() < 0.5:
            job = self._chance.choice([Job.HANDOFF_ASSESS, Job.HANDOFF_EXPIRE_ASSESSMENT])
            return job, {"handoff_id": handoff, "assessment_round": 1}, assessment
        (reply,) = self._sight.rows(f"select id::text from replies where {account} order by random() limit 1")
        watched = f"select xmin::text, status, step_id from replies where id = '{reply['id']}'"
        return Job.REPLY_WRITE, {"reply_id": reply["id"]}, (watched,)

    def _fault(self, *words: str) -> None:
        self.tally.faults.extend(words)


def _is_refused_otherwise(act: Act, text: str) -> bool:
    """Said before the id is looked for: one may not change one's own session, or has no PSA."""
    is_not_connected = "number" in act.foreign and '"psa_not_connected"' in text
    return is_not_connected or ("session_id" not in act.foreign and '"owner_or_handler_required"' in text)


def _text(response: TestResponse) -> str:
    """The whole answer; of a stream its first event, for it has no end."""
    if response.mimetype == "text/event-stream":
        return next(iter(response.response), b"").decode()  # type: ignore[union-attr]
    return response.get_data(as_text=True)
