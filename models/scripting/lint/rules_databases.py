"""What is dangerous in the clients of databases, in any shell."""

from __future__ import annotations

from models.scripting.lint.rule import (
    DELETES,
    rule,
)

SQL_CLIENTS = r"mysql|mariadb|psql|sqlcmd|osql|sqlite3|invoke-sqlcmd|mongo|mongosh"

ANYWHERE = (
    rule(DELETES, SQL_CLIENTS, r"\b(?:drop (?:table|database|schema|user)|truncate (?:table )?\w|dropdatabase)"),
    rule(DELETES, SQL_CLIENTS, r"\bdelete from (?!.*\bwhere\b)"),
    rule(DELETES, "drop", "^ (?:table|database|schema)\\b"),
    rule(DELETES, "truncate", "^ table\\b"),
    rule(DELETES, "delete", "^ from (?!.* where )"),
)
