"""Sessions that are open today: verifying, parked, claimed or in progress."""

from __future__ import annotations

from models.fix_transitions import FixStatus
from models.hypothesis_rules import HypothesisState
from models.lane_item import LaneKind
from models.operations.ai_sessions import Problem
from models.operations.facts import FoundFact
from models.operations.lane_items import AskedItem
from models.operations.suggested_fixes import ProposedFix
from web.demo.relative_times import minutes_ago, on_workday
from web.demo.scenario import (
    AddNote,
    Answer,
    ApplyFix,
    Assessment,
    Cause,
    Claim,
    Escalate,
    Park,
    RecordOutcome,
    Scenario,
    SendMessage,
)

FIRMWARE = Scenario(
    started=on_workday(days_ago=2, hour=15, minute=44),
    problem=Problem(
        problem="Handheld scanners lose the Wi-Fi between aisle 7 and 9.",
        client_name="Fabrikam Logistics",
        psa_ticket_id="48222",
    ),
    answer=Answer(
        title="Handheld scanners lose Wi-Fi",
        text="Always between the same aisles is coverage or roaming, not the scanners.\n\n"
        "Do they hold on to the access point of aisle 6?",
        facts=[FoundFact("device", "handheld scanners"), FoundFact("scope", "between aisle 7 and 9")],
        fix=ProposedFix(
            title="Update the scanners' firmware",
            rationale="The vendor changed how they roam in the last version.",
            steps=["Ask the vendor for the package", "Update one scanner", "Walk the aisles with it"],
            risk="medium",
        ),
    ),
    actions=[
        AddNote(after=12, note="The vendor sends the firmware; ticket with them is open."),
        Park(after=14, reason="Waits for the vendor's firmware."),
    ],
)


CERTIFICATE = Scenario(
    started=minutes_ago(74),
    problem=Problem(
        problem="The client portal shows a certificate warning to everybody since this morning.",
        client_name="Tailspin Legal",
        psa_ticket_id="48252",
    ),
    answer=Answer(
        title="Certificate warning on client portal",
        text="A warning for everybody from one day on is an expired certificate until shown otherwise.",
        facts=[FoundFact("system", "client portal"), FoundFact("since", "this morning")],
        causes=[
            Cause(cause="The renewed certificate is not bound to the portal", note="A warning for everybody at once"),
            Cause(cause="The automatic renewal failed", state=HypothesisState.PROPOSED),
        ],
        fix=ProposedFix(
            causes=["The renewed certificate is not bound to the portal"],
            title="Bind the renewed certificate to the portal",
            rationale="Renewing writes a new certificate; the site keeps the old one until it is bound.",
            steps=["Compare both dates", "Bind the new one", "Open the portal from outside"],
            risk="medium",
        ),
    ),
    actions=[
        ApplyFix(after=9),
        RecordOutcome(after=16, outcome=FixStatus.APPLIED_FAILED, notes="There is no renewed one: the renewal failed."),
        Escalate(
            after=18,
            reason="The automatic renewal failed and clients see the warning. I have no rights on the proxy.",
            assessment=Assessment(
                facts_used=["system: client portal", "since: this morning"],
                open_questions=["What does the renewal's log say?"],
                likely_cause="The automatic renewal failed (a guess that nothing confirms yet).",
                summary="Reported at Tailspin Legal: a certificate warning for everybody. No renewed certificate"
                " exists to bind; the renewal failed.",
                confidence="low",
                suggested_steps=[
                    "Read why the renewal failed on the proxy.",
                    "Let the check reach the proxy and renew by hand.",
                ],
            ),
        ),
        Claim(after=23),
        AddNote(after=26, by="priya", note="Port 80 is closed since Friday's firewall change, so the check fails."),
        SendMessage(
            after=31,
            by="priya",
            message="Port 80 to the proxy was closed with the firewall change on Friday.",
            answer=Answer(
                text="The check comes in on port 80. Open it for the proxy, then renew by hand.",
                facts=[FoundFact("changed", "port 80 closed on Friday")],
                causes=[
                    Cause(
                        cause="The automatic renewal failed",
                        state=HypothesisState.SUPPORTED,
                        note="Port 80 is closed, so the check of the domain fails",
                    )
                ],
                fix=ProposedFix(
                    causes=["The automatic renewal failed"],
                    title="Open port 80 to the proxy and renew by hand",
                    rationale="The certificate authority asks the site on this port.",
                    steps=["Add the firewall rule", "Renew by hand", "Open the portal from outside"],
                    risk="medium",
                ),
            ),
        ),
    ],
)


OUTLOOK = Scenario(
    started=minutes_ago(96),
    problem=Problem(
        problem="Outlook keeps asking Jane for her password since she got a new phone.",
        client_name="Contoso Dental",
        psa_ticket_id="48210",
    ),
    answer=Answer(
        title="Outlook asks for password again",
        text="Prompts that begin with a new phone point to a stale token on the PC, not to a wrong password.\n\n"
        "Can Jane sign in on the web at the same time? If yes, clear the cached sign-in on the PC.",
        facts=[FoundFact("user", "Jane"), FoundFact("changed", "new phone")],
        causes=[
            Cause(cause="The PC offers a stale token", note="The prompts began with the new phone"),
            Cause(cause="The password is wrong", state=HypothesisState.PROPOSED),
        ],
        fix=ProposedFix(
            causes=["The PC offers a stale token"],
            title="Clear the cached sign-in and register the device again",
            rationale="The PC still offers the token that the new phone's registration has replaced.",
            steps=["Close Outlook", "Remove the work account's cached token", "Sign in and approve on the phone"],
            risk="low",
        ),
    ),
    actions=[
        SendMessage(
            after=5,
            message="She can sign in on the web without a prompt.",
            answer=Answer(
                text="Good, so the password is right and the account is fine. Clear the cached sign-in on the PC.",
                facts=[FoundFact("excluded", "sign-in on the web works")],
            ),
        ),
        ApplyFix(after=12),
        RecordOutcome(
            after=44,
            outcome=FixStatus.APPLIED_PENDING,
            notes="No prompt so far; Jane tells us after a day in the treatment rooms.",
        ),
    ],
)


# The newest session: it has a proposed fix, and its message names a ticket that is not linked yet.
ADDRESSES = Scenario(
    started=minutes_ago(4),
    problem=Problem(
        problem="Ticket #48271: new laptops at Contoso Dental get no address, older ones work.",
    ),
    answer=Answer(
        title="New laptops get no address",
        text="Older machines keep their lease, new ones ask for one: the scope has probably run out. What I ask"
        " beside the chat confirms or excludes it.",
        facts=[FoundFact("scope", "new laptops only"), FoundFact("excluded", "older ones work")],
        causes=[Cause(cause="The DHCP scope has no free address", note="Only new machines get none")],
        fix=ProposedFix(
            causes=["The DHCP scope has no free address"],
            title="Free addresses in the DHCP scope",
            rationale="Leases of machines that are gone still hold addresses.",
            steps=["Read the scope's statistics", "Remove stale leases", "Shorten the lease time for guests"],
            risk="low",
        ),
        asked=[
            AskedItem(
                kind=LaneKind.QUESTION,
                text="Do the new laptops get an address on another network?",
                choices=["Yes", "No", "Not known"],
            ),
            AskedItem(
                kind=LaneKind.ACTION,
                text="Read how many addresses the scope has left",
                command="Get-DhcpServerv4ScopeStatistics",
            ),
        ],
    ),
)

SCENARIOS = [FIRMWARE, CERTIFICATE, OUTLOOK, ADDRESSES]
