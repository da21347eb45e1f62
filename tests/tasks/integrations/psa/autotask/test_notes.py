"""Notes and who reads them, and time entries."""

from __future__ import annotations

from typing import Literal

import pytest

from models.psa_kinds import Option
from tasks.integrations.psa import (
    OptionMissing,
    OutcomeUnknown,
    ValidationFailed,
    Visibility,
)
from tasks.integrations.psa.autotask import Autotask
from tests.outside.psa import Fault, Kind
from tests.outside.psa.autotask import AutotaskSimulator
from tests.outside.psa.autotask.entities import ALL_USERS, INTERNAL, NOTE_TYPE, RULES_NOTE
from tests.tasks.integrations.psa.autotask.given import (
    MARKER,
    PICKED,
    Make,
    note,
    sent,
    time_entry,
)


@pytest.mark.parametrize(
    ("options", "visibility"),
    [
        ({}, Visibility.INTERNAL),
        ({Option.NOTE_TYPE: "12"}, Visibility.INTERNAL),
        ({Option.NOTE_TYPE: "12", Option.PUBLISH: "7"}, Visibility.PUBLIC),
        ({**PICKED, Option.PUBLIC_PUBLISH: str(INTERNAL)}, Visibility.INTERNAL),
        ({**PICKED, Option.NOTE_TYPE: str(RULES_NOTE)}, Visibility.RESOLUTION),
    ],
)
def test_without_a_choice_no_note_is_written_and_no_call_made(
    simulator: AutotaskSimulator, make: Make, ticket: str, options: dict[Option, str], visibility: Visibility
) -> None:
    with pytest.raises(OptionMissing):
        make(options=options).add_note(ticket, note(visibility))
    assert not simulator.received


def test_the_missing_choices_are_named(make: Make) -> None:
    assert make(options={}).missing_options(public=False) == ("note_type_id", "publish_id")
    assert make(options={}).missing_options(public=True) == ("note_type_id", "publish_id", "public_publish_id")
    assert make().missing_options(public=True) == ()


@pytest.mark.parametrize(
    "wrong",
    [{Option.PUBLISH: "1"}, {Option.PUBLISH: "7 "}, {Option.PUBLISH: "seven"}, {Option.NOTE_TYPE: "99"}],
)
def test_a_number_that_the_tenant_does_not_have_writes_nothing(
    simulator: AutotaskSimulator, make: Make, ticket: str, wrong: dict[Option, str]
) -> None:
    with pytest.raises(OptionMissing):
        make(options={**PICKED, **wrong}).add_note(ticket, note())
    assert not simulator.calls("POST */Notes")


def test_a_level_that_the_tenant_switched_off_writes_nothing(
    simulator: AutotaskSimulator, make: Make, ticket: str
) -> None:
    next(one for one in simulator.store.picklists["TicketNotes"]["publish"] if one["value"] == "7")["isActive"] = False
    with pytest.raises(OptionMissing):
        make().add_note(ticket, note())
    make().add_note(ticket, note(Visibility.PUBLIC))


def test_a_level_counts_for_the_tenant_that_it_was_read_from(
    simulator: AutotaskSimulator, make: Make, ticket: str
) -> None:
    make().add_note(ticket, note())
    simulator.credentials = {**simulator.credentials, "username": "flowpilot@other.test"}
    simulator.store.picklists["TicketNotes"]["publish"] = []
    with pytest.raises(OptionMissing):
        make().add_note(ticket, note())


@pytest.mark.parametrize(
    ("visibility", "publish"),
    [(Visibility.INTERNAL, INTERNAL), (Visibility.RESOLUTION, INTERNAL), (Visibility.PUBLIC, ALL_USERS)],
)
def test_a_note_is_read_by_whom_the_admin_picked(
    simulator: AutotaskSimulator, make: Make, ticket: str, visibility: Visibility, publish: int
) -> None:
    psa = make()
    found = psa.add_note(ticket, note(visibility, title="x" * 300))
    (fields,) = sent(simulator, "POST */Notes")
    assert (fields["publish"], fields["noteType"]) == (publish, NOTE_TYPE) and len(fields["title"]) == 250
    assert fields["description"].endswith(f"\n\n[{MARKER}]")
    assert simulator.store.tables["Tickets"][int(ticket)]["resolution"] is None
    (read,) = psa.list_notes(ticket)
    assert (read.id, read.author, read.is_public) == (found, "Flow Pilot", visibility is Visibility.PUBLIC)


def test_the_newest_notes_are_read_without_those_of_rules(
    simulator: AutotaskSimulator, make: Make, ticket: str
) -> None:
    for number in range(700):
        simulator.store.add_note(int(ticket), {"description": str(number)})
    simulator.store.add_note(int(ticket), {"description": "a rule", "noteType": RULES_NOTE})
    assert [one.text for one in make().list_notes(ticket)] == [str(number) for number in range(600, 700)]


def test_what_was_written_is_found_although_its_answer_was_lost(
    simulator: AutotaskSimulator, make: Make, ticket: str
) -> None:
    for number in range(150):
        simulator.store.add_note(int(ticket), {"description": str(number)})
    psa = make()
    simulator.fail(Fault(Kind.APPLY_THEN_CLOSE), route="POST */Notes")
    with pytest.raises(OutcomeUnknown):
        psa.add_note(ticket, note())
    simulator.fail(Fault(Kind.APPLY_THEN_CLOSE), route="POST */TimeEntries")
    with pytest.raises(OutcomeUnknown):
        psa.add_time(ticket, time_entry(simulator))
    kinds: tuple[Literal["works", "late", "refused"], ...] = ("works", "late", "refused")
    for simulator.contains in kinds:
        assert psa.find_note(ticket, MARKER) and psa.find_time(ticket, MARKER)
        assert psa.find_note(ticket, "fp:000000000000") is psa.find_time(ticket, "fp:000000000000") is None


def test_the_longest_note_fits_and_a_longer_one_is_not_sent(
    simulator: AutotaskSimulator, make: Make, ticket: str
) -> None:
    room = Autotask.longest_note - len(MARKER) - 4
    make().add_note(ticket, note(text="x" * room))
    with pytest.raises(ValidationFailed):
        make().add_note(ticket, note(text="🖨" * room))
    assert len(simulator.calls("POST */Notes")) == 1


def test_the_text_of_a_time_entry_stays_internal(simulator: AutotaskSimulator, make: Make, ticket: str) -> None:
    role = min(simulator.store.tables["Roles"])
    make(options={**PICKED, Option.WORK_TYPE: "11"}).add_time(ticket, time_entry(simulator))
    (row,) = simulator.store.rows("TimeEntries")
    assert "Spooler" in row["internalNotes"] and MARKER in row["internalNotes"]
    assert "Spooler" not in row["summaryNotes"] and MARKER not in row["summaryNotes"]
    assert (row["roleID"], row["billingCodeID"], row["endDateTime"]) == (role, 11, "2026-11-20T10:10:00Z")

    with pytest.raises(ValidationFailed, match="roleID") as refused:
        make(options={Option.ROLE: str(role + 1)}).add_time(ticket, time_entry(simulator))
    assert refused.value.fields == ("roleID",)
    for person in simulator.store.rows("Resources"):
        person["defaultServiceDeskRoleID"] = None
    with pytest.raises(OptionMissing):
        make().add_time(ticket, time_entry(simulator))
    make(options={Option.ROLE: str(role)}).add_time(ticket, time_entry(simulator))
