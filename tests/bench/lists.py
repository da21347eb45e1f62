"""Figure 16: a list of fifty handoffs as JSON."""

from __future__ import annotations

import time
from collections.abc import Iterator

from flask import Flask, jsonify
from marshmallow import Schema, fields

from models.core.paging import Page
from models.core.unit_of_work import db_session
from models.handoff import Handoff
from schemas.handoffs import HandoffSchema, HandoffsSchema
from tests.bench.place import Place
from tests.bench.table import Figure, ms, ratio_of
from web.edge.application import FlowPilot, request_transaction

HANDOFFS = 50
ROUNDS = 30


class StockPerson(Schema):
    id = fields.UUID()
    name = fields.String()


# The same fields by marshmallow alone.
STOCK = Schema.from_dict(
    {
        **{name: fields.String(attribute=field.attribute) for name, field in HandoffSchema().dump_fields.items()},
        "snapshot": fields.Dict(),
        "ai_assessment_data": fields.Dict(),
        **{name: fields.AwareDateTime() for name in ("created_at", "claimed_at")},
        **{name: fields.Nested(StockPerson) for name in ("created_by", "target_user", "claimed_by")},
    }
)


def measure(place: Place) -> Iterator[Figure]:
    desk = place.installation.open_desk()
    for number in range(HANDOFFS):
        handoff = desk.junior.escalates(desk.junior.opens_session(f"Problem {number}"))
        desk.senior.claims(handoff)
    ours, stock, plain = place.installation.app, STOCK(many=True), Flask("stock")
    whole = HandoffsSchema()
    mine, its = [], []
    with ours.app_context(), request_transaction() as unit:
        unit.enter_account(desk.account_id)
        handoffs = db_session().query(Handoff).all()
        assert len(handoffs) == HANDOFFS
        for _ in range(1 + ROUNDS):
            mine.append(_seconds(ours, lambda: whole.dump(Page(handoffs, None))))
            its.append(_seconds(plain, lambda: {"items": stock.dump(handoffs), "next_cursor": None}))
    mine, its = mine[1:], its[1:]
    words = f"list of {HANDOFFS} handoffs as JSON, ours / marshmallow dump + jsonify"
    yield Figure(number="16", words=words, ours=ms(mine), peer=ms(its), ratio=ratio_of(mine, its), goal="≤ 0.1")


def _seconds(app: Flask | FlowPilot, dump) -> float:
    with app.test_request_context():
        began = time.perf_counter()
        assert jsonify(dump()).get_data()
        return time.perf_counter() - began
