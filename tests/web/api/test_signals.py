"""What codes mean, asked for by themselves and found in a session; and the guides that explain them."""

from __future__ import annotations

from typing import Any

import pytest

from models.library import load_guides
from tests.support.desk import Desk, Person, expect, refuse


def means(person: Person, code: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = expect(person.get(f"/signals/{code}"), 200)["items"]
    return items


def in_session(person: Person, ai_session: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = expect(person.get(f"/ai-sessions/{ai_session['id']}/signals"), 200)["items"]
    return items


@pytest.mark.parametrize(
    "code", ["0x80070005", "80070005", "0X80070005", "-2147024891", "2147942405", "E_ACCESSDENIED", "0x8007%200005"]
)
def test_a_code_is_explained_in_every_spelling(desk: Desk, code: str) -> None:
    first, *_ = means(desk.viewer, code)
    assert (first["code"], first["family"]) == ("0x80070005", "Windows error (HRESULT)")
    assert first["meaning"].endswith(".")
    assert first["first_check"].endswith(".")
    assert isinstance(first["guides"], list)


def test_what_the_library_does_not_know_is_404(desk: Desk) -> None:
    refuse(desk.junior.get("/signals/0x8FFFFFFF"), 404, "not_found")
    refuse(desk.junior.get("/signals/printer"), 404, "not_found")
    refuse(desk.junior.get("/guides/no-such-guide"), 404, "not_found")


def test_a_guide_is_read_as_a_whole(desk: Desk) -> None:
    guide = expect(desk.viewer.get("/guides/printer-queue-stuck"), 200)
    known = load_guides()["printer-queue-stuck"]
    assert guide["title"] == known.title
    assert [fix["for"] for fix in guide["fixes"]] == [list(fix.causes) for fix in known.fixes]
    assert guide["tree"][0]["answers"] == known.tree[0].answers


def test_a_sessions_codes_are_listed_once_with_their_places(desk: Desk) -> None:
    ai_session = desk.junior.opens_session("Update fails with 0x8007\n0005 on 5 PCs")
    note = expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/notes", content="again E_FAIL, 0x80070005"), 201)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", kind="error", value="System error 53"), 201)
    denied, failed, share = in_session(desk.junior, ai_session)
    assert denied["written"] == ["0x8007 0005", "0x80070005"]
    assert denied["step_ids"][1:] == [note["id"]]
    assert len(denied["step_ids"]) == 2
    assert [one["code"] for one in failed["signals"]] == ["0x80004005"]
    assert (share["written"], share["step_ids"]) == (["System error 53"], [])
    assert next(one["family"] for one in share["signals"]) == "Windows system error"
