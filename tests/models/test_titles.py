"""What a session is called by rule: the person's words, or what the paste is about; never the raw paste."""

from __future__ import annotations

import pytest

from models.pastes import PasteKind, split
from models.titles import summary_of, title_of

EVENT = """<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">
  <System>
    <Provider Name="VSS" />
    <EventID Qualifiers="0">8194</EventID>
    <Level>2</Level>
    <Computer>FS01</Computer>
  </System>
  <EventData><Data>Volume Shadow Copy Service error: access is denied.</Data></EventData>
</Event>"""
RENDERED = """<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>
<Provider Name='Microsoft-Windows-GroupPolicy' Guid='{aea1b4fa}'/><EventID>1129</EventID></System>
<EventData><Data Name='SupportInfo1'>1</Data></EventData>
<RenderingInfo Culture='en-US'><Message>The processing of Group Policy failed &amp; will be retried.</Message>
</RenderingInfo></Event>"""
LOCKOUT = """<Event><System><Provider Name="Microsoft-Windows-Security-Auditing"/><EventID>4740</EventID></System>
<EventData><Data Name="TargetUserName">jsmith</Data><Data Name="TargetDomainName">PC-07</Data></EventData></Event>"""
IN_EVENT_VIEWER = """Log Name:      Security
Source:        Microsoft-Windows-Security-Auditing
Date:          11/28/2026 10:11:12 AM
Event ID:      4740
Level:         Information
Computer:      DC01.contoso.test
Description:
A user account was locked out.

Subject:
\tSecurity ID:\t\tSYSTEM
"""
LOG = "\n".join(
    [
        *(f"2026-11-28 10:{minute:02}:00 INFO Job step {minute} done" for minute in range(40)),
        "2026-11-28 11:00:00,123 ERROR Backup failed: disk full on E:",
    ]
)
PYTHON = (
    'Traceback (most recent call last):\n  File "sync.py", line 3, in <module>\n    run()\nValueError: no such host'
)
JAVA = "java.lang.NullPointerException: x is null\n\tat com.acme.Bar(Bar.java:12)\n\tat com.acme.Baz(Baz.java:13)"
HEADER = "Received: from mx by mail\nFrom: a@b.test\nTo: c@d.test\nSubject: Invoice overdue\nMessage-ID: <1@b.test>"
JSON = '{\n  "error": {\n    "code": 500,\n    "message": "Mailbox is over quota"\n  }\n}'
SERVICES = (
    "Name             Status     StartType\n----             ------     ---------\nVSS              Stopped    Manual"
)


@pytest.mark.parametrize(
    ("problem", "title"),
    [
        (EVENT, "VSS 8194: Volume Shadow Copy Service error: access is denied."),
        (EVENT.replace("\n", "\r\n"), "VSS 8194: Volume Shadow Copy Service error: access is denied."),
        (EVENT.replace("\n", ""), "VSS 8194: Volume Shadow Copy Service error: access is denied."),
        (RENDERED, "GroupPolicy 1129: The processing of Group Policy failed & will be retried."),
        (LOCKOUT, "Security-Auditing 4740: TargetUserName jsmith, TargetDomainName PC-07"),
        (IN_EVENT_VIEWER, "Security-Auditing 4740: A user account was locked out."),
        (LOG, "Pasted log, 41 lines: ERROR Backup failed: disk full on E:"),
        (PYTHON, "Pasted stack trace, 4 lines: ValueError: no such host"),
        (JAVA, "Pasted stack trace, 3 lines: java.lang.NullPointerException: x is null"),
        (HEADER, "Pasted mail header, 5 lines: Invoice overdue"),
        (JSON, "Pasted JSON, 6 lines: Mailbox is over quota"),
        (SERVICES, "Pasted output, 3 lines"),
        ("```\nsome words\nand more\n```", "Pasted output, 2 lines"),
    ],
)
def test_a_raw_paste_is_named_by_what_it_is_about(problem: str, title: str) -> None:
    assert (title_of(problem), summary_of(problem)) == (title, title)


@pytest.mark.parametrize("paste", [EVENT, LOG, PYTHON, JAVA, HEADER, JSON, SERVICES])
@pytest.mark.parametrize(
    "around",
    [
        "Backup of FS01 fails since Saturday.\n\n{paste}",
        "Hi team,\nBackup of FS01 fails since Saturday:\n\n{paste}\n",
        "Here is the log:\n\n{paste}\n\nBackup of FS01 fails since Saturday",
    ],
)
def test_the_persons_own_words_come_first_wherever_they_are(paste: str, around: str) -> None:
    problem = around.replace("{paste}", paste)
    assert title_of(problem) == "Backup of FS01 fails since Saturday"
    assert paste.splitlines()[0][:20] not in summary_of(problem)


@pytest.mark.parametrize("introduction", ["See the log:", "Here is what I get", "log below", "this"])
def test_that_something_was_pasted_is_not_what_it_is_about(introduction: str) -> None:
    assert title_of(f"{introduction}\n\n{LOG}") == title_of(LOG)


@pytest.mark.parametrize(
    ("problem", "title"),
    [
        ("Outlook keeps asking for a password", "Outlook keeps asking for a password"),
        ("No mail\n  since Monday", "No mail since Monday"),
        ("Hi team, printer is offline. It worked yesterday.", "Printer is offline"),
        ("svchost.exe eats the processor. Since Monday.", "svchost.exe eats the processor"),
        ("Help!", "Help!"),
        ("Broken. The VPN drops for all users.", "Broken. The VPN drops for all users"),
        ("From: the front desk, they cannot print", "From: the front desk, they cannot print"),
        ("Set-Mailbox fails for <user> today", "Set-Mailbox fails for <user> today"),
        ("打印机离线了", "打印机离线了"),
        ("Label printer   offline", "Label printer offline"),
    ],
)
def test_plain_words_are_the_title(problem: str, title: str) -> None:
    assert title_of(problem) == title


def test_title_and_summary_are_cut_between_grapheme_clusters() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert title_of("x" * 78 + family + "y" * 80) == "x" * 78 + family + "…"
    assert summary_of("x" * 118 + family + "y" * 80) == "x" * 118 + family + "…"


def test_a_paste_is_told_from_the_words_around_it() -> None:
    told = split(f"The backup fails.\n\n{LOG}\n\nIt worked on Friday.")
    assert told.own_lines == ("The backup fails.", "It worked on Friday.")
    assert [(paste.kind, len(paste.lines)) for paste in told.pastes] == [(PasteKind.LOG, 41)]


HOSTILE = (
    *("<Provider ", "a ", "\t", "<Data ", '"', "1:", "Received: ", "x   ", "\n", "<Message>", "a\u0301", "e.e.", "|"),
    *("at ", "{", "Source: x\n", "Subject: ", "hi ", "- ", "2026-11-28 ", "Error: ", "```\n"),
)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("unit", HOSTILE)
def test_no_paste_keeps_the_rules_busy(unit: str) -> None:
    """Ten of the longest messages, which a pattern whose time grows faster than the text would not finish."""
    for _ in range(10):
        assert len(title_of(unit * (32_000 // len(unit)))) <= 80 * len(unit)
