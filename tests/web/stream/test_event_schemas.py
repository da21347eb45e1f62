"""Every event that is told has a schema, and the schema takes what is sent and nothing else."""

from __future__ import annotations

import pytest

from models import events
from models.core import clock, ids
from models.core.outgoing import live
from models.core.outgoing.running_text import Piece
from schemas.events import BYE, EVENT_SCHEMAS, PING, READY, RESYNC


def test_every_event_of_the_domain_has_a_schema_and_no_other() -> None:
    assert set(EVENT_SCHEMAS) == {*events.EventType, READY, PING, RESYNC, BYE}


def test_reply_delta_as_it_is_published_fits_its_schema() -> None:
    piece = Piece(reply_id=ids.new_id(), attempt=1, index=0, text="Restart the spooler")
    envelope = events.reply_delta(piece, live.session_topic(ids.new_id()))
    assert EVENT_SCHEMAS[envelope.type].validate(envelope.data) == {}


@pytest.mark.parametrize("event_type", sorted(EVENT_SCHEMAS))
def test_event_with_a_field_that_is_not_in_the_contract_is_refused(event_type: str) -> None:
    data = {"id": str(ids.new_id()), "type": event_type, "occurred_at": clock.rfc3339(clock.now()), "row": {}}
    assert "row" in EVENT_SCHEMAS[event_type].validate(data)
