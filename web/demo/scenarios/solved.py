"""Sessions that Sam or Priya solved without an escalation, and one that was abandoned."""

from __future__ import annotations

from models.fix_transitions import FixStatus
from models.operations.ai_sessions import Problem
from models.operations.facts import FoundFact
from models.operations.suggested_fixes import ProposedFix
from web.demo.relative_times import on_workday
from web.demo.scenario import Abandon, AddNote, Answer, ApplyFix, RecordOutcome, Resolve, Scenario, SendMessage

PRINTER = Scenario(
    started=on_workday(days_ago=13, hour=9, minute=12),
    problem=Problem(
        problem="Label printer at the front desk shows offline since the new router went in.",
        client_name="Fabrikam Logistics",
        psa_ticket_id="48107",
    ),
    answer=Answer(
        title="Label printer offline at front desk",
        text="Offline after a router change is most often an address that has moved.\n\n"
        "Compare the port of the queue with the address on the printer's network page.",
        facts=[FoundFact("device", "front desk label printer"), FoundFact("changed", "new router")],
        fix=ProposedFix(
            title="Point the printer's port at its new address",
            rationale="The queue still prints to the address that the printer had before.",
            steps=["Print the network page", "Set the port to that address", "Print a test label"],
            risk="low",
        ),
    ),
    actions=[
        ApplyFix(after=6),
        RecordOutcome(after=14, outcome=FixStatus.APPLIED_SUCCESS),
        Resolve(
            after=16,
            resolution="The printer got a new address from the new router. The port points there now, and the"
            " address is reserved.",
        ),
    ],
)


TEAMS = Scenario(
    started=on_workday(days_ago=12, hour=13, minute=41),
    problem=Problem(
        problem="Reception cannot be heard in Teams calls, other apps record fine.",
        client_name="Contoso Dental",
        psa_ticket_id="48119",
    ),
    answer=Answer(
        title="Teams microphone silent at reception",
        text="Other apps record, so the microphone works and Teams does not get it.\n\n"
        "Look first at which device Teams has chosen.",
        facts=[FoundFact("scope", "reception"), FoundFact("excluded", "other apps record fine")],
        fix=ProposedFix(
            title="Choose the headset in Teams and allow the microphone",
            rationale="A new dock often becomes the default device without a microphone behind it.",
            steps=["Open the devices page in Teams", "Choose the headset", "Make a test call"],
            risk="low",
        ),
    ),
    actions=[
        ApplyFix(after=4),
        RecordOutcome(after=9, outcome=FixStatus.APPLIED_PARTIAL, notes="Works until the dock is plugged in again."),
        SendMessage(
            after=11,
            message="The headset is lost again each time the dock is plugged in.",
            answer=Answer(
                text="Then the dock takes over as the default device. Turn its sound device off in the system.",
                facts=[FoundFact("device", "dock")],
                fix=ProposedFix(
                    title="Turn off the dock's sound device",
                    rationale="Windows prefers the device that was plugged in last.",
                    steps=["Open the sound settings", "Disable the dock's input", "Plug the dock in and out"],
                    risk="low",
                ),
            ),
        ),
        ApplyFix(after=15),
        RecordOutcome(after=19, outcome=FixStatus.APPLIED_SUCCESS),
        Resolve(after=20, resolution="The dock's sound device is off; Teams keeps the headset."),
    ],
)


MAILBOX = Scenario(
    started=on_workday(days_ago=9, hour=8, minute=33),
    problem=Problem(
        problem="The shared mailbox intake@ refuses new mail: over quota.",
        client_name="Tailspin Legal",
        psa_ticket_id="48141",
    ),
    answer=Answer(
        title="Shared mailbox intake over quota",
        text="A shared mailbox without a licence ends at 50 GB.\n\nFind the large folders first; scans are"
        " the usual reason.",
        facts=[FoundFact("system", "shared mailbox intake"), FoundFact("error_code", "over quota")],
        fix=ProposedFix(
            title="Move last year's scans to the archive",
            rationale="Scanned contracts make up most of such a mailbox, and nobody looks at old ones there.",
            steps=["Sort the folders by size", "Turn the archive on", "Move mail older than a year"],
            risk="medium",
        ),
    ),
    actions=[
        AddNote(after=7, note="Dana at Tailspin agrees that scans older than a year go to the archive."),
        ApplyFix(after=12),
        RecordOutcome(after=58, outcome=FixStatus.APPLIED_SUCCESS),
        Resolve(after=61, resolution="Scans older than a year are in the archive; the mailbox is at 31 of 50 GB."),
    ],
)


ONEDRIVE = Scenario(
    started=on_workday(days_ago=6, hour=10, minute=5),
    problem=Problem(
        problem="OneDrive on PC-118 shows sync pending for two days, only this user.",
        client_name="Contoso Dental",
        psa_ticket_id="48177",
    ),
    answer=Answer(
        title="OneDrive sync pending on PC-118",
        text="Pending without an error is usually one file that the client cannot read.\n\n"
        "Let the client list what is stuck.",
        facts=[FoundFact("device", "PC-118"), FoundFact("scope", "one user"), FoundFact("since", "two days")],
        fix=ProposedFix(
            title="Close the files that the client lists as stuck",
            rationale="A file that another program holds open blocks the queue behind it.",
            steps=["Open the list of pending files", "Close the program that holds them", "Watch the queue"],
            risk="low",
        ),
    ),
    actions=[
        ApplyFix(after=5),
        RecordOutcome(after=17, outcome=FixStatus.APPLIED_FAILED, notes="No file is open, the list is empty."),
        SendMessage(
            after=18,
            message="The list of stuck files is empty.",
            answer=Answer(
                text="An empty list with pending files means that the client has lost its own state.",
                facts=[FoundFact("excluded", "no file is held open")],
                fix=ProposedFix(
                    title="Reset the OneDrive client",
                    rationale="A reset builds the sync state anew and keeps the files.",
                    steps=["Quit OneDrive", "Run its reset", "Sign in and wait for the first full pass"],
                    risk="low",
                ),
            ),
        ),
        ApplyFix(after=22),
        RecordOutcome(after=49, outcome=FixStatus.APPLIED_SUCCESS),
        Resolve(after=52, resolution="The client's sync state was broken; a reset built it anew, nothing was lost."),
    ],
)


DISK = Scenario(
    started=on_workday(days_ago=8, hour=15, minute=20),
    by="priya",
    problem=Problem(
        problem="APP02 has 300 MB left on C:, the monitoring alarm came at three.",
        client_name="Fabrikam Logistics",
        psa_ticket_id="48152",
    ),
    answer=Answer(
        title="Disk nearly full on APP02",
        text="Find what grew before you delete anything: a log that is not rotated comes back within days.",
        facts=[FoundFact("device", "APP02"), FoundFact("scope", "drive C:")],
        fix=ProposedFix(
            title="Rotate the web server's logs",
            rationale="Its logs are kept for ever unless somebody says otherwise.",
            steps=["Measure the largest folders", "Move logs older than a month", "Set up the rotation"],
            risk="low",
        ),
    ),
    actions=[
        ApplyFix(after=9, by="priya"),
        RecordOutcome(after=26, by="priya", outcome=FixStatus.APPLIED_SUCCESS),
        Resolve(after=28, by="priya", resolution="Web logs of three years filled C:; they rotate monthly now."),
    ],
)


SCANNER = Scenario(
    started=on_workday(days_ago=3, hour=11, minute=27),
    problem=Problem(
        problem="The scanner in the warehouse no longer saves to the share, everybody gets an error at the device.",
        client_name="Fabrikam Logistics",
        psa_ticket_id="48209",
    ),
    answer=Answer(
        title="Warehouse scanner cannot save to share",
        text="Everybody at one device points to the account that the device itself uses.\n\n"
        "When did that account's password change last?",
        facts=[FoundFact("device", "warehouse scanner"), FoundFact("scope", "everybody at this device")],
        fix=ProposedFix(
            title="Enter the scan account's new password at the device",
            rationale="The device keeps the password that it was set up with.",
            steps=["Look up when the password changed", "Enter it in the device's address book", "Scan a page"],
            risk="low",
        ),
    ),
    actions=[
        ApplyFix(after=8),
        RecordOutcome(after=15, outcome=FixStatus.APPLIED_SUCCESS),
        Resolve(after=17, resolution="The scan account's password had been changed; the device has the new one."),
    ],
)


SCREEN = Scenario(
    started=on_workday(days_ago=5, hour=14, minute=2),
    problem=Problem(
        problem="Second screen of a paralegal flickers every few minutes.",
        client_name="Tailspin Legal",
    ),
    answer=Answer(
        title="Second screen flickers for a paralegal",
        text="Flicker of one screen is mostly the cable or the dock.\n\nSwap the cable first; it costs a minute.",
        facts=[FoundFact("scope", "one screen")],
        fix=ProposedFix(
            title="Swap the screen's cable",
            rationale="A worn cable loses the signal for a moment.",
            steps=["Swap the cables of both screens", "See whether the flicker moves along"],
            risk="low",
        ),
    ),
    actions=[
        AddNote(after=31, note="She has got a new dock from the office manager and does not need us any more."),
        Abandon(after=32),
    ],
)


VPN = Scenario(
    started=on_workday(days_ago=1, hour=8, minute=48),
    problem=Problem(
        problem="VPN drops every hour for two people who work from home, since yesterday.",
        client_name="Tailspin Legal",
        psa_ticket_id="48240",
    ),
    answer=Answer(
        title="VPN drops hourly for two people",
        text="To the hour sounds like a timer, not like a bad line.\n\nCompare the idle and rekey times of both ends.",
        facts=[FoundFact("scope", "two people at home"), FoundFact("since", "yesterday")],
        fix=ProposedFix(
            title="Align the rekey time of client and gateway",
            rationale="Where the two ends differ, the tunnel ends when the shorter time is over.",
            steps=["Read both settings", "Set the client's profile to the gateway's", "Watch it for two hours"],
            risk="medium",
        ),
    ),
    actions=[
        ApplyFix(after=19),
        RecordOutcome(after=24, outcome=FixStatus.APPLIED_PENDING, notes="Has to hold for two hours."),
        RecordOutcome(after=147, outcome=FixStatus.APPLIED_SUCCESS),
        Resolve(after=149, resolution="The new client profile rekeyed after an hour; it follows the gateway now."),
    ],
)

SCENARIOS = [PRINTER, TEAMS, MAILBOX, ONEDRIVE, DISK, SCANNER, SCREEN, VPN]
