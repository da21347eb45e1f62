"""A template is its script with parameters in the places of whole values, and nothing else."""

from __future__ import annotations

import pytest

from models.library import Script, load_guides
from models.scripting.checks import check
from models.scripting.languages import ScriptLanguage
from models.scripting.parameters import ParameterType, faults_of
from models.scripting.rendering import render
from models.scripting.templating import Known, applied, literals_of, proposal_of, replaced_in, wanted_in
from models.scripting.templating.proposals import MASK

SCRIPTS = {f"{guide.id} {fix.id}": fix.script for guide in load_guides().values() for fix in guide.fixes if fix.script}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=list(SCRIPTS))
def test_every_script_of_the_guides_comes_back_from_its_template(script: Script) -> None:
    language, body = ScriptLanguage(script.language), script.body
    proposal = proposal_of(language, body, wanted_in(language, body))
    template, values = applied(body, proposal.places), {}
    assert faults_of(template, proposal.parameters) == {}
    back = template
    for place in proposal.places:
        text = body[place.start : place.end]
        back = back.replace(f"{{{{{place.name}}}}}", text)
        values[place.name] = next(one.value for one in literals_of(language, body) if one.start == place.start)
    assert back == body
    as_text = [{**one, "type": ParameterType.TEXT, "default": None} for one in proposal.parameters]
    rendered = render(language, template, as_text, values).script
    assert [one.value for one in literals_of(language, rendered)] == [one.value for one in literals_of(language, body)]
    errors = [one for one in check(language, rendered).problems if one.severity == "error"]
    assert errors == [one for one in check(language, body).problems if one.severity == "error"]


@pytest.mark.parametrize(
    ("language", "body", "template"),
    [
        ("powershell", '$u = "CONTOSO\\anna"\nGet-ADUser $u # FS01', "$u = {{U}}\nGet-ADUser $u # FS01"),
        ("powershell", 'echo "on $x FS01"; Test-Connection FS01', 'echo "on $x FS01"; Test-Connection {{Host}}'),
        ("powershell", "$t = @{ 'FS01' = 1 }", "$t = @{ 'FS01' = 1 }"),
        ("bash", "HOST=FS01\nssh \"$HOST\" 'FS02-x'\n", "HOST={{HOST}}\nssh \"$HOST\" 'FS02-x'\n"),
        ("bash", "ping -c 1 10.1.2.3 | grep ms", "ping -c 1 {{Address}} | grep ms"),
        ("batch", 'set "SRV=FS01"\nping FS01\n', 'set "SRV={{SRV}}"\nping {{SRV}}\n'),
        ("batch", "set SRV=FS01\n", "set SRV=FS01\n"),
        ("python", "'FS01'\nhost = 'FS01'\nf'{host} FS01'\n", "'FS01'\nhost = {{Host}}\nf'{host} FS01'\n"),
    ],
)
def test_whole_values_are_replaced_and_parts_of_texts_are_not(language: str, body: str, template: str) -> None:
    kind = ScriptLanguage(language)
    assert applied(body, proposal_of(kind, body, wanted_in(kind, body)).places) == template


def test_facts_come_first_and_secrets_are_masked() -> None:
    body = "Connect-It -Server 'main' -Password 'hunter2-hunter2'\n"
    wanted = wanted_in(ScriptLanguage.POWERSHELL, body, [Known("server", "MAIN")])
    proposal = proposal_of(ScriptLanguage.POWERSHELL, body, wanted)
    server, secret = proposal.parameters
    assert (server["type"], server["default"]) == ("host", "main")
    assert (secret["type"], secret["default"]) == ("secret", None)
    assert [one["text"] for one in replaced_in(body, proposal)] == ["'main'", MASK]
