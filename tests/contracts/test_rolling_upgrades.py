"""Migrations run while the release before still serves: none may break it, and none may hold it up.

What is looked at is each migration's source, from the third on: the first two made the database.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy import create_engine, pool, text

from migrations import indexes, repeatable
from migrations.lock_timeout import LOCK_TIMEOUT, limit_lock_waits
from settings import Settings

VERSIONS = sorted((Path(__file__).parents[2] / "migrations" / "versions").glob("0*.py"))
SINCE_SERVING = VERSIONS[2:]

FORBIDDEN = {
    r"op\.drop_(column|table|constraint)|drop (column|table|constraint)": "the release before still reads it",
    r"op\.rename_table|rename (to|column)|new_column_name": "the release before knows the old name",
    r"op\.alter_column|alter column": "it rewrites or blocks the table, or the release before writes what is refused",
    r"create or replace function|drop function": "the release before calls it: put a new one beside it",
    r"op\.create_(foreign_key|check_constraint|unique_constraint)|add constraint(?!.*not valid)": "it reads the whole"
    " table under a lock: add it NOT VALID, then validate it",
    r"add_column\((?:(?!server_default|\)\)).)*nullable=False": "the release before does not fill it: default",
}
REPEATABLE = {name for module in (indexes, repeatable) for name in vars(module) if not name.startswith("_")}
"""The steps that are made to be run again from wherever a release stopped."""
SMALL = {"users": "one row a person: the index is built before anybody notices"}


def _made_here(source: str) -> set[str]:
    return set(re.findall(r"op\.create_table\(\s*\"(\w+)\"", source))


@pytest.mark.parametrize("version", SINCE_SERVING, ids=lambda path: path.stem)
def test_nothing_is_taken_from_the_release_before(version: Path) -> None:
    source = version.read_text()
    found = [why for pattern, why in FORBIDDEN.items() if re.search(pattern, source, re.IGNORECASE | re.DOTALL)]
    assert found == []


@pytest.mark.parametrize("version", SINCE_SERVING, ids=lambda path: path.stem)
def test_an_index_on_a_table_that_is_in_use_is_built_beside_it(version: Path) -> None:
    source = version.read_text()
    tables = re.findall(r"op\.create_index\(\s*\"\w+\",\s*\"(\w+)\"", source)
    assert set(tables) - _made_here(source) - SMALL.keys() == set()
    assert re.findall(r"create (?:unique )?index", source, re.IGNORECASE) == [], (
        "migrations.indexes.build_concurrently does"
    )


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.stem)
def test_a_release_can_be_run_again_from_wherever_it_stopped(version: Path) -> None:
    """A migration's own transaction undoes what it did; what commits by itself comes first and can be repeated."""
    code = code_of(version)
    assert not re.search(r"\bconcurrently\b|isolation_level|\bcommit\b", code, re.IGNORECASE)
    repeatable = [is_repeatable(step) for step in upgrade_of(version)]
    assert repeatable == sorted(repeatable, reverse=True), "what can be repeated comes before all other steps"
    outside = [step for step in upgrade_of(version) if is_outside_a_transaction(step)]
    assert len(outside) == len(re.findall(r"(?:autocommit_block|build_concurrently|drop_concurrently)\(", code)), (
        "in `upgrade`"
    )
    assert all(is_repeatable(step) for step in outside)


def upgrade_of(version: Path) -> list[ast.stmt]:
    functions = [one for one in ast.parse(version.read_text()).body if isinstance(one, ast.FunctionDef)]
    return next(one.body for one in functions if one.name == "upgrade")


def code_of(version: Path) -> str:
    """Without comments, and without the docstring at its head."""
    tree = ast.parse(version.read_text())
    return ast.unparse(ast.Module(tree.body[1:], type_ignores=[]))


def is_repeatable(step: ast.stmt) -> bool:
    """A call of a function that is made for it, or a block of nothing else."""
    if isinstance(step, ast.With | ast.For):
        return all(is_repeatable(one) for one in step.body)
    return called_in(step) in REPEATABLE


def is_outside_a_transaction(step: ast.stmt) -> bool:
    return called_in(step) in {"build_concurrently", "drop_concurrently"} or (
        isinstance(step, ast.With) and "autocommit_block" in ast.unparse(step.items[0])
    )


def called_in(step: ast.stmt) -> str | None:
    call = step.value if isinstance(step, ast.Expr) else None
    return call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else None


def test_each_pattern_finds_what_it_is_for() -> None:
    examples = (
        'op.drop_column("users", "name")',
        'op.rename_table("users", "people")',
        'op.alter_column("users", "name", nullable=False)',
        "create or replace function f()",
        'op.create_foreign_key("fk", "users", "accounts", ["a"], ["b"])',
        'op.add_column("users", sa.Column("age", sa.Integer(), nullable=False))',
    )
    for (pattern, _), example in zip(FORBIDDEN.items(), examples, strict=True):
        assert re.search(pattern, example, re.IGNORECASE | re.DOTALL), example
    given = 'op.add_column("users", sa.Column("age", sa.Integer(), server_default="0", nullable=False))'
    assert not any(re.search(pattern, given, re.IGNORECASE | re.DOTALL) for pattern in FORBIDDEN)


def test_a_lock_that_cannot_be_had_ends_the_release_instead_of_the_service(settings: Settings) -> None:
    """Whoever waits for a table makes everybody behind it wait: not for longer than this."""
    engine = create_engine(str(settings.database_owner_url), poolclass=pool.NullPool)
    limit_lock_waits(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("show lock_timeout")) == LOCK_TIMEOUT
        aside = text("select current_setting('lock_timeout') /* create index concurrently */")
        assert connection.scalar(aside) == "0"
