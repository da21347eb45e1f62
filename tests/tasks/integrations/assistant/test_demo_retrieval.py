"""Which playbook the Demo AI finds for what engineers write."""

from __future__ import annotations

import pytest

from tasks.integrations.assistant.demo.retrieval import rank
from tasks.integrations.assistant.demo.situation import GOOD_SCORE, Situation
from tests.tasks.integrations.assistant.talk import asked

REPORTS = {
    "outlook-sign-in-loop": [
        "Outlook keeps asking for the password on one laptop, OWA is fine",
        "User gets a credential prompt in Outlook again and again after password change",
        "Outlook prompts for credentials every five minutes",
    ],
    "mfa-prompt-fails": [
        "New phone, authenticator push never arrives",
        "User can't get the MFA code to work, says code is wrong",
        "He lost his phone and cannot approve the authenticator prompt",
    ],
    "account-lockout": [
        "AD account locked out every 10 minutes",
        "jsmith keeps getting locked, unlocked it three times today",
        "Her domain account is locked again, fourth time this week",
    ],
    "sso-saml": [
        "SSO to Salesforce fails with SAML error",
        "Nobody can log in to the HR application through single sign-on since the certificate was renewed",
    ],
    "mailbox-full": [
        "Mailbox full, user cannot send",
        "Exchange Online quota exceeded for the CEO's mailbox",
    ],
    "mail-flow-ndr": [
        "Mails to one customer bounce with NDR 550 5.7.1",
        "Our mail lands in spam at gmail, SPF maybe",
    ],
    "exchange-queue": [
        "Exchange 2019 queue is growing, nothing goes out",
        "mail stuck in transport queue on the Exchange server",
    ],
    "scan-to-email": [
        "Scan to email from the Ricoh copier fails",
        "Copier can no longer scan to folder",
    ],
    "vpn-drops": [
        "VPN not connecting error 809",
        "VPN drops every hour for three users",
        "FortiClient VPN disconnects when working from home",
        "VPN tunnel disconnects all the time from home office",
    ],
    "dns-resolution": [
        "Can't resolve internal hostnames, nslookup times out",
        "DNS lookup fails for our intranet",
    ],
    "wifi-weak": [
        "Wi-Fi is slow in the meeting room",
        "Laptops drop off the wireless network on the second floor",
    ],
    "dhcp-exhaustion": [
        "PCs get 169.254 address",
        "No IP address from DHCP on the guest network",
        "New laptops get no IP address, DHCP scope looks full",
    ],
    "firewall-port": [
        "Port 443 to our server is blocked, connection timed out",
        "Need to know why the firewall blocks port 8443 to the vendor",
    ],
    "browser-proxy": [
        "Websites don't load in Chrome or Edge",
        "Browser says proxy server not responding",
    ],
    "printer-offline": [
        "Printer shows offline for everyone in accounting",
        "Nothing prints, jobs stuck in the print queue",
        "The HP printer on the second floor is offline since yesterday",
        "The Canon on floor 3 prints nothing, everybody is waiting",
    ],
    "slow-pc": [
        "PC is very slow since this morning",
        "Her laptop freezes and hangs all the time",
        "Reception's computer takes forever and is really slow",
    ],
    "blue-screen": [
        "Laptop blue screens with stop code IRQL_NOT_LESS_OR_EQUAL",
        "BSOD twice a day",
    ],
    "disk-full": [
        "C drive is full on the file server",
        "Server is out of disk space",
    ],
    "windows-update": [
        "Windows update fails with 0x800f0922",
        "Cumulative update KB5034441 will not install",
    ],
    "licence-activation": [
        "Office asks to activate",
        "Office says unlicensed product",
        "Windows is not activated after motherboard swap",
    ],
    "group-policy": [
        "GPO not applying to new laptops",
        "Mapped drives from group policy missing after logon",
    ],
    "ad-replication": [
        "Domain controllers not replicating, repadmin shows errors",
        "AD replication error 8606 between DC01 and DC02",
    ],
    "file-share-access": [
        "Users can't access the S: drive",
        "User gets access denied on the finance shared folder",
        "Can't open the network drive, no permissions",
        "He cannot open the folder on the file server, access denied",
    ],
    "rdp-connection": [
        "Can't connect by remote desktop to the terminal server",
        "RDP black screen after login",
    ],
    "certificate-expiry": [
        "Our website certificate runs out tomorrow",
        "SSL certificate expired on our website",
        "Users get a certificate warning on the intranet since today",
    ],
    "backup-vss": [
        "Veeam backup failed with VSS error",
        "Nightly backup job fails, shadow copy writer timed out",
        "Last night's Datto backup failed",
    ],
    "sql-service": [
        "SQL Server service won't start after reboot",
        "ERP can't connect to the database",
    ],
    "vm-snapshots": [
        "Hyper-V VM is paused-critical",
        "Old VMware snapshot will not consolidate",
    ],
    "ups-power": [
        "Server rebooted unexpectedly overnight",
        "Power outage last night, servers did not come back",
        "UPS battery warning and server shut down",
    ],
    "teams-audio": [
        "Nobody can hear her in Teams meetings",
        "Microphone not working in Teams",
        "Her headset has no audio in Teams calls",
    ],
    "onedrive-sync": [
        "SharePoint files out of sync",
        "OneDrive stuck on processing changes",
        "SharePoint library won't sync, red X",
    ],
    "voip-phones": [
        "Desk phones lose registration",
        "Phones have one-way audio since the router was replaced",
    ],
    "phishing-report": [
        "User clicked a phishing link and entered his password",
        "CEO's mailbox sends spam, we think the account is hacked",
        "Someone entered their password on a phishing page",
    ],
    "antivirus-quarantine": [
        "Ransomware note on a desktop, antivirus found a threat",
        "Defender quarantined our accounting program",
        "SentinelOne reports a threat on one PC",
    ],
    "intune-enrolment": [
        "Autopilot enrolment fails",
        "Laptop not compliant in Intune",
    ],
    "bitlocker-recovery": [
        "Laptop asks for the BitLocker recovery key after a BIOS update",
        "Blue BitLocker recovery screen on each boot",
        "The notebook wants a recovery key at boot",
    ],
}


@pytest.mark.parametrize(
    ("report", "expected"), [(report, playbook) for playbook, reports in REPORTS.items() for report in reports]
)
def test_a_report_leads_to_its_playbook(report: str, expected: str) -> None:
    best = Situation(asked(report)).best
    assert best is not None
    assert best.id == expected


@pytest.mark.parametrize(
    "report",
    [
        "Hello",
        "It does not work",
        "The customer is angry",
        "Need help with a thing at the client",
        "The coffee machine leaks",
        "Excel crashes when opening large files",
        "test",
        "Something is wrong since Monday",
        "Please look at this ticket",
        "Es geht nicht mehr",
        "",
    ],
)
def test_a_report_that_says_too_little_leads_nowhere(report: str) -> None:
    assert Situation(asked(report)).best is None


def test_the_same_words_rank_the_same_and_more_of_them_higher() -> None:
    once, more = rank("printer offline"), rank("printer offline, jobs stuck in the print queue")
    assert once == rank("printer offline")
    assert once[0].playbook == more[0].playbook
    assert GOOD_SCORE < once[0].score < more[0].score


def test_a_word_that_only_the_body_has_says_little() -> None:
    assert all(hit.score < GOOD_SCORE for hit in rank("gigabytes minute colleague"))
