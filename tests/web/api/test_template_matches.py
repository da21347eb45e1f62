"""Templates of the library that do what the drafted script of a fix does."""

from __future__ import annotations

from typing import Any

import pytest

from models.library_scripts import library_scripts
from tests.support.desk import expect, refuse
from tests.web.api.fix_case import FixCase

CLEAR_QUEUE = "Get-PrintJob -PrinterName {{printer}} | Remove-PrintJob\nRestart-Service -Name Spooler"
RESET = "Set-ADAccountPassword -Identity {{user}} -Reset -NewPassword {{password}}\nUnlock-ADAccount -Identity {{user}}"


def parameter(name: str, kind: str = "text") -> dict[str, Any]:
    return {"name": name, "label": name.capitalize(), "type": kind, "required": True}


def keep(case: FixCase, title: str, body: str, *parameters: dict[str, Any], **more: Any) -> dict[str, Any]:
    given = {"title": title, "language": "powershell", "body": body, "parameters": list(parameters)}
    return expect(case.desk.owner.post("/scripts", **given, **({"status": "published"} | more)), 201)


def matches(case: FixCase, draft: str, facts: dict[str, str] | None = None, **more: Any) -> list[dict[str, Any]]:
    expect(case.engineer.send("PUT", f"{case.path}/draft", json={"ai_drafted_script": draft, **more}), 200)
    for kind, value in (facts or {}).items():
        expect(case.engineer.post(f"{case.session_path}/facts", kind=kind, value=value), 201)
    return expect(case.engineer.get(f"{case.path}/template-matches"), 200)["items"]


def own(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [match for match in found if not match["read_only"]]


def test_a_template_is_found_by_what_it_does_with_the_value_of_the_draft(case: FixCase) -> None:
    script = keep(case, "Empty a queue", CLEAR_QUEUE, parameter("printer"))
    draft = (
        "# Empties it\n$p = 'PRN-02'\nGet-PrintJob -PrinterName $p | Remove-PrintJob\n"
        "Stop-Service Spooler\nStart-Service Spooler"
    )
    match = own(matches(case, draft))[0]
    assert (match["script_id"], match["title"], match["values"]) == (
        script["id"],
        "Empty a queue",
        {"printer": "PRN-02"},
    )
    assert match["score"] > 0.7
    assert [one["name"] for one in match["parameters"]] == ["printer"]


@pytest.mark.parametrize(
    "draft",
    [
        "Restart-Service -Name wuauserv",
        "Get-PrintJob -PrinterName PRN-02",
        "ipconfig /flushdns",
        "Get-ChildItem C:\\Logs -Recurse | Remove-Item -Force",
        "sudo systemctl restart cups",
        "Unlock-ADAccount -Identity jroe",
    ],
)
def test_a_template_that_does_something_else_is_not_offered(case: FixCase, draft: str) -> None:
    keep(case, "Empty a queue and restart the spooler", CLEAR_QUEUE, parameter("printer"))
    assert own(matches(case, draft)) == []


def test_values_come_from_facts_of_the_type_and_a_secret_is_never_filled(case: FixCase) -> None:
    keep(case, "Reset a password", RESET, parameter("user", "user"), parameter("password", "secret"))
    draft = "Set-ADAccountPassword -Identity $name -Reset -NewPassword 'Winter2026!x'\nUnlock-ADAccount -Identity $name"
    assert own(matches(case, draft, {"user": "j.roe"}))[0]["values"] == {"user": "j.roe"}


def test_two_facts_of_a_type_fill_nothing(case: FixCase) -> None:
    keep(case, "Restart a machine", "Restart-Computer -ComputerName {{machine}} -Force", parameter("machine", "host"))
    draft = "Restart-Computer -ComputerName $env:TARGET -Force"
    assert own(matches(case, draft, {"host": "FS01"}))[0]["values"] == {"machine": "FS01"}
    assert own(matches(case, draft, {"device": "PC-14"}))[0]["values"] == {}


def test_a_value_of_the_drafts_own_parameter_is_used(case: FixCase) -> None:
    keep(case, "Empty a queue", CLEAR_QUEUE, parameter("printer"))
    draft = "Get-PrintJob -PrinterName {{queue}} | Remove-PrintJob\nRestart-Service Spooler"
    found = matches(case, draft, ai_drafted_parameters=[{"name": "queue", "type": "text", "default": "PRN-07"}])
    assert own(found)[0]["values"] == {"printer": "PRN-07"}


def test_only_published_templates_are_offered_and_only_with_a_script(case: FixCase) -> None:
    script = keep(case, "Empty a queue", CLEAR_QUEUE, parameter("printer"), status="draft")
    assert expect(case.engineer.get(f"{case.path}/template-matches"), 200)["items"] == []
    found = matches(case, CLEAR_QUEUE.replace("{{printer}}", "PRN-02"))
    assert script["id"] not in [match["script_id"] for match in found]


def test_nearly_every_script_of_the_built_in_library_finds_itself_and_nothing_else_of_another_purpose(
    case: FixCase,
) -> None:
    """Each is drafted as it stands; what it finds must at least change the same things."""
    scripts = [one for one in library_scripts().values() if one.language == "powershell"][::12]
    found = {one.id: [match["script_id"] for match in matches(case, one.body)] for one in scripts}
    themselves = [one for one in scripts if str(one.id) in found[one.id]]
    assert len(themselves) >= 0.8 * len(scripts), [one.title for one in scripts if one not in themselves]


def test_a_person_of_another_account_sees_no_matches(case: FixCase) -> None:
    refuse(
        case.desk.viewer.get(f"/ai-sessions/{case.fix['id']}/suggested-fixes/{case.fix['id']}/template-matches"),
        404,
        "not_found",
    )
