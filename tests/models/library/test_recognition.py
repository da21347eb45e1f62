"""Signals in what people write and paste: every spelling, every meaning, and no bare number."""

from __future__ import annotations

import pytest

from models.library import Signal, load_signals
from models.library.recognition import LONGEST_TEXT, MOST, look_up, recognise
from models.library.recognition.index import Index

SIGNALS = """
win32 2 | win32 5 Access is denied | win32 53 | win32 126 | win32 1326 ERROR_LOGON_FAILURE | win32 1722 | win32 809
hresult 0x80070005 E_ACCESSDENIED | hresult 0x80004005 | ntstatus 0xC000006D STATUS_LOGON_FAILURE | ntstatus 0xC0000022
ntstatus 0xC0000005 | stop 0x0000007E SYSTEM_THREAD_EXCEPTION_NOT_HANDLED | stop 0x9F | stop 0xEF CRITICAL_PROCESS_DIED
windows_update 0x80240022 | event 4740 @Security | event 7031 @Service Control Manager | event 1000 @Application Error
event 1000 @Microsoft-Windows-LoadPerf | event 41 @Microsoft-Windows-Kernel-Power | event 4625 @Security
event 12 @Microsoft-Windows-Kernel-General | print 0x0000011b | ras 809 | ras 691 | rdp 0x204 | kerberos 0x18
ldap 52e | ldap 49 | smtp 550 | smtp 550 5.7.708 | smtp 5.1.1 | aadsts AADSTS50126 | tls 40 handshake_failure
tls ERR_CERT_DATE_INVALID | dns NXDOMAIN | dns REFUSED | dns DNS_PROBE_FINISHED_NXDOMAIN | http 503 Service Unavailable
http 401 Unauthorized | http 500.19 | sql 18456 | sip 486 Busy Here | intune 0x87D1041C | intune 0x80180014
teams CAA20003 | office 30088-26 | apple -36 | vpn_client -14 | msi 1603 | veeam V-79-57344-65233
tls 80 internal_error | ras 600 PENDING
tls 80 internal_error | ras 600 PENDING | teams CAA20003 | office 30088-26 | apple -36 | vpn_client -14 | msi 1603
veeam V-79-57344-65233
"""


def _signal(line: str) -> Signal:
    left, _, source = line.partition(" @")
    family, code, *names = left.split(" ", 2)
    if names and names[0][0].isdigit():
        code, names = f"{code} {names[0]}", []
    return Signal(family=family, code=code, meaning="M", first_check="F", names=tuple(names), source=source or None)


INDEX = Index(_signal(one.strip()) for line in SIGNALS.splitlines() for one in line.split("|") if one.strip())


def _codes(text: str) -> list[str]:
    """`family code` of every meaning, in order."""
    return [f"{one.family} {one.code}" for found in recognise(text, index=INDEX) for one in found.signals]


ACCESS = ["hresult 0x80070005", "win32 5"]
STOP_7E = ["stop 0x0000007E"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it says 0x80070005 when I save", ACCESS),
        ("it says 0X80070005.", ACCESS),
        ("error 80070005 again", ACCESS),
        ("Error: 0x8007\n0005", ACCESS),
        ("Error: 0x8007 0005 on the PC", ACCESS),
        ("> code 0x80\r\n> 07\r\n> 0005", ACCESS),
        ("HResult : -2147024891", ACCESS),
        ("last result 2147942405", ACCESS),
        ("FullyQualifiedErrorId : HRESULT 0x80070005,Microsoft.PowerShell.Commands.NewItemCommand", ACCESS),
        (
            'Exception calling "Open" with "1" argument(s): "(Exception from HRESULT: 0x80070005 (E_ACCESSDENIED))"',
            [*ACCESS, ACCESS[0]],
        ),
        ("0xFFFFFFFF80070005", ACCESS),
        ("failed with 0x80070035", ["win32 53"]),
        ("returned 0xD0000022", ["ntstatus 0xC0000022"]),
        ("exit code -1073741819", ["ntstatus 0xC0000005"]),
        ("Status: 0xc000006d Sub", ["ntstatus 0xC000006D"]),
        ("err C000006D", ["ntstatus 0xC000006D"]),
        ("STATUS_LOGON_FAILURE", ["ntstatus 0xC000006D"]),
        ("error 1326", ["win32 1326"]),
        ("Error code: 1326", ["win32 1326"]),
        ("Systemfehler 1326 aufgetreten", ["win32 1326"]),
        ("System error 53 has occurred.", ["win32 53"]),
        ("Last error: 1722 (0x6ba): The RPC server is unavailable.", ["win32 1722", "win32 1722"]),
        ("The RPC server is unavailable (1722)", ["win32 1722"]),
        ("Last attempt failed, result 1722 (0x6ba)", ["win32 1722", "win32 1722"]),
        ("it failed with 1326", ["win32 1326"]),
        ("the service ended with code 1326, failed", ["win32 1326"]),
        ("NativeErrorCode : 1326", ["win32 1326"]),
        ("MSI (s) installation failed, exit code 1603", ["msi 1603"]),
        ("the Access is\ndenied message", ["win32 5"]),
        ("Stop code 0x7E, blue screen", STOP_7E),
        ("bluescreen 0x0000007E (0xffffffffc0000005, 0xfffff8)", [*STOP_7E, "ntstatus 0xC0000005"]),
        ("the printer says 0x0000007e", ["win32 126"]),
        ("we see 0x7E", [*STOP_7E, "win32 126"]),
        ("CRITICAL_PROCESS_DIED", ["stop 0xEF"]),
        ('<Data Name="BugcheckCode">159</Data>', ["stop 0x9F"]),
        ("printer mapping fails with error 11b", []),
        ("last run result 0x2", ["win32 2"]),
        ("printer mapping fails with 0x0000011b", ["print 0x0000011b"]),
        ("event 4740 on the DC", ["event 4740"]),
        ("event id: 7031", ["event 7031"]),
        ("Event ID 1000", ["event 1000", "event 1000"]),
        ("EventID=1000 from LoadPerf", ["event 1000"]),
        (
            "Log Name: Application\nSource:        Application Error\nDate: x\nEvent ID:      1000\nLevel: Error",
            ["event 1000"],
        ),
        ("Log Name: Application\nSource:        Some Product\nEvent ID:      1000\n", []),
        (
            (
                "<Event><System><Provider Name='Service Control Manager' Guid='{555908d1-a6d7-4695-8e1e-26931d20}'/>"
                "<EventID Qualifiers='49152'>7031</EventID><Version>0</Version></System></Event>"
            ),
            ["event 7031"],
        ),
        ("TimeCreated  Id LevelDisplayName Message\n28/11/2026 10:00:01   7031 Error  The Print", ["event 7031"]),
        ("ProviderName : Service Control Manager\nId           : 7031\n", ["event 7031"]),
        ("Nov 28 10:00  Error  Service Control M...  3221232503 The", ["event 7031"]),
        ("events 4625 and 4740", ["event 4625", "event 4740"]),
        ("Service Control Manager 7031", ["event 7031"]),
        ("Kernel-Power 41 and event 12 is there", ["event 41", "event 12"]),
        ("AADSTS50126: Error validating", ["aadsts AADSTS50126"]),
        ("aadsts 50126", ["aadsts AADSTS50126"]),
        ("NDR: 550 5.7.708 Service unavailable", ["smtp 550 5.7.708"]),
        ("550-5.7.708", ["smtp 550 5.7.708"]),
        ("the mail came back with 5.1.1", ["smtp 5.1.1"]),
        ("smtp error 550 from the relay", ["smtp 550"]),
        ("80090308: LdapErr: DSID-0C09, AcceptSecurityContext error, data 52e, v2580", ["ldap 52e"]),
        ("ldap bind fails with error 49", ["ldap 49"]),
        ("Kerberos pre-authentication failed. Failure Code: 0x18", ["kerberos 0x18"]),
        ("VPN Error 809", ["ras 809", "win32 809"]),
        ("Remote Desktop disconnected, error code 0x204", ["rdp 0x204"]),
        ("NET::ERR_CERT_DATE_INVALID", ["tls ERR_CERT_DATE_INVALID"]),
        ("DNS_PROBE_FINISHED_NXDOMAIN", ["dns DNS_PROBE_FINISHED_NXDOMAIN"]),
        (";; ->>HEADER<<- opcode: QUERY, status: REFUSED", ["dns REFUSED"]),
        ("the SSL log says handshake_failure", ["tls 40"]),
        ("Schannel: The TLS protocol defined fatal alert code is 40.", ["tls 40"]),
        ("HTTP Error 503. The service is unavailable", ["http 503"]),
        ("The remote server returned an error: (401) Unauthorized.", ["http 401"]),
        ("HTTP Error 500.19 - Internal", ["http 500.19"]),
        ("Source: MSSQL$ACME\nEvent ID: 18456\n", ["sql 18456"]),
        ("Error: 18456, Severity: 14, State: 8.", ["sql 18456"]),
        ("SIP/2.0 486 Busy Here", ["sip 486"]),
        ("SIP trunk answers 486 Busy Here", ["sip 486"]),
        ("The app failed (0x87D1041C)", ["intune 0x87D1041C"]),
        ("error code 80180014", ["intune 0x80180014"]),
        ("Teams: caa20003", ["teams CAA20003"]),
        ("error code 30088-26", ["office 30088-26"]),
        ("Finder on the Mac: error code -36", ["apple -36"]),
        ("Unable to establish the VPN connection (-14)", ["vpn_client -14"]),
        ("V-79-57344-65233", ["veeam V-79-57344-65233"]),
    ],
)
def test_it_recognises(text: str, expected: list[str]) -> None:
    assert _codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "5 users and 53 printers, 1326 files, since 2019",
        "port 443 and port 809 are open, error or not",
        "version 5.1.1 of the mail client; upgraded to 5.7.708",
        "we use firmware 5.1.1 and build 1722",
        "on 28.11.2026 at 17:22, or 2026-11-28",
        "server 5.1.1.1 and 10.0.53.5 and 192.168.5.2",
        "call +1 214 794 2405 or 2147942405",
        "call (550) 486-1326 please",
        "order 80070005 from the shop",
        "{80070005-1326-1722-5353-C0000022ABCD}",
        "the event for 4740 people, 12 guests; event 12 people",
        "room 401, ticket 1326, invoice 0018456",
        "a 0x18 potion, 5 denied requests (2019)",
        "the MAC is 80-07-00-05-c0-00",
        "status report for 5 users, error free since 53 days",
        "error 1326.5 or error 53%",
        "data 530 of the table",
        "we refused 486 boxes",
        "How to add an event\n\n1. Name it; the UNAUTHORIZED rows have a status of 401 and 0x5…",
        "the door code 1326 works, the zip code 1722 too; status 5 ends a ticket, it returned 53 rows",
        "SSL error 53, run-time error 401, reason code 53, Return value 2. in the log; a method not allowed",
        "an e-mail to the sender with a status of 503",
        "the log of the shop says internal_error, PENDING and 0x204",
    ],
)
def test_a_bare_number_is_no_signal(text: str) -> None:
    assert _codes(text) == []


def test_it_says_where_each_code_is() -> None:
    text = "😀 0x8007\n0005, then 0x80240022 and 0x80240022"
    first, second = recognise(text, index=INDEX)
    assert (first.written, [text[slice(*place)] for place in first.places]) == ("0x8007 0005", ["0x8007\n0005"])
    assert (second.written, len(second.places)) == ("0x80240022", 2)


@pytest.mark.parametrize(
    "code", ["80070005", "0x80070005", "-2147024891", "2147942405", "E_ACCESSDENIED", "0x8007 0005"]
)
def test_every_spelling_is_looked_up(code: str) -> None:
    assert [one.code for one in look_up(code, index=INDEX)][:1] == ["0x80070005"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1326", ["1326"]),
        ("809", ["809", "809"]),
        ("data 52e", ["52e"]),
        ("52e", ["52e"]),
        ("550 5.7.708", ["550 5.7.708"]),
        ("5.7.708", ["550 5.7.708"]),
        ("event 4740", ["4740"]),
        ("1000", ["1000", "1000"]),
        ("Application Error 1000", ["1000"]),
        ("Kernel-Power 41", ["41"]),
        ("0x7e", ["0x0000007E", "126"]),
        ("AADSTS 50126", ["AADSTS50126"]),
        ("nonsense", []),
        ("0x80079999", []),
    ],
)
def test_a_number_that_is_asked_for_needs_no_words_around_it(code: str, expected: list[str]) -> None:
    assert [one.code for one in look_up(code, index=INDEX)] == expected


RUNS = (
    *("0x8007 ", "0x", "f", "80070005", "5.1.1", "1.2.3.", "V-79-", "A_", "error ", "event 4740, ", "(1722) ", "\n"),
    *("-2147024891", "Access is ", "550 5.7.", "<EventID>", "a b ", "Error: (", "data 5", "10:00 ", "Source: ", " "),
)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("run", RUNS)
def test_no_text_keeps_it_busy(run: str) -> None:
    """A pattern that tries every length at every place would need minutes for these."""
    found = recognise((run * LONGEST_TEXT)[:LONGEST_TEXT], index=INDEX)
    assert sum(len(one.places) for one in found) <= MOST


def test_every_signal_of_the_library_is_found_by_its_code_and_its_names() -> None:
    lost = [
        (signal.family, spelling)
        for signal in load_signals()
        for spelling in (signal.code, *signal.names)
        if signal not in look_up(spelling)
    ]
    assert lost == []
