"""Sessions that Sam escalated to the team and Priya took over and solved."""

from __future__ import annotations

from models.fix_transitions import FixStatus
from models.operations.ai_sessions import Problem
from models.operations.facts import FoundFact
from models.operations.suggested_fixes import ProposedFix
from web.demo.relative_times import on_workday
from web.demo.scenario import (
    AddNote,
    Answer,
    ApplyFix,
    Assessment,
    Claim,
    Escalate,
    RecordOutcome,
    Resolve,
    Scenario,
    SendMessage,
)

LOCKOUT = Scenario(
    started=on_workday(days_ago=11, hour=10, minute=18),
    problem=Problem(
        problem="Account of J. Meyer is locked again and again, four times this morning.",
        client_name="Contoso Dental",
        psa_ticket_id="48126",
    ),
    answer=Answer(
        title="Account locks repeatedly for J. Meyer",
        text="Something keeps signing in with an old password. Find the machine first.\n\n"
        "The domain controller logs it with every lockout.",
        facts=[FoundFact("user", "J. Meyer"), FoundFact("since", "this morning")],
        fix=ProposedFix(
            title="Remove the stored passwords on the user's PC",
            rationale="A mapped drive or a saved sign-in repeats the old password.",
            steps=["Open the credential manager", "Remove entries of the domain", "Unlock the account"],
            risk="low",
        ),
    ),
    actions=[
        ApplyFix(after=7),
        RecordOutcome(after=21, outcome=FixStatus.APPLIED_FAILED, notes="Locked again after ten minutes."),
        Escalate(
            after=24,
            reason="Locks again with nothing stored on the PC. I may not read the controller's log.",
            assessment=Assessment(
                facts_used=["user: J. Meyer", "since: this morning"],
                open_questions=["Which machine does the controller name with the lockout?"],
                likely_cause="Another device of the user still signs in with the old password.",
                summary="Reported at Contoso Dental: the account of J. Meyer was locked four times this morning."
                " Stored passwords were removed from the PC, and it locked again.",
                confidence="medium",
                suggested_steps=[
                    "Read the lockout's calling computer on the domain controller.",
                    "Sign the user out of the phone and other devices.",
                ],
            ),
        ),
        Claim(after=28),
        AddNote(after=31, by="priya", note="The controller names EXAM-3, a PC in a treatment room."),
        SendMessage(
            after=34,
            by="priya",
            message="EXAM-3 has a disconnected session of J. Meyer from last week.",
            answer=Answer(
                text="A session that was left open keeps signing in with the password it began with.",
                facts=[FoundFact("device", "EXAM-3")],
                fix=ProposedFix(
                    title="Sign off the old session on EXAM-3",
                    rationale="It was opened before the password changed.",
                    steps=["Sign the session off", "Unlock the account", "Watch for a quarter of an hour"],
                    risk="low",
                ),
            ),
        ),
        ApplyFix(after=37, by="priya"),
        RecordOutcome(after=54, by="priya", outcome=FixStatus.APPLIED_SUCCESS),
        Resolve(
            after=56,
            by="priya",
            resolution="A session left open on EXAM-3 used the old password; it is signed off.",
        ),
    ],
)


DATABASE = Scenario(
    started=on_workday(days_ago=7, hour=7, minute=52),
    problem=Problem(
        problem="The warehouse program does not start for anybody: cannot reach the database on SQL01.",
        client_name="Fabrikam Logistics",
        psa_ticket_id="48163",
    ),
    answer=Answer(
        title="SQL Server unreachable on SQL01",
        text="Nobody can work, so check the service before the network.\n\nIs the instance running?",
        facts=[FoundFact("device", "SQL01"), FoundFact("scope", "everybody in the warehouse")],
        fix=ProposedFix(
            title="Start the instance and read its error log",
            rationale="An instance that does not start says why in its first lines.",
            steps=["Look at the service", "Read the newest error log", "Start the service"],
            risk="medium",
        ),
    ),
    actions=[
        ApplyFix(after=3),
        RecordOutcome(
            after=9, outcome=FixStatus.APPLIED_FAILED, notes="It stops after a few seconds; the log volume is full."
        ),
        Escalate(
            after=11,
            reason="The log volume is full and the warehouse stands still. I do not dare to shrink a log.",
            assessment=Assessment(
                facts_used=["device: SQL01", "scope: everybody in the warehouse"],
                open_questions=["When did the last log backup run?"],
                likely_cause="The transaction log has filled its volume because log backups stopped.",
                summary="Reported at Fabrikam Logistics: nobody reaches the database on SQL01. The instance was"
                " started and stops again; the log volume is full.",
                confidence="medium",
                suggested_steps=[
                    "Give the log room on another volume, without deleting it.",
                    "Back up the transaction log, then set up its schedule again.",
                ],
            ),
        ),
        Claim(after=13),
        AddNote(after=14, by="priya", note="Called the warehouse: they go on with paper until nine."),
        SendMessage(
            after=17,
            by="priya",
            message="The job for the log backups has been disabled since the update on Sunday.",
            answer=Answer(
                text="Then the log holds everything since Sunday. Give it room first, then back it up.",
                facts=[FoundFact("changed", "log backups disabled since Sunday")],
                fix=ProposedFix(
                    title="Add a second log file and back up the log",
                    rationale="The instance needs a little room to start; the backup frees the rest.",
                    steps=["Add a log file on the data volume", "Start the instance", "Back up the log twice"],
                    risk="high",
                ),
            ),
        ),
        ApplyFix(after=20, by="priya"),
        RecordOutcome(after=41, by="priya", outcome=FixStatus.APPLIED_SUCCESS),
        Resolve(
            after=48,
            by="priya",
            resolution="Log backups were disabled by Sunday's update and the log filled its volume. Backed up, the"
            " job runs again, the second file is gone.",
        ),
    ],
)


BOUNCES = Scenario(
    started=on_workday(days_ago=4, hour=9, minute=36),
    problem=Problem(
        problem="Mail to courts bounces with 550 5.7.26 since the new newsletter service was set up.",
        client_name="Tailspin Legal",
        psa_ticket_id="48196",
    ),
    answer=Answer(
        title="Mail to courts bounces",
        text="The receiver does not accept who sends in your name. The sender's DNS records changed with the new"
        " service.",
        facts=[FoundFact("error_code", "550 5.7.26"), FoundFact("changed", "new newsletter service")],
        fix=ProposedFix(
            title="Send the newsletter from a subdomain",
            rationale="Then its records do not touch those of the firm's mail.",
            steps=["Set up the subdomain", "Change the sender in the service", "Send to a court's mailbox"],
            risk="low",
        ),
    ),
    actions=[
        ApplyFix(after=14),
        RecordOutcome(after=39, outcome=FixStatus.APPLIED_PARTIAL, notes="Newsletters pass; letters still bounce."),
        Escalate(
            after=43,
            reason="Letters to courts still bounce and have deadlines. I have no access to the DNS zone.",
            assessment=Assessment(
                facts_used=["error_code: 550 5.7.26", "changed: new newsletter service"],
                open_questions=["Does the zone have two SPF records now?"],
                likely_cause="The service's set-up left a second SPF record, which makes both invalid.",
                summary="Reported at Tailspin Legal: mail to courts bounces with 550 5.7.26 since a newsletter"
                " service was set up. A subdomain helped the newsletter only.",
                confidence="medium",
                suggested_steps=["Read the zone's SPF records and merge them into one.", "Send to a court again."],
            ),
        ),
        Claim(after=52),
        SendMessage(
            after=58,
            by="priya",
            message="There are two SPF records in the zone, one of them of the newsletter service.",
            answer=Answer(
                text="Two records count as none. Merge them, or remove the one that the subdomain made needless.",
                facts=[FoundFact("other", "two SPF records in the zone")],
                fix=ProposedFix(
                    title="Remove the second SPF record",
                    rationale="A domain may have one; the newsletter has its own on the subdomain.",
                    steps=["Export the zone", "Remove the service's record", "Wait for its time to live"],
                    risk="medium",
                ),
            ),
        ),
        ApplyFix(after=63, by="priya"),
        RecordOutcome(after=68, by="priya", outcome=FixStatus.APPLIED_PENDING, notes="Old record lives for an hour."),
        RecordOutcome(after=135, by="priya", outcome=FixStatus.APPLIED_SUCCESS),
        Resolve(after=138, by="priya", resolution="A second SPF record made both invalid; one is left."),
    ],
)


POLICY = Scenario(
    started=on_workday(days_ago=2, hour=13, minute=9),
    problem=Problem(
        problem="Mapped drives are missing on the three new reception PCs.",
        client_name="Contoso Dental",
        psa_ticket_id="48218",
    ),
    answer=Answer(
        title="Mapped drives missing at reception",
        text="Only new PCs: look at where their accounts stand in the directory before you look at the policy.",
        facts=[FoundFact("scope", "three new reception PCs")],
        fix=ProposedFix(
            title="Refresh the policy on one of the PCs",
            rationale="New PCs sometimes miss the first run.",
            steps=["Refresh the policy", "Sign in again", "Read the result report"],
            risk="low",
        ),
    ),
    actions=[
        ApplyFix(after=6),
        RecordOutcome(after=13, outcome=FixStatus.APPLIED_FAILED, notes="The report does not list the drive policy."),
        Escalate(
            after=16,
            reason="The report does not list the policy at all. I may not move accounts in the directory.",
            assessment=Assessment(
                facts_used=["scope: three new reception PCs"],
                open_questions=["In which organisational unit are the new PCs?"],
                likely_cause="The new PCs are in a unit to which the drive policy is not linked.",
                summary="Reported at Contoso Dental: mapped drives are missing on three new PCs. Refreshing the"
                " policy did not help; the report does not list it.",
                confidence="medium",
                suggested_steps=["Move one PC to the unit of the old ones and let it start anew."],
            ),
        ),
        Claim(after=19),
        AddNote(after=23, by="priya", note="All three are in the default container. Moving them."),
        Resolve(
            after=44,
            by="priya",
            resolution="The new PCs stood in the default container; moved, they get the drives.",
        ),
    ],
)

SCENARIOS = [LOCKOUT, DATABASE, BOUNCES, POLICY]
