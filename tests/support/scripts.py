"""Scripts of the library, written over HTTP."""

from __future__ import annotations

from typing import Any

from tests.support.desk import Person, expect

BODY = "Restart-Service -Name {{Name}}\n"


def parameter(name: str = "Name", **more: Any) -> dict[str, Any]:
    return {"name": name, "label": "Name of the service", "type": "text"} | more


def new_script(title: str = "Restart the spooler", **more: Any) -> dict[str, Any]:
    """The body of a call that writes a template in PowerShell."""
    template = {"language": "powershell", "body": BODY, "parameters": [parameter()], "tags": ["Printing"]}
    return {"title": title, "purpose": "Restarts one service."} | template | more


def writes_script(person: Person, title: str = "Restart the spooler", **more: Any) -> dict[str, Any]:
    written: dict[str, Any] = expect(person.post("/scripts", **new_script(title, **more)), 201)
    return written


def listed(person: Person, **query: Any) -> list[str]:
    """The titles on the list, by default of the account's own scripts."""
    answer = expect(person.get("/scripts", **({"source": "own"} | query)), 200)
    return [item["title"] for item in answer["items"]]
