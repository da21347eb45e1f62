"""Commands for operators: `flask --app web …`."""

from __future__ import annotations

from uuid import UUID

import click
from flask import Flask
from flask.cli import AppGroup

from models.account import SubscriptionStatus
from models.core import outbox
from models.core.errors import DomainError
from models.operations import accounts
from web.demo import demo
from web.edge.application import request_transaction

subscription = AppGroup("subscription", help="What an account subscribes to.")
outbox_commands = AppGroup("outbox", help="Jobs and events on their way.")


def register(app: Flask) -> None:
    for group in (subscription, outbox_commands, demo):
        app.cli.add_command(group)


@subscription.command("set")
@click.argument("account_id", type=click.UUID)
@click.option("--plan", required=True)
@click.option("--status", required=True, type=click.Choice([str(status) for status in SubscriptionStatus]))
def set_subscription(account_id: UUID, plan: str, status: str) -> None:
    """Set an account's plan and status; holds from the next request on."""
    try:
        with request_transaction():
            accounts.set_subscription(account_id, plan=plan, status=SubscriptionStatus(status))
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"{account_id}: {plan}, {status}")


@outbox_commands.command("status")
def outbox_status() -> None:
    """What is open or dead, by state and name, with the time of its oldest row."""
    with request_transaction() as unit:
        rows = outbox.status(unit.db_session)
    for row in rows:
        click.echo(f"{row.state:8} {row.kind:6} {row.name:32} {row.count:6}  oldest {row.oldest:%Y-%m-%d %H:%M:%S}")
    if not rows:
        click.echo("Nothing is waiting, running or dead.")


@outbox_commands.command("resend")
def outbox_resend() -> None:
    """Try every dead job again, with all its attempts; what was given up in the meantime ends without effect."""
    with request_transaction() as unit:
        click.echo(f"{outbox.resend(unit.db_session)} will be tried again")
