"""Demo data for `make run`: one MSP, its people, and a few sessions, made by the same operations as everybody's.

Exists only where FLOWPILOT_DEV is set; the passwords are public, and production lets no demo account log in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import text, update

from models.ai_session import AiSession
from models.core import clock, ids
from models.core.unit_of_work import db_session
from models.handoff import Handoff, Intent
from models.notification import Notification
from models.operations import accounts, ai_sessions, fixes, handoffs
from models.operations.accounts import NewUser
from models.operations.ai_sessions import Problem
from models.operations.facts import FoundFact
from models.operations.fixes import ProposedFix
from models.operations.handoffs import NewHandoff
from models.operations.replies import Written, keep_reply
from models.queries.ai_sessions import fixes_of, unfinished_replies
from models.reply import ReplyStatus
from models.step import Step
from models.suggested_fix import FixStatus
from models.user import Role, User
from web.edge.application import request_transaction

PASSWORD = "flowpilot-demo"  # noqa: S105 -- public on purpose, see the module's docstring
JUNIOR, SENIOR = "sam@demo.test", "priya@demo.test"
SPOKEN_BY = {"provider": "demo", "provider_label": "Demo AI (built-in playbooks, no language model)"}

Ending = Callable[[AiSession, User, timedelta], None]

demo = AppGroup("demo", help="Demo data of `make run`.")


@dataclass(frozen=True, kw_only=True)
class Told:
    """A session's story: the problem, the copilot's answer, what it established and proposed."""

    problem: Problem
    answer: str
    facts: Sequence[FoundFact]
    fix: ProposedFix


BACKUP = Told(
    problem=Problem(
        problem="Nightly backup of FS01 fails since Saturday: VSS writer timed out, event 8194.",
        client_name="Contoso Dental",
        psa_ticket_id="48231",
    ),
    answer=(
        "A writer that times out on one server is usually waiting for the disk or for another snapshot.\n\n"
        "Check first which writers are affected, then restart the service behind the failing one."
    ),
    facts=[FoundFact("server", "FS01"), FoundFact("error", "event 8194"), FoundFact("since", "Saturday")],
    fix=ProposedFix(
        title="Restart the VSS service and its failed writer",
        rationale="The writer keeps its failed state until the service behind it starts again.",
        steps=["List the writers and their state", "Restart the Volume Shadow Copy service", "Run the job again"],
        risk="medium",
    ),
)
OUTLOOK = Told(
    problem=Problem(
        problem="Outlook keeps asking Jane for her password since she got a new phone.",
        client_name="Contoso Dental",
        psa_ticket_id="48210",
    ),
    answer=(
        "Prompts that begin with a new phone point to a stale token on the PC, not to a wrong password.\n\n"
        "Can Jane sign in on the web at the same time? If yes, clear the cached sign-in on the PC."
    ),
    facts=[FoundFact("user", "Jane"), FoundFact("change", "new phone")],
    fix=ProposedFix(
        title="Clear the cached sign-in and register the device again",
        rationale="The PC still offers the token that the new phone's registration has replaced.",
        steps=["Close Outlook", "Remove the work account's cached token", "Sign in again and approve on the phone"],
        risk="low",
    ),
)
PRINTER = Told(
    problem=Problem(problem="Label printer at the front desk shows offline.", client_name="Fabrikam Logistics"),
    answer="Offline after a router change is most often an address that has moved. Compare the port with the printer.",
    facts=[FoundFact("device", "front desk label printer")],
    fix=ProposedFix(
        title="Point the printer's port at its new address",
        rationale="The queue still prints to the address that the printer had before.",
        steps=["Print the printer's network page", "Set the port to that address", "Print a test label"],
        risk="low",
    ),
)


@demo.command("seed")
def seed() -> None:
    """Make the demo account, unless it is there already."""
    if not current_app.extensions["settings"].dev:
        raise click.ClickException("Demo data exists only under `make run`.")
    with request_transaction():
        if _is_there():
            return
        junior = _people()
        _tell(PRINTER, by=junior, ago=timedelta(days=1), then=_solve)
        _tell(OUTLOOK, by=junior, ago=timedelta(minutes=52))
        _tell(BACKUP, by=junior, ago=timedelta(minutes=26), then=_give_up)


@demo.command("logins")
def logins() -> None:
    """Who can log in to the demo."""
    click.echo(f"junior  {JUNIOR}   password {PASSWORD}")
    click.echo(f"senior  {SENIOR} password {PASSWORD}")


def _is_there() -> bool:
    found = db_session().execute(text("select 1 from login_by_address(:address)"), {"address": JUNIOR})
    return found.first() is not None


def _people() -> User:
    """The account with its owner, the senior and the junior; the junior."""
    owner = NewUser(name="Morgan Reed", email="morgan@demo.test", password=ids.new_secret(), role=Role.OWNER)
    accounts.register_account("Northwind IT Services", first=owner, is_demo=True)
    accounts.add_user(NewUser(name="Priya Nair", email=SENIOR, password=PASSWORD, role=Role.ENGINEER))
    return accounts.add_user(NewUser(name="Sam Keller", email=JUNIOR, password=PASSWORD, role=Role.ENGINEER))


def _tell(told: Told, *, by: User, ago: timedelta, then: Ending | None = None) -> None:
    ai_session = ai_sessions.open_session(told.problem, by=by)
    reply = unfinished_replies([ai_session])[ai_session.id]
    written = Written(
        status=ReplyStatus.FINISHED, text=told.answer, data=dict(SPOKEN_BY), facts=told.facts, fix=told.fix
    )
    keep_reply(reply, ai_session, written)
    if then:
        then(ai_session, by, ago)
    _date_back(ai_session, ago)


def _solve(ai_session: AiSession, by: User, ago: timedelta) -> None:
    fix = fixes_of(ai_session)[0]
    fixes.apply_fix(ai_session, fix, by=by)
    fixes.record_outcome(ai_session, fix, FixStatus.APPLIED_SUCCESS, notes=None, by=by)
    resolution = "The printer got a new address after the router change; the port points there now."
    ai_sessions.resolve_session(ai_session, resolution=resolution, by=by)


def _give_up(ai_session: AiSession, by: User, ago: timedelta) -> None:
    fix = fixes_of(ai_session)[0]
    fixes.apply_fix(ai_session, fix, by=by)
    reason = "The writer is back in state 9 right after the restart."
    fixes.record_outcome(ai_session, fix, FixStatus.APPLIED_FAILED, notes=reason, by=by)
    # Before the handoff, whose snapshot keeps the steps' times.
    _date_back(ai_session, ago)
    new = NewHandoff(intent=Intent.ESCALATE, reason="Writers stay in state 9 after the restart. The server is prod.")
    budget = timedelta(seconds=current_app.extensions["settings"].escalation_ai_assessment_timeout_seconds)
    handoffs.create_handoff(ai_session, new, by=by, assessment_budget=budget)


def _date_back(ai_session: AiSession, ago: timedelta) -> None:
    """A story has a past: its entries are two minutes apart, the last one `ago`."""
    db_session().flush()
    steps = db_session().query(Step).filter_by(ai_session_id=ai_session.id).order_by(Step.index).all()
    ended = clock.now() - ago
    for step in steps:
        step.created_at = ended - timedelta(minutes=2 * (len(steps) - step.index))
    ai_session.created_at, ai_session.updated_at = steps[0].created_at, ended
    moved = {"created_at": ended}
    handoffs_of_session = Handoff.ai_session_id == ai_session.id
    db_session().execute(update(Handoff).where(handoffs_of_session).values(moved))
    about = Notification.link.contains(str(ai_session.id))
    db_session().execute(update(Notification).where(about).values(moved))
