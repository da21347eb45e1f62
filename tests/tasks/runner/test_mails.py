"""What becomes of a mail whose call fails: it is tried again for a day, or given up with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from models.invitation import Invitation
from models.jobs import Job, request
from models.operations.invitations import COLUMN
from tasks.actors.sending import PATIENCE
from tasks.integrations.errors import CallFailed, UnknownOutcome
from tasks.integrations.mail import choose_mailer
from tasks.integrations.mail.errors import AddressRefused, MailLoginRefused, MailOutcomeUnknown, MailServerBusy
from tasks.integrations.mail.folder import FolderMailer
from tests.outside.mail_server import MailServer
from tests.support.desk import Desk, address, expect
from tests.support.installation import Installation
from tests.support.mails import mails_to, text_of
from tests.tasks.runner.manual_worker import ManualWorker
from tests.tasks.runner.providers import FailingMailer


@pytest.fixture
def invitation(installation: Installation, desk: Desk) -> dict[str, Any]:
    installation.sql("delete from outbox")
    invited: dict[str, Any] = desk.owner.post(
        "/account/invitations", email=address("newcomer"), role="engineer"
    ).get_json()
    return invited


@pytest.fixture
def row(installation: Installation, desk: Desk, invitation: dict[str, Any]) -> dict[str, Any]:
    """The job of the invitation's mail."""
    (row,) = installation.jobs_of(desk, "mail.send")
    return row


def delivery_of(row: dict[str, Any], installation: Installation) -> dict[str, Any]:
    query = "select d.*, n.sealed_content from notice_deliveries d join notices n on n.id = d.notice_id"
    (delivery,) = installation.sql(f"{query} where d.id = %(id)s", id=row["args"]["delivery_id"])
    return delivery


@pytest.mark.parametrize(
    "error", [MailServerBusy(reply="451"), MailLoginRefused(), UnknownOutcome()], ids=lambda error: error.code
)
def test_a_mail_that_may_succeed_later_is_planned_again_and_then_sent(
    worker: ManualWorker, installation: Installation, desk: Desk, row: dict[str, Any], error: CallFailed
) -> None:
    assert worker.run(row, mailer=FailingMailer(error))["state"] == "done"
    waiting = delivery_of(row, installation)
    assert (waiting["state"], waiting["attempts"]) == ("planned", 1)
    assert (waiting["last_error"], waiting["error_message"]) == (error.code, error.message)
    assert waiting["next_attempt_at"] and waiting["sealed_content"]
    installation.sql("update notice_deliveries set next_attempt_at = now()")
    (again,) = (job for job in installation.jobs_of(desk, "mail.send") if job["state"] == "ready")
    with ManualWorker(installation) as another:  # this one leaves the address alone for a while
        assert another.run(_again(installation, again))["state"] == "done"
    sent = delivery_of(row, installation)
    assert (sent["state"], sent["attempts"], sent["last_error"], sent["sealed_content"]) == ("sent", 2, None, None)


def test_a_mail_whose_confirmation_was_lost_is_sent_again_with_its_message_id(
    worker: ManualWorker, installation: Installation, desk: Desk, invitation: dict[str, Any], row: dict[str, Any]
) -> None:
    with MailServer(hangs_up={invitation["email"]}) as server:
        mailer = choose_mailer(replace(installation.settings, smtp_url=server.url("smtp")))
        worker.run(row, mailer=mailer)
        waiting = delivery_of(row, installation)
        assert (waiting["state"], waiting["last_error"]) == ("planned", "mail_outcome_unknown")
        installation.sql("update notice_deliveries set next_attempt_at = now()")
        again = installation.jobs_of(desk, "mail.send")[-1]
        with ManualWorker(installation) as another:
            another.run(_again(installation, again), mailer=mailer)
    assert delivery_of(row, installation)["state"] == "sent"
    ids = [sent.message["Message-ID"] for sent in server.to(invitation["email"])]
    assert ids == [f"<delivery.{row['args']['delivery_id']}@127.0.0.1>"] * 2


def test_a_mail_that_is_never_confirmed_is_sent_twice_and_then_left_to_people(
    worker: ManualWorker, installation: Installation, row: dict[str, Any]
) -> None:
    worker.run(row, mailer=FailingMailer(MailOutcomeUnknown()))
    installation.sql("update notice_deliveries set next_attempt_at = now()")
    with ManualWorker(installation) as another:
        another.run(_again(installation, row), mailer=FailingMailer(MailOutcomeUnknown()))
    given_up = delivery_of(row, installation)
    assert (given_up["state"], given_up["attempts"], given_up["last_error"]) == ("unknown", 2, "mail_outcome_unknown")
    assert given_up["error_message"] == "Its receipt was not confirmed."


def test_a_day_of_being_put_off_or_tried_ends_a_mail_and_a_day_of_being_held_does_not(
    worker: ManualWorker, installation: Installation, row: dict[str, Any]
) -> None:
    busy = FailingMailer(MailServerBusy(reply="451"))
    age = PATIENCE + timedelta(minutes=1)
    released = "update notice_deliveries set created_at = now() - %(age)s, patient_from = now()"
    installation.sql(released, age=age)
    worker.run(row, mailer=busy)
    assert delivery_of(row, installation)["state"] == "planned"
    # The address is left alone now.
    installation.sql("update notice_deliveries set next_attempt_at = now() - interval '1 minute'")
    worker.run(_again(installation, row), mailer=busy)
    put_off = delivery_of(row, installation)
    assert (put_off["state"], put_off["attempts"]) == ("planned", 1)
    installation.sql("update notice_deliveries set next_attempt_at = now(), patient_from = now() - %(age)s", age=age)
    worker.run(_again(installation, row), mailer=busy)
    assert delivery_of(row, installation)["state"] == "failed"


def test_a_refused_address_is_given_up_at_once_and_its_token_is_deleted(
    worker: ManualWorker, installation: Installation, row: dict[str, Any]
) -> None:
    assert worker.run(row, mailer=FailingMailer(AddressRefused(reply="550 5.1.1")))["state"] == "done"
    failed = delivery_of(row, installation)
    assert (failed["state"], failed["last_error"], failed["sealed_content"]) == ("failed", "address_refused", None)
    assert failed["error_message"] == "The mail server does not deliver to this address. It answered 550 5.1.1."


def test_what_is_tried_again_by_hand_does_not_wait_until_its_address_has_rested(
    worker: ManualWorker, installation: Installation, desk: Desk
) -> None:
    installation.sql("delete from outbox")
    handoff = desk.junior.escalates(desk.junior.opens_session(), target_user_id=desk.senior.id)
    installation.sql("update notice_deliveries set next_attempt_at = null")
    row = next(row for row in installation.jobs_of(desk, "mail.send") if _goes_to(row, installation, desk.senior.email))
    worker.run(_again(installation, row), mailer=FailingMailer(AddressRefused(reply="550 5.1.1")))
    path = (
        f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/deliveries/{row['args']['delivery_id']}/retry"
    )
    expect(desk.junior.post(path), 202)
    worker.run(installation.jobs_of(desk, "mail.send")[-1])
    assert delivery_of(row, installation)["state"] == "sent"


def test_after_a_day_a_mail_is_given_up_with_its_last_reason(
    worker: ManualWorker, installation: Installation, row: dict[str, Any], tmp_path: Path
) -> None:
    age = PATIENCE + timedelta(seconds=1)
    installation.sql("update notice_deliveries set created_at = now() - %(age)s", age=age)
    (tmp_path / "mail").write_text("a file where the folder should be")
    worker.run(row, mailer=FolderMailer(tmp_path / "mail", sender="desk@flowpilot.example"))
    failed = delivery_of(row, installation)
    assert (failed["state"], failed["last_error"]) == ("failed", "mail_not_accepted")


def test_a_link_that_was_replaced_meanwhile_is_not_mailed(
    worker: ManualWorker, installation: Installation, desk: Desk, invitation: dict[str, Any], row: dict[str, Any]
) -> None:
    expect(desk.owner.post(f"/account/invitations/{invitation['id']}/resend"), 200)
    assert worker.run(row, mailer=FailingMailer(AddressRefused()))["state"] == "done"
    canceled = delivery_of(row, installation)
    assert (canceled["state"], canceled["attempts"], canceled["sealed_content"]) == ("canceled", 1, None)
    (newer,) = (job for job in installation.jobs_of(desk, "mail.send") if job["id"] != row["id"])
    worker.run(newer)
    assert delivery_of(newer, installation)["state"] == "sent"


def test_a_mail_that_the_former_release_requested_is_sent_as_well(
    worker: ManualWorker, installation: Installation, desk: Desk, invitation: dict[str, Any]
) -> None:
    installation.sql("delete from notice_deliveries")
    with desk.unit() as unit:
        stored = unit.db_session.get_one(Invitation, UUID(invitation["id"]))
        key_ring = desk.app.extensions["key_ring"]
        stored.sealed_token = key_ring.seal(b"of-the-former", account_id=desk.account_id, column=COLUMN)
        request(Job.INVITATION_SEND, invitation_id=stored.id, link_number=stored.link_number)
    (former,) = installation.jobs_of(desk, "invitation.send")
    assert worker.run(former)["state"] == "done"
    row = installation.jobs_of(desk, "mail.send")[-1]
    assert worker.run(row)["state"] == "done"
    (mail,) = mails_to(installation.settings, invitation["email"])
    assert "/invite?token=of-the-former" in text_of(mail)
    assert installation.sql("select sealed_token from invitations where sealed_token is not null") == []


def test_a_mail_does_not_wait_longer_for_the_assessment(
    worker: ManualWorker, installation: Installation, desk: Desk
) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session("The scanner is silent"))
    row = installation.jobs_of(desk, "mail.send")[-1]
    assert worker.run(_again(installation, row))["state"] == "done"
    assert delivery_of(row, installation)["state"] == "planned", "it is not due yet"
    installation.sql("update notice_deliveries set next_attempt_at = now() where handoff_id = %(id)s", id=handoff["id"])
    worker.run(_again(installation, row))
    sent = delivery_of(row, installation)
    assert sent["state"] == "sent"
    (mail,) = mails_to(installation.settings, sent["recipient"])
    assert "It is still being written. You find it behind the link below." in text_of(mail)


def _again(installation: Installation, row: dict[str, Any]) -> dict[str, Any]:
    """The same job as if it had not run yet, and were due."""
    due = "update outbox set state = 'ready', due = now(), not_before = now(), attempts = 0 where id = %(id)s"
    installation.sql(due, id=row["id"])
    return installation.job(row["id"])


def _goes_to(row: dict[str, Any], installation: Installation, recipient: str) -> bool:
    return bool(delivery_of(row, installation)["recipient"] == recipient)
