"""Commands for operators: `flask --app web …`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import click
import orjson
from flask import Flask, current_app
from flask.cli import AppGroup
from marshmallow import Schema, ValidationError

from models.account import SubscriptionStatus
from models.core.database import lookups
from models.core.errors import DomainError
from models.operations import accounts, members
from models.operations.accounts import NewUser
from models.operations.reassignments import Reassignment
from models.user import Role
from schemas.auth import CreateUserSchema
from web.demo import demo
from web.edge.application import request_transaction

subscription = AppGroup("subscription", help="The subscription of an account.")
user = AppGroup("user", help="The users of an account.")
outbox_commands = AppGroup("outbox", help="Jobs and events in the outbox.")

ROLES = click.Choice([str(role) for role in Role])


def register(app: Flask) -> None:
    for group in (subscription, user, outbox_commands, demo):
        app.cli.add_command(group)


@subscription.command("set")
@click.argument("account_id", type=click.UUID)
@click.option("--plan", required=True)
@click.option("--status", required=True, type=click.Choice([str(status) for status in SubscriptionStatus]))
def set_subscription(account_id: UUID, plan: str, status: str) -> None:
    """Set an account's plan and status, effective from the next request."""
    with _reporting_errors():
        accounts.set_subscription(account_id, plan=plan, status=SubscriptionStatus(status))
    click.echo(f"{account_id}: {plan}, {status}")


@user.command("create")
@click.argument("account_id", type=click.UUID)
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", required=True, type=ROLES)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Prompted for if omitted.")
def create_user(account_id: UUID, email: str, name: str, role: str, password: str) -> None:
    """Create a user of an account.  Let the command prompt for the password, so that the shell's history lacks it."""
    new = _loaded(CreateUserSchema(), {"email": email, "name": name, "password": password})
    with _reporting_errors():
        made = accounts.create_user(account_id, NewUser(**new, role=Role(role)))
        click.echo(f"{made.id}: {made.email}, {made.role}")


@user.command("promote")
@click.argument("email")
@click.option("--role", required=True, type=ROLES)
def promote_user(email: str, role: str) -> None:
    """Change the role of the user with this address, effective from their next request.

    If the user becomes a viewer, their open sessions go into the escalation queue.
    """
    with _reporting_errors():
        budget = current_app.extensions["settings"].assessment_budget
        promoted = members.promote(
            email, Role(role), reassignment=Reassignment(assignee_id=None, assessment_budget=budget)
        )
        click.echo(f"{promoted.id}: {promoted.email}, {promoted.role}")


@contextmanager
def _reporting_errors() -> Iterator[None]:
    """Run a transaction; report a domain error as a message and an exit code, without a traceback."""
    try:
        with request_transaction():
            yield
    except DomainError as error:
        raise click.ClickException(error.message) from error


def _loaded(schema: Schema, given: dict[str, str]) -> dict[str, str]:
    try:
        loaded: dict[str, str] = schema.load(given)
    except ValidationError as error:
        problems = (f"{name}: {' '.join(messages)}" for name, messages in error.messages_dict.items())
        raise click.ClickException("; ".join(problems)) from error
    return loaded


@outbox_commands.command("status")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable: {rows: […], dead: […]}.")
@click.option("--dead", "most", default=10, show_default=True, help="How many dead jobs to list, oldest first.")
def outbox_status(as_json: bool, most: int) -> None:  # noqa: FBT001 -- click passes flags positionally
    """Count unfinished and dead rows by state and name, then list dead jobs with their last error."""
    with request_transaction() as unit:
        rows = lookups.outbox_figures(unit.db_session)
        dead = lookups.dead_outbox_rows(unit.db_session, most=most)
    if as_json:
        status = {"rows": [row._asdict() for row in rows], "dead": [row._asdict() for row in dead]}
        click.echo(orjson.dumps(status, default=str).decode())
        return
    for row in rows:
        click.echo(f"{row.state:8} {row.kind:6} {row.name:32} {row.count:6}  oldest {row.oldest:%Y-%m-%d %H:%M:%S}")
    for row in dead:
        why = f"{row.error_code or 'unknown'}: {row.last_error}"
        click.echo(f"dead {row.id} {row.name} after {row.attempts} attempts: {why}")
    if not rows:
        click.echo("Nothing is waiting, running or dead.")


@outbox_commands.command("resend")
@click.argument("row_id", type=click.UUID, required=False)
@click.option("--name", help="Only jobs of this name, such as handoff.assess.")
def outbox_resend(row_id: UUID | None, name: str | None) -> None:
    """Run dead jobs again, with a full set of attempts.  Jobs that are no longer needed end without effect."""
    with request_transaction() as unit:
        count = lookups.resend_dead_outbox_rows(unit.db_session, row_id=row_id, name=name)
        click.echo(f"{count} will be tried again")
