"""One's sessions, by words that stand in them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.desk import Desk, Person, expect


def found(person: Person, q: str, **query: Any) -> list[str]:
    return [item["id"] for item in expect(person.get("/ai-sessions", q=q, **query), 200)["items"]]


@pytest.fixture
def outlook(desk: Desk) -> dict[str, Any]:
    ai_session = desk.junior.opens_session(
        "Outlook keeps asking for a password, error 0x8004010F",
        client_name="Müller & Söhne",
        psa_ticket_id="INC-48210",
    )
    desk.junior.post(f"/ai-sessions/{ai_session['id']}/messages", content="It is jane.doe@acme.test on host PC-042")
    desk.junior.post(f"/ai-sessions/{ai_session['id']}/notes", content="Called the helpdesk of the Zugspitze office")
    return ai_session


@pytest.mark.parametrize(
    "q",
    [
        *("outlook", "OUTLOOK", "pass", "asking password", "password asking", "0x8004010f", "müller"),
        *("söhne", "48210", "INC-48210", "inc 482", "jane", "acme", "jane.doe@acme.test", "pc-042", "zugspitz"),
    ],
)
def test_it_is_found_by_what_stands_in_it(desk: Desk, outlook: dict[str, Any], q: str) -> None:
    desk.junior.opens_session("Printer offline")
    assert found(desk.junior, q) == [outlook["id"]]


@pytest.mark.parametrize("q", ["outlook printer", "utlook", "passwort", "!!!", "'", "a' | 'b", "\\", "%", "*", "&"])
def test_what_does_not_stand_in_it_finds_nothing(desk: Desk, outlook: dict[str, Any], q: str) -> None:
    assert found(desk.junior, q) == []


def test_a_new_title_is_searched_too(desk: Desk, outlook: dict[str, Any]) -> None:
    desk.junior.patch(f"/ai-sessions/{outlook['id']}", title="Mailbox trouble")
    assert found(desk.junior, "mailbox") == [outlook["id"]]


def test_each_finds_among_their_own_alone(desk: Desk, other_desk: Desk, outlook: dict[str, Any]) -> None:
    theirs = other_desk.junior.opens_session("Outlook keeps asking for a password")
    assert found(desk.senior, "outlook") == found(desk.owner, "outlook") == []
    assert found(other_desk.junior, "outlook") == [theirs["id"]]
    expect(desk.senior.claims(desk.junior.escalates(outlook)), 200)
    assert found(desk.senior, "outlook") == [outlook["id"]]


def test_another_accounts_id_as_a_word_finds_nothing_of_it(
    desk: Desk, other_desk: Desk, outlook: dict[str, Any]
) -> None:
    assert found(other_desk.junior, str(desk.account_id)) == []
    assert found(other_desk.junior, f"{desk.account_id} outlook") == []


def test_it_is_narrowed_by_status_and_read_in_pages(desk: Desk) -> None:
    opened = [desk.junior.opens_session(f"Printer {number} offline")["id"] for number in range(5)]
    desk.junior.post(f"/ai-sessions/{opened[0]}/resolve")
    assert found(desk.junior, "printer", status="resolved") == [opened[0]]
    first = expect(desk.junior.get("/ai-sessions", q="printer", limit=3), 200)
    rest = found(desk.junior, "printer", limit=3, cursor=first["next_cursor"])
    assert [item["id"] for item in first["items"]] + rest == [opened[0], *opened[:0:-1]]


def test_one_that_is_both_owned_and_handled_is_listed_once(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    expect(desk.junior.claims(desk.senior.escalates(ai_session)), 200)
    assert found(desk.junior, "outlook") == [ai_session["id"]]
    assert [item["id"] for item in expect(desk.junior.get("/ai-sessions"), 200)["items"]] == [ai_session["id"]]


@pytest.mark.parametrize(
    ("text", "q"),
    [
        ("Herr Müller kann nicht drucken", "muller"),
        ("Herr Muller kann nicht drucken", "müller"),
        ("Herr MÜLLER kann nicht drucken", "mülle"),
        ("Un problème d'imprimante", "probleme"),
        ("Un PROBLEME d'imprimante", "Problème"),
        ("Gro\u0308\u00dfe.xlsx geht nicht auf", "Gr\u00f6\u00dfe.xlsx"),
        ("Gr\u00f6\u00dfe.xlsx geht nicht auf", "gro\u0308sse"),
        ("Mgła w Łodzi", "lodzi"),
        ("İstanbul office is offline", "istanbul"),
        ("Ошибка ПРИНТЕРА", "принтера"),
        ("\uff21\uff22\uff23\uff11 端末", "abc1"),
        ("我家在上海东边\uff0c打印机离线", "上海"),
        ("我家在上海东边\uff0c打印机离线", "边"),
        ("我家在上海东边\uff0c打印机离线", "上海 打印机"),
        ("Outlookが起動しない", "起動"),
        ("Outlookが起動しない", "outlook"),
        ("เครื่องพิมพ์ออฟไลน์", "พิมพ์"),
        ("프린터가 오프라인입니다", "프린터"),
        ("Set CO₂ limit to ½", "limit"),
    ],
)
def test_accents_case_and_scripts_make_no_difference(desk: Desk, text: str, q: str) -> None:
    other = desk.junior.opens_session("Backup fails at night")
    in_problem = desk.junior.opens_session(text)
    expect(desk.junior.post(f"/ai-sessions/{other['id']}/notes", content="Nothing new"), 201)
    assert found(desk.junior, q) == [in_problem["id"]]
    expect(desk.junior.post(f"/ai-sessions/{other['id']}/notes", content=text), 201)
    assert found(desk.junior, q) == [other["id"], in_problem["id"]]


@pytest.mark.parametrize("q", ["½", "²", "①", "-", "  ", "«»", "\U0001f468", "北京", "海上", "京上海"])
def test_what_is_no_word_or_not_there_finds_nothing(desk: Desk, q: str) -> None:
    desk.junior.opens_session("Takes ½ a minute, 2 m² away, see ① 我家在上海东边")
    desk.junior.opens_session("1 2 3")
    assert found(desk.junior, q) == []


def test_what_was_stored_decomposed_is_found(desk: Desk) -> None:
    """From before text was composed where it comes in."""
    ai_session = desk.junior.opens_session("File")
    desk.changes_session(ai_session, problem="Gro\u0308\u00dfe.xlsx", title="Zu\u0308rich")
    assert (
        found(desk.junior, "größe")
        == found(desk.junior, "Zürich")
        == found(desk.junior, "zurich")
        == [ai_session["id"]]
    )


@pytest.mark.parametrize("text", ["上" * 32_000, "x" * 32_000, "a\u0301" * 16_000, "'\\& " * 8_000, "x上" * 16_000])
def test_no_text_is_too_much_for_the_index(desk: Desk, text: str) -> None:
    ai_session = desk.junior.opens_session("Zebra")
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/notes", content=text), 201)
    assert found(desk.junior, "zebra") == [ai_session["id"]]
