"""Commands for operators: `flask --app web …`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import click
import orjson
from flask import Flask
from flask.cli import AppGroup
from marshmallow import Schema, ValidationError

from models.account import SubscriptionStatus
from models.core import outbox
from models.core.errors import DomainError
from models.operations import accounts, members
from models.operations.accounts import NewUser
from models.user import Role
from schemas.auth import CreateUserSchema
from web.demo import demo
from web.edge.application import request_transaction

subscription = AppGroup("subscription", help="What an account subscribes to.")
user = AppGroup("user", help="The people of an account.")
outbox_commands = AppGroup("outbox", help="Jobs and events on their way.")

ROLES = click.Choice([str(role) for role in Role])


def register(app: Flask) -> None:
    for group in (subscription, user, outbox_commands, demo):
        app.cli.add_command(group)


@subscription.command("set")
@click.argument("account_id", type=click.UUID)
@click.option("--plan", required=True)
@click.option("--status", required=True, type=click.Choice([str(status) for status in SubscriptionStatus]))
def set_subscription(account_id: UUID, plan: str, status: str) -> None:
    """Set an account's plan and status; holds from the next request on."""
    with _in_words():
        accounts.set_subscription(account_id, plan=plan, status=SubscriptionStatus(status))
    click.echo(f"{account_id}: {plan}, {status}")


@user.command("create")
@click.argument("account_id", type=click.UUID)
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", required=True, type=ROLES)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for where not given.")
def create_user(account_id: UUID, email: str, name: str, role: str, password: str) -> None:
    """A person of an account; the password is asked for, so that no shell keeps it."""
    new = _loaded(CreateUserSchema(), {"email": email, "name": name, "password": password})
    with _in_words():
        made = accounts.create_user(account_id, NewUser(**new, role=Role(role)))
        click.echo(f"{made.id}: {made.email}, {made.role}")


@user.command("promote")
@click.argument("email")
@click.option("--role", required=True, type=ROLES)
def promote_user(email: str, role: str) -> None:
    """Another role for whoever signs in with this address; holds from their next request."""
    with _in_words():
        promoted = members.promote(email, Role(role))
        click.echo(f"{promoted.id}: {promoted.email}, {promoted.role}")


@contextmanager
def _in_words() -> Iterator[None]:
    """A transaction whose refusal is a message and an exit code, no trace."""
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
@click.option("--json", "as_json", is_flag=True, help="For programs: {rows: […], dead: […]}.")
@click.option("--dead", "most", default=10, show_default=True, help="How many dead jobs to list, oldest first.")
def outbox_status(as_json: bool, most: int) -> None:  # noqa: FBT001 -- click's way to hand over a flag
    """What is open or dead, by state and name, with its oldest; then the dead ones with their last error."""
    with request_transaction() as unit:
        rows, dead = outbox.status(unit.db_session), outbox.dead(unit.db_session, most=most)
    if as_json:
        told = {"rows": [row._asdict() for row in rows], "dead": [row._asdict() for row in dead]}
        click.echo(orjson.dumps(told, default=str).decode())
        return
    for row in rows:
        click.echo(f"{row.state:8} {row.kind:6} {row.name:32} {row.count:6}  oldest {row.oldest:%Y-%m-%d %H:%M:%S}")
    for row in dead:
        click.echo(f"dead {row.id} {row.name} after {row.attempts} attempts: {row.last_error}")
    if not rows:
        click.echo("Nothing is waiting, running or dead.")


@outbox_commands.command("resend")
@click.argument("row_id", type=click.UUID, required=False)
@click.option("--name", help="Only jobs of this name, such as handoff.assess.")
def outbox_resend(row_id: UUID | None, name: str | None) -> None:
    """Try dead jobs again, with all their attempts; what was given up in the meantime ends without effect."""
    with request_transaction() as unit:
        click.echo(f"{outbox.resend(unit.db_session, row_id=row_id, name=name)} will be tried again")
