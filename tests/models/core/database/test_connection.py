"""BEGIN and COMMIT that go along with statements, and what may not change by that."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_INTRANS
from sqlalchemy import make_url

from models.core.database.connection import TransactionConnection
from settings import Settings


@pytest.fixture
def address(settings: Settings) -> str:
    return make_url(str(settings.database_owner_url)).set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture
def ours(address: str) -> Iterator[TransactionConnection]:
    connection = psycopg2.connect(address, connection_factory=TransactionConnection)
    tell(connection, "create temp table words (word text unique deferrable initially deferred)")
    connection.commit()
    yield connection
    connection.close()


def tell(connection: TransactionConnection, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def words(connection: TransactionConnection) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select word from words order by word")
        found = [word for (word,) in cursor.fetchall()]
    connection.rollback()
    return found


def test_statements_are_one_transaction_until_it_is_committed(ours: TransactionConnection) -> None:
    tell(ours, "insert into words values ('one')")
    tell(ours, "insert into words values ('two')")
    assert ours.get_transaction_status() == TRANSACTION_STATUS_INTRANS
    ours.rollback()
    assert words(ours) == []


def test_what_was_rolled_back_leaves_the_next_transaction_alone(ours: TransactionConnection) -> None:
    with pytest.raises(psycopg2.errors.UndefinedColumn):
        tell(ours, "insert into words values (nothing)")
    ours.rollback()
    tell(ours, "insert into words values ('one')")
    ours.commit()
    assert words(ours) == ["one"]


def test_an_error_in_a_later_statement_takes_the_earlier_with_it(ours: TransactionConnection) -> None:
    tell(ours, "insert into words values ('one')")
    with pytest.raises(psycopg2.errors.DivisionByZero):
        tell(ours, "select 1 / 0")
    ours.commit()  # PostgreSQL makes a rollback of it
    assert words(ours) == []


@pytest.mark.parametrize("comment", ["-- as asked", "--", "/* as asked */"])
def test_a_comment_at_its_end_does_not_swallow_the_commit(ours: TransactionConnection, comment: str) -> None:
    ours.commit_with_next()
    tell(ours, f"insert into words values ('one') {comment}")
    assert ours.get_transaction_status() == TRANSACTION_STATUS_IDLE
    assert words(ours) == ["one"]


def test_the_last_statement_commits(ours: TransactionConnection) -> None:
    tell(ours, "insert into words values ('one')")
    ours.commit_with_next()
    tell(ours, "insert into words values ('two')")
    assert ours.get_transaction_status() == TRANSACTION_STATUS_IDLE
    ours.commit()
    ours.rollback()
    assert words(ours) == ["one", "two"]


def test_a_last_statement_that_fails_commits_nothing(ours: TransactionConnection) -> None:
    tell(ours, "insert into words values ('one')")
    ours.commit_with_next()
    with pytest.raises(psycopg2.errors.UndefinedColumn):
        tell(ours, "insert into words values (nothing)")
    ours.rollback()
    assert words(ours) == []


def test_a_commit_that_is_refused_is_the_last_statements_error(ours: TransactionConnection) -> None:
    tell(ours, "insert into words values ('one')")
    ours.commit_with_next()
    with pytest.raises(psycopg2.errors.UniqueViolation):
        tell(ours, "insert into words values ('one')")
    ours.rollback()
    assert words(ours) == []


def test_what_was_announced_as_last_is_forgotten_with_the_transaction(ours: TransactionConnection) -> None:
    ours.commit_with_next()
    ours.rollback()
    tell(ours, "insert into words values ('one')")
    ours.rollback()
    assert words(ours) == []


def test_several_rows_at_once_are_in_the_transaction_too(ours: TransactionConnection) -> None:
    with ours.cursor() as cursor:
        cursor.executemany("insert into words values (%s)", [("one",), ("two",)])
    ours.rollback()
    assert words(ours) == []


def test_bytes_are_statements_too(ours: TransactionConnection) -> None:
    with ours.cursor() as cursor:
        cursor.execute(b"insert into words values ('one')")
    ours.rollback()
    assert words(ours) == []


def setting(connection: TransactionConnection) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('app.account_id', true)")
        return str(cursor.fetchone()[0] or "")


def test_what_is_said_first_holds_for_the_statement_it_goes_with_and_to_the_transactions_end(
    ours: TransactionConnection,
) -> None:
    ours.say_first("set local app.account_id = 'one'")
    assert (setting(ours), setting(ours)) == ("one", "one")
    ours.say_first("set local app.account_id = 'two'")
    assert setting(ours) == "two"
    ours.commit()
    assert setting(ours) == ""


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_what_was_to_be_said_first_never_reaches_another_transaction(ours: TransactionConnection, end: str) -> None:
    ours.say_first("set local app.account_id = 'one'")
    getattr(ours, end)()
    assert setting(ours) == ""


def test_several_rows_at_once_come_behind_what_is_said_first(ours: TransactionConnection) -> None:
    ours.say_first("set local app.account_id = 'one'")
    with ours.cursor() as cursor:
        cursor.executemany("insert into words values (current_setting('app.account_id') || %s)", [("1",), ("2",)])
    ours.commit()
    assert words(ours) == ["one1", "one2"]


def test_a_statement_that_fails_takes_what_was_said_first_with_it(ours: TransactionConnection) -> None:
    ours.say_first("set local app.account_id = 'one'")
    with pytest.raises(psycopg2.errors.UndefinedColumn):
        tell(ours, "insert into words values (nothing)")
    ours.rollback()
    assert setting(ours) == ""


def test_a_check_opens_no_transaction(ours: TransactionConnection) -> None:
    ours.check()
    assert ours.get_transaction_status() == TRANSACTION_STATUS_IDLE


def test_what_only_reads_is_a_transaction_of_its_own_with_its_setting(ours: TransactionConnection) -> None:
    ours.only_read("set local app.account_id = 'one'")
    for _ in range(2):
        assert setting(ours) == "one"
        assert ours.get_transaction_status() == TRANSACTION_STATUS_IDLE


def test_what_only_reads_cannot_write(ours: TransactionConnection) -> None:
    ours.only_read("set local app.account_id = 'one'")
    with pytest.raises(psycopg2.errors.ReadOnlySqlTransaction):
        tell(ours, "create table more_words (word text)")


def test_what_writes_after_reading_is_one_transaction_with_the_same_setting(ours: TransactionConnection) -> None:
    ours.only_read("set local app.account_id = 'one'")
    assert setting(ours) == "one"
    ours.write()
    tell(ours, "insert into words values ('one')")
    assert setting(ours) == "one"
    assert ours.get_transaction_status() == TRANSACTION_STATUS_INTRANS
    ours.rollback()
    assert words(ours) == []


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_the_connections_next_borrower_may_write(ours: TransactionConnection, end: str) -> None:
    ours.only_read("set local app.account_id = 'one'")
    getattr(ours, end)()
    tell(ours, "insert into words values ('one')")
    assert setting(ours) == ""
    ours.commit()
    assert words(ours) == ["one"]
