"""What the demo's desk kept of its solved sessions, by the title of the session."""

from __future__ import annotations

from models.case import CaseText


def _case(title: str, *, problem: str, cause: str, fix: str, tried: tuple[str, ...] = (), **more: str) -> CaseText:
    """`signals` are separated by commas."""
    return {
        "title": title,
        "problem": problem,
        "client_kind": more.get("client_kind"),
        "signals": [signal.strip() for signal in more.get("signals", "").split(",") if signal.strip()],
        "cause": cause,
        "tried": list(tried),
        "fix": fix,
        "verification": more.get("verification"),
    }


CASES: dict[str, CaseText] = {
    "Outlook password prompt after phone change": _case(
        "Outlook asks for the password after a phone change",
        problem="Outlook keeps asking for the password since the user got a new phone. Webmail works.",
        client_kind="law firm, about 40 seats",
        cause="The cached sign-in of Office still belonged to the sign-in method of the old phone.",
        tried=(
            "Check the sign-in log of the user: interrupted, the method is no longer registered",
            "Restart Outlook and the computer: did not help",
            "Compare with webmail: works, so the password is right",
        ),
        fix="Clear the cached Office sign-in. Sign out of Office, remove the work account under Accounts, clear the"
        " Office entries of the Credential Manager, sign in again with the new phone.",
        verification="No prompt for a day.",
    ),
    "Backup fails with VSS timeout": _case(
        "Backup fails: VSS writer timed out, event 8194",
        problem="The nightly backup of a file server fails since the weekend. A VSS writer timed out, event 8194.",
        client_kind="logistics company, about 60 seats",
        signals="8194, VSS_E_WRITERERROR_TIMEOUT, 0x800423F2",
        cause="The shadow copy storage of the data volume was full, so that snapshots took too long.",
        tried=(
            "Restart the writer's service: worked once, failed the next night",
            "List the shadow storage: used up, its limit was 2 per cent",
            "Compare the backup's window with the antivirus scan: no overlap",
        ),
        fix="Raise the limit of the shadow copy storage. Set it to 15 per cent of the volume, delete the oldest"
        " snapshots, run the job by hand.",
        verification="Three nights without a failure.",
    ),
    "DHCP scope full for new laptops": _case(
        "New computers get no address, older ones work",
        problem="New laptops get no address from DHCP. Older computers work.",
        client_kind="law firm, about 40 seats",
        cause="The scope had no free address: leases of eight days for guests had filled it.",
        tried=("Try another network port: the same", "Look at the scope's statistics: no address left"),
        fix="Free addresses in the DHCP scope. Shorten the lease of the guests to four hours, delete stale ones.",
        verification="All laptops got an address.",
    ),
    "Label printer offline at front desk": _case(
        "Printer offline after a router change",
        problem="A label printer shows offline since the router was replaced.",
        client_kind="logistics company",
        cause="The printer got another address, and the queue still printed to the old one.",
        tried=("Print the network page of the printer: another address than the queue's port",),
        fix="Point the printer's port at its new address. Reserve that address on the router.",
        verification="A test label came out.",
    ),
    "SQL Server unreachable on SQL01": _case(
        "Line-of-business program cannot reach its database",
        problem="A warehouse program does not start for anybody: it cannot reach its database.",
        client_kind="logistics company",
        cause="Log backups were disabled by an update, and the log had filled its volume.",
        tried=("Restart the database service: did not help", "Check the free space of the log volume: none"),
        fix="Add a second log file and back up the log. Enable the job of the log backups again.",
        verification="The program starts, the job runs.",
    ),
    "Mail to courts bounces": _case(
        "Mail bounces with 550 5.7.26 after a second sender was added",
        problem="Mail bounces with 550 5.7.26 since a newsletter service was set up.",
        client_kind="law firm, about 40 seats",
        signals="550 5.7.26",
        cause="A second SPF record made both invalid.",
        tried=("Look the SPF record up: two of them", "Check DKIM: signed and valid"),
        fix="Remove the second SPF record. Merge its senders into the first, wait for the old one to expire.",
        verification="A test mail arrived with SPF passed.",
    ),
    "OneDrive sync pending on PC-118": _case(
        "OneDrive shows sync pending for one user",
        problem="OneDrive of one user shows sync pending for days.",
        client_kind="dental practice, about 20 seats",
        cause="The client's sync state was broken.",
        tried=("Check the free space and path lengths: fine", "Sign out and in again: did not help"),
        fix="Reset the OneDrive client. It builds its state anew, and files that are only local stay.",
        verification="Everything synchronised within an hour.",
    ),
    "Warehouse scanner cannot save to share": _case(
        "Scanner no longer saves to the share",
        problem="A scanner no longer saves to the share, everybody gets an error at the device.",
        client_kind="logistics company",
        cause="The password of the scan account had been changed.",
        tried=("Reach the share from a computer: works", "Check the lock of the scan account: not locked"),
        fix="Enter the scan account's new password at the device. Set it to not expire.",
        verification="A test scan arrived.",
    ),
    "VPN drops hourly for two people": _case(
        "VPN drops at a fixed interval for people at home",
        problem="The VPN drops every hour for people who work from home.",
        client_kind="law firm, about 40 seats",
        cause="The key lifetime of the client's profile and of the firewall differed.",
        tried=("Compare the time between drops: always one hour", "Test with another line: the same"),
        fix="Align the rekey time of client and gateway. Eight hours in the profile and on the firewall.",
        verification="Connected for a working day.",
    ),
}
