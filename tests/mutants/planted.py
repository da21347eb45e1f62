"""Twenty-five faults as somebody might make them, each with the tests that ought to notice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """In `file` the text `right`, which stands there once, becomes `wrong`."""

    words: str
    file: str
    right: str
    wrong: str
    tests: tuple[str, ...]


_OUTBOX = ("tests/models/core/outgoing/test_outbox.py", "tests/tasks/runner")
_ROUTES = ("tests/contracts/test_routes.py", "tests/web/edge/test_identity.py")
_TENANCY = ("tests/models", "tests/web/api/test_isolation.py", "tests/contracts/test_catalogue.py")
_TABLES = "migrations/versions/0002_tenancy.py"
_TAKE_JOB = "migrations/versions/0009_operators.py"

FAULTS = (
    Fault("SKIP LOCKED is dropped", _TABLES, "for update skip locked", "for update", _OUTBOX),
    Fault(
        "whoever finishes a job is believed",
        "models/core/outgoing/outbox.py",
        'last_error = null, error_code = null"\n    " where id = :id and claim = :claim and state = \'running\'"',
        'last_error = null, error_code = null"\n    " where id = :id and cast(:claim as uuid) is not null"',
        _OUTBOX,
    ),
    Fault("a running job is taken again", _TAKE_JOB, "o.state = 'ready' and o.kind", "o.kind", _OUTBOX),
    Fault(
        "a duplicate message shortens a wait",
        _TAKE_JOB,
        '" and (o.not_before is null or o.not_before <= now())"',
        '""',
        _OUTBOX,
    ),
    Fault("attempts are not counted when taken", _TAKE_JOB, "attempts = o.attempts + 1, ", "", _OUTBOX),
    Fault(
        "an error commits all the same",
        "models/core/unit_of_work.py",
        "            else:\n                self._roll_back_after_error()\n",
        "            else:\n                self.commit()\n",
        ("tests/models/core",),
    ),
    Fault(
        "jobs are sent before events",
        "models/core/outgoing/dispatch.py",
        "row.kind is not outbox.Kind.EVENT)",
        "row.kind is outbox.Kind.EVENT)",
        ("tests/models/core",),
    ),
    Fault(
        "a script that Redis forgot stays forgotten",
        "models/core/outgoing/broker.py",
        "    if unsent:\n",
        "    if False:\n",
        ("tests/models/core",),
    ),
    Fault(
        "WITH CHECK lets every row in",
        "migrations/tenant_policies.py",
        "with check ({column} = {TENANT})",
        "with check (true)",
        _TENANCY,
    ),
    Fault(
        "row-level security does not bind the owner",
        "migrations/tenant_policies.py",
        '    op.execute(f"alter table {table} force row level security")\n',
        "",
        _TENANCY,
    ),
    Fault(
        "the account outlives its transaction",
        "models/core/database/tenancy.py",
        "set local app.account_id",
        "set app.account_id",
        _TENANCY,
    ),
    Fault(
        "one session of the ORM serves two accounts",
        "models/core/database/tenancy.py",
        "    if current not in (None, account_id):\n",
        "    if False:\n",
        _TENANCY,
    ),
    Fault(
        "an accessor leaves the account to the database",
        "models/queries/access/sessions.py",
        'AiSession.id == bindparam("id"), AiSession.account_id == bindparam("account_id"))',
        'AiSession.id == bindparam("id"))',
        _TENANCY,
    ),
    Fault(
        "a claim does not ask whether it is free",
        "models/operations/handoffs.py",
        'Handoff.id == bindparam("handoff_id"), Handoff.status == HandoffStatus.OPEN)',
        'Handoff.id == bindparam("handoff_id"))',
        ("tests/web/api/test_claims.py", "tests/web/api/test_race.py"),
    ),
    Fault(
        "a late assessment is kept",
        "models/operations/assessments.py",
        "    if not handoff.is_awaiting(assessment_round):\n        return False\n    handoff.store_assessment",
        "    handoff.store_assessment",
        ("tests/tasks/test_assessments.py", "tests/tasks/runner", "tests/tasks/actors/test_assessments.py"),
    ),
    Fault(
        "the CSRF token is not compared",
        "web/edge/identity.py",
        "csrf_token(login_id, settings).encode()):\n        raise CsrfFailed",
        "csrf_token(login_id, settings).encode()):\n        return",
        _ROUTES,
    ),
    Fault(
        "the origin is not looked at",
        "web/edge/identity.py",
        "    if origin and request",
        "    if False and request",
        _ROUTES,
    ),
    Fault(
        "every role may do everything",
        "web/edge/identity.py",
        "    if found.user.role not in access.roles:\n",
        "    if False:\n",
        _ROUTES,
    ),
    Fault("the billing gate stands open", "web/edge/identity.py", "    if access.gated:\n", "    if False:\n", _ROUTES),
    Fault(
        "a deactivated person's cookie is still good",
        "models/operations/logins.py",
        "return None if login is None or login.user.is_gone else login",
        "return login",
        ("tests/web/api/test_members.py", "tests/web/api/test_auth.py", "tests/web/edge/test_identity.py"),
    ),
    Fault(
        "the last owner may go",
        "models/operations/members.py",
        "        raise LastOwner\n",
        "        return\n",
        ("tests/web/api/test_members.py",),
    ),
    Fault(
        "logins are not limited",
        "models/operations/login_limit.py",
        "    if count >= most:\n",
        "    if False:\n",
        ("tests/web/api/test_login_limit.py",),
    ),
    Fault(
        "an Idempotency-Key is good for another call",
        "models/operations/idempotency.py",
        "    if kept.request_fingerprint != call.request_fingerprint:\n",
        "    if False:\n",
        ("tests/web/edge/test_idempotency.py",),
    ),
    Fault(
        "a NUL reaches the database",
        "schemas/fields.py",
        '"\\x00" in text or any(',
        "any(",
        ("tests/web/edge/test_input.py",),
    ),
    Fault(
        "a targeted handoff is everybody's news",
        "web/stream/subscriber.py",
        "return bool((self.topics & event.topics) - {live.ESCALATIONS})",
        "return bool(self.topics & event.topics)",
        ("tests/web/stream/test_delivery.py", "tests/web/api/test_targeted_handoffs.py"),
    ),
)
