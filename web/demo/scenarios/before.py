"""Sessions that were solved some days ago and are like others that are open now."""

from __future__ import annotations

from models.fix_transitions import FixStatus
from models.operations.ai_sessions import Problem
from models.operations.facts import FoundFact
from models.operations.suggested_fixes import ProposedFix
from web.demo.relative_times import on_workday
from web.demo.scenario import Answer, ApplyFix, RecordOutcome, Resolve, Scenario

PASSWORD_PROMPT = Scenario(
    started=on_workday(days_ago=10, hour=9, minute=40),
    problem=Problem(
        problem="Outlook asks a partner for the password every few minutes since he has a new phone.",
        client_name="Tailspin Legal",
    ),
    answer=Answer(
        title="Outlook password prompt after phone change",
        text="The prompt began with the new phone, so the cached sign-in is the first suspect.",
        facts=[FoundFact("changed", "new phone")],
        fix=ProposedFix(
            title="Clear the cached Office sign-in",
            rationale="Office still signs in with the method of the old phone.",
            steps=["Sign out of Office", "Remove the work account", "Clear the Office credentials", "Sign in again"],
            risk="low",
        ),
    ),
    actions=[
        ApplyFix(after=7),
        RecordOutcome(after=19, outcome=FixStatus.APPLIED_SUCCESS),
        Resolve(after=21, resolution="The cached sign-in belonged to the old phone; cleared, no prompt since."),
    ],
)

VSS = Scenario(
    started=on_workday(days_ago=11, hour=8, minute=5),
    by="priya",
    problem=Problem(
        problem="Backup of the file server failed twice, VSS writer timed out, event 8194.",
        client_name="Fabrikam Logistics",
    ),
    answer=Answer(
        title="Backup fails with VSS timeout",
        text="A writer that times out often waits for the storage of the snapshot.",
        facts=[FoundFact("event", "8194")],
        fix=ProposedFix(
            title="Raise the limit of the shadow copy storage",
            rationale="The storage was full, so each snapshot took too long.",
            steps=["List the shadow storage", "Raise its limit", "Run the job by hand"],
            risk="low",
        ),
    ),
    actions=[
        ApplyFix(after=12, by="priya"),
        RecordOutcome(after=50, by="priya", outcome=FixStatus.APPLIED_SUCCESS),
        Resolve(after=52, by="priya", resolution="The shadow storage was full; with 15 per cent the job runs."),
    ],
)

LEASES = Scenario(
    started=on_workday(days_ago=12, hour=13, minute=30),
    problem=Problem(
        problem="Three new laptops get no address on the office network, the old ones are fine.",
        client_name="Tailspin Legal",
    ),
    answer=Answer(
        title="DHCP scope full for new laptops",
        text="If only new devices fail, the scope may have no address left.",
        facts=[FoundFact("scope", "new laptops")],
        fix=ProposedFix(
            title="Free addresses in the DHCP scope",
            rationale="Long leases of guests had used up the scope.",
            steps=["Read the scope's statistics", "Shorten the guests' lease", "Delete stale leases"],
            risk="low",
        ),
    ),
    actions=[
        ApplyFix(after=9),
        RecordOutcome(after=24, outcome=FixStatus.APPLIED_SUCCESS),
        Resolve(after=25, resolution="The scope was full of guests' leases; with four hours there is room."),
    ],
)

SCENARIOS = [PASSWORD_PROMPT, VSS, LEASES]
