"""Sample inputs of the script builder and of templatizing."""

from __future__ import annotations

from prompts.script.inputs import ScriptIn, ScriptInput
from prompts.session import FactIn, FixIn, Turn
from prompts.templatize.inputs import TemplatizeInput

SPOOLER = "# Restarts the spooler of one server.\n$server = 'FS01'\nGet-Service -ComputerName $server -Name Spooler\n"
FIX = FixIn(
    ref="F1",
    title="Restart the spooler",
    rationale="Jobs hang in the queue.",
    steps=["Stop the spooler"],
    risk="medium",
    status="proposed",
    applied=False,
    notes=None,
    script=SPOOLER,
)
PRINTER_SCRIPT = ScriptInput(
    problem="Nobody can print on FS01",
    client_name="Contoso",
    psa_ticket_id="48210",
    turns=[Turn(role="engineer", author="", content="Make the server a parameter")],
    facts=[FactIn(ref="K1", kind="server", value="FS01")],
    fixes=[FIX],
    language="powershell",
    script=ScriptIn(title="Restart the spooler", purpose="Empties the queue", language="powershell", body=SPOOLER),
    in_session=True,
)
PRINTER_TEMPLATE = TemplatizeInput(
    problem="Nobody can print on FS01",
    client_name="Contoso",
    psa_ticket_id="48210",
    turns=[],
    facts=[FactIn(ref="K1", kind="server", value="FS01")],
    fixes=[],
    language="powershell",
    script_title="Restart the spooler",
    script_purpose="Empties the queue",
    body=SPOOLER,
    in_session=True,
)
