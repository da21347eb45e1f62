"""The declarative base of every table, and the columns of tables that belong to an account."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, ForeignKeyConstraint, MetaData, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry
from sqlalchemy.orm.attributes import set_committed_value

from models.core import clock, ids

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

JsonObject = dict[str, Any]

_WRITTEN = "_is_written"


class WrittenRow(RuntimeError):
    """A row was changed after the transaction had written it, outside the ORM: the change would be lost."""


class Base(DeclarativeBase):
    """Closed sets are TEXT with a CHECK, because comparing an ENUM is not leakproof and RLS then prevents index use."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            str: Text,
            datetime: DateTime(timezone=True),
            JsonObject: JSONB(none_as_null=True),
            list[JsonObject]: JSONB(none_as_null=True),
            list[str]: JSONB(none_as_null=True),
        },
    )

    def __setattr__(self, name: str, value: Any) -> None:
        if _WRITTEN in self.__dict__:
            raise WrittenRow(f"{type(self).__name__}.{name} was set after the row was written")
        object.__setattr__(self, name, value)


def refuse_changes(row: Base) -> None:
    """From here on, setting an attribute of `row` raises WrittenRow; what it holds can still be read."""
    row.__dict__[_WRITTEN] = True


def set_loaded(row: Base, **values: Any) -> None:
    """Give `row` values that the database has as well: reading them loads nothing, and no statement writes them."""
    for name, value in values.items():
        set_committed_value(row, name, value)


class TenantRow:
    """A row of one account.  `(account_id, id)` is unique, so that foreign keys can include the account."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @declared_attr
    def account_id(cls) -> Mapped[UUID]:  # noqa: N805 -- SQLAlchemy calls it with the class
        return mapped_column(ForeignKey("accounts.id"))

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        return tenant_constraints()


def tenant_constraints(*more: Any) -> tuple[Any, ...]:
    """The `__table_args__` of a tenant's table: the composite key, then `more`."""
    return (UniqueConstraint("account_id", "id"), *more)


def one_of(column: str, values: type[Any] | list[str]) -> str:
    """The SQL of a CHECK for a closed set, from a StrEnum or a list.  NULL passes."""
    return f"{column} in ({', '.join(repr(str(value)) for value in values)})"


def tenant_reference(column: str, table: str) -> ForeignKeyConstraint:
    """A composite foreign key with the account, because row-level security does not apply to foreign key checks."""
    return ForeignKeyConstraint(["account_id", column], [f"{table}.account_id", f"{table}.id"])
