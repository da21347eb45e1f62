"""What the simulator of Autotask refuses, which no decent client sends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from tests.outside.psa.autotask import AutotaskSimulator

Answer = tuple[int, Any]


@pytest.fixture(scope="module")
def simulator() -> Iterator[AutotaskSimulator]:
    with AutotaskSimulator(seed="demo") as running:
        yield running


def call(simulator: AutotaskSimulator, method: str, path: str, body: Any = None, **headers: str) -> Answer:
    sent = {
        "ApiIntegrationCode": simulator.credentials["integration_code"],
        "UserName": simulator.credentials["username"],
        "Secret": simulator.credentials["secret"],
        "Content-Type": "application/json",
        **headers,
    }
    data = None if body is None else json.dumps(body).encode()
    url = f"{simulator.url}{simulator.zone}/ATServicesRest/V1.0{path}"
    try:
        with build_opener(ProxyHandler({})).open(Request(url, data, sent, method=method)) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code, json.load(error)


def query(simulator: AutotaskSimulator, *conditions: Any, **options: Any) -> Answer:
    return call(simulator, "POST", "/tickets/query", {"filter": list(conditions), **options})


def titles(answer: Answer) -> list[str]:
    assert answer[0] == 200, answer
    return [row["title"] for row in answer[1]["items"]]


def test_groups_and_operators_choose_what_they_say(simulator: AutotaskSimulator) -> None:
    vpn, printer = (
        {"op": "beginsWith", "field": "Title", "value": "vpn"},
        {"op": "endsWith", "field": "title", "value": "PAGES"},
    )
    both = titles(query(simulator, {"op": "or", "items": [vpn, printer]}))
    assert both == ["VPN drops every ten minutes", "Label printer prints blank pages"]
    assert titles(query(simulator, {"op": "and", "items": [vpn, printer]})) == []
    assert len(titles(query(simulator, {"op": "notIn", "field": "status", "value": [1, 8]}))) == 1
    assert len(titles(query(simulator, {"op": "notExist", "field": "completedDate"}))) == 3
    count = call(simulator, "POST", "/Tickets/query/count", {"filter": [{"op": "exist", "field": "id"}]})
    assert count == (200, {"queryCount": 4})


def test_pages_follow_by_id(simulator: AutotaskSimulator) -> None:
    _, first = query(simulator, {"op": "exist", "field": "id"}, MaxRecords=3, IncludeFields=["ID"])
    following = first["pageDetails"]["nextPageUrl"].partition("/v1.0")[2]
    _, second = call(simulator, "POST", following, {})
    assert [[*row] for row in first["items"]] == [["id"]] * 3 and len(second["items"]) == 1
    assert second["pageDetails"]["nextPageUrl"] is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"filter": []},
        {"filter": [{"op": "exist", "field": "id"}], "MaxRecords": 501},
        {"filter": [{"op": "exist", "field": "nothing"}]},
        {"filter": [{"op": "like", "field": "title", "value": "x"}]},
        {"filter": [{"op": "or", "items": [{"op": "eq", "field": "id", "value": 1}] * 501}]},
        {"filter": [{"op": "in", "field": "id", "value": list(range(501))}]},
    ],
)
def test_a_wrong_query_is_a_500_with_errors(simulator: AutotaskSimulator, body: Any) -> None:
    status, content = call(simulator, "POST", "/Tickets/query", body)
    assert status == 500 and content["errors"]


def test_addresses_that_other_apis_would_have_are_not_there(simulator: AutotaskSimulator) -> None:
    ticket = min(simulator.store.tables["Tickets"])
    assert call(simulator, "POST", "/TicketNotes", {"ticketID": ticket})[0] == 404
    assert call(simulator, "POST", f"/Tickets/{ticket}/TimeEntries", {})[0] == 404
    status, content = call(simulator, "DELETE", f"/Tickets/{ticket}")
    assert status == 405 and "DELETE" in content["Message"]
    assert call(simulator, "GET", f"/Tickets/{ticket}", Secret="wrong")[0] == 401


def test_time_needs_a_role_and_a_day(simulator: AutotaskSimulator) -> None:
    ticket, person = min(simulator.store.tables["Tickets"]), min(simulator.store.tables["Resources"])
    late = {"startDateTime": "2026-11-20T23:55:00Z", "endDateTime": "2026-11-21T00:05:00Z", "hoursWorked": 0.1667}
    entry = {"ticketID": ticket, "resourceID": person, "roleID": 11, **late}
    for wrong in ({"roleID": None}, {"roleID": 12}, {"hoursWorked": 25}, {"hoursWorked": 0}, {"resourceID": 999}):
        assert call(simulator, "POST", "/TimeEntries", {**entry, **wrong})[0] == 500
    simulator.store.allows_spanning = False
    assert call(simulator, "POST", "/TimeEntries", entry)[0] == 500
    simulator.store.allows_spanning = True
    assert call(simulator, "POST", "/TimeEntries", entry)[0] == 200
