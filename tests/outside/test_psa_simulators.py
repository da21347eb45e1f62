"""The simulators as processes of their own, and the small language of one of them."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.outside.psa.connectwise.conditions import parse
from tests.outside.psa.connectwise.problems import Problem
from tests.outside.psa.control import Control


def started(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.outside.psa", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def url_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip().removeprefix("PSA_URL=")


def test_a_simulator_is_steered_from_another_process_and_keeps_its_data(tmp_path: Path) -> None:
    arguments = ("connectwise", "--seed", "demo", "--keep", str(tmp_path / "psa.json"))
    with started(*arguments) as process:
        url = url_of(process)
        control = Control(url)
        control.seed("tickets", count=2)
        control.fail("502", route="GET /login/*")
        with pytest.raises(HTTPError, match="502"):
            urlopen(f"{url}/login/companyinfo/acme")
        with urlopen(f"{url}/login/companyinfo/acme") as answer:
            assert b"Codebase" in answer.read()
        assert [(call["path"], call["fault"], call["status"]) for call in control.received("GET /login/*")] == [
            ("/login/companyinfo/acme", "502", 502),
            ("/login/companyinfo/acme", None, 200),
        ]
        assert control.state() == {"calls": 2, "most_in_flight": 1}
        with pytest.raises(HTTPError, match="400"):
            control.seed("nothing")
        process.terminate()
    with started(*arguments) as process:
        with urlopen(url_of(process)) as page:
            assert b"Ticket number 1" in page.read()
        process.terminate()


RECORD = {
    "id": 7,
    "summary": 'The "blue" printer',
    "closedFlag": False,
    "board": {"id": 1, "name": "Help Desk"},
    "_info": {"lastUpdated": "2026-11-20T10:00:00Z"},
}


@pytest.mark.parametrize(
    ("conditions", "matches"),
    [
        ("id=7", True),
        ("id in (5, 7) and id not in (8)", True),
        ("board/id=1 and closedFlag=false", True),
        ("id=1 or id=7 and closedFlag=true", False),
        ("(id=1 or id=7) and closedFlag=false", True),
        ("lastUpdated > [2026-11-20T09:00:00Z] and lastUpdated <= [2026-11-20T10:00:00Z]", True),
        ("summary contains 'PRINTER' and summary like \"The%\"", True),
        ('board/name != "help desk"', False),
        ("board/owner = null", True),
    ],
)
def test_conditions(conditions: str, matches: bool) -> None:  # noqa: FBT001 -- a parameter of the cases
    assert parse(conditions, fields=RECORD.keys())(RECORD) is matches


@pytest.mark.parametrize(
    "conditions", ["nothing=1", "id", "id ~ 1", "id=", "(id=1", "id=1 id=2", "id in 1", "lastUpdated > [soon]", "id=$"]
)
def test_conditions_that_are_none(conditions: str) -> None:
    with pytest.raises(Problem) as refused:
        parse(conditions, fields=RECORD.keys())(RECORD)
    assert (refused.value.status, refused.value.code) == (400, "ApiFindCondition")


def test_a_server_may_misread_moments() -> None:
    conditions = "lastUpdated > [2026-11-20T09:00:00Z]"
    assert not parse(conditions, fields=RECORD.keys(), date_shift=timedelta(hours=5))(RECORD)
