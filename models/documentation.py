"""The write-up of a session: its sections, the Markdown that they become, and the time that was spent."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from models.core.database.tables import Base, JsonObject, tenant_reference
from models.write_up import WriteUp, write_up_constraints

LONGEST_SECTION = 8_000
LONGEST_CONTENT = 64_000
MOST_MINUTES = 10_080
"""A week."""


class Section(StrEnum):
    """The parts of the write-up, in the order in which they are read."""

    PROBLEM = "problem"
    ENVIRONMENT = "environment"
    FACTS = "facts"
    ACTIONS = "actions"
    CAUSE = "cause"
    RESOLUTION = "resolution"
    VERIFICATION = "verification"
    NEXT_STEPS = "next_steps"


CONCLUDED = (Section.PROBLEM, Section.CAUSE, Section.RESOLUTION, Section.VERIFICATION)
"""What the person who resolves a session reads and edits."""

Sections = dict[str, str]
"""A text for each `Section`; empty where nothing is known."""


def whole(sections: JsonObject) -> Sections:
    """Every section, those that are missing empty."""
    return {str(section): str(sections.get(section) or "") for section in Section}


class Documentation(WriteUp, Base):
    __tablename__ = "documentation"
    __table_args__ = write_up_constraints(tenant_reference("handoff_id", "handoffs"))

    sections: Mapped[JsonObject] = mapped_column(default=dict)
    draft_sections: Mapped[JsonObject | None]
    is_content_edited: Mapped[bool] = mapped_column(default=False)
    """A person edited the Markdown itself: it is no longer made from the sections."""
    time_spent_minutes: Mapped[int | None]
    """None until a person has set it; then the proposal from activity is shown."""
    handoff_id: Mapped[UUID | None]
    """The escalation whose assessment completes this text; None for a text that a job of its own writes."""
