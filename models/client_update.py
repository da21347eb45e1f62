"""A short text for the client, beside the internal documentation.  `destinations` says how it may leave."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from models.core.database.tables import Base
from models.core.errors import Conflict, Invalid
from models.write_up import WriteUp, write_up_constraints

LONGEST_UPDATE = 4_000


class NothingToPost(Conflict):
    code, message = "nothing_to_post", "Write the client update first."


class InternalText(Invalid):
    message = "This names another client, repeats an internal note or holds a secret. Change it before you post it."


class ClientUpdate(WriteUp, Base):
    __tablename__ = "client_updates"
    __table_args__ = write_up_constraints()

    client_name: Mapped[str | None]
    """The client whom the text was written for."""
    draft_client_name: Mapped[str | None]
    """The client whom the draft was written for."""
