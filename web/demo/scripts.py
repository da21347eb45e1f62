"""The demo's scripts: templates with a history, one that destroys, and a draft that nobody has used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models.core import clock
from models.operations.scripts import NewScript, ScriptChanges, create_script, save_script
from models.script import ScriptStatus
from models.scripting.languages import ScriptLanguage
from models.scripting.parameters import Parameter, ParameterType
from models.user import User
from web.demo.people import DemoUsers


@dataclass(frozen=True, kw_only=True)
class _Save:
    """Who saved the script how many days ago, by the first name, and what they changed."""

    days_ago: int
    by: str
    changes: ScriptChanges


@dataclass(frozen=True, kw_only=True)
class _Story:
    days_ago: int
    by: str
    new: NewScript
    saves: Sequence[_Save] = field(default_factory=tuple)
    uses: int = 0


def _parameter(
    name: str, label: str, kind: ParameterType, *, default: str | None = None, required: bool = True
) -> Parameter:
    return Parameter(
        name=name,
        label=label,
        type=kind,
        required=required,
        default=default,
        choices=None,
        pattern=None,
        help=None,
    )


_QUEUE = _parameter("PrinterName", "Name of the queue", ParameterType.TEXT)
_SERVER = _parameter("ComputerName", "Print server", ParameterType.HOST, default="localhost")
_AGE = _parameter("OlderThanMin", "Only jobs older than (minutes)", ParameterType.NUMBER, default="0", required=False)
_CLEARED = "Get-Printer -ComputerName $server | Format-Table Name, PrinterStatus, JobCount\n"
_RESTARTED = (
    "# The spooler takes every queue of this server down for some seconds\n"
    "Invoke-Command -ComputerName $server { Restart-Service Spooler -Force }\n"
)
_CLEAR_QUEUE = _Story(
    days_ago=55,
    by="sam",
    uses=41,
    new=NewScript(
        title="Clear print queue",
        purpose="Removes the jobs that wait in one queue.",
        language=ScriptLanguage.POWERSHELL,
        body="Get-PrintJob -PrinterName {{PrinterName}} | Remove-PrintJob\nGet-Printer | Format-Table Name, JobCount\n",
        parameters=[_QUEUE],
        tags=["printing", "first line"],
    ),
    saves=(
        _Save(
            days_ago=38,
            by="priya",
            changes=ScriptChanges(
                purpose="Removes the jobs that wait in one queue of a print server and restarts the spooler.",
                body="$server = {{ComputerName}}\n\n"
                "Get-PrintJob -ComputerName $server -PrinterName {{PrinterName}} | Remove-PrintJob\n\n"
                f"{_RESTARTED}{_CLEARED}",
                parameters=[_QUEUE, _SERVER],
                status=ScriptStatus.PUBLISHED,
            ),
        ),
        _Save(
            days_ago=9,
            by="priya",
            changes=ScriptChanges(
                purpose="Removes the jobs that wait in one queue and restarts the spooler."
                " Interrupts printing for about a minute.",
                body="$server = {{ComputerName}}\n$minutes = {{OlderThanMin}}\n"
                "$limit = (Get-Date).AddMinutes(-$minutes)\n\n"
                "Get-PrintJob -ComputerName $server -PrinterName {{PrinterName}} |\n"
                "    Where-Object SubmittedTime -lt $limit | Remove-PrintJob\n\n"
                f"{_RESTARTED}{_CLEARED}",
                parameters=[_QUEUE, _SERVER, _AGE],
            ),
        ),
    ),
)
_OTHERS = (
    _Story(
        days_ago=44,
        by="priya",
        uses=12,
        new=NewScript(
            title="List printer ports and owners",
            purpose="Shows which queue of a print server prints to which address.",
            language=ScriptLanguage.POWERSHELL,
            body="$server = {{ComputerName}}\n"
            "Get-PrinterPort -ComputerName $server | Select-Object Name, PrinterHostAddress, Description\n"
            "Get-Printer -ComputerName $server | Select-Object Name, PortName, ShareName\n",
            parameters=[_SERVER],
            tags=["printing"],
            status=ScriptStatus.PUBLISHED,
        ),
    ),
    _Story(
        days_ago=30,
        by="priya",
        uses=9,
        new=NewScript(
            title="Remove ghost printers",
            purpose="Deletes every queue of this computer whose name begins with a text. Its settings are lost.",
            language=ScriptLanguage.POWERSHELL,
            body="$beginning = {{Beginning}}\n"
            'Get-Printer | Where-Object Name -Like "$beginning*" | Remove-Printer -Confirm:$false\n',
            parameters=[_parameter("Beginning", "Beginning of the names", ParameterType.TEXT)],
            tags=["printing"],
            risk="destroys",
        ),
        saves=(_Save(days_ago=28, by="morgan", changes=ScriptChanges(status=ScriptStatus.PUBLISHED)),),
    ),
    _Story(
        days_ago=6,
        by="sam",
        new=NewScript(
            title="Check CUPS backlog",
            purpose="Lists the waiting jobs of a CUPS server.",
            language=ScriptLanguage.BASH,
            body='#!/usr/bin/env bash\nset -eu\nqueue={{Queue}}\nlpstat -o "$queue"\nlpstat -p "$queue" -l\n',
            parameters=[_parameter("Queue", "Name of the queue", ParameterType.TEXT)],
            tags=["printing"],
        ),
    ),
)


def create(users: DemoUsers, *, now: datetime) -> None:
    """Each script and its versions, as if they had been saved then."""
    for story in (_CLEAR_QUEUE, *_OTHERS):
        with clock.moved(now - timedelta(days=story.days_ago) - clock.now()):
            script = create_script(story.new, by=_user(users, story.by))
        for save in story.saves:
            with clock.moved(now - timedelta(days=save.days_ago) - clock.now()):
                script = save_script(script, save.changes, version=script.version, by=_user(users, save.by))
        script.use_count = story.uses


def _user(users: DemoUsers, name: str) -> User:
    user: User = getattr(users, name)
    return user
