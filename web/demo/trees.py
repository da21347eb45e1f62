"""The demo's decision trees: one that people run, and a draft in which a path still has no end."""

from __future__ import annotations

from datetime import datetime, timedelta

from models import library_ids
from models.core import clock
from models.decision_trees.graph import NodeKind, Nodes, Outcome, node
from models.operations.trees import NewTree, create_tree, publish_tree
from web.demo.people import DemoUsers

_PUBLISHED_AGE, _DRAFT_AGE = timedelta(days=12), timedelta(hours=3)


def _question(text: str, help_text: str | None = None, **answers: str | None) -> dict[str, object]:
    """`Yes="panel"`: an answer and where it leads; `_` in an answer is a space."""
    told = [{"label": label.replace("_", " "), "next": target} for label, target in answers.items()]
    return {"kind": NodeKind.QUESTION, "text": text, "help": help_text, "answers": told}


def _fix(title: str, *, why: str, steps: list[str], risk: str = "low", **more: object) -> dict[str, object]:
    fix = {"title": title, "rationale": why, "steps": steps, "risk": risk}
    return {"kind": NodeKind.OUTCOME, "outcome": Outcome.TRY_FIX, "text": title, "fix": fix, **more}


_PRINTER: dict[str, dict[str, object]] = {
    "ping": _question(
        "Does it answer a ping?",
        "From a computer in the same network: ping and the address of the port of the queue.",
        Yes="queue",
        No="panel",
        Not_known="site-contact",
    ),
    "queue": _question("Is the queue stuck on a server?", Yes="clear-queue", No="snmp"),
    "panel": {
        "kind": NodeKind.STEP,
        "text": "Read the address on its panel",
        "help": "Menu, Settings, Network. Many print it with their configuration page.",
        "next": "address",
    },
    "address": _question("Which address does it show?", New="port", None_at_all="cable"),
    "clear-queue": _fix(
        "Clear the print queue",
        why="A job that cannot be printed keeps all others waiting.",
        steps=["Tell the users that their waiting jobs are lost", "Stop the spooler", "Delete the jobs", "Start it"],
        risk="medium",
        script_id=str(library_ids.script_id("printer-queue-stuck", "clear-queue")),
        facts=[{"kind": "scope", "value": "Everybody who prints to this queue"}],
    ),
    "snmp": _fix(
        "Turn off the SNMP status of the port",
        why="Windows shows a printer as offline when it does not answer SNMP, although it prints.",
        steps=["Open the properties of the port", "Clear SNMP status enabled", "Print a test page"],
    ),
    "port": _fix(
        "Correct the port of the queue",
        why="The printer got another address, and the queue still prints to the old one.",
        steps=["Reserve the address of the printer", "Enter it in the port of the queue", "Print a test page"],
        facts=[{"kind": "changed", "value": "The address of the printer"}],
    ),
    "cable": _fix(
        "Bring the printer back to the network",
        why="Without an address it is not connected.",
        steps=["Check cable and socket, or the Wi-Fi", "Turn it off and on", "Read the address again"],
    ),
    "site-contact": {
        "kind": NodeKind.OUTCOME,
        "outcome": Outcome.ESCALATE,
        "text": "Escalate with site contact",
        "help": "Name somebody who stands at the printer, and when they can be reached.",
    },
}
_SCANNER: dict[str, dict[str, object]] = {
    "who": _question("Does any scan arrive?", Yes="folder", No="login"),
    "folder": _question("Is the folder of this user there?", Yes=None, No="new-folder"),
    "login": _fix(
        "Enter the password of the scan account again",
        why="The account signs in for every scan, and its password may have been changed.",
        steps=["Set a new password for the scan account", "Enter it at the device", "Scan a page"],
    ),
    "new-folder": _fix(
        "Create the folder of the user",
        why="The device saves only into folders that exist.",
        steps=["Create it with the rights of the others", "Choose it at the device", "Scan a page"],
    ),
}


def create(users: DemoUsers, *, now: datetime) -> None:
    """Priya's published tree, and Sam's draft."""
    with clock.moved(now - _PUBLISHED_AGE - clock.now()):
        printer = NewTree(
            title="Printer shows offline",
            purpose="For a network printer that Windows shows as offline, at one computer or at all of them.",
            tags=["printing", "first line"],
            root="ping",
            nodes=_whole(_PRINTER),
        )
        tree = create_tree(printer, by=users.priya)
        publish_tree(tree.id, version=tree.version, by=users.priya)
    with clock.moved(now - _DRAFT_AGE - clock.now()):
        scanner = NewTree(
            title="Scans do not arrive",
            purpose="For a device that scans to a share.",
            tags=["printing"],
            root="who",
            nodes=_whole(_SCANNER),
        )
        create_tree(scanner, by=users.sam)


def _whole(nodes: dict[str, dict[str, object]]) -> Nodes:
    return {node_id: node(given) for node_id, given in nodes.items()}
