"""Sessions that wait in the queue: a fix failed and refuted its cause, and the junior engineer handed them over."""

from __future__ import annotations

from models.fix_transitions import FixStatus
from models.hypothesis_rules import HypothesisState
from models.operations.ai_sessions import Problem
from models.operations.facts import FoundFact
from models.operations.suggested_fixes import ProposedFix
from web.demo.relative_times import minutes_ago
from web.demo.scenario import AddNote, Answer, ApplyFix, Assessment, Cause, Escalate, RecordOutcome, Scenario

_WRITERS_OF_FS01 = """After the restart:
```
[FS01]: PS C:\\> vssadmin list writers
Writer name: 'System Writer'
   State: [1] Stable
   Last error: No error

Writer name: 'FSRM Writer'
   State: [9] Failed
   Last error: Timed out
```"""

BACKUP = Scenario(
    started=minutes_ago(52),
    problem=Problem(
        problem="Nightly backup of FS01 fails since Saturday: VSS writer timed out, event 8194.",
        client_name="Contoso Dental",
        psa_ticket_id="48231",
    ),
    answer=Answer(
        title="VSS writer times out on FS01",
        text="A writer that times out on one server is usually waiting for the disk or for another snapshot.\n\n"
        "Check first which writers are affected, then restart the service behind the failing one.",
        facts=[
            FoundFact("device", "FS01"),
            FoundFact("error_code", "event 8194"),
            FoundFact("since", "Saturday"),
        ],
        causes=[
            Cause(cause="The VSS writer hangs", note="The writer times out, event 8194"),
            Cause(
                cause="The snapshot runs out of room or time while another one is held",
                note="A timeout is also what a full shadow storage shows",
            ),
        ],
        fix=ProposedFix(
            causes=["The VSS writer hangs"],
            title="Restart the VSS service and its failed writer",
            rationale="The writer keeps its failed state until the service behind it starts again.",
            steps=[
                "List the writers and their state",
                "Restart the Volume Shadow Copy service",
                "Run the job again",
            ],
            risk="medium",
        ),
    ),
    actions=[
        ApplyFix(after=8),
        AddNote(after=20, note=_WRITERS_OF_FS01),
        RecordOutcome(
            after=22,
            outcome=FixStatus.APPLIED_FAILED,
            notes="The writer is back in state 9 right after the restart.",
        ),
        Escalate(
            after=26,
            reason="The writers stay in state 9 after the restart. FS01 is in production.",
            assessment=Assessment(
                facts_used=["device: FS01", "error_code: event 8194", "since: Saturday"],
                open_questions=[
                    "How much room do the shadow copies of FS01 have left?",
                    "Did another backup product or job start on Saturday?",
                ],
                likely_cause="The snapshot runs out of room or time while another one is held (still being checked).",
                summary="Reported at Contoso Dental: the nightly backup of FS01 fails since Saturday with a writer"
                " timeout, event 8194. Restarting the service and its writer did not help; it is back in state 9.",
                confidence="medium",
                suggested_steps=[
                    "Make room for shadow copies: check free space on every volume in the job.",
                    "Separate the backups in time: list all jobs that touch FS01 at night.",
                ],
            ),
        ),
    ],
)


# Escalated right now, so that a worker writes its assessment while the visitor watches.
REMOTE_DESKTOP = Scenario(
    started=minutes_ago(13),
    problem=Problem(
        problem="Remote desktop to RDS01 fails for the whole office: internal error after sign-in.",
        client_name="Fabrikam Logistics",
        psa_ticket_id="48266",
    ),
    answer=Answer(
        title="Remote desktop fails on RDS01",
        text="All at once and after sign-in: the session host accepts them and cannot give them a session.\n\n"
        "See whether old sessions hang.",
        facts=[FoundFact("device", "RDS01"), FoundFact("scope", "whole office")],
        causes=[
            Cause(cause="Old sessions hang on RDS01", note="Everybody is accepted and gets no session"),
            Cause(cause="The session host cannot start new sessions", state=HypothesisState.PROPOSED),
        ],
        fix=ProposedFix(
            causes=["Old sessions hang on RDS01"],
            title="Sign off the hanging sessions on RDS01",
            rationale="A session that hangs blocks its user's next one.",
            steps=["List the sessions", "Sign off those that hang", "Let one person sign in"],
            risk="medium",
        ),
    ),
    actions=[
        ApplyFix(after=5),
        RecordOutcome(after=10, outcome=FixStatus.APPLIED_FAILED, notes="No session hangs; new ones end at once."),
        Escalate(after=13, reason="Nobody at Fabrikam can work. I see no sessions that hang."),
    ],
)

SCENARIOS = [BACKUP, REMOTE_DESKTOP]
