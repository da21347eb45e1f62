"""`flask --app web demo …`."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from models.core import clock
from models.operations.notification_channels import Sealing
from settings import Settings
from web.demo import people, psa, scripts, trees
from web.demo.scenarios import SCENARIOS
from web.demo.seeding import seed_scenario
from web.edge.application import request_transaction

demo = AppGroup("demo", help="Demo data of `make run`.")


@demo.command("seed")
def seed() -> None:
    """Create the demo account, unless it exists, and connect it to the simulated ticket system."""
    settings = current_app.extensions["settings"]
    if not settings.dev:
        raise click.ClickException("Demo data exists only under `make run`.")
    _seed_account(settings)
    if settings.demo_psa_url:
        sealing = Sealing(current_app.extensions["key_ring"], settings.outbound_allow_hosts)
        with request_transaction():
            psa.connect(settings.demo_psa_url, sealing=sealing)


def _seed_account(settings: Settings) -> None:
    with request_transaction():
        if people.exist():
            return
        now = clock.now()
        users = people.create(at=now - people.ACCOUNT_AGE)
        for scenario in sorted(SCENARIOS, key=lambda scenario: scenario.started(now)):
            seed_scenario(scenario, users=users, now=now, settings=settings)
        scripts.create(users, now=now)
        trees.create(users, now=now)


@demo.command("logins")
def logins() -> None:
    """List the demo's logins, and where its simulated ticket system is."""
    for label, address in (("junior", people.JUNIOR), ("senior", people.SENIOR), ("owner", people.OWNER)):
        click.echo(f"{label:7} {address:17} password {people.PASSWORD}")
    if url := current_app.extensions["settings"].demo_psa_url:
        click.echo(f"{'tickets':7} {url:17} simulated ConnectWise PSA, to which the demo is connected")
