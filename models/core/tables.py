"""The declarative base of every table, and the columns that a tenant's table has."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, ForeignKeyConstraint, MetaData, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry

from models.core import clock, ids

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

JsonObject = dict[str, Any]


class Base(DeclarativeBase):
    """Text is always TEXT with a CHECK where a set is closed: an ENUM comparison is not leakproof under RLS."""

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


class TenantRow:
    """A row of one account.  `(account_id, id)` is unique so that foreign keys can carry the tenant along."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @declared_attr
    def account_id(cls) -> Mapped[UUID]:  # noqa: N805 -- SQLAlchemy calls it with the class
        return mapped_column(ForeignKey("accounts.id"))

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        return tenant_constraints()


def tenant_constraints(*more: Any) -> tuple[Any, ...]:
    """The table arguments of a tenant's table: its composite key, and whatever else the table needs."""
    return (UniqueConstraint("account_id", "id"), *more)


def one_of(column: str, values: type[Any] | list[str]) -> str:
    """The SQL of a CHECK that holds a closed set, from a StrEnum or a list; a NULL passes."""
    return f"{column} in ({', '.join(repr(str(value)) for value in values)})"


def tenant_reference(column: str, table: str) -> ForeignKeyConstraint:
    """A composite foreign key: row-level security does not bind foreign keys, so the tenant travels along."""
    return ForeignKeyConstraint(["account_id", column], [f"{table}.account_id", f"{table}.id"])
