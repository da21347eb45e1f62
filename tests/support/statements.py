"""What is sent to the database, to count it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event


class Statements(list[str]):
    """What was sent to the database since the last `clear`."""

    def note(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self.append(statement)

    @property
    def inserts(self) -> int:
        return sum(statement.split(maxsplit=1)[0].lower() in ("insert", "with") for statement in self)


@contextmanager
def noted_statements() -> Iterator[Statements]:
    noted = Statements()
    event.listen(Engine, "before_cursor_execute", noted.note)
    try:
        yield noted
    finally:
        event.remove(Engine, "before_cursor_execute", noted.note)
