"""What of a pasted text is kept as evidence."""

from __future__ import annotations

import hashlib

import pytest

from models.core.database.tables import JsonObject
from models.evidence import EXCERPT, evidence_in

LOG = "2026-11-28 10:31:02 INFO backup started\n2026-11-28 10:31:40 ERROR writer FSRM failed with state 9"
EVENT = """Log Name:      Application
Source:        VSS
Event ID:      8194
Level:         Error
Computer:      FS01.contoso.local
Description:
Volume Shadow Copy Service error: unexpected error querying the writer."""


def kept_of(text: str) -> JsonObject:
    (kept,) = evidence_in(text)
    return kept


def test_a_pasted_log_is_kept_without_the_words_around_it() -> None:
    text = f"It still fails, see:\n{LOG}\nAny idea?"
    kept = kept_of(text)
    assert kept == {"excerpt": LOG, "sha256": hashlib.sha256(text.encode()).hexdigest(), "machine": None}


@pytest.mark.parametrize("text", ["It worked.", "Still broken: state 9 again", "", "   \n", "From: the front desk"])
def test_a_person_s_own_words_are_no_evidence(text: str) -> None:
    assert evidence_in(text) == []


@pytest.mark.parametrize(
    ("line", "machine"),
    [
        ("Computer:      FS01.contoso.local", "FS01.contoso.local"),
        ("Host Name:                 DC-02", "DC-02"),
        ("PSComputerName : SQL01", "SQL01"),
        ("[fs01]: PS C:\\Windows> vssadmin list writers", "fs01"),
        ("root@web-3:/var/log# systemctl status nginx", "web-3"),
        ("[root@web3 ~]# systemctl status nginx", "web3"),
        ("Nov 28 10:31:02 mail01 postfix/smtpd[1234]: connect failed", "mail01"),
        ("  <Computer>FS01</Computer>", "FS01"),
        ("2026-11-28 10:31:40 ERROR cannot reach FS01", None),
        ("PS C:\\Users\\sam> hostname", None),
    ],
)
def test_the_machine_is_the_one_that_the_output_names_as_its_own(line: str, machine: str | None) -> None:
    kept = kept_of(f"```\n{line}\nsecond line\n```")
    assert kept["machine"] == machine


def test_output_of_two_machines_names_none() -> None:
    kept = kept_of("```\nComputer: FS01\nComputer: FS02\n```")
    assert kept["machine"] is None


def test_a_windows_event_is_kept_whole() -> None:
    kept = kept_of(EVENT)
    assert (kept["excerpt"], kept["machine"]) == (EVENT, "FS01.contoso.local")


def test_a_long_log_is_cut_around_its_errors() -> None:
    lines = [f"2026-11-28 10:{number // 60:02}:{number % 60:02} INFO step {number} is fine" for number in range(600)]
    lines[300] = "2026-11-28 10:05:00 ERROR 0x800423F4 the writer failed"
    kept = kept_of("\n".join(lines))
    assert kept["excerpt"].split("\n") == ["…", lines[299], lines[300], lines[301], "…"]


def test_a_long_log_without_errors_keeps_its_beginning_and_its_end() -> None:
    lines = [f"2026-11-28 10:{number // 60:02}:{number % 60:02} INFO step {number}" for number in range(600)]
    kept = kept_of("\n".join(lines))
    shown = kept["excerpt"].split("\n")
    assert (shown[0], shown[-1]) == (lines[0], lines[-1]) and "…" in shown


def test_secrets_are_redacted_before_anything_is_cut() -> None:
    secret = "hunter2-Sommer-2026"
    kept = kept_of(f"2026-11-28 10:31:02 ERROR bind failed, password={secret} for svc_ldap\n" + LOG)
    assert secret not in kept["excerpt"] and "[password-1 redacted]" in kept["excerpt"]


@pytest.mark.parametrize("filler", ["x", "error ", "\u0301", "\n", "ERROR\n", "<a>", "0x" + "f" * 30_996, "👨‍👩‍👧 "])
def test_the_excerpt_is_bounded_whatever_the_text_is(filler: str) -> None:
    text = f"```\n{(filler * 31_000)[:31_000]}\n```\n{LOG}"
    kept = kept_of(text)
    assert len(kept["excerpt"]) <= EXCERPT
