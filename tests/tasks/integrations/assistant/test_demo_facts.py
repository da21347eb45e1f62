"""The facts that the Demo AI finds in pasted events and logs, and what only looks like a fact."""

from __future__ import annotations

import random

import pytest

from tasks.integrations.assistant.demo.chat_situation import ChatSituation
from tasks.integrations.assistant.demo.facts import find_facts, host_in
from tests.tasks.integrations.assistant.talk import asked

LOCKOUT_XML = """<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>
<Provider Name="Microsoft-Windows-Security-Auditing" Guid="{54849625-5478-4994-A5BA-3E3B0328C30D}"/>
<EventID>4740</EventID><Version>0</Version><Level>0</Level><Task>13824</Task><Opcode>0</Opcode>
<Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime="2026-11-27T08:12:31.000Z"/>
<Channel>Security</Channel><Computer>DC01.contoso.local</Computer></System>
<EventData><Data Name="TargetUserName">jmeyer</Data><Data Name="TargetDomainName">EXAM-3</Data>
<Data Name="SubjectUserName">DC01$</Data><Data Name="SubjectLogonId">0x1a2b3c</Data></EventData></Event>"""

LOCKOUT_TEXT = """Log Name:      Security
Source:        Microsoft-Windows-Security-Auditing
Date:          27.11.2026 08:12:31
Event ID:      4740
Task Category: User Account Management
Level:         Information
Keywords:      Audit Success
User:          N/A
Computer:      DC01.contoso.local
Description:
A user account was locked out.

Subject:
\tSecurity ID:\t\tSYSTEM
\tAccount Name:\t\tDC01$
\tAccount Domain:\t\tCONTOSO
\tLogon ID:\t\t0x1A2B3C

Account That Was Locked Out:
\tSecurity ID:\t\tCONTOSO\\jmeyer
\tAccount Name:\t\tjmeyer

Additional Information:
\tCaller Computer Name:\tEXAM-3
"""

LOCKOUT = [
    ("event", "Event ID 4740, Microsoft-Windows-Security-Auditing, Information"),
    ("host", "DC01.contoso.local"),
    ("account", "jmeyer"),
    ("caller", "EXAM-3"),
]


def found(text: str) -> list[tuple[str, str]]:
    return [(fact.kind, fact.value) for fact in find_facts(text)]


@pytest.mark.parametrize(
    "event", [LOCKOUT_XML, LOCKOUT_XML.replace("\n", ""), LOCKOUT_TEXT, LOCKOUT_TEXT.replace("\n", "\r\n")]
)
def test_an_event_s_fields_are_kept_and_nothing_else_of_it(event: str) -> None:
    assert found(event) == LOCKOUT


def test_words_around_an_event_count_too() -> None:
    assert found(f"Locked out again since Monday.\n\n{LOCKOUT_TEXT}\nOnly one user has it.") == [
        *LOCKOUT,
        ("scope", "Only one user"),
    ]


def test_a_status_inside_an_event_is_an_error_code() -> None:
    event = LOCKOUT_XML.replace("</EventData>", '<Data Name="Status">0xc000006d</Data></EventData>')
    assert ("error code", "0xc000006d") in found(event)
    event = "Source: VSS\nEvent ID: 8194\nLevel: Error\nDescription:\nVolume Shadow Copy error: hr = 0x80070005."
    assert found(event) == [("event", "Event ID 8194, VSS, Error"), ("error code", "0x80070005")]


def test_a_second_event_has_its_own_facts() -> None:
    event = "Log Name: System\nSource: disk\nEvent ID: 7\nLevel: Error\nComputer: FS01\n"
    assert found(event + event.replace("disk", "Ntfs").replace("ID: 7", "ID: 55")) == [
        ("event", "Event ID 7, disk, Error"),
        ("host", "FS01"),
        ("event", "Event ID 55, Ntfs, Error"),
    ]


@pytest.mark.parametrize("keywords", ["0x8020000000000000", "0x8010000000000000", "0x80000000000000"])
def test_the_keywords_of_an_audit_are_no_error_code(keywords: str) -> None:
    for text in (f"<Keywords>{keywords}</Keywords>", f"Keywords: {keywords}", f"it has keywords {keywords}"):
        assert not [kind for kind, _ in found(text) if kind == "error code"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("550 5.7.708 Service unavailable", "550 5.7.708"),
        ("It bounces: 550-5.7.1 relaying denied", "550-5.7.1"),
        ("remote server returned '451 4.7.500 Server busy'", "451 4.7.500"),
    ],
)
def test_a_status_of_smtp_is_an_error_code(text: str, code: str) -> None:
    assert ("error code", code) in found(text)


@pytest.mark.parametrize(
    "word",
    [
        *("UTF-8", "SHA-256", "CVE-2026-12345", "WPA2-PSK", "ISO-8859-1", "AES-256-GCM", "RJ-45", "TLS-1", "IEEE-802"),
        *("AB849625-5478-4994-A5BA-3E3B0328C30D", "AA-BB-CC-11-22-33", "AA:BB:CC:11:22:33"),
    ],
)
def test_standards_and_identifiers_are_no_hosts(word: str) -> None:
    assert found(f"it says {word} here") == []
    assert host_in(f"it says {word} here") is None


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("WebDAV Server .Net v2.1.1.108", "v2.1.1.108"),
        ('{"packageVersion":"10.7.31.9"}', "10.7.31.9"),
        ("<Version>10.7.31.9</Version>", "10.7.31.9"),
        ("Agent version 10.7.31.9 does not start", "version 10.7.31.9"),
        ("User-Agent: CloudSync/10.7.31.9", "CloudSync/10.7.31.9"),
    ],
)
def test_a_version_of_four_numbers_is_no_address(text: str, version: str) -> None:
    assert found(text) == [("version", version)]


@pytest.mark.parametrize("text", ["http://10.7.31.9/x", "ping 10.7.31.9", "dns=10.7.31.9", "(10.7.31.9)"])
def test_an_address_stays_one(text: str) -> None:
    assert found(text) == [("address", "10.7.31.9")]


def test_a_value_that_is_said_six_times_is_one_fact() -> None:
    assert found("10.0.0.5\n" * 6 + "on PC-14 since Monday") == [
        ("address", "10.0.0.5"),
        ("host", "PC-14"),
        ("since", "Monday"),
    ]


def test_a_list_of_addresses_does_not_crowd_out_the_rest() -> None:
    addresses = " ".join(f"10.0.0.{number}" for number in range(20))
    assert found(f"{addresses} on PC-14 since Monday") == [
        ("address", "10.0.0.0"),
        ("address", "10.0.0.1"),
        ("address", "10.0.0.2"),
        ("host", "PC-14"),
        ("since", "Monday"),
    ]


@pytest.mark.parametrize(
    "text", ["It is slow since Monday", "slow since Monday,\nPC-14", "since Monday.\nsince Monday.\n"]
)
def test_line_endings_make_no_difference(text: str) -> None:
    assert found(text.replace("\n", "\r\n") + "\r\n") == found(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "since the client pays for it",
        "since she called me",
        "since we have no spare",
        "since nobody can print, it is urgent",
        "since it is the boss's laptop",
        "after I told her",
        "after I told her to restart",
        "after he called twice",
        "after the call with her",
        "after all, it is old",
    ],
)
def test_a_reason_is_no_time_and_a_call_no_change(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("slow since last Tuesday at 10:00", "since", "last Tuesday at 10:00"),
        ("since 23.11.2026 it fails", "since", "23.11.2026"),
        ("since about 10 am", "since", "about 10 am"),
        ("since this morning and nobody can print", "since", "this morning"),
        ("since the update on Friday", "since", "the update on Friday"),
        ("since the router was replaced", "since", "the router was replaced"),
        ("since her new phone", "since", "her new phone"),
        ("it began after they moved office", "change", "after they moved office"),
        ("after we have migrated the mailbox", "change", "after we have migrated the mailbox"),
        ("fails after the Windows update, always", "change", "after the Windows update"),
    ],
)
def test_a_time_and_a_change_are_told_apart_from_reasons(text: str, kind: str, value: str) -> None:
    assert (kind, value) in found(text)


def test_what_an_engineer_rejected_is_not_noted_again() -> None:
    asking = asked("PC-14 is slow since Monday")
    rejected = [fact.model_copy(update={"value": "pc-14"}) for fact in ChatSituation(asking).new_facts[:1]]
    again = asking.model_copy(update={"rejected_facts": rejected})
    assert [fact.value for fact in ChatSituation(again).new_facts] == ["Monday"]


@pytest.mark.timeout(60)
def test_no_text_makes_the_search_slow() -> None:
    """Work that grows with the square of one of these would take longer than this test may."""
    pieces = [
        "0x" + "f" * 31_000,
        "1.",
        "1-",
        "A-1",
        "a@",
        "\\\\a\\",
        "since ",
        "after the ",
        "changed the ",
        "Event ID: 1\n",
    ]
    pieces += [
        "<EventID>1</EventID>",
        "<Event ",
        'says "',
        "only one ",
        "0x ",
        "Log Name:\n",
        "New Logon:\n",
        "version=1.",
    ]
    chance = random.Random(39)
    pieces += ["".join(chance.choices("aA1-.:\\@<>/ \n\t", k=chance.randint(1, 12))) for _ in range(150)]
    for piece in pieces:
        text = piece * (31_000 // len(piece))
        find_facts(text)
        host_in(text)
