"""The import contracts of pyproject.toml: they hold, they name every package, and each notices what it forbids."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.application.use_cases import read_user_options
from importlinter.configuration import configure
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract

ROOT = Path(__file__).parents[2]
configure()
OPTIONS = read_user_options(str(ROOT / "pyproject.toml"))
ROOT_PACKAGES: list[str] = OPTIONS.session_options["root_packages"]
CONTRACTS: dict[str, dict[str, Any]] = {options["name"]: options for options in OPTIONS.contracts_options}
TYPES = {
    "acyclic_siblings": AcyclicSiblingsContract,
    "forbidden": ForbiddenContract,
    "independence": IndependenceContract,
    "layers": LayersContract,
}

FORBIDDEN = [
    ("Imports point down", "models.handoff", "web.api.handoffs"),
    ("Imports point down", "web.api.handoffs", "tasks.relay"),
    ("Imports point down", "prompts.sizing", "schemas.handoffs"),
    ("Operations use queries, both use tables, all use core", "models.queries.access", "models.operations.handoffs"),
    ("Operations use queries, both use tables, all use core", "models.core.clock", "models.jobs"),
    ("The library depends on no other part of models", "models.library.guide", "models.jobs"),
    ("Only web and the migrations use flask-sqlalchemy's db", "tasks.context", "models.core.database.flask_db"),
    ("No package is part of an import cycle", "models.core.outgoing.outbox", "models.core.unit_of_work"),
    ("No package is part of an import cycle", "prompts.untrusted", "prompts.conversation"),
    (
        "No package is part of an import cycle",
        "tasks.integrations.assistant.errors",
        "tasks.integrations.assistant.port",
    ),
    ("Each part of tasks has its layer", "tasks.running", "tasks.runner"),
    ("Each part of tasks has its layer", "tasks.integrations.mail.folder", "tasks.context"),
    ("Each part of tasks has its layer", "tasks.a_new_package", "models.jobs"),
    (
        "Integrations share how a call can fail, and nothing else",
        "tasks.integrations.mail.folder",
        "tasks.integrations.assistant",
    ),
    ("Integrations share how a call can fail, and nothing else", "tasks.integrations.a_new_kind", "models.core.clock"),
    ("Integrations do not depend on tables", "tasks.integrations.mail.folder", "models.user"),
    ("Integrations do not depend on tables", "tasks.integrations.assistant.chat", "models.queries.access"),
    ("Integrations do not depend on tables", "prompts.sizing", "models.core.database.tables"),
    ("web does not reach any integration", "web.api.handoffs", "tasks.integrations.mail"),
    ("web does not reach any integration", "schemas.handoffs", "tasks.integrations.mail.folder"),
    ("Only integrations call external systems", "web.api.auth", "smtplib"),
    ("Only integrations call external systems", "models.operations.passwords", "requests"),
    ("Only the S3 adapter of the file store uses boto3", "tasks.actors.attachments", "boto3"),
    ("Only the child process decodes images", "models.core.uploads.examining", "PIL"),
    ("tasks calls external systems only through integrations", "tasks.actors.invitations", "smtplib"),
    (
        "tasks uses an integration's public names, not its modules",
        "tasks.actors.passwords",
        "tasks.integrations.mail.folder",
    ),
    ("The prompts of different tasks are independent", "prompts.chat_reply.assembly", "prompts.assessment.results"),
    ("Only web uses Flask", "tasks.runner", "flask"),
    ("Only prompts and the assistant use pydantic", "tasks.integrations.mail.port", "pydantic"),
    ("The set-up does not depend on the app", "setup.run", "models.core.database.engine"),
    ("The app does not depend on the set-up", "web.cli", "setup.paths"),
]
LEFT_TO_THE_CONTRACTS = [
    "tasks calls external systems only through integrations",
    "tasks uses an integration's public names, not its modules",
]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Every import of the code as it is."""
    return grimp.build_graph(*ROOT_PACKAGES, include_external_packages=True, cache_dir=None)


def is_kept(name: str, graph: grimp.ImportGraph) -> bool:
    options = CONTRACTS[name]
    contract = TYPES[options["type"]](name=name, session_options=OPTIONS.session_options, contract_options=options)
    return bool(contract.check(deepcopy(graph), verbose=False).kept)


@pytest.mark.parametrize("name", CONTRACTS)
def test_the_code_keeps_the_contract(graph: grimp.ImportGraph, name: str) -> None:
    assert is_kept(name, graph), "lint-imports shows the import that breaks it"


@pytest.mark.parametrize(
    ("name", "importer", "imported"), FORBIDDEN, ids=[f"{importer}->{imported}" for _, importer, imported in FORBIDDEN]
)
def test_the_contract_notices_an_import_that_it_forbids(
    graph: grimp.ImportGraph, name: str, importer: str, imported: str
) -> None:
    changed = deepcopy(graph)
    changed.add_import(importer=importer, imported=imported)
    assert not is_kept(name, changed)


def test_each_contract_is_shown_to_notice_something() -> None:
    assert {name for name, _, _ in FORBIDDEN} == set(CONTRACTS)


@pytest.mark.parametrize("name", LEFT_TO_THE_CONTRACTS)
def test_the_contract_names_every_part_of_tasks(graph: grimp.ImportGraph, name: str) -> None:
    assert set(CONTRACTS[name]["source_modules"]) == graph.find_children("tasks") - {"tasks.integrations"}


def test_the_contract_names_the_prompts_of_every_task(graph: grimp.ImportGraph) -> None:
    with_templates = {f"prompts.{file.parent.name}" for file in (ROOT / "prompts").glob("*/system.v*.j2")}
    assert set(CONTRACTS["The prompts of different tasks are independent"]["modules"]) == with_templates


def test_every_root_package_has_to_be_free_of_cycles() -> None:
    assert CONTRACTS["No package is part of an import cycle"]["ancestors"] == ROOT_PACKAGES


def test_every_package_of_the_checkout_is_under_contract() -> None:
    packages = {file.parent.name for file in ROOT.glob("*/__init__.py")}
    assert packages - {"tests"} == set(ROOT_PACKAGES)
