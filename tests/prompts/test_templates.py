"""The prompt files: what they may say, what they are filled with, who uses them."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import jinja2
import pytest
from jinja2 import meta

from prompts.assessment.assembly import assemble_assessment
from prompts.case.assembly import assemble_case
from prompts.chat_reply.assembly import assemble_chat_reply
from prompts.client_update.assembly import assemble_client_update
from prompts.conversation_summary.assembly import assemble_conversation_summary
from prompts.documentation.assembly import assemble_documentation
from prompts.escalation_package.assembly import assemble_escalation_package
from prompts.marker_tags import TAGS, MarkerTag
from prompts.resolution_note.assembly import assemble_resolution_note
from prompts.script.assembly import assemble_script
from prompts.sizing import estimate_tokens
from prompts.templates import CURRENT_VERSIONS, PromptInputError, prompt_for, shared_sources
from prompts.templatize.assembly import assemble_templatize
from prompts.tree.assembly import assemble_tree
from tests.support.sample_scripts import PRINTER_SCRIPT, PRINTER_TEMPLATE
from tests.support.sample_sessions import (
    PRINTER_CASE,
    PRINTER_CHAT,
    PRINTER_CLIENT_UPDATE,
    PRINTER_DOCUMENTATION,
    PRINTER_ESCALATION,
    PRINTER_HISTORY,
    PRINTER_NOTE,
    PRINTER_PACKAGE,
    PRINTER_TREE,
)

FOLDER = Path(str(resources.files("prompts")))
TEMPLATES = sorted(FOLDER.glob("**/*.j2"))
ASSEMBLIES = {
    "chat_reply": (assemble_chat_reply, PRINTER_CHAT),
    "assessment": (assemble_assessment, PRINTER_ESCALATION),
    "resolution_note": (assemble_resolution_note, PRINTER_NOTE),
    "escalation_package": (assemble_escalation_package, PRINTER_PACKAGE),
    "conversation_summary": (assemble_conversation_summary, PRINTER_HISTORY),
    "documentation": (assemble_documentation, PRINTER_DOCUMENTATION),
    "client_update": (assemble_client_update, PRINTER_CLIENT_UPDATE),
    "case": (assemble_case, PRINTER_CASE),
    "script": (assemble_script, PRINTER_SCRIPT),
    "templatize": (assemble_templatize, PRINTER_TEMPLATE),
    "tree": (assemble_tree, PRINTER_TREE),
}
SYSTEM_TOKENS = 1_980

PARROT_FOOD = {
    "address": r"\b\d{1,3}(?:\.\d{1,3}){3}\b",
    "version": r"\b\d+\.\d+",
    "number with a meaning": r"\b\d{3,}\b",
    "error code": r"0x[0-9a-f]+|\b[A-Z]{2,}\d{3,}",
    "e-mail": r"\S+@\S+\.\w+",
    "host or domain": r"\b[\w-]+\.(?:com|net|org|local|io|exe|dll|ps1|log)\b|\b[A-Z]{2,}-\w*\d+",
    "path": r"[A-Za-z]:\\|\\\\\w|(?<![\w<{/])/\w+/\w+",
    "cmdlet": r"\b(?:Get|Set|New|Remove|Restart|Start|Stop|Test|Clear|Reset)-[A-Z]\w+",
    "product": (
        r"(?i)\b(?:windows|outlook|exchange|teams|onedrive|office|azure|entra|intune|vmware|hyper-v|veeam|cisco|fortinet"
        r"|linux|macos|chrome|citrix|powershell|sql|active directory|microsoft|google|apple|claude|anthropic)\b"
    ),
    "example": r"(?i)\bfor example\b|\bfor instance\b|\be\.g\.|\bsuch as\b|\blike this\b",
}


def _body(template: Path) -> str:
    text = template.read_text(encoding="utf-8")
    return text if template.parent.name == "_shared" else text.split("---\n", 2)[2]


@pytest.mark.parametrize("kind", PARROT_FOOD)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_holds_nothing_that_a_model_could_parrot(template: Path, kind: str) -> None:
    assert re.findall(PARROT_FOOD[kind], _body(template)) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("address", "ping 10.0.0.1"),
        ("version", "since 7.2"),
        ("error code", "fails with 0x80070005"),
        ("e-mail", "write to a@b.example"),
        ("host or domain", "on SRV-01"),
        ("path", r"in C:\Temp"),
        ("cmdlet", "run Get-Service"),
        ("product", "open outlook"),
        ("example", "tools such as this"),
    ],
)
def test_the_lint_sees_what_it_is_for(kind: str, text: str) -> None:
    assert re.search(PARROT_FOOD[kind], text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_has_no_logic_beyond_if_for_and_include(template: Path) -> None:
    statements = re.findall(r"{%-?\s*(\w+)", _body(template))
    assert set(statements) <= {"if", "elif", "else", "endif", "for", "endfor", "include", "raw", "endraw"}


@pytest.mark.parametrize("task", CURRENT_VERSIONS)
def test_front_matter_names_exactly_the_inputs_of_the_body(task: str) -> None:
    for template in (prompt_for(task).system, prompt_for(task).user):
        used = meta.find_undeclared_variables(jinja2.Environment(autoescape=True).parse(template.body))
        assert used == set(template.front.inputs)
        assert (template.front.id, template.front.version) == (task, CURRENT_VERSIONS[task])


@pytest.mark.parametrize(
    "inputs", [{}, {"engineer_message": "a"}, {"engineer_message": "a", "session_state": "", "b": ""}]
)
def test_other_inputs_than_named_are_refused(inputs: dict[str, str]) -> None:
    with pytest.raises(PromptInputError):
        prompt_for("chat_reply").user.render(inputs)


def test_every_prompt_belongs_to_exactly_one_task_and_every_task_has_one() -> None:
    folders = {path.parent.name for path in TEMPLATES} - {"_shared"}
    assert folders == set(CURRENT_VERSIONS) == set(ASSEMBLIES)
    used = [assemble(told).prompt.ref.id for assemble, told in ASSEMBLIES.values()]  # type: ignore[operator]
    assert used == list(ASSEMBLIES)


def test_every_shared_part_is_included_somewhere() -> None:
    included = {name for path in TEMPLATES for name in re.findall(r'include "_shared/([\w.]+)"', path.read_text())}
    assert included == {path.name for path in (FOLDER / "_shared").iterdir()}
    assert len(included) == len(shared_sources())


@pytest.mark.parametrize("task", ASSEMBLIES)
def test_the_system_text_is_the_same_for_every_session_and_small(task: str) -> None:
    assemble, told = ASSEMBLIES[task]
    other = told.model_copy(update={"problem": "Something else", "facts": [], "fixes": []})
    system = assemble(told).system  # type: ignore[operator]
    assert system == assemble(other).system  # type: ignore[operator]
    assert estimate_tokens(system) < SYSTEM_TOKENS


def test_the_hash_names_the_text_and_differs_between_prompts() -> None:
    chat_reply, assessment = prompt_for("chat_reply").ref, prompt_for("assessment").ref
    assert re.fullmatch("[0-9a-f]{16}", chat_reply.hash)
    assert chat_reply.hash != assessment.hash


def test_placeholders_of_the_markers_reach_the_model_as_they_stand() -> None:
    system = assemble_chat_reply(PRINTER_CHAT).system
    assert '[SUGGEST_FIX] {"title": "{{title}}"' in system
    assert "{%" not in system


@pytest.mark.parametrize("tag", TAGS)
def test_every_marker_is_asked_for(tag: str) -> None:
    """By the chat, or by the script builder."""
    asked = assemble_script(PRINTER_SCRIPT) if tag == MarkerTag.SCRIPT else assemble_chat_reply(PRINTER_CHAT)
    assert re.search(rf'^\[{tag}\] {{"', asked.system, re.MULTILINE)


def test_a_chat_says_what_happens_to_open_items_and_to_refuted_causes() -> None:
    system = assemble_chat_reply(PRINTER_CHAT).system
    assert "calls refuted does not come back" in system
    assert "an open item that you do not repeat is removed" in system


def test_a_chat_asks_for_a_title_and_for_longer_fences() -> None:
    system = assemble_chat_reply(PRINTER_CHAT).system
    assert '[TITLE] {"title": "{{what_is_wrong_and_with_what}}"}' in system
    assert "more backticks than any fence inside it" in system
