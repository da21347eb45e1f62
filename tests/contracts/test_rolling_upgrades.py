"""Migrations run while the release before still serves: none may break it, and none may hold it up.

What is looked at is each migration's source, from the third on: the first two made the database.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import create_engine, pool, text

from migrations.patience import LOCK_TIMEOUT, be_patient
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
    statements = re.findall(r"create (?:unique )?index (?!concurrently)", source, re.IGNORECASE)
    assert statements == []
    if "concurrently" in source:
        assert "autocommit_block()" in source, "PostgreSQL builds it outside any transaction"


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
    be_patient(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("show lock_timeout")) == LOCK_TIMEOUT
        aside = text("select current_setting('lock_timeout') /* create index concurrently */")
        assert connection.scalar(aside) == "0"
